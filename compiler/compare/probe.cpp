#include "compiler/compare/probe.h"

#include <algorithm>
#include <set>

#include "runtime/time/zone.h"

namespace sla::compare {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Expression;
using agreement::Field;
using agreement::TypeKind;
using Kind = Happening::Kind;

constexpr std::size_t kMostOfEach = 200;
constexpr std::size_t kMostStarts = 10;
constexpr std::int64_t kBefore = 10 * time::kMinute;  // Preparations precede the start.

/// How much a set of circumstances says: the plainest are tried first.
std::size_t weight(const Circumstances& each) {
  return each.fields.size() + (each.state.empty() ? 0 : 1) + (each.on_hold ? 1 : 0);
}

bool equal(const Circumstances& a, const Circumstances& b) {
  return a.fields == b.fields && a.state == b.state && a.on_hold == b.on_hold;
}

void add_new(std::vector<Circumstances>& all, Circumstances each) {
  if (all.size() >= kMostOfEach) return;
  if (std::ranges::none_of(all, [&](const auto& other) { return equal(other, each); })) {
    all.push_back(std::move(each));
  }
}

const agreement::Trigger* start_of(const Clause& clause) {
  if (has_clock(clause.kind)) return &clause.deadline.start;
  if (has_counter(clause.kind)) return &clause.volume.counted;
  if (clause.kind == ClauseKind::conversion) return &clause.conversion.entering;
  return nullptr;
}

agreement::TestPerson person(const char* name, const char* team, const std::string& party) {
  agreement::TestPerson made;
  made.name = name;
  made.team = team;
  made.party = party;
  return made;
}

bool groups_people(const Clause& clause) {
  const agreement::Grouping* group = agreement::grouping_of(clause);
  return group != nullptr &&
         (group->by == agreement::GroupBy::owner || group->by == agreement::GroupBy::team);
}

}  // namespace

std::vector<const Expression*> conditions_of(const Clause& clause) {
  std::vector<const Expression*> all;
  const auto add = [&](const std::optional<Expression>& e) {
    if (e) all.push_back(&*e);
  };
  add(clause.when);
  if (has_clock(clause.kind)) {
    for (const agreement::Tier& tier : clause.deadline.tiers) add(tier.when);
    add(clause.deadline.while_);
  }
  if (has_counter(clause.kind)) {
    add(clause.volume.where);
    add(clause.volume.part);
  }
  if (clause.kind == ClauseKind::prohibition) {
    add(clause.prohibition.without);
    add(clause.prohibition.while_);
  }
  if (clause.kind == ClauseKind::conversion) add(clause.conversion.not_counting);
  return all;
}

Happening happening_of(const Agreement& agreement, events::Code code) {
  Happening made;
  const std::size_t states = agreement.lifecycle.states.size();
  if (code >= events::kFirstState) {
    const std::size_t index = code - events::kFirstState;
    made.kind = index < states ? Kind::enters : Kind::gets;
    made.name = index < states ? agreement.lifecycle.states[index].name
                               : agreement.events[index - states].name;
    return made;
  }
  made.kind = code == events::kAssigned  ? Kind::assigned
              : code == events::kHeld    ? Kind::held
              : code == events::kResumed ? Kind::resumed
                                         : Kind::changes;
  if (made.kind == Kind::assigned) made.name = "Dana";
  return made;
}

Probes::Probes(const Sides& sides, const ClauseChange& change) : sides_(sides), change_(change) {
  for (const Sides::Side* side : both()) {
    const Clause& clause = *side->said();
    owners_ |= groups_people(clause);
    const auto look = [&](const std::vector<agreement::Discharge>& all) {
      for (const agreement::Discharge& each : all) actors_ |= each.by != agreement::By::anyone;
    };
    look(clause.deadline.discharges);
    look(clause.prohibition.forbidden);
  }
  owners_ |= actors_ || changed("reassignment");
  find_circumstances();
  find_starts();
  find_times();
  find_endings();
  find_variations();
}

std::vector<const Sides::Side*> Probes::both() const {
  std::vector<const Sides::Side*> all;
  for (const Sides::Side* side : {&sides_.is, &sides_.was}) {
    if (side->clause >= 0) all.push_back(side);
  }
  return all;
}

bool Probes::changed(const char* key) const {
  return std::ranges::any_of(change_.details, [&](const Detail& each) { return each.key == key; });
}

std::vector<int> Probes::needed() const {
  std::set<int> counts;
  for (const Sides::Side* side : both()) {
    if (has_clock(side->said()->kind)) counts.insert(side->said()->deadline.needed);
  }
  if (counts.empty()) counts.insert(1);
  return {counts.begin(), counts.end()};
}

/// Every condition on either side of its bound, and every two of them together: that is where two
/// versions differ.
void Probes::find_circumstances() {
  std::vector<Circumstances> single;
  for (const Sides::Side* side : both()) {
    for (const Expression* condition : conditions_of(*side->said())) {
      for (const bool holds : {true, false}) {
        for (Circumstances& each : satisfy(*side->agreement, *condition, holds)) {
          add_new(single, std::move(each));
        }
      }
    }
    const int sum = has_counter(side->said()->kind) ? side->said()->volume.sum_of : -1;
    if (sum < 0) continue;
    const Field& field = side->agreement->fields[static_cast<std::size_t>(sum)];
    // One lead that makes up the whole amount.
    Circumstances amount;
    Given all = some_value(field);
    if (!side->said()->volume.part) all.value = side->said()->volume.amount;
    amount.fields.emplace(field.name, std::move(all));
    add_new(single, std::move(amount));
  }
  circumstances_.emplace_back();
  std::ranges::stable_sort(single, {}, weight);
  for (const Circumstances& each : single) add_new(circumstances_, each);
  for (const Circumstances& a : single) {
    for (const Circumstances& b : single) add_new(circumstances_, merged(a, b));
  }
}

