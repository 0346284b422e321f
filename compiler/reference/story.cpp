#include "compiler/reference/story.h"

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/reference/story_clause.h"
#include "compiler/reference/story_words.h"

namespace sla::reference {
namespace {

using verdicts::ViolationKind;

std::string event_line(const StoryWords& words, const events::Log& log, std::uint64_t event) {
  std::string line = fmt::format("  {}  {}", words.when(log.time[event]), words.what(event));
  const std::string owner = words.new_owner(event);
  if (!owner.empty() && log.code[event] != events::kAssigned)
    line += fmt::format(" (owner {})", owner);
  if (const std::string values = words.values(event); !values.empty()) line += ": " + values;
  if (const std::string where = words.evidence(event); !where.empty())
    line += fmt::format(" [{}]", where);
  return line + "\n";
}

std::string events_told(const StoryWords& words, const verdicts::Inputs& inputs,
                        std::uint32_t subject) {
  const events::Log& log = *inputs.log;
  std::string text = "What happened\n";
  std::uint64_t later = 0;
  for (std::uint64_t e = log.subject_begin[subject]; e < log.subject_begin[subject + 1]; ++e) {
    if (log.time[e] > inputs.as_of) {
      ++later;
    } else {
      text += event_line(words, log, e);
    }
  }
  if (later > 0)
    text += fmt::format("  {} later {} not seen\n", later, later == 1 ? "event is" : "events are");
  return text;
}

std::string violation_told(const agreement::Agreement& agreement, const StoryWords& words,
                           const events::Log& log, const verdicts::Violation& violation) {
  const agreement::State& to = agreement.lifecycle.states[violation.to];
  const std::string when = words.when(log.time[violation.event]);
  if (violation.kind == ViolationKind::move) {
    return fmt::format("  {}  moved from {} to {}, which the lifecycle does not permit\n", when,
                       agreement.lifecycle.states[violation.from].name, to.name);
  }
  return fmt::format("  {}  entered {}, which requires {}\n", when, to.name,
                     agreement::words(agreement, *to.requirement));
}

std::string capitalized(std::string word) {
  if (word.front() >= 'a' && word.front() <= 'z') {
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
  }
  return word;
}

std::string fault_told(const agreement::Agreement& agreement, const StoryWords& words,
                       const events::Log& log, const verdicts::Fault& fault) {
  return fmt::format("This {} cannot be judged: when it {} on {}, {}. It has no verdicts.\n",
                     agreement.subject_kind, words.what(fault.event),
                     words.when(log.time[fault.event]), name_of(fault.kind));
}

/// What happened to the lead, apart from any clause.
std::string subject_told(const agreement::Agreement& agreement, const StoryWords& words,
                         const verdicts::Inputs& inputs, const Trace& trace) {
  const events::Log& log = *inputs.log;
  std::string text = events_told(words, inputs, trace.subject);
  if (!trace.outcome.violations.empty()) text += "\nOdd in the data\n";
  for (const verdicts::Violation& violation : trace.outcome.violations) {
    text += violation_told(agreement, words, log, violation);
  }
  for (const verdicts::Fault& fault : trace.outcome.faults) {
    text += "\n" + fault_told(agreement, words, log, fault);
  }
  return text;
}

}  // namespace

std::string story(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                  const Trace& trace) {
  const StoryWords words(agreement, inputs);
  const events::Log& log = *inputs.log;
  std::string text = fmt::format(
      "{} {}, as of {} (times in {})\n\n", capitalized(agreement.subject_kind),
      log.subjects.text(trace.subject), words.when_with_zone(inputs.as_of), agreement.zone);
  text += subject_told(agreement, words, inputs, trace);
  for (std::size_t c = 0; c < agreement.clauses.size(); ++c) {
    text += "\n" + ClauseStory(agreement, inputs, trace, static_cast<std::uint16_t>(c)).tell();
  }
  return text;
}

std::string story_of_events(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                            const Trace& trace) {
  return subject_told(agreement, StoryWords(agreement, inputs), inputs, trace);
}

std::string story_of_clause(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                            const Trace& trace, std::uint16_t clause) {
  return ClauseStory(agreement, inputs, trace, clause).tell();
}

}  // namespace sla::reference
