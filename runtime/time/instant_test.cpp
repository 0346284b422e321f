#include "runtime/time/instant.h"

#include "runtime/time/testing.h"

namespace sla::time {
namespace {

using namespace testing;

std::string parsed(std::string_view text, std::string_view zone_name = "America/New_York") {
  const auto result = parse_instant(text, zone(zone_name));
  return result ? format_utc(result->instant) : "error: " + result.error().message;
}

TEST(ParseInstant, DatesAndTimesInTheZone) {
  EXPECT_EQ(parsed("2026-03-06"), "2026-03-06T05:00:00Z");
  EXPECT_EQ(parsed("2026-03-06 16:30"), "2026-03-06T21:30:00Z");
  EXPECT_EQ(parsed("2026-03-06T16:30:00"), "2026-03-06T21:30:00Z");
  EXPECT_EQ(parsed("2026-07-06 16:30"), "2026-07-06T20:30:00Z");
  EXPECT_EQ(parsed("2024-02-29"), "2024-02-29T05:00:00Z");
}

TEST(ParseInstant, OffsetsWinOverTheZone) {
  EXPECT_EQ(parsed("2026-03-06T16:30:00Z"), "2026-03-06T16:30:00Z");
  EXPECT_EQ(parsed("2026-03-06T16:30:00+01:00"), "2026-03-06T15:30:00Z");
  EXPECT_EQ(parsed("2026-03-06T16:30:00+0100"), "2026-03-06T15:30:00Z");
  EXPECT_EQ(parsed("2026-03-06T16:30+01"), "2026-03-06T15:30:00Z");
  EXPECT_EQ(parsed("2026-03-06 16:30-05:45"), "2026-03-06T22:15:00Z");
  EXPECT_EQ(parsed("2011-09-30 22:38:44.546+00"), "2011-09-30T22:38:44.546Z");
  EXPECT_EQ(parsed("2023-11-11 08:18:16.519 UTC"), "2023-11-11T08:18:16.519Z");
}

TEST(ParseInstant, AnHourMayHaveOneDigit) {
  EXPECT_EQ(parsed("2026-03-06 6:30:15Z"), "2026-03-06T06:30:15Z");
  EXPECT_EQ(parsed("2026-03-06T0:05Z"), "2026-03-06T00:05:00Z");
}

TEST(ParseInstant, FractionsKeepMicrosecondsAndDropTheRest) {
  EXPECT_EQ(parsed("2026-03-06T16:30:00.5Z"), "2026-03-06T16:30:00.500Z");
  EXPECT_EQ(parsed("2026-03-06T16:30:00.123456Z"), "2026-03-06T16:30:00.123456Z");
  EXPECT_EQ(parsed("2026-03-06T16:30:00.123456999Z"), "2026-03-06T16:30:00.123456Z");
  EXPECT_EQ(parsed("1969-12-31T23:59:59.999999Z"), "1969-12-31T23:59:59.999999Z");
}

TEST(ParseInstant, SaysHowALocalTimeWasResolved) {
  const Zone z = zone("America/New_York");
  const auto gap = parse_instant("2026-03-08 02:30", z);
  EXPECT_EQ(gap->resolution, Resolution::kGap);
  EXPECT_EQ(format_utc(gap->instant), "2026-03-08T07:00:00Z");
  const auto twice = parse_instant("2026-11-01 01:30", z);
  EXPECT_EQ(twice->resolution, Resolution::kTwice);
  EXPECT_EQ(format_utc(twice->instant), "2026-11-01T05:30:00Z");
  const auto plain = parse_instant("2026-11-01 01:30-04:00", z);
  EXPECT_EQ(plain->resolution, Resolution::kUnique);
  EXPECT_TRUE(plain->has_offset && plain->has_time);
}

TEST(ParseInstant, BareDatesCanMeanAnotherTimeOfDay) {
  const auto result =
      parse_instant("2026-03-06", zone("America/New_York"), {.minute_of_bare_date = 17 * 60});
  EXPECT_EQ(format_utc(result->instant), "2026-03-06T22:00:00Z");
  EXPECT_FALSE(result->has_time);
}

TEST(ParseInstant, RejectsEverythingElse) {
  const auto kind = [](std::string_view text) {
    const auto result = parse_instant(text, zone("America/New_York"));
    EXPECT_FALSE(result.has_value()) << text;
    return result ? ParseErrorKind{255} : result.error().kind;
  };
  using enum ParseErrorKind;
  for (const char* text : {"",
                           "2026",
                           "2026-3-06",
                           "26-03-06",
                           "06.03.2026",
                           "03/06/2026",
                           " 2026-03-06",
                           "2026-03-06T",
                           "2026-03-06 :30",
                           "2026-03-06 6",
                           "2026-03-06 6:3",
                           "2026-03-06 16",
                           "2026-03-06 1630",
                           "2026-03-06 16:3",
                           "2026-03-06 16:30:",
                           "2026-03-06 16:30:00.",
                           "2026-03-06 16:30:00.1234567890",
                           "-026-03-06",
                           "+2026-03-06",
                           "2026-03-0a",
                           "now"}) {
    EXPECT_EQ(kind(text), kShape) << text;
  }
  for (const char* text : {"2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
                           "2026-01-00", "1900-02-29", "2100-02-29"}) {
    EXPECT_EQ(kind(text), kNoSuchDate) << text;
  }
  for (const char* text : {"2026-03-06 24:01", "2026-03-06 24:00", "2026-03-06 25:00",
                           "2026-03-06 12:60", "2026-03-06 23:59:60"}) {
    EXPECT_EQ(kind(text), kNoSuchTime) << text;
  }
  for (const char* text :
       {"2026-03-06 16:30+1", "2026-03-06 16:30+", "2026-03-06 16:30+01:", "2026-03-06 16:30+01:60",
        "2026-03-06 16:30+16:00", "2026-03-06 16:30+010"}) {
    EXPECT_EQ(kind(text), kBadOffset) << text;
  }
  for (const char* text :
       {"2026-03-06x", "2026-03-06 16:30 ", "2026-03-06 16:30:00 CET", "2026-03-06 UTC",
        "2026-03-06 16:30:00 UTC+1", "2026-03-06 16:30:00UTC", "2026-03-06 16:30Z UTC",
        "2026-03-06Z", "2026-03-06+01:00", "2026-03-06 16:30Zz", "2026-03-06 16:30+01:00:00",
        "2026-03-06 4:30 PM", "2026-03-06 16:30,5"}) {
    const ParseErrorKind k = kind(text);
    EXPECT_TRUE(k == kTrailing || k == kShape) << text;
  }
  for (const char* text : {"1899-12-31", "2201-01-01", "0000-01-01", "1900-01-01T00:00+01:00"}) {
    EXPECT_EQ(kind(text), kOutOfRange) << text;
  }
}

TEST(ParseInstant, PointsAtTheMistake) {
  const auto result = parse_instant("2026-02-30 12:00", zone("America/New_York"));
  EXPECT_EQ(result.error().position, 8u);
  EXPECT_EQ(result.error().message, "the month has no such day");
}

TEST(ParseInstant, ReadsBackWhatFormatUtcWrites) {
  for (const Instant t : {Instant{0}, Instant{-1}, kMinInstant, kMaxInstant,
                          Instant{1772832600123000}, Instant{1772832600000001}}) {
    EXPECT_EQ(parse_instant(format_utc(t), Zone::utc())->instant, t);
  }
}

TEST(FormatInstant, LocalShowsOnlyWhatIsNotZero) {
  const Zone z = zone("America/New_York");
  EXPECT_EQ(format_local(at("2026-03-06T21:30:00Z", "UTC"), z), "Fri 2026-03-06 16:30");
  EXPECT_EQ(format_local(at("2026-03-06T21:30:07Z", "UTC"), z), "Fri 2026-03-06 16:30:07");
  EXPECT_EQ(format_local(at("2026-03-06T21:30:00.25Z", "UTC"), z), "Fri 2026-03-06 16:30:00.250");
  EXPECT_EQ(format_local_with_zone(at("2026-07-06T20:30:00Z", "UTC"), z),
            "Mon 2026-07-06 16:30 EDT");
  EXPECT_EQ(format_local_with_zone(kNever, z), "never");
}

TEST(FormatSpan, IsExact) {
  EXPECT_EQ(format_span(0), "0 s");
  EXPECT_EQ(format_span(45 * kSecond), "45 s");
  EXPECT_EQ(format_span(15 * kMinute), "15 min");
  EXPECT_EQ(format_span(3 * kHour + 30 * kMinute), "3 h 30 min");
  EXPECT_EQ(format_span(26 * kHour + 5 * kMinute), "26 h 05 min");
  EXPECT_EQ(format_span(2 * kHour), "2 h");
  EXPECT_EQ(format_span(2 * kHour + kSecond), "2 h 00 min 1 s");
  EXPECT_EQ(format_span(90 * kSecond + 500'000), "1 min 30.5 s");
  EXPECT_EQ(format_span(1), "0.000001 s");
  EXPECT_EQ(format_span(-2 * kHour), "-2 h");
  EXPECT_EQ(format_span(INT64_MIN), "-2562047788 h 00 min 54.775808 s");
}

TEST(CivilDate, RoundTripsEveryDay) {
  for (Date date = days_from_civil(1899, 1, 1); date < days_from_civil(2202, 1, 1); ++date) {
    const CivilDate civil = civil_from_days(date);
    ASSERT_EQ(days_from_civil(civil.year, civil.month, civil.day), date);
    ASSERT_LE(civil.day, days_in_month(civil.year, civil.month));
  }
  EXPECT_EQ(weekday(days_from_civil(2026, 3, 6)), 4);
  EXPECT_EQ(weekday(days_from_civil(1969, 12, 28)), 6);
}

}  // namespace
}  // namespace sla::time
