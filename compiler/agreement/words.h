#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/agreement/agreement.h"

/// Plain words for the parts of an agreement, as the language itself would say them. Reports,
/// `explain` and the printer share them, so that a promise reads the same wherever it is shown. All
/// functions are pure.
namespace sla::agreement {

/// "4 business hours", "90 minutes", "2 business days", "end of business day 1", "immediately".
/// Elapsed time is said in hours below a week, because "1 day" is what the language refuses as
/// ambiguous.
std::string words(const Duration& duration);

/// "entering mql or sal", "leaving mql", "being assigned in mql", "call".
std::string words(const Agreement& agreement, const Trigger& trigger);

/// What must be done: "move a lead to sal or recycled", "log call or email by the owner", "assign a
/// lead", "record reason and amount", "leave mql".
std::string words(const Agreement& agreement, const Discharge& discharge);

/// " by the owner", " by sales", or nothing when it does not matter who does it.
std::string by_words(const Agreement& agreement, const Discharge& discharge);

/// Of a set of entries the states, else the events: "sal or won", "call or email".
std::string event_words(const Agreement& agreement, const EventSet& events);

/// When a step happens: "at 75%", "2 business hours after due", "when met within 1 business hour".
std::string words(const Step& step);

/// What a step does: "remind owner by email", "award 5 points to the team".
std::string words(const Agreement& agreement, const Effect& effect);

/// The promise as one sentence without a full stop, with every condition spelt out: "sales must
/// move a lead to sal within 4 business hours of entering mql". Tiers are joined with "or".
std::string sentence(const Agreement& agreement, const Clause& clause);

/// The expression as policy text, with defines spelt out: `score >= 65 and source is referral`.
/// Reading the text again gives an equal expression.
std::string words(const Agreement& agreement, const Expression& expression);

/// Whether all of these are touches: people make them, other events are logged.
bool are_touches(const Agreement& agreement, const EventSet& events);

/// "each month", "each fiscal quarter starting February", "over the whole term".
std::string words(const Period& period);

/// "per team", "per country"; empty for no grouping.
std::string words(const Agreement& agreement, const Grouping& grouping);

/// What a condition may say of another clause's outcome, as bits of `Op::clause_is`.
struct OutcomeWord {
  std::string_view word;
  std::int64_t bits;
};
extern const std::array<OutcomeWord, 8> kOutcomeWords;

/// A value of a type as the policy would write it: `500 USD`, `95%`, `web`, `"US"`, `2026-03-06`.
/// A text is an index into `agreement.texts`.
std::string value_words(const Agreement& agreement, const Type& type, std::int64_t value);

/// "integer", "one of web, event", "business duration of office"; with "?" when optional.
std::string type_words(const Agreement& agreement, const Field& field);

/// The names of the states in a bit set, in the lifecycle's order.
std::vector<std::string> state_names(const Agreement& agreement, std::uint64_t states);

/// In double quotes, with `"`, `\` and line breaks escaped: as a policy writes a text.
std::string quoted_text(std::string_view text);

/// "leads", "opportunities": several of a record.
std::string plural(std::string_view record);

/// "a lead", "an opportunity".
std::string one(std::string_view record);

/// "a", "a or b", "a, b or c", with `last` as the word before the last one.
std::string listing(const std::vector<std::string>& items, const char* last);

/// A number of millionths as the shortest exact decimal: 1'500'000 is "1.5".
std::string exact_decimal(std::int64_t millionths);

}  // namespace sla::agreement
