#include "compiler/agreement/words.h"
#include "compiler/check/numbers.h"
#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;
using agreement::Duration;
using agreement::TargetKind;

/// The target of a clause, in words, or the finding.
std::string target(const std::string& duration,
                   const std::string& calendars = std::string(kOffice)) {
  std::string text;
  for (const std::string_view part : {kAgreement, std::string_view(calendars), kLead, kLifecycle})
    text += part;
  text += "clause c { sales must move a lead to sal within " + duration + " of entering mql }\n";
  const Checked checked = check_text(text);
  if (!checked.agreement) return ::testing::PrintToString(checked.found);
  return agreement::words(checked.agreement->clauses.at(0).deadline.tiers.at(0).target);
}

TEST(CheckNumbers, ProductsAreExactOrRefused) {
  EXPECT_EQ(exact_product("1.5", 3'600'000'000), 5'400'000'000);
  EXPECT_EQ(exact_product("0.000001", 1'000'000), 1);
  EXPECT_EQ(exact_product("1.2500", 4), 5);
  EXPECT_EQ(exact_product("0.3333333", 3), std::unexpected(NumberError::too_fine));
  EXPECT_EQ(exact_product("0.5", 1), std::unexpected(NumberError::too_fine));
  EXPECT_EQ(exact_product("0.0", 1), 0);
  EXPECT_EQ(exact_product("9223372036854775807", 1), INT64_MAX);
  EXPECT_EQ(exact_product("9223372036854775808", 1), std::unexpected(NumberError::too_large));
  EXPECT_EQ(exact_product("9223372036855", 1'000'000), std::unexpected(NumberError::too_large));
  // The digits times the factor would not fit, although the product does.
  EXPECT_EQ(exact_product("123456789012.5", 20'000'000), 2'469'135'780'250'000'000);
}

TEST(CheckDurations, AmountsAreExact) {
  EXPECT_EQ(target("1.5 hours"), "90 minutes");
  EXPECT_EQ(target("15 business minutes"), "15 business minutes");
  EXPECT_EQ(target("0.25 business hours"), "15 business minutes");
  EXPECT_EQ(target("90 seconds"), "90 seconds");
  EXPECT_EQ(target("2 business days"), "2 business days");
  EXPECT_EQ(target("end of business day 0"), "end of business day 0");
}

TEST(CheckDurations, ABareDayHasThreeReadings) {
  EXPECT_EQ(target("1 day"), "{ \"SLA1008 1 day\" }");
  EXPECT_THAT(help_of(deadline("1 day")),
              "write `24 hours`, `8 business hours` or `1 business day`");
  EXPECT_THAT(help_of(deadline("2 weeks")),
              "write `336 hours`, `80 business hours` or `10 business days`");
  EXPECT_THAT(help_of(deadline("1.5 days")), "write `36 hours` or `12 business hours`");
}

TEST(CheckDurations, ABareDayHasOneReadingWithoutBusinessTime) {
  EXPECT_EQ(target("2 days", ""), "48 hours");
  EXPECT_EQ(target("1 week", ""), "7 days");
  EXPECT_EQ(target("1 day", "calendar c { open always }\n"), "24 hours");
}

TEST(CheckDurations, ABareDayIsAmbiguousWithSeveralCalendars) {
  const std::string two = std::string(kOffice) + "calendar night { open Mon 20:00-22:00 }\n";
  EXPECT_EQ(target("1 day", two), "{ \"SLA1008 1 day\" }");
  EXPECT_EQ(target("1 day", "calendar a { open always }\ncalendar b { open always }\n"),
            "24 hours");
}

TEST(CheckDurations, LengthsThatAreNotFixed) {
  EXPECT_EQ(target("1 month"), "{ \"SLA1010 1 month\" }");
  EXPECT_EQ(target("1 quarter", ""), "{ \"SLA1010 1 quarter\" }");
  EXPECT_EQ(target("2 business weeks"), "{ \"SLA1010 2 business weeks\" }");
  EXPECT_EQ(target("30 days", ""), "30 days");
}

TEST(CheckDurations, FractionsOfABusinessDayNeedALength) {
  EXPECT_EQ(target("1.5 business days"), "{ \"SLA1010 1.5 business days\" }");
  const std::string office =
      "calendar office {\n open Mon-Fri 09:00-17:00\n business day as 8 hours\n}\n";
  EXPECT_EQ(target("1.5 business days", office), "12 business hours");
  EXPECT_EQ(target("2 business days", office), "2 business days");
}

TEST(CheckDurations, ZeroAndFarTooLong) {
  EXPECT_EQ(target("0 hours"), "{ \"SLA1010 0 hours\" }");
  EXPECT_EQ(target("0 business days"), "{ \"SLA1010 0 business days\" }");
  EXPECT_EQ(target("1000000 hours"), "{ \"SLA1010 1000000 hours\" }");
  EXPECT_EQ(target("0.0000005 seconds", ""), "{ \"SLA0007 0.0000005\" }");
}

TEST(CheckDurations, BusinessTimeNeedsACalendar) {
  EXPECT_EQ(target("1 business hour", ""), "{ \"SLA1009 1 business hour\" }");
  const std::string two = std::string(kOffice) + "calendar night { open Mon 20:00-22:00 }\n";
  EXPECT_EQ(target("1 business hour", two), "{ \"SLA1009 1 business hour\" }");
  EXPECT_EQ(target("1 hour", two), "1 hour");
}

}  // namespace
}  // namespace sla::check
