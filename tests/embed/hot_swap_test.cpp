// A policy is replaced while it is in use: what was judged with the old one goes on with it, and
// when nobody uses it any more it is gone from the process.

#include <atomic>
#include <thread>

#include "tests/embed/building.h"

namespace sla::embed {
namespace {

/// How many mappings of files of this name the process has.
int mappings(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  int count = 0;
  for (std::string line; std::getline(maps, line);) count += line.contains(path) ? 1 : 0;
  return count;
}

std::int64_t version_of(const sla_policy* policy) {
  sla_policy_info info = SLA_INIT(sla_policy_info);
  sla_policy_get_info(policy, &info, nullptr);
  return info.version;
}

/// How long the one clause of a policy gives, by asking what is due: in minutes.
std::int64_t minutes_given(sla_policy* policy) {
  sla_session* made = nullptr;
  if (sla_session_new(policy, nullptr, &made, nullptr) != SLA_OK) return -1;
  const Owned<sla_session> session(made);
  sla_event event = SLA_EVENT_INIT;
  event.subject = text("L-1");
  event.event = text("mql");
  event.time = INT64_C(1772442000000000);
  std::int32_t receipt = -1;
  sla_dues dues;
  if (sla_session_event(made, &event, &receipt, nullptr) != SLA_OK || receipt != SLA_TAKEN)
    return -2;
  if (sla_session_advance(made, event.time, nullptr, nullptr) != SLA_OK) return -3;
  if (sla_session_due(made, text("L-1"), &dues, nullptr) != SLA_OK || dues.count != 1) return -4;
  if (dues.next_change != dues.items[0].next_change) return -5;
  return dues.items[0].left / 60'000'000;
}

TEST(HotSwap, TheNewPolicyIsUsedAndTheOldOneUnloaded) {
  const std::string path = built_text(policy_text("1 hour", "1"), "swap");
  Owned<sla_policy> old = opened(path);
  ASSERT_NE(old, nullptr);
  EXPECT_EQ(minutes_given(old.get()), 60);
  EXPECT_GT(mappings("sla-embed-" + std::to_string(::getpid()) + "-swap.so"), 0);

  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0, rounds = 0;
  const auto use = [&](sla_policy* policy) {
    while (!stop || rounds < 20) {
      if (minutes_given(policy) != 60) ++wrong;
      ++rounds;
    }
    sla_policy_release(policy);
  };
  std::jthread one(use, sla_policy_retain(old.get())), two(use, sla_policy_retain(old.get()));

  // The same path, another file.
  built_text(policy_text("2 hours", "2"), "swap");
  Owned<sla_policy> next = opened(path);
  EXPECT_EQ(version_of(next.get()), 2);
  EXPECT_EQ(version_of(old.get()), 1);
  EXPECT_EQ(minutes_given(next.get()), 120);
  EXPECT_EQ(minutes_given(old.get()), 60);
  stop = true;
  one.join();
  two.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(rounds, 20);

  // The loader shows the old file as deleted once its name is another's.
  EXPECT_GT(mappings("swap.so (deleted)"), 0);
  old.reset();
  EXPECT_EQ(mappings("swap.so (deleted)"), 0);
  next.reset();
  EXPECT_EQ(mappings("swap.so"), 0);
}

TEST(HotSwap, ManySwapsLeaveNothingBehind) {
  const std::string even = built_text(policy_text("1 hour"), "even");
  const std::string odd = built_text(policy_text("30 minutes"), "odd");
  const std::string path = scratch("many.so");
  for (int swap = 0; swap < 200; ++swap) {
    write_file(path, read_file(swap % 2 == 0 ? even : odd));
    const Owned<sla_policy> policy = opened(path);
    ASSERT_EQ(minutes_given(policy.get()), swap % 2 == 0 ? 60 : 30) << swap;
  }
  EXPECT_EQ(mappings("many.so"), 0);
}

}  // namespace
}  // namespace sla::embed
