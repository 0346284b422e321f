// Days of a service in minutes: leads live their courses, events arrive late, twice and are taken
// back, the policy is replaced again and again, by the same agreement built anew (sessions are
// stored and taken up) and by another version (new leads go to a new session, the old one drains).
// Every second lead is of a session that never ends and forgets. Memory is looked at once a
// simulated day, and has to stay where it was after the warm-up.
//
//   soak [--days N] [--leads PER_DAY] [--swap HOURS] [--keep] VERSION1.so VERSION2.so
//
// `--keep` keeps every session that should be freed, to show that growth is noticed.

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <list>
#include <memory>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include "runtime/abi/sla.h"

namespace {

constexpr std::int64_t kMinute = INT64_C(60000000), kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kBegin = INT64_C(1772409600000000);  // 2026-03-02 00:00 UTC.
constexpr std::int64_t kTick = 30 * kMinute, kLateness = kDay, kRetention = 5 * kDay;

struct Options {
  int days = 365, leads = 200, swap_hours = 6;
  bool keep = false;
  std::vector<std::string> policies;
};

[[noreturn]] void fail(const std::string& what, const char* why) {
  std::fprintf(stderr, "soak: %s: %s\n", what.c_str(), why);
  std::exit(1);
}

sla_error problem = SLA_INIT(sla_error);
void need(sla_status status, const char* what) {
  if (status != SLA_OK) fail(what, problem.message);
}

struct Release {
  void operator()(sla_policy* policy) const { sla_policy_release(policy); }
  void operator()(sla_session* session) const { sla_session_free(session); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

Owned<sla_policy> opened(const std::string& path) {
  sla_policy* policy = nullptr;
  need(sla_policy_open(path.c_str(), &policy, &problem), path.c_str());
  return Owned<sla_policy>(policy);
}

sla_session_options session_options() {
  sla_session_options options = SLA_INIT(sla_session_options);
  options.lateness = kLateness;
  options.retention = kRetention;
  return options;
}

/// A session with how many leads of it are still to be heard of.
struct Living {
  Owned<sla_policy> policy;
  Owned<sla_session> session;
  std::int64_t leads = 0;
};

/// Something that will be told at an instant, and happened at or before it.
struct Telling {
  std::int64_t told = 0, at = 0;
  std::uint64_t number = 0;  ///< Of the event.
  std::uint64_t lead = 0;
  const char* event = "";
  bool is_retraction = false, is_last = false;
  std::list<Living>::iterator to;
  bool operator>(const Telling& other) const {
    return std::pair(told, number) > std::pair(other.told, other.number);
  }
};

struct Counts {
  std::uint64_t events = 0, changes = 0, actions = 0, corrections = 0, swaps = 0, taken_up = 0;
};

class Soak {
 public:
  explicit Soak(const Options& options) : options_(options), random_(1) {
    begin_session(opened(options_.policies[0]));  // The one that never ends.
    begin_session(opened(options_.policies[0]));
  }

  /// Lives one day, and swaps on the way.
  void day(int number) {
    const std::int64_t begin = kBegin + number * kDay;
    for (int n = 0; n < options_.leads; ++n) plan_lead(begin + below(kDay));
    for (std::int64_t now = begin + kTick; now <= begin + kDay; now += kTick) {
      tell_until(now);
      for (Living& living : sessions_) advance(living, now);
      retire();
      if ((now - kBegin) % (options_.swap_hours * kHour) == 0) swap();
    }
  }

  const Counts& counts() const { return counts_; }
  std::size_t sessions() const { return sessions_.size(); }

 private:
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit));
  }

  void begin_session(Owned<sla_policy> policy) {
    const sla_session_options options = session_options();
    sla_session* made = nullptr;
    need(sla_session_new(policy.get(), &options, &made, &problem), "session");
    sessions_.push_back({std::move(policy), Owned<sla_session>(made), 0});
  }

