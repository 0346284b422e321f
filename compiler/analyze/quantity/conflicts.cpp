// SLA2110. Every clause that speaks of numbers is one condition on the numbers of a period; a
// smallest set of them that cannot hold together is the finding. That is shown by arithmetic over
// all numbers at once, so there is no history that could be replayed: none exists.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/quantity/balance.h"
#include "compiler/analyze/quantity/quantity.h"
#include "compiler/analyze/quantity/repairs.h"

namespace sla::analyze {
namespace quantity {
namespace {

using agreement::Clause;
using diagnose::Finding;
using solve::Term;

/// A smallest set of clauses that cannot be kept together: indexes of a balance's demands.
using Core = std::vector<std::size_t>;

/// What a cohort brings arrives up to a window later. In a term that is not much longer it may
/// never be counted, and nothing can be said.
bool settles_within_term(const agreement::Agreement& record, const Flow& flow) {
  if (!record.has_term || !flow.window) return true;
  const agreement::Duration& window = *flow.window;
  constexpr std::int64_t kWeek = 7 * time::kDay;
  std::int64_t elapsed = 0;
  switch (window.kind) {
    case agreement::TargetKind::elapsed: elapsed = window.amount; break;
    case agreement::TargetKind::business: elapsed = window.amount * 6; break;
    default: elapsed = window.amount / 5 * kWeek + kWeek; break;
  }
  return record.term_end - record.term_begin >= 3 * elapsed;
}

class Conflicts {
 public:
  Conflicts(Reasoner& reasoner, const std::vector<Flow>& flows, const Block& block,
            std::set<std::set<int>>& known)
      : reasoner_(reasoner), block_(block), balance_(reasoner, flows, block), known_(known) {}

  void find(std::vector<Finding>& findings) {
    std::vector<bool> left_out(balance_.demands().size(), false);
    given_ = balance_.given();
    insist_on_something();
    // One clause that is in several conflicts is told of in the first; without it the others show.
    for (int found = 0; found < 4; ++found) {
      const Core core = next(left_out);
      if (core.empty()) return;
      left_out[core.back()] = true;
      std::set<int> clauses;
      for (const std::size_t i : core) clauses.insert(demand(i).flow->clause);
      if (clauses.size() > 1 && known_.insert(clauses).second) findings.push_back(tell(core));
    }
  }

 private:
  const Demand& demand(std::size_t i) const { return balance_.demands()[i]; }
  const Clause& clause_of(std::size_t i) const {
    return reasoner_.record.clauses[static_cast<std::size_t>(demand(i).flow->clause)];
  }

  /// A percentage of nothing is always kept; what is meant is one of something, where that can be.
  void insist_on_something() {
    std::vector<Term> amounts = given_;
    for (const Demand& demand : balance_.demands()) {
      if (!demand.of) amounts.push_back(demand.now);
    }
    for (const Demand& demand : balance_.demands()) {
      if (!demand.anything) continue;
      amounts.push_back(*demand.anything);
      if (reasoner_.possible(amounts)) {
        given_.push_back(*demand.anything);
      } else {
        amounts.pop_back();
      }
    }
  }

  Core next(const std::vector<bool>& left_out) {
    std::vector<Term> terms;
    Core places;
    for (std::size_t i = 0; i < balance_.demands().size(); ++i) {
      if (left_out[i]) continue;
      terms.push_back(demand(i).now);
      places.push_back(i);
    }
    Core core;
    for (const std::size_t i : reasoner_.core(given_, terms)) core.push_back(places[i]);
    return core;
  }

  std::vector<Term> without(const Core& core, std::size_t one) const {
    std::vector<Term> others = given_;
    for (const std::size_t i : core) {
      if (i != one) others.push_back(demand(i).now);
    }
    return others;
  }

  Finding tell(const Core& core) {
    std::vector<std::string> names;
    for (const std::size_t i : core) names.push_back(fmt::format("`{}`", clause_of(i).name));
    Finding made = finding(diagnose::Code::conflicting_quantities, clause_of(core.front()).span,
                           fmt::format("{} cannot {} be kept{}", agreement::listing(names, "and"),
                                       core.size() == 2 ? "both" : "all", when()),
                           label(core.front()));
    for (std::size_t i = 1; i < core.size(); ++i)
      made.secondary.push_back({clause_of(core[i]).span, label(core[i])});
    std::vector<std::string> repairs;
    std::optional<std::size_t> shown;
    for (const std::size_t i : core) {
      const auto found = repair(reasoner_, demand(i), without(core, i));
      if (!found) continue;
      repairs.push_back(repair_words(i, *found));
      // A limit is what people see fail: so much arrives, and no more is allowed.
      if (!shown || !demand(i).flow->at_least) shown = i;
    }
    if (!repairs.empty()) made.help = fmt::format("agree on {}", agreement::listing(repairs, "or"));
    made.timeline = scenario(core, shown.value_or(core.back()));
    return made;
  }

  std::string when() const {
    return block_.unit == agreement::PeriodUnit::whole_term
               ? (reasoner_.record.has_term ? " over the whole term" : " over a year")
               : fmt::format(" in the same {}", name_of(block_));
  }

  std::string in_block() const {
    return block_.unit == agreement::PeriodUnit::whole_term
               ? (reasoner_.record.has_term ? "the term" : "a year")
               : fmt::format("a {}", name_of(block_));
  }

  std::string bound(std::size_t i, std::int64_t value) const {
    return bound_words(reasoner_.record, *demand(i).flow, value);
  }

