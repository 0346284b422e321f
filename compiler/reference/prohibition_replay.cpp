#include "compiler/reference/prohibition_replay.h"

#include "compiler/reference/targets.h"

namespace sla::reference {

using verdicts::Status;

ProhibitionReplay::ProhibitionReplay(const Context& context, std::uint16_t clause,
                                     std::uint32_t subject)
    : context_(context),
      index_(clause),
      subject_(subject),
      clause_(context.agreement.clauses[clause]),
      prohibition_(clause_.prohibition),
      doings_(prohibition_.forbidden, context.inputs.people) {}

Done ProhibitionReplay::on_event(const Moment& moment, const Subject& subject) {
  if (doings_.see(moment, subject).happened == 0) return {};
  if (!context_.in_term(moment.time)) {
    note(StepKind::not_judged, moment, subject, Reason::outside_term);
    return {};
  }
  const auto when = holds(clause_.when, context_.scene(moment, subject));
  if (!when) return std::unexpected(when.error());
  if (!*when) {
    note(StepKind::not_judged, moment, subject, Reason::when_is_false);
    return {};
  }
  const auto permitted = permission(moment, subject);
  if (!permitted) return std::unexpected(permitted.error());
  const bool is_breach = *permitted == Reason::none;
  report(moment, subject, is_breach);
  note(is_breach ? StepKind::forbidden : StepKind::permitted, moment, subject, *permitted);
  return {};
}

Answer<Reason> ProhibitionReplay::permission(const Moment& moment, const Subject& subject) const {
  const Scene scene = context_.scene(moment, subject);
  const auto while_ = holds(prohibition_.while_, scene);
  if (!while_) return std::unexpected(while_.error());
  if (!*while_) return Reason::restriction_is_false;
  if (prohibition_.without) {
    const auto without = holds(prohibition_.without, scene);
    if (!without) return std::unexpected(without.error());
    if (*without) return Reason::requirement_holds;
  }
  if (prohibition_.outside >= 0) {
    const TimeBase open(
        calendar_for(context_, prohibition_.outside, subject, moment.time).calendar);
    if (open.between(moment.time, moment.time + 1) > 0) return Reason::calendar_is_open;
  }
  return Reason::none;
}

void ProhibitionReplay::report(const Moment& moment, const Subject& subject, bool is_breach) {
  verdicts::Row row;
  row.start = row.stop = moment.time;
  if (is_breach) row.due = row.breach = moment.time;
  if (prohibition_.target) row.group = group_of(prohibition_.target->group, subject);
  row.start_event = moment.event;
  row.subject = subject_;
  row.owner = subject.owner;
  row.team = subject.team;
  row.cycle = ++count_;
  row.clause = index_;
  row.status = last_ = is_breach ? Status::breached : Status::met;
  context_.outcome.rows.push_back(row);
}

std::optional<Standing> ProhibitionReplay::latest(Instant) const {
  if (count_ == 0) return std::nullopt;
  return Standing{last_, true};
}

void ProhibitionReplay::note(StepKind kind, const Moment& moment, const Subject& subject,
                             Reason reason) {
  if (context_.trace == nullptr) return;
  Step step = step_at(kind, reason, index_, moment, subject);
  if (kind != StepKind::not_judged) step.cycle = count_;
  context_.trace->steps.push_back(step);
}

}  // namespace sla::reference
