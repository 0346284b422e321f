#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "cli/terminal.h"
#include "cli/test_report.h"
#include "compiler/diagnose/display.h"
#include "compiler/source/asked_for.h"

namespace sla::cli {
namespace {

std::string indented(const std::string& text, const std::string& by) {
  std::string result;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    result += (line.empty() ? "" : by + std::string(line)) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return result;
}

/// The line that a span begins in, with carets under the span.
std::string marked_line(const source::Sources& sources, source::Span span) {
  const source::File& file = sources.file(span.file);
  const source::Position at = file.position(span.begin);
  const std::string_view line = file.line(at.line);
  const auto begin = static_cast<std::size_t>(line.data() - file.text().data());
  const std::size_t from = std::min<std::size_t>(span.begin - begin, line.size());
  const std::size_t to = std::clamp<std::size_t>(span.end - begin, from, line.size());
  const diagnose::DisplayLine shown = diagnose::display(line);
  const std::string number = fmt::format("{}", at.line);
  const std::size_t left = shown.column_of_byte[from], right = shown.column_of_byte[to];
  return fmt::format("{} | {}\n{} | {}{}\n", number, shown.text, std::string(number.size(), ' '),
                     std::string(left, ' '), std::string(std::max(right, left + 1) - left, '^'));
}

std::string failure_text(const TestedPolicy& policy, const driver::TestResult& result,
                         const driver::TestFailure& failure, std::set<std::string>& told,
                         bool colour) {
  const source::Span span =
      failure.expectation != nullptr ? failure.expectation->span : result.test->title_span;
  std::string text =
      fmt::format("\n    {}\n", shaded(place_of(*policy.sources, span), Shade::faint, colour));
  text += indented(marked_line(*policy.sources, span), "    ");
  text += difference_lines(failure, "    ");
  text += fmt::format("    judged as of {}\n", failure.as_of);
  // What another failure of this test has told is not told again.
  std::string story;
  for (const std::string& part : {failure.happened, failure.clause_story, failure.actions_story}) {
    if (part.empty() || !told.insert(part).second) continue;
    story += (story.empty() ? "" : "\n") + part;
  }
  if (story.empty()) return text;
  return text + "\n" + shaded(indented(printable(story, true), "      "), Shade::faint, colour);
}

std::string story_text(const driver::TestResult& result, bool colour) {
  if (result.story.empty()) return "";
  return "\n" + shaded(indented(printable(result.story, true), "      "), Shade::faint, colour) +
         "\n";
}

std::string result_text(const TestedPolicy& policy, const driver::TestResult& result, bool colour) {
  const std::string title = printable(result.test->title);
  if (result.passed()) {
    return fmt::format("  {}  {}\n", shaded("ok  ", Shade::good, colour), title) +
           story_text(result, colour);
  }
  std::string text = fmt::format("  {}  {}\n", shaded("FAIL", Shade::bad, colour),
                                 shaded(title, Shade::strong, colour));
  std::set<std::string> told;
  for (const driver::TestFailure& failure : result.failures) {
    text += failure_text(policy, result, failure, told, colour);
  }
  return text + story_text(result, colour) + "\n";
}

/// The lines on which something was not reached, each with what that is.
std::string coverage_text(const TestedPolicy& policy, bool colour) {
  const exercise::Coverage& coverage = policy.report->coverage;
  std::string text =
      fmt::format("\n  {} {} % ({} of {})\n", shaded("coverage", Shade::strong, colour),
                  coverage_percentage(coverage.reached(), coverage.items().size()),
                  coverage.reached(), coverage.items().size());
  std::vector<std::pair<source::Span, std::string_view>> missed;
  for (const exercise::CoverageItem& item : coverage.items()) {
    if (!item.hit)
      missed.emplace_back(source::asked_for_by(item.span, *policy.sources), item.missed);
  }
  std::ranges::stable_sort(
      missed, {}, [](const auto& item) { return std::pair(item.first.file, item.first.begin); });
  std::string place_before;
  for (const auto& [span, sentence] : missed) {
    const source::File& file = policy.sources->file(span.file);
    const source::Position at = file.position(span.begin);
    const std::string place = fmt::format("{}:{}", printable(file.path()), at.line);
    if (place != place_before) {
      std::string line(file.line(at.line));
      line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
      text += fmt::format("  {}  {}\n", shaded(place, Shade::faint, colour), printable(line));
    }
    place_before = place;
    text += fmt::format("      {}\n", sentence);
  }
  return text;
}

}  // namespace

std::string place_of(const source::Sources& sources, source::Span span) {
  const source::File& file = sources.file(span.file);
  const source::Position at = file.position(span.begin);
  return fmt::format("{}:{}:{}", printable(file.path()), at.line, at.column);
}

std::string difference_lines(const driver::TestFailure& failure, const std::string& indent) {
  std::string text;
  for (const exercise::Difference& difference : failure.differences) {
    text += fmt::format("{}expected  {}\n{}got       {}\n", indent, printable(difference.expected),
                        indent, printable(difference.got));
  }
  return text;
}

TestCounts counts_of(const std::vector<TestedPolicy>& policies) {
  TestCounts counts;
  for (const TestedPolicy& policy : policies) {
    for (const driver::TestResult& result : policy.report->results) {
      ++counts.tests;
      counts.failed += result.passed() ? 0 : 1;
      counts.expectations += result.expectations;
      counts.failed_expectations += result.failures.size();
    }
  }
  return counts;
}

std::string coverage_percentage(std::size_t reached, std::size_t all) {
  const std::size_t tenths = all == 0 ? 1000 : reached * 1000 / all;
  return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

std::string test_report_text(const std::vector<TestedPolicy>& policies,
                             const TestReportOptions& options) {
  std::string text;
  std::int64_t micros = 0;
  for (const TestedPolicy& policy : policies) {
    text += fmt::format("{}\n", shaded(printable(policy.path), Shade::strong, options.colour));
    for (const driver::TestResult& result : policy.report->results) {
      text += result_text(policy, result, options.colour);
    }
    if (policy.report->results.empty()) text += "  no tests\n";
    if (options.coverage) text += coverage_text(policy, options.colour);
    micros += policy.report->micros;
  }
  const TestCounts counts = counts_of(policies);
  const std::string failed =
      counts.failed == 0
          ? ""
          : ", " + shaded(fmt::format("{} failed", counts.failed), Shade::bad, options.colour);
  text += fmt::format("\n{}: {} passed{}; {}; {} ms\n", plural(counts.tests, "test", "tests"),
                      counts.tests - counts.failed, failed,
                      plural(counts.expectations, "expectation", "expectations"), micros / 1000);
  return text;
}

}  // namespace sla::cli
