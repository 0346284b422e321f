// One, four and sixteen deadline clauses over 10 M events of 1 M leads held in memory: generated
// code against the hand-written loop of the same layout and the reference. Before any time is
// shown, all three are compared row by row.

#include <algorithm>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/hand_written.h"
#include "bench/workload.h"
#include "compiler/driver/compile.h"
#include "compiler/reference/evaluate.h"
#include "runtime/kernel/batch.h"

namespace sla::bench {
namespace {

constexpr std::uint32_t kLeads = 1'000'000;
constexpr std::uint32_t kLeadsForReference = 100'000;

// The workload does not depend on the clauses.
struct Data {
  std::unique_ptr<Workload> large = make_workload(one_deadline_clause(), kLeads);
  std::unique_ptr<Workload> small = make_workload(one_deadline_clause(), kLeadsForReference);
  kernel::Batch batch{large->inputs};
};

Data& data() {
  static Data instance;
  return instance;
}

struct Policy {
  agreement::Agreement agreement;
  kernel::EvaluateFunction by_hand;
  std::unique_ptr<jit::Evaluator> evaluator = compile();

  std::unique_ptr<jit::Evaluator> compile() const {
    auto compiled = driver::compile(driver::lower(agreement));
    if (!compiled) throw std::runtime_error(compiled.error());
    return std::move(*compiled);
  }
  kernel::EvaluateFunction generated() const { return evaluator->kernel().evaluate; }
};

Policy& policy(std::int64_t clauses) {
  static Policy one{one_deadline_clause(), &hand_written};
  static Policy four{deadline_clauses(4), &hand_written_4};
  static Policy sixteen{deadline_clauses(16), &hand_written_16};
  return clauses == 1 ? one : clauses == 4 ? four : sixteen;
}

verdicts::Outcome outcome_of(kernel::EvaluateFunction evaluate, const Workload& workload,
                             std::uint64_t leads) {
  kernel::Batch batch(workload.inputs);
  kernel::Sink sink;
  evaluate(batch.view(), 0, leads, &sink);
  return *sink.take();
}

// Times mean nothing where results differ. All rows of one clause, those of a tenth of the leads of
// several.
bool results_agree(std::int64_t clauses) {
  const Policy& p = policy(clauses);
  auto reference = reference::evaluate(p.agreement, data().small->inputs);
  bool small = outcome_of(p.by_hand, *data().small, kLeadsForReference).rows == reference.rows &&
               outcome_of(p.generated(), *data().small, kLeadsForReference).rows == reference.rows;
  const std::uint64_t leads = clauses == 1 ? kLeads : kLeads / 10;
  auto by_hand = outcome_of(p.by_hand, *data().large, leads);
  bool large = outcome_of(p.generated(), *data().large, leads).rows == by_hand.rows;
  fmt::print("{} clauses, {} leads, {} rows; {}\n", clauses, leads, by_hand.rows.size(),
             small && large ? "all engines give the same rows" : "THE ENGINES DIFFER");
  return small && large;
}

// Subjects go through in chunks and rows are handed on after each, as an evaluation does it: they
// stay in the cache.
constexpr std::uint64_t kChunk = 1024;

void run(benchmark::State& state, kernel::EvaluateFunction evaluate) {
  const kernel::Batch& batch = data().batch;
  kernel::Sink sink;
  for (auto _ : state) {
    for (std::uint64_t first = 0; first < batch.subjects(); first += kChunk) {
      sink.clear();
      evaluate(batch.view(), first, std::min<std::uint64_t>(first + kChunk, batch.subjects()),
               &sink);
      benchmark::DoNotOptimize(sink.rows.size);
    }
  }
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(data().large->log.size() * state.iterations()),
                         benchmark::Counter::kIsRate);
}

void BM_hand_written(benchmark::State& state) { run(state, policy(state.range(0)).by_hand); }
void BM_compiled(benchmark::State& state) { run(state, policy(state.range(0)).generated()); }

void BM_reference(benchmark::State& state) {
  const Policy& p = policy(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(reference::evaluate(p.agreement, data().small->inputs).rows.size());
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(data().small->log.size() * state.iterations()),
                         benchmark::Counter::kIsRate);
}

BENCHMARK(BM_hand_written)->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_compiled)->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_reference)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sla::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  for (std::int64_t clauses : {1, 4, 16}) {
    if (!sla::bench::results_agree(clauses)) return 1;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
