#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/diagnose/display.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"

// JUnit's XML as continuous integration reads it: a suite for each policy, a failed case for each
// finding, one passed case for a policy without any.
namespace sla::report {
namespace {

using diagnose::Finding;

/// Text as the content of an element or attribute. What XML 1.0 cannot hold at all, `display` has
/// replaced: control characters and what is not UTF-8; U+FFFE and U+FFFF are left for here.
std::string escaped(std::string_view text) {
  std::string shown;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin > 0) shown += '\n';
    shown += valid_utf8(diagnose::display(text.substr(begin, end - begin)).text);
    begin = end + 1;
  }
  std::string result;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    switch (shown[i]) {
      case '&': result += "&amp;"; continue;
      case '<': result += "&lt;"; continue;
      case '>': result += "&gt;"; continue;
      case '"': result += "&quot;"; continue;
      default: break;
    }
    if (shown.compare(i, 3, "\xEF\xBF\xBE") == 0 || shown.compare(i, 3, "\xEF\xBF\xBF") == 0) {
      result += "\xEF\xBF\xBD";
      i += 2;
    } else {
      result += shown[i];
    }
  }
  return result;
}

std::vector<const Finding*> counting(const Policy& policy) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : policy.findings) {
    if (!finding.suppressed) findings.push_back(&finding);
  }
  return findings;
}

std::string case_xml(const Policy& policy, const Finding& finding) {
  const Region at = region(policy.sources, finding.primary.span);
  const std::string code = diagnose::code_text(finding.code);
  return fmt::format(
      "    <testcase name=\"{} at {}:{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"0\">\n"
      "      <failure type=\"{}\" message=\"{}\">{}</failure>\n"
      "    </testcase>\n",
      code, at.begin.line, at.begin.column, escaped(policy.path), escaped(at.file->path()),
      at.begin.line, diagnose::severity_name(finding.severity), escaped(finding.message),
      escaped(diagnose::render_text(finding, policy.sources, false)));
}

std::string suite_xml(const Policy& policy, const std::string& verb) {
  const std::vector<const Finding*> findings = counting(policy);
  const std::string path = escaped(policy.path);
  std::string text = fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
      "time=\"0\">\n",
      path, std::max<std::size_t>(findings.size(), 1), findings.size(), policy.failure ? 1 : 0);
  if (policy.failure) {
    text += fmt::format(
        "    <testcase name=\"sla {}\" classname=\"{}\" time=\"0\">\n"
        "      <error type=\"unreadable\" message=\"{}\">{}</error>\n    </testcase>\n",
        escaped(verb), path, escaped(policy.failure->message), escaped(policy.failure->help));
  } else if (findings.empty()) {
    text += fmt::format("    <testcase name=\"sla {}\" classname=\"{}\" time=\"0\"/>\n",
                        escaped(verb), path);
  }
  for (const Finding* finding : findings) text += case_xml(policy, *finding);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const Report& report, const Options&) {
  std::string suites;
  std::size_t cases = 0;
  for (const Policy& policy : report.policies) {
    suites += suite_xml(policy, report.verb);
    cases += std::max<std::size_t>(counting(policy).size(), 1);
  }
  const Counts counts = counts_of(report);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"sla {}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"0\">\n"
      "{}</testsuites>\n",
      escaped(report.verb), cases, counts.all(), counts.failures, suites);
}

}  // namespace sla::report
