#include "compiler/reference/story_words.h"

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::reference {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::words;

StoryWords::StoryWords(const agreement::Agreement& agreement, const verdicts::Inputs& inputs)
    : agreement_(agreement),
      log_(*inputs.log),
      zone_(time::Zone::find(agreement.zone).value_or(time::Zone::utc())) {}

std::string StoryWords::who(std::uint32_t owner, std::uint32_t team) const {
  const std::string name = owner == events::kNone ? "nobody" : std::string(log_.owners.text(owner));
  return team == events::kNone ? name : fmt::format("{} ({})", name, log_.teams.text(team));
}

std::string StoryWords::what(std::uint64_t event) const {
  const events::Code code = log_.code[event];
  switch (code) {
    case events::kChanged: return "was changed";
    case events::kAssigned:
      return log_.owner[event] == events::kNone
                 ? "was assigned"
                 : fmt::format("was assigned to {}", log_.owners.text(log_.owner[event]));
    case events::kHeld: return "was put on hold";
    case events::kResumed: return "came off hold";
    default: break;
  }
  const std::size_t state = code - events::kFirstState;
  if (state < agreement_.lifecycle.states.size()) {
    return "entered " + agreement_.lifecycle.states[state].name;
  }
  const std::size_t event_index = state - agreement_.lifecycle.states.size();
  const agreement::Event& happened = agreement_.events[event_index];
  return happened.touch ? "was contacted by " + happened.name : "had the event " + happened.name;
}

std::string StoryWords::new_owner(std::uint64_t event) const {
  if (log_.owner[event] == events::kNone && log_.team[event] == events::kNone) return "";
  return who(log_.owner[event], log_.team[event]);
}

std::string StoryWords::value(const agreement::Field& field, std::int64_t value) const {
  // A log knows more texts than the policy's constants.
  if (field.type.kind == agreement::TypeKind::text) {
    return fmt::format("\"{}\"", log_.texts.text(static_cast<std::uint32_t>(value)));
  }
  return agreement::value_words(agreement_, field.type, value);
}

std::string StoryWords::values(std::uint64_t event) const {
  std::vector<std::string> said;
  for (std::size_t f = 0; f < log_.fields.size() && f < agreement_.fields.size(); ++f) {
    const events::FieldColumn& column = log_.fields[f];
    const agreement::Field& field = agreement_.fields[f];
    if (column.set.empty() || column.set[event] == 0) continue;
    said.push_back(column.set[event] == 2
                       ? fmt::format("{} unknown", field.name)
                       : fmt::format("{} = {}", field.name, value(field, column.value[event])));
  }
  return fmt::format("{}", fmt::join(said, ", "));
}

std::string StoryWords::evidence(std::uint64_t event) const {
  if (log_.origin[event] >= log_.origins.size()) return "";
  return fmt::format("{} row {}", log_.origins[log_.origin[event]], log_.row[event]);
}

std::string StoryWords::promise(const Clause& clause) const {
  const std::string& party = agreement_.parties[static_cast<std::size_t>(clause.party)].name;
  if (clause.kind == ClauseKind::volume) {
    return fmt::format("{} must deliver {} {}{}", party, bound(clause.volume),
                       words(clause.volume.period),
                       clause.volume.every_entry ? "" : "; a lead counts once a period");
  }
  const agreement::Deadline& deadline = clause.deadline;
  std::vector<std::string> ways;
  for (const agreement::Discharge& discharge : deadline.discharges) {
    ways.push_back(words(agreement_, discharge));
  }
  const std::string todo = agreement::listing(ways, deadline.all ? "and" : "or");
  std::vector<std::string> targets;
  for (std::size_t t = 0; t < deadline.tiers.size(); ++t) {
    targets.push_back(target(clause, static_cast<std::uint16_t>(t)));
  }
  return fmt::format("{} must {}; time for it from {}: {}", party, todo,
                     words(agreement_, deadline.start), fmt::join(targets, ", "));
}

std::string StoryWords::bound(const agreement::Volume& volume) const {
  const std::string what = words(agreement_, volume.counted);
  const char* side = volume.at_least ? "at least" : "at most";
  const std::string much = amount(volume, volume.amount);
  if (volume.sum_of < 0) return fmt::format("{} {} leads {}", side, much, what);
  const std::string& field = agreement_.fields[static_cast<std::size_t>(volume.sum_of)].name;
  return fmt::format("{} {} of {} {}", side, much, field, what);
}

std::string StoryWords::target(const Clause& clause, std::uint16_t tier) const {
  const agreement::Tier& chosen = clause.deadline.tiers[tier];
  const std::string time = words(chosen.target);
  return chosen.name.empty() ? time : fmt::format("{} ({})", time, chosen.name);
}

std::string StoryWords::amount(const agreement::Volume& volume, std::int64_t amount) const {
  if (volume.sum_of < 0) return std::to_string(amount);
  return value(agreement_.fields[static_cast<std::size_t>(volume.sum_of)], amount);
}

std::string StoryWords::reason(const Clause& clause, Reason reason) const {
  const auto condition = [&](const std::optional<agreement::Expression>& expression) {
    return expression ? words(agreement_, *expression) : std::string();
  };
  switch (reason) {
    case Reason::none: break;
    case Reason::outside_term:
      return fmt::format("the agreement is in force from {} until {}", when(agreement_.term_begin),
                         when(agreement_.term_end));
    case Reason::when_is_false:
      return fmt::format("the clause applies only when {}", condition(clause.when));
    case Reason::while_is_false:
      return fmt::format("the clock runs only while {}", condition(clause.deadline.while_));
    case Reason::where_is_false:
      return fmt::format("only leads where {} count", condition(clause.volume.where));
    case Reason::already_discharged: return "the same event already did what was asked";
    case Reason::already_open: return "the clock was already running and keeps its start";
    case Reason::ignored_on_reentry:
      return "the clause asks this once per lead, and it was asked before";
  }
  return "";
}

}  // namespace sla::reference
