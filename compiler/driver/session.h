#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/evaluate.h"
#include "runtime/session/rules.h"

namespace sla::driver {

/// What sessions of the agreement's own record know of it. Keeps a copy of the agreement, and the
/// generated code for as long as any session has it. The error is a missing code generation
/// library, or a bug of ours.
std::expected<std::shared_ptr<const session::Rules>, std::string> session_rules(
    agreement::Agreement agreement, Engine engine);

/// How long after the last event of a subject with nothing open its past can still matter.
struct Retention {
  std::optional<std::int64_t> span;  ///< Microseconds; nothing: for ever.
  std::string clause;                ///< That makes it so long; empty without clauses.
  std::string why;                   ///< In words, of that clause.
};
/// An upper bound in wall time from the agreement alone. What conditions read (fields, states,
/// another clause) does not count: a subject that is forgotten is a new one.
Retention retention_of(const agreement::Agreement& agreement);
/// "36 days: `speed_to_lead` may take so long", "unbounded: `one_touch` is never started again".
std::string words(const Retention& retention);

}  // namespace sla::driver
