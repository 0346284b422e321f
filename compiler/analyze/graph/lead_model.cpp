#include "compiler/analyze/graph/lead_model.h"

#include <algorithm>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::By;
using agreement::Clause;
using agreement::ClauseKind;
using agreement::Deadline;
using agreement::Discharge;
using agreement::OnReassignment;
using agreement::OnReentry;
using events::Code;

constexpr std::size_t kMostRecordable = 64;

bool contains(const agreement::EventSet& set, Code code) {
  return std::ranges::binary_search(set, code);
}

int state_of(const Agreement& agreement, Code code) {
  const int state = static_cast<int>(code) - static_cast<int>(events::kFirstState);
  return state >= 0 && state < static_cast<int>(agreement.lifecycle.states.size()) ? state : -1;
}

bool is_done(const Clause& clause, std::uint16_t done) {
  const Deadline& deadline = clause.deadline;
  if (clause.kind == ClauseKind::cadence) return done >= deadline.needed;
  if (!deadline.all) return done != 0;
  return done == (1u << deadline.discharges.size()) - 1;
}

void mention(const agreement::Expression& e, std::vector<int>& fields) {
  if (e.op == agreement::Op::field || e.op == agreement::Op::field_known) fields.push_back(e.index);
  for (const auto& child : e.children) mention(child, fields);
}

}  // namespace

bool Lead::has_open_clock() const { return std::ranges::find(places, Place::open) != places.end(); }

std::string Lead::key() const {
  std::string key;
  key.reserve(10 + 3 * places.size());
  key += static_cast<char>(state);
  key += static_cast<char>((owned ? 1 : 0) + (watched ? 2 : 0));
  for (int byte = 0; byte < 8; ++byte) key += static_cast<char>(recorded >> (8 * byte));
  for (std::size_t c = 0; c < places.size(); ++c) {
    key += static_cast<char>(places[c]);
    key += static_cast<char>(done[c]);
    key += static_cast<char>(done[c] >> 8);
  }
  return key;
}

LeadModel::LeadModel(const Agreement& agreement, const Values* values)
    : agreement_(agreement), values_(values) {
  for (const Clause& clause : agreement.clauses) {
    if (!agreement::has_clock(clause.kind)) continue;
    const auto take = [&](Code code) {
      if (state_of(agreement_, code) < 0) codes_.push_back(code);
    };
    std::ranges::for_each(clause.deadline.start.events, take);
    for (const Discharge& discharge : clause.deadline.discharges) {
      std::ranges::for_each(discharge.events, take);
      if (discharge.by == By::owner) codes_.push_back(events::kAssigned);
      recordable_.insert(recordable_.end(), discharge.fields.begin(), discharge.fields.end());
    }
  }
  std::ranges::sort(codes_);
  codes_.erase(std::ranges::unique(codes_).begin(), codes_.end());
  std::ranges::sort(recordable_);
  recordable_.erase(std::ranges::unique(recordable_).begin(), recordable_.end());
  if (recordable_.size() > kMostRecordable) recordable_.resize(kMostRecordable);
}

Lead LeadModel::newborn() const {
  Lead lead;
  lead.places.assign(agreement_.clauses.size(), Place::idle);
  lead.done.assign(agreement_.clauses.size(), 0);
  return lead;
}

std::uint64_t LeadModel::recorded_by(const std::vector<int>& fields) const {
  std::uint64_t bits = 0;
  for (std::size_t r = 0; r < recordable_.size(); ++r) {
    if (std::ranges::find(fields, recordable_[r]) != fields.end()) bits |= std::uint64_t{1} << r;
  }
  return bits;
}

Known LeadModel::known(const Lead& lead, int state_before, Values& room) const {
  Known known{lead.state, state_before, false, nullptr};
  if (values_ == nullptr) return known;
  room = *values_;
  for (std::size_t r = 0; r < recordable_.size(); ++r) {
    if ((lead.recorded >> r & 1) == 0) room[static_cast<std::size_t>(recordable_[r])].reset();
  }
  known.values = &room;
  return known;
}

