// One kind of change at a time: what becomes of the promise, what is said about it, and that there
// is a timeline for whatever is claimed.
#include "compiler/driver/comparison.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::driver {
namespace {

using compare::Direction;
using testing::Contains;

constexpr const char* kPolicy = R"(agreement "A" {
  version    1
  between    marketing and sales
  in force   2026-01-01 to 2026-12-31
  time zone  "Europe/Berlin"
  currency   EUR
  calendar   office
}

calendar office {
  open    Mon-Fri 09:00-17:00
  closed  2026-05-01 "Labour Day"
}

lead {
  score    integer
  country  text
  source   one of web, event, referral
  reason   text?
  amount   money?
  vip      yes/no
}

define good = score >= 60 and country in ["DE", "AT"]

lifecycle lead {
  mql       owned by marketing
  sal       owned by sales
  sql       owned by sales
  recycled  owned by marketing
  won       final
  mql -> sal -> sql -> won
  mql or sal -> recycled -> mql
}

role manager

clause reply "Answered" {
  sales must make a call or email within {
    good       2 business hours
    otherwise  1 business day
  } of being assigned in mql
  target 90% each month
  at due  remind owner
}

clause handover "Handed over" {
  sales must move a lead to sal within 3 business days of entering mql
  when source is not event
  while in [mql, sal]
  paused while on_hold
  excused when reason is known
  on reentry new cycle
  on reassignment restart
}

clause chase "Chased" {
  sales must make at least 3 calls or emails within 10 business days of entering sal, at most 3 business days apart, until sql
}

clause stuck "Not stuck" {
  sales must not leave a lead in sal longer than 5 business days
}

clause quiet "No calls at night" {
  sales must not make a call outside office
}

clause volume "Enough" {
  marketing must deliver at least 20 leads entering mql each month
}

clause pipeline "Pipeline" {
  sales must create at least 5000 EUR of the sum of amount entering sql each quarter
  where amount is known
}

clause mix "Mix" {
  marketing must deliver at least 30% of leads entering mql each month where source is referral
}

clause rate "Conversion" {
  sales must move at least 20% of the leads entering sal each month to won within 30 days
}
)";

Checked check_text(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / ("comparison_" + name + ".sla");
  std::ofstream(path) << text;
  auto checked = check(path.string());
  EXPECT_TRUE(checked && checked->agreement) << text;
  if (checked && !checked->agreement) {
    for (const auto& finding : checked->findings.all()) ADD_FAILURE() << finding.message;
  }
  return std::move(*checked);
}

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

