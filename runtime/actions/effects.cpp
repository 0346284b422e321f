#include "runtime/actions/effects.h"

#include <algorithm>
#include <tuple>

namespace sla::actions {

void Effects::add(const StepCase& step) {
  for (std::size_t e = 0; e < step.step.effects.size(); ++e) {
    const EffectShape& effect = step.step.effects[e];
    Key key = step.key;
    if (step.step.effects.size() > 1) key.effect = static_cast<std::uint16_t>(e + 1);
    if (gives_points(effect.kind)) {
      give(step, effect, key);
    } else {
      notify(step, effect, key);
    }
  }
}

void Effects::notify(const StepCase& step, const EffectShape& effect, const Key& key) {
  Notice notice;
  notice.key = key;
  notice.kind = effect.kind;
  notice.state = step.state;
  notice.at = step.at;
  notice.deliver_at = step.deliver_at(effect.calendar);
  if (notice.at == time::kNever) return;
  const Instant now = facts_.inputs.as_of;
  if (notice.state == NoticeState::sent && notice.deliver_at > now) {
    notice.state = NoticeState::scheduled;
  }
  if (step.ended <= now && notice.deliver_at >= step.ended) notice.state = NoticeState::withdrawn;
  notice.when = step.step.words;
  for (const RecipientShape& recipient : effect.to) {
    notice.to.push_back(recipients_.resolve(recipient, step.whose));
  }
  notice.channel = effect.channel;
  notice.message = effect.message;
  actions_.notices.push_back(std::move(notice));
}

void Effects::give(const StepCase& step, const EffectShape& effect, const Key& key) {
  if (step.state != NoticeState::sent || !step.counts) return;
  for (const RecipientShape& recipient : effect.to) {
    PointsEntry entry;
    entry.key = key;
    entry.at = step.at;
    entry.counts_at = step.counts_at;
    entry.points = effect.kind == EffectKind::award ? effect.points : -effect.points;
    entry.to = recipients_.resolve(recipient, step.whose);
    switch (entry.to.kind) {
      case RecipientShape::Kind::owner:
        entry.owner = step.whose.owner;
        entry.team = step.whose.team;
        break;
      case RecipientShape::Kind::team: entry.team = step.whose.team; break;
      case RecipientShape::Kind::role:
        entry.owner = entry.to.name;
        entry.team = recipients_.team_of(entry.to.name, step.whose.at);
        break;
      case RecipientShape::Kind::party: break;
    }
    actions_.points.push_back(std::move(entry));
  }
}

Actions Effects::finish() {
  std::ranges::stable_sort(actions_.notices, {},
                           [](const Notice& notice) { return std::tie(notice.at, notice.key); });
  std::ranges::stable_sort(actions_.points, {},
                           [](const PointsEntry& entry) { return std::tie(entry.at, entry.key); });
  return std::move(actions_);
}

Actions work_out(const Facts& facts) {
  Effects effects(facts);
  for (std::size_t c = 0; c < facts.steps.clauses.size(); ++c) {
    if (facts.steps.clauses[c].steps.empty()) continue;
    if (!facts.steps.clauses[c].periodical) add_obligations(facts, c, effects);
    add_periods(facts, c, effects);
  }
  return effects.finish();
}

}  // namespace sla::actions
