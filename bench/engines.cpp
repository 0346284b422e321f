// Our engines as a worker: makes a history for a policy, then does what it is told, a line at a
// time, and answers each with a line of JSON. `bench/run` takes turns between this and the peers.

#include <time.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "bench/history.h"
#include "compiler/driver/compile.h"
#include "compiler/reference/evaluate.h"
#include "runtime/kernel/batch.h"

namespace sla::bench {
namespace {

double cpu_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec);
}

/// Runs it and says how long it took, in seconds of the wall and of all threads.
std::string timed(const std::function<std::size_t()>& work) {
  const double cpu = cpu_seconds();
  const auto begin = std::chrono::steady_clock::now();
  const std::size_t rows = work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  return fmt::format(R"({{"wall": {:.9f}, "cpu": {:.9f}, "rows": {}}})", wall.count(),
                     cpu_seconds() - cpu, rows);
}

agreement::Agreement read_policy(const std::string& path) {
  auto checked = driver::check(path);
  if (!checked || !checked->agreement) throw std::runtime_error(path + " is not a sound policy");
  return std::move(*checked->agreement);
}

std::unique_ptr<jit::Evaluator> compile(const agreement::Agreement& agreement) {
  auto compiled = driver::compile(driver::lower(agreement));
  if (!compiled) throw std::runtime_error(compiled.error());
  return std::move(*compiled);
}

class Worker {
 public:
  Worker(const std::string& policy, HistoryShape shape)
      : agreement_(read_policy(policy)),
        workload_(make_history(agreement_, shape)),
        evaluator_(compile(agreement_)),
        batch_(workload_->inputs) {}

  std::string answer(const std::string& line) {
    std::istringstream words(line);
    std::string verb, argument;
    words >> verb >> argument;
    if (verb == "about") return about();
    if (verb == "jit") return jit(argument.empty() ? 1 : std::stoul(argument));
    if (verb == "group") return timed([this] { return group(); });
    if (verb == "reference")
      return timed(
          [this] { return reference::evaluate(agreement_, workload_->inputs).rows.size(); });
    if (verb == "agree") return agree();
    if (verb == "export") return exported(argument);
    if (verb == "rows") return rows(argument);
    throw std::runtime_error("nobody knows how to " + verb);
  }

 private:
  std::string about() const {
    return fmt::format(R"({{"events": {}, "leads": {}, "clauses": {}, "state": {}}})",
                       workload_->log.size(), batch_.subjects(), agreement_.clauses.size(),
                       evaluator_->kernel().state_size);
  }

  std::string jit(std::size_t threads) {
    while (sinks_.size() < threads) sinks_.push_back(std::make_unique<kernel::Sink>());
    return timed([this, threads] {
      std::vector<std::jthread> helpers;
      for (std::size_t t = 1; t < threads; ++t)
        helpers.emplace_back([this, t, threads] { evaluate_part(t, threads); });
      evaluate_part(0, threads);
      helpers.clear();
      std::size_t rows = 0;
      for (std::size_t t = 0; t < threads; ++t) rows += sinks_[t]->rows.size;
      return rows;
    });
  }

  void evaluate_part(std::size_t part, std::size_t parts) {
    const std::uint64_t n = batch_.subjects();
    sinks_[part]->clear();
    evaluator_->kernel().evaluate(batch_.view(), n * part / parts, n * (part + 1) / parts,
                                  sinks_[part].get());
  }

  /// What it costs to bring columns that are ordered by time into the order of the engine: a
  /// counting sort by lead of lead, time and kind.
  std::size_t group() {
    if (by_time_.empty()) order_by_time();
    const auto& log = workload_->log;
    std::vector<std::uint64_t> next(log.subject_begin.size());
    for (const Ordered& event : by_time_) ++next[event.lead + 1];
    for (std::size_t s = 1; s < next.size(); ++s) next[s] += next[s - 1];
    grouped_time_.resize(log.size());
    grouped_code_.resize(log.size());
    for (const Ordered& event : by_time_) {
      const std::uint64_t at = next[event.lead]++;
      grouped_time_[at] = event.time;
      grouped_code_[at] = event.code;
    }
    return grouped_time_ == log.time && grouped_code_ == log.code ? log.size() : 0;
  }