struct Case {
  const char* name;
  const char* from;
  const char* to;
  const char* clause;
  PromiseChange change;
  const char* key;  ///< Of a detail that has to be there.
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class EachChange : public testing::TestWithParam<Case> {};

const ComparedPromise& promise_of(const Comparison& comparison, const std::string& clause) {
  for (const ComparedPromise& each : comparison.promises) {
    if (comparison.clause_of(each.change).name == clause) return each;
  }
  ADD_FAILURE() << "no promise " << clause;
  return comparison.promises.front();
}

/// What is claimed has a timeline, and its tests have passed on the versions.
void expect_proven(const ComparedPromise& promise) {
  for (const ShownWitness& shown : promise.witnesses) {
    const compare::Witness& witness = shown.witness;
    EXPECT_NE(witness.was.broken, witness.is.broken);
    EXPECT_EQ(witness.is.broken, witness.direction == Direction::stricter);
    if (!witness.was.expectation.empty()) {
      EXPECT_FALSE(shown.was_test.empty());
    }
    if (!witness.is.expectation.empty()) {
      EXPECT_FALSE(shown.is_test.empty());
    }
  }
}

TEST_P(EachChange, IsCalledWhatItIs) {
  const Case& c = GetParam();
  Checked was = check_text("was", kPolicy), is = check_text("is", edited(kPolicy, c.from, c.to));
  ASSERT_TRUE(was.agreement && is.agreement);
  const auto comparison = compare(was, is);
  ASSERT_TRUE(comparison) << comparison.error();
  const ComparedPromise& promise = promise_of(*comparison, c.clause);
  EXPECT_STREQ(name_of(promise.verdict), name_of(c.change));
  std::vector<std::string> keys;
  for (const compare::Detail& each : promise.change.details) keys.push_back(each.key);
  if (*c.key != '\0') {
    EXPECT_THAT(keys, Contains(c.key));
  }
  const bool claims = c.change == PromiseChange::stricter || c.change == PromiseChange::looser ||
                      c.change == PromiseChange::both;
  EXPECT_EQ(!promise.witnesses.empty(), claims);
  expect_proven(promise);
  // And the other way round it is the opposite.
  const auto back = compare(is, was);
  ASSERT_TRUE(back) << back.error();
  const PromiseChange opposite = c.change == PromiseChange::stricter ? PromiseChange::looser
                                 : c.change == PromiseChange::looser ? PromiseChange::stricter
                                                                     : c.change;
  EXPECT_STREQ(name_of(promise_of(*back, c.clause).verdict), name_of(opposite));
}

using P = PromiseChange;
constexpr Case kCases[] = {
    {"target", "2 business hours", "1 business hour", "reply", P::stricter, "target"},
    {"target_otherwise", "1 business day", "2 business days", "reply", P::looser, "target"},
    {"percentage", "target 90%", "target 95%", "reply", P::stricter, "percentage"},
    {"period", "target 90% each month", "target 90% each quarter", "reply", P::looser, "period"},
    {"guard", "score >= 60", "score >= 50", "reply", P::stricter, "tier"},
    {"discharge_gone", "a call or email within", "a call within", "reply", P::stricter,
     "discharge"},
    {"discharge_more", "a call or email within", "a call, email or meeting within", "reply",
     P::looser, "discharge"},
    {"discharge_by", "a call or email within", "a call or email by the owner within", "reply",
     P::stricter, "discharge"},
    {"step", "at due  remind owner", "at 50%  remind owner", "reply", P::around, "step"},
    {"hours", "Mon-Fri 09:00-17:00", "Mon-Fri 09:00-18:00", "chase", P::stricter, "hours"},
    {"holiday", "closed  2026-05-01 \"Labour Day\"",
     "closed  2026-05-01 \"Labour Day\"\n  closed 2026-06-04 \"Corpus Christi\"", "stuck",
     P::looser, "holiday"},
    {"zone", "calendar office {", "calendar office {\n  time zone \"America/New_York\"", "quiet",
     P::both, "zone"},
    {"when", "when source is not event", "when source is web", "handover", P::looser, "when"},
    {"when_gone", "  when source is not event\n", "", "handover", P::stricter, "when"},
    {"while_", "while in [mql, sal]", "while in [mql, sal, recycled]", "handover", P::stricter,
     "while"},
    {"paused", "  paused while on_hold\n", "", "handover", P::stricter, "paused"},
    {"excused", "  excused when reason is known\n", "", "handover", P::stricter, "excused"},
    {"reentry", "on reentry new cycle", "on reentry ignore", "handover", P::looser, "reentry"},
    {"reassignment", "on reassignment restart", "on reassignment continue", "handover", P::stricter,
     "reassignment"},
    {"start", "3 business days of entering mql", "3 business days of being assigned in mql",
     "handover", P::looser, "start"},
    {"needed", "at least 3 calls", "at least 4 calls", "chase", P::stricter, "needed"},
    {"cadence_window", "within 10 business days of entering sal",
     "within 6 business days of entering sal", "chase", P::stricter, "target"},
    {"apart", "at most 3 business days apart", "at most 2 business days apart", "chase",
     P::stricter, "apart"},
    {"until", ", until sql", "", "chase", P::stricter, "until"},
    {"stay", "longer than 5 business days", "longer than 4 business days", "stuck", P::stricter,
     "target"},
    {"forbidden", "not make a call outside", "not make a call or email outside", "quiet",
     P::stricter, "forbidden"},
    {"amount", "at least 20 leads", "at least 25 leads", "volume", P::stricter, "amount"},
    {"sum", "at least 5000 EUR", "at least 4000 EUR", "pipeline", P::looser, "amount"},
    {"share", "at least 30% of leads", "at least 35% of leads", "mix", P::stricter, "amount"},
    {"share_part", "where source is referral", "where source in [referral, event]", "mix",
     P::looser, "where"},
    {"rate", "at least 20% of the leads", "at least 25% of the leads", "rate", P::stricter,
     "percentage"},
    {"window", "to won within 30 days", "to won within 20 days", "rate", P::stricter, "target"},
    {"title", "\"Answered\"", "\"Replied to\"", "reply", P::reworded, "title"},
};

INSTANTIATE_TEST_SUITE_P(Comparison, EachChange, testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

Comparison compared(const std::string& text, Checked& was, Checked& is) {
  was = check_text("was", kPolicy);
  is = check_text("is", text);
  auto comparison = compare(was, is);
  EXPECT_TRUE(comparison.has_value());
  return std::move(*comparison);
}

TEST(Comparison, NamesUnitsAndOrderHaveNoMeaning) {
  Checked was, is;
  const std::pair<const char*, const char*> edits[] = {
      {"2 business hours", "120 business minutes"},
      {"country in [\"DE\", \"AT\"]", "country in [\"AT\", \"DE\"]"},
      {"score >= 60 and", "60 <= score and"},
      {"version    1", "version    2"},
      {"\"Labour Day\"", "\"First of May\""},
      {"in [mql, sal]\n", "in [sal, mql]\n"},
  };
  for (const auto& [from, to] : edits) {
    const Comparison comparison = compared(edited(kPolicy, from, to), was, is);
    EXPECT_TRUE(comparison.same_meaning) << to;
  }
  std::string renamed = edited(kPolicy, "define good =", "define ideal =");
  renamed = edited(renamed, "    good       2", "    ideal      2");
  EXPECT_TRUE(compared(renamed, was, is).same_meaning);
  std::string reordered = kPolicy;
  const std::size_t at = reordered.find("clause rate");
  const std::string rate = reordered.substr(at);
  reordered = edited(reordered.substr(0, at), "clause reply", rate + "\nclause reply");
  EXPECT_TRUE(compared(reordered, was, is).same_meaning);
}

TEST(Comparison, ARenamedClauseIsTheSamePromise) {
  Checked was, is;
  const Comparison comparison = compared(edited(kPolicy, "clause stuck", "clause moving"), was, is);
  EXPECT_TRUE(comparison.same_meaning);
  EXPECT_EQ(promise_of(comparison, "moving").verdict, PromiseChange::reworded);
}

TEST(Comparison, NewAndGonePromisesHaveTimelinesToo) {
  Checked was, is;
  const std::string text = std::string(kPolicy) +
                           "clause extra { marketing must assign a lead within 1 hour of entering "
                           "mql }\n";
  const Comparison comparison = compared(text, was, is);
  const ComparedPromise& added = promise_of(comparison, "extra");
  EXPECT_EQ(added.verdict, PromiseChange::added);
  EXPECT_FALSE(added.witnesses.empty());
  EXPECT_EQ(comparison.party_of(added.change), "marketing");
  const auto back = compare(is, was);
  ASSERT_TRUE(back);
  EXPECT_EQ(promise_of(*back, "extra").verdict, PromiseChange::removed);
}

TEST(Comparison, TermsWithoutACommonDayAreSaid) {
  Checked was, is;
  const Comparison comparison =
      compared(edited(edited(kPolicy, "2026-01-01 to 2026-12-31", "2027-01-01 to 2027-12-31"),
                      "2 business hours", "1 business hour"),
               was, is);
  EXPECT_TRUE(comparison.terms_apart);
  EXPECT_EQ(promise_of(comparison, "reply").verdict, PromiseChange::stricter);
}

TEST(Comparison, WhatIsSaidInOtherWordsWithoutEffectIsNotClaimed) {
  Checked was, is;
  // Both versions take every lead; no timeline can tell them apart.
  const Comparison comparison =
      compared(edited(kPolicy, "when source is not event",
                      "when source is not event and (score > 5 or score <= 5)"),
               was, is);
  const ComparedPromise& promise = promise_of(comparison, "handover");
  EXPECT_EQ(promise.verdict, PromiseChange::undecided);
  EXPECT_TRUE(promise.witnesses.empty());
}

TEST(Changes, AreListedForPeople) {
  Checked was, is;
  const Comparison comparison =
      compared(edited(kPolicy, "2 business hours", "1 business hour"), was, is);
  EXPECT_THAT(
      compare::summary_of(comparison.changes),
      testing::ElementsAre("clause reply, target where good: 2 business hours -> 1 business hour"));
}

}  // namespace
}  // namespace sla::driver
