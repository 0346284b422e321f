#include "compiler/agreement/words.h"
#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

/// The typed expression in words, or the findings.
std::string typed(const std::string& expression) {
  const Checked checked = check_text(condition(expression));
  if (!checked.agreement) return ::testing::PrintToString(checked.found);
  return agreement::words(*checked.agreement, checked.agreement->defines.at(0).value);
}

TEST(CheckExpressions, WordsReadBackAsTheSameExpression) {
  for (const char* expression : {"score >= 65 and country in [\"US\", \"CA\"]",
                                 "source is web or source is not event",
                                 "source not in [web, event]",
                                 "not (opted_in or on_hold)",
                                 "amount is unknown or amount > 500 USD",
                                 "(employees otherwise 0) + 5 > 10",
                                 "score - (1 - 2) > 3",
                                 "(score + 1) * 2 > score / 3 - -1",
                                 "worth * 2 <= 10.5 USD",
                                 "born + 30 minutes < 2026-05-01 09:00",
                                 "2 hours + born > born - 1 hours",
                                 "2026-05-01 09:00 - born > 24 hours",
                                 "rate < 40%",
                                 "weight = 2.5",
                                 "in mql and not in [won, lost]",
                                 "signed < 2026-05-01",
                                 "born >= 2026-05-01 09:00",
                                 "age > 240 hours",
                                 "opted_in = yes",
                                 "country = \"a \\\"b\\\" c\\\\d\"",
                                 "(score > 1) = opted_in"}) {
    const std::string once = typed(expression);
    EXPECT_EQ(typed(once), once) << expression;
    EXPECT_THAT(once, ::testing::Not(HasSubstr("SLA"))) << expression;
  }
}

TEST(CheckExpressions, InstantsMoveByDurationsOnly) {
  EXPECT_THAT(found(condition("born + born > 2026-05-01 09:00")), ElementsAre("SLA1003 born"));
  EXPECT_THAT(found(condition("age - born > 1 hour")), ElementsAre("SLA1003 born"));
  EXPECT_THAT(found(condition("born + 5 > 2026-05-01 09:00")), ElementsAre("SLA1003 born"));
  EXPECT_THAT(found(condition("signed + 24 hours > 2026-05-01")), ElementsAre("SLA1003 signed"));
}

TEST(CheckExpressions, StatesCompareInEveryWording) {
  EXPECT_EQ(typed("state is mql"), "in mql");
  EXPECT_EQ(typed("stage = mql"), "in mql");
  EXPECT_EQ(typed("state is not mql"), "not in mql");
  EXPECT_EQ(typed("state in [mql, sal]"), "in [mql, sal]");
  EXPECT_EQ(typed("state not in [mql, sal]"), "not in [mql, sal]");
}

TEST(CheckExpressions, AFieldIsFoundBeforeABuiltInWord) {
  const Checked checked = check_text(
      "agreement \"T\" {\n}\nlead {\n  state one of open, shut\n}\n"
      "define d = state is open\n");
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->defines[0].value.op, agreement::Op::equal);
}