void Probes::add_starts(const Sides::Side& side, const agreement::Trigger& trigger) {
  const Agreement& a = *side.agreement;
  const auto state = [&](std::size_t s) {
    return happening_of(a, a.entering(static_cast<int>(s)));
  };
  const std::size_t states = a.lifecycle.states.size();
  if (trigger.kind == agreement::Trigger::Kind::leaving) {
    for (std::size_t s = 0; s < states; ++s) {
      if (((trigger.left_states >> s) & 1) == 0) continue;
      for (std::size_t t = 0; t < states; ++t) {
        if (((trigger.left_states >> t) & 1) != 0) continue;
        starts_.push_back({{-kBefore, state(s)}, {0, state(t)}});
      }
    }
    return;
  }
  for (const events::Code code : trigger.events) {
    const Happening what = happening_of(a, code);
    if (trigger.in_states == 0) {
      starts_.push_back({{0, what}});
      continue;
    }
    for (std::size_t s = 0; s < states; ++s) {
      if (((trigger.in_states >> s) & 1) == 0) continue;
      starts_.push_back({{what.kind == Kind::assigned ? 0 : -kBefore, state(s)}, {0, what}});
    }
  }
}

void Probes::find_starts() {
  std::vector<const char*> actors = {""};
  if (actors_) actors.insert(actors.end(), {"Dana", "Robin"});
  for (const Sides::Side* side : both()) {
    if (const agreement::Trigger* trigger = start_of(*side->said())) {
      add_starts(*side, *trigger);
      continue;
    }
    for (const agreement::Discharge& each : side->said()->prohibition.forbidden) {
      for (const events::Code code : each.events) {
        const Happening what = happening_of(*side->agreement, code);
        for (const char* actor : actors) {
          starts_.push_back({{0, what}});
          starts_.back().back().what.actor = actor;
        }
      }
    }
  }
  // Both versions have most of them; what only one has comes late and must not be cut off.
  const auto same = [](const Moves& a, const Moves& b) {
    return std::ranges::equal(a, b, [](const Move& x, const Move& y) {
      return x.after == y.after && x.what.kind == y.what.kind && x.what.name == y.what.name &&
             x.what.actor == y.what.actor;
    });
  };
  std::vector<Moves> unique;
  for (Moves& each : starts_) {
    if (std::ranges::none_of(unique, [&](const Moves& other) { return same(other, each); })) {
      unique.push_back(std::move(each));
    }
  }
  if (unique.size() > kMostStarts) unique.resize(kMostStarts);
  starts_ = std::move(unique);
}

void Probes::add(Scenario& scenario, Instant at, const Happening& what) {
  Happening happening = what;
  happening.at = at;
  const auto after = std::ranges::upper_bound(scenario.events, at, {}, &Happening::at);
  scenario.events.insert(after, std::move(happening));
  scenario.judged = std::max(scenario.judged, at);
}

Scenario Probes::scenario(const Circumstances& circumstances, const Moves& start, Instant at,
                          const Moves& more) const {
  Scenario made;
  made.leads.push_back({"a", {}});
  made.judged = at;
  std::set<std::string> named;
  const auto give = [&](const Given& given) {
    if (!named.insert(given.field).second) return;
    made.leads.front().given.push_back(given);
  };
  std::vector<Given> payload;
  for (const auto& [name, given] : circumstances.fields) {
    (name.find('.') == std::string::npos ? made.leads.front().given : payload).push_back(given);
    named.insert(name);
  }
  for (const Sides::Side* side : both()) {
    for (const Field& field : side->agreement->fields) {
      if (!field.optional && field.of_parent < 0 && field.of_event < 0) give(some_value(field));
    }
  }
  // Preparations that the start itself does not make.
  const bool enters = start.back().what.kind == Kind::enters;
  const bool placed =
      std::ranges::any_of(start, [](const Move& move) { return move.what.kind == Kind::enters; });
  if (!circumstances.state.empty() && (!placed || (enters && start.size() == 1))) {
    Happening state;
    state.kind = Kind::enters;
    state.name = circumstances.state;
    add(made, at - 2 * kBefore, state);
  }
  const bool assigns =
      std::ranges::any_of(start, [](const Move& move) { return move.what.kind == Kind::assigned; });
  if (owners_ && !assigns) {
    Happening assigned;
    assigned.kind = Kind::assigned;
    assigned.name = "Dana";
    add(made, at - kBefore, assigned);
  }
  if (circumstances.on_hold == true) {
    Happening held;
    held.kind = Kind::held;
    add(made, at - kBefore, held);
  }
  for (const Move& move : start) add(made, at + move.after, move.what);
  for (const Move& move : more) add(made, at + move.after, move.what);
  for (const Given& given : payload) {
    for (Happening& each : made.events) {
      const bool says = each.kind == Kind::gets && given.field.starts_with(each.name + ".");
      if (says) each.values.push_back(given);
    }
  }
  if (owners_) {
    const Agreement& a = *sides_.any().agreement;
    const std::string party = a.parties[static_cast<std::size_t>(sides_.any().said()->party)].name;
    std::string other;
    for (const agreement::Party& each : a.parties) {
      if (each.name != party) other = each.name;
    }
    made.people = {person("Dana", "East", party), person("Kim", "East", party)};
    if (actors_) made.people.push_back(person("Robin", "", other));
  }
  return made;
}

}  // namespace sla::compare
