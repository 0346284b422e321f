// The mappings of the standard library over real exports, which are not part of the project: what
// was read and judged is counted again from the same files, without the project's code.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/integration/command.h"
#include "tests/integration/table.h"

namespace sla::integration {
namespace {

using nlohmann::json;

constexpr long long kDay = 24 * 60 * 60;

struct Told {
  int leads = -1, opportunities = -1, deals = -1, events = -1;
  json report;
  std::map<std::string, json> counts;   ///< By clause.
  std::map<std::string, int> findings;  ///< By kind.
  std::map<std::string, json> periods(const std::string& clause) const {
    std::map<std::string, json> result;
    for (const json& each : report["clauses"]) {
      if (each["name"] != clause) continue;
      for (const json& period : each["periods"])
        result[period["period"].get<std::string>() + " " + period["group"].get<std::string>()] =
            period;
    }
    return result;
  }
};

class CrmExports : public testing::Test {
 protected:
  void SetUp() override {
    if (real_data().empty()) GTEST_SKIP() << "the real exports are not here";
    if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  }

  static std::string file(const std::string& path) { return real_data() + "/crm-exports/" + path; }
  static std::vector<Row> rows(const std::string& path) { return read_csv(file(path)); }

  static Told judge(const std::string& policy,
                    const std::vector<std::pair<std::string, std::string>>& events,
                    const std::string& as_of, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"run", "tests/integration/crm/" + policy + ".sla", "--as-of",
                                       as_of};
    for (const auto& [source, input] : events) {
      arguments.insert(arguments.end(),
                       {"--events", source.empty() ? input : source + "=" + input});
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    Told told;
    const Answer text = sla(arguments);
    EXPECT_EQ(text.exit_code, 0) << text.err;
    told.leads = count_of(text.out, "leads?");
    told.opportunities = count_of(text.out, "opportunit(?:y|ies)");
    told.deals = count_of(text.out, "deals?");
    told.events = count_of(text.out, "events?");
    arguments.insert(arguments.end(), {"--format", "json"});
    const Answer answer = sla(arguments);
    if (answer.exit_code != 0) return told;
    told.report = json::parse(answer.out);
    for (const json& clause : told.report["clauses"])
      told.counts[clause["name"]] = clause["counts"];
    for (const json& finding : told.report["data_findings"])
      told.findings[finding["kind"]] += finding["count"].get<int>();
    return told;
  }

