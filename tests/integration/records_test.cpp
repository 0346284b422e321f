// Records besides the lead, from exports of their own to verdicts, as a user calls the command.

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

std::string policy(int version, const std::string& term, const std::string& days) {
  return "agreement \"Funnel\" {\n  version " + std::to_string(version) + "\n  in force " + term +
         R"(
  time zone "America/New_York"
  currency USD
}
calendar office { open Mon-Fri 09:00-18:00 }
lead { country text? }
lifecycle lead { mql, sal }
opportunity of lead { amount money? }
lifecycle opportunity {
  proposal     owned by sales
  negotiation  owned by sales  requires amount is known
  closed_won, closed_lost  final
  proposal -> negotiation -> closed_won or closed_lost
}
source leads {
  lead     from "Id"
  time     from "At"
  owner    from "Owner"
  country  from "Country"
  event    from "Status" { "MQL" enters mql  "Call" is call  otherwise is changed }
}
source opps {
  opportunity  from "OpportunityId"
  lead         from "ConvertedLeadId"
  time         from "At"
  owner        from "Owner"
  amount       from "Amount"
  event        from "Stage" {
    "Proposal" enters proposal  "Negotiation" enters negotiation  "Won" enters closed_won
    "Call" is call  "Email" is email
  }
}
clause first_call {
  sales must make a call within 4 business hours of entering mql
  when met award 10 points
}
clause chase {
  sales must make at least 3 of call, email
  within )" +
         days + R"(
  of entering proposal
  when lead.country is known and lead.country = "US"
  when met award 5 points
}
clause no_leap { sales must not move an opportunity to closed_won while in proposal }
program league { leaderboard }

test "the lead's country decides" {
  given lead a { country "US" }
  given opportunity o, p of a { amount 500 USD }
  given opportunity q
  at 2026-03-02 09:00  o enters proposal
  q enters proposal
  expect chase of o running
  expect chase of q not started
  2 hours later  a changes { country "DE" }
  p enters proposal
  expect chase of p not started
  1 hour later  o gets a call
  o gets an email
  o gets a call
  expect chase of o met after 3 business hours
}
)";
}

constexpr const char* kLeads =
    "Id,At,Owner,Country,Status\n"
    "L-1,2026-03-02 09:00,Dana,US,MQL\n"
    "L-1,2026-03-02 10:00,,,Call\n"
    "L-2,2026-03-02 09:00,Kim,DE,MQL\n";

constexpr const char* kOpportunities =
    "OpportunityId,ConvertedLeadId,At,Owner,Amount,Stage\n"
    "O-1,L-1,2026-03-03 09:00,Dana,,Proposal\n"
    "O-1,,2026-03-03 10:00,,,Call\n"
    "O-1,,2026-03-03 11:00,,,Email\n"
    "O-1,,2026-03-03 12:00,,,Email\n"
    "O-2,L-2,2026-03-03 09:00,Kim,100,Proposal\n"
    "O-2,,2026-03-04 09:00,Kim,,Won\n"
    "O-3,L-1,2026-03-03 09:00,Kim,,Proposal\n";

class Records : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
    sla_file = written("funnel.sla", policy(1, "2026-01-01 to 2026-12-31", "10 business days"));
    leads = written("leads.csv", kLeads);
    opportunities = written("opportunities.csv", kOpportunities);
  }

  std::string sla_file, leads, opportunities;
};

TEST_F(Records, AreJudgedTogetherFromFilesOfTheirOwn) {
  std::string said;
  for (const char* engine : {"jit", "reference"}) {
    const std::string verdicts = scratch(std::string("verdicts") + engine + ".csv");
    const Answer answer =
        sla({"run", sla_file, "--events", opportunities, "--events", leads, "--as-of", "2026-04-01",
             "--verdicts", verdicts, "--engine", engine});
    ASSERT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_THAT(answer.out, HasSubstr("2 leads, 3 opportunities, 10 events"));
    EXPECT_THAT(answer.out, HasSubstr("proposal -> closed_won"));
    EXPECT_THAT(answer.out, ::testing::Not(HasSubstr("unknown_column")));
    if (said.empty()) said = read_file(verdicts);
    EXPECT_EQ(read_file(verdicts), said) << "the engines differ";
  }
  EXPECT_THAT(said, HasSubstr(",version,record\n"));
  EXPECT_THAT(said, HasSubstr("first_call,L-1,1,,met,"));
  EXPECT_THAT(said, HasSubstr("first_call,L-2,1,,breached,"));
  EXPECT_THAT(said, HasSubstr("chase,O-1,1,,met,2026-03-03T14:00:00Z,2026-03-17T13:00:00Z,"));
  EXPECT_THAT(said, HasSubstr("chase,O-3,1,,breached,"));
  EXPECT_THAT(said, HasSubstr("no_leap,O-2,1,,breached,"));
  EXPECT_THAT(said, ::testing::Not(HasSubstr("chase,O-2")));
}

