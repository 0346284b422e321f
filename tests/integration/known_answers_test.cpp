// Answers about a real pipeline that were computed without this project (wall clock, first
// occurrence of each event per lead), from both engines.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

using nlohmann::json;

class KnownAnswers : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (real_data().empty()) GTEST_SKIP() << "the real lead logs are not here";
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  }
};

TEST_P(KnownAnswers, OfTheBpiChallenge2012) {
  Answer answer = sla({"run", "tests/integration/bpic2012.sla", "--events",
                       real_data() + "/lead-events/bpic2012_lead_events.csv.gz", "--as-of",
                       "2012-03-15T00:00:00Z", "--format", "json", "--engine", GetParam()});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  json report = json::parse(answer.out);
  std::map<std::string, json> counts;
  for (const json& clause : report["clauses"]) counts[clause["name"]] = clause["counts"];
  EXPECT_EQ(counts["contacted_5_minutes"]["attached"], 4755);
  EXPECT_EQ(counts["contacted_5_minutes"]["met"], 870);
  EXPECT_EQ(counts["contacted_5_minutes"]["met_late"], 4755 - 870);
  EXPECT_EQ(counts["contacted_1_hour"]["met"], 2650);
  EXPECT_EQ(counts["contacted_24_hours"]["met"], 4578);
  EXPECT_EQ(counts["accepted_1_day"]["attached"], 13087);
  EXPECT_EQ(counts["accepted_1_day"]["met"], 7255);
  EXPECT_EQ(counts["accepted_1_day"]["met_late"], 7367 - 7255);
  EXPECT_EQ(counts["qualified_2_days"]["met"], 4649);
  EXPECT_EQ(counts["qualified_2_days"]["met_late"], 5113 - 4649);
  EXPECT_EQ(counts["returned_14_days"]["met"], 2479);
  EXPECT_EQ(counts["returned_14_days"]["met_late"], 3254 - 2479);
  EXPECT_EQ(counts["won_30_days"]["met"], 2058);
  EXPECT_EQ(counts["won_30_days"]["met_late"], 2246 - 2058);
}

INSTANTIATE_TEST_SUITE_P(Engines, KnownAnswers, testing::Values("reference", "jit"));

}  // namespace
}  // namespace sla::integration
