#include "compiler/reference/volume_replay.h"

#include "compiler/reference/targets.h"

namespace sla::reference {

Done VolumeReplay::on_event(const Moment& moment, const Subject& subject) {
  const agreement::Volume& volume = context_.agreement.clauses[index_].volume;
  if (!matches(volume.counted, moment, subject)) return {};
  const auto reason = reason_not_to_count(moment, subject);
  if (!reason) return std::unexpected(reason.error());
  if (*reason != Reason::none) {
    note(StepKind::not_counted, moment, subject, 0, *reason);
    return {};
  }
  verdicts::Hit hit;
  const auto is_part = holds(volume.part, context_.scene(moment, subject));
  if (!is_part) return std::unexpected(is_part.error());
  hit.part = *is_part ? 1 : 0;
  if (volume.sum_of >= 0) {
    const auto& amount = subject.fields[static_cast<std::size_t>(volume.sum_of)];
    if (!amount) return std::unexpected(verdicts::FaultKind::missing_field);
    hit.amount = *amount;
  }
  hit.group = group_of(volume.group, subject);
  hit.time = moment.time;
  hit.event = moment.event;
  hit.subject = subject_;
  hit.owner = subject.owner;
  hit.team = subject.team;
  hit.clause = index_;
  context_.outcome.hits.push_back(hit);
  note(*is_part ? StepKind::counted : StepKind::counted_rest, moment, subject, hit.amount,
       Reason::none);
  return {};
}

Answer<Reason> VolumeReplay::reason_not_to_count(const Moment& moment,
                                                 const Subject& subject) const {
  if (!context_.in_term(moment.time)) return Reason::outside_term;
  const agreement::Clause& clause = context_.agreement.clauses[index_];
  const Scene scene = context_.scene(moment, subject);
  const auto when = holds(clause.when, scene);
  if (!when) return std::unexpected(when.error());
  if (!*when) return Reason::when_is_false;
  const auto where = holds(clause.volume.where, scene);
  if (!where) return std::unexpected(where.error());
  return *where ? Reason::none : Reason::where_is_false;
}

void VolumeReplay::note(StepKind kind, const Moment& moment, const Subject& subject,
                        std::int64_t amount, Reason reason) {
  if (context_.trace == nullptr) return;
  Step step = step_at(kind, reason, index_, moment, subject);
  step.used = amount;
  context_.trace->steps.push_back(step);
}

}  // namespace sla::reference
