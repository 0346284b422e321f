#include "compiler/reference/deadline_replay.h"

#include <algorithm>

#include "compiler/reference/targets.h"

namespace sla::reference {

using agreement::OnReassignment;
using agreement::OnReentry;
using verdicts::MarkKind;

DeadlineReplay::DeadlineReplay(const Context& context, std::uint16_t clause, std::uint32_t subject)
    : context_(context),
      index_(clause),
      subject_(subject),
      clause_(context.agreement.clauses[clause]),
      deadline_(clause_.deadline),
      doings_(deadline_.discharges, context.inputs.people) {}

Done DeadlineReplay::on_event(const Moment& moment, const Subject& subject) {
  matched_ = doings_.see(moment, subject).hold;
  if (!clock_ || !clock_->is_open()) return start(moment, subject);
  // A reassignment that starts the clock again does start something.
  const bool restarts = moment.reassigned && deadline_.on_reassignment == OnReassignment::restart;
  if (!restarts && matches(deadline_.start, moment, subject)) {
    note(StepKind::not_attached, moment, subject, Reason::already_open);
  }
  if (subject.owner != moment.owner_before) note(StepKind::owner_changed, moment, subject);
  return go_on(moment, subject);
}

Done DeadlineReplay::go_on(const Moment& moment, const Subject& subject) {
  take_doings(moment, subject);
  if (is_done(clock_->remembered, clock_->counted)) return stop(moment, subject);
  const auto ended = ends_early(moment, subject);
  if (!ended) return std::unexpected(ended.error());
  if (*ended) return {};
  if (moment.reassigned) {
    if (const Done done = reassign(moment, subject); !done) return done;
  }
  return pause_or_resume(moment, subject);
}

void DeadlineReplay::take_doings(const Moment& moment, const Subject& subject) {
  if (is_cadence()) {
    if (matched_ == 0) return;
    ++clock_->counted;
    if (clock_->counted >= deadline_.needed) return;
    if (clock_->gap) {
      Stopwatch next = gap_from(moment.time);
      if (clock_->is_paused()) next.pause(moment.time);
      clock_->gap->next(moment.time, std::move(next));
    }
    note(StepKind::touched, moment, subject);
    return;
  }
  const std::uint32_t before = clock_->remembered;
  clock_->remembered |= matched_;
  const bool is_part = clock_->remembered != before && !is_done(clock_->remembered, 0);
  if (is_part) note(StepKind::remembered, moment, subject);
}

/// Everything that was asked has been done; only if that is late is a relief asked for.
Done DeadlineReplay::stop(const Moment& moment, const Subject& subject) {
  if (clock_->has_breached(moment.time)) {
    const auto excused = is_excused(moment, subject);
    if (!excused) return std::unexpected(excused.error());
    if (*excused) {
      close(moment, subject, End::excused);
      note(StepKind::excused, moment, subject);
      return {};
    }
  }
  close(moment, subject, End::discharged);
  note(StepKind::discharged, moment, subject);
  return {};
}

/// Ends the clock if a relief applies or nothing is owed any more.
Answer<bool> DeadlineReplay::ends_early(const Moment& moment, const Subject& subject) {
  const auto excused = is_excused(moment, subject);
  if (!excused) return std::unexpected(excused.error());
  if (*excused) {
    close(moment, subject, End::excused);
    note(StepKind::excused, moment, subject);
    return true;
  }
  const auto may_go_on = holds(deadline_.while_, context_.scene(moment, subject));
  if (!may_go_on) return std::unexpected(may_go_on.error());
  const bool is_over = is_cadence() && contains(deadline_.until, moment.code);
  if (*may_go_on && !is_over) return false;
  close(moment, subject, End::cancelled);
  note(StepKind::cancelled, moment, subject, *may_go_on ? Reason::until : Reason::while_is_false);
  return true;
}

Done DeadlineReplay::reassign(const Moment& moment, const Subject& subject) {
  const bool breached = clock_->has_breached(moment.time);
  if (deadline_.on_reassignment == OnReassignment::restart) {
    if (!breached) {
      if (const Done done = begin(moment, subject, clock_->cycle); !done) return done;
      mark(MarkKind::restarted, moment, clock_->window.quantity);
      note(StepKind::restarted, moment, subject);
      return {};
    }
    close(moment, subject, End::reset);
    note(StepKind::handed_over, moment, subject);
    report(subject);
    if (const Done done = begin(moment, subject, clock_->cycle + 1); !done) return done;
    mark(MarkKind::started, moment, clock_->window.quantity);
    note(StepKind::attached, moment, subject);
    return {};
  }
  if (deadline_.on_reassignment == OnReassignment::grace && !breached) give_grace(moment, subject);
  return {};
}

void DeadlineReplay::give_grace(const Moment& moment, const Subject& subject) {
  const auto extend = [&](Stopwatch& watch) {
    std::optional<Instant> named_day;
    const time::Calendar* days =
        watch.base.calendar() != nullptr
            ? watch.base.calendar()
            : calendar_for(context_, deadline_.calendar, subject, moment.time).calendar;
    return watch.extend(moment.time, quantity_of(context_, deadline_.calendar, deadline_.grace,
                                                 watch.base, days, moment.time, named_day));
  };
  const bool longer = extend(clock_->window);
  if (longer) mark(MarkKind::extended, moment, clock_->window.quantity);
  const bool longer_gap = clock_->gap && extend(clock_->gap->current());
  if (longer || longer_gap) note(StepKind::grace, moment, subject);
}

Done DeadlineReplay::pause_or_resume(const Moment& moment, const Subject& subject) {
  if (!deadline_.paused_while) return {};
  const auto paused = holds(deadline_.paused_while, context_.scene(moment, subject));
  if (!paused) return std::unexpected(paused.error());
  if (*paused == clock_->is_paused()) return {};
  if (*paused) {
    clock_->pause(moment.time);
  } else {
    clock_->resume(moment.time);
  }
  mark(*paused ? MarkKind::paused : MarkKind::resumed, moment);
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
    mark(MarkKind::started, moment, clock_->window.quantity);
    note(StepKind::attached, moment, subject);
  }
  const auto excused = is_excused(moment, subject);
  if (!excused) return std::unexpected(excused.error());
  if (!*excused) return pause_or_resume(moment, subject);
  close(moment, subject, End::excused);
  note(StepKind::excused, moment, subject);
  return {};
}

