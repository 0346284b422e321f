#include "compiler/reference/story_clause.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "runtime/time/zone.h"
#include "runtime/verdicts/period.h"

namespace sla::reference {

using agreement::ClauseKind;
using agreement::TargetKind;
using time::format_span;
using verdicts::Row;
using verdicts::Status;

ClauseStory::ClauseStory(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                         const Trace& trace, std::uint16_t clause)
    : agreement_(agreement),
      inputs_(inputs),
      trace_(trace),
      index_(clause),
      clause_(agreement.clauses[clause]),
      words_(agreement, inputs) {}

std::string ClauseStory::tell() {
  text_ = clause_.title.empty() ? clause_.name : fmt::format("{}: {}", clause_.name, clause_.title);
  text_ += fmt::format("\n  Promised: {}.\n", words_.promise(clause_));
  bool any = false;
  for (const Step& step : trace_.steps) {
    if (step.clause != index_) continue;
    steps_of_[step.cycle].push_back(&step);
    tell_step(step);
    any = true;
  }
  if (!any && trace_.outcome.faults.empty()) {
    text_ += fmt::format("  Nothing to judge: {}.\n", words_.nothing_happened(clause_));
  }
  for (const Row& row : trace_.outcome.rows) {
    if (row.clause == index_) tell_cycle(row);
  }
  return std::move(text_);
}

void ClauseStory::line(Instant at, const std::string& text) {
  text_ += fmt::format("  {}  {}\n", words_.when(at), text);
}

std::string ClauseStory::in_kind(std::int64_t micros, std::uint16_t tier) const {
  const agreement::Duration& target = clause_.kind == ClauseKind::conversion
                                          ? clause_.conversion.window
                                          : clause_.deadline.tiers[tier].target;
  const bool elapsed = target.kind == TargetKind::elapsed;
  return format_span(micros) + (elapsed ? "" : " of working time");
}

std::string ClauseStory::deadline_words(const Step& step) const {
  if (step.due == verdicts::kNoInstant) return "never due: the calendar has no such time";
  if (step.breach == step.due) return fmt::format("due {}", words_.when(step.due));
  if (step.breach == verdicts::kNoInstant) return fmt::format("due {}", words_.when(step.due));
  return fmt::format("due {}, and still in time until {}", words_.when(step.due),
                     words_.when(step.breach));
}

std::string ClauseStory::because(const Step& step) const {
  return step.event == kNoEvent ? std::string() : words_.subject() + words_.what(step.event);
}

/// Of a cadence: " (2 of 6)".
std::string ClauseStory::progress(const Step& step) const {
  if (clause_.kind != ClauseKind::cadence) return "";
  return fmt::format(" ({} of {})", step.counted, clause_.deadline.needed);
}

void ClauseStory::tell_step(const Step& step) {
  if (agreement::has_clock(clause_.kind)) return tell_clock_step(step);
  tell_event_step(step);
}

void ClauseStory::tell_clock_step(const Step& step) {
  const std::string owner = words_.who(step.owner, step.team);
  const std::string event = because(step);
  switch (step.kind) {
    case StepKind::attached:
      return line(step.time,
                  fmt::format("cycle {} started because {}; owner {}; {}, {}", step.cycle, event,
                              owner, words_.target(clause_, step.tier), deadline_words(step)));
    case StepKind::not_attached:
      return line(step.time, fmt::format("{}, which starts nothing: {}", event,
                                         words_.reason(clause_, step.reason)));
    case StepKind::reopened:
      return line(step.time, fmt::format("cycle {} went on because {}; {}", step.cycle, event,
                                         deadline_words(step)));
    case StepKind::paused: return line(step.time, fmt::format("the clock was paused: {}", event));
    case StepKind::resumed:
      return line(step.time,
                  fmt::format("the clock ran again: {}; {}", event, deadline_words(step)));
    case StepKind::owner_changed:
      return line(step.time, fmt::format("{}went to {}, {} used so far", words_.subject(), owner,
                                         in_kind(step.used, step.tier)));
    case StepKind::restarted:
      return line(step.time, fmt::format("the new owner starts afresh: {}, {}",
                                         words_.target(clause_, step.tier), deadline_words(step)));
    case StepKind::handed_over:
      return line(step.time, "the late cycle ended with the reassignment; a new one follows");
    case StepKind::grace:
      return line(step.time,
                  fmt::format("the new owner gets more time; now {}", deadline_words(step)));
    case StepKind::remembered:
      return line(step.time, fmt::format("part of what is asked was done: {}", event));
    case StepKind::touched:
      return line(step.time,
                  fmt::format("counted: {}{}; {}", event, progress(step), deadline_words(step)));
    case StepKind::discharged:
      return line(step.time, fmt::format("done: {}{}, {} used", event, progress(step),
                                         in_kind(step.used, step.tier)));
    case StepKind::cancelled:
      return line(step.time, fmt::format("the clock ended: {}, and {}", event,
                                         words_.reason(clause_, step.reason)));
    case StepKind::excused:
      return line(step.time, fmt::format("excused: {}, and {}", event, words_.relief(clause_)));
    case StepKind::breached:
      return line(step.time, fmt::format("breached: {}, owner {}",
                                         step.reason == Reason::gap_exceeded
                                             ? words_.reason(clause_, step.reason)
                                             : "the time was used up",
                                         owner));
    case StepKind::still_open:
      return line(step.time, fmt::format("this is where we are: {} used{}",
                                         in_kind(step.used, step.tier), progress(step)));
    default: return;
  }
}

void ClauseStory::tell_event_step(const Step& step) {
  const std::string owner = words_.who(step.owner, step.team);
  const std::string event = because(step);
  switch (step.kind) {
    case StepKind::counted: return tell_hit(step, event, owner);
    case StepKind::counted_rest: return tell_hit(step, event, owner);
    case StepKind::not_counted:
      return line(step.time, fmt::format("{}, which does not count: {}", event,
                                         words_.reason(clause_, step.reason)));
    case StepKind::forbidden:
      return line(step.time,
                  fmt::format("breach: {}, owner {}; {}", event, owner, words_.rule(clause_)));
    case StepKind::permitted:
      return line(step.time, fmt::format("permitted: {}, owner {}; {}", event, owner,
                                         words_.reason(clause_, step.reason)));
    case StepKind::not_judged:
      return line(step.time, fmt::format("{}, which is not judged: {}", event,
                                         words_.reason(clause_, step.reason)));
    case StepKind::joined:
      return line(step.time, fmt::format("joined the cohort of {} because {}; owner {}; {}, {}",
                                         period_label(clause_.conversion.target.period, step.time),
                                         event, owner, agreement::words(clause_.conversion.window),
                                         deadline_words(step)));
    case StepKind::not_joined:
      return line(step.time, fmt::format("{}, which begins nothing: {}", event,
                                         words_.reason(clause_, step.reason)));
    case StepKind::reached:
      return line(step.time, fmt::format("converted (cycle {}): {}, {} used", step.cycle, event,
                                         in_kind(step.used, 0)));
    case StepKind::missed:
      return line(step.time, fmt::format("not converted (cycle {}): the window ended, owner {}",
                                         step.cycle, owner));
    case StepKind::not_counting:
      return line(step.time,
                  fmt::format("not counted (cycle {}): {}, and {}", step.cycle,
                              event.empty() ? "the window ended" : event, words_.relief(clause_)));
    case StepKind::still_open:
      return line(step.time, fmt::format("this is where we are (cycle {}): {} used", step.cycle,
                                         in_kind(step.used, 0)));
    default: return;
  }
}

std::string ClauseStory::period_label(const agreement::Period& period, Instant t) const {
  const verdicts::PeriodShape shape = shape_of(period);
  const time::Zone zone = time::Zone::find(agreement_.zone).value_or(time::Zone::utc());
  const bool whole_term = shape.unit == verdicts::PeriodUnit::whole_term;
  return verdicts::label_of(shape, whole_term ? 0 : verdicts::period_of(shape, zone.date_of(t)));
}

// A lead counts once a period, at its first hit, unless the clause says `every entry`.
void ClauseStory::tell_hit(const Step& step, const std::string& because, const std::string& owner) {
  const std::string label = period_label(clause_.volume.period, step.time);
  const bool again = !clause_.volume.every_entry && counted_in_ == label;
  counted_in_ = label;
  if (again) return line(step.time, fmt::format("{}: already counted in {}", because, label));
  const bool is_share = clause_.kind == ClauseKind::share;
  const char* where = !is_share                        ? ""
                      : step.kind == StepKind::counted ? ", in the part and the whole"
                                                       : ", in the whole only";
  line(step.time, fmt::format("{}: counts {} for {} in {}{}", because,
                              words_.amount(clause_.volume, step.used), owner, label, where));
}

void ClauseStory::tell_cycle(const Row& row) {
  // What is forbidden happens at an instant: its step has said everything.
  if (clause_.kind == ClauseKind::prohibition) return;
  if (agreement::has_clock(clause_.kind)) {
    text_ += fmt::format("  Clock of cycle {}:\n", row.cycle);
    tell_segments(row.cycle);
  }
  text_ += fmt::format("  Verdict of cycle {}: {}. {}\n", row.cycle, name_of(row.status),
                       conclusion(row));
}

void ClauseStory::tell_segments(std::uint32_t cycle) {
  // Segments are in this order (Trace), so a lead of many cycles is not searched once a cycle.
  const auto place = [](const Segment& segment) {
    return std::pair(segment.clause, segment.cycle);
  };
  const auto segments =
      std::ranges::equal_range(trace_.segments, std::pair(index_, cycle), {}, place);
  // A clock of many weeks is not read line by line; its ends are what people look at.
  constexpr std::size_t kShown = 8;
  // A line that stands for a single one would save nothing.
  const bool whole = segments.size() <= 2 * kShown + 1;
  if (segments.empty()) text_ += "    it had no time to run\n";
  std::int64_t folded = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool shown = whole || i < kShown || i + kShown >= segments.size();
    if (shown) {
      tell_segment(segments[i]);
      continue;
    }
    folded += segments[i].used;
    if (i + kShown + 1 == segments.size()) {
      text_ += fmt::format("    ... {} more stretches, {} used\n", segments.size() - 2 * kShown,
                           format_span(folded));
    }
  }
}

