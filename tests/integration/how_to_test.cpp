// The pages on CRM exports, followed: their policies and queries, on small invented exports that
// look like what the page says one has by then.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "tests/integration/command.h"
#include "tests/integration/table.h"

namespace sla::integration {
namespace {

using nlohmann::json;

class HowTo : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  }

  /// Reads the blocks of a page: the first policy, and each query under the name that is given to
  /// it, in order.
  void follow(const std::string& page, const std::vector<std::string>& queries) {
    std::ifstream file(project("docs/how-to/" + page + ".md"));
    ASSERT_TRUE(file) << page;
    std::string line, kind, block;
    std::size_t next = 0;
    for (; std::getline(file, line);) {
      if (kind.empty()) {
        if (line == "```sla" || line == "```sql") kind = line.substr(3), block.clear();
      } else if (line != "```") {
        block += line + "\n";
      } else {
        if (kind == "sla" && policy_.empty()) policy_ = written(page + ".sla", block);
        if (kind == "sql") {
          ASSERT_LT(next, queries.size()) << "a query that the test does not know:\n" << block;
          files_[queries[next] + ".sql"] = block;
          ++next;
        }
        kind.clear();
      }
    }
    ASSERT_EQ(next, queries.size()) << "fewer queries than the test knows";
  }

  void have(const std::string& name, const std::string& text) { files_[name] = text; }

  json run(const std::string& policy, const std::string& roster,
           const std::vector<std::pair<std::string, std::string>>& events) {
    write_files();
    std::vector<std::string> arguments{"run", policy, "--as-of", "2026-04-01", "--format", "json"};
    if (!roster.empty())
      arguments.insert(arguments.end(), {"--roster", written(roster, files_.at(roster))});
    for (const auto& [source, name] : events)
      arguments.insert(arguments.end(),
                       {"--events", source + "=" + written(name, files_.at(name))});
    const Answer answer = sla(arguments);
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    return answer.exit_code == 0 ? json::parse(answer.out) : json();
  }

  std::string policy_;

 private:
  /// Queries name files as if they stood beside them.
  void write_files() {
    for (const auto& [name, text] : files_) {
      if (!name.ends_with(".sql")) written(name, text);
    }
    for (auto& [name, text] : files_) {
      if (!name.ends_with(".sql")) continue;
      text = std::regex_replace(text, std::regex(R"('([A-Za-z_]+\.(csv|json))')"),
                                "'" + scratch("") + "$1'");
    }
  }

  std::map<std::string, std::string> files_;
};

/// "Central met 1 of 1": the periods of the only clause.
std::vector<std::string> groups(const json& report) {
  std::vector<std::string> result;
  for (const json& period : report["clauses"][0]["periods"]) {
    result.push_back(period["group"].get<std::string>() + " " +
                     std::to_string(period["met"].get<int>()) + " of " +
                     std::to_string(period["cohort"].get<int>()));
  }
  return result;
}

int problems(const json& report) {
  int count = 0;
  for (const json& finding : report["data_findings"])
    count += finding["severity"] == "problem" ? 1 : 0;
  return count;
}

using Groups = std::vector<std::string>;

class HowToSalesforce : public HowTo {
 protected:
  void SetUp() override {
    HowTo::SetUp();
    if (IsSkipped()) return;
    follow("map-a-salesforce-export", {"first_owners", "users", "report", "versions"});
    have("User.csv",
         "Id,Name,ManagerId,TimeZoneSidKey,UserRole.Name\n"
         "005A,Ann Alder,005G,America/New_York,East\n"
         "005B,Bob Birch,005G,America/Chicago,Central\n"
         "005G,Grace Hall,,America/New_York,\n");
  }
};

