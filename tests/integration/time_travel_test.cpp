// Corrections of earlier verdicts, and versions of an agreement side by side.

#include <sstream>

#include <gtest/gtest.h>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

std::string policy(int version, const std::string& term, int hours,
                   const std::string& parties = "marketing and sales") {
  return written("v" + std::to_string(version) + std::to_string(hours) + ".sla",
                 "agreement \"T\" {\n version " + std::to_string(version) + "\n between " +
                     parties + "\n in force " + term + "\n time zone \"UTC\"\n}\n" +
                     "lifecycle lead { mql }\n" + "clause reply { sales must make a call within " +
                     std::to_string(hours) + " hours of entering mql\n target 50% each month }\n");
}

constexpr const char* kHead = "event_id,lead_id,ts,event,into\n";

class TimeTravel : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  }
};

TEST_F(TimeTravel, CorrectionsAreWhatWasWrongAndNotWhatWentOn) {
  const std::string sla_file = policy(1, "2026-01-01 to 2026-12-31", 4);
  const std::string before = written("before.csv", std::string(kHead) +
                                                       "e1,met,2026-03-02 09:00,mql,\n"
                                                       "e2,met,2026-03-02 10:00,call,\n"
                                                       "e3,late_event,2026-03-02 09:00,mql,\n"
                                                       "e4,double,2026-03-02 09:00,mql,\n"
                                                       "e5,goes_on,2026-03-02 17:00,mql,\n");
  const std::string after = written("after.csv", read_file(before) +
                                                     "e2,met,2026-03-03 09:00,retracted,\n"
                                                     "e6,late_event,2026-03-02 12:00,call,\n"
                                                     ",double,2026-03-03 09:00,merged,met\n"
                                                     "e7,goes_on,2026-03-02 18:30,call,\n"
                                                     "e8,forgotten,2026-03-02 08:00,mql,\n"
                                                     "e9,new,2026-03-03 09:00,mql,\n");
  for (const char* engine : {"jit", "reference"}) {
    for (const std::string ending : {".csv", ".ndjson", ".parquet"}) {
      const std::string old = scratch("old" + ending), fixes = scratch("fixes.csv");
      Answer first = sla(
          {"run", sla_file, "--events", before, "--as-of", "2026-03-02 18:00", "--verdicts", old});
      ASSERT_EQ(first.exit_code, 0) << first.err;
      Answer second = sla({"run", sla_file, "--events", after, "--as-of", "2026-03-04", "--engine",
                           engine, "--corrections-of", old, "--corrections", fixes});
      ASSERT_EQ(second.exit_code, 0) << second.err;
      const std::string text = read_file(fixes);
      // met: its call was taken back. late_event: called in time after all. double: is met now.
      // forgotten: was never told of. The period as a whole is no row of a deadline.
      EXPECT_NE(text.find("changed,yes,reply,met,status stop"), std::string::npos) << text;
      EXPECT_NE(text.find("changed,yes,reply,late_event,status stop"), std::string::npos) << text;
      EXPECT_NE(text.find("withdrawn,yes,reply,double,"), std::string::npos) << text;
      EXPECT_NE(text.find("added,yes,reply,forgotten,"), std::string::npos) << text;
      EXPECT_EQ(text.find("goes_on"), std::string::npos) << text;
      EXPECT_EQ(text.find(",new,"), std::string::npos) << text;
      EXPECT_NE(second.out.find("4 corrections to verdicts of " + old), std::string::npos)
          << second.out;
    }
  }
}

