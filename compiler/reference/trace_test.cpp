#include "compiler/reference/trace.h"

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;

Agreement four_hours() {
  Agreement made = small_agreement();
  add_deadline(made, TargetKind::business, 4 * kHour);
  return made;
}

Trace trace_of(const Agreement& agreement, const std::vector<Given>& history,
               std::string_view as_of) {
  return trace(agreement, make_case(agreement, history, as_of)->inputs, 0);
}

std::vector<StepKind> kinds(const Trace& trace) {
  std::vector<StepKind> all;
  for (const Step& step : trace.steps) all.push_back(step.kind);
  return all;
}

Reason reason(const Agreement& agreement, const std::vector<Given>& history) {
  const Trace trace = trace_of(agreement, history, "2026-04-01");
  for (const Step& step : trace.steps) {
    if (step.kind == StepKind::not_attached || step.kind == StepKind::not_counted)
      return step.reason;
  }
  return Reason::none;
}

TEST(Trace, IsTheSubjectsPartOfTheOutcome) {
  const Agreement agreement = four_hours();
  const auto world = make_case(
      agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersMql, "", {}, "b"}},
      "2026-04-01");
  const Trace second = trace(agreement, world->inputs, 1);
  ASSERT_EQ(second.outcome.rows.size(), 1u);
  EXPECT_EQ(second.outcome.rows[0], evaluate(agreement, world->inputs).rows[1]);
}

TEST(Trace, TellsALateAnswerInOrder) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Trace trace = trace_of(agreement,
                               {{"2026-03-06 16:00", kEntersMql, "Dana"},
                                {"2026-03-09 10:00", events::kHeld},
                                {"2026-03-09 11:00", events::kResumed},
                                {"2026-03-09 15:00", events::kAssigned, "Eli"},
                                {"2026-03-09 16:00", kEntersSal}},
                               "2026-04-01");
  EXPECT_EQ(kinds(trace), (std::vector<StepKind>{StepKind::attached, StepKind::paused,
                                                 StepKind::resumed, StepKind::breached,
                                                 StepKind::owner_changed, StepKind::discharged}));
  EXPECT_EQ(trace.steps[0].due, at("2026-03-09 12:00", agreement.zone));
  EXPECT_EQ(trace.steps[3].time, at("2026-03-09 13:00", agreement.zone));
  EXPECT_EQ(trace.steps[3].owner, 0u);
  EXPECT_EQ(trace.steps[5].used, 7 * kHour);
}

TEST(Trace, SegmentsCoverTheClocksLife) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.paused_while = on_hold();
  const Trace trace = trace_of(agreement,
                               {{"2026-03-06 16:00", kEntersMql},
                                {"2026-03-09 10:00", events::kHeld},
                                {"2026-03-09 11:00", events::kResumed}},
                               "2026-03-09 11:30");
  ASSERT_EQ(trace.segments.size(), 5u);
  const SegmentKind expected[] = {SegmentKind::open, SegmentKind::closed, SegmentKind::open,
                                  SegmentKind::paused, SegmentKind::open};
  std::int64_t used = 0;
  Instant end = at("2026-03-06 16:00", agreement.zone);
  for (std::size_t i = 0; i < trace.segments.size(); ++i) {
    EXPECT_EQ(trace.segments[i].kind, expected[i]);
    EXPECT_EQ(trace.segments[i].from, end);
    end = trace.segments[i].to;
    used += trace.segments[i].used;
  }
  EXPECT_EQ(end, at("2026-03-09 11:30", agreement.zone));
  EXPECT_EQ(used, trace.outcome.rows[0].elapsed_business);
}

