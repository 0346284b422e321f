#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/codes/pages.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"

// SARIF 2.1.0 (OASIS, 2020), as GitHub's code scanning reads it: a rule for each code that is
// reported, fingerprints that stay while lines move, and the page of the code as the rule's help.
namespace sla::report {
namespace {

using diagnose::Code;
using diagnose::Finding;
using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char* kRoot = "%SRCROOT%";

Json message(const std::string& text) { return {{"text", text}}; }

/// "unknown_name" as SARIF wants names of rules: "UnknownName".
std::string rule_name(std::string_view name) {
  std::string result;
  bool up = true;
  for (const char c : name) {
    if (c == '_') {
      up = true;
      continue;
    }
    result += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    up = false;
  }
  return result;
}

/// A sentence of what codes.def has as a phrase.
std::string sentence(std::string_view phrase) {
  std::string result(phrase);
  if (!result.empty() && result.front() >= 'a' && result.front() <= 'z')
    result.front() = static_cast<char>(result.front() - 'a' + 'A');
  return result + ".";
}

class Writer {
 public:
  Writer(const Report& report, const Options& options) : report_(report), options_(options) {}

  std::string run() {
    for (const Policy& policy : report_.policies) add(policy);
    Json driver = {{"name", "sla"}, {"semanticVersion", SLA_VERSION}, {"version", SLA_VERSION}};
    if (!options_.docs_url.empty()) driver["informationUri"] = options_.docs_url;
    driver["rules"] = rules_;
    Json run = {{"tool", {{"driver", driver}}},
                {"automationDetails", {{"id", "sla/" + report_.verb + "/"}}},
                {"invocations", Json::array({invocation()})},
                {"originalUriBaseIds",
                 {{kRoot, {{"description", message("The root of the repository.")}}}}},
                {"columnKind", "utf16CodeUnits"},
                {"results", results_}};
    const Json whole = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  Json invocation() const {
    Json problems = Json::array();
    for (const Policy& policy : report_.policies) {
      if (!policy.failure) continue;
      std::string text = policy.failure->message;
      if (!policy.failure->help.empty()) text += "\nhelp: " + policy.failure->help;
      problems.push_back({{"level", "error"}, {"message", message(text)}});
    }
    Json invocation = {{"executionSuccessful", problems.empty()}};
    if (!problems.empty()) invocation["toolExecutionNotifications"] = problems;
    return invocation;
  }

  void add(const Policy& policy) {
    const std::vector<std::string> known_by = fingerprints(policy);
    for (std::size_t i = 0; i < policy.findings.size(); ++i)
      results_.push_back(result(policy, policy.findings[i], known_by[i]));
  }

  /// The place of a code's rule among the rules, which gets it with its first result.
  std::size_t rule_of(Code code) {
    const auto [found, is_new] = rule_places_.try_emplace(code, rules_.size());
    if (is_new) rules_.push_back(rule(code));
    return found->second;
  }

  Json rule(Code code) const {
    const diagnose::CodeEntry& entry = diagnose::entry(code);
    Json rule = {{"id", diagnose::code_text(code)},
                 {"name", rule_name(entry.name)},
                 {"shortDescription", message(sentence(entry.meaning))}};
    const codes::Page page = codes::page(code);
    rule["fullDescription"] =
        message(page.explanation.empty() ? sentence(entry.meaning) : page.explanation);
    const std::string url = page_url(code, options_);
    if (!url.empty()) rule["helpUri"] = url;
    rule["help"] = {{"text", fmt::format("`sla explain {}` shows the page of this code.",
                                         diagnose::code_text(code))}};
    if (!page.markdown.empty()) rule["help"]["markdown"] = page.markdown;
    rule["defaultConfiguration"] = {{"level", std::string(severity_name(entry.severity))}};
    rule["properties"] = {{"tags", Json::array({"agreement"})}};
    return rule;
  }

  Json artifact(const source::File& file) const {
    const std::string path = repository_path(file.path(), options_);
    Json location = {{"uri", uri(path)}};
    if (!path.starts_with('/')) location["uriBaseId"] = kRoot;
    return location;
  }

  static Json region_json(const Region& at) {
    return {{"startLine", at.begin.line},  {"startColumn", at.begin.utf16_column},
            {"endLine", at.end.line},      {"endColumn", at.end.utf16_column},
            {"byteOffset", at.begin.byte}, {"byteLength", at.end.byte - at.begin.byte}};
  }

  Json location(const source::Sources& sources, source::Span span) const {
    const Region at = region(sources, span);
    return {{"physicalLocation",
             {{"artifactLocation", artifact(*at.file)}, {"region", region_json(at)}}}};
  }

  Json result(const Policy& policy, const Finding& finding, const std::string& fingerprint) {
    const std::size_t rule = rule_of(finding.code);
    Json result = {{"ruleId", diagnose::code_text(finding.code)},
                   {"ruleIndex", rule},
                   {"level", std::string(severity_name(finding.severity))},
                   {"message", message(words(finding))},
                   {"locations", Json::array({location(policy.sources, finding.primary.span)})},
                   {"partialFingerprints", {{"primaryLocationLineHash", fingerprint}}}};
    if (!finding.secondary.empty()) result["relatedLocations"] = related(policy, finding);
    if (finding.timeline && !finding.timeline->lines.empty())
      result["codeFlows"] = Json::array({code_flow(policy, finding)});
    if (finding.fix) result["fixes"] = Json::array({fix(policy.sources, *finding.fix)});
    result["suppressions"] = suppressions(finding);
    if (finding.timeline && !finding.timeline->test.empty())
      result["properties"] = {{"test", finding.timeline->test}};
    return result;
  }

  static std::string words(const Finding& finding) {
    std::string text = finding.message;
    if (!finding.primary.text.empty()) text += ": " + finding.primary.text;
    for (const std::string& note : finding.notes) text += "\nnote: " + note;
    if (finding.help) text += "\nhelp: " + *finding.help;
    return text;
  }

  Json related(const Policy& policy, const Finding& finding) const {
    Json related = Json::array();
    for (const diagnose::Label& label : finding.secondary) {
      Json place = {{"id", related.size() + 1}};
      place.update(location(policy.sources, label.span));
      place["message"] = message(label.text);
      related.push_back(place);
    }
    return related;
  }

  /// The example as a flow: each event at the place of the finding, for viewers ask for one.
  Json code_flow(const Policy& policy, const Finding& finding) const {
    Json locations = Json::array();
    for (const diagnose::Timeline::Line& line : finding.timeline->lines) {
      Json place = location(policy.sources, finding.primary.span);
      place["message"] = message(line.when.empty() ? line.what : line.when + "  " + line.what);
      locations.push_back({{"location", place}});
    }
    return {{"message", message("An example that the agreement leads to.")},
            {"threadFlows", Json::array({{{"locations", locations}}})}};
  }

  Json fix(const source::Sources& sources, const diagnose::Fix& fix) const {
    std::vector<diagnose::Edit> edits = {{fix.span, fix.text}};
    edits.insert(edits.end(), fix.more.begin(), fix.more.end());
    std::map<std::uint32_t, Json> by_file;
    for (const diagnose::Edit& edit : edits) {
      Json& replacements = by_file.try_emplace(edit.span.file, Json::array()).first->second;
      replacements.push_back({{"deletedRegion", region_json(region(sources, edit.span))},
                              {"insertedContent", message(edit.text)}});
    }
    Json changes = Json::array();
    for (const auto& [file, replacements] : by_file) {
      changes.push_back(
          {{"artifactLocation", artifact(sources.file(file))}, {"replacements", replacements}});
    }
    const bool safe = fix.safety == diagnose::Safety::safe;
    return {{"description", message(fix.title.empty() ? "Repair this finding." : fix.title)},
            {"artifactChanges", changes},
            {"properties", {{"safety", safe ? "safe" : "unsafe"}}}};
  }

  static Json suppressions(const Finding& finding) {
    // An empty array says that this finding was looked at and is not suppressed.
    if (!finding.suppressed) return Json::array();
    const bool in_source = finding.suppressed->kind == diagnose::Suppression::Kind::in_source;
    return Json::array({{{"kind", in_source ? "inSource" : "external"},
                         {"status", "accepted"},
                         {"justification", finding.suppressed->reason}}});
  }

  const Report& report_;
  const Options& options_;
  Json rules_ = Json::array();
  Json results_ = Json::array();
  std::map<Code, std::size_t> rule_places_;
};

}  // namespace

std::string render_sarif(const Report& report, const Options& options) {
  return Writer(report, options).run();
}

}  // namespace sla::report
