// Histories that are judged in parts, and on several threads, must have the same report and the
// same files as those that are in memory whole.

#include <gtest/gtest.h>

#include <random>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

struct Said {
  std::string report, verdicts, err;
};

/// What a run says; the policy's own flags come first.
Said said(std::vector<std::string> arguments, const std::vector<std::string>& more,
          const std::string& verdicts) {
  arguments.insert(arguments.begin(), "run");
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.insert(arguments.end(), {"--verdicts", scratch(verdicts)});
  const Answer answer = sla(arguments);
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  return {answer.out, read_file(scratch(verdicts)), answer.err};
}

void expect_the_same(const std::vector<std::string>& arguments,
                     const std::vector<std::vector<std::string>>& ways) {
  const Said plain = said(arguments, {"--threads", "1"}, "plain.csv");
  EXPECT_FALSE(plain.verdicts.empty());
  for (const auto& way : ways) {
    const Said other = said(arguments, way, "other.csv");
    EXPECT_EQ(other.report, plain.report) << way.front() << ' ' << way.back();
    EXPECT_EQ(other.verdicts, plain.verdicts) << way.front() << ' ' << way.back();
  }
}

/// A log of ten thousand leads, so that it has several parts: by time, with repeated rows, moves
/// that the lifecycle does not have, unknown words and people whom the roster does not list.
std::string large_log() {
  std::mt19937 random(3);
  std::string log = "lead_id,ts,event,owner,team,source,country,score,amount\n";
  const char* words[] = {"mql", "sal", "sql", "call", "email", "assigned", "mislaid"};
  for (int row = 0; row < 60'000; ++row) {
    const int minute = row * 8;
    char time[32];
    std::snprintf(time, sizeof time, "2026-%02d-%02d %02d:%02d", minute / 40'320 % 12 + 1,
                  minute / 1440 % 28 + 1, minute / 60 % 24, minute % 60);
    std::string line = "L" + std::to_string(random() % 10'000) + "," + time + ",";
    line += row < 10'000 ? "inquiry" : words[random() % 7];
    line += random() % 3 == 0 ? ",rep " + std::to_string(random() % 12) + ",east" : ",,";
    line += row < 10'000 ? ",website," + std::string(row % 2 == 0 ? "US" : "DE") + "," +
                               std::to_string(row % 100) + ",\n"
                         : ",,,,\n";
    log += line;
    if (random() % 500 == 0) log += line;
  }
  return log;
}

TEST(Large, PartsAndThreadsDoNotChangeWhatIsSaid) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const std::string log = written("large.csv", large_log());
  const std::string roster =
      written("large_roster.csv", "owner,team\nrep 1,east\nrep 2,west\nrep 3,north\n");
  const std::vector<std::string> policy = {
      "bench/northwind_year.sla", "--events", log, "--roster", roster, "--as-of", "2027-01-01"};
  expect_the_same(policy, {{"--threads", "4"}, {"--memory", "1KiB"}, {"--memory", "2MiB"}});
  std::vector<std::string> reference = policy;
  reference.insert(reference.end(), {"--engine", "reference"});
  expect_the_same(reference, {{"--memory", "1KiB"}});
  const Said json = said(policy, {"--memory", "1KiB", "--format", "json", "--timings"}, "json.csv");
  EXPECT_NE(json.report.find("\"timings\""), std::string::npos);
  EXPECT_NE(json.err.find("evaluate"), std::string::npos);
}

TEST(Large, EveryExampleSaysTheSameWithLittleMemory) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  expect_the_same({"examples/northwind.sla", "--events", "examples/data/leads.csv.gz", "--roster",
                   "examples/data/roster.csv", "--as-of", "2026-07-01"},
                  {{"--threads", "3"}, {"--memory", "1KiB"}});
  for (const char* name :
       {"both-sides", "dont-be-on-it", "speed-to-lead", "twenty-one-days", "two-segments"}) {
    SCOPED_TRACE(name);
    const std::string folder = std::string("examples/") + name;
    const std::string log = project(folder + "/data/leads.csv.gz");
    expect_the_same({folder + "/agreement.sla", "--events", log, "--roster", folder + "/roster.csv",
                     "--as-of", "2026-07-01"},
                    {{"--memory", "1KiB"}});
  }
}

TEST(Large, WhatNeedsAllOfTheHistorySaysSo) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const Said whole = said(
      {"examples/northwind.sla", "--events", "examples/data/leads.csv.gz", "--as-of", "2026-07-01"},
      {"--memory", "1KiB"}, "whole.csv");
  EXPECT_NE(whole.err.find("note: the history is in memory whole"), std::string::npos) << whole.err;
}

}  // namespace
}  // namespace sla::integration
