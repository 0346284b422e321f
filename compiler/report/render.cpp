#include <algorithm>

#include "compiler/report/renderers.h"

namespace sla::report {

std::optional<Format> format_called(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &FormatName::name);
  if (found == kFormats.end()) return std::nullopt;
  return found->format;
}

Counts counts_of(const Report& report) {
  Counts counts;
  for (const Policy& policy : report.policies) {
    if (policy.failure) ++counts.failures;
    for (const diagnose::Finding& finding : policy.findings) {
      if (finding.suppressed) {
        ++counts.suppressed;
        continue;
      }
      switch (finding.severity) {
        case diagnose::Severity::error: ++counts.errors; break;
        case diagnose::Severity::warning: ++counts.warnings; break;
        case diagnose::Severity::note: ++counts.notes; break;
      }
    }
  }
  return counts;
}

std::string render(Format format, const Report& report, const Options& options) {
  switch (format) {
    case Format::text: return render_text(report, options);
    case Format::brief: return render_brief(report, options);
    case Format::json: return render_json(report, options);
    case Format::jsonl: return render_jsonl(report, options);
    case Format::sarif: return render_sarif(report, options);
    case Format::github: return render_github(report, options);
    case Format::gitlab: return render_gitlab(report, options);
    case Format::junit: return render_junit(report, options);
    case Format::agent: return render_agent(report, options);
  }
  return "";
}

}  // namespace sla::report
