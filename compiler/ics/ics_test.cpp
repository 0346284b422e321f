#include "compiler/ics/ics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "runtime/time/instant.h"

namespace sla::ics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + events + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:1\r\n" + lines + "END:VEVENT\r\n";
}

std::vector<std::string> days(const std::string& text) {
  const auto read = sla_ics_provider()->read(text);
  if (!read) return {fmt::format("line {}: {}", read.error().line, read.error().message)};
  std::vector<std::string> result;
  for (const Day& day : read->days)
    result.push_back(time::format_date(day.date) + (day.title.empty() ? "" : " ") + day.title);
  return result;
}

std::string error(const std::string& text) {
  const auto read = sla_ics_provider()->read(text);
  return read ? "read" : fmt::format("line {}: {}", read.error().line, read.error().message);
}

TEST(Ics, AllDayEvents) {
  EXPECT_THAT(days(calendar(event("DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Eve\\, early\r\n"))),
              ElementsAre("2026-12-24 Eve, early"));
}

TEST(Ics, TheEndIsExclusive) {
  EXPECT_THAT(days(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102\r\n"))),
              ElementsAre("2026-12-30", "2026-12-31", "2027-01-01"));
  EXPECT_THAT(days(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20261230\r\n"))),
              ElementsAre("2026-12-30"))
      << "some programs write the day itself";
  EXPECT_THAT(days(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDURATION:P2D\r\n"))),
              ElementsAre("2026-12-30", "2026-12-31"));
}

TEST(Ics, RepeatsWithExceptions) {
  EXPECT_THAT(days(calendar(event("DTSTART;VALUE=DATE:20240801\r\nRRULE:FREQ=YEARLY;COUNT=4\r\n"
                                  "EXDATE;VALUE=DATE:20250801\r\nSUMMARY:Founders\r\n"))),
              ElementsAre("2024-08-01 Founders", "2026-08-01 Founders", "2027-08-01 Founders"));
  const auto endless = sla_ics_provider()->read(
      calendar(event("DTSTART;VALUE=DATE:20240801\r\nRRULE:FREQ=YEARLY\r\n")));
  ASSERT_TRUE(endless);
  EXPECT_TRUE(endless->endless);
  EXPECT_EQ(endless->days.size(), 2200u - 2024 + 1);
}

TEST(Ics, OneRepetitionIsMoved) {
  EXPECT_THAT(
      days(calendar(event("DTSTART;VALUE=DATE:20240801\r\nRRULE:FREQ=YEARLY;UNTIL=20260801\r\n") +
                    event("RECURRENCE-ID;VALUE=DATE:20250801\r\nDTSTART;VALUE=DATE:20250804\r\n"))),
      ElementsAre("2024-08-01", "2025-08-04", "2026-08-01"));
  EXPECT_THAT(
      days(calendar(event("DTSTART;VALUE=DATE:20240801\r\nRRULE:FREQ=YEARLY;UNTIL=20260801\r\n") +
                    event("RECURRENCE-ID;VALUE=DATE:20250801\r\nDTSTART;VALUE=DATE:20250801\r\n"
                          "STATUS:CANCELLED\r\n"))),
      ElementsAre("2024-08-01", "2026-08-01"));
}

TEST(Ics, FoldedLinesAndUtf8) {
  EXPECT_THAT(days("\xEF\xBB\xBF" +
                   calendar(event("DTSTART;VALUE=DATE:20261118\r\nSUMMARY:Buß- und\r\n  Bett\r\n "
                                  "ag\r\n"))),
              ElementsAre("2026-11-18 Buß- und Bettag"));
  EXPECT_THAT(days("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\nEND:"
                   "VCALENDAR\n"),
              ElementsAre("2026-01-01"));
}

TEST(Ics, TimedEventsCloseNoDay) {
  const auto read = sla_ics_provider()->read(
      calendar(event("DTSTART:20261224T130000Z\r\n") + event("DTSTART;VALUE=DATE:20261225\r\n")));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->timed, 1u);
  EXPECT_EQ(read->first_timed, 4u);
  EXPECT_EQ(read->days.size(), 1u);
}

TEST(Ics, HostileFilesAreRefusedWithTheirLine) {
  EXPECT_THAT(error(""), HasSubstr("line 1: this is not an iCalendar file"));
  EXPECT_THAT(error("date,name\n2026-01-01,x\n"), HasSubstr("line 1: this is not"));
  EXPECT_THAT(error("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DA"),
              HasSubstr("line 2: the file ends before this VEVENT does"));
  EXPECT_THAT(error("BEGIN:VCALENDAR\nEND:VEVENT\n"), HasSubstr("line 2: END without its BEGIN"));
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "BEGIN:VCALENDAR\n";
  EXPECT_THAT(error(deep), HasSubstr("line 9: parts nested too deep"));
  EXPECT_THAT(error(calendar(event("SUMMARY:x\r\n"))),
              HasSubstr("line 4: an event without DTSTART"));
  EXPECT_THAT(error(calendar(event("DTSTART;VALUE=DATE:20261340\r\n"))), HasSubstr("line 4: "));
  EXPECT_THAT(error(calendar(event("DTSTART;VALUE=DATE:99990101\r\n"))), HasSubstr("line 4: "));
  EXPECT_THAT(
      error(calendar(event("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20290101\r\n"))),
      HasSubstr("more than a year"));
  EXPECT_THAT(
      error(calendar(event("DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260101\r\n"))),
      HasSubstr("DTEND is not a date after DTSTART"));
  EXPECT_THAT(error(calendar(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SECONDLY\r\n"))),
              HasSubstr("line 4: "));
  EXPECT_THAT(error(calendar(event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\n"))),
              HasSubstr("FREQ=YEARLY"));
}

TEST(Ics, EveryCutOffFileIsRefused) {
  const std::string whole =
      calendar(event("DTSTART;VALUE=DATE:20240801\r\nRRULE:FREQ=YEARLY;COUNT=4\r\nSUMMARY:x\r\n"));
  ASSERT_EQ(error(whole), "read");
  for (std::size_t length = 0; length + 2 < whole.size(); ++length)
    EXPECT_NE(error(whole.substr(0, length)), "read") << length;
}

}  // namespace
}  // namespace sla::ics
