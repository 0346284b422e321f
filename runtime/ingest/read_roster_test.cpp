#include "runtime/ingest/read_roster.h"

#include <fmt/format.h>

#include "runtime/ingest/testing.h"

namespace sla::ingest {
namespace {

using ReadRoster = testing::WithDuckdb;
using Kind = DataFindingKind;

TEST_F(ReadRoster, reads_people_and_the_holders_of_roles) {
  const auto path =
      folder().write("r.csv",
                     "Rep,Team,Manager,TZ,Calendar,VP_Sales,shoe "
                     "size\nDana,East,Ann,America/New_York,office,Vic,42\nEli,West,,,,,\n");
  DataFindings findings;
  const auto roster =
      read_roster(duckdb(), path, {"vp_sales", "sales_manager"}, {}, time::Zone::utc(), findings);
  ASSERT_TRUE(roster) << roster.error().message;
  ASSERT_EQ(roster->people.size(), 2u);
  EXPECT_EQ(roster->people[0].owner, "Dana");
  EXPECT_EQ(roster->people[0].zone, "America/New_York");
  EXPECT_EQ(roster->people[0].calendar, "office");
  using Roles = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(roster->people[0].roles, (Roles{{"vp_sales", "Vic"}}));
  EXPECT_TRUE(roster->people[1].roles.empty());
  EXPECT_EQ(findings.count(Kind::unknown_column), 1u);
  EXPECT_FALSE(findings.has_problems());
}

TEST_F(ReadRoster, keeps_the_first_line_of_a_person_and_reports_the_rest) {
  const auto path = folder().write(
      "r.csv", "owner,team,time_zone\nDana,East,America/Newyork\nDana,West,\n,North,\n");
  DataFindings findings;
  const auto roster = read_roster(duckdb(), path, {}, {}, time::Zone::utc(), findings);
  ASSERT_TRUE(roster);
  ASSERT_EQ(roster->people.size(), 1u);
  EXPECT_EQ(roster->people[0].team, "East");
  EXPECT_EQ(findings.count(Kind::duplicate_owner), 1u);
  EXPECT_EQ(findings.count(Kind::missing_subject), 1u);
  EXPECT_EQ(findings.count(Kind::unknown_zone), 1u);
  for (const DataFinding& finding : findings.all()) {
    if (finding.kind == Kind::unknown_zone) {
      EXPECT_EQ(finding.examples[0].help, "did you mean `America/New_York`?");
    }
  }
}

TEST_F(ReadRoster, knows_the_parties_in_any_case_and_reports_others) {
  const auto path =
      folder().write("r.csv", "owner,Party\nDana,Sales\nMia,marketing\nEli,sale\nFinn,\n");
  DataFindings findings;
  const auto roster =
      read_roster(duckdb(), path, {}, {"marketing", "sales"}, time::Zone::utc(), findings);
  ASSERT_TRUE(roster) << roster.error().message;
  EXPECT_EQ(roster->people[0].party, "Sales");
  EXPECT_EQ(findings.count(Kind::unknown_party), 1u);
  EXPECT_EQ(findings.all().front().examples[0].help, "did you mean `sales`?");
  EXPECT_EQ(findings.count(Kind::unknown_column), 0u);
}

std::vector<std::string> terms_of(const events::Roster& roster) {
  std::vector<std::string> terms;
  for (const events::Person& person : roster.people) {
    terms.push_back(
        fmt::format("{} {} {}..{}", person.owner, person.team,
                    person.from == time::kMinInstant ? "" : time::format_utc(person.from),
                    person.until == time::kNever ? "" : time::format_utc(person.until)));
  }
  return terms;
}

TEST_F(ReadRoster, a_line_holds_from_one_instant_until_another) {
  const auto path = folder().write("r.csv",
                                   "owner,team,From,Until\nDana,East,,2026-03-15\n"
                                   "Dana,West,2026-03-15,\nEli,East,2026-01-01T12:00Z,\n");
  const auto zone = time::Zone::find("America/New_York");
  ASSERT_TRUE(zone);
  DataFindings findings;
  const auto roster = read_roster(duckdb(), path, {}, {}, *zone, findings);
  ASSERT_TRUE(roster) << roster.error().message;
  EXPECT_EQ(terms_of(*roster), (std::vector<std::string>{"Dana East ..2026-03-15T04:00:00Z",
                                                         "Dana West 2026-03-15T04:00:00Z..",
                                                         "Eli East 2026-01-01T12:00:00Z.."}));
  EXPECT_TRUE(findings.empty());
}

TEST_F(ReadRoster, where_lines_of_one_owner_overlap_the_first_counts) {
  const auto path = folder().write("r.csv",
                                   "owner,team,valid_from,valid_until\n"
                                   "Dana,East,2026-03-01,2026-04-01\n"
                                   "Dana,West,2026-02-01,2026-05-01\n"
                                   "Dana,South,2026-03-10,2026-03-20\n");
  DataFindings findings;
  const auto roster = read_roster(duckdb(), path, {}, {}, time::Zone::utc(), findings);
  ASSERT_TRUE(roster) << roster.error().message;
  EXPECT_EQ(terms_of(*roster),
            (std::vector<std::string>{"Dana East 2026-03-01T00:00:00Z..2026-04-01T00:00:00Z",
                                      "Dana West 2026-02-01T00:00:00Z..2026-03-01T00:00:00Z",
                                      "Dana West 2026-04-01T00:00:00Z..2026-05-01T00:00:00Z"}));
  EXPECT_EQ(findings.count(Kind::duplicate_owner), 2u);
  EXPECT_EQ(findings.all()[0].examples[0].help,
            "first in row 1 (from Sun 2026-03-01 00:00 until Wed 2026-04-01 00:00)");
}

TEST_F(ReadRoster, reports_gaps_and_leaves_out_lines_that_never_hold) {
  const auto path = folder().write("r.csv",
                                   "owner,team,from,until\n"
                                   "Dana,East,,2026-02-01\n"
                                   "Dana,West,2026-03-01,\n"
                                   "Eli,East,2026-03-01,2026-03-01\n"
                                   "Finn,East,some day,\n"
                                   "Gil,East,,3000-01-01\n");
  DataFindings findings;
  const auto roster = read_roster(duckdb(), path, {}, {}, time::Zone::utc(), findings);
  ASSERT_TRUE(roster) << roster.error().message;
  EXPECT_EQ(roster->people.size(), 2u);
  EXPECT_EQ(findings.count(Kind::empty_roster_term), 1u);
  EXPECT_EQ(findings.count(Kind::unparsable_time), 1u);
  EXPECT_EQ(findings.count(Kind::time_out_of_range), 1u);
  ASSERT_EQ(findings.count(Kind::roster_gap), 1u);
  for (const DataFinding& finding : findings.all()) {
    if (finding.kind != Kind::roster_gap) continue;
    EXPECT_EQ(finding.examples[0].text, "Dana");
    EXPECT_EQ(finding.examples[0].row, 2u);
    EXPECT_EQ(finding.examples[0].help,
              "not listed from Sun 2026-02-01 00:00 until Sun 2026-03-01 00:00");
  }
}

TEST_F(ReadRoster, needs_somebody) {
  DataFindings findings;
  const auto roster = read_roster(duckdb(), folder().write("r.csv", "team,phone\nEast,1\n"), {}, {},
                                  time::Zone::utc(), findings);
  ASSERT_FALSE(roster);
  EXPECT_NE(roster.error().message.find("no column for the owner; it has team, phone"),
            std::string::npos);
}

events::Log log_of_owners(const std::vector<std::string>& owners) {
  events::LogBuilder builder({}, 0);
  const auto origin = builder.add_origin("x.csv");
  for (const std::string& owner : owners) {
    events::Event event;
    event.subject = builder.subjects().intern("L1");
    event.owner = builder.owners().intern(owner);
    event.origin = origin;
    event.row = builder.size() + 1;
    event.sequence = static_cast<std::int64_t>(event.row);
    builder.add(event, {});
  }
  return std::move(builder).finish();
}

TEST(CheckPeople, reports_owners_that_the_roster_does_not_list) {
  const events::Log log = log_of_owners({"Dana", "Zoe", "Zoe"});
  events::Roster roster;
  roster.people.push_back({"Dana", "East", "", "", "", {}});
  DataFindings findings;
  check_people(log, roster, {}, findings);
  EXPECT_EQ(findings.count(Kind::unknown_owner), 2u);
  EXPECT_EQ(findings.all()[0].examples[0].row, 2u);
}

TEST(CheckPeople, reports_events_of_an_owner_whom_the_roster_lists_at_another_time) {
  const events::Log log = log_of_owners({"Dana"});
  events::Roster roster;
  roster.people.push_back({"Dana", "East", "", "", "", {}});
  roster.people[0].from = log.time[0] + 1;
  DataFindings findings;
  check_people(log, roster, {}, findings);
  EXPECT_EQ(findings.count(Kind::owner_not_listed_then), 1u);
  EXPECT_EQ(findings.count(Kind::unknown_owner), 0u);
}

TEST(CheckPeople, says_nothing_without_a_roster_but_reports_zones_of_the_log) {
  events::People people;
  people.unknown_zones = {"Mars/Base"};
  DataFindings findings;
  check_people(log_of_owners({"Dana"}), {}, people, findings);
  EXPECT_EQ(findings.count(Kind::unknown_owner), 0u);
  EXPECT_EQ(findings.count(Kind::unknown_zone), 1u);
}

}  // namespace
}  // namespace sla::ingest
