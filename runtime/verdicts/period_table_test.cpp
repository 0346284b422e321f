#include "runtime/verdicts/period_table.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "runtime/time/zone.h"

namespace sla::verdicts {
namespace {

time::Instant at(const char* text) { return time::parse_instant(text, time::Zone::utc())->instant; }

events::Log log_of(std::vector<time::Instant> times) {
  events::Log log;
  log.time = std::move(times);
  return log;
}

// What generated code does: the last entry that has begun.
std::int64_t period_in(const PeriodTable& table, time::Instant t) {
  const auto after = std::ranges::upper_bound(table.begin, t);
  return table.number[static_cast<std::size_t>(after - table.begin.begin()) - 1];
}

void expect_same_as_the_dates(const PeriodShape& shape, const char* zone_name, time::Instant from,
                              time::Instant to, time::Instant step) {
  const PeriodTable table = period_table(shape, zone_name, log_of({to, from}), to);
  ASSERT_EQ(table.begin.size(), table.number.size());
  EXPECT_TRUE(std::ranges::is_sorted(table.begin));
  const time::Zone zone = *time::Zone::find(zone_name);
  for (time::Instant t = from; t <= to; t += step) {
    ASSERT_EQ(period_in(table, t), period_of(shape, zone.date_of(t)))
        << zone_name << " " << time::format_utc(t);
  }
}

TEST(PeriodTable, AgreesWithTheDatesOfEveryZone) {
  for (const char* zone : {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut",
                           "Pacific/Apia", "Australia/Lord_Howe"}) {
    for (PeriodUnit unit : {PeriodUnit::day, PeriodUnit::week, PeriodUnit::month,
                            PeriodUnit::quarter, PeriodUnit::year}) {
      expect_same_as_the_dates({unit, 2}, zone, at("2011-10-01T00:00:00Z"),
                               at("2012-04-01T00:00:00Z"), 15 * time::kMinute);
    }
  }
}

// Newfoundland's clocks went back at 00:01, into the day before: its last hour came twice.
TEST(PeriodTable, LetsADayComeTwice) {
  const time::Instant from = at("2009-10-31T00:00:00Z"), to = at("2009-11-03T00:00:00Z");
  expect_same_as_the_dates({PeriodUnit::day, 1}, "America/St_Johns", from, to, 30 * time::kSecond);
  const PeriodTable table =
      period_table({PeriodUnit::day, 1}, "America/St_Johns", log_of({from, to}), to);
  EXPECT_FALSE(std::ranges::is_sorted(table.number));
}

TEST(PeriodTable, ChangesAtTheVeryInstant) {
  const time::Instant midnight = at("2026-02-28T23:00:00Z");  // In Berlin.
  const PeriodTable table =
      period_table({PeriodUnit::month, 1}, "Europe/Berlin",
                   log_of({midnight - time::kDay, midnight + time::kDay}), time::kNever);
  EXPECT_EQ(period_in(table, midnight), period_in(table, midnight - 1) + 1);
}

TEST(PeriodTable, EndsWhereItIsNotAskedAnyMore) {
  const PeriodTable table =
      period_table({PeriodUnit::day, 1}, "UTC", log_of({0, time::kMaxInstant}), 2 * time::kDay);
  EXPECT_EQ(table.number, (std::vector<std::int64_t>{0, 1, 2}));
}

TEST(PeriodTable, OfAWholeTermOrAnEmptyLogIsOnePeriod) {
  for (const PeriodTable& table : {period_table({PeriodUnit::whole_term, 1}, "UTC",
                                                log_of({0, time::kDay * 1000}), time::kNever),
                                   period_table({PeriodUnit::day, 1}, "UTC", log_of({}), 0)}) {
    EXPECT_EQ(table.number, std::vector<std::int64_t>{0});
    EXPECT_EQ(table.begin, std::vector<std::int64_t>{INT64_MIN});
  }
}

}  // namespace
}  // namespace sla::verdicts
