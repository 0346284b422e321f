// `sla diff --format json`; the keys are documented in docs/reference/command.md.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/diff_report.h"
#include "cli/report.h"
#include "compiler/agreement/words.h"
#include "runtime/time/instant.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json details_json(const std::vector<compare::Detail>& details) {
  Json all = Json::array();
  for (const compare::Detail& each : details) {
    all.push_back({{"what", each.key},
                   {"words", each.what},
                   {"was", text_or_null(each.was)},
                   {"is", text_or_null(each.is)},
                   {"aspect", compare::name_of(each.aspect)}});
  }
  return all;
}

Json saying_json(const compare::Saying& saying, const std::string& test) {
  return {{"promised", saying.promised},
          {"broken", saying.broken},
          {"status", saying.status},
          {"tier", text_or_null(saying.tier)},
          {"test", text_or_null(test)}};
}

Json witness_json(const agreement::Agreement& record, const driver::ShownWitness& shown) {
  const compare::Witness& witness = shown.witness;
  Json events = Json::array();
  for (const compare::Happening& each : witness.scenario.events) {
    events.push_back({{"at", time::format_utc(each.at)},
                      {"what", compare::words(record, witness.scenario, each)}});
  }
  Json leads = Json::array();
  for (const compare::ScenarioLead& each : witness.scenario.leads) {
    leads.push_back({{"name", each.name}, {"given", compare::words(record, each.given, ", ")}});
  }
  return {{"direction", witness.direction == compare::Direction::stricter ? "stricter" : "looser"},
          {"about", text_or_null(witness.about)},
          {"subjects", std::move(leads)},
          {"events", std::move(events)},
          {"judged", time::format_utc(witness.scenario.judged)},
          {"was", saying_json(witness.was, shown.was_test)},
          {"is", saying_json(witness.is, shown.is_test)}};
}

Json promise_json(const driver::Comparison& c, const driver::ComparedPromise& promise) {
  const agreement::Agreement& record = c.record_of(promise.change);
  const agreement::Clause& clause = c.clause_of(promise.change);
  Json json;
  json["clause"] = clause.name;
  json["title"] = text_or_null(clause.title);
  const compare::RecordPair& pair = c.changes.records[promise.change.record];
  const int was = promise.change.was;
  json["was_clause"] =
      was < 0 ? Json(nullptr) : Json(pair.was->clauses[static_cast<std::size_t>(was)].name);
  json["record"] = record.subject_kind;
  json["party"] = c.party_of(promise.change);
  json["kind"] = agreement::name_of(clause.kind);
  json["change"] = driver::name_of(promise.verdict);
  json["sentence"] = agreement::sentence(record, clause);
  json["details"] = details_json(promise.change.details);
  json["witnesses"] = Json::array();
  for (const driver::ShownWitness& each : promise.witnesses) {
    json["witnesses"].push_back(witness_json(record, each));
  }
  return json;
}

Json number(const driver::Kept& kept) {
  const std::string text = percentage(kept.met, kept.decided, 4);
  return text.empty() ? Json(nullptr) : Json::parse(text);
}

Json flips_json(const driver::FlipCounts& flips) {
  return {{"met_to_breached", flips[0]},
          {"breached_to_met", flips[1]},
          {"new", flips[2]},
          {"gone", flips[3]}};
}

Json people_json(const std::map<std::string, driver::FlipCounts>& people) {
  Json all = Json::object();
  for (const auto& [name, flips] : people) all[name] = flips_json(flips);
  return all;
}

Json history_json(const driver::HistoryEffect& effect) {
  Json json;
  json["as_of"] = time::format_utc(effect.as_of);
  json["clauses"] = Json::array();
  for (const driver::ClauseEffect& each : effect.clauses) {
    Json examples = Json::array();
    for (const std::string& subject : examples_of(effect, each)) examples.push_back(subject);
    json["clauses"].push_back(
        {{"clause", each.clause},
         {"record", each.record},
         {"party", each.party},
         {"was_percent", number(each.was)},
         {"is_percent", number(each.is)},
         {"was_periods", {{"met", each.was_periods.met}, {"judged", each.was_periods.decided}}},
         {"is_periods", {{"met", each.is_periods.met}, {"judged", each.is_periods.decided}}},
         {"flips", flips_json(each.flips)},
         {"teams", people_json(each.teams)},
         {"owners", people_json(each.owners)},
         {"examples", std::move(examples)}});
  }
  return json;
}

}  // namespace

std::string diff_json(const DiffReport& report) {
  const driver::Comparison& c = report.comparison;
  Json json;
  json["was"] = report.was;
  json["is"] = report.is;
  json["same_meaning"] = c.same_meaning;
  json["terms_apart"] = c.terms_apart;
  json["agreement"] = details_json(c.changes.agreement);
  json["promises"] = Json::array();
  for (const driver::ComparedPromise& each : c.promises) {
    json["promises"].push_back(promise_json(c, each));
  }
  if (report.history != nullptr) json["history"] = history_json(*report.history);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sla::cli
