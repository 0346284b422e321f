#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/context.h"

/// Conditions about what another clause came to: `speed_to_lead is breached`. Internal to `check`.
namespace sla::check {

/// The bits of `Op::clause_is` for a word such as `late`, or nothing.
std::optional<std::int64_t> outcome_bits(std::string_view word);
std::vector<std::string> outcome_words();

/// Whether single leads have outcomes under such a clause; the others are about a period.
bool can_be_asked(const syntax::Clause& clause);

/// Reports conditions of a lifecycle that ask for an outcome: a state is entered before any clause
/// looks at the event.
void refuse_outcomes(Context& context, const agreement::Expression& requirement);

/// Fills `Agreement::order`, or reports the clauses that ask each other in a circle.
void order_clauses(Context& context);

}  // namespace sla::check
