#include "runtime/time/zone.h"

#include <cstdlib>
#include <ctime>

#include "runtime/time/posix_rule.h"
#include "runtime/time/slow_calendar.h"
#include "runtime/time/testing.h"
#include "runtime/time/zone_table.h"

namespace sla::time {
namespace {

using namespace testing;

std::int64_t c_library_offset(Instant t) {
  const std::time_t seconds = static_cast<std::time_t>(t / kSecond);
  std::tm tm{};
  localtime_r(&seconds, &tm);
  return tm.tm_gmtoff * kSecond;
}

TEST(Zone, AgreesWithTheCLibraryInEveryZone) {
  int checked = 0;
  for (const std::string& name : zone_names()) {
    const LocaltimeGuard guard(name);
    const Zone z = zone(name);
    for (Date date = days_from_civil(1971, 1, 1); date < days_from_civil(2200, 1, 1); date += 29) {
      const Instant t = date * kDay + 7 * kHour;
      ASSERT_EQ(z.to_local(t) - t, c_library_offset(t)) << name << " " << format_utc(t);
      ++checked;
    }
    for (const ZoneTransition& transition : z.transitions()) {
      if (transition.at < 0) continue;
      for (const Instant t : {transition.at - kSecond, transition.at}) {
        ASSERT_EQ(z.to_local(t) - t, c_library_offset(t)) << name << " " << format_utc(t);
      }
    }
  }
  EXPECT_GT(checked, 1'000'000);
}

TEST(Zone, ContinuesAfterTheLastTransitionOfItsFile) {
  EXPECT_EQ(format_local_with_zone(at("2100-07-01T12:00Z", "UTC"), zone("America/New_York")),
            "Thu 2100-07-01 08:00 EDT");
  EXPECT_EQ(format_local_with_zone(at("2199-01-01T12:00Z", "UTC"), zone("Australia/Lord_Howe")),
            "Tue 2199-01-01 23:00 +11");
}

TEST(Zone, LocalTimesThatDoNotExistAreTheTransition) {
  Resolution resolution{};
  const Zone berlin = zone("Europe/Berlin");
  const Instant t =
      berlin.to_utc(date("2026-03-29") * kDay + 2 * kHour + 30 * kMinute, &resolution);
  EXPECT_EQ(resolution, Resolution::kGap);
  EXPECT_EQ(format_utc(t), "2026-03-29T01:00:00Z");
  berlin.to_utc(date("2026-03-29") * kDay + 3 * kHour, &resolution);
  EXPECT_EQ(resolution, Resolution::kUnique);
}

TEST(Zone, LocalTimesThatHappenTwiceAreTheFirst) {
  Resolution resolution{};
  const Zone berlin = zone("Europe/Berlin");
  const Instant t = berlin.to_utc(date("2026-10-25") * kDay + 2 * kHour, &resolution);
  EXPECT_EQ(resolution, Resolution::kTwice);
  EXPECT_EQ(format_utc(t), "2026-10-25T00:00:00Z");
  berlin.to_utc(date("2026-10-25") * kDay + 3 * kHour, &resolution);
  EXPECT_EQ(resolution, Resolution::kUnique);
}

TEST(Zone, DaysWithoutMidnightStartLater) {
  EXPECT_EQ(format_local(zone("America/Sao_Paulo").start_of(date("2017-10-15")),
                         zone("America/Sao_Paulo")),
            "Sun 2017-10-15 01:00");
  // The island skipped a whole day.
  EXPECT_EQ(format_local(zone("Pacific/Apia").start_of(date("2011-12-30")), zone("Pacific/Apia")),
            "Sat 2011-12-31 00:00");
}

TEST(Zone, DateOfIsLocalAlsoBefore1970) {
  EXPECT_EQ(zone("America/New_York").date_of(0), -1);
  EXPECT_EQ(Zone::utc().date_of(-1), -1);
  EXPECT_EQ(Zone::utc().date_of(0), 0);
}

TEST(Zone, SuggestsTheNearestNames) {
  const auto nearest = [](std::string_view name) {
    const auto found = Zone::find(name);
    return found || found.error().nearest.empty() ? std::string("none")
                                                  : found.error().nearest.front();
  };
  EXPECT_EQ(nearest("Europe/Berln"), "Europe/Berlin");
  EXPECT_EQ(nearest("america/new york"), "America/New_York");
  EXPECT_EQ(nearest("Europe/Kolkata"), "Asia/Kolkata");
  EXPECT_EQ(nearest("Berlin"), "Europe/Berlin");
  EXPECT_EQ(nearest("Middle-earth/Mordor"), "none");
  EXPECT_EQ(nearest("../../etc/passwd"), "none");
  EXPECT_EQ(nearest(""), "none");
  EXPECT_EQ(Zone::find("Europe/Berln").error().message(),
            "there is no time zone named \"Europe/Berln\"");
}

TEST(Zone, IsASmallSharedValue) {
  EXPECT_EQ(zone("Europe/Berlin"), zone("Europe/Berlin"));
  EXPECT_NE(zone("Europe/Berlin"), zone("Europe/Paris"));
  EXPECT_EQ(zone("UTC"), Zone::utc());
  EXPECT_EQ(zone("Europe/Berlin").name(), "Europe/Berlin");
}

TEST(Zone, VersionOfTheDatabase) {
  const std::string version = tzdb_version();
  EXPECT_TRUE(version == "unknown" || version.starts_with("20")) << version;
}

TEST(PosixRule, ReadsRulesOfRealZones) {
  const auto troll = parse_posix_rule("<+00>0<+02>-2,M3.5.0/1,M10.5.0/3");
  ASSERT_TRUE(troll);
  EXPECT_EQ(troll->standard_name, "+00");
  EXPECT_EQ(troll->daylight_offset, 7200);
  // Greenland changes on the evening before the European Sunday, so the time is negative.
  const auto nuuk = parse_posix_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  ASSERT_TRUE(nuuk);
  EXPECT_EQ(format_utc(nuuk->daylight_start(2026) * kSecond), "2026-03-29T01:00:00Z");
  // Gaza starts at 50:00 of a Thursday, which is Saturday 02:00.
  const auto gaza = parse_posix_rule("EET-2EEST,M3.4.4/50,M10.4.4/50");
  ASSERT_TRUE(gaza);
  EXPECT_EQ(format_utc(gaza->daylight_start(2026) * kSecond), "2026-03-28T00:00:00Z");
}

TEST(PosixRule, JulianDaysSkipTheLeapDay) {
  const auto rule = parse_posix_rule("AAA0BBB,J60/0,300/0");
  ASSERT_TRUE(rule);
  EXPECT_EQ(format_utc(rule->daylight_start(2024) * kSecond), "2024-03-01T00:00:00Z");
  EXPECT_EQ(format_utc(rule->daylight_start(2023) * kSecond), "2023-03-01T00:00:00Z");
  EXPECT_EQ(rule->to_standard.local_second(2023) / 86400, days_from_civil(2023, 10, 28));
}

TEST(PosixRule, RejectsWhatIsNotARule) {
  for (const char* text : {"", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
                           "<EST5", "EST5EDT,M3.2.0,M11.1.0x", "EST999", "5"}) {
    EXPECT_FALSE(parse_posix_rule(text)) << text;
  }
}

}  // namespace
}  // namespace sla::time
