#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/report.h"
#include "cli/report_around_json.h"
#include "compiler/agreement/words.h"
#include "compiler/driver/review.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const verdicts::Counts& counts) {
  return {{"attached", counts.attached},   {"met", counts.met},
          {"breached", counts.breached},   {"met_late", counts.met_late},
          {"running", counts.running},     {"paused", counts.paused},
          {"cancelled", counts.cancelled}, {"excused", counts.excused}};
}

// A JSON number that keeps the exact digits of a short decimal.
Json number(const std::string& text) { return text.empty() ? Json(nullptr) : Json::parse(text); }

Json period_json(const verdicts::ClauseShape& shape, const verdicts::PeriodSummary& period) {
  std::int64_t scale = shape.is_volume ? shape.scale : 1;
  auto amount = [&](std::int64_t value) { return number(scaled(value, scale)); };
  Json json;
  json["period"] = period.label;
  json["group"] = period.group;
  json["cohort"] = amount(period.cohort);
  json["decided"] = amount(period.decided);
  json["met"] = amount(period.met);
  const bool is_amount = shape.is_volume && !shape.is_share;
  json["percent"] = is_amount ? number(percentage(period.met, period.target, 4))
                              : number(percentage(period.met, period.decided, 4));
  json["target"] = is_amount ? amount(period.target) : number(scaled(period.target, 1'000'000));
  json["verdict"] = verdicts::name_of(period.verdict);
  json["provisional"] = period.provisional;
  json["begin"] = time::format_utc(period.begin);
  json["end"] = time::format_utc(period.end);
  if (!shape.is_volume) {
    json["best_percent"] = number(percentage(period.best, period.cohort, 4));
    json["worst_percent"] = number(percentage(period.worst, period.cohort, 4));
  }
  if (period.pace) {
    json["pace"] = {{"expected", amount(period.pace->expected)}, {"behind", period.pace->behind}};
  }
  return json;
}

Json clause_json(const verdicts::ClauseShape& shape, const verdicts::ClauseSummary& clause) {
  Json json;
  json["name"] = clause.name;
  json["title"] = clause.title;
  json["kind"] = clause.kind;
  json["party"] = clause.party;
  json["counts"] = counts_json(clause.counts);
  json["percent"] = number(percentage(clause.met, clause.decided, 4));
  json["verdict"] = verdicts::name_of(clause.verdict);
  json["periods"] = Json::array();
  for (const verdicts::PeriodSummary& period : clause.periods)
    json["periods"].push_back(period_json(shape, period));
  return json;
}

Json finding_json(const ingest::DataFinding& finding) {
  Json json;
  json["kind"] = ingest::name_of(finding.kind);
  json["severity"] = ingest::severity_of(finding.kind) == ingest::DataSeverity::problem
                         ? "problem"
                         : "informational";
  json["about"] = finding.about;
  json["count"] = finding.count;
  json["meaning"] = ingest::meaning_of(finding.kind);
  json["examples"] = Json::array();
  for (const ingest::DataExample& example : finding.examples) {
    json["examples"].push_back({{"file", example.origin},
                                {"row", example.row},
                                {"text", example.text},
                                {"help", example.help}});
  }
  return json;
}

// Seconds; what is written after this is not in it.
Json timings_json(const driver::Timings& timings) {
  Json json;
  for (std::size_t s = 0; s < driver::kStages; ++s) {
    const auto stage = static_cast<driver::Stage>(s);
    json[driver::name_of(stage)] = timings.seconds(stage);
  }
  return json;
}

Json review_json(const Report& report) {
  const driver::Reviews reviews = driver::reviews_of(report.agreement, report.history.inputs.as_of);
  const auto date = [](const std::optional<time::Date>& day) {
    return day ? Json(time::format_date(*day)) : Json(nullptr);
  };
  return {{"every", agreement::words(*report.agreement.review)},
          {"last", date(reviews.last)},
          {"next", date(reviews.next)}};
}

}  // namespace

std::string report_json(const Report& report) {
  Json json;
  json["agreement"] = report.agreement.title;
  json["version"] = report.agreement.version;
  json["as_of"] = time::format_utc(report.history.inputs.as_of);
  json["tzdb"] = time::tzdb_version();
  json["engine"] = driver::name_of(report.engine);
  if (report.agreement.review) json["review"] = review_json(report);
  json["clauses"] = Json::array();
  for (std::size_t c = 0; c < report.summary.clauses.size(); ++c) {
    json["clauses"].push_back(clause_json(report.shape.clauses[c], report.summary.clauses[c]));
    if (report.shape.several_records) {
      json["clauses"].back()["record"] = report.shape.clauses[c].record;
    }
  }
  add_around_json(report, json);
  json["data_findings"] = Json::array();
  for (const ingest::DataFinding& finding : report.history.findings.all()) {
    json["data_findings"].push_back(finding_json(finding));
  }
  if (report.history.resources.timings != nullptr)
    json["timings"] = timings_json(*report.history.resources.timings);
  // Texts come from files of any encoding: what is not UTF-8 is replaced rather than refused.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sla::cli
