#pragma once

#include "runtime/events/log.h"
#include "runtime/ingest/mapping.h"
#include "runtime/policy/policy.h"
#include "runtime/verdicts/shape.h"

namespace sla::policy {

/// What summaries and rows of one record need to know. The names of groups borrow all arguments.
verdicts::PolicyShape shape_of(const Policy& policy, const Record& record, const events::Log& log);

/// The steps of one record.
actions::PolicySteps steps_of(const Policy& policy, const Record& record);

/// The words that a log of the record may use when nothing else maps it.
ingest::Vocabulary vocabulary_of(const Policy& policy, const Record& record);

/// A value of a field as the policy would write it, `500 USD`, `95%`, `web`; a text is in quotes.
std::string value_words(const Policy& policy, const Field& field, std::int64_t value);

}  // namespace sla::policy