TEST_F(TimeTravel, ARosterThatLearnsOfAMoveCorrectsWhatWasSaid) {
  const std::string sla_file = policy(1, "2026-01-01 to 2026-12-31", 4);
  const std::string log = written("moves.csv",
                                  "lead_id,ts,event,owner\na,2026-03-02 09:00,mql,Dana\n"
                                  "a,2026-03-02 10:00,call,\nb,2026-03-03 09:00,mql,Dana\n"
                                  "b,2026-03-03 10:00,call,\n");
  const std::string then = written("then.csv", "owner,team\nDana,East\n");
  const std::string now =
      written("now.csv", "owner,team,from,until\nDana,East,,2026-03-03\nDana,West,2026-03-03,\n");
  const std::string old = scratch("moves_old.csv"), fixes = scratch("moves_fixes.csv");
  ASSERT_EQ(sla({"run", sla_file, "--events", log, "--roster", then, "--as-of", "2026-03-04",
                 "--verdicts", old})
                .exit_code,
            0);
  for (const char* engine : {"jit", "reference"}) {
    const Answer answer = sla({"run", sla_file, "--events", log, "--roster", now, "--as-of",
                               "2026-03-05", "--engine", engine, "--corrections-of", old,
                               "--corrections-as-of", "2026-03-04", "--corrections", fixes});
    ASSERT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_NE(answer.out.find("reply of b, cycle 1: team was East, is West"), std::string::npos)
        << answer.out;
    EXPECT_EQ(answer.out.find("reply of a"), std::string::npos) << answer.out;
    EXPECT_NE(read_file(fixes).find("changed,yes,reply,b,team"), std::string::npos)
        << read_file(fixes);
  }
}

TEST_F(TimeTravel, NothingNewIsNoCorrection) {
  const std::string sla_file = policy(1, "2026-01-01 to 2026-12-31", 4);
  const std::string log =
      written("same.csv", std::string(kHead) +
                              "e1,a,2026-03-02 09:00,mql,\ne2,b,2026-03-02 17:00,mql,\n"
                              "e3,b,2026-03-02 23:00,call,\n");
  const std::string old = scratch("same_old.csv");
  ASSERT_EQ(
      sla({"run", sla_file, "--events", log, "--as-of", "2026-03-02 18:00", "--verdicts", old})
          .exit_code,
      0);
  Answer answer =
      sla({"run", sla_file, "--events", log, "--as-of", "2026-03-09", "--corrections-of", old});
  EXPECT_NE(answer.out.find("no corrections to verdicts of"), std::string::npos) << answer.out;
}

TEST_F(TimeTravel, CorrectionsThatCannotBeFoundSayWhy) {
  const std::string sla_file = policy(1, "2026-01-01 to 2026-12-31", 4);
  const std::string log = written("one.csv", std::string(kHead) +
                                                 "e1,a,2026-03-02 09:00,mql,\n"
                                                 "e2,a,2026-03-02 10:00,call,\n");
  const std::string old = scratch("one_old.csv");
  sla({"run", sla_file, "--events", log, "--as-of", "2026-03-02 18:00", "--verdicts", old});
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"run", sla_file,  "--events",
                                          log,   "--as-of", "2026-03-09"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return sla(arguments);
  };
  EXPECT_EQ(with({"--corrections-of", old}).exit_code, 2);
  EXPECT_EQ(with({"--corrections-of", old, "--corrections-as-of", "2026-03-02 18:00"}).exit_code,
            0);
  EXPECT_EQ(with({"--corrections-of", old, "--corrections-as-of", "2027-01-01"}).exit_code, 2);
  EXPECT_EQ(with({"--corrections-of", log}).exit_code, 3);
  EXPECT_EQ(with({"--corrections", scratch("x.csv")}).exit_code, 2);
  EXPECT_EQ(with({"--corrections-of", old, "--corrections", old}).exit_code, 2);
}

/// v1 promises a call within 100 hours until the end of June, v2 within 10 from July on.
class Versions : public TimeTravel {
 protected:
  const std::string first_ = policy(1, "2026-01-01 to 2026-06-30", 100);
  const std::string second_ = policy(2, "2026-07-01 to 2026-12-31", 10);
  const std::string log_ = written(
      "versions.csv", std::string(kHead) +
                          // Open over the change of versions: called after 20 hours, and
                          // entering again before that starts nothing anew under v2.
                          "e1,over,2026-06-30 20:00,mql,\ne2,over,2026-07-01 01:00,mql,\n"
                          "e3,over,2026-07-01 16:00,call,\ne4,over,2026-07-02 09:00,mql,\n"
                          "e5,before,2026-06-01 09:00,mql,\ne6,before,2026-06-02 09:00,call,\n"
                          "e7,after,2026-07-05 09:00,mql,\ne8,after,2026-07-05 10:00,call,\n");