TEST_F(HowToSalesforce, FromTheApi) {
  have("Lead.csv",
       "Id,CreatedDate,CreatedById,OwnerId,IsDeleted,MasterRecordId,SystemModstamp,"
       "ConvertedContactId\n"
       "00QA,2026-03-02T14:00:00.000+0000,005M,005B,false,,2026-03-09T00:00:00.000+0000,\n"
       "00QB,2026-03-02T15:00:00.000+0000,005M,005A,false,,2026-03-09T00:00:00.000+0000,003C\n"
       "00QC,2026-03-03T13:00:00.000+0000,005M,005A,true,00QA,2026-03-05T10:00:00.000+0000,\n");
  have("LeadHistory.csv",
       "Id,IsDeleted,LeadId,CreatedById,CreatedDate,Field,DataType,OldValue,NewValue\n"
       "017A,false,00QA,005M,2026-03-02T15:00:00.000+0000,Status,DynamicEnum,New,Marketing "
       "Qualified\n"
       "017B,false,00QA,005M,2026-03-02T15:30:00.000+0000,Owner,EntityId,005A,005B\n"
       "017C,false,00QA,005M,2026-03-02T15:30:00.000+0000,Owner,Text,Ann Alder,Bob Birch\n"
       "017D,false,00QB,005M,2026-03-02T16:00:00.000+0000,Status,DynamicEnum,New,Marketing "
       "Qualified\n"
       "017E,false,00QB,005A,2026-03-03T16:00:00.000+0000,leadConverted,,,\n");
  have("Task.csv",
       "Id,WhoId,OwnerId,Status,TaskSubtype,Type,CompletedDateTime,IsDeleted\n"
       "00TA,00QA,005B,Completed,Call,,2026-03-02T17:00:00.000+0000,false\n"
       "00TB,003C,005A,Completed,Email,,2026-03-03T15:00:00.000+0000,false\n");
  have("Event.csv",
       "Id,WhoId,OwnerId,StartDateTime,IsChild,IsDeleted\n"
       "00UA,003C,005A,2026-03-04T15:00:00.000+0000,false,false\n");
  const json report = run(policy_, "users.sql",
                          {{"created", "Lead.csv"},
                           {"first", "first_owners.sql"},
                           {"statuses", "LeadHistory.csv"},
                           {"owners", "LeadHistory.csv"},
                           {"converted", "LeadHistory.csv"},
                           {"merged", "Lead.csv"},
                           {"contacts", "Lead.csv"},
                           {"tasks", "Task.csv"},
                           {"typed", "Task.csv"},
                           {"meetings", "Event.csv"}});
  // The call to 00QA was in time and by its second owner; the email to 00QB was a working day late,
  // and by its first.
  EXPECT_EQ(groups(report), (Groups{"Central 1 of 1", "East 0 of 1"}));
  EXPECT_EQ(report["clauses"][0]["counts"]["met_late"], 1);
  EXPECT_EQ(problems(report), 0) << report["data_findings"];
}

TEST_F(HowToSalesforce, FromAReport) {
  have("report.csv",
       "Lead ID,Edited By,Edit Date,Field / Event,Old Value,New Value\n"
       "00QA,Marta Miller,3/2/2026 3:00 PM,Lead Status,New,Marketing Qualified\n"
       "00QA,Marta Miller,3/2/2026 3:30 PM,Lead Owner,Ann Alder,Bob Birch\n"
       "00QA,Marta Miller,3/2/2026 3:40 PM,Company / Account,X,Y\n");
  const json report = run(policy_, "", {{"statuses", "report.sql"}, {"owners", "report.sql"}});
  // No touch: breached by 15:00 UTC and four business hours.
  EXPECT_EQ(report["clauses"][0]["counts"]["breached"], 1);
  EXPECT_EQ(report["clauses"][0]["periods"][0]["cohort"], 1);
}

TEST_F(HowToSalesforce, FromAWarehouse) {
  have("lead_history.csv",
       "_fivetran_start,_fivetran_end,id,status,owner_id,is_deleted,last_modified_by_id\n"
       "2026-03-02 09:00:00,2026-03-02 10:00:00,00QA,Open,005A,FALSE,005M\n"
       "2026-03-02 10:00:00,2026-03-02 11:00:00,00QA,Working,005A,FALSE,005M\n"
       "2026-03-02 11:00:00,9999-12-31 23:59:59,00QA,Working,005B,FALSE,005M\n");
  const std::string policy =
      written("warehouse.sla",
              "use crm.salesforce_warehouse as salesforce\n"
              "agreement \"W\" { time zone \"Etc/UTC\" }\n"
              "lifecycle lead { open, working }\n"
              "source statuses from salesforce.lead_statuses and {\n"
              "  event from \"status\" { \"Open\" enters open  \"Working\" enters working }\n"
              "}\n"
              "clause entries { sales must deliver at least 1 leads entering working each "
              "year, every entry }\n");
  const json report = run(policy, "", {{"statuses", "versions.sql"}});
  EXPECT_EQ(report["clauses"][0]["periods"][0]["met"], 1) << "a change of owner is no second entry";
}

class HowToHubspot : public HowTo {
 protected:
  void SetUp() override {
    HowTo::SetUp();
    if (IsSkipped()) return;
    follow("map-a-hubspot-export",
           {"history", "calls", "merges", "owners", "warehouse_calls", "roster"});
  }
};

