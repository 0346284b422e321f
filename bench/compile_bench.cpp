// How long a plan takes to become machine code, by the number of its clauses (plain deadlines, and
// clauses of which every one restarts), of one clause's tiers, and of the things that one condition
// asks. Linear is the aim.

#include <cstdlib>

#include <benchmark/benchmark.h>

#include "bench/workload.h"
#include "compiler/driver/compile.h"

namespace sla::bench {
namespace {

agreement::Agreement restarting_clauses(int count) {
  agreement::Agreement a = deadline_clauses(count);
  for (agreement::Clause& clause : a.clauses)
    clause.deadline.on_reassignment = agreement::OnReassignment::restart;
  return a;
}

void compile(benchmark::State& state, const plan::Plan& plan) {
  for (auto _ : state) {
    auto compiled = driver::compile(plan);
    if (!compiled) state.SkipWithError(compiled.error().c_str());
  }
  state.counters["ms/clause"] =
      benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)) / 1000,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void BM_plain(benchmark::State& state) {
  compile(state, driver::lower(deadline_clauses(static_cast<int>(state.range(0)))));
}
void BM_restarting(benchmark::State& state) {
  compile(state, driver::lower(restarting_clauses(static_cast<int>(state.range(0)))));
}

// A plan of one clause, and conditions `score > 0`, `score > 1` …
plan::Plan with_conditions(std::int64_t count) {
  plan::Plan plan = driver::lower(one_deadline_clause());
  plan.fields = {{"score", false}};
  for (std::int64_t c = 0; c < count; ++c) {
    plan::Predicate predicate{"condition" + std::to_string(c), {}};
    predicate.code.push_back({.op = plan::Op::field, .index = 0});
    predicate.code.push_back({.op = plan::Op::constant, .value = c});
    predicate.code.push_back({.op = plan::Op::greater, .operand = {0, 1, -1}});
    plan.predicates.push_back(std::move(predicate));
  }
  return plan;
}

// One clause of so many tiers.
void BM_tiers(benchmark::State& state) {
  plan::Plan plan = with_conditions(state.range(0));
  const plan::Tier otherwise = plan.clocks.front().tiers.front();
  plan.clocks.front().tiers.clear();
  for (int p = 0; p < static_cast<int>(state.range(0)); ++p)
    plan.clocks.front().tiers.push_back({p, plan::TargetKind::business, (p + 1) * time::kHour});
  plan.clocks.front().tiers.push_back(otherwise);
  compile(state, plan);
}

// One clause whose condition asks so many things, joined by `or`.
void BM_long_condition(benchmark::State& state) {
  plan::Plan plan = with_conditions(1);
  std::vector<plan::Instruction>& code = plan.predicates.front().code;
  for (int asked = 1, last = 2; asked < static_cast<int>(state.range(0)); ++asked) {
    code.push_back({.op = plan::Op::not_, .operand = {last, -1, -1}});
    code.push_back({.op = plan::Op::field, .guard = last + 1, .index = 0});
    code.push_back({.op = plan::Op::constant, .value = asked});
    code.push_back({.op = plan::Op::greater, .operand = {last + 2, last + 3, -1}});
    code.push_back({.op = plan::Op::or_, .operand = {last, last + 4, -1}});
    last += 5;
  }
  plan.clocks.front().when = 0;
  compile(state, plan);
}

BENCHMARK(BM_plain)->Arg(1)->Arg(16)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_restarting)->Arg(1)->Arg(16)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_tiers)->Arg(10)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_long_condition)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sla::bench

int main(int argc, char** argv) {
  // The second compilation would load what the first one kept.
  ::setenv("SLA_CACHE", "off", 1);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