  void order_by_time() {
    const auto& log = workload_->log;
    for (std::uint32_t s = 0; s + 1 < log.subject_begin.size(); ++s)
      for (auto e = log.subject_begin[s]; e < log.subject_begin[s + 1]; ++e)
        by_time_.push_back({log.time[e], s, log.code[e]});
    std::ranges::stable_sort(by_time_, {}, &Ordered::time);
  }

  verdicts::Outcome compiled_outcome() {
    auto outcome = evaluator_->evaluate(workload_->inputs);
    if (!outcome) throw std::runtime_error(outcome.error());
    return std::move(*outcome);
  }

  std::string agree() {
    const bool same =
        compiled_outcome().rows == reference::evaluate(agreement_, workload_->inputs).rows;
    return fmt::format(R"({{"same": {}}})", same);
  }

  std::string exported(const std::string& folder) {
    const std::string failed = export_columns(*workload_, agreement_, folder);
    if (!failed.empty()) throw std::runtime_error("cannot write " + folder + "/" + failed);
    return fmt::format(R"({{"as_of": {}}})", workload_->inputs.as_of / time::kSecond);
  }

  /// One row of four numbers per obligation: lead, clause, status, tier.
  std::string rows(const std::string& path) {
    std::vector<std::uint32_t> out;
    for (const verdicts::Row& row : compiled_outcome().rows) {
      out.insert(out.end(), {row.subject, row.clause, static_cast<std::uint32_t>(row.status),
                             static_cast<std::uint32_t>(row.tier)});
    }
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(out.data()),
               static_cast<std::streamsize>(out.size() * sizeof(std::uint32_t)));
    file.flush();
    if (!file.good()) throw std::runtime_error("cannot write " + path);
    return fmt::format(R"({{"rows": {}}})", out.size() / 4);
  }

  struct Ordered {
    time::Instant time;
    std::uint32_t lead;
    events::Code code;
  };

  agreement::Agreement agreement_;
  std::unique_ptr<Workload> workload_;
  std::unique_ptr<jit::Evaluator> evaluator_;
  kernel::Batch batch_;
  std::vector<std::unique_ptr<kernel::Sink>> sinks_;
  std::vector<Ordered> by_time_;
  std::vector<time::Instant> grouped_time_;
  std::vector<events::Code> grouped_code_;
};

/// How long making machine code takes in a process that has never done it, and the next time.
int say_compile_time(const std::string& policy) {
  const agreement::Agreement agreement = read_policy(policy);
  const std::string first = timed([&] { return compile(agreement) ? 1 : 0; });
  const std::string second = timed([&] { return compile(agreement) ? 1 : 0; });
  fmt::print("{{\"first\": {}, \"second\": {}}}\n", first, second);
  return 0;
}

int serve(const std::string& policy, HistoryShape shape) {
  Worker worker(policy, shape);
  fmt::print("{{\"ready\": true}}\n");
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    fmt::print("{}\n", worker.answer(line));
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace sla::bench

int main(int count, char** arguments) {
  const std::vector<std::string> given(arguments + 1, arguments + count);
  try {
    if (given.size() == 2 && given[0] == "compile") return sla::bench::say_compile_time(given[1]);
    if (given.size() >= 3 && given[0] == "serve") {
      sla::bench::HistoryShape shape;
      shape.leads = static_cast<std::uint32_t>(std::stoul(given[2]));
      if (given.size() > 3) shape.per_lead = static_cast<std::uint32_t>(std::stoul(given[3]));
      if (given.size() > 4) shape.days = static_cast<std::uint32_t>(std::stoul(given[4]));
      return sla::bench::serve(given[1], shape);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 1;
  }
  fmt::print(stderr,
             "usage: bench_engines serve POLICY LEADS [EVENTS_PER_LEAD [DAYS]]\n"
             "       bench_engines compile POLICY\n");
  return 2;
}