TEST_F(Records, AddTheirPointsUp) {
  const Answer answer = sla({"run", sla_file, "--events", leads, "--events", opportunities,
                             "--as-of", "2026-04-01", "--format", "json"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  const Json report = Json::parse(answer.out);
  EXPECT_EQ(report["clauses"][0]["record"], "lead");
  EXPECT_EQ(report["clauses"][1]["name"], "chase");
  EXPECT_EQ(report["clauses"][1]["record"], "opportunity");
  EXPECT_EQ(report["points"][0]["name"], "Dana");
  EXPECT_EQ(report["points"][0]["points"], 15);
  EXPECT_EQ(report["leaderboards"][0]["places"][0]["met"], 2);
}

TEST_F(Records, AFileThatFitsNoSourceIsRefused) {
  const std::string other = written("other.csv", "Id,When\nL-1,2026-03-02\n");
  const Answer refused = sla({"run", sla_file, "--events", other, "--as-of", "2026-04-01"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("has the columns of no source"));
  EXPECT_THAT(refused.err, HasSubstr("source `opps` needs"));
  const Answer named =
      sla({"run", sla_file, "--events", "opps=" + opportunities, "--as-of", "2026-04-01"});
  EXPECT_EQ(named.exit_code, 0) << named.err;
  EXPECT_THAT(named.out, HasSubstr("0 leads, 3 opportunities"));
  // Nothing is known of their lead, so none is chased.
  EXPECT_THAT(named.out, HasSubstr("unread_source"));
}

TEST_F(Records, HaveStoriesOfTheirOwn) {
  const auto story = [&](const std::string& flag, const std::string& id) {
    return sla({"explain", sla_file, "--events", leads, "--events", opportunities, "--as-of",
                "2026-04-01", flag, id});
  };
  const Answer opportunity = story("--subject", "O-1");
  EXPECT_EQ(opportunity.exit_code, 0) << opportunity.err;
  EXPECT_THAT(opportunity.out, HasSubstr("Opportunity O-1"));
  EXPECT_THAT(opportunity.out, HasSubstr("lead.country = \"US\""));
  EXPECT_THAT(opportunity.out, HasSubstr("the opportunity entered proposal"));
  EXPECT_THAT(story("--subject", "opportunity=O-1").out, HasSubstr("Opportunity O-1"));
  EXPECT_THAT(story("--subject", "L-1").out, HasSubstr("Lead L-1"));
  EXPECT_THAT(story("--lead", "L-1").out, HasSubstr("Lead L-1"));
  EXPECT_EQ(story("--lead", "O-1").exit_code, 2);
  const Answer misspelt = story("--subject", "O-11");
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean `O-1`?"));
}

TEST_F(Records, ArePlayedInOneTest) {
  const Answer answer = sla({"test", sla_file, "--coverage"});
  EXPECT_EQ(answer.exit_code, 0) << answer.out << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("4 expectations"));
  const std::string wrong = written("wrong.sla", [&] {
    std::string text = read_file(sla_file);
    const std::string right = "expect chase of q not started";
    return text.replace(text.find(right), right.size(), "expect chase of q running");
  }());
  const Answer failed = sla({"test", wrong});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_THAT(failed.out, HasSubstr("expect chase of q running"));
}

/// The blocks of a page in one language.
std::vector<std::string> blocks_of(const std::string& page, const std::string& language) {
  std::vector<std::string> blocks;
  std::istringstream lines(read_file(project(page)));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (inside && line == "```") inside = false;
    else if (inside) blocks.back() += line + "\n";
    else if (line == "```" + language) {
      inside = true;
      blocks.emplace_back();
    }
  }
  return blocks;
}

TEST_F(Records, AreAsThePageSays) {
  const std::string page = "docs/how-to/agree-on-opportunities.md";
  const auto policies = blocks_of(page, "sla"), tables = blocks_of(page, "csv");
  ASSERT_EQ(policies.size(), 1u);
  ASSERT_EQ(tables.size(), 2u);
  const Answer answer =
      sla({"run", written("page.sla", policies[0]), "--events", written("page1.csv", tables[0]),
           "--events", written("page2.csv", tables[1]), "--as-of", "2026-04-01", "--strict",
           "--format", "json"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  const Json clauses = Json::parse(answer.out)["clauses"];
  EXPECT_EQ(clauses[0]["counts"]["met"], 1);
  EXPECT_EQ(clauses[1]["name"], "follow_up");
  EXPECT_EQ(clauses[1]["counts"]["met"], 1);
  EXPECT_EQ(clauses[1]["counts"]["breached"], 1);
  EXPECT_EQ(clauses[2]["periods"][0]["percent"], 41.6666);
  EXPECT_EQ(clauses[2]["periods"][0]["verdict"], "met");
}

TEST_F(Records, CrossFromOneVersionToTheNext) {
  const std::string first =
      written("first.sla", policy(1, "2026-01-01 to 2026-03-03", "10 business days"));
  const std::string second =
      written("second.sla", policy(2, "2026-03-04 to 2026-12-31", "2 business days"));
  const std::string verdicts = scratch("versions.csv");
  const auto run = [&](const std::string& crossing) {
    const Answer answer =
        sla({"run", first, second, "--events", leads, "--events", opportunities, "--as-of",
             "2026-04-01", "--versions", crossing, "--verdicts", verdicts});
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    return read_file(verdicts);
  };
  EXPECT_THAT(run("pin"),
              HasSubstr("chase,O-3,1,,breached,2026-03-03T14:00:00Z,2026-03-17T13:00:"));
  const std::string migrated = run("migrate");
  EXPECT_THAT(migrated, HasSubstr("chase,O-3,1,,breached,2026-03-03T14:00:00Z,2026-03-05T14:00:"));
  EXPECT_THAT(migrated, HasSubstr(",2,opportunity\n"));
}

TEST_F(Records, ALateEventOfTheParentCorrectsTheRecord) {
  const std::string before = scratch("before.csv");
  ASSERT_EQ(sla({"run", sla_file, "--events", leads, "--events", opportunities, "--as-of",
                 "2026-04-01", "--verdicts", before})
                .exit_code,
            0);
  const std::string late =
      written("late.csv", std::string(kLeads) + "L-2,2026-03-02 18:00,Kim,US,Known\n");
  const Answer answer =
      sla({"run", sla_file, "--events", late, "--events", opportunities, "--as-of", "2026-05-01",
           "--corrections-of", before, "--corrections-as-of", "2026-04-01"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("chase of O-2, cycle 1: nothing was said; breached"));
}

}  // namespace
}  // namespace sla::integration
