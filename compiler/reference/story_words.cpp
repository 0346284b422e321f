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

const std::string& StoryWords::party_of(const Clause& clause) const {
  return agreement_.parties[static_cast<std::size_t>(clause.party)].name;
}

std::string StoryWords::promise(const Clause& clause) const {
  switch (clause.kind) {
    case ClauseKind::volume:
      return fmt::format("{} must deliver {} {}{}", party_of(clause), bound(clause.volume),
                         words(clause.volume.period),
                         clause.volume.every_entry ? "" : "; " + one_counts_once());
    case ClauseKind::share: return share(clause);
    case ClauseKind::conversion: return conversion(clause);
    case ClauseKind::prohibition: return rule(clause);
    case ClauseKind::cadence: return cadence(clause);
    case ClauseKind::time_in_state:
      return fmt::format(
          "{} must not leave {} in {} longer than {}", party_of(clause),
          agreement::one(agreement_.subject_kind),
          agreement::listing(
              agreement::state_names(agreement_, clause.deadline.discharges[0].left_states), "or"),
          targets(clause));
    case ClauseKind::deadline: break;
  }
  const agreement::Deadline& deadline = clause.deadline;
  std::vector<std::string> ways;
  for (const agreement::Discharge& discharge : deadline.discharges) {
    ways.push_back(words(agreement_, discharge));
  }
  const std::string todo = agreement::listing(ways, deadline.all ? "and" : "or");
  return fmt::format("{} must {}; time for it from {}: {}", party_of(clause), todo,
                     words(agreement_, deadline.start), targets(clause));
}

std::string StoryWords::targets(const Clause& clause) const {
  std::vector<std::string> targets;
  for (std::size_t t = 0; t < clause.deadline.tiers.size(); ++t) {
    targets.push_back(target(clause, static_cast<std::uint16_t>(t)));
  }
  return fmt::format("{}", fmt::join(targets, ", "));
}

std::string StoryWords::cadence(const Clause& clause) const {
  const agreement::Deadline& deadline = clause.deadline;
  std::vector<std::string> things;
  for (const agreement::Discharge& discharge : deadline.discharges) {
    things.push_back(words(agreement_, discharge));
  }
  std::string text =
      fmt::format("{} must {}, {} {}", party_of(clause), agreement::listing(things, "or"),
                  deadline.needed, deadline.needed == 1 ? "time" : "times");
  if (deadline.apart) text += fmt::format(", at most {} apart", words(*deadline.apart));
  text +=
      fmt::format("; time for it from {}: {}", words(agreement_, deadline.start), targets(clause));
  return text;
}

std::string StoryWords::rule(const Clause& clause) const {
  const agreement::Prohibition& prohibition = clause.prohibition;
  std::vector<std::string> things;
  for (const agreement::Discharge& discharge : prohibition.forbidden) {
    things.push_back(words(agreement_, discharge));
  }
  std::string text =
      fmt::format("{} must not {}", party_of(clause), agreement::listing(things, "or"));
  if (prohibition.without) text += " without " + words(agreement_, *prohibition.without);
  if (prohibition.while_) text += " while " + words(agreement_, *prohibition.while_);
  if (prohibition.outside >= 0) {
    text += " outside " + agreement_.calendars[static_cast<std::size_t>(prohibition.outside)].name;
  }
  return text;
}

std::string StoryWords::share(const Clause& clause) const {
  const agreement::Volume& volume = clause.volume;
  const std::string of =
      volume.sum_of < 0
          ? "the " + agreement::plural(agreement_.subject_kind)
          : "the sum of " + agreement_.fields[static_cast<std::size_t>(volume.sum_of)].name;
  std::string text = fmt::format("{} must source {} {}% of {} {} {}", party_of(clause),
                                 volume.at_least ? "at least" : "at most",
                                 agreement::exact_decimal(volume.micro_percent), of,
                                 words(agreement_, volume.counted), words(volume.period));
  if (volume.part) text += " where " + words(agreement_, *volume.part);
  return text + (volume.every_entry ? "" : "; " + one_counts_once());
}

