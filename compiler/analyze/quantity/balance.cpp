#include "compiler/analyze/quantity/balance.h"

#include <algorithm>

namespace sla::analyze::quantity {

using agreement::Expression;
using solve::Term;

namespace {

/// More than any agreement speaks of, so that numbers have an end.
constexpr std::int64_t kMost = 1'000'000'000'000'000'000;

/// Conditions that are told apart in one place; of n there are up to 2^n kinds.
constexpr std::size_t kMostConditions = 6;

bool same_stream(const Stream& a, const Stream& b) {
  return same(a.trigger, b.trigger) && same(a.group, b.group) && a.every_entry == b.every_entry &&
         a.sum_of == b.sum_of;
}

}  // namespace

std::optional<Fit> fit(const agreement::Agreement& record, const Flow& flow, const Block& block) {
  if (!flow.period) return Fit{};
  auto found = fit(record, *flow.period, block);
  if (!found || *flow.period == block) return found;
  if (adds_up(record, flow.stream)) return found;
  // Whoever is counted in each period may be one and the same: of the longer time it follows only
  // that they are no fewer than in one period, and no more than in all together.
  if (flow.kind != Flow::Kind::amount || flow.stream.sum_of >= 0) return std::nullopt;
  found->whole = 1;
  return found;
}

Balance::Balance(Reasoner& reasoner, const std::vector<Flow>& flows, const Block& block)
    : reasoner_(reasoner) {
  std::vector<std::pair<const Flow*, Fit>> taking_part;
  for (const Flow& flow : flows) {
    if (const auto found = fit(reasoner.record, flow, block))
      taking_part.emplace_back(&flow, *found);
  }
  for (const auto& [flow, fit] : taking_part) add_place(*flow);
  for (const auto& [flow, fit] : taking_part) {
    if (flow->kind != Flow::Kind::none) continue;
    for (Place& place : places_) {
      if (within(place.stream.trigger, flow->stream.trigger)) ask_of(place, flow->counted);
    }
  }
  for (Place& place : places_) tell_kinds_apart(place);
  relate_places();
  for (const auto& [flow, fit] : taking_part) demand(*flow, fit);
}

void Balance::add_place(const Flow& flow) {
  if (flow.kind == Flow::Kind::none) return;
  Place* place = place_of(flow.stream);
  if (place == nullptr) place = &places_.emplace_back(Place{flow.stream, {}, {}});
  ask_of(*place, flow.counted);
  if (flow.kind == Flow::Kind::share) ask_of(*place, both(flow.counted, flow.part));
}

void Balance::ask_of(Place& place, const std::optional<Expression>& condition) {
  const bool is_new = condition && std::ranges::none_of(place.conditions, [&](const auto& other) {
                        return says_the_same(other, *condition);
                      });
  if (is_new) place.conditions.push_back(*condition);
}

/// Each combination of answers that some subject can give; the others have nobody.
void Balance::tell_kinds_apart(Place& place) {
  place.conditions.resize(std::min(place.conditions.size(), kMostConditions));
  std::vector<std::pair<std::vector<bool>, std::vector<Term>>> open = {
      {{}, {reasoner_.encoder.at(place.stream.trigger)}}};
  for (const Expression& condition : place.conditions)
    open.front().second.push_back(reasoner_.encoder.answers(condition));
  for (const Expression& condition : place.conditions) {
    const Term holds = reasoner_.encoder.holds(condition);
    std::vector<std::pair<std::vector<bool>, std::vector<Term>>> next;
    for (const auto& [answers, terms] : open) {
      for (const bool answer : {true, false}) {
        auto longer = std::pair(answers, terms);
        longer.first.push_back(answer);
        longer.second.push_back(answer ? holds : reasoner_.terms.not_(holds));
        if (!reasoner_.impossible(longer.second)) next.push_back(std::move(longer));
      }
    }
    open = std::move(next);
  }
  for (auto& [answers, terms] : open)
    place.kinds.push_back({std::move(answers), reasoner_.terms.number_variable(0, kMost)});
}

Balance::Place* Balance::place_of(const Stream& stream) {
  const auto found = std::ranges::find_if(
      places_, [&](const Place& place) { return same_stream(place.stream, stream); });
  return found == places_.end() ? nullptr : &*found;
}

std::optional<Term> Balance::count(const Place& place, const std::optional<Expression>& condition) {
  std::size_t asked = place.conditions.size();
  if (condition) {
    const auto found = std::ranges::find_if(place.conditions, [&](const Expression& other) {
      return says_the_same(other, *condition);
    });
    if (found == place.conditions.end()) return std::nullopt;
    asked = static_cast<std::size_t>(found - place.conditions.begin());
  }
  std::vector<Term> counts;
  for (const Kind& kind : place.kinds) {
    if (!condition || kind.holds[asked]) counts.push_back(kind.count);
  }
  return reasoner_.terms.sum(std::move(counts));
}

void Balance::relate_places() {
  for (const Place& smaller : places_) {
    for (const Place& larger : places_) {
      if (&smaller == &larger || smaller.stream.sum_of != larger.stream.sum_of) continue;
      const bool group_fits = same(smaller.stream.group, larger.stream.group) ||
                              larger.stream.group.by == agreement::GroupBy::none;
      // What is counted once is not more than what is counted each time.
      const bool entries_fit =
          smaller.stream.every_entry == larger.stream.every_entry || larger.stream.every_entry;
      if (group_fits && entries_fit && within(smaller.stream.trigger, larger.stream.trigger))
        relate(smaller, larger);
    }
  }
}

void Balance::relate(const Place& smaller, const Place& larger) {
  std::vector<std::optional<Expression>> shared = {std::nullopt};
  shared.insert(shared.end(), smaller.conditions.begin(), smaller.conditions.end());
  for (const auto& condition : shared) {
    const auto more = count(larger, condition);
    if (more) given_.push_back(reasoner_.terms.less_equal(*count(smaller, condition), *more));
  }
}

void Balance::demand(const Flow& flow, Fit fit) {
  if (flow.kind == Flow::Kind::none) return demand_nothing(flow);
  if (flow.kind == Flow::Kind::amount) return demand_amount(flow, fit);
  const Place& place = *place_of(flow.stream);
  const auto whole = count(place, flow.counted);
  if (!whole) return;
  if (flow.kind == Flow::Kind::rate)
    return demand_percentage(flow, fit, arrivals(flow, *whole), *whole);
  const auto part = count(place, both(flow.counted, flow.part));
  if (part) demand_percentage(flow, fit, *part, *whole);
}

void Balance::demand_amount(const Flow& flow, Fit fit) {
  const auto counted = count(*place_of(flow.stream), flow.counted);
  if (!counted) return;
  solve::Terms& terms = reasoner_.terms;
  const auto with = [&terms, counted = *counted, fit,
                     at_least = flow.at_least](std::int64_t bound) {
    const Term all = terms.times(at_least ? fit.whole : fit.begun, terms.number(bound));
    return at_least ? terms.less_equal(all, counted) : terms.less_equal(counted, all);
  };
  demands_.push_back({&flow, fit, with(flow.bound), with, *counted, std::nullopt, std::nullopt});
}

void Balance::demand_percentage(const Flow& flow, Fit fit, Term part, Term whole) {
  solve::Terms& terms = reasoner_.terms;
  const auto with = [&terms, part, whole, at_least = flow.at_least](std::int64_t micro_percent) {
    const Term needed = terms.times(micro_percent, whole);
    const Term reached = terms.times(100 * agreement::kScale, part);
    return at_least ? terms.less_equal(needed, reached) : terms.less_equal(reached, needed);
  };
  demands_.push_back(
      {&flow, fit, with(flow.bound), with, part, whole, terms.less_equal(terms.number(1), whole)});
}

void Balance::demand_nothing(const Flow& flow) {
  std::vector<Term> forbidden;
  for (const Place& place : places_) {
    if (place.stream.sum_of >= 0 || !within(place.stream.trigger, flow.stream.trigger)) continue;
    if (const auto counted = count(place, flow.counted)) forbidden.push_back(*counted);
  }
  if (forbidden.empty()) return;
  solve::Terms& terms = reasoner_.terms;
  const Term all = terms.sum(std::move(forbidden));
  const Term none = terms.equal(all, terms.number(0));
  demands_.push_back(
      {&flow, Fit{}, none, [none](std::int64_t) { return none; }, all, std::nullopt, std::nullopt});
}

/// Whoever arrives is counted where arrivals are, once things run steadily: what a cohort brings
/// later, earlier ones bring now.
Term Balance::arrivals(const Flow& flow, Term cohort) {
  solve::Terms& terms = reasoner_.terms;
  const Term count = terms.number_variable(0, kMost);
  given_.push_back(terms.less_equal(count, cohort));
  for (const Place& place : places_) {
    const bool counts_all =
        place.stream.sum_of < 0 && place.stream.group.by == agreement::GroupBy::none &&
        place.stream.trigger.kind == agreement::Trigger::Kind::event &&
        place.stream.trigger.in_states == 0 && within(flow.reached, place.stream.trigger.events);
    if (counts_all) given_.push_back(terms.less_equal(count, *this->count(place, std::nullopt)));
  }
  const auto place = static_cast<std::size_t>(place_of(flow.stream) - places_.data());
  for (const Arrival& other : arrivals_) {
    if (other.place != place || !same(other.flow->counted, flow.counted)) continue;
    const auto here = entered(reasoner_.record, flow.reached);
    const auto there = entered(reasoner_.record, other.flow->reached);
    const bool same_time = flow.window && other.flow->window &&
                           flow.window->kind == other.flow->window->kind &&
                           flow.window->amount == other.flow->window->amount;
    if (same_time && within(flow.reached, other.flow->reached))
      given_.push_back(terms.less_equal(count, other.count));
    if (same_time && within(other.flow->reached, flow.reached))
      given_.push_back(terms.less_equal(other.count, count));
    const auto is_end = [&](std::uint64_t states) {
      const auto& lifecycle = reasoner_.record.lifecycle;
      for (std::size_t i = 0; i < lifecycle.states.size(); ++i) {
        if ((states >> i & 1u) != 0 && (!lifecycle.has_moves || lifecycle.moves[i] != 0))
          return false;
      }
      return true;
    };
    // Nobody comes to two places that nothing leaves.
    if (here && there && (*here & *there) == 0 && is_end(*here) && is_end(*there))
      given_.push_back(terms.less_equal(terms.sum({count, other.count}), cohort));
  }
  arrivals_.push_back({&flow, place, count});
  return count;
}

}  // namespace sla::analyze::quantity
