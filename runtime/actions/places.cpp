#include "runtime/actions/places.h"

#include <algorithm>

namespace sla::actions {
namespace {

__extension__ using Wide = __int128;
using time::Target;
using time::TargetKind;

/// The least amount of which the share is used: the target's percentage, rounded up.
std::int64_t share_of(std::int64_t quantity, std::int64_t micro_percent) {
  constexpr std::int64_t kWhole = 100'000'000;
  const Wide used = (Wide{quantity} * micro_percent + (kWhole - 1)) / kWhole;
  return used >= ClockState::kUnreachable ? ClockState::kUnreachable
                                          : static_cast<std::int64_t>(used);
}

bool is_of_base(const Target& offset, const ClockState& state) {
  return offset.kind ==
         (state.calendar == nullptr ? TargetKind::kElapsed : TargetKind::kBusinessMicros);
}

Instant after(Instant due, const Target& offset, const sla_calendar* calendar) {
  if (due == time::kNever) return due;
  switch (offset.kind) {
    case TargetKind::kElapsed: return due + offset.amount;
    case TargetKind::kBusinessDays: return sla_calendar_add_days(calendar, due, offset.amount);
    case TargetKind::kEndOfBusinessDay:
      return sla_calendar_end_of_day(calendar, due, offset.amount);
    case TargetKind::kBusinessMicros: break;
  }
  const std::int64_t used = sla_calendar_before(calendar, due) + offset.amount;
  return std::max(due, sla_calendar_earliest(calendar, used));
}

Instant before(Instant due, const Target& offset, const sla_calendar* calendar) {
  if (due == time::kNever) return due;
  switch (offset.kind) {
    case TargetKind::kElapsed: return due - offset.amount;
    case TargetKind::kBusinessDays: return working_days_before(calendar, due, offset.amount);
    case TargetKind::kEndOfBusinessDay: {
      const Instant day = working_days_before(calendar, due, offset.amount);
      return day == time::kNever ? day : std::min(due, sla_calendar_end_of_day(calendar, day, 0));
    }
    case TargetKind::kBusinessMicros: break;
  }
  return sla_calendar_earliest(calendar, sla_calendar_before(calendar, due) - offset.amount);
}

/// The state in which it would go on at t.
ClockState running_from(ClockState state, Instant t) {
  state.go_on(t);
  return state;
}

}  // namespace

Instant working_days_before(const sla_calendar* calendar, Instant t, std::int64_t n) {
  if (calendar->day_count == 0) return time::kNever;
  const std::int64_t day = sla_calendar_day_at(calendar, t);
  if (n < 0 || n > day) return time::kNever;
  if (n == 0) return t;
  const sla_working_day* from = calendar->days + day;
  const sla_working_day* to = from - n;
  std::uint32_t transition = from->transition;
  while (calendar->transitions[transition + 1].at <= t) ++transition;
  const std::int64_t days = std::int64_t{from->date} - to->date;
  const std::int64_t local = t + calendar->transitions[transition].offset - days * time::kDay;
  const Instant moved = sla_calendar_from_local(calendar, local, to->transition);
  Instant last = time::kNever;
  for (std::uint32_t s = to[0].first_segment; s < to[1].first_segment; ++s) {
    const sla_segment& segment = calendar->segments[s];
    if (moved < segment.open) return segment.open;
    if (moved <= segment.close) return moved;
    last = segment.close;
  }
  return last;
}

Instant place_of(const StepShape& step, const ClockState& state, const sla_calendar* offsets) {
  const sla_calendar* calendar = state.calendar != nullptr ? state.calendar : offsets;
  switch (step.at) {
    case StepAt::percent:
      if (state.quantity >= ClockState::kUnreachable) return time::kNever;
      return state.reaches(share_of(state.quantity, step.micro_percent));
    case StepAt::due: return state.due();
    case StepAt::before_due:
      if (state.quantity >= ClockState::kUnreachable) return time::kNever;
      if (is_of_base(step.offset, state)) {
        return state.reaches(state.quantity - step.offset.amount);
      }
      return std::max(state.start, before(state.due(), step.offset, calendar));
    case StepAt::after_due: return after(state.due(), step.offset, calendar);
    case StepAt::met:
    case StepAt::breached:
    case StepAt::target_met:
    case StepAt::target_missed: break;
  }
  return time::kNever;
}

Happening follow(const StepShape& step, const Run& run, Instant as_of,
                 const sla_calendar* offsets) {
  for (const Stretch& stretch : run.stretches) {
    if (stretch.state.phase != ClockState::Phase::running) continue;
    const Instant place = std::max(stretch.from, place_of(step, stretch.state, offsets));
    if (place >= stretch.to) continue;
    return {place <= as_of ? Happening::State::happened : Happening::State::ahead, place};
  }
  const bool ended = run.end != time::kNever;
  const Instant now = ended ? run.end : as_of;
  const ClockState state = running_from(run.stretches.back().state, now);
  return {ended ? Happening::State::withdrawn : Happening::State::ahead,
          std::max(now, place_of(step, state, offsets))};
}

Instant delivery(const Run& run, Instant at, Instant as_of, const time::Calendar* calendar) {
  if (calendar == nullptr || at == time::kNever) return at;
  Instant wanted = calendar->next_open(at);
  for (const Stretch& stretch : run.stretches) {
    if (wanted >= stretch.to || stretch.state.phase == ClockState::Phase::running) continue;
    if (wanted < stretch.from) break;
    wanted = calendar->next_open(stretch.to == time::kNever ? std::max(wanted, as_of) : stretch.to);
  }
  return wanted;
}

}  // namespace sla::actions