void ClauseStory::tell_segment(const Segment& segment) {
  const std::string what = segment.kind == SegmentKind::open
                               ? fmt::format("open, {} used", format_span(segment.used))
                           : segment.kind == SegmentKind::paused ? "paused"
                                                                 : "closed";
  text_ +=
      fmt::format("    {} to {}  {}\n", words_.when(segment.from), words_.when(segment.to), what);
}

const Step* ClauseStory::last_step(std::uint32_t cycle) const {
  const auto steps = steps_of_.find(cycle);
  return steps == steps_of_.end() ? nullptr : steps->second.back();
}

std::string ClauseStory::used_of(const Row& row) const {
  const Step* step = last_step(row.cycle);
  const std::string used = in_kind(row.elapsed_business, row.tier);
  if (step == nullptr || step->target == INT64_MAX) return used;
  return fmt::format("{} ({} allowed)", used, format_span(step->target));
}

std::string ClauseStory::why_stopped(const Row& row) const {
  const auto steps = steps_of_.find(row.cycle);
  if (steps == steps_of_.end()) return {};
  for (const Step* step : steps->second) {
    const bool ends = step->kind == StepKind::discharged || step->kind == StepKind::cancelled ||
                      step->kind == StepKind::handed_over || step->kind == StepKind::excused ||
                      step->kind == StepKind::reached || step->kind == StepKind::not_counting;
    if (ends && step->event != kNoEvent && step->time == row.stop) {
      return fmt::format("{}{} on {}", words_.subject(), words_.what(step->event),
                         words_.when(step->time));
    }
  }
  return {};
}

