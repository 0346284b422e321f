// What the headers add to sla.h: ownership, errors, policies that are swapped while in use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "vectors.h"

namespace sla::testing {
namespace {

using ::testing::HasSubstr;

const char* const kPolicy = SLA_VECTORS "/speed-to-lead/policy.so";
const char* const kOther = SLA_VECTORS "/two-segments/policy.so";

Time at(const std::string& text) { return time_of(text); }

sla_status status_of(const std::string& path) {
  try {
    Policy::open(path);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(path));
    return error.status();
  }
  return SLA_OK;
}

TEST(Policy, SaysWhatItIs) {
  const Policy policy = Policy::open(kPolicy);
  EXPECT_STREQ(policy.info().title, "Speed to lead");
  EXPECT_EQ(std::string(policy.info().semantic_hash).size(), 64U);
  EXPECT_EQ(policy.record("lead"), 0);
  EXPECT_EQ(policy.record("invoice"), std::nullopt);
  EXPECT_TRUE(policy.event_code("demo_request").has_value());
  EXPECT_FALSE(policy.event_code("demo request").has_value());
  EXPECT_TRUE(policy.field("employees").has_value());
}

TEST(Policy, WhatCannotBeOpenedIsAnErrorThatNamesTheFile) {
  EXPECT_EQ(status_of("/nowhere/policy.so"), SLA_UNREADABLE);
  const std::string junk = ::testing::TempDir() + "junk-policy.so";
  std::ofstream(junk) << "not a library";
  EXPECT_EQ(status_of(junk), SLA_UNREADABLE);
}

TEST(Policy, CopiesShareIt) {
  std::optional<Policy> first = Policy::open(kPolicy);
  const Policy second = *first;
  first.reset();
  EXPECT_STREQ(second.info().title, "Speed to lead");
}

class Sessions : public ::testing::Test {
 protected:
  const Policy policy_ = Policy::open(kPolicy);
  Session session_{policy_};
};

// 2026-03-02 is a Monday; the hour of first_contact runs in the lead's zone, here Chicago's.
TEST_F(Sessions, WhatIsDueOnALeadAndWhenThatCanChange) {
  session_.event(Event("D-1", "demo_request", at("2026-03-02T16:00:00Z"))
                     .value("time_zone", "America/Chicago")
                     .value("employees", "50")
                     .value("plan", "team"));
  const Changes changes = session_.advance(at("2026-03-02T16:01:00Z"));
  ASSERT_FALSE(changes.empty());
  for (const Change& change : changes) EXPECT_FALSE(change.correction());

  const Dues dues = session_.due("D-1");
  ASSERT_FALSE(dues.empty());
  // An owner in two minutes.
  EXPECT_EQ(dues[0].clause(), "assignment");
  EXPECT_EQ(dues[0].due(), at("2026-03-02T16:02:00Z"));
  EXPECT_EQ(dues[0].left(), std::chrono::seconds(60));
  ASSERT_TRUE(dues.next_change().has_value());
  // Breached means that the time is exceeded.
  EXPECT_LE(*dues.next_change(), at("2026-03-02T16:02:00.000001Z"));
  EXPECT_GT(*dues.next_change(), at("2026-03-02T16:01:00Z"));
  EXPECT_TRUE(session_.due("D-2").empty());
}

TEST_F(Sessions, WrongDataIsAReceiptAndNoException) {
  EXPECT_EQ(session_.event(Event("D-1", "no_such_event", at("2026-03-02T16:00:00Z"))),
            Receipt::malformed);
  EXPECT_THAT(std::string(session_.message()), HasSubstr("no_such_event"));
  const Event good = Event("D-1", "demo_request", at("2026-03-02T16:00:00Z")).id("e1");
  EXPECT_EQ(session_.event(good), Receipt::taken);
  EXPECT_EQ(session_.message(), "");
  EXPECT_EQ(session_.event(good), Receipt::repeated);
  EXPECT_EQ(session_.event(Event("D-1", "waiting", at("2026-03-02T16:00:00Z")).id("e1")),
            Receipt::conflicting);
  EXPECT_EQ(session_.fact_count(), 1U);
}

TEST_F(Sessions, TheClockDoesNotGoBack) {
  session_.advance(at("2026-03-02T16:00:00Z"));
  try {
    session_.advance(at("2026-03-02T15:00:00Z"));
    FAIL() << "it went back";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), SLA_REFUSED);
  }
  EXPECT_EQ(session_.now(), at("2026-03-02T16:00:00Z"));
}

TEST_F(Sessions, DamagedSnapshotsAreErrors) {
  session_.event(Event("D-1", "demo_request", at("2026-03-02T16:00:00Z")));
  session_.advance(at("2026-03-02T16:01:00Z"));
  const std::vector<std::uint8_t> good = session_.snapshot();
  EXPECT_EQ(Session::restore(policy_, good).fact_count(), 1U);
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, good.size() / 2, good.size() - 1}) {
    const std::vector<std::uint8_t> cut(good.begin(),
                                        good.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THROW(Session::restore(policy_, cut), Error) << size;
  }
  std::vector<std::uint8_t> changed = good;
  changed[good.size() / 2] ^= 1;
  EXPECT_THROW(Session::restore(policy_, changed), Error);
  EXPECT_THROW(Session::restore(Policy::open(kOther), good), Error);
}

TEST_F(Sessions, OutliveThePolicyTheyWereMadeOf) {
  std::optional<Policy> policy = Policy::open(kOther);
  Session session(*policy);
  policy.reset();
  EXPECT_EQ(session.event(Event("F-1", "inquiry", at("2026-03-02T16:00:00Z"))), Receipt::taken);
  EXPECT_NO_THROW(session.advance(at("2026-03-03T16:00:00Z")));
}

