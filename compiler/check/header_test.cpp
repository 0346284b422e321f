#include "compiler/check/testing.h"
#include "runtime/time/instant.h"

namespace sla::check {
namespace {

using namespace testing;

std::string header(const std::string& lines) { return "agreement \"Test\" {\n" + lines + "\n}\n"; }

TEST(CheckHeader, TermIncludesBothDaysInTheZoneOfTheAgreement) {
  const Checked checked = check_text(
      header("version 3\nin force 2026-01-01 to 2026-12-31\ntime zone \"America/New_York\""));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->version, 3);
  EXPECT_EQ(time::format_utc(checked.agreement->term_begin), "2026-01-01T05:00:00Z");
  EXPECT_EQ(time::format_utc(checked.agreement->term_end), "2027-01-01T05:00:00Z");
}

TEST(CheckHeader, PartiesAreMarketingAndSalesUnlessSaid) {
  const Checked by_default = check_text(header(""));
  ASSERT_TRUE(by_default.agreement);
  ASSERT_EQ(by_default.agreement->parties.size(), 2u);
  EXPECT_EQ(by_default.agreement->parties[0].name, "marketing");
  EXPECT_EQ(by_default.agreement->parties[1].name, "sales");
  const Checked said = check_text(header("between growth and field"));
  ASSERT_TRUE(said.agreement);
  EXPECT_EQ(said.agreement->parties[1].name, "field");
}

TEST(CheckHeader, WithoutTermEveryStartIsInForce) {
  const Checked checked = check_text(header(""));
  ASSERT_TRUE(checked.agreement);
  EXPECT_FALSE(checked.agreement->has_term);
  EXPECT_LE(checked.agreement->term_begin, time::kMinInstant);
  EXPECT_GT(checked.agreement->term_end, time::kMaxInstant);
}

TEST(CheckHeader, MissingAgreement) {
  EXPECT_THAT(found("role boss\n"), ElementsAre("SLA1013"));
  EXPECT_THAT(found(header("") + "role boss\n"), IsEmpty());
}

TEST(CheckHeader, MissingAgreementDoesNotAlsoMissItsZoneAndCurrency) {
  EXPECT_THAT(found("calendar c { open Mon 09:00-17:00 }\nlead { amount money }\n"),
              ElementsAre("SLA1013"));
}

TEST(CheckHeader, SecondAgreement) {
  const std::string second = "agreement \"Other\" {\n}\n";
  const Checked checked = check_text(header("") + second);
  EXPECT_THAT(checked.found, ElementsAre("SLA1014 \"Other\""));
  EXPECT_EQ(checked.findings[0].secondary.size(), 1u);
}

TEST(CheckHeader, UnknownZone) {
  const std::string wrong = header("time zone \"America/NewYork\"");
  EXPECT_THAT(found(wrong), ElementsAre("SLA1007 \"America/NewYork\""));
  EXPECT_THAT(help_of(wrong), HasSubstr("America/New_York"));
  EXPECT_THAT(found(repaired(wrong)), IsEmpty());
}

TEST(CheckHeader, ZoneIsAskedForOnlyWhenLocalTimeIsNeeded) {
  EXPECT_THAT(found(header("")), IsEmpty());
  EXPECT_THAT(found(header("in force 2026-01-01 to 2026-12-31")),
              ElementsAre("SLA1018 in force 2026-01-01 to 2026-12-31"));
  // Once, however many things need it.
  EXPECT_THAT(found(header("in force 2026-01-01 to 2026-12-31") + std::string(kOffice)).size(), 1u);
}

TEST(CheckHeader, TermThatEndsBeforeItBegins) {
  const std::string zone = "\ntime zone \"UTC\"";
  EXPECT_THAT(found(header("in force 2026-12-31 to 2026-01-01" + zone)),
              ElementsAre("SLA1017 2026-01-01"));
  EXPECT_THAT(found(header("in force 2026-01-01 to 2026-01-01" + zone)), IsEmpty());
}

TEST(CheckHeader, YearsOutsideTheZoneTables) {
  EXPECT_THAT(found(header("in force 1810-01-01 to 2026-01-01\ntime zone \"UTC\"")),
              ElementsAre("SLA0008 1810-01-01"));
}

TEST(CheckHeader, FiscalMonth) {
  const std::string wrong = header("fiscal year starting Febuary");
  EXPECT_THAT(found(wrong), ElementsAre("SLA1017 Febuary"));
  EXPECT_THAT(found(repaired(wrong)), IsEmpty());
}

TEST(CheckHeader, MoneyNeedsACurrency) {
  const std::string lead = "lead {\n  amount money\n  worth money\n}\n";
  EXPECT_THAT(found(header("") + lead), ElementsAre("SLA1018 money"));
  EXPECT_THAT(found(header("currency USD") + lead), IsEmpty());
}

TEST(CheckHeader, DefaultCalendarMustExist) {
  const std::string wrong = header("time zone \"UTC\"\ncalendar ofice") + std::string(kOffice);
  EXPECT_THAT(found(wrong), ElementsAre("SLA1001 ofice"));
  EXPECT_THAT(found(repaired(wrong)), IsEmpty());
}

TEST(CheckHeader, PartyNamedTwice) {
  EXPECT_THAT(found(header("between sales and sales")), ElementsAre("SLA1002 sales"));
}

}  // namespace
}  // namespace sla::check
