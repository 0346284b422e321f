// The CRM mappings of the standard library, on invented rows in the layout of each system: what
// becomes of each row, as `sla explain` tells it, and what the data is said to be.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "tests/integration/command.h"
#include "tests/integration/table.h"

namespace sla::integration {
namespace {

using nlohmann::json;

class CrmMappings : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  }

  /// `text` goes through the sources named.
  void give(const std::vector<std::string>& sources, const std::string& text) {
    std::string names;
    for (const std::string& source : sources) names += (names.empty() ? "" : ",") + source;
    give_query(names, written(sources.front() + ".csv", text));
  }

  void give_query(const std::string& source, const std::string& query) {
    events_.insert(events_.end(), {"--events", source + "=" + query});
  }

  json run() {
    Answer answer = sla(arguments("run", {"--format", "json"}));
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    return answer.exit_code == 0 ? json::parse(answer.out) : json();
  }

  /// What happened to a lead, one event a line, without the places of the rows.
  std::string happened(const std::string& subject, const std::string& flag = "--lead") {
    Answer answer = sla(arguments("explain", {flag, subject}));
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    const std::size_t begin = answer.out.find("What happened\n");
    const std::size_t end = answer.out.find("\n\n", begin);
    if (begin == std::string::npos || end == std::string::npos) return answer.out;
    const std::string told = answer.out.substr(begin + 14, end - begin - 14) + "\n";
    return std::regex_replace(told, std::regex(R"((^|\n)  ([^\n]*?) \[[^\n]*\](?=\n))"), "$1$2");
  }

  std::string policy_, as_of_;