TEST(Histories, AreJudgedOnce) {
  const Policy policy = Policy::open(kPolicy);
  History history(policy);
  TextTable events({"lead_id", "ts", "event", "employees"});
  events.add({"D-1", "2026-03-02T16:00:00Z", "demo_request", "50"});
  history.add_events(std::move(events).stream());
  const Outcome outcome = history.judge(at("2026-03-03T00:00:00Z"));
  EXPECT_FALSE(rows_of(outcome.verdicts()).empty());
  EXPECT_THROW(history.judge(at("2026-03-03T00:00:00Z")), Error);
}

TEST(Histories, AMissingColumnIsNamed) {
  History history(Policy::open(kPolicy));
  TextTable events({"lead_id", "event"});
  try {
    history.add_events(std::move(events).stream());
    FAIL() << "it was read without a time";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), SLA_BAD_DATA);
    EXPECT_THAT(error.what(), HasSubstr("ts"));
  }
}

TEST(TextTable, EveryRowHasEveryCell) {
  TextTable table({"a", "b"});
  EXPECT_THROW(table.add({"1"}), std::invalid_argument);
  table.add({"1", ""});
  table.add({"", "ö"});
  const std::vector<Row> expected = {{{"a", "1"}, {"b", nullptr}}, {{"a", nullptr}, {"b", "ö"}}};
  EXPECT_EQ(rows_of(std::move(table).stream()), expected);
}

TEST(ArrowStream, IsReleasedOnce) {
  static int released = 0;
  ArrowArrayStream raw{};
  raw.release = [](ArrowArrayStream* self) {
    ++released;
    self->release = nullptr;
  };
  {
    ArrowStream first(&raw);
    EXPECT_EQ(raw.release, nullptr);
    ArrowStream second = std::move(first);
    EXPECT_TRUE(first.empty());  // NOLINT: what is left of it is the point.
    first = std::move(second);
  }
  EXPECT_EQ(released, 1);
}

TEST(List, StepsAsFarAsTheLibrarySays) {
  // A newer library's items may be larger than ours.
  struct Wider {
    sla_due due;
    std::int64_t added;
  };
  Wider wide[2]{};
  wide[0].due.cycle = 1;
  wide[1].due.cycle = 2;
  const List<Due, sla_due> list(&wide[0].due, 2, sizeof(Wider));
  std::vector<std::uint64_t> cycles;
  for (const Due& due : list) cycles.push_back(due.cycle());
  EXPECT_EQ(cycles, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(list[1].cycle(), 2U);
}

// One path, whose file is replaced by renaming: the way that policies are deployed.
TEST(PolicyHandle, IsSwappedWhileOthersJudge) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(::testing::TempDir()) / "sla-cpp-swap";
  fs::create_directories(folder);
  const fs::path path = folder / "policy.so";
  const auto deploy = [&](const char* from) {
    fs::copy_file(from, folder / "next.so", fs::copy_options::overwrite_existing);
    fs::rename(folder / "next.so", path);
  };
  deploy(kPolicy);
  PolicyHandle handle(Policy::open(path.string()));

  std::atomic<bool> done = false;
  std::atomic<int> judged = 0;
  std::vector<std::thread> threads;
  for (int worker = 0; worker < 2; ++worker) {
    threads.emplace_back([&] {
      while (!done) {
        const std::shared_ptr<const Policy> policy = handle.get();
        const bool first = std::string_view(policy->info().title) == "Speed to lead";
        Session session(*policy);
        session.event(Event("L-1", first ? "demo_request" : "inquiry", at("2026-03-02T16:00:00Z")));
        session.advance(at("2026-03-02T18:00:00Z"));
        EXPECT_EQ(session.fact_count(), 1U);
        ++judged;
      }
    });
  }
  for (int swap = 0; swap < 20 || judged < 20; ++swap) {
    const bool other = swap % 2 == 0;
    deploy(other ? kOther : kPolicy);
    handle.swap(path.string());
    EXPECT_STREQ(handle.get()->info().title,
                 other ? "Two segments, one lifecycle" : "Speed to lead");
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  fs::remove_all(folder);
}

bool mapped(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find(path) != std::string::npos) return true;
  }
  return false;
}

TEST(PolicyHandle, TheOldPolicyIsUnloadedWithItsLastUser) {
  namespace fs = std::filesystem;
  const fs::path path = fs::path(::testing::TempDir()) / "sla-cpp-unloaded.so";
  fs::copy_file(kPolicy, path, fs::copy_options::overwrite_existing);
  PolicyHandle handle(Policy::open(path.string()));
  std::unique_ptr<Session> session;
  session = std::make_unique<Session>(*handle.get());
  EXPECT_TRUE(mapped(path.string()));
  EXPECT_STREQ(handle.swap(std::string(kOther))->info().title, "Speed to lead");
  EXPECT_TRUE(mapped(path.string())) << "a session uses it";
  session.reset();
  EXPECT_FALSE(mapped(path.string()));
  handle.unload();
  EXPECT_EQ(handle.get(), nullptr);
  fs::remove(path);
}

TEST(PolicyHandle, KeepsThePolicyWhenTheNextCannotBeOpened) {
  PolicyHandle handle(Policy::open(kPolicy));
  EXPECT_THROW(handle.swap(std::string("/nowhere/policy.so")), Error);
  EXPECT_STREQ(handle.get()->info().title, "Speed to lead");
}

}  // namespace
}  // namespace sla::testing
