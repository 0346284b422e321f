#include "compiler/reference/conversion_replay.h"

#include "compiler/agreement/period_shape.h"
#include "compiler/reference/targets.h"

namespace sla::reference {

using verdicts::Status;

ConversionReplay::ConversionReplay(const Context& context, std::uint16_t clause,
                                   std::uint32_t subject)
    : context_(context),
      index_(clause),
      subject_(subject),
      clause_(context.agreement.clauses[clause]),
      conversion_(clause_.conversion),
      zone_(time::Zone::find(context.agreement.zone).value_or(time::Zone::utc())) {}

std::int64_t ConversionReplay::period_at(Instant t) const {
  return verdicts::period_of(shape_of(conversion_.target.period), zone_.date_of(t));
}

Done ConversionReplay::before_event(Instant t, const Subject& before) {
  return decide_ended(t, before);
}

Done ConversionReplay::on_event(const Moment& moment, const Subject& subject) {
  if (const Done done = decide_reached(moment, subject); !done) return done;
  return join(moment, subject);
}

/// Memberships whose window ended before t. `subject` is as it was when they ended.
Done ConversionReplay::decide_ended(Instant t, const Subject& subject) {
  for (Member& member : members_) {
    if (member.is_decided() || !member.window.has_breached(t)) continue;
    const Instant end = member.window.breach(t);
    bool is_excused = false;
    if (conversion_.not_counting) {
      const auto excused =
          holds(conversion_.not_counting, Scene{subject, end, subject.state, context_.obligations});
      if (!excused) return std::unexpected(excused.error());
      is_excused = *excused;
    }
    member.status = is_excused ? Status::excused : Status::breached;
    note(is_excused ? StepKind::not_counting : StepKind::missed, member, end, kNoEvent,
         subject.at(end));
  }
  return {};
}

Done ConversionReplay::decide_reached(const Moment& moment, const Subject& subject) {
  if (!contains(conversion_.reached, moment.code)) return {};
  for (Member& member : members_) {
    if (member.is_decided()) continue;
    bool is_excused = false;
    if (conversion_.not_counting) {
      const auto excused = holds(conversion_.not_counting, context_.scene(moment, subject));
      if (!excused) return std::unexpected(excused.error());
      is_excused = *excused;
    }
    member.status = is_excused ? Status::excused : Status::met;
    member.stop = moment.time;
    member.whose = {moment.time, subject.owner, subject.team};
    note(is_excused ? StepKind::not_counting : StepKind::reached, member, moment.time, moment.event,
         member.whose);
  }
  return {};
}

Done ConversionReplay::join(const Moment& moment, const Subject& subject) {
  if (!matches(conversion_.entering, moment, subject)) return {};
  const bool in_term = context_.in_term(moment.time);
  const bool whole_term = conversion_.target.period.unit == agreement::PeriodUnit::whole_term;
  // The term itself has no events outside it; any other period has, and begins with them.
  const bool is_first =
      (whole_term && !in_term) || seen_periods_.insert(period_at(moment.time)).second;
  Reason reason = !is_first  ? Reason::already_member
                  : !in_term ? Reason::outside_term
                             : Reason::none;
  if (reason == Reason::none) {
    const auto when = holds(clause_.when, context_.scene(moment, subject));
    if (!when) return std::unexpected(when.error());
    if (!*when) reason = Reason::when_is_false;
  }
  if (reason != Reason::none) {
    note_not_joined(moment, subject, reason);
    return {};
  }
  Member member;
  member.cycle = static_cast<std::uint32_t>(members_.size()) + 1;
  member.window = stopwatch_for(
      context_, conversion_.calendar, conversion_.window,
      calendar_for(context_, conversion_.calendar, subject, moment.time).calendar, moment.time);
  member.start_event = moment.event;
  member.group = group_of(conversion_.target.group, subject);
  members_.push_back(member);
  note(StepKind::joined, member, moment.time, moment.event,
       {moment.time, subject.owner, subject.team});
  return {};
}

Done ConversionReplay::finish(const Subject& subject) {
  if (const Done done = decide_ended(context_.inputs.as_of, subject); !done) return done;
  for (const Member& member : members_) report(member, subject);
  return {};
}

void ConversionReplay::report(const Member& member, const Subject& subject) {
  const Instant horizon = member.stop == verdicts::kNoInstant ? context_.inputs.as_of : member.stop;
  verdicts::Row row;
  row.start = member.window.start;
  row.due = member.window.due(horizon);
  row.breach = member.window.breach(horizon);
  row.stop = member.stop;
  row.elapsed_business = member.window.elapsed(horizon);
  row.elapsed_wall = horizon - member.window.start;
  row.group = member.group;
  row.start_event = member.start_event;
  row.subject = subject_;
  row.cycle = member.cycle;
  row.clause = index_;
  row.status = member.status;
  const Ownership now = {horizon, subject.owner, subject.team};
  const Ownership whose = !member.is_decided()                  ? now
                          : member.stop == verdicts::kNoInstant ? subject.at(row.breach)
                                                                : member.whose;
  row.owner = whose.owner;
  row.team = whose.team;
  context_.outcome.rows.push_back(row);
  if (context_.trace != nullptr && !member.is_decided()) {
    note(StepKind::still_open, member, horizon, kNoEvent, now);
  }
}

void ConversionReplay::note(StepKind kind, const Member& member, Instant at, std::uint64_t event,
                            const Ownership& whose) {
  if (context_.trace == nullptr) return;
  Step step;
  step.kind = kind;
  step.clause = index_;
  step.cycle = member.cycle;
  step.event = event;
  step.time = at;
  step.due = member.window.due(at);
  step.breach = member.window.breach(at);
  step.used = member.window.elapsed(at);
  step.target = member.window.quantity;
  step.owner = whose.owner;
  step.team = whose.team;
  context_.trace->steps.push_back(step);
}

void ConversionReplay::note_not_joined(const Moment& moment, const Subject& subject,
                                       Reason reason) {
  if (context_.trace == nullptr) return;
  context_.trace->steps.push_back(step_at(StepKind::not_joined, reason, index_, moment, subject));
}

}  // namespace sla::reference
