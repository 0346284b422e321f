#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"

// docs/reference/schemas/sla.diagnostics-1.json describes what is made here; a test validates it.
namespace sla::report {
namespace {

using diagnose::Finding;
using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "sla.diagnostics/1";

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json point_json(const Point& point) {
  return {{"byte", point.byte},
          {"line", point.line},
          {"column", point.column},
          {"byte_column", point.byte_column},
          {"utf16_column", point.utf16_column}};
}

Json span_json(const source::Sources& sources, source::Span span) {
  const Region at = region(sources, span);
  return {{"file", at.file->path()}, {"start", point_json(at.begin)}, {"end", point_json(at.end)}};
}

Json edit_json(const source::Sources& sources, source::Span span, const std::string& text) {
  return {{"span", span_json(sources, span)}, {"text", text}};
}

Json fixes_json(const source::Sources& sources, const Finding& finding) {
  Json fixes = Json::array();
  if (!finding.fix) return fixes;
  Json edits = Json::array({edit_json(sources, finding.fix->span, finding.fix->text)});
  for (const diagnose::Edit& edit : finding.fix->more)
    edits.push_back(edit_json(sources, edit.span, edit.text));
  fixes.push_back({{"title", finding.fix->title},
                   {"safety", finding.fix->safety == diagnose::Safety::safe ? "safe" : "unsafe"},
                   {"edits", edits}});
  return fixes;
}

Json timeline_json(const Finding& finding) {
  if (!finding.timeline) return nullptr;
  Json lines = Json::array();
  for (const diagnose::Timeline::Line& line : finding.timeline->lines) {
    lines.push_back(
        {{"when", line.when.empty() ? Json(nullptr) : Json(line.when)}, {"what", line.what}});
  }
  const std::string& test = finding.timeline->test;
  return {{"lines", lines}, {"test", test.empty() ? Json(nullptr) : Json(test)}};
}

Json suppressed_json(const Finding& finding) {
  if (!finding.suppressed) return nullptr;
  const bool in_source = finding.suppressed->kind == diagnose::Suppression::Kind::in_source;
  return {{"by", in_source ? "comment" : "baseline"}, {"reason", finding.suppressed->reason}};
}

Json finding_json(const Policy& policy, const Finding& finding, const std::string& fingerprint,
                  const Options& options) {
  Json labels = Json::array();
  for (const diagnose::Label& label : finding.secondary)
    labels.push_back({{"span", span_json(policy.sources, label.span)}, {"text", label.text}});
  const std::string url = page_url(finding.code, options);
  return {{"code", diagnose::code_text(finding.code)},
          {"name", std::string(diagnose::entry(finding.code).name)},
          {"severity", std::string(diagnose::severity_name(finding.severity))},
          {"message", finding.message},
          {"policy", policy.path},
          {"span", span_json(policy.sources, finding.primary.span)},
          {"label", finding.primary.text},
          {"labels", labels},
          {"notes", finding.notes},
          {"help", finding.help ? Json(*finding.help) : Json(nullptr)},
          {"fixes", fixes_json(policy.sources, finding)},
          {"timeline", timeline_json(finding)},
          {"fingerprint", fingerprint},
          {"suppressed", suppressed_json(finding)},
          {"explain", fmt::format("sla explain {}", diagnose::code_text(finding.code))},
          {"url", url.empty() ? Json(nullptr) : Json(url)}};
}

std::vector<Json> findings_of(const Report& report, const Options& options) {
  std::vector<Json> findings;
  for (const Policy& policy : report.policies) {
    const std::vector<std::string> known_by = fingerprints(policy);
    for (std::size_t i = 0; i < policy.findings.size(); ++i)
      findings.push_back(finding_json(policy, policy.findings[i], known_by[i], options));
  }
  return findings;
}

Json head(const Report& report) {
  return {{"schema", kSchema},
          {"tool", {{"name", "sla"}, {"version", SLA_VERSION}, {"verb", report.verb}}}};
}

Json policies_json(const Report& report) {
  Json policies = Json::array();
  for (const Policy& policy : report.policies) {
    Json error = nullptr;
    if (policy.failure)
      error = {{"message", policy.failure->message}, {"help", policy.failure->help}};
    policies.push_back({{"path", policy.path}, {"error", error}});
  }
  return policies;
}

Json summary_json(const Report& report) {
  const Counts counts = counts_of(report);
  return {{"errors", counts.errors},
          {"warnings", counts.warnings},
          {"notes", counts.notes},
          {"suppressed", counts.suppressed},
          {"unreadable", counts.failures}};
}

}  // namespace

std::string render_json(const Report& report, const Options& options) {
  Json whole = head(report);
  whole["policies"] = policies_json(report);
  whole["findings"] = findings_of(report, options);
  whole["summary"] = summary_json(report);
  return text_of(whole, 2);
}

std::string render_jsonl(const Report& report, const Options& options) {
  Json first = {{"type", "begin"}};
  first.update(head(report));
  first["policies"] = policies_json(report);
  std::string text = text_of(first, -1);
  for (const Json& finding : findings_of(report, options)) {
    Json line = {{"type", "finding"}};
    line.update(finding);
    text += text_of(line, -1);
  }
  Json last = {{"type", "end"}};
  last["summary"] = summary_json(report);
  return text + text_of(last, -1);
}

}  // namespace sla::report
