#include "runtime/verdicts/outcome.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sla::verdicts {
namespace {

Row row(std::uint16_t clause, std::uint32_t subject, std::uint32_t cycle) {
  Row made;
  made.clause = clause;
  made.subject = subject;
  made.cycle = cycle;
  return made;
}

TEST(Outcome, SettlesRowsByClauseSubjectCycle) {
  Outcome outcome;
  outcome.rows = {row(1, 0, 1), row(0, 2, 1), row(0, 1, 2), row(0, 1, 1)};
  outcome.settle();
  EXPECT_EQ(outcome.rows,
            (std::vector<Row>{row(0, 1, 1), row(0, 1, 2), row(0, 2, 1), row(1, 0, 1)}));
}

TEST(Outcome, SettlesTheRestByEvent) {
  Outcome outcome;
  outcome.hits.resize(2);
  outcome.hits[0].event = 9;
  outcome.hits[1].event = 3;
  outcome.violations.resize(3);
  outcome.violations[0].event = 4;
  outcome.violations[1] = {.event = 2, .kind = ViolationKind::requirement};
  outcome.violations[2] = {.event = 2, .kind = ViolationKind::move};
  outcome.faults.resize(2);
  outcome.faults[0].event = 8;
  outcome.settle();
  EXPECT_EQ(outcome.hits[0].event, 3u);
  EXPECT_EQ(outcome.violations[0].kind, ViolationKind::move);
  EXPECT_EQ(outcome.violations[2].event, 4u);
  EXPECT_EQ(outcome.faults[1].event, 8u);
}

TEST(Status, EveryOneHasItsOwnName) {
  std::set<std::string> names;
  for (int s = 0; s <= static_cast<int>(Status::excused); ++s) {
    names.emplace(name_of(static_cast<Status>(s)));
  }
  EXPECT_EQ(names.size(), 7u);
  EXPECT_TRUE(names.contains("met late"));
}

}  // namespace
}  // namespace sla::verdicts
