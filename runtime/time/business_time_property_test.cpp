// Random calendars, starts, targets and pauses around the awkward days of many zones, compared with
// the slow implementation, and the laws that must hold whatever the numbers are. Everything derives
// from a seed that a failure prints.

#include <cstdlib>
#include <random>
#include <sstream>

#include "runtime/time/slow_calendar.h"
#include "runtime/time/testing.h"

namespace sla::time {
namespace {

using namespace testing;

struct Scene {
  const char* zone;
  const char* from;  ///< UTC date.
  int days;
};

// Each holds something that has broken a calendar: a change of clocks, a skipped or repeated day,
// an odd offset.
constexpr Scene kScenes[] = {
    {"Europe/Berlin", "2026-03-10", 40},       {"Europe/Berlin", "2026-10-08", 40},
    {"America/New_York", "2026-02-20", 40},    {"America/New_York", "2045-10-20", 40},
    {"Asia/Kolkata", "2026-03-01", 30},        {"Asia/Kathmandu", "1985-12-15", 35},
    {"Australia/Lord_Howe", "2026-03-20", 35}, {"Australia/Lord_Howe", "2026-09-20", 35},
    {"America/Sao_Paulo", "2017-10-01", 35},   {"America/Sao_Paulo", "2018-02-01", 35},
    {"Asia/Beirut", "2026-03-15", 30},         {"Asia/Beirut", "2026-10-15", 30},
    {"Pacific/Apia", "2011-12-15", 35},        {"Pacific/Kwajalein", "1993-08-05", 35},
    {"Pacific/Kwajalein", "1969-09-15", 35},   {"America/St_Johns", "2010-10-25", 35},
    {"America/St_Johns", "2011-03-01", 35},    {"Africa/Casablanca", "2026-02-05", 60},
    {"Asia/Hong_Kong", "1979-10-05", 35},      {"Europe/Moscow", "2014-10-10", 35},
    {"Pacific/Chatham", "2026-03-20", 35},     {"Pacific/Chatham", "2026-09-15", 35},
    {"Africa/Cairo", "2023-04-15", 30},        {"America/Asuncion", "2023-09-20", 35},
    {"Europe/Dublin", "2040-10-15", 35},       {"Antarctica/Troll", "2026-03-15", 30},
};

constexpr int kCalendarsPerScene = 24;
constexpr int kStartsPerCalendar = 16;

using Random = std::mt19937_64;

std::int64_t pick(Random& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

MinuteWindow random_window(Random& random) {
  constexpr std::int32_t kNice[] = {0,   30,  60,  90,   120,  150,  180,
                                    360, 540, 780, 1020, 1260, 1380, 1410};
  const auto minute = [&] {
    return pick(random, 0, 2) == 0 ? static_cast<std::int32_t>(pick(random, 0, 1439))
                                   : kNice[pick(random, 0, std::size(kNice) - 1)];
  };
  const std::int32_t from = minute();
  switch (pick(random, 0, 5)) {
    case 0: return {from, 1440};
    case 1: return {from, from == 0 ? 1440 : from};  // 24 hours.
    default: return {from, std::max(1, minute())};   // May cross midnight.
  }
}

CalendarSpec random_spec(Random& random, const Scene& scene, Date first) {
  CalendarSpec spec;
  spec.zone = scene.zone;
  spec.always_open = pick(random, 0, 9) == 0;
  if (pick(random, 0, 4) == 0) {  // An ordinary split day.
    spec.weekly = {{kMondayToFriday, hours(9, 13)}, {kMondayToFriday, hours(14, 18)}};
  } else {
    for (std::int64_t n = pick(random, 1, 4); n > 0; --n) {
      spec.weekly.push_back(
          {static_cast<std::uint8_t>(pick(random, 1, 127)), random_window(random)});
    }
  }
  for (std::int64_t n = pick(random, 0, 6); n > 0; --n) {
    CalendarException exception{
        .date = first + static_cast<Date>(pick(random, 0, scene.days)), .windows = {}, .title = {}};
    for (std::int64_t w = pick(random, 0, 2); w > 0; --w)
      exception.windows.push_back(random_window(random));
    spec.exceptions.push_back(exception);
  }
  return spec;
}

std::string show(const CalendarSpec& spec) {
  std::ostringstream out;
  out << spec.zone << (spec.always_open ? " always" : "");
  for (const auto& w : spec.weekly) {
    out << " {" << int{w.weekdays} << ' ' << w.window.from_minute << '-' << w.window.to_minute
        << '}';
  }
  for (const auto& e : spec.exceptions) {
    out << " [" << format_date(e.date);
    for (const auto& w : e.windows) out << ' ' << w.from_minute << '-' << w.to_minute;
    out << ']';
  }
  return out.str();
}

Target random_target(Random& random) {
  switch (pick(random, 0, 4)) {
    case 0: return days(pick(random, 1, 6));
    case 1: return end_of_day(pick(random, 0, 4));
    case 2: return business(pick(random, 0, 10) * kHour);
    case 3: return business(pick(random, 0, 3000) * kMinute);
    default: return business(pick(random, 0, 40 * kHour));
  }
}

class BusinessTime : public ::testing::TestWithParam<Scene> {};

TEST_P(BusinessTime, AgreesWithTheSlowImplementation) {
  const Scene& scene = GetParam();
  const Instant from = at(scene.from, "UTC");
  const Instant to = from + scene.days * kDay;
  const SlowClock clock(scene.zone, from, to);
  int decided = 0;
  for (int c = 0; c < kCalendarsPerScene; ++c) {
    const auto seed = static_cast<std::uint64_t>(std::abs(from / kDay) * 1000 + c);
    Random random(seed);
    const CalendarSpec spec = random_spec(random, scene, static_cast<Date>(from / kDay));
    SCOPED_TRACE(::testing::Message() << "seed " << seed << " " << show(spec));
    const SlowCalendar slow(spec, clock);
    const auto fast = Calendar::build(spec, from - 9 * kDay, to + 9 * kDay);
    ASSERT_TRUE(fast.has_value());

    for (int s = 0; s < kStartsPerCalendar; ++s) {
      // Away from the edges, where the slow calendar cannot see the whole of a day.
      const bool on_minute = pick(random, 0, 2) != 0;
      const Instant start = from + 3 * kDay + pick(random, 0, (scene.days - 14) * 1440) * kMinute +
                            (on_minute ? 0 : pick(random, 0, kMinute - 1));
      std::vector<Pause> pauses;
      std::vector<bool> paused(static_cast<std::size_t>(slow.minutes()), false);
      const std::vector<bool> none = paused;
      std::int64_t minute = (start - from) / kMinute - 300;
      for (std::int64_t n = pick(random, 0, 4); n > 0; --n) {
        minute += pick(random, 0, 900);
        const std::int64_t length = pick(random, 0, 1500);
        pauses.push_back({from + minute * kMinute, from + (minute + length) * kMinute});
        for (std::int64_t m = minute; m < minute + length; ++m)
          paused[static_cast<std::size_t>(m)] = true;
      }
      const Target target = random_target(random);
      SCOPED_TRACE(::testing::Message()
                   << "start " << format_utc(start) << " kind " << static_cast<int>(target.kind)
                   << " amount " << target.amount << " pauses " << [&] {
                        std::string text;
                        for (const Pause& p : pauses)
                          text += format_utc(p.from) + ".." + format_utc(p.to) + " ";
                        return text;
                      }());

      const Instant stop = start + pick(random, 0, 5 * 1440) * kMinute;
      EXPECT_EQ(fast->between(start, stop), slow.worked(start, stop, none));
      EXPECT_EQ(elapsed(*fast, target.kind, start, stop, pauses), slow.worked(start, stop, paused));

      const Instant horizon = to - 3 * kDay;
      for (const bool with_pauses : {false, true}) {
        const Deadline expected = slow.deadline(start, target, with_pauses ? paused : none);
        const Deadline actual =
            deadline(*fast, start, target,
                     with_pauses ? std::span<const Pause>(pauses) : std::span<const Pause>());
        if (expected.due < horizon) {
          EXPECT_EQ(format_utc(actual.due), format_utc(expected.due))
              << "with pauses " << with_pauses;
          ++decided;
        }
        if (expected.breach < horizon) {
          EXPECT_EQ(format_utc(actual.breach), format_utc(expected.breach))
              << "with pauses " << with_pauses;
        }
      }
      if (HasFailure()) return;
    }
  }
  // Otherwise the scene tests nothing.
  EXPECT_GT(decided, kCalendarsPerScene * kStartsPerCalendar);
}

TEST_P(BusinessTime, ObeysItsLaws) {
  const Scene& scene = GetParam();
  const Instant from = at(scene.from, "UTC");
  const Instant to = from + scene.days * kDay;
  for (int c = 0; c < kCalendarsPerScene; ++c) {
    const auto seed = static_cast<std::uint64_t>(std::abs(from / kDay) * 1000 + 500 + c);
    Random random(seed);
    const CalendarSpec spec = random_spec(random, scene, static_cast<Date>(from / kDay));
    SCOPED_TRACE(::testing::Message() << "seed " << seed << " " << show(spec));
    const auto calendar = Calendar::build(spec, from, to);
    ASSERT_TRUE(calendar.has_value());
    const sla_calendar* table = calendar->table();
    const Target target = random_target(random);
    Instant t = from;
    const auto moved_local = [&](Instant start) {
      const Instant moved = calendar->next_open(start);
      return moved == kNever ? kNever : calendar->zone().to_local(moved);
    };
    Deadline before{.due = kMinInstant, .breach = kMinInstant};
    LocalTime local_before = INT64_MIN;
    while (t < to) {
      const std::int64_t b = sla_calendar_before(table, t);
      const Instant earliest = sla_calendar_earliest(table, b),
                    latest = sla_calendar_latest(table, b);
      ASSERT_LE(earliest, t);
      ASSERT_GE(latest, t);
      ASSERT_EQ(sla_calendar_before(table, earliest), b);
      if (latest != kNever) {
        ASSERT_EQ(sla_calendar_before(table, latest), b);
        ASSERT_EQ(latest, sla_calendar_next_open(table, t));
        ASSERT_EQ(sla_calendar_before(table, latest + 1), b + 1);
      }
      const Deadline now = deadline(*calendar, t, target);
      // A later start never has an earlier deadline, except that "the same local time" n days on is
      // earlier when the wall clock was put back between the two starts.
      const LocalTime local = moved_local(t);
      if (target.kind != TargetKind::kBusinessDays || local_before <= local) {
        ASSERT_LE(before.due, now.due) << format_utc(t);
        ASSERT_LE(before.breach, now.breach) << format_utc(t);
      }
      local_before = local;
      ASSERT_LE(now.due, now.breach) << format_utc(t);
      ASSERT_GE(now.due, t);
      if (now.breach != kNever) {
        const std::int64_t allowed = allowance(*calendar, t, target);
        ASSERT_EQ(elapsed(*calendar, target.kind, t, now.due), allowed);
        ASSERT_EQ(elapsed(*calendar, target.kind, t, now.breach), allowed);
        ASSERT_EQ(elapsed(*calendar, target.kind, t, now.breach + 1), allowed + 1);
      }
      const Instant next = t + pick(random, 1, 4 * kHour);
      ASSERT_LE(b, sla_calendar_before(table, next));
      before = now;
      t = next;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, BusinessTime, ::testing::ValuesIn(kScenes), [](const auto& info) {
  std::string name = std::string(info.param.zone) + "_" + std::string(info.param.from).substr(0, 7);
  for (char& c : name) {
    if (c == '/' || c == '-') c = '_';
  }
  return name;
});

}  // namespace
}  // namespace sla::time
