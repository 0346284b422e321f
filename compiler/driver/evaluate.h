#pragma once

#include <expected>
#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/history.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/shape.h"

namespace sla::driver {

enum class Engine { reference, jit };
const char* name_of(Engine engine);

/// The verdicts of a history. The error is a bug of ours or a missing library, never the user's
/// policy.
std::expected<verdicts::Outcome, std::string> evaluate(const agreement::Agreement& agreement,
                                                       const History& history, Engine engine);

/// What summaries and rows need to know of the agreement. Borrows both arguments.
verdicts::PolicyShape shape_of(const agreement::Agreement& agreement, const events::Log& log);

/// The same of one clause alone, without the words for the values that it groups by.
verdicts::ClauseShape shape_of(const agreement::Agreement& agreement,
                               const agreement::Clause& clause);

/// Adds what the evaluation noticed about the data: broken moves and requirements, subjects that
/// could not be judged.
void note_findings(const agreement::Agreement& agreement, const verdicts::Outcome& outcome,
                   History& history);

}  // namespace sla::driver
