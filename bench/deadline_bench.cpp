// One deadline clause over 10 M events of 1 M leads held in memory: generated code against the
// hand-written loop of the same layout and the reference. Before any time is shown, all three are
// compared row by row.

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

struct Setup {
  agreement::Agreement agreement = one_deadline_clause();
  std::unique_ptr<Workload> workload = make_workload(agreement, kLeads);
  std::unique_ptr<Workload> small = make_workload(agreement, kLeadsForReference);
  std::unique_ptr<jit::Evaluator> evaluator = compile();
  kernel::Batch batch{workload->inputs};

  std::unique_ptr<jit::Evaluator> compile() const {
    auto compiled = driver::compile(driver::lower(agreement));
    if (!compiled) throw std::runtime_error(compiled.error());
    return std::move(*compiled);
  }
};

Setup& setup() {
  static Setup instance;
  return instance;
}

verdicts::Outcome outcome_of(kernel::EvaluateFunction evaluate, const Workload& workload) {
  kernel::Batch batch(workload.inputs);
  kernel::Sink sink;
  evaluate(batch.view(), 0, batch.subjects(), &sink);
  return *sink.take();
}

// Times mean nothing where results differ.
bool results_agree() {
  Setup& s = setup();
  auto reference = reference::evaluate(s.agreement, s.small->inputs);
  bool small = outcome_of(&hand_written, *s.small).rows == reference.rows &&
               outcome_of(s.evaluator->kernel().evaluate, *s.small).rows == reference.rows;
  auto by_hand = outcome_of(&hand_written, *s.workload);
  bool large = outcome_of(s.evaluator->kernel().evaluate, *s.workload).rows == by_hand.rows;
  fmt::print("{} events, {} leads, {} rows; {}\n", s.workload->log.size(), kLeads,
             by_hand.rows.size(),
             small && large ? "all engines give the same rows" : "THE ENGINES DIFFER");
  return small && large;
}

void run(benchmark::State& state, kernel::EvaluateFunction evaluate) {
  Setup& s = setup();
  kernel::Sink sink;
  for (auto _ : state) {
    sink.clear();
    evaluate(s.batch.view(), 0, s.batch.subjects(), &sink);
    benchmark::DoNotOptimize(sink.rows.size);
  }
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(s.workload->log.size() * state.iterations()),
                         benchmark::Counter::kIsRate);
}

void BM_hand_written(benchmark::State& state) { run(state, &hand_written); }
void BM_compiled(benchmark::State& state) { run(state, setup().evaluator->kernel().evaluate); }

void BM_reference(benchmark::State& state) {
  Setup& s = setup();
  for (auto _ : state)
    benchmark::DoNotOptimize(reference::evaluate(s.agreement, s.small->inputs).rows.size());
  state.counters["events/s"] = benchmark::Counter(
      static_cast<double>(s.small->log.size() * state.iterations()), benchmark::Counter::kIsRate);
}

void BM_compile(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(setup().compile());
}

BENCHMARK(BM_hand_written)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_compiled)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_reference)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_compile)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sla::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (!sla::bench::results_agree()) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
