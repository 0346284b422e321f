#include "compiler/analyze/graph/round_trip.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/analyze/graph/clock_span.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::OnReentry;

constexpr std::size_t kMostSteps = 600;

/// One lead on its way round.
struct Runner {
  Lead lead;
  std::vector<bool> renewed;  ///< By clause: has ended or begun anew since the head.
  bool moved = false;
  Act act;
  std::size_t parent = Exploration::kNone;
  bool cancels = false;  ///< The act ends the clock undone.
};

class Search {
 public:
  Search(const Agreement& agreement, const LeadModel& model, std::size_t clause)
      : agreement_(agreement), model_(model), clause_(clause) {}

  std::optional<RoundTrip> from(const Lead& head) {
    runners_.clear();
    seen_.clear();
    Runner first;
    first.lead = head;
    first.renewed.assign(agreement_.clauses.size(), false);
    runners_.push_back(std::move(first));
    for (std::size_t next = 0; next < runners_.size() && runners_.size() < kMostSteps; ++next) {
      const Runner at = runners_[next];
      for (const Act& act : model_.possible(at.lead)) {
        if (does_what_is_asked(act) || is_forbidden(at.lead, act)) continue;
        if (go(head, at, next, act)) return circle();
      }
    }
    return std::nullopt;
  }

  /// What decides how the lead can go on: of clocks that are closed only whether they may start.
  std::string essence(const Lead& lead) const {
    Lead plain = lead;
    // Of these there is only more and more; the second round is like the first.
    plain.watched = true;
    plain.owned = true;
    plain.recorded = 0;
    for (std::size_t c = 0; c < plain.places.size(); ++c) {
      if (plain.places[c] == Place::open) continue;
      const bool is_spent = plain.places[c] != Place::idle &&
                            agreement_.clauses[c].deadline.on_reentry == OnReentry::ignore;
      plain.places[c] = is_spent ? Place::met : Place::idle;
    }
    return plain.key();
  }

 private:
  /// Also while the clock is not open: then it has been done after all.
  bool does_what_is_asked(const Act& act) const {
    const Clause& clause = agreement_.clauses[clause_];
    return std::ranges::any_of(clause.deadline.discharges,
                               [&](const agreement::Discharge& discharge) {
                                 const auto recorded = [&](int field) {
                                   return std::ranges::find(act.fields, field) != act.fields.end();
                                 };
                                 return discharge.left_states == 0 &&
                                        (std::ranges::binary_search(discharge.events, act.code) ||
                                         std::ranges::any_of(discharge.fields, recorded));
                               });
  }

  /// A prohibition without a condition that values or the hour could satisfy.
  bool is_forbidden(const Lead& lead, const Act& act) const {
    return std::ranges::any_of(agreement_.clauses, [&](const Clause& clause) {
      if (clause.kind != agreement::ClauseKind::prohibition) return false;
      const auto& prohibition = clause.prohibition;
      if (prohibition.without || prohibition.outside >= 0) return false;
      const bool concerns =
          std::ranges::any_of(prohibition.forbidden, [&](const agreement::Discharge& forbidden) {
            return std::ranges::binary_search(forbidden.events, act.code);
          });
      return concerns &&
             truth_of(prohibition.while_, {-1, lead.state, false, nullptr}) != Truth::no;
    });
  }

  bool go(const Lead& head, const Runner& at, std::size_t parent, const Act& act) {
    Runner runner = at;
    runner.act = act;
    runner.parent = parent;
    const bool was_open = at.lead.places[clause_] == Place::open;
    const Effects effects = model_.happen(runner.lead, act);
    const Place place = runner.lead.places[clause_];
    if (place == Place::met && was_open) return false;
    runner.cancels = was_open && place == Place::cancelled;
    if (was_open && effects.ended[clause_] && !runner.cancels) return false;
    for (std::size_t c = 0; c < effects.ended.size(); ++c)
      runner.renewed[c] = runner.renewed[c] || effects.ended[c];
    runner.moved = runner.moved || runner.lead.state != at.lead.state;
    std::string key = essence(runner.lead) + (runner.lead.owned ? "o" : "-") +
                      std::to_string(runner.lead.recorded) + ":";
    for (const bool renewed : runner.renewed) key += renewed ? '1' : '0';
    if (!seen_.insert(key).second) return false;
    runners_.push_back(runner);
    return runner.moved && effects.started[clause_] && is_round(head, runner);
  }

  bool is_round(const Lead& head, const Runner& runner) const {
    if (essence(head) != essence(runner.lead)) return false;
    for (std::size_t c = 0; c < head.places.size(); ++c) {
      if (head.places[c] == Place::open && !runner.renewed[c]) return false;
    }
    return true;
  }

  RoundTrip circle() const {
    RoundTrip trip;
    std::vector<bool> cancels;
    for (std::size_t at = runners_.size() - 1; at != 0; at = runners_[at].parent) {
      trip.circle.push_back(runners_[at].act);
      cancels.push_back(runners_[at].cancels);
    }
    std::ranges::reverse(trip.circle);
    std::reverse(cancels.begin(), cancels.end());
    trip.ending =
        static_cast<std::size_t>(std::find(cancels.begin(), cancels.end(), true) - cancels.begin());
    return trip;
  }

  const Agreement& agreement_;
  const LeadModel& model_;
  std::size_t clause_;
  std::vector<Runner> runners_;
  std::unordered_set<std::string> seen_;
};

/// Whether the lead can get to a state that ends the clock, and from there to where it starts: most
/// clauses are ruled out by that alone.
bool may_come_back(const Agreement& agreement, const Clause& clause, int start) {
  if (start < 0) return false;
  const std::uint64_t there = reached_from(agreement.lifecycle, start);
  for (int away = 0; away < static_cast<int>(agreement.lifecycle.states.size()); ++away) {
    if (!has_state(there, away)) continue;
    if (truth_of(clause.deadline.while_, {away, -1, false, nullptr}) != Truth::no) continue;
    if (has_state(reached_from(agreement.lifecycle, away), start)) return true;
  }
  return false;
}

}  // namespace

std::optional<RoundTrip> round_trip(const Agreement& agreement, std::size_t clause) {
  const LeadModel model(agreement);
  Search search(agreement, model, clause);
  for (const Start& start : starts_of(agreement, agreement.clauses[clause])) {
    if (start.is_done || start.guard == Truth::no) continue;
    if (!may_come_back(agreement, agreement.clauses[clause], start.state)) continue;
    Lead head = model.newborn();
    for (const Act& act : start.path) model.happen(head, act);
    if (head.places[clause] != Place::open) continue;
    auto trip = search.from(head);
    if (!trip || trip->ending >= trip->circle.size()) continue;
    trip->way = start.path;
    return trip;
  }
  return std::nullopt;
}

}  // namespace sla::analyze
