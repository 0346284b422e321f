// Stories of cadences, reliefs, prohibitions, conversions and shares.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/story.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;

void expect_story(const Agreement& agreement, const std::vector<Given>& history,
                  std::string_view as_of, std::initializer_list<const char*> sentences) {
  const auto world = make_case(agreement, history, as_of);
  const std::string text = story(agreement, world->inputs, trace(agreement, world->inputs, 0));
  for (const char* sentence : sentences) {
    EXPECT_NE(text.find(sentence), std::string::npos) << sentence << "\nin\n" << text;
  }
}

Agreement three_touches() {
  Agreement made = small_agreement();
  add_cadence(made, 3, {TargetKind::business, 40 * kHour},
              agreement::Duration{TargetKind::business, 2 * kHour});
  return made;
}

TEST(StoryOfCadence, CountsTouchesAndSaysWhatIsNext) {
  expect_story(
      three_touches(),
      {{"2026-03-09 09:00", kEntersMql, "Dana"},
       {"2026-03-09 10:00", kCall},
       {"2026-03-09 11:00", kEmail},
       {"2026-03-09 12:00", kCall}},
      "2026-04-01",
      {"cycle 1 started because the lead entered mql; owner Dana; 40 business hours, due Mon "
       "2026-03-09 11:00",
       "Mon 2026-03-09 10:00  counted: the lead was contacted by call (1 of 3); due Mon "
       "2026-03-09 12:00",
       "counted: the lead was contacted by email (2 of 3); due Mon 2026-03-09 13:00",
       "done: the lead was contacted by call (3 of 3), 3 h of working time used",
       "Verdict of cycle 1: met."});
}

TEST(StoryOfCadence, SaysThatAGapWasExceeded) {
  expect_story(
      three_touches(), {{"2026-03-09 09:00", kEntersMql, "Dana"}}, "2026-03-09 12:00",
      {"Mon 2026-03-09 11:00  breached: more than 2 business hours passed without one, "
       "owner Dana",
       "this is where we are: 3 h of working time used (0 of 3)", "Verdict of cycle 1: breached."});
}

TEST(StoryOfCadence, SaysThatTheWindowWasUsedUp) {
  Agreement agreement = small_agreement();
  add_cadence(agreement, 3, {TargetKind::business, 2 * kHour},
              agreement::Duration{TargetKind::business, 8 * kHour});
  expect_story(agreement, {{"2026-03-09 09:00", kEntersMql, "Dana"}}, "2026-03-09 12:00",
               {"Mon 2026-03-09 11:00  breached: the time was used up, owner Dana"});
}

TEST(StoryOfCadence, SaysWhatEndedIt) {
  Agreement agreement = three_touches();
  agreement.clauses[0].deadline.until = {kEntersWon};
  expect_story(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersWon}},
               "2026-04-01",
               {"the clock ended: the lead entered won, and that ends what is asked",
                "Verdict of cycle 1: cancelled. Nothing is owed: the lead entered won on Mon "
                "2026-03-09 10:00"});
}

TEST(StoryOfRelief, SaysWhyAnObligationIsExcusedAndThatItHadBreached) {
  Agreement agreement = small_agreement();
  add_deadline(agreement, TargetKind::business, 4 * kHour).deadline.excused_when = known(kReason);
  expect_story(
      agreement,
      {{"2026-03-09 09:00", kEntersMql, "Dana"},
       {"2026-03-09 15:00", events::kChanged, "", {{kReason, 2, 0}}},
       {"2026-03-09 16:00", kEntersSal, "", {{kReason, 1, 0}}}},
      "2026-04-01",
      {"Mon 2026-03-09 13:00  breached: the time was used up, owner Dana",
       "Mon 2026-03-09 16:00  excused: the lead entered sal, and it is excused when reason "
       "is known",
       "Verdict of cycle 1: excused. It does not count: the lead entered sal on Mon "
       "2026-03-09 16:00, after 7 h of working time (4 h allowed); it is excused when "
       "reason is known."});
}

