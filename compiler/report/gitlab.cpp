#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"

// GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/): a list of
// issues, each with a fingerprint that no other has.
namespace sla::report {
namespace {

using diagnose::Finding;
using Json = nlohmann::ordered_json;

/// An error in an agreement stops everything that judges by it; "blocker" stays for what nobody can
/// read at all.
std::string_view severity(const Finding& finding) {
  switch (finding.severity) {
    case diagnose::Severity::error: return "critical";
    case diagnose::Severity::warning: return "major";
    case diagnose::Severity::note: return "info";
  }
  return "";
}

Json issue(const Policy& policy, const Finding& finding, const std::string& fingerprint,
           const Options& options) {
  const Region at = region(policy.sources, finding.primary.span);
  const std::string path = repository_path(at.file->path(), options);
  std::string description = finding.message;
  if (finding.help) description += "; " + *finding.help;
  return {{"description", description},
          {"check_name", diagnose::code_text(finding.code)},
          {"fingerprint", fmt::format("{}:{}", fingerprint, path)},
          {"severity", std::string(severity(finding))},
          {"location",
           {{"path", path},
            {"positions",
             {{"begin", {{"line", at.begin.line}, {"column", at.begin.column}}},
              {"end", {{"line", at.end.line}, {"column", at.end.column}}}}},
            {"lines", {{"begin", at.begin.line}, {"end", at.end.line}}}}},
          {"content", {{"body", fmt::format("`sla explain {}`", code_text(finding.code))}}}};
}

Json unreadable(const Policy& policy, const Options& options) {
  const std::string path = repository_path(policy.path, options);
  return {{"description", policy.failure->message},
          {"check_name", "unreadable"},
          {"fingerprint", "unreadable:" + path},
          {"severity", "blocker"},
          {"location", {{"path", path}, {"lines", {{"begin", 1}, {"end", 1}}}}}};
}

}  // namespace

std::string render_gitlab(const Report& report, const Options& options) {
  Json issues = Json::array();
  // Files that several policies use are read with each of them: what is found there is one issue.
  std::map<std::string, bool> told;
  const auto add = [&](Json issue) {
    if (told.emplace(issue["fingerprint"], true).second) issues.push_back(std::move(issue));
  };
  for (const Policy& policy : report.policies) {
    if (policy.failure) add(unreadable(policy, options));
    const std::vector<std::string> known_by = fingerprints(policy);
    for (std::size_t i = 0; i < policy.findings.size(); ++i) {
      if (!policy.findings[i].suppressed)
        add(issue(policy, policy.findings[i], known_by[i], options));
    }
  }
  return issues.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sla::report
