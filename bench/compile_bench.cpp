// How long a plan takes to become machine code, by the number of its clauses: plain deadlines, and
// clauses of which every one pauses, restarts and has tiers. Linear is the aim.

#include <benchmark/benchmark.h>

#include "bench/workload.h"
#include "compiler/driver/compile.h"

namespace sla::bench {
namespace {

agreement::Agreement clauses(std::int64_t count, bool plain) {
  agreement::Agreement a = one_deadline_clause();
  const agreement::Clause first = a.clauses.front();
  a.clauses.clear();
  for (std::int64_t c = 0; c < count; ++c) {
    agreement::Clause clause = first;
    clause.name += std::to_string(c);
    clause.deadline.discharges.front().events = {a.code_of_event(static_cast<int>(c % 4))};
    clause.deadline.tiers.front().target.amount = (c + 1) * time::kHour;
    if (!plain) clause.deadline.on_reassignment = agreement::OnReassignment::restart;
    a.clauses.push_back(clause);
  }
  return a;
}

void compile(benchmark::State& state, bool plain) {
  const plan::Plan plan = driver::lower(clauses(state.range(0), plain));
  for (auto _ : state) {
    auto compiled = driver::compile(plan);
    if (!compiled) state.SkipWithError(compiled.error().c_str());
  }
  state.counters["ms/clause"] =
      benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)) / 1000,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void BM_plain(benchmark::State& state) { compile(state, true); }
void BM_restarting(benchmark::State& state) { compile(state, false); }

BENCHMARK(BM_plain)->Arg(1)->Arg(16)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_restarting)->Arg(1)->Arg(16)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sla::bench

BENCHMARK_MAIN();
