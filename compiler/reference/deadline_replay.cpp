#include "compiler/reference/deadline_replay.h"

#include <algorithm>

namespace sla::reference {

using agreement::Duration;
using agreement::OnReassignment;
using agreement::OnReentry;
using agreement::TargetKind;

DeadlineReplay::DeadlineReplay(const Context& context, std::uint16_t clause, std::uint32_t subject)
    : context_(context),
      index_(clause),
      subject_(subject),
      clause_(context.agreement.clauses[clause]),
      deadline_(clause_.deadline) {}

Done DeadlineReplay::on_event(const Moment& moment, const Subject& subject) {
  if (!clock_ || !clock_->is_open()) return start(moment, subject);
  if (matches(deadline_.start, moment, subject)) {
    note(StepKind::not_attached, moment, subject, Reason::already_open);
  }
  if (subject.owner != moment.owner_before) note(StepKind::owner_changed, moment, subject);
  return go_on(moment, subject);
}

Done DeadlineReplay::go_on(const Moment& moment, const Subject& subject) {
  const std::uint32_t before = clock_->remembered;
  clock_->remembered |= matching(deadline_.discharges, moment, subject);
  if (is_discharged_by(clock_->remembered)) {
    close(moment, subject, End::discharged);
    note(StepKind::discharged, moment, subject);
    return {};
  }
  if (clock_->remembered != before) note(StepKind::remembered, moment, subject);

  const auto may_go_on = holds(deadline_.while_, subject);
  if (!may_go_on) return std::unexpected(may_go_on.error());
  if (!*may_go_on) {
    close(moment, subject, End::cancelled);
    note(StepKind::cancelled, moment, subject);
    return {};
  }
  if (moment.reassigned) {
    if (const Done done = reassign(moment, subject); !done) return done;
  }
  return pause_or_resume(moment, subject);
}

Done DeadlineReplay::reassign(const Moment& moment, const Subject& subject) {
  const bool breached = clock_->has_breached(moment.time);
  if (deadline_.on_reassignment == OnReassignment::restart) {
    if (!breached) {
      if (const Done done = begin(moment, subject, clock_->cycle); !done) return done;
      note(StepKind::restarted, moment, subject);
      return {};
    }
    close(moment, subject, End::reset);
    note(StepKind::handed_over, moment, subject);
    report(subject);
    if (const Done done = begin(moment, subject, clock_->cycle + 1); !done) return done;
    note(StepKind::attached, moment, subject);
    return {};
  }
  if (deadline_.on_reassignment == OnReassignment::grace && !breached) {
    std::optional<Instant> named_day;
    const std::int64_t grace =
        quantity_of(deadline_.grace, subject, clock_->base, moment.time, named_day);
    const std::int64_t used = clock_->elapsed(moment.time);
    const std::int64_t longer = grace == Clock::kUnreachable ? grace : used + grace;
    if (longer > clock_->quantity) {
      clock_->quantity = longer;
      clock_->day_due.reset();
      note(StepKind::grace, moment, subject);
    }
  }
  return {};
}

Done DeadlineReplay::pause_or_resume(const Moment& moment, const Subject& subject) {
  if (!deadline_.paused_while) return {};
  const auto paused = holds(deadline_.paused_while, subject);
  if (!paused) return std::unexpected(paused.error());
  if (*paused == clock_->is_paused()) return {};
  if (*paused) {
    clock_->pause(moment.time);
  } else {
    clock_->resume(moment.time);
  }
  note(*paused ? StepKind::paused : StepKind::resumed, moment, subject);
  return {};
}

Done DeadlineReplay::start(const Moment& moment, const Subject& subject) {
  if (!matches(deadline_.start, moment, subject)) return {};
  const auto reason = reason_not_to_start(moment, subject);
  if (!reason) return std::unexpected(reason.error());
  if (*reason != Reason::none) {
    note(StepKind::not_attached, moment, subject, *reason);
    return {};
  }
  if (clock_ && deadline_.on_reentry == OnReentry::resume) {
    reopen(moment, subject);
  } else {
    if (clock_) report(subject);
    if (const Done done = begin(moment, subject, clock_ ? clock_->cycle + 1 : 1); !done)
      return done;
    note(StepKind::attached, moment, subject);
  }
  return pause_or_resume(moment, subject);
}

Answer<Reason> DeadlineReplay::reason_not_to_start(const Moment& moment,
                                                   const Subject& subject) const {
  if (is_discharged_by(matching(deadline_.discharges, moment, subject))) {
    return Reason::already_discharged;
  }
  if (moment.time < context_.agreement.term_begin || moment.time >= context_.agreement.term_end) {
    return Reason::outside_term;
  }
  if (clock_ && deadline_.on_reentry == OnReentry::ignore) return Reason::ignored_on_reentry;
  const auto when = holds(clause_.when, subject);
  if (!when) return std::unexpected(when.error());
  if (!*when) return Reason::when_is_false;
  const auto while_ = holds(deadline_.while_, subject);
  if (!while_) return std::unexpected(while_.error());
  return *while_ ? Reason::none : Reason::while_is_false;
}

Done DeadlineReplay::begin(const Moment& moment, const Subject& subject, std::uint32_t cycle) {
  const auto tier = choose_tier(subject);
  if (!tier) return std::unexpected(tier.error());
  const Duration& target = deadline_.tiers[*tier].target;

  Clock clock;
  clock.cycle = cycle;
  clock.tier = *tier;
  clock.base = target.kind == TargetKind::elapsed ? TimeBase() : TimeBase(calendar_for(subject));
  clock.start = moment.time;
  clock.start_event = moment.event;
  clock.quantity = quantity_of(target, subject, clock.base, clock.start, clock.day_due);
  clock.remembered = matching(deadline_.discharges, moment, subject);
  clock.group = group_of(subject);
  clock_ = std::move(clock);
  return {};
}

void DeadlineReplay::reopen(const Moment& moment, const Subject& subject) {
  clock_->pause(clock_->stop);
  clock_->resume(moment.time);
  clock_->end = End::open;
  clock_->stop = time::kNever;
  clock_->remembered = matching(deadline_.discharges, moment, subject);
  note(StepKind::reopened, moment, subject);
}

void DeadlineReplay::close(const Moment& moment, const Subject& subject, End end) {
  clock_->resume(moment.time);
  clock_->end = end;
  clock_->stop = moment.time;
  clock_->stop_owner = subject.owner;
  clock_->stop_team = subject.team;
}

Answer<std::uint16_t> DeadlineReplay::choose_tier(const Subject& subject) const {
  // The tiers are exhaustive, so the last one is the answer when no earlier one is.
  for (std::size_t t = 0; t + 1 < deadline_.tiers.size(); ++t) {
    const auto chosen = holds(deadline_.tiers[t].when, subject);
    if (!chosen) return std::unexpected(chosen.error());
    if (*chosen) return static_cast<std::uint16_t>(t);
  }
  return static_cast<std::uint16_t>(deadline_.tiers.size() - 1);
}

bool DeadlineReplay::is_discharged_by(std::uint32_t matched) const {
  const std::uint32_t every = (1u << deadline_.discharges.size()) - 1;
  return deadline_.all ? matched == every : matched != 0;
}

std::int64_t DeadlineReplay::group_of(const Subject& subject) const {
  if (!deadline_.target || deadline_.target->group.by != agreement::GroupBy::field) {
    return verdicts::kNoGroup;
  }
  return subject.fields[static_cast<std::size_t>(deadline_.target->group.field)].value_or(
      verdicts::kNoGroup);
}

/// What a target means on a clock's base from an instant on, and the day that it names, if it is
/// one of days.
std::int64_t DeadlineReplay::quantity_of(const Duration& target, const Subject& subject,
                                         const TimeBase& base, Instant from,
                                         std::optional<Instant>& named_day) const {
  named_day.reset();
  if (target.kind == TargetKind::elapsed || target.kind == TargetKind::business)
    return target.amount;
  const std::int64_t hours_of_day =
      context_.agreement.calendars[static_cast<std::size_t>(deadline_.calendar)]
          .business_day_micros;
  if (target.kind == TargetKind::business_days && hours_of_day > 0) {
    return target.amount * hours_of_day;
  }
  const time::Calendar& calendar = base.calendar() ? *base.calendar() : *calendar_for(subject);
  named_day = target.kind == TargetKind::business_days
                  ? business_days_later(calendar, from, target.amount)
                  : end_of_business_day(calendar, from, target.amount);
  return *named_day == time::kNever ? Clock::kUnreachable : base.between(from, *named_day);
}

const time::Calendar* DeadlineReplay::calendar_for(const Subject& subject) const {
  if (deadline_.calendar < 0) return nullptr;
  const auto& zones = context_.inputs.calendars[static_cast<std::size_t>(deadline_.calendar)];
  const events::People* people = context_.inputs.people;
  using ZoneOf = agreement::Calendar::ZoneOf;
  std::uint32_t zone = 0;
  switch (context_.agreement.calendars[static_cast<std::size_t>(deadline_.calendar)].zone_of) {
    case ZoneOf::fixed: break;
    case ZoneOf::owner:
      if (people != nullptr && subject.owner != events::kNone)
        zone = people->owner_zone[subject.owner];
      break;
    case ZoneOf::lead: {
      if (people == nullptr || context_.agreement.zone_field < 0) break;
      const auto& text = subject.fields[static_cast<std::size_t>(context_.agreement.zone_field)];
      if (text) zone = people->text_zone[static_cast<std::size_t>(*text)];
      break;
    }
  }
  return zones[zone].get();
}

}  // namespace sla::reference