 private:
  std::vector<std::string> arguments(const std::string& verb, std::vector<std::string> more) {
    std::vector<std::string> all{verb, "tests/integration/crm/" + policy_ + ".sla", "--as-of",
                                 as_of_};
    all.insert(all.end(), events_.begin(), events_.end());
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  std::vector<std::string> events_;
};

/// How often each thing was found; columns that nothing maps and rows that are others' left out.
std::map<std::string, int> found(const json& report) {
  std::map<std::string, int> counts;
  for (const json& finding : report["data_findings"]) {
    const std::string kind = finding["kind"];
    if (kind != "unknown_column" && kind != "unselected_row")
      counts[kind] += finding["count"].get<int>();
  }
  return counts;
}

using Found = std::map<std::string, int>;

class Salesforce : public CrmMappings {
 protected:
  void SetUp() override {
    CrmMappings::SetUp();
    policy_ = "salesforce";
    as_of_ = "2026-04-01";
    // Q1 has a first owner and another; Q2 was converted; Q3 is a duplicate of Q1; Q4 has no owner.
    give({"created", "first", "merged", "contacts"},
         "Id,CreatedDate,CreatedById,OwnerId,IsDeleted,MasterRecordId,SystemModstamp,"
         "ConvertedContactId\n"
         "00Q1,2026-03-02T14:00:00.000+0000,005M,005A,false,,2026-03-09T00:00:00.000+0000,\n"
         "00Q2,2026-03-02 15:00:00,005M,005A,false,,2026-03-09T00:00:00.000+0000,0032\n"
         "00Q3,2026-03-02T13:00:00.000+0000,005M,005A,true,00Q1,2026-03-05T10:00:00.000+0000,\n"
         "00Q4,2026-03-02T10:00:00.000-0500,005M,,false,,2026-03-09T00:00:00.000+0000,\n");
    give({"statuses", "owners", "converted", "ratings"},
         "Id,IsDeleted,LeadId,CreatedById,CreatedDate,Field,DataType,OldValue,NewValue\n"
         "h0,false,00Q1,005M,2026-03-02T14:00:00.000+0000,created,,,\n"
         "h1,false,00Q1,005M,2026-03-02T15:00:00.000+0000,Status,DynamicEnum,New,Marketing "
         "Qualified\n"
         "h2,false,00Q1,005M,2026-03-02T15:30:00.000+0000,Owner,EntityId,005A,005B\n"
         "h3,false,00Q1,005M,2026-03-02T15:30:00.000+0000,Owner,Text,\"Ann, \"\"A.\"\"\",Bob\n"
         "h4,false,00Q2,005A,2026-03-02T16:00:00.000+0000,Status,DynamicEnum,New,marketing "
         "qualified\n"
         "h5,false,00Q2,005A,2026-03-03T16:00:00.000+0000,leadConverted,,,\n"
         "h6,false,00Q2,005A,2026-03-03T12:00:00.000+0000,Rating,DynamicEnum,Cold,Hot\n"
         // Exported twice; deleted with its lead; three that cannot be read.
         "h4,false,00Q2,005A,2026-03-02T16:00:00.000+0000,Status,DynamicEnum,New,marketing "
         "qualified\n"
         "h7,true,00Q2,005A,2026-03-02T17:00:00.000+0000,Status,DynamicEnum,New,Working - "
         "Contacted\n"
         "h8,false,00Q2,005A,2026-03-02T17:00:00.000+0000,Status,DynamicEnum,,\"=HYPERLINK("
         "\"\"x\"\")\nDrop\"\n"
         "h9,false,00Q2,005A,02.03.2026,Status,DynamicEnum,,Working - Contacted\n"
         "h10,false,,005A,2026-03-02T17:00:00.000+0000,Status,DynamicEnum,,Working - Contacted\n");
    give({"tasks", "typed"},
         "Id,WhoId,OwnerId,Status,TaskSubtype,Type,CompletedDateTime,IsDeleted\n"
         "t1,00Q1,005B,Completed,Call,,2026-03-02T17:00:00.000+0000,false\n"
         "t2,0032,005A,Completed,Email,,2026-03-02T18:00:00.000+0000,false\n"
         "t3,00Q1,005B,Not Started,Call,,,false\n"
         "t4,00Q1,005B,Completed,Task,Call,2026-03-02T16:00:00.000+0000,true\n"
         "t5,,005B,Completed,Call,,2026-03-02T16:00:00.000+0000,false\n"
         "t6,00Q1,005M,Completed,Task,Call,2026-03-02T16:40:00.000+0000,false\n"
         "t7,00Q1,005B,Completed,Carrier Pigeon,,2026-03-02T16:40:00.000+0000,false\n"
         "t8,00Q1,005B,Completed,ListEmail,,2026-03-02T16:41:00.000+0000,false\n"
         "t9,00Q1,005B,Completed,Call,,2026-03-02T16:42:00.000+0000,false\n");
    give({"meetings"},
         "Id,WhoId,OwnerId,StartDateTime,IsChild,IsDeleted\n"
         "e1,0032,005A,2026-03-03T15:00:00.000+0000,false,false\n"
         "e2,0032,005A,2026-03-03T15:00:00.000+0000,true,false\n"
         "e3,00Q1,005B,2026-05-01T15:00:00.000+0000,false,false\n");
    give({"deleted"}, "Id,SystemModstamp\nt9,2026-03-20T10:00:00.000+0000\n");
  }
};

TEST_F(Salesforce, EveryRowIsWhatItSays) {
  // Merged: what 00Q3 had is 00Q1's. t4 is deleted, t9 taken back, t3 not done, e3 lies ahead.
  EXPECT_EQ(happened("00Q1"),
            "Mon 2026-03-02 08:00  entered inquiry\n"
            "Mon 2026-03-02 08:00  was assigned to 005A\n"
            "Mon 2026-03-02 09:00  entered inquiry\n"
            "Mon 2026-03-02 09:00  was assigned to 005A\n"
            "Mon 2026-03-02 10:00  entered mql\n"
            "Mon 2026-03-02 10:30  was assigned to 005B\n"
            "Mon 2026-03-02 11:40  was contacted by call\n"
            "Mon 2026-03-02 12:00  was contacted by call\n"
            "  1 later event is not seen\n");
  // What stands at the contact since the conversion is the lead's.
  EXPECT_EQ(happened("00Q2"),
            "Mon 2026-03-02 10:00  entered inquiry\n"
            "Mon 2026-03-02 10:00  was assigned to 005A\n"
            "Mon 2026-03-02 11:00  entered mql\n"
            "Mon 2026-03-02 13:00  was contacted by email\n"
            "Tue 2026-03-03 07:00  was changed: rating = hot\n"
            "Tue 2026-03-03 10:00  was contacted by meeting\n"
            "Tue 2026-03-03 11:00  entered converted\n");
  // No owner, so no assignment.
  EXPECT_EQ(happened("00Q4"), "Mon 2026-03-02 10:00  entered inquiry\n");
}

TEST_F(Salesforce, WhatCannotBeUsedIsCounted) {
  EXPECT_EQ(found(run()), (Found{{"unknown_event", 2},  // The formula, and a subtype that is new.
                                 {"unparsable_time", 1},
                                 {"missing_subject", 1},
                                 {"duplicate_event_id", 1},
                                 // t8, and t6 where it is only a Task.
                                 {"ignored_event", 2},
                                 {"retracted_event", 1},
                                 {"out_of_order", 1},  // h6 is read after h5.
                                 {"merged_lead", 2}}));
}

TEST_F(Salesforce, TheOwnerIsWhoDidIt) {
  // 00Q1 was taken at 08:00, when it was 00Q3 still: the call of 11:40 was 005M's, whom it never
  // belonged to; that of 12:00 was the owner's, too late. 00Q2: the email came after three hours.
  const json counts = run()["clauses"][0]["counts"];
  EXPECT_EQ(counts["attached"], 2);
  EXPECT_EQ(counts["met"], 0);
  EXPECT_EQ(counts["met_late"], 2);
}

TEST_F(Salesforce, BeforeTheMergeTheyAreTwo) {
  as_of_ = "2026-03-04";
  EXPECT_EQ(happened("00Q3"),
            "Mon 2026-03-02 08:00  entered inquiry\n"
            "Mon 2026-03-02 08:00  was assigned to 005A\n");
}

class SalesforceWarehouse : public CrmMappings {
 protected:
  void SetUp() override {
    CrmMappings::SetUp();
    policy_ = "salesforce_warehouse";
    as_of_ = "2026-04-01";
  }
};

TEST_F(SalesforceWarehouse, VersionsBecomeChanges) {
  const std::string versions =
      written("versions.csv",
              "_fivetran_active,_fivetran_start,_fivetran_end,id,status,owner_id,is_deleted,last_"
              "modified_by_id\n"
              "false,2026-03-02 9:00:00,2026-03-02 10:00:00,00Q1,Open,005A,FALSE,005M\n"
              "false,2026-03-02 10:00:00,2026-03-02 11:00:00,00Q1,Open,005B,FALSE,005M\n"
              "false,2026-03-02 11:00:00,2026-03-02 12:00:00,00Q1,Working,005B,FALSE,005B\n"
              "false,2026-03-02 12:00:00,2026-03-03 09:00:00,00Q1,Working,005B,FALSE,005B\n"
              "true,2026-03-03 09:00:00,9999-12-31 23:59:59,00Q1,Converted,005B,FALSE,005B\n");
  const auto changes_of = [&](const std::string& column) {
    return "select * from read_csv('" + versions + "', all_varchar = true) qualify " + column +
           " is distinct from lag(" + column +
           ") over (partition by id order by _fivetran_start::timestamp)";
  };
  give_query("statuses", changes_of("status"));
  give_query("owners", changes_of("owner_id"));
  give({"created", "converted", "merged", "contacts"},
       "id,created_date,created_by_id,is_converted,converted_date,converted_contact_id,is_deleted,"
       "master_record_id,"
       "system_modstamp\n"
       "00Q1,2026-03-02 09:00:00,005M,TRUE,2026-03-03 09:00:00,0031,FALSE,,2026-03-03 09:00:00\n");
  give({"tasks", "typed"},
       "id,who_id,owner_id,status,task_subtype,type,completed_date_time,is_deleted\n"
       "t1,0031,005B,Completed,Call,,2026-03-02 11:30:00 UTC,FALSE\n"
       "t2,0031,005B,Completed,Task,Email,2026-03-02 11:40:00,FALSE\n"
       "t3,0031,005B,Completed,Call,,2026-03-02 11:50:00,TRUE\n");
  give({"meetings"},
       "id,who_id,owner_id,start_date_time,is_child,is_deleted\n"
       "e1,0031,005B,2026-03-02 11:45:00,FALSE,FALSE\n");
  EXPECT_EQ(happened("00Q1"),
            "Mon 2026-03-02 09:00  entered inquiry\n"
            "Mon 2026-03-02 09:00  was assigned to 005A\n"
            "Mon 2026-03-02 10:00  was assigned to 005B\n"
            "Mon 2026-03-02 11:00  entered working\n"
            "Mon 2026-03-02 11:30  was contacted by call\n"
            "Mon 2026-03-02 11:40  was contacted by email\n"
            "Mon 2026-03-02 11:45  was contacted by meeting\n"
            "Tue 2026-03-03 09:00  entered converted\n");
  const json report = run();
  EXPECT_EQ(report["clauses"][0]["counts"]["met"], 1);
  EXPECT_EQ(report["clauses"][1]["counts"]["met"], 1);
  // Open and Converted are ignored as statuses, and t2 as a subtype.
  EXPECT_EQ(found(report), (Found{{"ignored_event", 3}, {"merged_lead", 1}}));
}

class Hubspot : public CrmMappings {
 protected:
  void SetUp() override {
    CrmMappings::SetUp();
    policy_ = "hubspot";
    as_of_ = "2026-04-01";
    give({"created"},
         "id,createdate\n"
         "501,2026-03-02T08:00:00.000Z\n"
         "502,2026-03-02 08:00:00\n"
         "503,2026-03-02T09:00:00.000+01:00\n");
    give({"stages", "statuses", "owners", "scores"},
         "contactId,property,value,timestamp,sourceType,sourceId,updatedByUserId\n"
         "501,lifecyclestage,marketingqualifiedlead,2026-03-02T09:00:00.250Z,CRM_UI,userId:7,7\n"
         "501,hubspot_owner_id,71,2026-03-02T09:00:00.250Z,CRM_UI,userId:7,7\n"
         // Back from sql to mql: HubSpot empties the property first.
         "501,lifecyclestage,salesqualifiedlead,2026-03-03T09:00:00.000Z,CRM_UI,userId:7,7\n"
         "501,lifecyclestage,,2026-03-04T09:00:00.000Z,CRM_UI,userId:7,7\n"
         "501,lifecyclestage,marketingqualifiedlead,2026-03-04T09:00:01.000Z,CRM_UI,userId:7,7\n"
         "501,hs_lead_status,ATTEMPTED_TO_CONTACT,2026-03-02T09:30:00.000Z,CRM_UI,userId:7,7\n"
         "501,hubspotscore,65.0,2026-03-02T08:30:00.000Z,CALCULATED,,\n"
         "501,hubspot_owner_id,,2026-03-05T09:00:00.000Z,CRM_UI,userId:7,7\n"
         "502,lifecyclestage,marketingqualifiedlead,2026-03-02T09:00:00.000Z,API,,\n"
         "502,lifecyclestage,evangelist,2026-03-02T10:00:00.000Z,API,,\n"
         "502,hubspotscore,many,2026-03-02T10:00:00.000Z,CALCULATED,,\n"
         "502,phone,\"+49 30, ext. \"\"5\"\"\",2026-03-02T10:00:00.000Z,FORM,,\n");
    give({"merged"},
         "canonicalVid,vidToMerge,timestamp\n"
         "502,503,2026-03-10T10:00:00.000Z\n");
    // One call with two contacts is one row for each.
    give({"calls"},
         "hs_object_id,contactId,hs_timestamp,hubspot_owner_id,hs_call_status\n"
         "9001,501,2026-03-02T09:40:00.000Z,71,COMPLETED\n"
         "9001,503,2026-03-02T09:40:00.000Z,71,COMPLETED\n"
         "9002,501,2026-03-02T09:10:00.000Z,71,CANCELED\n"
         "9003,,2026-03-02T09:10:00.000Z,71,COMPLETED\n"
         "9004,501,2026-03-02T09:15:00.000Z,71,MISSED\n");
    give({"emails"},
         "hs_object_id,contactId,hs_timestamp,hubspot_owner_id,hs_email_direction,hs_email_status\n"
         "9101,501,2026-03-04T09:30:00.000Z,71,EMAIL,SENT\n"
         "9102,501,2026-03-04T09:20:00.000Z,71,INCOMING_EMAIL,\n"
         "9103,501,2026-03-04T09:20:00.000Z,71,EMAIL,BOUNCED\n"
         "9104,501,2026-03-04T09:20:00.000Z,71,FORWARDED_EMAIL,SENT\n");
    give({"meetings"},
         "hs_object_id,contactId,hs_meeting_start_time,hubspot_owner_id,hs_meeting_outcome\n"
         "9201,501,2026-03-06T09:00:00.000Z,71,COMPLETED\n"
         "9202,501,2026-03-06T10:00:00.000Z,71,NO_SHOW\n"
         "9203,501,2026-05-06T10:00:00.000Z,71,SCHEDULED\n");
    give({"tasks"},
         "hs_object_id,contactId,hs_task_completion_date,hubspot_owner_id,hs_task_type,hs_task_"
         "status\n"
         "9301,501,2026-03-06T12:00:00.000Z,71,CALL,COMPLETED\n"
         "9302,501,,71,CALL,NOT_STARTED\n"
         "9303,501,2026-03-06T13:00:00.000Z,71,TODO,COMPLETED\n");
  }
};

TEST_F(Hubspot, EveryRowIsWhatItSays) {
  EXPECT_EQ(happened("501"),
            "Mon 2026-03-02 09:00  entered inquiry\n"
            "Mon 2026-03-02 09:30  was changed: score = 65\n"
            "Mon 2026-03-02 10:00:00.250  entered mql\n"
            "Mon 2026-03-02 10:00:00.250  was assigned to 71\n"
            "Mon 2026-03-02 10:30  entered attempted\n"
            "Mon 2026-03-02 10:40  was contacted by call\n"
            "Tue 2026-03-03 10:00  entered sql\n"
            "Wed 2026-03-04 10:00:01  entered mql\n"
            "Wed 2026-03-04 10:30  was contacted by email\n"
            "Fri 2026-03-06 10:00  was contacted by meeting\n"
            "Fri 2026-03-06 13:00  was contacted by call\n"
            "  1 later event is not seen\n");
  // 503 was merged into 502, with the call that it took part in.
  EXPECT_EQ(happened("502"),
            "Mon 2026-03-02 09:00  entered inquiry\n"
            "Mon 2026-03-02 09:00  entered inquiry\n"
            "Mon 2026-03-02 10:00  entered mql\n"
            "Mon 2026-03-02 10:40  was contacted by call\n"
            "Mon 2026-03-02 11:00  was changed\n");
}

TEST_F(Hubspot, CountsAndFindings) {
  const json report = run();
  // 501 twice, 502 once by the call of its duplicate.
  EXPECT_EQ(report["clauses"][0]["counts"]["attached"], 3);
  EXPECT_EQ(report["clauses"][0]["counts"]["met"], 3);
  EXPECT_EQ(found(report), (Found{{"unknown_event", 1},     // evangelist
                                  {"unparsable_value", 1},  // a score of many
                                  {"ignored_event", 1},     // a TODO
                                  {"merged_lead", 1}}));
}

TEST_F(Hubspot, BeforeTheMergeTheCallWasTheDuplicates) {
  as_of_ = "2026-03-09";
  const json counts = run()["clauses"][0]["counts"];
  EXPECT_EQ(counts["attached"], 3);
  EXPECT_EQ(counts["met"], 2);
  EXPECT_EQ(counts["breached"], 1);
}

class HubspotWarehouse : public CrmMappings {};

TEST_F(HubspotWarehouse, TablesAsAConnectorMakesThem) {
  policy_ = "hubspot_warehouse";
  as_of_ = "2026-04-01";
  give({"created"},
       "_fivetran_deleted,id,property_createdate\n"
       "FALSE,501,2026-03-02 08:00:00\n"
       "TRUE,502,2026-03-02 08:00:00\n");
  give({"stages", "owners", "changes"},
       "contact_id,timestamp,source,name,value\n"
       "501,2026-03-02 9:00:00.5,CRM_UI,lifecyclestage,marketingqualifiedlead\n"
       "501,2026-03-02 09:30:00,CRM_UI,hubspot_owner_id,71\n"
       "501,2026-03-02 09:31:00,CALCULATED,hubspotscore,80\n");
  give({"merged"}, "canonical_vid,vid_to_merge,timestamp\n501,777,2026-03-02 10:30:00\n");
  const std::string calls = written("engagement_call.csv",
                                    "engagement_id,_fivetran_deleted,property_hs_timestamp\n"
                                    "1,false,2026-03-02 10:00:00.000\n"
                                    "2,true,2026-03-02 10:10:00.000\n"
                                    "3,false,2026-03-02 10:20:00.000\n");
  const std::string contacts =
      written("engagement_contact.csv", "contact_id,engagement_id\n501,1\n501,2\n777,3\n");
  give_query("calls", "select c.*, ec.contact_id from '" + calls + "' c join '" + contacts +
                          "' ec using (engagement_id)");
  give({"emails"},
       "engagement_id,contact_id,_fivetran_deleted,property_hs_timestamp\n"
       "4,501,false,2026-03-02 10:30:00.000\n");
  give({"meetings"},
       "engagement_id,contact_id,start_time,meeting_outcome\n"
       "5,501,2026-03-02 10:40:00,\n"
       "6,501,2026-03-02 10:50:00,CANCELED\n");
  give({"tasks"},
       "engagement_id,contact_id,_fivetran_deleted,property_hs_task_type,property_hs_task_status,"
       "property_hs_task_completion_date,property_hubspot_owner_id\n"
       "7,501,false,EMAIL,COMPLETED,2026-03-02 11:00:00,71\n");
  EXPECT_EQ(happened("501"),
            "Mon 2026-03-02 08:00  entered inquiry\n"
            "Mon 2026-03-02 09:00:00.500  entered mql\n"
            "Mon 2026-03-02 09:30  was assigned to 71\n"
            "Mon 2026-03-02 09:31  was changed: score = \"80\"\n"
            "Mon 2026-03-02 10:00  was contacted by call\n"
            "Mon 2026-03-02 10:20  was contacted by call\n"
            "Mon 2026-03-02 10:30  was contacted by email\n"
            "Mon 2026-03-02 10:40  was contacted by meeting\n"
            "Mon 2026-03-02 11:00  was contacted by email\n");
  const json report = run();
  EXPECT_EQ(report["clauses"][0]["counts"]["attached"], 1);
  EXPECT_EQ(report["clauses"][0]["counts"]["met"], 1);
  EXPECT_EQ(found(report), (Found{{"merged_lead", 1}}));
}

TEST_F(CrmMappings, SalesforceOpportunities) {
  policy_ = "salesforce_opportunities";
  as_of_ = "2026-04-01";
  give({"leads", "converted"},
       "Id,CreatedDate,CreatedById,Country,ConvertedOpportunityId\n"
       "00QA,2026-03-01T09:00:00.000+0000,005M,US,006A\n"
       "00QB,2026-03-01T09:00:00.000+0000,005M,DE,006B\n"
       "00QC,2026-03-01T09:00:00.000+0000,005M,US,\n");
  give({"opportunities"},
       "Id,CreatedDate,CreatedById\n"
       "006A,2026-03-02T09:00:00.000+0000,005A\n"
       "006B,2026-03-02T09:00:00.000+0000,005A\n"
       "006C,2026-03-02T09:00:00.000+0000,005A\n");
  give({"stages", "owners", "amounts"},
       "Id,IsDeleted,OpportunityId,CreatedById,CreatedDate,Field,DataType,OldValue,NewValue\n"
       "0171,false,006A,005A,2026-03-03T09:00:00.000+0000,StageName,DynamicEnum,Prospecting,"
       "Proposal\n"
       "0172,false,006A,005A,2026-03-03T10:00:00.000+0000,Amount,Currency,,5000.0\n"
       "0173,false,006A,005A,2026-03-03T11:00:00.000+0000,Owner,EntityId,005A,005B\n"
       "0174,false,006A,005A,2026-03-03T11:00:00.000+0000,Owner,Text,Ann,Bob\n"
       "0175,true,006A,005A,2026-03-03T12:00:00.000+0000,StageName,DynamicEnum,Proposal,Closed "
       "Lost\n"
       "0176,false,006A,005B,2026-03-05T09:00:00.000+0000,StageName,DynamicEnum,Proposal,Closed "
       "Won\n");
  // Snapshots, one for the amount as well; a query keeps those of another stage.
  const std::string snapshots =
      written("snapshots.csv",
              "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,IsDeleted\n"
              "0081,006C,005A,2026-03-02T09:00:00.000+0000,Prospecting,,false\n"
              "0082,006C,005A,2026-03-04T09:00:00.000+0000,Proposal,,false\n"
              "0083,006C,005A,2026-03-05T09:00:00.000+0000,Proposal,700,false\n");
  give_query("snapshots",
             "select * from read_csv('" + snapshots +
                 "', all_varchar = true) qualify StageName is distinct from lag(StageName) over "
                 "(partition by OpportunityId order by CreatedDate)");
  EXPECT_EQ(happened("opportunity=006C", "--subject"),
            "Mon 2026-03-02 09:00  entered open\n"
            "Wed 2026-03-04 09:00  entered proposal\n");
  const json report = run();
  // Only that of the American lead is promised; 006C is of no lead.
  EXPECT_EQ(report["clauses"][0]["counts"]["attached"], 1) << report["clauses"];
  EXPECT_EQ(report["clauses"][0]["counts"]["met"], 1);
  const std::string told = happened("opportunity=006A", "--subject");
  for (const char* line :
       {"Mon 2026-03-02 09:00  entered open\n", "Tue 2026-03-03 09:00  entered proposal\n",
        "Tue 2026-03-03 11:00  was assigned to 005B\n", "Thu 2026-03-05 09:00  entered won\n"})
    EXPECT_NE(told.find(line), std::string::npos) << line << told;
  EXPECT_EQ(told.find("lost"), std::string::npos) << told;
  EXPECT_EQ(found(report), (Found{{"ignored_event", 1}}));
}

TEST_F(CrmMappings, HubspotDeals) {
  policy_ = "hubspot_deals";
  as_of_ = "2026-04-01";
  give({"contacts"},
       "dealId,contactId,createdate\n901,501,2026-03-02T09:00:00.000Z\n902,,2026-03-02T09:00:00."
       "000Z\n");
  give({"stages", "owners", "amounts"},
       "dealId,property,value,timestamp,sourceType,sourceId,updatedByUserId\n"
       "901,dealstage,appointmentscheduled,2026-03-02T09:00:00.000Z,CRM_UI,,7\n"
       "901,hubspot_owner_id,71,2026-03-02T10:00:00.000Z,CRM_UI,,7\n"
       "901,amount,1200.50,2026-03-02T11:00:00.000Z,CRM_UI,,7\n"
       "901,dealstage,closedwon,2026-03-09T09:00:00.000Z,CRM_UI,,7\n"
       "902,dealstage,appointmentscheduled,2026-03-02T09:00:00.000Z,CRM_UI,,7\n"
       "902,dealstage,4711,2026-03-03T09:00:00.000Z,CRM_UI,,7\n");
  const json report = run();
  EXPECT_EQ(report["clauses"][0]["counts"]["attached"], 2);
  EXPECT_EQ(report["clauses"][0]["counts"]["met"], 1);
  EXPECT_EQ(report["clauses"][0]["counts"]["breached"], 1);
  EXPECT_EQ(found(report), (Found{{"unknown_event", 1}}));
  const std::string told = happened("deal=901", "--subject");
  for (const char* line :
       {"Mon 2026-03-02 10:00  was assigned to 71\n", "Mon 2026-03-09 09:00  entered won\n"})
    EXPECT_NE(told.find(line), std::string::npos) << line << told;
}

TEST_F(CrmMappings, ASourceThatIsNotThereIsNamed) {
  const Answer answer = sla({"run", "tests/integration/crm/hubspot.sla", "--as-of", "2026-04-01",
                             "--events", "stages,owner=none.csv"});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_NE(answer.err.find("the policy has no source `owner`; did you mean `owners`?"),
            std::string::npos)
      << answer.err;
}

}  // namespace
}  // namespace sla::integration