TEST_F(HowToHubspot, FromTheApi) {
  have("contacts.json", R"({"results": [
    {"id": "501", "propertiesWithHistory": {
      "lifecyclestage": [
        {"value": "salesqualifiedlead", "timestamp": "2026-03-03T09:00:00.000Z", "sourceType": "CRM_UI", "updatedByUserId": 7},
        {"value": "marketingqualifiedlead", "timestamp": "2026-03-02T09:00:00.250Z", "sourceType": "API"},
        {"value": "lead", "timestamp": "2026-03-02T08:00:00.000Z", "sourceType": "FORM"}],
      "hubspot_owner_id": [{"value": "71", "timestamp": "2026-03-02T09:00:00.250Z", "sourceType": "API"}]}},
    {"id": "502", "propertiesWithHistory": {
      "lifecyclestage": [
        {"value": "marketingqualifiedlead", "timestamp": "2026-03-02T11:00:00.000Z", "sourceType": "API"}],
      "hubspot_owner_id": [{"value": "72", "timestamp": "2026-03-02T11:00:00.000Z", "sourceType": "API"}]}},
    {"id": "503", "propertiesWithHistory": {
      "lifecyclestage": [{"value": "lead", "timestamp": "2026-03-02T10:30:00.000Z", "sourceType": "FORM"}]}}]})");
  have("calls.csv",
       "hs_object_id,hs_timestamp,hubspot_owner_id,hs_call_status\n"
       "9001,2026-03-02T09:40:00.000Z,71,COMPLETED\n"
       "9002,2026-03-02T11:10:00.000Z,72,CANCELED\n"
       "9003,2026-03-03T15:10:00.000Z,72,COMPLETED\n");
  have("associations.csv", "objectId,contactId\n9001,501\n9002,502\n9003,502\n9003,503\n");
  have("meetings.csv",
       "hs_object_id,contactId,hs_meeting_start_time,hubspot_owner_id,hs_meeting_outcome\n"
       "9201,501,2026-03-06T09:00:00.000Z,71,COMPLETED\n");
  have("merges.csv", "id,hs_calculated_merged_vids\n501,\n502,503:1772791200000\n");
  have("owners.json", R"({"results": [
    {"id": "71", "firstName": "Ann", "userId": 7, "teams": [{"id": "2", "name": "Partners", "primary": false},
                                                            {"id": "1", "name": "East", "primary": true}]},
    {"id": "72", "firstName": "Bob", "userId": 8, "teams": [{"id": "3", "name": "West", "primary": true}]}]})");
  const json report = run(policy_, "owners.sql",
                          {{"stages", "history.sql"},
                           {"owners", "history.sql"},
                           {"merged", "merges.sql"},
                           {"calls", "calls.sql"},
                           {"meetings", "meetings.csv"}});
  EXPECT_EQ(groups(report), (Groups{"East 1 of 1", "West 0 of 1"}));
  EXPECT_EQ(problems(report), 0) << report["data_findings"];
}

TEST_F(HowToHubspot, FromAWarehouse) {
  have("engagement_call.csv",
       "engagement_id,_fivetran_deleted,property_hs_timestamp\n"
       "1,false,2026-03-02 10:00:00\n"
       "2,true,2026-03-02 10:10:00\n");
  have("engagement_contact.csv", "contact_id,engagement_id\n501,1\n502,1\n501,2\n");
  have("owner.csv", "owner_id,active_user_id\n71,7\n72,8\n73,\n");
  have("team_user.csv", "user_id,team_id,is_secondary_user\n7,1,false\n7,2,true\n8,3,false\n");
  have("team.csv", "id,name\n1,East\n2,Partners\n3,West\n");
  have("owned.csv",
       "contact_id,timestamp,name,value\n"
       "501,2026-03-02 09:00:00,hubspot_owner_id,71\n"
       "502,2026-03-02 09:00:00,hubspot_owner_id,72\n"
       "503,2026-03-02 09:00:00,hubspot_owner_id,73\n");
  const std::string policy =
      written("warehouse.sla",
              "use crm.hubspot_warehouse as hubspot\n"
              "agreement \"W\" { time zone \"Etc/UTC\" }\n"
              "source owners from hubspot.contact_owners\n"
              "source calls from hubspot.calls\n"
              "clause called { sales must make a call within 2 hours of being assigned\n"
              "  target 50% per team }\n");
  const json report =
      run(policy, "roster.sql", {{"owners", "owned.csv"}, {"calls", "warehouse_calls.sql"}});
  EXPECT_EQ(groups(report), (Groups{"East 1 of 1", "West 1 of 1", "(none) 0 of 1"}));
  EXPECT_EQ(problems(report), 0) << report["data_findings"];
}

}  // namespace
}  // namespace sla::integration
