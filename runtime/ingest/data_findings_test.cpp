#include "runtime/ingest/data_findings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sla::ingest {
namespace {

TEST(DataFindings, counts_all_and_shows_the_first_different_ones) {
  DataFindings findings;
  for (int i = 0; i < 10; ++i) {
    findings.add(DataFindingKind::unknown_event, "", "x.csv", static_cast<std::uint64_t>(i + 1),
                 i < 4 ? "same" : std::to_string(i));
  }
  const auto all = findings.all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].count, 10u);
  ASSERT_EQ(all[0].examples.size(), DataFindings::kMaximumExamples);
  EXPECT_EQ(all[0].examples[0].row, 1u);
  EXPECT_EQ(all[0].examples[1].text, "4");
  EXPECT_EQ(findings.count(DataFindingKind::unknown_event), 10u);
}

TEST(DataFindings, keeps_fields_apart_and_sums_them_by_kind) {
  DataFindings findings;
  findings.add(DataFindingKind::unparsable_value, "score", "x.csv", 1, "high");
  findings.add(DataFindingKind::unparsable_value, "amount", "x.csv", 1, "much");
  EXPECT_EQ(findings.all().size(), 2u);
  EXPECT_EQ(findings.count(DataFindingKind::unparsable_value), 2u);
}

TEST(DataFindings, only_problems_make_strict_refuse) {
  DataFindings findings;
  findings.add(DataFindingKind::unknown_column, "x", "x.csv", 0, "x");
  EXPECT_FALSE(findings.has_problems());
  findings.add(DataFindingKind::missing_time, "", "x.csv", 3, "");
  EXPECT_TRUE(findings.has_problems());
}

TEST(DataFindings, shortens_long_texts_between_characters) {
  DataFindings findings;
  std::string text(79, 'x');
  text.append("\xc3\xa9").append("tail");
  const DataExample* example = findings.add(DataFindingKind::unknown_event, "", "x.csv", 1, text);
  ASSERT_NE(example, nullptr);
  EXPECT_EQ(example->text, fmt::format("{}...", std::string(79, 'x')));
}

TEST(DataFindings, names_are_stable) {
  EXPECT_EQ(name_of(DataFindingKind::nonexistent_local_time), "nonexistent_local_time");
  EXPECT_EQ(severity_of(DataFindingKind::ignored_event), DataSeverity::informational);
  EXPECT_EQ(severity_of(DataFindingKind::move_violation), DataSeverity::problem);
}

}  // namespace
}  // namespace sla::ingest
