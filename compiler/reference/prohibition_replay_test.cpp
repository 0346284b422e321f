// Prohibitions: what must not be done, judged at its instant.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"
#include "compiler/reference/testing_rows.h"

namespace sla::reference {
namespace {

using namespace testing;  // NOLINT: the words of the tests.
using time::kHour;
using verdicts::kNoInstant;
using verdicts::Row;
using verdicts::Status;

TEST(Prohibition, WithoutRestrictionsEverySuchEventIsABreach) {
  Agreement agreement = small_agreement();
  add_prohibition(agreement);
  const std::vector<Row> all = rows(agreement,
                                    {{"2026-03-09 09:00", kEntersMql, "Dana"},
                                     {"2026-03-09 10:00", kEntersSal, "Eli", {}, "a", "East"},
                                     {"2026-03-09 11:00", kCall},
                                     {"2026-03-10 10:00", kEntersSal}},
                                    "2026-04-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].status, Status::breached);
  for (const Instant instant : {all[0].start, all[0].due, all[0].breach, all[0].stop}) {
    EXPECT_EQ(instant, berlin("2026-03-09 10:00"));
  }
  EXPECT_EQ(all[0].elapsed_business, 0);
  EXPECT_EQ(all[0].elapsed_wall, 0);
  EXPECT_EQ(all[0].owner, 1u);  // Eli, after the event.
  EXPECT_EQ(all[0].team, 0u);
  EXPECT_EQ(all[0].cycle, 1u);
  EXPECT_EQ(all[0].start_event, 1u);
  EXPECT_EQ(all[1].cycle, 2u);
}

TEST(Prohibition, WithoutIsAskedAfterTheEvent) {
  Agreement agreement = small_agreement();
  add_prohibition(agreement).prohibition.without = known(kReason);
  const Row breach = only_row(agreement, {{"2026-03-09 10:00", kEntersSal}}, "2026-04-01");
  EXPECT_EQ(breach.status, Status::breached);
  const Row fine =
      only_row(agreement, {{"2026-03-09 10:00", kEntersSal, "", {{kReason, 1, 0}}}}, "2026-04-01");
  EXPECT_EQ(fine.status, Status::met);
  EXPECT_EQ(fine.due, kNoInstant);
  EXPECT_EQ(fine.breach, kNoInstant);
  EXPECT_EQ(fine.stop, berlin("2026-03-09 10:00"));
}

TEST(Prohibition, WhileReadsTheStateBeforeAndFieldsAfterTheEvent) {
  Agreement agreement = small_agreement();
  add_prohibition(agreement).prohibition.while_ = was_in_states(1u << kInquiry);
  const auto status = [&](events::Code before) {
    return only_row(agreement, {{"2026-03-09 09:00", before}, {"2026-03-09 10:00", kEntersSal}},
                    "2026-04-01")
        .status;
  };
  EXPECT_EQ(status(kEntersInquiry), Status::breached);
  EXPECT_EQ(status(kEntersMql), Status::met);
  agreement.clauses[0].prohibition.while_ = compare(Op::less, kScore, 50);
  const auto with_score = [&](std::int64_t score) {
    return only_row(agreement,
                    {{"2026-03-09 09:00", kEntersMql, "", {{kScore, 1, 10}}},
                     {"2026-03-09 10:00", kEntersSal, "", {{kScore, 1, score}}}},
                    "2026-04-01")
        .status;
  };
  EXPECT_EQ(with_score(49), Status::breached);
  EXPECT_EQ(with_score(50), Status::met);
}

TEST(Prohibition, OutsideACalendarIsWhenItIsClosed) {
  Agreement agreement = small_agreement();
  Clause& clause = add_prohibition(agreement);
  clause.prohibition.forbidden = {on_event(kCall)};
  clause.prohibition.outside = 0;
  const auto status = [&](std::string when) {
    return only_row(agreement, {{std::move(when), kCall}}, "2026-04-01").status;
  };
  EXPECT_EQ(status("2026-03-09 08:59:59.999999"), Status::breached);
  EXPECT_EQ(status("2026-03-09 09:00"), Status::met);
  EXPECT_EQ(status("2026-03-09 16:59:59.999999"), Status::met);
  EXPECT_EQ(status("2026-03-09 17:00"), Status::breached);
  EXPECT_EQ(status("2026-03-08 12:00"), Status::breached);  // A Sunday.
}

TEST(Prohibition, ARelativeCalendarIsThatOfTheOwnerAfterTheEvent) {
  Agreement agreement = small_agreement();
  agreement.calendars[0].zone_of = agreement::Calendar::ZoneOf::owner;
  Clause& clause = add_prohibition(agreement);
  clause.prohibition.forbidden = {on_event(kCall)};
  clause.prohibition.outside = 0;
  events::Roster roster;
  roster.people.resize(1);
  roster.people[0].owner = "Ann";
  roster.people[0].zone = "America/New_York";
  // 10:00 in Berlin is 05:00 in New York.
  const Given berlin_time = {"2026-03-09 10:00", kCall};
  EXPECT_EQ(only_row(agreement, {berlin_time}, "2026-04-01", roster).status, Status::met);
  Given of_ann = berlin_time;
  of_ann.owner = "Ann";
  EXPECT_EQ(only_row(agreement, {of_ann}, "2026-04-01", roster).status, Status::breached);
}

TEST(Prohibition, AllRestrictionsHaveToHold) {
  Agreement agreement = small_agreement();
  Clause& clause = add_prohibition(agreement);
  clause.prohibition.without = known(kReason);
  clause.prohibition.while_ = was_in_states(1u << kMql);
  clause.prohibition.outside = 0;
  const auto status = [&](events::Code before, std::string when, bool with_reason) {
    Given sal = {std::move(when), kEntersSal};
    if (with_reason) sal.values = {{kReason, 1, 0}};
    return only_row(agreement, {{"2026-03-09 06:00", before}, sal}, "2026-04-01").status;
  };
  EXPECT_EQ(status(kEntersMql, "2026-03-09 08:00", false), Status::breached);
  EXPECT_EQ(status(kEntersInquiry, "2026-03-09 08:00", false), Status::met);
  EXPECT_EQ(status(kEntersMql, "2026-03-09 10:00", false), Status::met);
  EXPECT_EQ(status(kEntersMql, "2026-03-09 08:00", true), Status::met);
}

TEST(Prohibition, ARestrictionIsAskedOnlyWhileTheEventIsStillForbidden) {
  Agreement agreement = small_agreement();
  Clause& clause = add_prohibition(agreement);
  clause.prohibition.while_ = was_in_states(1u << kMql);
  clause.prohibition.without = compare(Op::greater, kScore, 50);
  // The score is not known; only the move from mql asks for it.
  EXPECT_EQ(only_row(agreement, {{"2026-03-09 10:00", kEntersSal}}, "2026-04-01").status,
            Status::met);
  EXPECT_TRUE(rows(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersSal}},
                   "2026-04-01")
                  .empty());
}

TEST(Prohibition, OnlyInTheTermAndWhenTheClauseApplies) {
  Agreement agreement = small_agreement();
  agreement.term_begin = berlin("2026-03-09");
  agreement.term_end = berlin("2026-03-10");
  add_prohibition(agreement).when = known(kReason);
  const auto count = [&](std::string when, bool with_reason) {
    Given sal = {std::move(when), kEntersSal};
    if (with_reason) sal.values = {{kReason, 1, 0}};
    return rows(agreement, {sal}, "2026-04-01").size();
  };
  EXPECT_EQ(count("2026-03-08 23:59", true), 0u);
  EXPECT_EQ(count("2026-03-09 00:00", true), 1u);
  EXPECT_EQ(count("2026-03-10 00:00", true), 0u);
  EXPECT_EQ(count("2026-03-09 10:00", false), 0u);
}

TEST(Prohibition, AnEventIsOneRowHoweverManyForbiddenThingsItIs) {
  Agreement agreement = small_agreement();
  agreement::Discharge leaving;
  leaving.events = {kEntersInquiry, kEntersMql, kEntersSal, kEntersWon};
  leaving.left_states = 1u << kMql;
  add_prohibition(agreement).prohibition.forbidden.push_back(leaving);
  EXPECT_EQ(rows(agreement, {{"2026-03-09 09:00", kEntersMql}, {"2026-03-09 10:00", kEntersSal}},
                 "2026-04-01")
                .size(),
            1u);
}

TEST(Prohibition, RecordingIsForbiddenOnceAtTheEventThatDoesIt) {
  Agreement agreement = small_agreement();
  add_prohibition(agreement).prohibition.forbidden = {on_record({kReason})};
  const Row row = only_row(agreement,
                           {{"2026-03-09 09:00", kEntersMql, "", {{kReason, 1, 0}}},
                            {"2026-03-09 10:00", kEntersSal, "", {{kReason, 1, 0}}}},
                           "2026-04-01");
  EXPECT_EQ(row.start, berlin("2026-03-09 09:00"));
}

}  // namespace
}  // namespace sla::reference
