// Exit codes and messages of the command for everything that can be wrong with what it is given.

#include <gtest/gtest.h>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

void expect(const std::vector<std::string>& arguments, int exit_code, const std::string& says) {
  Answer answer = sla(arguments);
  EXPECT_EQ(answer.exit_code, exit_code) << answer.err;
  EXPECT_NE(answer.err.find(says), std::string::npos) << answer.err;
}

TEST(Command, SaysItsVersionAndHelp) {
  Answer version = sla({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_TRUE(version.out.starts_with("sla 0.")) << version.out;
  Answer help = sla({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_NE(help.out.find("Examples:"), std::string::npos);
  for (const char* verb : {"check", "run", "explain", "test", "build"}) {
    Answer verb_help = sla({verb, "--help"});
    EXPECT_EQ(verb_help.exit_code, 0);
    EXPECT_NE(verb_help.out.find("Example"), std::string::npos) << verb;
  }
}

TEST(Command, UsageErrorsNameTheNearestWord) {
  expect({}, 2, "say what to do");
  expect({"chek", "x.sla"}, 2, "did you mean `sla check`?");
  expect({"run", "examples/northwind.sla", "--event", "x"}, 2, "did you mean `--events`?");
  expect({"run", "examples/northwind.sla"}, 2, "--events is required");
  expect({"build", "examples/northwind.sla", "--emit", "pdf"}, 2, "--emit");
  expect({"run", "examples/northwind.sla", "--events", "x.csv", "--as-of", "yesterday"}, 2,
         "`--as-of yesterday` is not an instant");
}

TEST(Command, FilesOfActionsAndPointsAreCheckedBeforeAnythingIsRead) {
  const std::vector<std::string> run = {
      "run", "examples/northwind.sla", "--events", "x.csv", "--as-of", "2026-07-01"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), run.begin(), run.end());
    return more;
  };
  expect(with({"--actions", "a.txt"}), 2, "`--actions a.txt` does not end in");
  expect(with({"--points", "examples/northwind.sla.csv.gz"}), 2, "does not end in");
  expect(with({"--actions", "out.csv", "--points", "./out.csv"}), 2,
         "`--points ./out.csv` would replace what another flag writes there");
  const std::string events = written("only_input.csv", "lead,time,event\n");
  expect({"run", "examples/northwind.sla", "--events", events, "--as-of", "2026-07-01", "--points",
          events},
         2, "which it is judged from");
}

TEST(Command, PoliciesThatCannotBeRead) {
  expect({"check", "no/such.sla"}, 3, "no/such.sla");
  expect({"check", "examples"}, 3, "examples");
  expect({"check", written("bad_utf8.sla", "agreement \"\xff\xfe\" {}")}, 3, "UTF-8");
  expect({"check", written("large.sla", std::string(10 << 20, '('))}, 3, "large.sla");
}

TEST(Command, PoliciesWithFindings) {
  expect({"check", written("empty.sla", "")}, 1, "SLA0006");
  expect({"check", written("parens.sla", "define x = " + std::string(500'000, '('))}, 1, "SLA0004");
  expect({"check", written("misspelt.sla", "agreemnt \"A\" { version 1 }\n")}, 1, "agreement");
}

TEST(Command, LogsThatCannotBeRead) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  auto run = [](const std::string& events) {
    return std::vector<std::string>{
        "run", "examples/northwind.sla", "--events", events, "--as-of", "2026-07-01"};
  };
  expect(run("no/such.csv"), 3, "no/such.csv");
  expect(run("examples"), 3, "examples");
  expect(run(written("not_parquet.parquet", "hello")), 3, "not_parquet.parquet");
  expect(run(written("truncated.csv.gz", std::string("\x1f\x8b\x08\x00\x00", 5))), 3,
         "truncated.csv.gz");
  expect(run(written("columns.csv", "a,b\n1,2\n")), 3, "lead_id");
  expect(run("select 1 as x from nowhere"), 3, "nowhere");
}

TEST(Command, EveryStageCanBeShown) {
  for (const char* stage : {"syntax", "agreement", "plan", "llvm", "asm"}) {
    Answer answer = sla({"build", "examples/northwind.sla", "--emit", stage});
    EXPECT_EQ(answer.exit_code, 0) << stage << answer.err;
    EXPECT_GT(answer.out.size(), 500u) << stage;
  }
  EXPECT_NE(sla({"build", "examples/northwind.sla", "--emit", "llvm"}).out.find("@sla_evaluate"),
            std::string::npos);
}

TEST(Command, VerdictsNeverReplaceAnInput) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  std::string log = written("input.csv", "lead_id,ts,event,owner\nL1,2026-03-06 16:20,mql,\n");
  expect({"run", "examples/northwind.sla", "--events", log, "--as-of", "2026-07-01", "--verdicts",
          log},
         2, "would replace");
  expect({"run", "examples/northwind.sla", "--events", "crm=" + log, "--as-of", "2026-07-01",
          "--verdicts", log},
         2, "would replace");
}

TEST(Command, OutputThatCannotBeWrittenIsNoSuccess) {
  for (const char* stage : {"plan", "llvm"}) {
    Answer answer = sla({"build", "examples/northwind.sla", "--emit", stage}, "/dev/full");
    EXPECT_EQ(answer.exit_code, 3) << stage << answer.err;
    EXPECT_NE(answer.err.find("No space left on device"), std::string::npos) << answer.err;
  }
}

TEST(Command, ARowAfterTheAsOfInstantChangesNothing) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  std::string policy =
      written("far.sla",
              "agreement \"T\" { time zone \"America/New_York\" }\n"
              "calendar office { open Mon-Fri 09:00-17:00 }\n"
              "lifecycle lead { mql }\n"
              "clause c { sales must make a call within 4 business hours of entering mql }\n");
  std::string log =
      written("far.csv", "lead_id,ts,event\nL1,2026-03-06 16:20,mql\nL2,2200-12-31 16:59,mql\n");
  for (const char* engine : {"jit", "reference"}) {
    Answer answer = sla({"run", policy, "--events", log, "--as-of", "2026-04-01", "--engine",
                         engine, "--format", "json"});
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_NE(answer.out.find("\"attached\": 1"), std::string::npos) << answer.out;
  }
}

TEST(Command, ALogCannotDriveTheTerminal) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  std::string log = written("escape.csv",
                            "lead_id,ts,event,owner\n"
                            "L1,2026-03-06 16:20,mql,\n"
                            "L1,2026-03-06 16:30,assigned,\x1b[31mDana\n"
                            "L1,2026-03-06 16:40,\x1b]0;pwn\x07,\n");
  std::string policy =
      written("escape.sla",
              "agreement \"T\" { time zone \"UTC\" }\n"
              "lifecycle lead { mql }\n"
              "clause c { sales must make a call within 4 hours of being assigned\n"
              "  target 90% each month per owner }\n");
  Answer report = sla({"run", policy, "--events", log, "--as-of", "2026-04-01"});
  EXPECT_EQ(report.exit_code, 0) << report.err;
  EXPECT_NE(report.out.find("[31mDana"), std::string::npos);
  EXPECT_EQ(report.out.find('\x1b'), std::string::npos);
  Answer story = sla({"explain", policy, "--events", log, "--as-of", "2026-04-01", "--lead", "L1"});
  EXPECT_EQ(story.exit_code, 0) << story.err;
  EXPECT_EQ(story.out.find('\x1b'), std::string::npos);
}

TEST(Command, ASourceWithoutAFileIsReported) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  std::string policy =
      written("two.sla",
              "agreement \"T\" { time zone \"UTC\" }\n"
              "lifecycle lead { mql }\n"
              "source crm { lead from id\n time from ts\n each row enters mql }\n"
              "source phone { lead from id\n time from ts\n each row is call }\n"
              "clause c { sales must make a call within 4 hours of entering mql }\n");
  std::string log = written("two.csv", "id,ts\nL1,2026-03-06 16:20\n");
  Answer report = sla({"run", policy, "--events", "crm=" + log, "--as-of", "2026-04-01"});
  EXPECT_EQ(report.exit_code, 0) << report.err;
  EXPECT_NE(report.out.find("unread_source"), std::string::npos) << report.out;
  expect({"run", policy, "--events", "crm=" + log, "--as-of", "2026-04-01", "--strict"}, 3,
         "unread_source");
}

}  // namespace
}  // namespace sla::integration