Answer<Reason> DeadlineReplay::reason_not_to_start(const Moment& moment,
                                                   const Subject& subject) const {
  if (is_done(matched_, matched_ != 0 ? 1 : 0)) return Reason::already_discharged;
  if (!context_.in_term(moment.time)) return Reason::outside_term;
  if (clock_ && deadline_.on_reentry == OnReentry::ignore) return Reason::ignored_on_reentry;
  const Scene scene = context_.scene(moment, subject);
  const auto when = holds(clause_.when, scene);
  if (!when) return std::unexpected(when.error());
  if (!*when) return Reason::when_is_false;
  const auto while_ = holds(deadline_.while_, scene);
  if (!while_) return std::unexpected(while_.error());
  return *while_ ? Reason::none : Reason::while_is_false;
}

Done DeadlineReplay::begin(const Moment& moment, const Subject& subject, std::uint32_t cycle) {
  const auto tier = choose_tier(moment, subject);
  if (!tier) return std::unexpected(tier.error());

  Clock clock;
  clock.cycle = cycle;
  clock.tier = *tier;
  clock.calendar = calendar_for(context_, deadline_.calendar, subject, moment.time);
  clock.start_event = moment.event;
  clock.window = stopwatch_for(context_, deadline_.calendar, deadline_.tiers[*tier].target,
                               clock.calendar.calendar, moment.time);
  clock.remembered = matched_;
  clock.counted = matched_ != 0 ? 1 : 0;
  if (deadline_.target) clock.group = group_of(deadline_.target->group, subject);
  clock_ = std::move(clock);
  if (is_cadence() && deadline_.apart) clock_->gap.emplace(gap_from(moment.time));
  return {};
}

/// The calendar time between the stop and now counts as a pause. What was done before is forgotten.
void DeadlineReplay::reopen(const Moment& moment, const Subject& subject) {
  clock_->window.pause(clock_->stop);
  clock_->window.resume(moment.time);
  if (clock_->gap) clock_->gap->next(clock_->stop, gap_from(moment.time));
  clock_->end = End::open;
  clock_->stop = time::kNever;
  clock_->remembered = matched_;
  clock_->counted = matched_ != 0 ? 1 : 0;
  mark(MarkKind::reopened, moment);
  note(StepKind::reopened, moment, subject);
}

void DeadlineReplay::close(const Moment& moment, const Subject& subject, End end) {
  clock_->resume(moment.time);
  clock_->end = end;
  clock_->stop = moment.time;
  clock_->stop_owner = subject.owner;
  clock_->stop_team = subject.team;
  mark(MarkKind::stopped, moment);
}

Answer<bool> DeadlineReplay::is_excused(const Moment& moment, const Subject& subject) const {
  if (!deadline_.excused_when) return false;
  return holds(deadline_.excused_when, context_.scene(moment, subject));
}

Answer<std::uint16_t> DeadlineReplay::choose_tier(const Moment& moment,
                                                  const Subject& subject) const {
  // The tiers are exhaustive, so the last one is the answer when no earlier one is.
  for (std::size_t t = 0; t + 1 < deadline_.tiers.size(); ++t) {
    const auto chosen = holds(deadline_.tiers[t].when, context_.scene(moment, subject));
    if (!chosen) return std::unexpected(chosen.error());
    if (*chosen) return static_cast<std::uint16_t>(t);
  }
  return static_cast<std::uint16_t>(deadline_.tiers.size() - 1);
}

bool DeadlineReplay::is_done(std::uint32_t remembered, int counted) const {
  if (is_cadence()) return counted >= deadline_.needed;
  const std::uint32_t every = (1u << deadline_.discharges.size()) - 1;
  return deadline_.all ? remembered == every : remembered != 0;
}

/// A gap of the cadence that begins at t, on the clock's own calendar.
Stopwatch DeadlineReplay::gap_from(Instant t) const {
  return stopwatch_for(context_, deadline_.calendar, *deadline_.apart, clock_->calendar.calendar,
                       t);
}

}  // namespace sla::reference
