// What threads may do at once by the rules of sla.h, done at once. That everybody is told the same
// is asserted here; that nobody races is what the thread sanitizer says.

#include <algorithm>
#include <atomic>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/embed/columns.h"

namespace sla::embed {
namespace {

constexpr std::int64_t kHour = INT64_C(3600000000), kDay = 24 * kHour;
constexpr std::int64_t kBegin = INT64_C(1772442000000000);  // 2026-03-02 09:00 UTC, a Monday.

struct Release {
  void operator()(sla_policy* policy) const { sla_policy_release(policy); }
  void operator()(sla_history* history) const { sla_history_free(history); }
  void operator()(sla_outcome* outcome) const { sla_outcome_free(outcome); }
  void operator()(sla_session* session) const { sla_session_free(session); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

std::string path_of(int version) {
  return std::string(SLA_POLICIES) + "/version" + std::to_string(version) + ".so";
}

Owned<sla_policy> opened(int version) {
  sla_policy* policy = nullptr;
  sla_error error = SLA_INIT(sla_error);
  EXPECT_EQ(sla_policy_open(path_of(version).c_str(), &policy, &error), SLA_OK) << error.message;
  return Owned<sla_policy>(policy);
}

sla_text text(std::string_view of) { return {of.data(), of.size()}; }
std::string text(sla_text of) { return of.size == 0 ? "" : std::string(of.data, of.size); }

/// Runs the work on several threads that begin together.
void at_once(int threads, const std::function<void(int)>& work) {
  std::atomic<int> ready = 0;
  std::vector<std::jthread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      ++ready;
      while (ready < threads) std::this_thread::yield();
      work(t);
    });
  }
}

struct Happening {
  std::string lead, event, owner;
  std::int64_t at = 0;
};

/// Some weeks of leads, in the order of time.
std::vector<Happening> happenings(int leads) {
  std::vector<Happening> all;
  for (int n = 0; n < leads; ++n) {
    const std::string lead = "L-" + std::to_string(n), owner = "rep " + std::to_string(n % 7);
    const std::int64_t at = kBegin + n * 3 * kHour;
    all.push_back({lead, "mql", owner, at});
    if (n % 3 != 0) all.push_back({lead, "call", owner, at + (n % 11) * kHour});
    if (n % 4 != 0) all.push_back({lead, "sal", owner, at + (n % 5) * kDay + 1});
    if (n % 5 == 0) all.push_back({lead, "won", owner, at + 9 * kDay});
  }
  std::ranges::stable_sort(all, {}, &Happening::at);
  return all;
}

Owned<sla_session> session_of(sla_policy* policy) {
  sla_session* made = nullptr;
  EXPECT_EQ(sla_session_new(policy, nullptr, &made, nullptr), SLA_OK);
  return Owned<sla_session>(made);
}

void tell(sla_session* session, const Happening& one) {
  sla_event event = SLA_EVENT_INIT;
  event.subject = text(one.lead);
  event.event = text(one.event);
  event.owner = text(one.owner);
  event.time = one.at;
  std::int32_t receipt = -1;
  EXPECT_EQ(sla_session_event(session, &event, &receipt, nullptr), SLA_OK);
  EXPECT_EQ(receipt, SLA_TAKEN);
}

std::string rows_of(sla_session* session) {
  sla_verdicts rows{};
  EXPECT_EQ(sla_session_rows(session, &rows, nullptr), SLA_OK);
  std::string said;
  for (std::size_t r = 0; r < rows.count; ++r) {
    const sla_verdict& row = rows.items[r];
    said += text(row.clause) + " " + text(row.subject) + " " + text(row.status_name) + " " +
            std::to_string(row.due) + "\n";
  }
  return said;
}

Owned<sla_session> taken_up(sla_session* session, sla_policy* policy) {
  const std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  EXPECT_EQ(sla_session_snapshot(session, &bytes, &size, nullptr), SLA_OK);
  sla_session* again = nullptr;
  EXPECT_EQ(sla_session_restore(policy, nullptr, bytes, size, &again, nullptr), SLA_OK);
  return Owned<sla_session>(again);
}

/// Everything told, day by day, stored and taken up again in the middle.
std::string lived(sla_policy* policy, const std::vector<Happening>& all) {
  Owned<sla_session> session = session_of(policy);
  std::int64_t day = kBegin;
  for (const Happening& one : all) {
    while (one.at > day) {
      EXPECT_EQ(sla_session_advance(session.get(), day, nullptr, nullptr), SLA_OK);
      if ((day - kBegin) % (4 * kDay) == 0) session = taken_up(session.get(), policy);
      day += kDay;
    }
    tell(session.get(), one);
  }
  EXPECT_EQ(sla_session_advance(session.get(), day + 20 * kDay, nullptr, nullptr), SLA_OK);
  return rows_of(session.get());
}

std::string written(std::int64_t at) {
  const std::time_t second = at / 1'000'000;
  std::tm parts{};
  gmtime_r(&second, &parts);
  char out[32];
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return out;
}

Table table_of(const std::vector<Happening>& all) {
  Table table{{"lead_id", "ts", "event", "owner"}, {}};
  for (const Happening& one : all)
    table.rows.push_back({one.lead, written(one.at), one.event, one.owner});
  return table;
}

/// Reads a table to its end; how many rows it has.
std::int64_t count(const sla_outcome* outcome, std::int32_t which) {
  ArrowArrayStream stream;
  EXPECT_EQ(sla_outcome_table(outcome, which, &stream, nullptr), SLA_OK);
  std::int64_t rows = 0;
  for (;;) {
    ArrowArray batch{};
    EXPECT_EQ(stream.get_next(&stream, &batch), 0);
    if (batch.release == nullptr) break;
    rows += batch.length;
    batch.release(&batch);
  }
  stream.release(&stream);
  return rows;
}

TEST(Threads, SessionsOnOnePolicyAreToldTheSame) {
  const Owned<sla_policy> policy = opened(1);
  const auto all = happenings(60);
  std::vector<std::string> said(4);
  at_once(4, [&](int t) { said[static_cast<std::size_t>(t)] = lived(policy.get(), all); });
  EXPECT_FALSE(said[0].empty());
  for (const std::string& other : said) EXPECT_EQ(other, said[0]);
}

TEST(Threads, ASessionMayWander) {
  const Owned<sla_policy> policy = opened(1);
  const auto all = happenings(60);
  Owned<sla_session> session = session_of(policy.get());
  std::mutex mutex;
  std::size_t next = 0;
  at_once(3, [&](int) {
    for (;;) {
      const std::lock_guard lock(mutex);
      if (next == all.size()) return;
      tell(session.get(), all[next]);
      EXPECT_EQ(sla_session_advance(session.get(), all[next].at, nullptr, nullptr), SLA_OK);
      ++next;
    }
  });
  EXPECT_EQ(sla_session_advance(session.get(), all.back().at + 20 * kDay, nullptr, nullptr),
            SLA_OK);
  const Owned<sla_session> alone = session_of(policy.get());
  for (const Happening& one : all) tell(alone.get(), one);
  EXPECT_EQ(sla_session_advance(alone.get(), all.back().at + 20 * kDay, nullptr, nullptr), SLA_OK);
  EXPECT_EQ(rows_of(session.get()), rows_of(alone.get()));
}

TEST(Threads, HistoriesOnOnePolicyAreJudgedAtOnceByThreadsOfTheirOwn) {
  const Owned<sla_policy> policy = opened(1);
  // More than one range of subjects, so that the pool has something to share.
  const auto all = happenings(9000);
  std::vector<std::int64_t> rows(2, -1), again(2, -1);
  at_once(2, [&](int t) {
    sla_history_options options = SLA_INIT(sla_history_options);
    options.threads = 3;
    sla_history* made = nullptr;
    ASSERT_EQ(sla_history_new(policy.get(), &options, &made, nullptr), SLA_OK);
    const Owned<sla_history> history(made);
    ArrowArrayStream events = stream_of(table_of(all));
    sla_error error = SLA_INIT(sla_error);
    ASSERT_EQ(sla_history_add_events(made, 0, &events, &error), SLA_OK) << error.message;
    sla_outcome* judged = nullptr;
    ASSERT_EQ(sla_history_judge(made, all.back().at + 20 * kDay, &judged, &error), SLA_OK)
        << error.message;
    const Owned<sla_outcome> outcome(judged);
    // Two threads read one outcome.
    const auto n = static_cast<std::size_t>(t);
    std::jthread other([&] { again[n] = count(judged, SLA_TABLE_VERDICTS); });
    rows[n] = count(judged, SLA_TABLE_VERDICTS);
    EXPECT_GE(count(judged, SLA_TABLE_ACTIONS), 1);
  });
  EXPECT_GT(rows[0], 9000);
  EXPECT_EQ(rows, again);
  EXPECT_EQ(rows[0], rows[1]);
}

TEST(Threads, PoliciesAreOpenedAndReleasedAtOnce) {
  at_once(4, [](int t) {
    for (int round = 0; round < 10; ++round) {
      const int version = 1 + (t + round) % 2;
      const Owned<sla_policy> policy = opened(version);
      sla_policy_info info = SLA_INIT(sla_policy_info);
      ASSERT_EQ(sla_policy_get_info(policy.get(), &info, nullptr), SLA_OK);
      EXPECT_EQ(info.version, version);
      EXPECT_NE(std::string(sla_policy_describe(policy.get())).find("Embedded"), std::string::npos);
    }
  });
}

/// The policy in use, as a service would keep it: readers take a reference, a swap puts another.
class Current {
 public:
  explicit Current(sla_policy* policy) : policy_(policy) {}
  Owned<sla_policy> get() {
    const std::lock_guard lock(mutex_);
    return Owned<sla_policy>(sla_policy_retain(policy_.get()));
  }
  void put(Owned<sla_policy> next) {
    const std::lock_guard lock(mutex_);
    policy_.swap(next);
  }

 private:
  std::mutex mutex_;
  Owned<sla_policy> policy_;
};

TEST(Threads, APolicyIsReplacedWhileOthersUseIt) {
  const auto all = happenings(12);
  const std::string expected = lived(opened(1).get(), all);
  {
    Current current(opened(1).release());
    std::atomic<bool> stop = false;
    std::atomic<int> lives = 0;
    std::vector<std::jthread> users;
    for (int t = 0; t < 3; ++t) {
      users.emplace_back([&] {
        while (!stop || lives < 6) {
          EXPECT_EQ(lived(current.get().get(), all), expected);
          ++lives;
        }
      });
    }
    for (int swap = 0; swap < 20; ++swap) current.put(opened(1 + swap % 2));
    stop = true;
  }
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    EXPECT_EQ(line.find(SLA_POLICIES), std::string::npos) << "still loaded: " << line;
}

}  // namespace
}  // namespace sla::embed