TEST(CheckExpressions, DefinesAreInlinedInAnyOrder) {
  const Checked checked = check_text(policy("define a = b and score > 1\ndefine b = opted_in\n"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(agreement::words(*checked.agreement, checked.agreement->defines[0].value),
            "opted_in and score > 1");
}

TEST(CheckExpressions, DefinesMayBeValues) {
  EXPECT_THAT(found(policy("define twice = worth * 2\ndefine d = twice > 10 USD\n")), IsEmpty());
}

TEST(CheckExpressions, EqualTextsShareOneConstant) {
  const Checked checked = check_text(condition("country in [\"US\", \"CA\"] or country = \"US\""));
  ASSERT_TRUE(checked.agreement);
  EXPECT_THAT(checked.agreement->texts, ElementsAre("US", "CA"));
}

TEST(CheckExpressions, IntegerLiteralsAreDecimalsBesideDecimals) {
  const Checked checked = check_text(condition("weight > 5"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->defines[0].value.children[1].value, 5 * agreement::kScale);
  EXPECT_EQ(checked.agreement->defines[0].value.children[1].type.kind,
            agreement::TypeKind::decimal);
  EXPECT_THAT(found(condition("5 < weight and weight in [1, 2.5]")), IsEmpty());
}

TEST(CheckExpressions, TheUnitOfAProductStandsLeft) {
  const Checked checked = check_text(condition("score * worth > 10 USD"));
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(checked.agreement->defines[0].value.children[0].children[0].type.kind,
            agreement::TypeKind::money);
}

TEST(CheckExpressions, DefaultsChainToTheRight) {
  const Checked checked = check_text(
      "agreement \"T\" {\n}\nlead {\n  a integer?\n  b integer?\n}\n"
      "define d = (a otherwise b otherwise 0) > 1\n");
  ASSERT_TRUE(checked.agreement);
  EXPECT_EQ(agreement::words(*checked.agreement, checked.agreement->defines[0].value),
            "a otherwise (b otherwise 0) > 1");
}

struct Bad {
  const char* expression;
  const char* found;
  const char* help;
  const char* good;
};

TEST(CheckExpressions, EveryMistakeIsFoundOnceAndItsRepairIsSilent) {
  const Bad kBad[] = {
      // names
      {"scroe > 1", "SLA1001 scroe", "did you mean `score`?", "score > 1"},
      {"emial is known", "SLA1001 emial", "did you mean `email`?", "email is known"},
      {"mql", "SLA1001 mql", "write `in mql`", "in mql"},
      {"source is wbe", "SLA1005 wbe", "did you mean `web`?", "source is web"},
      {"source in [web, evnt]", "SLA1005 evnt", "did you mean `event`?", "source in [web, event]"},
      {"wbe = source", "SLA1005 wbe", "did you mean `web`?", "web = source"},
      {"in mqll", "SLA1006 mqll", "did you mean `mql`?", "in mql"},
      {"state is mqll", "SLA1006 mqll", "did you mean `mql`?", "state is mql"},
      // types
      {"score and opted_in", "SLA1003 score", "compare it", "score > 0 and opted_in"},
      {"score > \"1\"", "SLA1003 \"1\"", "", "score > 1"},
      {"score > 1.5", "SLA1003 1.5", "", "weight > 1.5"},
      {"worth > 500", "SLA1003 500", "write `500 USD`", "worth > 500 USD"},
      {"500 < worth", "SLA1003 500", "write `500 USD`", "500 USD < worth"},
      {"rate > 40", "SLA1003 40", "write `40%`", "rate > 40%"},
      {"source is \"web\"", "SLA1003 \"web\"", "write `web`", "source is web"},
      {"source in [\"web\"]", "SLA1003 \"web\"", "write `web`", "source in [web]"},
      {"born > 2026-05-01", "SLA1003 2026-05-01", "write `2026-05-01 00:00`",
       "born > 2026-05-01 00:00"},
      {"signed > 2026-05-01 10:00", "SLA1003 2026-05-01 10:00", "write `2026-05-01`",
       "signed > 2026-05-01"},
      {"age > 2 business hours", "SLA1003 2 business hours", "never mix", "age > 2 hours"},
      {"country > \"US\"", "SLA1003 country > \"US\"", "", "country = \"US\""},
      {"state > mql", "SLA1003 state > mql", "states have no order", "state is mql"},
      {"state", "SLA1003 state", "`state is mql`", "state is mql"},
      {"score in [1, score]", "SLA1003 score", "", "score in [1, 2]"},
      {"country + country = \"a\"", "SLA1003 country", "", "country = \"a\""},
      {"worth * weight > 1 USD", "SLA1003 weight", "", "worth * score > 1 USD"},
      {"worth / 1.5 > 1 USD", "SLA1003 1.5", "", "worth / 2 > 1 USD"},
      {"score + 5% > 1", "SLA1003 5%", "write `5`", "score + 5 > 1"},
      {"(score > 1) is known", "SLA1003 score > 1", "", "score is known"},
      {"((score + 1) otherwise 2) > 1", "SLA1003 score + 1", "only a field",
       "(score otherwise 2) + 1 > 1"},
      {"(employees otherwise \"x\") > 1", "SLA1003 \"x\"", "", "(employees otherwise 0) > 1"},
      // values
      {"score / 0 > 1", "SLA1017 0", "", "score / 1 > 1"},
      {"worth > 500 EUR", "SLA1017 500 EUR", "in USD", "worth > 500 USD"},
      {"born > 2026-03-08 02:30", "SLA0008 2026-03-08 02:30", "write `2026-03-08 03:00`",
       "born > 2026-03-08 03:00"},
      {"age > 1 month", "SLA1010 1 month", "", "age > 720 hours"},
      {"age > 1 day", "SLA1008 1 day", "`24 hours`", "age > 24 hours"},
      {"age > 1 business day", "SLA1010 1 business day", "business day as", "age > 8 hours"},
      // optional fields
      {"email = \"x\"", "SLA1004 email", "email is known and", "email is known and email = \"x\""},
      {"employees > 5", "SLA1004 employees", "employees otherwise", "(employees otherwise 0) > 5"},
  };
  for (const Bad& bad : kBad) {
    const std::string text = condition(bad.expression);
    EXPECT_THAT(found(text), ElementsAre(bad.found)) << bad.expression;
    const Checked checked = check_text(text);
    ASSERT_FALSE(checked.findings.empty()) << bad.expression;
    const std::string said =
        checked.findings[0].message + " " + checked.findings[0].help.value_or("");
    EXPECT_THAT(said, HasSubstr(bad.help)) << bad.expression;
    EXPECT_THAT(found(condition(bad.good)), IsEmpty()) << bad.good;
    if (!checked.findings[0].fix) continue;
    EXPECT_THAT(found(repaired(text)), IsEmpty()) << bad.expression;
  }
}

TEST(CheckExpressions, OneMistakeIsNotReportedAgainByWhatUsesIt) {
  EXPECT_THAT(found(policy("define a = scroe > 1\ndefine b = a and opted_in\ndefine c = not b\n")),
              ElementsAre("SLA1001 scroe"));
  EXPECT_THAT(found(condition("scroe = wbe")), ElementsAre("SLA1001 scroe"));
  EXPECT_THAT(found(condition("emial is known and email = \"x\"")), ElementsAre("SLA1001 emial"));
}

TEST(CheckExpressions, SeparateMistakesAreAllReported) {
  EXPECT_THAT(found(condition("scroe > 1 or source is wbe or worth > 5")),
              ElementsAre("SLA1001 scroe", "SLA1005 wbe", "SLA1003 5"));
}

TEST(CheckExpressions, CyclesAreReportedOnce) {
  const std::string cycle =
      "define a = b and opted_in\ndefine b = c\ndefine c = not a\ndefine d = a\n";
  const Checked checked = check_text(policy(cycle));
  EXPECT_THAT(checked.found, ElementsAre("SLA1012 a"));
  EXPECT_THAT(checked.findings[0].notes, ElementsAre("`a` -> `b` -> `c` -> `a`"));
  EXPECT_THAT(found(policy("define a = a\n")), ElementsAre("SLA1012 a"));
  EXPECT_THAT(found(policy("define a = b and opted_in\ndefine b = c\ndefine c = opted_in\n")),
              IsEmpty());
}

TEST(CheckExpressions, DefinesThatMultiplyAreBounded) {
  std::string text = "define d0 = opted_in\n";
  for (int i = 1; i <= 40; ++i) {
    text += "define d" + std::to_string(i) + " = d" + std::to_string(i - 1) + " and d" +
            std::to_string(i - 1) + "\n";
  }
  const Checked checked = check_text(policy(text));
  ASSERT_EQ(checked.findings.size(), 1u);
  EXPECT_EQ(checked.findings[0].code, diagnose::Code::bad_value);
}

}  // namespace
}  // namespace sla::check