  std::string rows(const std::string& choice) {
    const std::string verdicts = scratch("versions_rows.csv");
    Answer answer = sla({"run", second_, first_, "--events", log_, "--as-of", "2026-08-01",
                         "--verdicts", verdicts, "--versions", choice});
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    // clause,subject,...,status,start ... version: what tells rows apart here.
    std::istringstream lines(read_file(verdicts));
    std::string line, text;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      std::vector<std::string> cells;
      std::istringstream parts(line);
      for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
      text += cells[1] + " " + cells[4] + " " + cells[5].substr(5, 5) + " v" + cells.back() + "\n";
    }
    return text;
  }
};

TEST_F(Versions, PinnedObligationsStayWithTheirVersion) {
  EXPECT_EQ(rows("pin"),
            "over met 06-30 v1\nbefore met 06-01 v1\nover breached 07-02 v2\nafter met 07-05 v2\n");
}

TEST_F(Versions, MigratedObligationsGoOnUnderTheNext) {
  EXPECT_EQ(
      rows("migrate"),
      "before met 06-01 v1\nover met late 06-30 v2\nover breached 07-02 v2\nafter met 07-05 v2\n");
}

TEST_F(Versions, TheNewestRecomputesEverything) {
  EXPECT_EQ(rows("recompute"),
            "over met late 06-30 v2\nover breached 07-02 v2\nbefore met late 06-01 v2\nafter met "
            "07-05 v2\n");
}

TEST_F(Versions, AreShownSideBySideAndExplained) {
  const std::vector<std::string> history = {"--events", log_, "--as-of", "2026-08-01"};
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), history.begin(), history.end());
    return arguments;
  };
  Answer report = sla(with({"run", first_, second_}));
  EXPECT_EQ(report.exit_code, 0) << report.err;
  EXPECT_NE(report.out.find("versions side by side"), std::string::npos) << report.out;
  EXPECT_NE(report.out.find("100.0 % of 2"), std::string::npos) << report.out;
  EXPECT_NE(report.out.find("50.0 % of 2"), std::string::npos) << report.out;
  Answer json = sla(with({"run", first_, second_, "--format", "json"}));
  EXPECT_NE(json.out.find("\"versions\": ["), std::string::npos) << json.out;
  Answer story = sla(with({"explain", first_, second_, "--lead", "over"}));
  EXPECT_EQ(story.exit_code, 0) << story.err;
  EXPECT_NE(story.out.find("Version 1, in force from"), std::string::npos) << story.out;
  EXPECT_NE(story.out.find("Version 2, in force from"), std::string::npos) << story.out;
}

TEST_F(Versions, ThatAreNotVersionsOfOneAgreementAreRefused) {
  const auto run = [&](const std::string& other, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"run", first_,    other,       "--events",
                                          log_,  "--as-of", "2026-08-01"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return sla(arguments);
  };
  Answer same_number = run(policy(1, "2026-07-01 to 2026-12-31", 11));
  EXPECT_EQ(same_number.exit_code, 1);
  EXPECT_NE(same_number.err.find("two of the agreements are version 1"), std::string::npos);
  Answer parties = run(policy(2, "2026-07-01 to 2026-12-31", 12, "sales and support"));
  EXPECT_EQ(parties.exit_code, 1);
  EXPECT_NE(parties.err.find("same parties"), std::string::npos) << parties.err;
  const std::string overlapping = policy(2, "2026-06-01 to 2026-12-31", 13);
  Answer overlap = run(overlapping);
  EXPECT_EQ(overlap.exit_code, 1);
  EXPECT_NE(overlap.err.find("but version 2 begins"), std::string::npos) << overlap.err;
  EXPECT_EQ(run(overlapping, {"--versions", "pin"}).exit_code, 0);
  const std::string no_term =
      written("no_term.sla",
              "agreement \"T\" { version 3\n time zone \"UTC\" }\n"
              "lifecycle lead { mql }\n"
              "clause reply { sales must make a call within 1 hour of entering mql }\n");
  EXPECT_EQ(run(no_term).exit_code, 1);
  EXPECT_EQ(sla({"run", first_, "--events", log_, "--as-of", "2026-08-01", "--versions", "pin"})
                .exit_code,
            2);
}

}  // namespace
}  // namespace sla::integration
