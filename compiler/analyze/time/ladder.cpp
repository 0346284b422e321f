#include "compiler/analyze/time/ladder.h"

#include <fmt/format.h>

namespace sla::analyze {
namespace {

using agreement::Effect;
using agreement::EffectKind;
using agreement::Recipient;
using agreement::Step;

bool is_notice(const Effect& effect) {
  return effect.kind != EffectKind::award && effect.kind != EffectKind::deduct;
}

bool has_place(const Step& step) {
  return step.at == Step::At::percent || step.at == Step::At::before_due ||
         step.at == Step::At::due || step.at == Step::At::after_due;
}

std::string recipient(const agreement::Agreement& record, const Recipient& to) {
  const auto index = static_cast<std::size_t>(to.index);
  switch (to.kind) {
    case Recipient::Kind::owner: return "owner";
    case Recipient::Kind::team: return "team";
    case Recipient::Kind::role: return record.roles[index].name;
    case Recipient::Kind::party: return record.parties[index].name;
  }
  return {};
}

}  // namespace

std::vector<Rung> rungs_of(const TimeCheck& check, const agreement::Clause& clause,
                           const Whereabouts& where) {
  std::vector<Rung> rungs;
  for (const Step& step : clause.steps) {
    if (!has_place(step)) continue;
    for (const Effect& effect : step.effects) {
      if (!is_notice(effect)) continue;
      Rung rung{&step, &effect, {}, check.timetable.calendar(effect.calendar, where)};
      rung.shape.at = static_cast<actions::StepAt>(step.at);
      rung.shape.micro_percent = step.micro_percent;
      rung.shape.offset = agreement::length_of(check.record, clause.deadline.calendar, step.offset);
      rungs.push_back(std::move(rung));
    }
  }
  return rungs;
}

std::string claim_of(const agreement::Agreement& record, const Effect& effect) {
  const std::string to = effect.to.empty() ? "owner" : recipient(record, effect.to.front());
  const std::string by = effect.channel.empty() ? "" : " by " + effect.channel;
  switch (effect.kind) {
    case EffectKind::remind: return "reminds " + to + by;
    case EffectKind::notify: return "notifies " + to + by;
    case EffectKind::escalate: return "escalates to " + to + by;
    default: return fmt::format("creates a task \"{}\" for {}{}", effect.title, to, by);
  }
}

std::vector<Instant> Ladder::swept(const TimeCheck& check) const {
  std::vector<const time::Calendar*> calendars = {watch.calendar(),
                                                  check.timetable.calendar(clause.calendar, where)};
  std::vector<std::int64_t> amounts = {watch.target().amount};
  for (const Rung& rung : rungs) {
    calendars.push_back(rung.held);
    const std::int64_t share = watch.target().amount / 1'000'000 * rung.step->micro_percent / 100;
    amounts.push_back(share);
    amounts.push_back(rung.shape.offset.amount);
    amounts.push_back(watch.target().amount - rung.shape.offset.amount);
    amounts.push_back(watch.target().amount + rung.shape.offset.amount);
  }
  return arrivals(check.timetable, calendars, std::move(amounts), where);
}

}  // namespace sla::analyze