TEST(StoryOfProhibition, SaysWhatWasForbiddenAndWhyElseItWasNot) {
  Agreement agreement = small_agreement();
  Clause& clause = add_prohibition(agreement);
  clause.prohibition.without = known(kReason);
  clause.prohibition.while_ = was_in_states(1u << kMql);
  clause.prohibition.outside = 0;
  clause.when = compare(Op::greater_equal, kScore, 50);
  expect_story(
      agreement,
      {{"2026-03-09 07:00", kEntersMql, "Dana", {{kScore, 1, 80}}},
       {"2026-03-09 08:00", kEntersSal},
       {"2026-03-09 18:00", kEntersSal},
       {"2026-03-10 08:00", kEntersMql},
       {"2026-03-10 10:00", kEntersSal},
       {"2026-03-11 08:00", kEntersMql},
       {"2026-03-11 08:10", kEntersSal, "", {{kReason, 1, 0}}},
       {"2026-03-12 08:00", kEntersSal, "", {{kScore, 1, 10}}}},
      "2026-04-01",
      {"Mon 2026-03-09 08:00  breach: the lead entered sal, owner Dana; sales must not "
       "move a lead to sal without reason is known while",
       "Mon 2026-03-09 18:00  permitted: the lead entered sal, owner Dana; it is forbidden "
       "only while",
       "Tue 2026-03-10 10:00  permitted: the lead entered sal, owner Dana; office was open",
       "Wed 2026-03-11 08:10  permitted: the lead entered sal, owner Dana; reason is known",
       "Thu 2026-03-12 08:00  the lead entered sal, which is not judged: the clause "
       "applies only when score >= 50"});
  expect_story(agreement, {{"2026-03-09 07:00", kCall}}, "2026-04-01",
               {"Nothing to judge: nothing of this lead is what \"sales must not move a lead to "
                "sal"});
}

TEST(StoryOfConversion, TellsOfCohortsAndHowTheyWereDecided) {
  Agreement agreement = small_agreement();
  add_conversion(agreement, {TargetKind::elapsed, 10 * 24 * kHour});
  expect_story(
      agreement,
      {{"2026-03-02 09:00", kEntersMql, "Dana"},
       {"2026-03-03 09:00", kEntersMql},
       {"2026-04-01 09:00", kEntersMql},
       {"2026-04-03 09:00", kEntersWon, "Eli"},
       {"2026-05-02 09:00", kEntersMql}},
      "2026-05-04 09:00",
      {"Mon 2026-03-02 09:00  joined the cohort of 2026-03 because the lead entered mql; "
       "owner Dana; 10 days, due Thu 2026-03-12 09:00",
       "the lead entered mql, which begins nothing: the lead entered before in this period",
       "Thu 2026-03-12 09:00  not converted (cycle 1): the window ended, owner Dana",
       "Fri 2026-04-03 09:00  converted (cycle 2): the lead entered won, 48 h used",
       "this is where we are (cycle 3): 48 h used",
       "Verdict of cycle 1: breached. In the cohort of 2026-03; its window ended on Thu "
       "2026-03-12 09:00 while with Dana.",
       "Verdict of cycle 2: met. In the cohort of 2026-04; the lead entered won on Fri "
       "2026-04-03 09:00, after 48 h (240 h allowed), with Eli.",
       "Verdict of cycle 3: running. In the cohort of 2026-05; with Eli, its window ends "
       "on Tue 2026-05-12 09:00."});
}

TEST(StoryOfConversion, SaysWhatDoesNotCount) {
  Agreement agreement = small_agreement();
  add_conversion(agreement, {TargetKind::elapsed, 10 * 24 * kHour}).conversion.not_counting =
      known(kReason);
  expect_story(agreement, {{"2026-03-02 09:00", kEntersMql, "Dana", {{kReason, 1, 0}}}},
               "2026-05-04",
               {"not counted (cycle 1): the window ended, and leads where reason is known do not "
                "count",
                "Verdict of cycle 1: excused. In no cohort: leads where reason is known do not "
                "count."});
}

TEST(StoryOfShare, SaysWhatIsInThePartAndWhatInTheWholeOnly) {
  Agreement agreement = small_agreement();
  add_share(agreement, known(kReason));
  expect_story(agreement,
               {{"2026-03-09 09:00", kEntersMql, "Dana"},
                {"2026-04-09 09:00", kEntersMql, "", {{kReason, 1, 0}}},
                {"2026-04-10 09:00", kEntersMql}},
               "2026-05-01",
               {"Mon 2026-03-09 09:00  the lead entered mql: counts 1 for Dana in 2026-03, in the "
                "whole only",
                "counts 1 for Dana in 2026-04, in the part and the whole",
                "the lead entered mql: already counted in 2026-04"});
}

TEST(StoryOfVolume, OneLeadIsOne) {
  Agreement agreement = small_agreement();
  add_volume(agreement, 1);
  expect_story(agreement, {{"2026-03-09 09:00", kEntersMql}}, "2026-04-01",
               {"marketing must deliver at least 1 lead entering mql each month"});
}

}  // namespace
}  // namespace sla::reference