bool LeadModel::holds(const Discharge& discharge, const Lead& lead, const Act& act) const {
  const bool by_whom =
      discharge.by == By::anyone ||
      (discharge.by == act.by &&
       (discharge.by == By::party ? discharge.by_party == act.by_party : lead.owned));
  if (!discharge.fields.empty()) {
    const std::uint64_t asked = recorded_by(discharge.fields);
    return by_whom && (lead.recorded & asked) == asked;
  }
  if (!by_whom || !contains(discharge.events, act.code)) return false;
  return discharge.left_states == 0 || !has_state(discharge.left_states, lead.state);
}

std::uint32_t LeadModel::matched(const Deadline& deadline, const Lead& lead, const Act& act) const {
  std::uint32_t matched = 0;
  for (std::size_t d = 0; d < deadline.discharges.size(); ++d) {
    if (holds(deadline.discharges[d], lead, act)) matched |= 1u << d;
  }
  return matched;
}

Effects LeadModel::happen(Lead& lead, const Act& act) const {
  Effects effects;
  effects.started.assign(agreement_.clauses.size(), false);
  effects.ended.assign(agreement_.clauses.size(), false);
  for (int time = 0; time < act.times; ++time) happen_once(lead, act, effects);
  return effects;
}

void LeadModel::happen_once(Lead& lead, const Act& act, Effects& effects) const {
  const int before = lead.state;
  const bool reassigned = act.code == events::kAssigned && lead.owned;
  lead.owned = lead.owned || act.code == events::kAssigned;
  lead.recorded |= recorded_by(act.fields);
  if (const int state = state_of(agreement_, act.code); state >= 0) lead.state = state;
  Values room;
  const Known after = known(lead, before, room);
  for (std::size_t c = 0; c < agreement_.clauses.size(); ++c) {
    const Clause& clause = agreement_.clauses[c];
    if (!agreement::has_clock(clause.kind)) continue;
    const std::uint32_t now = matched(clause.deadline, lead, act);
    if (lead.places[c] == Place::open) {
      go_on(lead, c, act, now, after, reassigned, effects);
    } else if (triggers(clause.deadline.start, act.code, before, lead.state)) {
      start(lead, c, act, now, after, effects);
    }
  }
}

void LeadModel::go_on(Lead& lead, std::size_t c, const Act& act, std::uint32_t matched,
                      const Known& known, bool reassigned, Effects& effects) const {
  const Clause& clause = agreement_.clauses[c];
  const Deadline& deadline = clause.deadline;
  const bool is_cadence = clause.kind == ClauseKind::cadence;
  auto& done = lead.done[c];
  done = static_cast<std::uint16_t>(is_cadence ? done + (matched != 0 ? 1 : 0) : done | matched);
  const auto end = [&](Place place) {
    lead.places[c] = place;
    done = 0;
    effects.ended[c] = true;
  };
  if (is_done(clause, done)) return end(Place::met);
  if (deadline.excused_when && truth_of(deadline.excused_when, known) == Truth::yes)
    return end(Place::excused);
  const bool is_over = is_cadence && contains(deadline.until, act.code);
  if (is_over || truth_of(deadline.while_, known) == Truth::no) return end(Place::cancelled);
  if (reassigned && deadline.on_reassignment == OnReassignment::restart) {
    effects.ended[c] = true;
    effects.started[c] = true;
    done = static_cast<std::uint16_t>(is_cadence ? (matched != 0 ? 1 : 0) : matched);
  }
}

void LeadModel::start(Lead& lead, std::size_t c, const Act&, std::uint32_t matched,
                      const Known& known, Effects& effects) const {
  const Clause& clause = agreement_.clauses[c];
  const Deadline& deadline = clause.deadline;
  const auto first = static_cast<std::uint16_t>(
      clause.kind == ClauseKind::cadence ? (matched != 0 ? 1 : 0) : matched);
  if (is_done(clause, first)) return;
  if (lead.places[c] != Place::idle && deadline.on_reentry == OnReentry::ignore) return;
  if (truth_of(clause.when, known) == Truth::no) return;
  if (truth_of(deadline.while_, known) == Truth::no) return;
  lead.places[c] = Place::open;
  lead.done[c] = first;
  lead.watched = true;
  effects.started[c] = true;
  if (!deadline.excused_when || truth_of(deadline.excused_when, known) != Truth::yes) return;
  lead.places[c] = Place::excused;
  lead.done[c] = 0;
  effects.ended[c] = true;
}

