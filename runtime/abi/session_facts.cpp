// What callers say of events, as facts of a session, or why it is none.

#include <algorithm>

#include <fmt/format.h>

#include "runtime/abi/session_object.h"
#include "runtime/ingest/field_cell.h"
#include "runtime/policy/shapes.h"

namespace {

using namespace sla;
using abi::is_time;
using abi::refuse;

}  // namespace

std::optional<stream::FieldValue> sla_session::value_of(const sla_value& value,
                                                        std::string& why) const {
  const sla::policy::Record& own = own_record();
  std::int32_t field = value.field;
  const std::string_view name = abi::text_of(value.name, "value.name");
  if (field < 0) {
    const auto found = std::ranges::find(own.fields, name, &sla::policy::Field::name);
    if (found == own.fields.end()) {
      why = fmt::format("the policy has no field `{}`", name);
      return std::nullopt;
    }
    field = static_cast<std::int32_t>(found - own.fields.begin());
  }
  if (static_cast<std::size_t>(field) >= own.fields.size()) {
    why = fmt::format("the policy has no field {}", field);
    return std::nullopt;
  }
  const sla::policy::Field& described = own.fields[static_cast<std::size_t>(field)];
  const bool is_text = described.kind == sla::policy::ValueKind::text;
  stream::FieldValue made;
  made.field = static_cast<std::uint32_t>(field);
  switch (value.kind) {
    case SLA_VALUE_UNKNOWN: made.set = 2; return made;
    case SLA_VALUE_NUMBER:
      if (is_text) {
        why = fmt::format("`{}` is a text field, and the value is a number", described.name);
        return std::nullopt;
      }
      if (const auto& rule = policy->rules[record]->fields[made.field];
          value.number < rule.least || value.number > rule.most) {
        why = fmt::format("{} cannot be read as a value of `{}`: it goes from {} to {}",
                          value.number, described.name, rule.least, rule.most);
        return std::nullopt;
      }
      made.value = value.number;
      return made;
    case SLA_VALUE_TEXT: break;
    default: why = "value.kind is none of SLA_VALUE_..."; return std::nullopt;
  }
  const std::string_view text = abi::text_of(value.text, "value.text");
  if (is_text) {
    made.text = text;
    return made;
  }
  const auto read = abi::read_cell(policy->policy, described, text);
  if (!read) {
    why = fmt::format("`{}` cannot be read as a value of `{}`", text, described.name);
    return std::nullopt;
  }
  made.value = *read;
  return made;
}

std::optional<stream::Fact> sla_session::fact_of(const sla_event& event, std::string& why) const {
  stream::Fact fact;
  switch (event.kind) {
    case SLA_FACT_EVENT: fact.kind = stream::Fact::Kind::event; break;
    case SLA_FACT_RETRACTION: fact.kind = stream::Fact::Kind::retraction; break;
    case SLA_FACT_MERGE: fact.kind = stream::Fact::Kind::merge; break;
    default: why = "event.kind is none of SLA_FACT_..."; return std::nullopt;
  }
  fact.subject = abi::text_of(event.subject, "event.subject");
  if (event.subject_id != SLA_NO_ID) {
    const auto known = subjects.find(event.subject_id);
    if (known == subjects.end()) {
      why = fmt::format("the session has given no subject the id {}", event.subject_id);
      return std::nullopt;
    }
    fact.subject = known->second;
  }
  if (!is_time(event.time)) {
    why = "event.time is not in the years 1900 to 2200 (microseconds)";
    return std::nullopt;
  }
  fact.time = event.time;
  if (fact.kind == stream::Fact::Kind::event) {
    const std::string_view name = abi::text_of(event.event, "event.event");
    const int code = event.code >= 0 ? event.code : sla::policy::event_code(own_record(), name);
    if (code < 0 || code >= own_record().code_count()) {
      why = event.code >= 0 ? fmt::format("the policy has no event of code {}", event.code)
                            : fmt::format("the policy has no event `{}`", name);
      return std::nullopt;
    }
    fact.code = static_cast<events::Code>(code);
  }
  fact.owner = abi::text_of(event.owner, "event.owner");
  fact.team = abi::text_of(event.team, "event.team");
  fact.actor = abi::text_of(event.actor, "event.actor");
  fact.id = abi::text_of(event.id, "event.id");
  fact.into = abi::text_of(event.into, "event.into");
  fact.sequence = event.sequence;
  if (event.value_count > 0 && event.values == nullptr)
    refuse(SLA_INVALID_ARGUMENT, "event.values is NULL, and there are some");
  if (event.value_count > own_record().fields.size()) {
    why = "the event has more values than the policy has fields";
    return std::nullopt;
  }
  for (std::size_t v = 0; v < event.value_count; ++v) {
    auto value = value_of(event.values[v], why);
    if (!value) return std::nullopt;
    fact.values.push_back(std::move(*value));
  }
  return fact;
}