  /// A lead with its course: entered, called or not, accepted, held, won or lost. Some of it is
  /// told late, twice, or taken back.
  void plan_lead(std::int64_t at) {
    const auto to = below(2) == 0 ? sessions_.begin() : std::prev(sessions_.end());
    const std::uint64_t lead = ++leads_;
    ++to->leads;
    std::vector<std::pair<const char*, std::int64_t>> course = {{"mql", at}};
    course.emplace_back("call", at + below(12 * kHour));
    if (below(8) == 0) {
      course.emplace_back("held", at + below(kHour));
      course.emplace_back("resumed", at + 2 * kHour + below(kDay));
    }
    course.emplace_back("sal", at + below(3 * kDay));
    course.emplace_back(below(2) == 0 ? "won" : "lost", at + 3 * kDay + below(4 * kDay));
    for (std::size_t e = 0; e < course.size(); ++e) {
      Telling one{course[e].second, course[e].second, ++events_, lead, course[e].first, {}, {}, to};
      if (below(10) == 0) one.told += below(kLateness - 2 * kTick);
      one.is_last = e + 1 == course.size();
      if (one.is_last) one.told += kLateness;  // After everything else of the lead.
      if (one.is_last) one.at = one.told;
      ahead_.push(one);
      if (one.is_last || below(12) != 0) continue;
      Telling more = one;
      more.told += kMinute;
      // Else it is only repeated. Without its call a lead would be open for ever.
      more.is_retraction = std::strcmp(one.event, "mql") == 0 && below(2) == 0;
      ahead_.push(more);
    }
  }

  void tell_until(std::int64_t now) {
    for (; !ahead_.empty() && ahead_.top().told <= now; ahead_.pop()) {
      const Telling& one = ahead_.top();
      tell(one);
      if (one.is_last) --one.to->leads;
    }
  }

  void tell(const Telling& one) {
    char subject[32], id[32], owner[32];
    const auto text = [](const char* of) { return sla_text{of, std::strlen(of)}; };
    std::snprintf(subject, sizeof subject, "L-%llu", static_cast<unsigned long long>(one.lead));
    std::snprintf(id, sizeof id, "e%llu", static_cast<unsigned long long>(one.number));
    std::snprintf(owner, sizeof owner, "rep %llu", static_cast<unsigned long long>(one.lead % 23));
    sla_event event = SLA_EVENT_INIT;
    event.subject = text(subject);
    event.id = text(id);
    event.time = one.at;
    if (one.is_retraction) {
      event.kind = SLA_FACT_RETRACTION;
    } else {
      event.event = text(one.event);
      event.owner = text(owner);
    }
    std::int32_t receipt = -1;
    need(sla_session_event(one.to->session.get(), &event, &receipt, &problem), "event");
    if (receipt != SLA_TAKEN && receipt != SLA_REPEATED && receipt != SLA_CONFLICTING)
      fail("event", receipt == SLA_TOO_LATE ? "it was too late" : problem.message);
    ++counts_.events;
  }

  void advance(Living& living, std::int64_t now) {
    sla_changes changes{};
    need(sla_session_advance(living.session.get(), now, &changes, &problem), "advance");
    for (std::size_t c = 0; c < changes.count; ++c) {
      const auto* change = reinterpret_cast<const sla_change*>(
          reinterpret_cast<const char*>(changes.items) + c * changes.item_size);
      ++counts_.changes;
      counts_.actions += change->kind == SLA_CHANGE_ACTION ? 1 : 0;
      counts_.corrections += change->correction != 0 ? 1 : 0;
    }
  }

  /// Sessions that take no new leads end with the last of theirs.
  void retire() {
    for (auto living = std::next(sessions_.begin()); living != std::prev(sessions_.end());) {
      const auto next = std::next(living);
      if (living->leads == 0) {
        if (options_.keep) kept_.splice(kept_.end(), sessions_, living);
        else sessions_.erase(living);
      }
      living = next;
    }
  }

  /// Every second time another version, else the same one built anew: a file of its own, as a
  /// deployment would put it in place.
  void swap() {
    ++counts_.swaps;
    if (counts_.swaps % 2 == 0) {
      version_ = 1 - version_;
      begin_session(opened(options_.policies[version_]));
      return;
    }
    take_up(sessions_.front(), options_.policies[0]);
    take_up(sessions_.back(), options_.policies[version_]);
    ++counts_.taken_up;
  }

