#include <gtest/gtest.h>

#include <string>

#include "compiler/parse/parse.h"

namespace sla::parse {
namespace {

struct Bad {
  std::string text;
  std::string message;
  std::string help = "";
};

std::vector<diagnose::Finding> findings_of(const std::string& text) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("bad.sla", text);
  parse(sources, *file, findings);
  return findings.all();
}

std::string clause(const std::string& promise) { return "clause c {\n  " + promise + "\n}\n"; }
std::string agreement(const std::string& line) { return "agreement \"A\" {\n  " + line + "\n}\n"; }
std::string calendar(const std::string& line) { return "calendar c {\n  " + line + "\n}\n"; }

/// Each text holds one mistake and must yield exactly one finding.
const Bad kBad[] = {
    {"cluase x {\n  y\n}\n",
     "expected a declaration such as `clause` or `calendar`, found `cluase`",
     "did you mean `clause`?"},
    {"hello", "expected a declaration such as `clause` or `calendar`, found `hello`"},
    {"}", "this `}` closes nothing"},
    {"clause", "expected a name after `clause`, but the line ends"},
    {"clause c { ", "this `{` is never closed"},
    {clause(""), "expected the promise, such as `sales must make a call`, found `}`"},
    {clause("sales shall make a call"), "expected `must` after `sales`, found `shall`",
     "did you mean `must`?"},
    {clause("sales must mvoe a lead to won within 1 hour of entering mql"),
     "expected `not` or what must be done, such as `move a lead to won` after `must`, found `mvoe`",
     "did you mean `move`?"},
    {clause("sales must move a lead won within 1 hour of entering mql"),
     "expected `to` after `lead`, found `won`"},
    {clause("sales must make a call witin 1 hour of entering mql"),
     "expected `and`, `or`, `immediately` or `within` after `call`, found `witin`",
     "did you mean `within`?"},
    {clause("sales must make a call within soon of entering mql"),
     "expected a duration such as `4 business hours` or `{` after `within`, found `soon`"},
    {clause("sales must make a call within 4 hrs of entering mql"),
     "expected `business`, `day` or a unit such as `hours` after `4`, found `hrs`",
     "did you mean `hours`?"},
    {clause("sales must make a call within 4h of entering mql"), "a space is missing in `4h`",
     "write `4 hours`"},
    {clause("sales must make a call within -4 hours of entering mql"),
     "expected a duration such as `4 business hours` or `{` after `within`, found `-`"},
    {clause("sales must make a call\n  within 1 hour\n  target 95%"),
     "expected `of` and what starts the clock, such as `of entering mql` after `hour`, but the "
     "line ends"},
    {clause("sales must make a call within 1 hour of entering mql\n  tagret 95%"),
     "expected a line of the clause such as `target 95% each month` or `}`, found `tagret`",
     "did you mean `target`?"},
    {clause("sales must make a call within 1 hour of entering mql\n  target 95"),
     "expected a percentage such as `95%` after `target`, found `95`", "did you mean `95%`?"},
    {clause("sales must make a call within 1 hour of entering mql\n  target 95% each hour"),
     "`hour` is not a period", "use `day`, `week`, `month`, `quarter` and `year`"},
    {clause("sales must make a call within 1 hour of entering mql\n  when a\n  when b"),
     "`when` is said twice"},
    {clause("sales must make a call and make a note or send x within 1 hour of entering mql"),
     "`and` and `or` cannot both join what must be done",
     "write two clauses, or use one of the two words throughout"},
    {clause("sales must make a call within { otherwise 1 hour\n hot 2 hours } of entering mql"),
     "a tier after `otherwise` is never reached", "put `otherwise` last"},
    {clause("sales must deliver at least 5 leads each month"),
     "it is not said at which event these are counted",
     "add the event, such as `entering mql` or `being assigned`"},
    {clause("sales must deliver at least 5 leads entering mql until sal"),
     "`until` does not fit this promise"},
    {agreement("verzion 3"),
     "expected a line of the agreement such as `version 3` or `}`, found `verzion`",
     "did you mean `version`?"},
    {agreement("version 3.5"), "a version is a whole number",
     "count the versions that people agreed on: 1, 2, 3"},
    {agreement("version 3 please"), "expected the end of the line after `3`, found `please`"},
    {agreement("version 3\n  version 4"), "the version is said twice"},
    {agreement("currency usd"), "expected a currency such as `USD` after `currency`, found `usd`",
     "did you mean `USD`?"},
    {agreement("in force 2026-13-01 to 2026-12-31"),
     "`2026-13-01` is not a date: there is no month 13"},
    {agreement("in force 2026-01-01 to 2026-02-30"),
     "`2026-02-30` is not a date: that month has no day 30"},
    {agreement("in force 2025-02-29 to 2026-02-28"),
     "`2025-02-29` is not a date: that month has no day 29"},
    {calendar("open Mon-Fri 09:00-25:00"), "`25:00` is not a time of day"},
    {calendar("open Mon-Fri 09:00-24:30"), "`24:30` is not a time of day"},
    {calendar("open Mon-Fri 09:60-10:00"), "`09:60` is not a time of day"},
    {calendar("closed 2026-1-1"), "`2026-1-1` is not a full date", "write `2026-01-01`"},
    {calendar("open Montag 09:00-17:00"),
     "expected `always`, a date such as `2026-01-31` or weekdays such as `Mon-Fri` after `open`, "
     "found "
     "`Montag`"},
    {"lead {\n  score integr\n}\n",
     "expected a type such as `integer`, `text` or `one of a, b` after `score`, found `integr`",
     "did you mean `integer`?"},
    {"lead {\n  source one of\n}\n", "expected a value of the list after `of`, but the line ends"},
    {"define a = b >", "expected a value after `>`, but the line ends"},
    {"define a = b > and c", "expected a value after `>`, found `and`"},
    {"define a = (b > 5\n", "expected `)` after `5`, but the line ends"},
    {"define a = b == 5", "values are compared with `=`, not with `==`", "write `=`"},
    {"define a = 1 < b < 5", "a comparison has two sides, not three",
     "say the value in the middle twice: `a < b and b < c`"},
    {"define a = b // c", "a comment begins with `#`, not with `//`", "write `#`"},
    {calendar("open Mon 9am to 17:00"), "times are written with 24 hours, not as `9am`",
     "write `09:00`"},
    {calendar("open Mon 00:00-12pm"), "times are written with 24 hours, not as `12pm`",
     "write `12:00`"},
    {clause("sales must not leave a lead in mql more than 1 hour"),
     "expected `longer` after `mql`, found `more`"},
    {clause("sales must make a call within 1 hour of entering mql\n  at 75% remnd owner"),
     "expected what to do, such as `remind owner` or `award 10 points` after `75%`, found `remnd`",
     "did you mean `remind`?"},
    {clause("sales must make a call within 1 hour of entering mql\n  when met award 10"),
     "expected `points` after `10`, but the line ends"},
    {clause("sales must make a call within 1 hour of entering mql\n  excused while on_hold"),
     "expected `when` after `excused`, found `while`"},
    {"program p {\n  badge b when c is met 3 time\n}\n", "expected `times` after `3`, found `time`",
     "did you mean `times`?"},
    {"program p {\n  prise 5 USD to the top team\n}\n",
     "expected a line of the program such as `leaderboard per owner each month` or `}`, found "
     "`prise`",
     "did you mean `prize`?"},
    {"program p {\n  prize 5 to the top team\n}\n",
     "expected a currency such as `USD` after `5`, found `to`"},
    {"define a = b && c", "`&&` has no meaning here", "write `and`"},
    {"define a = \"b", "this text does not end on its line",
     "end the text with `\"`; write a line break as `\\n`"},
    {"define a = \"b\\q\"", "`\\` is followed by something that it does not escape",
     "write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a line break"},
    {"define a = 12345678901234567890", "`12345678901234567890` has too many digits"},
    {"define a = 0.1234567", "`0.1234567` has too many digits"},
    {"define a = b;", "`;` has no meaning here", "leave it out: a line end is enough"},
    {"define gr\xC3\xB6\xC3\x9F"
     "e = 1",
     "`\xC3\xB6\xC3\x9F` has no meaning here",
     "write names with the letters a to z, digits and `_`; a quoted title may hold any character"},
    {"lifecycle lead {\n  mql owned sales\n}\n", "expected `by` after `owned`, found `sales`"},
    {"lifecycle lead {\n  a -> -> b\n}\n", "expected a state after `->`, found `->`"},
    {"source s {\n  event from e {\n    \"x\" enter mql\n  }\n}\n",
     "expected `enters`, `is` or `ignored` after `\"x\"`, found `enter`", "did you mean `enters`?"},
    {"source s {\n  time from t as epoch minutes\n}\n", "an epoch counts seconds or milliseconds",
     "write `as epoch seconds` or `as epoch milliseconds`"},
};

TEST(Errors, SayWhatIsWrongOnce) {
  for (const Bad& bad : kBad) {
    const auto findings = findings_of(bad.text);
    ASSERT_EQ(findings.size(), 1U) << bad.text << (findings.size() > 1 ? findings[1].message : "");
    EXPECT_EQ(findings[0].message, bad.message) << bad.text;
    EXPECT_EQ(findings[0].help.value_or(""), bad.help) << bad.text;
  }
}

TEST(Errors, NeverSpeakLikeAntlr) {
  for (const Bad& bad : kBad) {
    for (const auto& finding : findings_of(bad.text)) {
      for (const std::string word :
           {"mismatched", "extraneous", "viable", "<EOF>", "K_", "IDENT", "token"}) {
        EXPECT_EQ(finding.message.find(word), std::string::npos) << finding.message;
      }
    }
  }
}

TEST(Errors, OfSeveralLinesAndDeclarationsAreAllFound) {
  const auto findings = findings_of(
      "agreement \"A\" {\n  verzion 3\n  betwen a and b\n  currency EUR\n}\n"
      "calender c {\n  open always\n}\n"
      "clause c {\n  sales must make a call within 1 hour\n  of entering mql\n  on reentri "
      "ignore\n}\n"
      "define x = 5 +\n"
      "role vp\n");
  ASSERT_EQ(findings.size(), 5U);
  EXPECT_EQ(findings[2].help, "did you mean `calendar`?");
  EXPECT_EQ(findings[3].help, "did you mean `reentry`?");
}

TEST(Errors, KeepTheDeclarationsAround) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file =
      sources.add("f.sla", "role a\nclause b {\n  sales must\n}\nrole c\ndefine d = 1\n");
  const syntax::File tree = parse(sources, *file, findings);
  EXPECT_EQ(findings.all().size(), 1U);
  EXPECT_EQ(tree.declarations.size(), 3U);
}

TEST(Errors, OfAnOpenBracketEndWithItsDeclaration) {
  const auto findings =
      findings_of("define a = (b\nrole x\nclause c {\n  sales must make (\n}\nrole y\n");
  EXPECT_EQ(findings.size(), 2U);
}

TEST(Errors, PointAtTheSmallestSpan) {
  const std::string text = "define \xC3\xA4 = 1\ndefine b = \"\xE6\x97\xA5\" +\n";
  const auto findings = findings_of(text);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].primary.span.begin, 7U);
  EXPECT_EQ(findings[0].primary.span.end, 9U);
  EXPECT_EQ(findings[1].primary.span.begin, text.size() - 1);
}

}  // namespace
}  // namespace sla::parse
