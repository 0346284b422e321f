#include "compiler/analyze/time/chains.h"

#include <algorithm>

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::Discharge;

constexpr std::size_t kMostStages = 6;

/// A clause that one event ends: several things owed together are ended by none of them.
bool is_stage(const Clause& clause) {
  const agreement::Deadline& d = clause.deadline;
  return (clause.kind == agreement::ClauseKind::deadline ||
          clause.kind == agreement::ClauseKind::time_in_state) &&
         (!d.all || d.discharges.size() == 1);
}

class Search {
 public:
  Search(const Agreement& record, const Clause& whole) : record_(record), whole_(whole) {}

  std::vector<Chain> run() {
    for (const Way& way : ways_of(record_, whole_.deadline.start)) {
      chain_.way = way;
      go_on(way.event, states_of(record_, way));
    }
    return std::move(found_);
  }

 private:
  void go_on(events::Code event, States states) {
    if (chain_.stages.size() >= kMostStages || found_.size() >= kMostChains) return;
    for (const Clause& clause : record_.clauses) {
      if (&clause == &whole_ || !is_stage(clause) || is_on_the_way(clause) ||
          !starts_at(clause, event, states)) {
        continue;
      }
      for (const Discharge& discharge : clause.deadline.discharges) {
        for (const events::Code done : discharge.events) end(clause, discharge, states, done);
      }
    }
  }

  void end(const Clause& clause, const Discharge& discharge, States started, events::Code done) {
    const auto entered = entered_by(record_, done);
    const States ended{started.after, entered.value_or(started.after)};
    if (discharged_by(clause, done, ended) == nullptr || (entered && !may_move(ended))) return;
    chain_.stages.push_back({&clause, &discharge, started, done, ended});
    if (discharged_by(whole_, done, ended) == nullptr) {
      go_on(done, ended);
    } else if (chain_.stages.size() > 1) {
      found_.push_back(chain_);
    }
    chain_.stages.pop_back();
  }

  bool may_move(States states) const {
    const auto& lifecycle = record_.lifecycle;
    if (!lifecycle.has_moves || states.before < 0) return true;
    return (lifecycle.moves[static_cast<std::size_t>(states.before)] >> states.after & 1) != 0;
  }

  bool is_on_the_way(const Clause& clause) const {
    return std::ranges::any_of(chain_.stages,
                               [&](const Stage& stage) { return stage.clause == &clause; });
  }

  const Agreement& record_;
  const Clause& whole_;
  Chain chain_;
  std::vector<Chain> found_;
};

}  // namespace

std::vector<Chain> chains_of(const Agreement& record, const Clause& whole) {
  if (!is_stage(whole)) return {};
  return Search(record, whole).run();
}

bool starts_at(const Clause& clause, events::Code event, States states) {
  const agreement::Trigger& start = clause.deadline.start;
  if (!std::ranges::binary_search(start.events, event)) return false;
  if (start.kind == agreement::Trigger::Kind::leaving)
    return has_state(start.left_states, states.before) && states.before != states.after;
  return start.in_states == 0 || has_state(start.in_states, states.after);
}

const Discharge* discharged_by(const Clause& clause, events::Code event, States states) {
  for (const Discharge& each : clause.deadline.discharges) {
    if (!std::ranges::binary_search(each.events, event)) continue;
    if (each.left_states == 0 || !has_state(each.left_states, states.after)) return &each;
  }
  return nullptr;
}

}  // namespace sla::analyze
