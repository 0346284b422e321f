#include <string_view>

#include <fmt/format.h>

#include "cli/terminal.h"
#include "cli/test_report.h"

namespace sla::cli {
namespace {

/// Text as XML content or attribute; what XML 1.0 cannot hold was replaced by `printable`.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : printable(text, true)) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += c;
    }
  }
  return result;
}

std::string seconds(std::int64_t micros) {
  return fmt::format("{}.{:06}", micros / 1'000'000, micros % 1'000'000);
}

/// One line for lists of failures: the first thing that is not as expected.
std::string headline(const driver::TestFailure& failure) {
  if (failure.differences.empty()) return "";
  const exercise::Difference& first = failure.differences.front();
  return fmt::format("expected {}, got {}", first.expected, first.got);
}

std::string failure_xml(const TestedPolicy& policy, const driver::TestResult& result) {
  std::string details;
  for (const driver::TestFailure& failure : result.failures) {
    const source::Span span =
        failure.expectation != nullptr ? failure.expectation->span : result.test->title_span;
    details += fmt::format("{}\n{}judged as of {}\n\n{}\n{}\n{}\n", place_of(*policy.sources, span),
                           difference_lines(failure, ""), failure.as_of, failure.happened,
                           failure.clause_story, failure.actions_story);
  }
  return fmt::format("      <failure type=\"expectation\" message=\"{}\">{}</failure>\n",
                     escaped(headline(result.failures.front())), escaped(details));
}

std::string case_xml(const TestedPolicy& policy, const driver::TestResult& result) {
  const source::File& file = policy.sources->file(result.test->span.file);
  const std::string head = fmt::format(
      R"(    <testcase name="{}" classname="{}" file="{}" line="{}" assertions="{}" time="{}")",
      escaped(result.test->title), escaped(policy.path), escaped(file.path()),
      file.position(result.test->span.begin).line, result.expectations, seconds(result.micros));
  if (result.passed()) return head + "/>\n";
  return head + ">\n" + failure_xml(policy, result) + "    </testcase>\n";
}

}  // namespace

std::string test_report_junit(const std::vector<TestedPolicy>& policies) {
  std::int64_t micros = 0;
  for (const TestedPolicy& policy : policies) micros += policy.report->micros;
  const TestCounts all = counts_of(policies);
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format(
      "<testsuites name=\"sla test\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{}\">\n",
      all.tests, all.failed, seconds(micros));
  for (const TestedPolicy& policy : policies) {
    const TestCounts counts = counts_of({policy});
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
        "time=\"{}\">\n",
        escaped(policy.path), counts.tests, counts.failed, seconds(policy.report->micros));
    for (const driver::TestResult& result : policy.report->results) {
      text += case_xml(policy, result);
    }
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace sla::cli
