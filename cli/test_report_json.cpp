#include <map>

#include <nlohmann/json.hpp>

#include "cli/test_report.h"
#include "compiler/source/asked_for.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;

Json place_json(const source::Sources& sources, source::Span span) {
  const source::File& file = sources.file(span.file);
  const source::Position at = file.position(span.begin);
  return {{"file", file.path()}, {"line", at.line}, {"column", at.column}};
}

Json failure_json(const TestedPolicy& policy, const driver::TestResult& result,
                  const driver::TestFailure& failure) {
  const source::Span span =
      failure.expectation != nullptr ? failure.expectation->span : result.test->title_span;
  Json json = place_json(*policy.sources, span);
  json["as_of"] = failure.as_of;
  json["differences"] = Json::array();
  for (const exercise::Difference& difference : failure.differences) {
    json["differences"].push_back({{"expected", difference.expected}, {"got", difference.got}});
  }
  json["happened"] = failure.happened;
  json["clause_story"] = failure.clause_story;
  json["actions_story"] = failure.actions_story;
  return json;
}

Json test_json(const TestedPolicy& policy, const driver::TestResult& result) {
  Json json = {{"title", result.test->title}};
  json.update(place_json(*policy.sources, result.test->span));
  json["passed"] = result.passed();
  json["expectations"] = result.expectations;
  json["microseconds"] = result.micros;
  if (!result.story.empty()) json["story"] = result.story;
  json["failures"] = Json::array();
  for (const driver::TestFailure& failure : result.failures) {
    json["failures"].push_back(failure_json(policy, result, failure));
  }
  return json;
}

/// Every line that has something to reach, with what of it was.
Json lines_json(const TestedPolicy& policy) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, Json> lines;
  for (const exercise::CoverageItem& item : policy.report->coverage.items()) {
    const source::Span span = source::asked_for_by(item.span, *policy.sources);
    const source::File& file = policy.sources->file(span.file);
    const std::uint32_t line = file.position(span.begin).line;
    Json& entry = lines[{span.file, line}];
    if (entry.is_null()) {
      entry = {{"file", file.path()},
               {"line", line},
               {"text", std::string(file.line(line))},
               {"hit", true},
               {"items", Json::array()}};
    }
    if (!item.hit) entry["hit"] = false;
    Json made = {{"kind", name_of(item.kind)}, {"what", item.text}, {"hit", item.hit}};
    entry["items"].push_back(std::move(made));
  }
  Json result = Json::array();
  for (auto& [place, entry] : lines) result.push_back(std::move(entry));
  return result;
}

Json policy_json(const TestedPolicy& policy, const TestReportOptions& options) {
  const TestCounts counts = counts_of({policy});
  Json json = {{"policy", policy.path},
               {"tests", Json::array()},
               {"passed", counts.tests - counts.failed},
               {"failed", counts.failed},
               {"microseconds", policy.report->micros}};
  for (const driver::TestResult& result : policy.report->results) {
    json["tests"].push_back(test_json(policy, result));
  }
  if (!options.coverage) return json;
  const exercise::Coverage& coverage = policy.report->coverage;
  json["coverage"] = {
      {"reached", coverage.reached()},
      {"of", coverage.items().size()},
      {"percent", Json::parse(coverage_percentage(coverage.reached(), coverage.items().size()))},
      {"lines", lines_json(policy)}};
  return json;
}

}  // namespace

std::string test_report_json(const std::vector<TestedPolicy>& policies,
                             const TestReportOptions& options) {
  Json json = {{"policies", Json::array()}};
  for (const TestedPolicy& policy : policies) {
    json["policies"].push_back(policy_json(policy, options));
  }
  return json.dump(2) + "\n";
}

}  // namespace sla::cli
