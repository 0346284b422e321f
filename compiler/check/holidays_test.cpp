#include "compiler/check/holidays.h"
#include "compiler/check/testing.h"
#include "runtime/time/civil.h"

namespace sla::check {
namespace {

using namespace testing;

/// A calendar that closes on `used`, and the sets that there are.
std::string policy_with(const std::string& used, const std::string& sets) {
  return std::string(kAgreement) + "calendar c {\n  open always\n  closed " + used + "\n}\n" + sets;
}

std::string ours(const std::string& lines) { return "holidays ours {\n" + lines + "\n}\n"; }

std::vector<std::string> found_in(const std::string& lines) {
  return found(policy_with("ours", ours(lines)));
}

/// The days of 2026 on which the calendar is closed.
std::vector<std::string> days(const std::string& used, const std::string& sets) {
  const Checked checked = check_text(policy_with(used, sets));
  if (!checked.agreement) return checked.found;
  std::vector<std::string> result;
  for (const time::CalendarException& day : checked.agreement->calendars.at(0).spec.exceptions) {
    if (time::civil_from_days(day.date).year == 2026)
      result.push_back(time::format_date(day.date).substr(5) + " " + day.title);
  }
  return result;
}

TEST(CheckHolidays, RulesReadLikeTheStatute) {
  EXPECT_THAT(days("ours", ours("\"a\" January 1\n"
                                "\"b\" third Monday of January from 1986\n"
                                "\"c\" second Friday of January\n"
                                "\"d\" 2 days before Easter\n"
                                "\"e\" 1 day after Orthodox Easter\n"
                                "\"f\" Saturday on or after June 20\n"
                                "\"g\" Wednesday before November 23\n"
                                "\"h\" 1 day after fourth Thursday of November\n"
                                "\"i\" September equinox in \"Asia/Tokyo\"\n"
                                "\"j\" 2026-12-30 to 2026-12-31\n"
                                "\"k\" last Monday of August to 2019")),
              ElementsAre("01-01 a", "01-09 c", "01-19 b", "04-03 d", "04-13 e", "06-20 f",
                          "09-23 i", "11-18 g", "11-27 h", "12-30 j", "12-31 j"));
}

TEST(CheckHolidays, ASetTakesOverOthers) {
  const std::string base = "holidays base {\n  \"a\" January 1\n  \"b\" May 1\n}\n";
  EXPECT_THAT(days("ours", base + ours("all of base except \"b\"\n\"c\" June 1")),
              ElementsAre("01-01 a", "06-01 c"));
  EXPECT_THAT(days("ours", base + ours("all of base to 2025\n\"c\" June 1")),
              ElementsAre("06-01 c"));
  EXPECT_THAT(days("base except \"a\" also 2026-11-27 \"bridge\", 2026-12-01 to 2026-12-02", base),
              ElementsAre("05-01 b", "11-27 bridge", "12-01 ", "12-02 "));
  EXPECT_THAT(days("base from 2027", base), IsEmpty());
}

TEST(CheckHolidays, ASetThatTakesOverItself) {
  EXPECT_THAT(found_in("all of ours"), ElementsAre("SLA1012 ours"));
  EXPECT_THAT(found(policy_with("a", "holidays a {\n  all of b\n}\nholidays b {\n  all of a\n}\n")),
              ElementsAre("SLA1012 a"));
}

TEST(CheckHolidays, SetsThatDoubleAreStopped) {
  std::string sets = "holidays s0 {\n  \"a\" January 1\n}\n";
  for (int i = 1; i < 40; ++i) {
    sets += "holidays s" + std::to_string(i) + " {\n  all of s" + std::to_string(i - 1) +
            "\n  all of s" + std::to_string(i - 1) + "\n}\n";
  }
  EXPECT_THAT(found(policy_with("s39", sets)), ::testing::Contains(HasSubstr("SLA1017")));
}

TEST(CheckHolidays, MisspeltNames) {
  const std::string set = ours("\"Founders' Day\" August 1");
  EXPECT_THAT(found(policy_with("oers", set)), ElementsAre("SLA1001 oers"));
  EXPECT_THAT(help_of(policy_with("oers", set)), HasSubstr("`ours`"));
  EXPECT_THAT(found(policy_with("ours except \"Founder's Day\"", set)),
              ElementsAre("SLA1001 \"Founder's Day\""));
  EXPECT_THAT(repaired(policy_with("ours except \"Founder's Day\"", set)),
              HasSubstr("except \"Founders' Day\""));
  EXPECT_THAT(found_in("\"a\" Januray 1"), ElementsAre("SLA1017 Januray"));
}

TEST(CheckHolidays, WhatNoYearHas) {
  EXPECT_THAT(found_in("\"a\" February 30"), ElementsAre("SLA0008 30"));
  EXPECT_THAT(found_in("\"a\" February 29"), IsEmpty());
  EXPECT_THAT(found_in("\"a\" minute Monday of May"), ElementsAre("SLA1017 minute"));
  EXPECT_THAT(found_in("\"a\" June equinox in \"Asia/Tokyo\""), ElementsAre("SLA1017 June"));
  EXPECT_THAT(found_in("\"a\" March equinox in \"Europe/Paris\""),
              ElementsAre("SLA1017 \"Europe/Paris\""));
  EXPECT_THAT(found_in("\"a\" 2 days on or before Easter"),
              ElementsAre("SLA1017 2 days on or before"));
  EXPECT_THAT(found_in("\"a\" May 1 from 2020 to 2019"), ElementsAre("SLA1017 2019"));
  EXPECT_THAT(found_in("\"a\" May 1 from 20"), ElementsAre("SLA0008 20"));
  EXPECT_THAT(found_in("\"a\" May 1 from 2020 from 2021"), ElementsAre("SLA0010 from 2021"));
}

TEST(CheckHolidays, ATableEndsWhatIsKnown) {
  // The term is 2026.
  EXPECT_THAT(found_in("\"a\" each year on 2025-10-20, 2026-11-08"), IsEmpty());
  EXPECT_THAT(found_in("\"a\" each year on 2024-10-31, 2025-10-20"), ElementsAre("SLA2040 ours"));
  EXPECT_THAT(found_in("\"a\" each year on 2027-10-31"), ElementsAre("SLA2040 ours"));
  EXPECT_THAT(found_in("\"a\" each year on 2024-10-31, 2025-10-20 to 2025"), IsEmpty())
      << "after its last year it is no holiday, which is known";
  EXPECT_THAT(found_in("\"a\" 2022-09-19"), IsEmpty()) << "a single day is not a table";
  EXPECT_THAT(found_in("known to 2025\n\"a\" May 1"), ElementsAre("SLA2040 ours"));
  EXPECT_THAT(found(policy_with("ours to 2025", ours("known to 2025\n\"a\" May 1"))), IsEmpty());
}

TEST(CheckHolidays, ATableSkipsNoYear) {
  EXPECT_THAT(found_in("\"a\" each year on 2024-10-31, 2026-11-08"),
              ElementsAre("SLA1018 each year on 2024-10-31, 2026-11-08"));
  EXPECT_THAT(found_in("\"a\" each year on 2024-10-31, 2026-11-08 except 2025"), IsEmpty());
}

TEST(CheckHolidays, SetsThatNothingUsesAreCheckedToo) {
  EXPECT_THAT(found(std::string(kAgreement) + ours("\"a\" February 30")),
              ElementsAre("SLA0008 30"));
}

}  // namespace
}  // namespace sla::check