std::string StoryWords::conversion(const Clause& clause) const {
  const agreement::Conversion& conversion = clause.conversion;
  agreement::Discharge reached;
  reached.events = conversion.reached;
  return fmt::format("{} must {}, {} {}% of the {} {} {}, within {}", party_of(clause),
                     words(agreement_, reached), conversion.at_least ? "at least" : "at most",
                     agreement::exact_decimal(conversion.target.micro_percent),
                     agreement::plural(agreement_.subject_kind),
                     words(agreement_, conversion.entering), words(conversion.target.period),
                     words(conversion.window));
}

std::string StoryWords::one_counts_once() const {
  return agreement::one(agreement_.subject_kind) + " counts once a period";
}

std::string StoryWords::bound(const agreement::Volume& volume) const {
  const std::string what = words(agreement_, volume.counted);
  const char* side = volume.at_least ? "at least" : "at most";
  const std::string much = amount(volume, volume.amount);
  if (volume.sum_of < 0) {
    const std::string& kind = agreement_.subject_kind;
    return fmt::format("{} {} {} {}", side, much,
                       volume.amount == 1 ? kind : agreement::plural(kind), what);
  }
  const std::string& field = agreement_.fields[static_cast<std::size_t>(volume.sum_of)].name;
  return fmt::format("{} {} of {} {}", side, much, field, what);
}

std::string StoryWords::nothing_happened(const Clause& clause) const {
  if (clause.kind == ClauseKind::prohibition) {
    return fmt::format("nothing of this {} is what \"{}\" speaks of", agreement_.subject_kind,
                       rule(clause));
  }
  const agreement::Trigger& trigger = agreement::has_counter(clause.kind) ? clause.volume.counted
                                      : clause.kind == ClauseKind::conversion
                                          ? clause.conversion.entering
                                          : clause.deadline.start;
  return fmt::format("no event of this {} is \"{}\"", agreement_.subject_kind,
                     words(agreement_, trigger));
}

std::string StoryWords::relief(const Clause& clause) const {
  const bool member = clause.kind == ClauseKind::conversion;
  const std::optional<agreement::Expression>& condition =
      member ? clause.conversion.not_counting : clause.deadline.excused_when;
  if (!condition) return "";
  const std::string when = words(agreement_, *condition);
  return member ? fmt::format("{} where {} do not count",
                              agreement::plural(agreement_.subject_kind), when)
                : "it is excused when " + when;
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
    case Reason::until: return "that ends what is asked";
    case Reason::gap_exceeded:
      return clause.deadline.apart
                 ? fmt::format("more than {} passed without one", words(*clause.deadline.apart))
                 : "too long without one";
    case Reason::restriction_is_false:
      return fmt::format("it is forbidden only while {}", condition(clause.prohibition.while_));
    case Reason::requirement_holds: return condition(clause.prohibition.without);
    case Reason::calendar_is_open:
      return fmt::format(
          "{} was open",
          agreement_.calendars[static_cast<std::size_t>(clause.prohibition.outside)].name);
    case Reason::already_member:
      return "the " + agreement_.subject_kind + " entered before in this period";
    case Reason::while_is_false:
      return fmt::format("the clock runs only while {}", condition(clause.deadline.while_));
    case Reason::where_is_false:
      return fmt::format("only {} where {} count", agreement::plural(agreement_.subject_kind),
                         condition(clause.volume.where));
    case Reason::already_discharged: return "the same event already did what was asked";
    case Reason::already_open: return "the clock was already running and keeps its start";
    case Reason::ignored_on_reentry:
      return fmt::format("the clause asks this once per {}, and it was asked before",
                         agreement_.subject_kind);
  }
  return "";
}

}  // namespace sla::reference
