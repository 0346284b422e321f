#include "runtime/verdicts/corrections.h"

#include <gtest/gtest.h>

namespace sla::verdicts {
namespace {

NamedRow row(const char* subject, std::uint64_t cycle, const char* start, const char* status) {
  NamedRow row;
  row.clause = "reply";
  row.subject = subject;
  row.cycle = cycle;
  row.start = start;
  row.status = status;
  return row;
}

TEST(Corrections, ARowThatReadsTheSameIsNone) {
  const std::vector<NamedRow> rows = {row("a", 1, "1", "met"), row("b", 1, "1", "running")};
  EXPECT_TRUE(compare(rows, rows).empty());
}

TEST(Corrections, SayWhatWasAndWhatIs) {
  const std::vector<NamedRow> was = {row("a", 1, "1", "met"), row("b", 1, "1", "running")};
  const std::vector<NamedRow> is = {row("a", 1, "1", "breached"), row("c", 1, "1", "running")};
  const auto found = compare(was, is);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].kind, Correction::Kind::changed);
  EXPECT_EQ(found[0].columns, std::vector<std::string_view>{"status"});
  EXPECT_TRUE(found[0].final());
  EXPECT_EQ(found[1].kind, Correction::Kind::withdrawn);
  EXPECT_EQ(found[1].row().subject, "b");
  EXPECT_FALSE(found[1].final());
  EXPECT_EQ(found[2].kind, Correction::Kind::added);
  EXPECT_EQ(cells_of(found[0]).size(), correction_columns().size());
  EXPECT_EQ(cells_of(found[0])[0], "changed");
}

TEST(Corrections, AnEarlierCycleThatTurnsUpDoesNotChangeTheLaterOnes) {
  const std::vector<NamedRow> was = {row("a", 1, "5", "met"), row("a", 2, "9", "met")};
  const std::vector<NamedRow> is = {row("a", 1, "1", "breached"), row("a", 2, "5", "met"),
                                    row("a", 3, "9", "met")};
  const auto found = compare(was, is);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, Correction::Kind::added);
  EXPECT_EQ(found[0].row().start, "1");
}

TEST(Corrections, AnotherStartOfACycleIsAChange) {
  const auto found =
      compare(std::vector{row("a", 1, "5", "met")}, std::vector{row("a", 1, "4", "met")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].columns, std::vector<std::string_view>{"start"});
}

TEST(Corrections, EmptyPeriodsSayNothing) {
  EXPECT_TRUE(compare(std::vector{row("East", 1, "1", "no data")}, {}).empty());
  EXPECT_TRUE(compare({}, std::vector{row("East", 1, "1", "no data")}).empty());
  EXPECT_EQ(
      compare(std::vector{row("East", 1, "1", "no data")}, std::vector{row("East", 1, "1", "met")})
          .size(),
      1u);
}

}  // namespace
}  // namespace sla::verdicts
