// A second, naive computation: minutes are walked one by one over the slow calendar, and the step
// happens in the first running minute in which the share is used.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "runtime/actions/testing.h"
#include "runtime/time/slow_calendar.h"

namespace sla::actions::testing {
namespace {

using time::testing::SlowCalendar;
using time::testing::SlowClock;

constexpr std::string_view kBegin = "2026-10-16 00:00", kAsOf = "2026-11-12 00:00";

/// A clock's story: when it starts, which stretches are paused, when it stops.
struct Story {
  Instant start = 0;
  std::vector<Instant> turns;  ///< Paused and resumed by turns.
  Instant stop = time::kNever;
  std::int64_t quantity = 0;
  std::int64_t micro_percent = 0;
};

/// kNever: it has not happened by the as-of instant.
Instant slowly(const SlowCalendar& calendar, const Story& story, Instant begin, Instant as_of) {
  const std::vector<bool> none(static_cast<std::size_t>(calendar.minutes()), false);
  __extension__ using Wide = __int128;
  Wide used = 0;
  for (Instant t = story.start; t <= as_of && t < story.stop; ++t) {
    // From one turn, opening or closing to the next nothing changes: whole minutes may be taken.
    const bool paused = (std::ranges::upper_bound(story.turns, t) - story.turns.begin()) % 2 == 1;
    const Instant minute_end = begin + ((t - begin) / time::kMinute + 1) * time::kMinute;
    Instant next = minute_end;
    for (const Instant turn : story.turns) {
      if (turn > t) next = std::min(next, turn);
    }
    if (!paused) {
      const bool enough = used * 100 * 1'000'000 >= Wide{story.quantity} * story.micro_percent;
      if (enough) return t;
      const std::int64_t more = calendar.worked(t, next, none);
      if ((used + more) * 100'000'000 >= Wide{story.quantity} * story.micro_percent) {
        // Within this minute: microseconds are as long as they are worked.
        Wide missing = Wide{story.quantity} * story.micro_percent - used * 100'000'000;
        const auto micros = static_cast<std::int64_t>((missing + 99'999'999) / 100'000'000);
        const Instant place = t + micros;
        // At a turn or an end of it, the event comes first.
        const bool cut =
            place >= story.stop || std::ranges::find(story.turns, place) != story.turns.end();
        if (!cut) return place <= as_of ? place : time::kNever;
      }
      used += more;
    }
    t = next - 1;
  }
  return time::kNever;
}

TEST(Places, AgreeWithWalkingMinutes) {
  const std::string zone = "Europe/Berlin";
  const Instant begin = utc(kBegin), end = utc(kAsOf), as_of = end - 2 * time::kDay;
  const time::CalendarSpec specs[] = {
      time::testing::weekly(zone, time::kMondayToFriday,
                            {time::testing::hours(9, 12), time::testing::hours(13, 18)}),
      time::testing::weekly(zone, time::kEveryDay, {time::testing::hours(22, 6)}),
  };
  const SlowClock clock(zone, begin, end);
  const SlowCalendar slow[] = {SlowCalendar(specs[0], clock), SlowCalendar(specs[1], clock)};
  std::mt19937_64 random(20260302);
  const auto upto = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % n); };
  int happened = 0;
  for (int i = 0; i < 200; ++i) {
    const auto which = static_cast<std::size_t>(upto(2));
    Story story;
    story.quantity = 1 + upto(160 * 60) * kMinute + upto(2) * upto(kMinute);
    story.micro_percent = upto(2) ? upto(12) * 10'000'000 : upto(130'000'000);
    std::vector<Instant> times;
    const std::int64_t count = 1 + upto(7);
    for (std::int64_t k = 0; k < count; ++k) {
      times.push_back(begin + upto((as_of - begin) / (10 * kMinute)) * 10 * kMinute);
    }
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    story.start = times[0];
    story.turns.assign(times.begin() + 1, times.end());
    if (!story.turns.empty() && upto(2)) {
      story.stop = story.turns.back();
      story.turns.pop_back();
    }

    World w(kAsOf, business(story.quantity));
    w.inputs.as_of = as_of;
    w.clause().calendar = w.calendar(specs[which]);
    w.step(StepAt::percent, story.micro_percent);
    w.log.subjects.intern("L");
    w.log.time = times;
    w.log.owner.assign(times.size(), events::kNone);
    w.log.team.assign(times.size(), events::kNone);
    w.log.subject_begin = {0, times.size()};
    const auto mark = [&](MarkKind kind, Instant t, std::int64_t value) {
      verdicts::Mark made;
      made.kind = kind;
      made.value = value;
      made.event = static_cast<std::uint64_t>(std::ranges::find(times, t) - times.begin());
      w.outcome.marks.push_back(made);
    };
    mark(MarkKind::started, story.start, story.quantity);
    for (std::size_t k = 0; k < story.turns.size(); ++k) {
      mark(k % 2 == 0 ? MarkKind::paused : MarkKind::resumed, story.turns[k], 0);
    }
    if (story.stop != time::kNever) mark(MarkKind::stopped, story.stop, 0);
    verdicts::Row row;
    row.start = story.start;
    w.outcome.rows.push_back(row);

    const Actions actions = w.actions();
    const Instant expected = slowly(slow[which], story, begin, as_of);
    ASSERT_LE(actions.notices.size(), 1u);
    const bool sent = !actions.notices.empty() && actions.notices[0].state == NoticeState::sent;
    EXPECT_EQ(sent ? actions.notices[0].at : time::kNever, expected)
        << "case " << i << ": start " << time::format_utc(story.start) << ", quantity "
        << story.quantity << ", share " << story.micro_percent << ", turns " << story.turns.size();
    happened += sent ? 1 : 0;
  }
  // The cases are worth something only if steps happen in many of them, and do not in others.
  EXPECT_GT(happened, 50);
  EXPECT_LT(happened, 190);
}

}  // namespace
}  // namespace sla::actions::testing
