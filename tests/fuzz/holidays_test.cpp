// A file of holidays that was tampered with is refused with a reason and the line, or gives days
// within the years that the runtime knows.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/ics/ics.h"
#include "runtime/time/instant.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/watch.h"

namespace sla::fuzz {
namespace {

namespace fs = std::filesystem;

Material calendars() {
  Material material;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SLA_SOURCE_DIR) / "tests/golden/diagnostics/holidays"))
    material.seeds.push_back(read(entry.path()));
  material.pieces = {"BEGIN:VCALENDAR\r\n",
                     "END:VCALENDAR\r\n",
                     "BEGIN:VEVENT\r\n",
                     "END:VEVENT\r\n",
                     "DTSTART;VALUE=DATE:20260229\r\n",
                     "DTEND;VALUE=DATE:22001231\r\n",
                     "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n",
                     "RRULE:FREQ=WEEKLY;INTERVAL=0\r\n",
                     "RRULE:FREQ=YEARLY;BYDAY=-1MO\r\n",
                     "RRULE:FREQ=DAILY;COUNT=2147483647\r\n",
                     "EXDATE;VALUE=DATE:20260801\r\n",
                     "RECURRENCE-ID;VALUE=DATE:20250801\r\n",
                     "DURATION:P99999W\r\n",
                     "DURATION:-P1D\r\n",
                     "SUMMARY:\\",
                     ";TZID=Nowhere",
                     ":",
                     ";",
                     "\r\n ",
                     "RDATE;VALUE=PERIOD:1/2\r\n"};
  return material;
}

TEST(FuzzHolidays, AreReadOrRefused) {
  const Material material = calendars();
  ASSERT_FALSE(material.seeds.empty());
  std::uint64_t read_well = 0;
  const std::uint64_t count = cases(3000);
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count; ++seed) {
    Random random(seed);
    const std::string text = mutated(material, random);
    const Watch watch(text, ".ics");
    const auto days = sla_ics_provider()->read(text);
    EXPECT_LT(watch.seconds(), kLongestSeconds) << save(text, "slow", ".ics");
    if (!days) {
      EXPECT_FALSE(days.error().message.empty());
      EXPECT_GE(days.error().line, 1u);
      continue;
    }
    ++read_well;
    for (const ics::Day& day : days->days) {
      ASSERT_GE(day.date, time::days_from_civil(time::kMinYear, 1, 1))
          << save(text, "early", ".ics");
      ASSERT_LE(day.date, time::days_from_civil(time::kMaxYear + 2, 1, 1))
          << save(text, "late", ".ics");
    }
  }
  EXPECT_GT(read_well, count / 50) << "nearly everything is refused: the test says little";
}

}  // namespace
}  // namespace sla::fuzz
