// A session's fast lane: events by number, one after the other, with reminders, breaches and
// verdicts as they happen, one thread. Before any time is shown, its verdicts are compared with
// those of a batch over the same events. Then: events per second, the cost of one event at a fixed
// offered rate (p50, p99, p99.9), and memory per subject.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>

#include "bench/workload.h"
#include "compiler/driver/calendars.h"
#include "compiler/driver/session.h"
#include "compiler/reference/evaluate.h"
#include "runtime/session/session.h"

namespace sla::bench {
namespace {

using Clock = std::chrono::steady_clock;
using session::FastEvent;
using session::Session;

/// The bench's clause with a reminder at three quarters of the time and an escalation at breach.
agreement::Agreement with_steps() {
  agreement::Agreement a = one_deadline_clause();
  agreement::Step remind, escalate;
  remind.at = agreement::Step::At::percent;
  remind.micro_percent = 75'000'000;
  remind.effects.push_back({});
  remind.effects.back().to.push_back({});
  escalate.at = agreement::Step::At::breached;
  escalate.effects.push_back({});
  escalate.effects.back().kind = agreement::EffectKind::escalate;
  escalate.effects.back().to.push_back({});
  a.clauses[0].steps = {remind, escalate};
  return a;
}

struct Setup {
  agreement::Agreement agreement = with_steps();
  std::unique_ptr<Workload> workload;
  std::shared_ptr<const session::Rules> rules;
  std::vector<FastEvent> events;  ///< By time.

  explicit Setup(std::uint32_t leads) : workload(make_workload(agreement, leads)) {
    auto made = driver::session_rules(agreement, driver::Engine::jit);
    if (!made) throw std::runtime_error(made.error());
    rules = *made;
    const events::Log& log = workload->log;
    for (std::uint32_t s = 0; s + 1 < log.subject_begin.size(); ++s) {
      for (std::uint64_t i = log.subject_begin[s]; i < log.subject_begin[s + 1]; ++i)
        events.push_back(
            {.subject = s, .code = log.code[i], .time = log.time[i], .owner = log.owner[i]});
    }
    std::ranges::stable_sort(events, {}, &FastEvent::time);
  }

