#include "compiler/reference/story.h"

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;

std::string told(const Agreement& agreement, const std::vector<Given>& history,
                 std::string_view as_of) {
  const auto world = make_case(agreement, history, as_of);
  return story(agreement, world->inputs, trace(agreement, world->inputs, 0));
}

Agreement four_hours() {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, 4 * kHour).deadline.tiers[0].name = "hot";
  return made;
}

TEST(Story, TellsAMetDeadlineFromStartToEnd) {
  const std::string text =
      told(four_hours(),
           {{"2026-03-06 16:30", kEntersMql, "Dana", {{kScore, 1, 80}}, "a", "East"},
            {"2026-03-09 11:00", kEntersSal},
            {"2026-05-01 11:00", kEntersWon}},
           "2026-04-01");
  EXPECT_EQ(
      text,
      "Lead a, as of Wed 2026-04-01 00:00 CEST (times in Europe/Berlin)\n"
      "\n"
      "What happened\n"
      "  Fri 2026-03-06 16:30  entered mql (owner Dana (East)): score = 80\n"
      "  Mon 2026-03-09 11:00  entered sal\n"
      "  1 later event is not seen\n"
      "\n"
      "answer: Every MQL is answered\n"
      "  Promised: sales must move a lead to sal; time for it from entering mql: 4 business hours "
      "(hot).\n"
      "  Fri 2026-03-06 16:30  cycle 1 started because the lead entered mql; owner Dana (East); "
      "4 business hours (hot), due Mon 2026-03-09 12:30\n"
      "  Mon 2026-03-09 11:00  done: the lead entered sal, 2 h 30 min of working time used\n"
      "  Clock of cycle 1:\n"
      "    Fri 2026-03-06 16:30 to Fri 2026-03-06 17:00  open, 30 min used\n"
      "    Fri 2026-03-06 17:00 to Mon 2026-03-09 09:00  closed\n"
      "    Mon 2026-03-09 09:00 to Mon 2026-03-09 11:00  open, 2 h used\n"
      "  Verdict of cycle 1: met. It was due Mon 2026-03-09 12:30; the lead entered sal on "
      "Mon 2026-03-09 11:00, after 2 h 30 min of working time (4 h allowed).\n");
}

void expect_says(const std::string& text, std::initializer_list<const char*> sentences) {
  for (const char* sentence : sentences) {
    EXPECT_NE(text.find(sentence), std::string::npos) << sentence << "\nin\n" << text;
  }
}

TEST(Story, NamesWhoseBreachItIsAndWhatWasPaused) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const std::string text = told(agreement,
                                {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                 {"2026-03-09 10:00", events::kHeld},
                                 {"2026-03-09 11:00", events::kResumed},
                                 {"2026-03-09 15:00", events::kAssigned, "Eli"}},
                                "2026-03-09 16:00");
  expect_says(text,
              {"Mon 2026-03-09 10:00  the clock was paused: the lead was put on hold",
               "the clock ran again: the lead came off hold; due Mon 2026-03-09 14:00",
               "Mon 2026-03-09 14:00  breached: the time was used up, owner Dana",
               "the lead went to Eli, 5 h of working time used so far",
               "    Mon 2026-03-09 10:00 to Mon 2026-03-09 11:00  paused\n",
               "Verdict of cycle 1: breached. It was breached on Mon 2026-03-09 14:00 while with "
               "Dana; it is still open on Mon 2026-03-09 16:00, after 6 h of working time (4 h "
               "allowed)."});
}

TEST(Story, SaysThatAClosingTimeLeavesUntilTheNextOpening) {
  expect_says(
      told(four_hours(), {{"2026-03-06 13:00", kEntersMql}}, "2026-03-06 14:00"),
      {"due Fri 2026-03-06 17:00, and still in time until Mon 2026-03-09 09:00",
       "Verdict of cycle 1: running. With nobody; it is due Fri 2026-03-06 17:00 as things stand "
       "on Fri 2026-03-06 14:00; 1 h of working time (4 h allowed) used."});
}

TEST(Story, SaysWhyNothingStarted) {
  Agreement agreement = four_hours();
  agreement.clauses[0].when = compare(Op::greater_equal, kScore, 50);
  expect_says(
      told(agreement, {{"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 10}}}}, "2026-04-01"),
      {"the lead entered mql, which starts nothing: the clause applies only when score >= 50"});
  expect_says(told(agreement, {{"2026-03-09 09:00", kCall}}, "2026-04-01"),
              {"Nothing to judge: no event of this lead is \"entering mql\"."});
}

TEST(Story, SaysWhyAClockWasCancelled) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.while_ = in_states(1u << kMql);
  expect_says(told(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersWon}},
                   "2026-04-01"),
              {"Verdict of cycle 1: cancelled. Nothing is owed: the lead entered won on "
               "Mon 2026-03-09 10:00, after 1 h of working time (4 h allowed)."});
}

TEST(Story, TellsViolationsAndFaults) {
  Agreement agreement = four_hours();
  agreement.lifecycle.has_moves = true;
  agreement.lifecycle.states[kMql].requirement = known(kReason);
  agreement.clauses[0].deadline.while_ = compare(Op::greater, kScore, 1);
  expect_says(
      told(agreement, {{"2026-03-09 08:00", kEntersInquiry}, {"2026-03-09 09:00", kEntersMql}},
           "2026-04-01"),
      {"moved from inquiry to mql, which the lifecycle does not permit",
       "entered mql, which requires reason is known",
       "This lead cannot be judged: when it entered mql on Mon 2026-03-09 09:00, a field that a "
       "condition needs has no value. It has no verdicts."});
}

TEST(Story, TellsWhatCounts) {
  Agreement agreement = small_agreement();
  add_volume(agreement, 500).volume.where = compare(Op::greater, kScore, 50);
  expect_says(
      told(agreement,
           {{"2026-03-09 09:00", kEntersMql, "Dana", {{kScore, 1, 80}}},
            {"2026-03-10 09:00", kEntersMql, "", {{kScore, 1, 10}}}},
           "2026-04-01"),
      {"Promised: marketing must deliver at least 500 leads entering mql each month; a lead "
       "counts once a period.",
       "Mon 2026-03-09 09:00  the lead entered mql: counts 1 for Dana",
       "the lead entered mql, which does not count: only leads where score > 50 count"});
}

TEST(Story, FoldsALongClock) {
  const std::string text = told(four_hours(), {{"2026-01-05 09:00", kEntersMql}}, "2026-04-01");
  expect_says(text, {"more stretches, "});
  EXPECT_LT(text.size(), 3000u);
  // Nine days with eight nights between them: one line too many, but folding would not make it
  // shorter.
  const std::string nine_days =
      told(four_hours(), {{"2026-01-05 09:00", kEntersMql}}, "2026-01-15 12:00");
  EXPECT_EQ(nine_days.find("more stretches"), std::string::npos) << nine_days;
  expect_says(told(four_hours(), {{"2026-01-05 09:00", kEntersMql}}, "2026-01-16 12:00"),
              {"... 3 more stretches, "});
}

}  // namespace
}  // namespace sla::reference