std::string ClauseStory::conclusion(const Row& row) const {
  return clause_.kind == ClauseKind::conversion ? member_conclusion(row) : clock_conclusion(row);
}

std::string ClauseStory::member_conclusion(const Row& row) const {
  const std::string cohort = period_label(clause_.conversion.target.period, row.start);
  const std::string owner = words_.who(row.owner, row.team);
  const std::string end = row.due == verdicts::kNoInstant ? "never" : words_.when(row.breach);
  switch (row.status) {
    case Status::met:
      return fmt::format("In the cohort of {}; {}, after {}, with {}.", cohort, why_stopped(row),
                         used_of(row), owner);
    case Status::breached:
      return fmt::format("In the cohort of {}; its window ended on {} while with {}.", cohort, end,
                         owner);
    case Status::excused: return fmt::format("In no cohort: {}.", words_.relief(clause_));
    default: break;
  }
  return fmt::format("In the cohort of {}; with {}, its window ends on {}.", cohort, owner, end);
}

std::string ClauseStory::clock_conclusion(const Row& row) const {
  const std::string owner = words_.who(row.owner, row.team);
  switch (row.status) {
    case Status::met:
      return fmt::format("It was due {}; {}, after {}.", words_.when(row.due), why_stopped(row),
                         used_of(row));
    case Status::met_late:
      return fmt::format("It was breached on {} while with {}; {}, after {}.",
                         words_.when(row.breach), owner, why_stopped(row), used_of(row));
    case Status::breached: {
      const std::string end =
          row.stop == verdicts::kNoInstant
              ? fmt::format("it is still open on {}", words_.when(inputs_.as_of))
              : why_stopped(row);
      return fmt::format("It was breached on {} while with {}; {}, after {}.",
                         words_.when(row.breach), owner, end, used_of(row));
    }
    case Status::cancelled:
      return fmt::format("Nothing is owed: {}, after {}.", why_stopped(row), used_of(row));
    case Status::excused:
      return fmt::format("It does not count: {}, after {}; {}.", why_stopped(row), used_of(row),
                         words_.relief(clause_));
    case Status::running:
    case Status::paused: break;
  }
  const std::string due =
      row.due == verdicts::kNoInstant ? "it is never due" : "it is due " + words_.when(row.due);
  return fmt::format("With {}; {} as things stand on {}; {} used.", owner, due,
                     words_.when(inputs_.as_of), used_of(row));
}

}  // namespace sla::reference
