#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

TEST(CheckNames, DeclaredTwice) {
  for (const char* declaration : {"role r\n", "event e\n", "touch t\n", "define d = score > 1\n",
                                  "calendar c { open Mon 09:00-10:00 }\n"}) {
    const Checked checked = check_text(policy(std::string(declaration) + declaration));
    ASSERT_EQ(checked.findings.size(), 1u) << declaration;
    EXPECT_EQ(checked.findings[0].code, diagnose::Code::duplicate_name) << declaration;
    ASSERT_EQ(checked.findings[0].secondary.size(), 1u) << declaration;
    EXPECT_LT(checked.findings[0].secondary[0].span.begin, checked.findings[0].primary.span.begin);
    EXPECT_THAT(found(policy(declaration)), IsEmpty()) << declaration;
  }
}

TEST(CheckNames, FieldsAndStatesAndLeadsDeclaredTwice) {
  EXPECT_THAT(found("agreement \"T\" {\n}\nlead {\n  a integer\n  a text\n}\n"),
              ElementsAre("SLA1002 a"));
  EXPECT_THAT(found("agreement \"T\" {\n}\nlead {\n  a one of x, x\n}\n"),
              ElementsAre("SLA1002 x"));
  EXPECT_THAT(found("agreement \"T\" {\n}\nlifecycle lead {\n  a final\n  a final\n}\n"),
              ElementsAre("SLA1002 a"));
  EXPECT_THAT(found("agreement \"T\" {\n}\nlead {\n}\nlead {\n}\n"), ElementsAre("SLA1002 lead"));
}

TEST(CheckNames, AClauseAndADefineShareTheirNames) {
  EXPECT_THAT(found(deadline("1 hour", "") + "define c = score > 1\n"), ElementsAre("SLA1002 c"));
}

TEST(CheckNames, AFieldSharesItsNameWithAnything) {
  EXPECT_THAT(
      found(policy("role source\nevent score\ncalendar country { open Mon 09:00-10:00 }\n")),
      IsEmpty());
}

TEST(CheckNames, EventsOfTheLanguageAreTaken) {
  EXPECT_THAT(found(policy("event assigned\n")), ElementsAre("SLA1002 assigned"));
  EXPECT_THAT(found(policy("event call\n")), ElementsAre("SLA1002 call"));
  EXPECT_THAT(found(policy("event called\n")), IsEmpty());
}

TEST(CheckEvents, BuiltInTouchesComeFirstAndMayBeGivenATitle) {
  const Checked checked =
      check_text(policy("event signed_up\ntouch email \"E-mail\"\ntouch chat\n"));
  ASSERT_TRUE(checked.agreement);
  const auto& events = checked.agreement->events;
  ASSERT_EQ(events.size(), 5u);
  EXPECT_EQ(events[0].name, "call");
  EXPECT_EQ(events[1].title, "E-mail");
  EXPECT_EQ(events[3].name, "signed_up");
  EXPECT_FALSE(events[3].touch);
  EXPECT_TRUE(events[4].touch);
}

TEST(CheckRecords, ALifecycleIsOfARecordThatIsThere) {
  EXPECT_THAT(found(policy("record deal of lead {\n}\nlifecycle deal {\n  open final\n}\n")),
              IsEmpty());
  EXPECT_THAT(found(policy("lifecycle deal {\n  open final\n}\n")), ElementsAre("SLA1001 deal"));
}

TEST(CheckRecords, ParentsAreThereAndLeadNowhereInACircle) {
  EXPECT_THAT(found(policy("record deal of led {\n}\n")), ElementsAre("SLA1001 led"));
  EXPECT_THAT(found(policy("record a of b {\n}\nrecord b of a {\n}\n")), ElementsAre("SLA1012 a"));
}

}  // namespace
}  // namespace sla::check
