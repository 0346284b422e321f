#include "runtime/ingest/read_roster.h"

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
  const auto roster = read_roster(duckdb(), path, {"vp_sales", "sales_manager"}, {}, findings);
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
  const auto roster = read_roster(duckdb(), path, {}, {}, findings);
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
  const auto roster = read_roster(duckdb(), path, {}, {"marketing", "sales"}, findings);
  ASSERT_TRUE(roster) << roster.error().message;
  EXPECT_EQ(roster->people[0].party, "Sales");
  EXPECT_EQ(findings.count(Kind::unknown_party), 1u);
  EXPECT_EQ(findings.all().front().examples[0].help, "did you mean `sales`?");
  EXPECT_EQ(findings.count(Kind::unknown_column), 0u);
}

TEST_F(ReadRoster, needs_somebody) {
  DataFindings findings;
  const auto roster =
      read_roster(duckdb(), folder().write("r.csv", "team,phone\nEast,1\n"), {}, {}, findings);
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