TEST(Trace, SaysWhyNothingAttached) {
  const Given start = {"2026-03-09 09:00", kEntersMql};
  Agreement agreement = four_hours();
  EXPECT_EQ(reason(agreement, {start, start}), Reason::already_open);
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::ignore;
  EXPECT_EQ(reason(agreement,
                   {start, {"2026-03-09 10:00", kEntersSal}, {"2026-03-09 11:00", kEntersMql}}),
            Reason::ignored_on_reentry);
  agreement.clauses[0].when = known(kReason);
  EXPECT_EQ(reason(agreement, {start}), Reason::when_is_false);
  agreement = four_hours();
  agreement.clauses[0].deadline.while_ = known(kReason);
  EXPECT_EQ(reason(agreement, {start}), Reason::while_is_false);
  agreement = four_hours();
  agreement.clauses[0].deadline.discharges.push_back(on_event(kEntersMql));
  EXPECT_EQ(reason(agreement, {start}), Reason::already_discharged);
  agreement = four_hours();
  agreement.term_begin = at("2026-03-10", agreement.zone);
  EXPECT_EQ(reason(agreement, {start}), Reason::outside_term);
}

TEST(Trace, SaysWhyAnEventDoesNotCount) {
  Agreement agreement = small_agreement();
  add_volume(agreement, 1).volume.where = known(kReason);
  EXPECT_EQ(reason(agreement, {{"2026-03-09 09:00", kEntersMql}}), Reason::where_is_false);
}

TEST(Trace, TellsReassignments) {
  Agreement agreement = four_hours();
  auto& deadline = agreement.clauses[0].deadline;
  deadline.on_reassignment = agreement::OnReassignment::restart;
  const std::vector<Given> history = {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                      {"2026-03-09 10:00", events::kAssigned, "Eli"},
                                      {"2026-03-09 16:00", events::kAssigned, "Dana"}};
  const Trace restarted = trace_of(agreement, history, "2026-03-09 16:30");
  EXPECT_EQ(kinds(restarted), (std::vector<StepKind>{StepKind::attached, StepKind::owner_changed,
                                                     StepKind::restarted, StepKind::breached,
                                                     StepKind::owner_changed, StepKind::handed_over,
                                                     StepKind::attached, StepKind::still_open}));
  EXPECT_EQ(restarted.steps[6].cycle, 2u);
  deadline.on_reassignment = agreement::OnReassignment::grace;
  deadline.grace = {TargetKind::business, 4 * kHour};
  const Trace extended = trace_of(agreement, history, "2026-03-09 10:30");
  ASSERT_EQ(extended.steps.size(), 4u);
  EXPECT_EQ(extended.steps[2].kind, StepKind::grace);
  EXPECT_EQ(extended.steps[2].target, 5 * kHour);
}

TEST(Trace, AReassignmentThatRestartsStartsSomething) {
  Agreement agreement = four_hours();
  auto& deadline = agreement.clauses[0].deadline;
  deadline.start.events = {events::kAssigned};
  deadline.on_reassignment = agreement::OnReassignment::restart;
  const std::vector<Given> history = {{"2026-03-09 09:00", events::kAssigned, "Dana"},
                                      {"2026-03-09 10:00", events::kAssigned, "Eli"}};
  EXPECT_EQ(kinds(trace_of(agreement, history, "2026-03-09 10:30")),
            (std::vector<StepKind>{StepKind::attached, StepKind::owner_changed, StepKind::restarted,
                                   StepKind::still_open}));
}

TEST(Trace, AFaultComesLast) {
  Agreement agreement = four_hours();
  agreement.clauses[0].deadline.while_ = compare(Op::greater, kScore, 1);
  const Trace trace = trace_of(agreement,
                               {{"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 5}}},
                                {"2026-03-09 10:00", events::kChanged, "", {{kScore, 2, 0}}}},
                               "2026-04-01");
  EXPECT_EQ(trace.steps.back().kind, StepKind::faulted);
  EXPECT_EQ(trace.steps.back().event, 1u);
  EXPECT_TRUE(trace.outcome.rows.empty());
}

}  // namespace
}  // namespace sla::reference