  void take_up(Living& living, const std::string& path) {
    Owned<sla_policy> next = opened(path);
    const std::uint8_t* data = nullptr;
    std::size_t size = 0;
    need(sla_session_snapshot(living.session.get(), &data, &size, &problem), "snapshot");
    const sla_session_options options = session_options();
    sla_session* made = nullptr;
    need(sla_session_restore(next.get(), &options, data, size, &made, &problem), "restore");
    if (sla_session_fact_count(made) != sla_session_fact_count(living.session.get()))
      fail("restore", "the session has other facts than were stored");
    living.session.reset(made);
    living.policy = std::move(next);
  }

  const Options& options_;
  std::mt19937_64 random_;
  std::list<Living> sessions_, kept_;
  std::priority_queue<Telling, std::vector<Telling>, std::greater<>> ahead_;
  std::uint64_t leads_ = 0, events_ = 0;
  std::size_t version_ = 0;
  Counts counts_;
};

struct Sample {
  double resident = 0, heap = 0;  ///< MB.
};

Sample sample() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0, resident = 0;
  statm >> size >> resident;
  const auto info = mallinfo2();
  return {static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / 1e6,
          static_cast<double>(info.uordblks + info.hblkhd) / 1e6};
}

double mean(const std::vector<Sample>& of, std::size_t first, std::size_t last,
            double Sample::*which) {
  double sum = 0;
  for (std::size_t s = first; s < last; ++s) sum += of[s].*which;
  return sum / static_cast<double>(last - first);
}

/// Whether the last third of what follows the warm-up needs no more than the first.
bool is_flat(const std::vector<Sample>& samples, std::size_t warm, const char* name,
             double Sample::*which) {
  const std::size_t third = (samples.size() - warm) / 3;
  const double early = mean(samples, warm, warm + third, which);
  const double late = mean(samples, samples.size() - third, samples.size(), which);
  const bool flat = late <= early * 1.05 + 1;
  std::printf("soak: %s: %.1f MB after the warm-up, %.1f MB at the end: %s\n", name, early, late,
              flat ? "flat" : "it grows");
  return flat;
}

Options options_of(int argc, char** argv) {
  Options options;
  for (int a = 1; a < argc; ++a) {
    const std::string word = argv[a];
    const auto number = [&] { return a + 1 < argc ? std::atoi(argv[++a]) : 0; };
    if (word == "--days") options.days = number();
    else if (word == "--leads") options.leads = number();
    else if (word == "--swap") options.swap_hours = number();
    else if (word == "--keep") options.keep = true;
    else options.policies.push_back(word);
  }
  if (options.policies.size() != 2 || options.days < 40 || options.leads < 1 ||
      options.swap_hours < 1)
    fail("usage", "soak [--days 40...] [--leads N] [--swap HOURS] [--keep] V1.so V2.so");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  const auto begin = std::chrono::steady_clock::now();
  Soak soak(options);
  std::vector<Sample> samples;
  for (int day = 0; day < options.days; ++day) {
    soak.day(day);
    samples.push_back(sample());
    if (day % 30 == 29)
      std::printf("soak: day %d: %.1f MB resident, %.1f MB of heap, %zu sessions\n", day + 1,
                  samples.back().resident, samples.back().heap, soak.sessions());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const Counts& all = soak.counts();
  std::printf(
      "soak: %d days in %.1f s: %llu events, %llu changes (%llu actions, %llu corrections), %llu "
      "swaps, %llu of them with a session stored and taken up\n",
      options.days, took.count(), static_cast<unsigned long long>(all.events),
      static_cast<unsigned long long>(all.changes), static_cast<unsigned long long>(all.actions),
      static_cast<unsigned long long>(all.corrections), static_cast<unsigned long long>(all.swaps),
      static_cast<unsigned long long>(all.taken_up));
  if (all.actions == 0 || all.corrections == 0 || all.taken_up == 0)
    fail("nothing", "a soak without actions, corrections and swaps shows nothing");
  // A lead lives a week, and is forgotten a week later.
  const std::size_t warm = 20;
  const bool heap = is_flat(samples, warm, "heap", &Sample::heap);
  const bool resident = is_flat(samples, warm, "resident", &Sample::resident);
  return heap && resident ? 0 : 1;
}