 private:
  /// `8,000` of `8,000 leads` in the head of a report; -1 where there is none.
  static int count_of(const std::string& report, const std::string& things) {
    std::smatch match;
    if (!std::regex_search(report, match, std::regex("([\\d,]+) " + things + "[, ]"))) return -1;
    std::string number = match[1];
    std::erase(number, ',');
    return std::stoi(number);
  }
};

bool is_yes(const std::string& cell) { return cell == "TRUE" || cell == "true"; }

TEST_F(CrmExports, SalesforceLeadsTasksAndEvents) {
  std::set<std::string> subjects;
  std::map<std::string, std::string> lead_of_contact;
  int events = 0, converted = 0;
  for (const Row& lead : rows("salesforce/sf_lead_data.csv")) {
    subjects.insert(lead.at("id"));
    ++events;
    if (is_yes(lead.at("is_converted"))) ++events, ++converted;
    if (!lead.at("converted_contact_id").empty())
      lead_of_contact[lead.at("converted_contact_id")] = lead.at("id");
  }
  const int created = static_cast<int>(subjects.size());
  for (const Row& version : rows("salesforce/sf_lead_history_data.csv"))
    events += version.at("owner_id").empty() ? 0 : 1;
  const auto touched = [&](const Row& row) {
    const std::string who = row.at("who_id");
    subjects.insert(lead_of_contact.contains(who) ? lead_of_contact[who] : who);
    ++events;
  };
  const std::set<std::string> kinds{"Call", "Email", "Meeting"};
  for (const Row& task : rows("salesforce/sf_task_data.csv")) {
    if (task.at("status") != "Completed" || is_yes(task.at("is_deleted")) ||
        task.at("who_id").empty())
      continue;
    const std::string subtype = task.at("task_subtype");
    if (subtype == "Call" || subtype == "Email") touched(task);
    if (subtype == "Task" && kinds.contains(task.at("type"))) touched(task);
  }
  for (const Row& event : rows("salesforce/sf_event_data.csv")) {
    if (!is_yes(event.at("is_deleted")) && !is_yes(event.at("is_child")) &&
        !event.at("who_id").empty())
      touched(event);
  }
  const std::string leads = file("salesforce/sf_lead_data.csv"),
                    tasks = file("salesforce/sf_task_data.csv"),
                    versions = file("salesforce/sf_lead_history_data.csv");
  const Told told = judge("salesforce_warehouse",
                          {{"created", leads},
                           {"statuses", versions},
                           {"owners", versions},
                           {"converted", leads},
                           {"merged", leads},
                           {"contacts", leads},
                           {"tasks", tasks},
                           {"typed", tasks},
                           {"meetings", file("salesforce/sf_event_data.csv")}},
                          "2020-01-01");
  EXPECT_EQ(told.leads, static_cast<int>(subjects.size()));
  EXPECT_EQ(told.events, events);
  EXPECT_EQ(told.counts.at("first_touch")["attached"], created);
  EXPECT_EQ(told.counts.at("decided")["attached"], created);
  EXPECT_EQ(told.counts.at("decided")["met"], converted);
}

TEST_F(CrmExports, SalesforceOpportunitiesAndHubspotDeals) {
  std::set<std::string> opportunities, deals;
  std::map<std::string, int> staged, placed;  // By year.
  int events = 0;
  for (const Row& opportunity : rows("salesforce/sf_opportunity_data.csv")) {
    opportunities.insert(opportunity.at("id"));
    ++events;
  }
  for (const Row& version : rows("salesforce/sf_opportunity_history_data.csv")) {
    opportunities.insert(version.at("id"));
    if (!version.at("stage_name").empty())
      ++events, ++staged[version.at("_fivetran_start").substr(0, 4)];
    if (!version.at("owner_id").empty()) ++events;
  }
  for (const Row& lead : rows("salesforce/sf_lead_data.csv"))
    events += lead.at("converted_opportunity_id").empty() ? 0 : 1;
  for (const Row& stage : rows("hubspot/deal_stage_data.csv")) {
    deals.insert(stage.at("deal_id"));
    ++events, ++placed[stage.at("date_entered").substr(0, 4)];
  }
  const Told told = judge("opportunities",
                          {{"created", file("salesforce/sf_opportunity_data.csv")},
                           {"stages,owners", file("salesforce/sf_opportunity_history_data.csv")},
                           {"leads", file("salesforce/sf_lead_data.csv")},
                           {"deal_stages", file("hubspot/deal_stage_data.csv")},
                           {"merged_deals", file("hubspot/merged_deal_data.csv")}},
                          "2024-01-01");
  EXPECT_EQ(told.opportunities, static_cast<int>(opportunities.size()));
  EXPECT_EQ(told.deals, static_cast<int>(deals.size()));
  EXPECT_EQ(told.events, events);
  EXPECT_EQ(told.findings.contains("unparsable_time"), false) << "an hour of one digit is an hour";
  for (const auto& [year, count] : staged)
    EXPECT_EQ(told.periods("staged_at_all").at(year + " ")["met"], count) << year;
  for (const auto& [year, count] : placed)
    EXPECT_EQ(told.periods("placed_at_all").at(year + " ")["met"], count) << year;
}

TEST_F(CrmExports, HubspotContactsCallsAndMerges) {
  const auto contacts = rows("hubspot/contact_data.csv");
  const auto history = rows("hubspot/contact_property_history_data.csv");
  // The export's property names are hashes: the one that most rows have stands for a score.
  std::map<std::string, int> names;
  for (const Row& row : history) ++names[row.at("name")];
  const auto most = std::ranges::max_element(names, {}, &std::pair<const std::string, int>::second);
  std::map<std::string, std::string> winner_of;
  for (const Row& merge : rows("hubspot/contact_merge_audit_data.csv"))
    winner_of[merge.at("vid_to_merge")] = merge.at("canonical_vid");
  for (const Row& contact : contacts) {
    std::stringstream ids(contact.at("property_hs_merged_object_ids"));
    for (std::string id; std::getline(ids, id, ';');) winner_of[id] = contact.at("id");
  }
  std::set<std::string> subjects, created;
  const auto count = [&](std::set<std::string>& into, const std::string& id) {
    into.insert(winner_of.contains(id) ? winner_of[id] : id);
  };
  int events = 0;
  for (const Row& contact : contacts) count(created, contact.at("id")), ++events;
  subjects = created;
  for (const Row& row : history) {
    if (row.at("name") == most->first) count(subjects, row.at("contact_id")), ++events;
  }
  for (const Row& link : rows("hubspot/engagement_contact_data.csv")) {
    for (const Row& call : rows("hubspot/engagement_call_data.csv")) {
      if (call.at("engagement_id") == link.at("engagement_id"))
        count(subjects, link.at("contact_id")), ++events;
    }
  }
  const std::string merges =
      "select canonical_vid, vid_to_merge, timestamp::varchar as timestamp from '" +
      file("hubspot/contact_merge_audit_data.csv") +
      "' union all select id, unnest(string_split(property_hs_merged_object_ids, ';')), "
      "_fivetran_synced::varchar from '" +
      file("hubspot/contact_data.csv") + "' where property_hs_merged_object_ids is not null";
  const auto joined = [&](const std::string& table) {
    return "select e.*, ec.contact_id from '" + file("hubspot/" + table) + "' e left join '" +
           file("hubspot/engagement_contact_data.csv") + "' ec using (engagement_id)";
  };
  const Told told = judge("hubspot_warehouse",
                          {{"created", file("hubspot/contact_data.csv")},
                           {"changes", file("hubspot/contact_property_history_data.csv")},
                           {"stages", file("hubspot/contact_property_history_data.csv")},
                           {"merged", merges},
                           {"calls", joined("engagement_call_data.csv")},
                           {"meetings", joined("engagement_meeting_data.csv")}},
                          "2024-01-01", {"--set", "property=\"" + most->first + "\""});
  EXPECT_EQ(told.leads, static_cast<int>(subjects.size()));
  EXPECT_EQ(told.events, events);
  EXPECT_EQ(told.findings.at("merged_lead"), static_cast<int>(winner_of.size()));
  // Nobody was called after coming in; duplicates have one clock.
  EXPECT_EQ(told.counts.at("first_touch")["attached"], static_cast<int>(created.size()));
  EXPECT_EQ(told.counts.at("first_touch")["breached"], static_cast<int>(created.size()));
}

TEST_F(CrmExports, HubspotRosterOfOwnersUsersAndTeams) {
  std::map<std::string, std::string> team_name, team_of_user;
  for (const Row& team : rows("hubspot/team_data.csv")) team_name[team.at("id")] = team.at("name");
  for (const Row& member : rows("hubspot/team_user_data.csv"))
    team_of_user[member.at("user_id")] = team_name[member.at("team_id")];
  std::map<std::string, int> owners;  // By team.
  for (const Row& owner : rows("hubspot/owner_data.csv")) {
    const auto team = team_of_user.find(owner.at("active_user_id"));
    ++owners[team == team_of_user.end() ? "(none)" : team->second];
  }
  const std::string roster = "select o.owner_id as owner, t.name as team from '" +
                             file("hubspot/owner_data.csv") + "' o left join '" +
                             file("hubspot/team_user_data.csv") +
                             "' tu on tu.user_id = o.active_user_id left join '" +
                             file("hubspot/team_data.csv") + "' t on t.id = tu.team_id";
  const Told told =
      judge("roster",
            {{"",
              "select owner_id as lead, created_at as time, 'assigned' as event, owner_id as owner "
              "from '" +
                  file("hubspot/owner_data.csv") + "'"}},
            "2024-01-01", {"--roster", roster});
  EXPECT_EQ(told.findings.contains("unknown_owner"), false);
  int listed = 0;
  for (const auto& [period, row] : told.periods("taken")) {
    if (row["cohort"] == 0) continue;
    EXPECT_EQ(row["cohort"], owners.at(row["group"])) << period;
    ++listed;
  }
  EXPECT_EQ(listed, static_cast<int>(owners.size()));
}

TEST_F(CrmExports, OlistAgainstItsTwoTables) {
  const std::string zone = "America/Sao_Paulo", as_of = "2018-12-01";
  std::map<std::string, std::string> won;
  for (const Row& deal : rows("olist/closed_deals.csv"))
    won[deal.at("mql_id")] = deal.at("won_date");
  const long long end = seconds_in(zone, as_of);
  int leads = 0, met = 0, late = 0, breached = 0, running = 0, before = 0, skipped = 0;
  std::map<std::string, int> of_month, won_of_month;
  for (const Row& lead : rows("olist/mql.csv")) {
    ++leads;
    const std::string day = lead.at("first_contact_date");
    // Midnight of this day does not exist in Brazil.
    skipped += day == "2017-10-15" ? 1 : 0;
    const long long start = seconds_in(zone, day);
    const std::string month = day.substr(0, 7);
    ++of_month[month];
    const auto deal = won.find(lead.at("mql_id"));
    const long long stop = deal == won.end() ? end + 1 : seconds_in(zone, deal->second);
    before += stop < start ? 1 : 0;
    if (stop >= start && stop <= end) {
      ++(stop - start <= 90 * kDay ? met : late);
      won_of_month[month] += stop - start <= 60 * kDay ? 1 : 0;
    } else {
      ++(end - start > 90 * kDay ? breached : running);
    }
  }
  const std::string events =
      "select mql_id, first_contact_date as at, 'first contact' as happened, origin, null as "
      "sr_id from '" +
      file("olist/mql.csv") + "' union all select mql_id, won_date, 'won', null, sr_id from '" +
      file("olist/closed_deals.csv") + "'";
  const Told told = judge("olist", {{"", events}}, as_of);
  EXPECT_EQ(told.leads, leads);
  EXPECT_EQ(told.events, leads + static_cast<int>(won.size()));
  EXPECT_EQ(told.findings.at("nonexistent_local_time"), skipped);
  EXPECT_EQ(told.findings.at("move_violation"), before);
  const json counts = told.counts.at("won_in_90_days");
  EXPECT_EQ(counts["met"], met);
  EXPECT_EQ(counts["met_late"], late);
  EXPECT_EQ(counts["breached"], breached);
  EXPECT_EQ(counts["running"], running);
  const auto volumes = told.periods("enough_leads"), cohorts = told.periods("enough_wins");
  EXPECT_EQ(of_month.size(), 12u);
  for (const auto& [month, count] : of_month) {
    EXPECT_EQ(volumes.at(month + " ")["met"], count) << month;
    EXPECT_EQ(cohorts.at(month + " ")["cohort"], count) << month;
    EXPECT_EQ(cohorts.at(month + " ")["met"], won_of_month[month]) << month;
  }
}

std::string quarter_of(const std::string& day) {
  return day.substr(0, 4) + "-Q" + std::to_string((std::stoi(day.substr(5, 2)) + 2) / 3);
}

TEST_F(CrmExports, MavenAgainstItsPipeline) {
  const std::string zone = "America/New_York", as_of = "2018-01-15";
  std::map<std::string, std::string> region_of;
  for (const Row& agent : rows("maven/sales_teams.csv"))
    region_of[agent.at("sales_agent")] = agent.at("regional_office");
  const long long end = seconds_in(zone, as_of);
  struct Cohort {
    int all = 0, decided = 0, met = 0;
  };
  std::map<std::string, Cohort> cohorts;
  std::map<std::string, long long> sums, sold;
  int engaged = 0, closed = 0;
  for (const Row& deal : rows("maven/sales_pipeline.csv")) {
    const std::string engage = deal.at("engage_date"), close = deal.at("close_date");
    if (engage.empty()) continue;  // Prospecting: nothing has happened.
    ++engaged;
    const std::string region = region_of.at(deal.at("sales_agent"));
    Cohort& cohort = cohorts[quarter_of(engage) + " " + region];
    const long long limit = seconds_in(zone, engage) + 90 * kDay;
    ++cohort.all;
    cohort.decided += !close.empty() || end > limit ? 1 : 0;
    cohort.met += !close.empty() && seconds_in(zone, close) <= limit ? 1 : 0;
    if (close.empty()) continue;
    ++closed;
    if (deal.at("deal_stage") != "Won") continue;
    sums[quarter_of(close) + " " + region] += std::stoll(deal.at("close_value"));
    // `GTXPro` is a slip for `GTX Pro`.
    if (deal.at("product").starts_with("GTX") && deal.at("product").ends_with("Pro") &&
        deal.at("product") != "GTX Plus Pro")
      ++sold[quarter_of(close)];
  }
  const std::string table = file("maven/sales_pipeline.csv");
  const std::string events =
      "select opportunity_id, engage_date as at, 'Engaging' as happened, sales_agent, product, "
      "null as close_value "
      "from '" +
      table +
      "' where engage_date is not null union all select opportunity_id, close_date, deal_stage, "
      "sales_agent, product, close_value from '" +
      table + "' where close_date is not null";
  const Told told =
      judge("maven", {{"", events}}, as_of,
            {"--roster", "select sales_agent as owner, regional_office as team, manager from '" +
                             file("maven/sales_teams.csv") + "'"});
  EXPECT_EQ(told.leads, engaged);
  EXPECT_EQ(told.events, engaged + closed);
  EXPECT_TRUE(told.findings.empty()) << told.report["data_findings"];
  const auto decided = told.periods("decided"), amounts = told.periods("sold"),
             products = told.periods("sold_by_product");
  EXPECT_EQ(decided.size(), cohorts.size());
  for (const auto& [key, cohort] : cohorts) {
    EXPECT_EQ(decided.at(key)["cohort"], cohort.all) << key;
    EXPECT_EQ(decided.at(key)["decided"], cohort.decided) << key;
    EXPECT_EQ(decided.at(key)["met"], cohort.met) << key;
  }
  for (const auto& [key, sum] : sums) EXPECT_EQ(amounts.at(key)["met"], sum) << key;
  for (const auto& [quarter, count] : sold)
    EXPECT_EQ(products.at(quarter + " gtx_pro")["met"], count) << quarter;
}

}  // namespace
}  // namespace sla::integration
