// The example that the README shows, through the command.

#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

using nlohmann::json;

std::vector<std::string> history(const std::string& verb) {
  return {verb,       "examples/northwind.sla",   "--events", "examples/data/leads.csv.gz",
          "--roster", "examples/data/roster.csv", "--as-of",  "2026-07-01"};
}

class Example : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  }
  json run(std::vector<std::string> more) {
    std::vector<std::string> arguments = history("run");
    arguments.insert(arguments.end(), more.begin(), more.end());
    Answer answer = sla(arguments);
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    return json::parse(answer.out);
  }
};

TEST_F(Example, ChecksWithoutFindings) {
  Answer answer = sla({"check", "examples/northwind.sla"});
  EXPECT_EQ(answer.exit_code, 0);
  EXPECT_EQ(answer.out + answer.err, "");
}

TEST_F(Example, BothEnginesReportTheSame) {
  json compiled = run({"--format", "json"});
  json reference = run({"--format", "json", "--engine", "reference"});
  EXPECT_EQ(compiled["engine"], "jit");
  EXPECT_EQ(reference["engine"], "reference");
  compiled.erase("engine");
  reference.erase("engine");
  EXPECT_EQ(compiled, reference);
}

TEST_F(Example, PeopleHaveClausesOfTheirOwn) {
  Answer tests = sla({"test", "examples/enablement.sla"});
  EXPECT_EQ(tests.exit_code, 0) << tests.out << tests.err;
  for (const char* engine : {"jit", "reference"}) {
    const std::string points = scratch("people_points.csv");
    Answer answer =
        sla({"run", "examples/enablement.sla", "--events", "examples/data/leads.csv.gz", "--events",
             "examples/data/people.csv", "--events", "examples/data/webinars.csv", "--roster",
             "examples/data/roster.csv", "--as-of", "2026-07-01", "--engine", engine, "--format",
             "json", "--points", points});
    ASSERT_EQ(answer.exit_code, 0) << answer.err;
    const json report = json::parse(answer.out);
    std::map<std::string, json> clauses;
    for (const json& clause : report["clauses"]) clauses[clause["name"]] = clause;
    // Five joined; Eli was trained too late, Ruth never.
    EXPECT_EQ(clauses["trained"]["counts"]["attached"], 5);
    EXPECT_EQ(clauses["trained"]["counts"]["met"], 3);
    EXPECT_EQ(clauses["trained"]["counts"]["met_late"], 1);
    EXPECT_EQ(clauses["trained"]["counts"]["breached"], 1);
    EXPECT_EQ(clauses["warm_up"]["counts"]["attached"], 5);
    std::ifstream file(points);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_NE(text.find("trained/Owen Tate/1/1,"), std::string::npos) << text;
    EXPECT_NE(text.find("Owen Tate,Central,1"), std::string::npos) << text;
  }
}

TEST_F(Example, CountsAddUp) {
  json report = run({"--format", "json"});
  ASSERT_EQ(report["clauses"].size(), 6u);
  for (const json& clause : report["clauses"]) {
    const json& n = clause["counts"];
    EXPECT_EQ(n["attached"].get<int>(), n["met"].get<int>() + n["breached"].get<int>() +
                                            n["met_late"].get<int>() + n["running"].get<int>() +
                                            n["paused"].get<int>() + n["cancelled"].get<int>() +
                                            n["excused"].get<int>())
        << clause["name"];
    if (clause["kind"] != "deadline") continue;
    int cohort = 0;
    for (const json& period : clause["periods"]) cohort += period["cohort"].get<int>();
    EXPECT_EQ(cohort,
              n["attached"].get<int>() - n["cancelled"].get<int>() - n["excused"].get<int>());
  }
}

TEST_F(Example, VerdictFilesOfAllFormatsSayTheSame) {
  std::string csv = scratch("v.csv"), ndjson = scratch("v.ndjson"), parquet = scratch("v.parquet");
  for (const std::string& path : {csv, ndjson, parquet})
    run({"--format", "json", "--verdicts", path});
  auto lines = [](const std::string& path) {
    std::ifstream file(path);
    std::string line;
    int count = 0;
    while (std::getline(file, line)) ++count;
    return count;
  };
  EXPECT_EQ(lines(csv), lines(ndjson) + 1);
  std::ifstream first(csv);
  std::string header;
  std::getline(first, header);
  EXPECT_EQ(header,
            "clause,subject,cycle,tier,status,start,due,breach,stop,elapsed_business_us,elapsed_"
            "wall_us,owner,"
            "team,version");
  std::ifstream parquet_file(parquet, std::ios::binary);
  char magic[4] = {};
  parquet_file.read(magic, 4);
  EXPECT_EQ(std::string(magic, 4), "PAR1");
}

TEST_F(Example, TextReportNamesEveryClauseAndNoColourInAPipe) {
  Answer answer = sla(history("run"));
  EXPECT_EQ(answer.exit_code, 0);
  for (const char* clause :
       {"routing", "mql_volume", "speed_to_lead", "disposition", "follow_up", "pipeline"}) {
    EXPECT_NE(answer.out.find(clause), std::string::npos) << clause;
  }
  EXPECT_EQ(answer.out.find('\033'), std::string::npos);
  EXPECT_EQ(answer.err, "");
}

TEST_F(Example, StrictRefusesTheDirtyRows) {
  std::vector<std::string> arguments = history("run");
  arguments.push_back("--strict");
  Answer answer = sla(arguments);
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_NE(answer.err.find("unparsable_time"), std::string::npos);
}

TEST_F(Example, ExplainsALead) {
  std::vector<std::string> arguments = history("explain");
  arguments.insert(arguments.end(), {"--lead", "L-01063"});
  Answer answer = sla(arguments);
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_NE(answer.out.find("breached: the time was used up, owner Marcus Hale"),
            std::string::npos);
  arguments.back() = "L-0106";
  Answer unknown = sla(arguments);
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.err.find("no event of the history is about a lead `L-0106`"),
            std::string::npos);
}

}  // namespace
}  // namespace sla::integration