  std::string label(std::size_t i) const {
    const Flow& flow = *demand(i).flow;
    if (flow.kind == Flow::Kind::none) return "allows none of these";
    const std::string each =
        flow.period ? agreement::words(*flow.period) : std::string("whenever one is due");
    const std::string per = agreement::words(reasoner_.record, flow.stream.group);
    return fmt::format("asks for at {} {}{}{}{}", flow.at_least ? "least" : "most",
                       bound(i, flow.bound), each.empty() ? "" : " ", each,
                       per.empty() ? "" : " " + per);
  }

  std::string repair_words(std::size_t i, const Repair& found) const {
    return fmt::format("at {} {} in `{}`", demand(i).flow->at_least ? "least" : "most",
                       bound(i, found.round), clause_of(i).name);
  }

  /// What the other clauses lead to at the best, and what this one makes of it.
  diagnose::Timeline scenario(const Core& core, std::size_t shown) {
    diagnose::Timeline timeline;
    std::vector<Term> others = without(core, shown);
    if (const auto best = repair(reasoner_, demand(shown), others))
      others.push_back(demand(shown).with(best->exact));
    // Small numbers are easier to follow: nobody does more than is asked.
    for (const std::size_t i : core) {
      const Flow& flow = *demand(i).flow;
      if (demand(i).of || !flow.at_least) continue;
      const Term just = reasoner_.terms.less_equal(
          demand(i).counted, reasoner_.terms.number(flow.bound * demand(i).fit.whole));
      others.push_back(just);
      if (!reasoner_.possible(others)) others.pop_back();
    }
    const auto answer = reasoner_.answer(others);
    if (!answer) return timeline;
    timeline.lines.push_back({"", fmt::format("in {} that keeps the others:", in_block())});
    for (const std::size_t i : core) {
      if (i != shown) timeline.lines.push_back({"", line(i, *answer)});
    }
    timeline.lines.push_back({"", line(shown, *answer) + verdict(shown)});
    return timeline;
  }

  std::string line(std::size_t i, const solve::Answer& answer) const {
    const Flow& flow = *demand(i).flow;
    const std::int64_t counted = reasoner_.number(answer, demand(i).counted);
    const std::string& name = clause_of(i).name;
    if (!demand(i).of) {
      return fmt::format("`{}`: {} {}", name, bound(i, counted), what(flow));
    }
    const std::int64_t of = reasoner_.number(answer, *demand(i).of);
    const auto amount = [&](std::int64_t value) {
      Flow plain = flow;
      plain.kind = Flow::Kind::amount;
      return bound_words(reasoner_.record, plain, value);
    };
    const std::string came =
        flow.kind == Flow::Kind::rate
            ? fmt::format(" come to {}", agreement::event_words(reasoner_.record, flow.reached))
            : std::string(" are of the part");
    return fmt::format("`{}`: {} of {} {}{}", name, amount(counted), amount(of), what(flow), came);
  }

  std::string what(const Flow& flow) const {
    const std::string trigger = agreement::words(reasoner_.record, flow.stream.trigger);
    const std::string per = agreement::words(reasoner_.record, flow.stream.group);
    const std::string group = per.empty() ? "" : fmt::format(" ({})", per);
    if (flow.kind == Flow::Kind::none)
      return agreement::plural(reasoner_.record.subject_kind) + " that it forbids";
    if (flow.stream.sum_of >= 0) {
      return fmt::format("of {} {}{}",
                         reasoner_.record.fields[static_cast<std::size_t>(flow.stream.sum_of)].name,
                         trigger, group);
    }
    const bool is_about_subjects = trigger.starts_with("entering") ||
                                   trigger.starts_with("leaving") || trigger.starts_with("being");
    return is_about_subjects
               ? fmt::format("{} {}{}", agreement::plural(reasoner_.record.subject_kind), trigger,
                             group)
               : fmt::format("{} with {}{}", agreement::plural(reasoner_.record.subject_kind),
                             trigger, group);
  }

  std::string verdict(std::size_t i) const {
    const Flow& flow = *demand(i).flow;
    if (flow.kind == Flow::Kind::none) return ", and none is allowed";
    const std::int64_t written =
        demand(i).of ? flow.bound
                     : flow.bound * (flow.at_least ? demand(i).fit.whole : demand(i).fit.begun);
    return fmt::format(", but at {} {} {}", flow.at_least ? "least" : "most", bound(i, written),
                       flow.at_least ? "are owed" : "are allowed");
  }

  Reasoner& reasoner_;
  const Block& block_;
  Balance balance_;
  std::set<std::set<int>>& known_;  ///< Sets of clauses that have been told of.
  std::vector<Term> given_;
};

void look_at(const agreement::Agreement& record, const Options& options,
             std::vector<Finding>& findings) {
  std::vector<Flow> flows = flows_of(record);
  std::erase_if(flows, [&](const Flow& flow) { return !settles_within_term(record, flow); });
  // One clause cannot be in conflict with itself, nor rates of nothing with each other.
  const bool speaks_of_numbers = std::ranges::any_of(
      flows, [](const Flow& flow) { return flow.period && flow.kind != Flow::Kind::none; });
  if (flows.size() < 2 || !speaks_of_numbers) return;
  const solve::Provider* solver = options.solver();
  if (solver == nullptr) return;
  std::vector<agreement::Period> periods;
  for (const Flow& flow : flows) {
    if (flow.period) periods.push_back(*flow.period);
  }
  std::set<std::set<int>> known;
  for (const Block& block : blocks_of(record, periods)) {
    Reasoner reasoner(record, options, *solver);
    Conflicts(reasoner, flows, block, known).find(findings);
  }
}

}  // namespace
}  // namespace quantity

void conflicting_quantities(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  if (!subject.options.solver) return;
  quantity::look_at(subject.whole, subject.options, findings);
  for (const agreement::Agreement& other : subject.whole.others)
    quantity::look_at(other, subject.options, findings);
}

}  // namespace sla::analyze