  Session fresh() const {
    Session session(rules);
    const events::Log& log = workload->log;
    for (std::uint32_t o = 0; o < log.owners.size(); ++o) session.owner_id(log.owners.text(o));
    for (std::uint32_t s = 0; s < log.subjects.size(); ++s)
      session.subject_id(log.subjects.text(s));
    return session;
  }
};

Setup& setup(std::uint32_t leads) {
  static std::map<std::uint32_t, std::unique_ptr<Setup>> made;
  auto& one = made[leads];
  if (!one) one = std::make_unique<Setup>(leads);
  return *one;
}

/// Every row that the signals come to against the batch's: clause, lead, cycle, start and verdict.
bool results_agree(Setup& s) {
  Session session = s.fresh();
  using Key = std::pair<std::uint32_t, std::uint32_t>;
  std::map<Key, std::pair<time::Instant, verdicts::Status>> heard;
  std::uint64_t steps = 0;
  const auto take = [&](const std::vector<session::Signal>& signals) {
    using Kind = session::Signal::Kind;
    for (const session::Signal& signal : signals) {
      auto& row = heard[{signal.subject, signal.cycle}];
      switch (signal.kind) {
        case Kind::opened: row = {signal.at, verdicts::Status::running}; break;
        case Kind::breached: row.second = verdicts::Status::breached; break;
        case Kind::decided: row.second = signal.status; break;
        case Kind::step_due:
        case Kind::step_withdrawn: ++steps; break;
      }
    }
  };
  session::Changes changes;
  for (std::size_t i = 0; i < s.events.size(); ++i) {
    if (s.events[i].time > s.workload->inputs.as_of) break;
    if (session.add(s.events[i]) != session::Receipt::taken) return false;
    if (i % 4096 != 4095 || i + 1 == s.events.size() || s.events[i + 1].time == s.events[i].time)
      continue;
    if (!session.advance(s.events[i].time, changes)) return false;
    take(changes.signals);
    if (!changes.items.empty()) {
      fmt::print("{} subjects left the fast lane\n", changes.items.size());
      return false;
    }
  }
  if (!session.advance(s.workload->inputs.as_of, changes)) return false;
  take(changes.signals);
  const verdicts::Outcome batch = reference::evaluate(s.agreement, s.workload->inputs);
  bool same = batch.rows.size() == heard.size();
  for (const verdicts::Row& row : batch.rows) {
    const auto found = heard.find({row.subject, row.cycle});
    same &= found != heard.end() && found->second == std::pair(row.start, row.status);
  }
  fmt::print("{} events of {} leads, {} rows, {} steps: {}; {} bytes a lead with its history\n",
             s.events.size(), s.workload->log.subjects.size(), batch.rows.size(), steps,
             same ? "the session says what the batch says" : "THE SESSION DIFFERS FROM THE BATCH",
             session.lane_bytes() / s.workload->log.subjects.size());
  return same;
}

/// Asked once for each size, before anything of that size is timed.
bool is_right(std::uint32_t leads) {
  static std::map<std::uint32_t, bool> asked;
  const auto [place, is_new] = asked.try_emplace(leads, false);
  if (is_new) place->second = results_agree(setup(leads));
  return place->second;
}

/// All events, the clock moved on after every `turn` of them.
void BM_session(benchmark::State& state) {
  const auto leads = static_cast<std::uint32_t>(state.range(0));
  if (!is_right(leads)) {
    state.SkipWithError("the session differs from the batch");
    return;
  }
  Setup& s = setup(leads);
  const auto turn = static_cast<std::size_t>(state.range(1));
  std::uint64_t signals = 0;
  for (auto _ : state) {
    state.PauseTiming();
    Session session = s.fresh();
    session::Changes changes;
    state.ResumeTiming();
    for (std::size_t i = 0; i < s.events.size();) {
      const std::size_t end = std::min(i + turn, s.events.size());
      for (; i < end; ++i) session.add(s.events[i]);
      // What lies at one instant is given together.
      for (; i < s.events.size() && s.events[i].time == s.events[i - 1].time; ++i)
        session.add(s.events[i]);
      if (!session.advance(s.events[i - 1].time, changes)) state.SkipWithError("advance failed");
      signals += changes.signals.size();
    }
    state.PauseTiming();
    { Session gone = std::move(session); }
    state.ResumeTiming();
  }
  state.counters["signals/event"] =
      static_cast<double>(signals) /
      (static_cast<double>(s.events.size()) * static_cast<double>(state.iterations()));
  state.counters["events/s"] = benchmark::Counter(
      static_cast<double>(s.events.size() * state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_session)
    ->Args({100'000, 1024})
    ->Args({100'000, 1})
    ->Args({1'000'000, 1024})
    ->Unit(benchmark::kMillisecond);

/// One event at a time at a million a second, from when it was to arrive until its signals are
/// there: who is late makes those behind wait.
void latency(Setup& s, double rate) {
  Session session = s.fresh();
  session::Changes changes;
  std::vector<std::int64_t> waits, costs;
  waits.reserve(s.events.size());
  costs.reserve(s.events.size());
  const double gap = 1e9 / rate;
  const Clock::time_point begin = Clock::now();
  for (std::size_t i = 0; i < s.events.size(); ++i) {
    const auto due =
        begin + std::chrono::nanoseconds(static_cast<std::int64_t>(gap * static_cast<double>(i)));
    while (Clock::now() < due) {
    }
    const Clock::time_point start = Clock::now();
    session.add(s.events[i]);
    const bool is_last_of_instant =
        i + 1 == s.events.size() || s.events[i + 1].time != s.events[i].time;
    if (is_last_of_instant && !session.advance(s.events[i].time, changes)) return;
    const Clock::time_point end = Clock::now();
    waits.push_back((end - due).count());
    costs.push_back((end - start).count());
  }
  const auto quantile = [](std::vector<std::int64_t>& all, double q) {
    const auto nth = static_cast<std::ptrdiff_t>(q * static_cast<double>(all.size() - 1));
    std::ranges::nth_element(all, all.begin() + nth);
    return all[static_cast<std::size_t>(nth)];
  };
  for (auto [name, all] :
       {std::pair("one event, with its advance", &costs), std::pair("from its arrival", &waits)}) {
    fmt::print("at {:.0f} events/s, {}: p50 {} ns, p99 {} ns, p99.9 {} ns\n", rate, name,
               quantile(*all, 0.5), quantile(*all, 0.99), quantile(*all, 0.999));
  }
}

}  // namespace
}  // namespace sla::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  if (!sla::bench::is_right(100'000)) return 1;
  sla::bench::latency(sla::bench::setup(100'000), 1e6);
  return 0;
}
