#include "compiler/driver/review.h"

#include <gtest/gtest.h>

#include "runtime/time/zone.h"

namespace sla::driver {
namespace {

using agreement::PeriodUnit;
using time::days_from_civil;

agreement::Agreement quarterly(int first_month = 1) {
  agreement::Agreement made;
  made.zone = "America/New_York";
  made.review = agreement::Period{PeriodUnit::quarter, first_month};
  const time::Zone zone = *time::Zone::find(made.zone);
  made.has_term = true;
  made.term_begin = zone.start_of(days_from_civil(2026, 1, 1));
  made.term_end = zone.start_of(days_from_civil(2027, 1, 1));
  return made;
}

Reviews on(const agreement::Agreement& agreement, int year, unsigned month, unsigned day) {
  const time::Zone zone = *time::Zone::find(agreement.zone);
  return reviews_of(agreement, zone.start_of(days_from_civil(year, static_cast<int>(month),
                                                             static_cast<int>(day))));
}

TEST(Reviews, BeginWithTheSecondPeriodOfTheTerm) {
  const Reviews reviews = on(quarterly(), 2026, 2, 10);
  EXPECT_EQ(reviews.last, std::nullopt);
  EXPECT_EQ(reviews.next, days_from_civil(2026, 4, 1));
}

TEST(Reviews, AreDueOnTheFirstDayOfAPeriod) {
  const Reviews reviews = on(quarterly(), 2026, 7, 1);
  EXPECT_EQ(reviews.last, days_from_civil(2026, 7, 1));
  EXPECT_EQ(reviews.next, days_from_civil(2026, 10, 1));
}

TEST(Reviews, BeforeTheTermTheFirstOneIsAhead) {
  const Reviews reviews = on(quarterly(), 2025, 6, 1);
  EXPECT_EQ(reviews.last, std::nullopt);
  EXPECT_EQ(reviews.next, days_from_civil(2026, 4, 1));
}

TEST(Reviews, EndWithTheTerm) {
  EXPECT_EQ(on(quarterly(), 2026, 12, 1).next, days_from_civil(2027, 1, 1));
  const Reviews after = on(quarterly(), 2027, 5, 1);
  EXPECT_EQ(after.last, days_from_civil(2027, 1, 1));
  EXPECT_EQ(after.next, std::nullopt);
}

TEST(Reviews, FollowTheFiscalYear) {
  const Reviews reviews = on(quarterly(2), 2026, 6, 1);
  EXPECT_EQ(reviews.last, days_from_civil(2026, 5, 1));
  EXPECT_EQ(reviews.next, days_from_civil(2026, 8, 1));
}

TEST(Reviews, AreNoneWhereNoneIsAgreed) {
  agreement::Agreement silent = quarterly();
  silent.review.reset();
  EXPECT_EQ(on(silent, 2026, 7, 1).next, std::nullopt);
}

}  // namespace
}  // namespace sla::driver
