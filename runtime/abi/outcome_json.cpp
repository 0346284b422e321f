#include <nlohmann/json.hpp>

#include "runtime/abi/outcome.h"
#include "runtime/time/instant.h"

namespace sla::abi {
namespace {

using Json = nlohmann::ordered_json;

/// Texts come from data of any encoding: what is not UTF-8 is replaced rather than refused.
std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json instant(time::Instant t) {
  return t < time::kMinInstant || t > time::kMaxInstant ? Json(nullptr) : Json(time::format_utc(t));
}

Json period_json(const verdicts::PeriodSummary& period) {
  Json json = {{"period", period.label},
               {"group", period.group},
               {"cohort", period.cohort},
               {"decided", period.decided},
               {"met", period.met},
               {"best", period.best},
               {"worst", period.worst},
               {"target", period.target},
               {"verdict", verdicts::name_of(period.verdict)},
               {"provisional", period.provisional},
               {"begin", instant(period.begin)},
               {"end", instant(period.end)}};
  if (period.pace)
    json["pace"] = {{"expected", period.pace->expected}, {"behind", period.pace->behind}};
  return json;
}

Json clause_json(const verdicts::ClauseShape& shape, const verdicts::ClauseSummary& clause) {
  const verdicts::Counts& counts = clause.counts;
  Json json = {{"name", clause.name},
               {"title", clause.title},
               {"kind", clause.kind},
               {"party", clause.party},
               {"record", shape.record},
               {"scale", shape.is_volume ? shape.scale : 1},
               {"counts",
                {{"attached", counts.attached},
                 {"met", counts.met},
                 {"breached", counts.breached},
                 {"met_late", counts.met_late},
                 {"running", counts.running},
                 {"paused", counts.paused},
                 {"cancelled", counts.cancelled},
                 {"excused", counts.excused}}},
               {"cohort", clause.cohort},
               {"decided", clause.decided},
               {"met", clause.met},
               {"verdict", verdicts::name_of(clause.verdict)}};
  json["periods"] = Json::array();
  for (const verdicts::PeriodSummary& period : clause.periods)
    json["periods"].push_back(period_json(period));
  return json;
}

void add_programs(const sla_outcome& outcome, Json& json) {
  for (const char* key : {"leaderboards", "badges", "prizes"}) json[key] = Json::array();
  for (const programs::ProgramResult& program : outcome.programs) {
    for (const programs::LeaderboardResult& board : program.leaderboards) {
      for (const programs::Standing& standing : board.standings) {
        Json places = Json::array();
        for (const programs::Place& place : standing.places) {
          places.push_back({{"rank", place.rank},
                            {"tied", place.tied},
                            {"name", place.name},
                            {"points", place.points},
                            {"met", place.met},
                            {"breached", place.breached}});
        }
        json["leaderboards"].push_back({{"program", program.name},
                                        {"title", board.title},
                                        {"per", programs::name_of(board.kind)},
                                        {"period", standing.label},
                                        {"ended", standing.ended},
                                        {"places", std::move(places)}});
      }
    }
    for (const programs::BadgeResult& badge : program.badges) {
      Json holders = Json::array();
      for (const programs::EarnedBadge& earned : badge.holders)
        holders.push_back(
            {{"name", earned.holder}, {"times", earned.times}, {"progress", earned.progress}});
      json["badges"].push_back({{"program", program.name},
                                {"name", badge.name},
                                {"clause", badge.clause},
                                {"per", programs::name_of(badge.kind)},
                                {"holders", std::move(holders)}});
    }
    for (const programs::PrizeResult& result : program.prizes) {
      for (const programs::Win& win : result.wins) {
        json["prizes"].push_back({{"program", program.name},
                                  {"title", result.prize.title},
                                  {"period", win.label},
                                  {"rank", win.rank},
                                  {"name", win.name},
                                  {"points", win.points},
                                  {"shared", win.shared},
                                  {"money_millionths", win.money}});
      }
    }
  }
}

}  // namespace

std::string summary_json(const sla_outcome& outcome) {
  const policy::Policy& policy = outcome.policy->policy;
  const policy::Joined& joint = outcome.joint;
  Json json = {{"agreement", policy.title},
               {"version", policy.version},
               {"as_of", instant(joint.history->inputs.as_of)},
               {"tzdb", policy.tzdb_version},
               {"semantic_hash", policy.semantic_hash}};
  json["subjects"] = Json::object();
  for (const auto& [kind, count] : joint.subjects) json["subjects"][kind] = count;
  json["clauses"] = Json::array();
  for (std::size_t c = 0; c < joint.summary.clauses.size(); ++c)
    json["clauses"].push_back(clause_json(joint.shape.clauses[c], joint.summary.clauses[c]));
  if (!outcome.programs.empty()) add_programs(outcome, json);
  return dumped(json);
}

std::string findings_json(const sla_outcome& outcome) {
  Json json = Json::array();
  for (const ingest::DataFinding& finding : outcome.joint.history->findings.all()) {
    Json examples = Json::array();
    for (const ingest::DataExample& example : finding.examples) {
      examples.push_back({{"file", example.origin},
                          {"row", example.row},
                          {"text", example.text},
                          {"help", example.help}});
    }
    const bool is_problem = ingest::severity_of(finding.kind) == ingest::DataSeverity::problem;
    json.push_back({{"kind", ingest::name_of(finding.kind)},
                    {"severity", is_problem ? "problem" : "informational"},
                    {"about", finding.about},
                    {"count", finding.count},
                    {"meaning", ingest::meaning_of(finding.kind)},
                    {"examples", std::move(examples)}});
  }
  return dumped(json);
}

}  // namespace sla::abi