Act LeadModel::entering(const Lead& lead, int state) const {
  Act act;
  act.code = agreement_.entering(state);
  const auto& requirement =
      agreement_.lifecycle.states[static_cast<std::size_t>(state)].requirement;
  if (!requirement) return act;
  std::vector<int> needed;
  mention(*requirement, needed);
  for (std::size_t r = 0; r < recordable_.size(); ++r) {
    const bool missing = (lead.recorded >> r & 1) == 0;
    if (missing && std::ranges::find(needed, recordable_[r]) != needed.end())
      act.fields.push_back(recordable_[r]);
  }
  return act;
}

/// The event by whoever makes a difference to some clause.
void LeadModel::add_event(std::vector<Act>& acts, const Lead& lead, Code code) const {
  const int state = state_of(agreement_, code);
  Act plain = state >= 0 ? entering(lead, state) : Act{.code = code};
  std::vector<Act> made = {plain};
  const auto add = [&](Act act) {
    if (std::ranges::find(made, act) == made.end()) made.push_back(std::move(act));
  };
  for (const Clause& clause : agreement_.clauses) {
    if (!agreement::has_clock(clause.kind)) continue;
    for (const Discharge& discharge : clause.deadline.discharges) {
      if (!contains(discharge.events, code)) continue;
      if (discharge.by == By::owner && !lead.owned) continue;
      Act act = plain;
      act.by = discharge.by;
      act.by_party = discharge.by_party;
      if (clause.kind == ClauseKind::cadence) act.times = clause.deadline.needed;
      add(std::move(act));
    }
  }
  acts.insert(acts.end(), made.begin(), made.end());
}

std::vector<Act> LeadModel::possible(const Lead& lead) const {
  std::vector<Act> acts;
  for (const Code code : codes_) add_event(acts, lead, code);
  for (const Clause& clause : agreement_.clauses) {
    if (!agreement::has_clock(clause.kind)) continue;
    for (const Discharge& discharge : clause.deadline.discharges) {
      const std::uint64_t asked = recorded_by(discharge.fields);
      if (asked == 0 || (lead.recorded & asked) == asked) continue;
      acts.push_back(
          {.fields = discharge.fields, .by = discharge.by, .by_party = discharge.by_party});
    }
  }
  for (int to = 0; to < static_cast<int>(agreement_.lifecycle.states.size()); ++to) {
    if (lead.state >= 0 && to != lead.state && may_move(agreement_.lifecycle, lead.state, to))
      add_event(acts, lead, agreement_.entering(to));
  }
  return acts;
}

bool triggers(const agreement::Trigger& trigger, Code code, int before, int after) {
  if (!contains(trigger.events, code)) return false;
  if (trigger.kind == agreement::Trigger::Kind::leaving)
    return has_state(trigger.left_states, before) && after != before;
  return trigger.in_states == 0 || has_state(trigger.in_states, after);
}

bool may_move(const agreement::Lifecycle& lifecycle, int from, int to) {
  if (!lifecycle.has_moves) return true;
  return has_state(lifecycle.moves[static_cast<std::size_t>(from)], to);
}

std::uint64_t reached_from(const agreement::Lifecycle& lifecycle, int from) {
  std::uint64_t seen = 0;
  std::vector<int> open = {from};
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    for (int to = 0; to < static_cast<int>(lifecycle.states.size()); ++to) {
      if (has_state(seen, to) || !may_move(lifecycle, at, to)) continue;
      seen |= std::uint64_t{1} << to;
      open.push_back(to);
    }
  }
  return seen;
}

std::vector<int> entries(const agreement::Lifecycle& lifecycle) {
  std::vector<int> found;
  const int count = static_cast<int>(lifecycle.states.size());
  for (int state = 0; state < count; ++state) {
    bool is_entered = false;
    for (int from = 0; from < count; ++from)
      is_entered = is_entered || (from != state && may_move(lifecycle, from, state));
    if (!is_entered) found.push_back(state);
  }
  if (found.empty() && count > 0) found.push_back(0);
  return found;
}

std::vector<const Agreement*> records_of(const Agreement& whole) {
  std::vector<const Agreement*> records;
  if (!agreement::is_people(whole.subject_kind)) records.push_back(&whole);
  for (const Agreement& other : whole.others) {
    if (!agreement::is_people(other.subject_kind)) records.push_back(&other);
  }
  return records;
}

}  // namespace sla::analyze
