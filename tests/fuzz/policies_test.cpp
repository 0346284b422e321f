// Every text is answered with findings that a person can read, or becomes a plan that holds
// together. SLA_FUZZ_CASES sets how many texts are tried, SLA_FUZZ_SEED the first of them.

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/agreement/print.h"
#include "compiler/check/check.h"
#include "compiler/diagnose/render.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"
#include "compiler/format/format.h"
#include "compiler/parse/parse.h"
#include "compiler/plan/print.h"
#include "compiler/syntax/print.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/shrink.h"
#include "tests/fuzz/watch.h"
#include "tests/golden/message_style.h"

namespace sla::fuzz {
namespace {

using diagnose::Finding;

// A page of the terminal. What is quoted has to be cut before it gets there.
constexpr std::size_t kLongestShown = 4000;

std::string problem_of_shown(const std::string& shown) {
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  };
  if (shown.empty()) return "a finding that shows nothing";
  if (std::ranges::any_of(shown, is_control))
    return "a control character reaches the terminal: " + shown;
  if (shown.size() > kLongestShown) return fmt::format("a finding of {} bytes", shown.size());
  return "";
}

std::string problem_of_span(source::Span span, const source::Sources& sources) {
  if (span.file >= sources.size()) return "a span of no file";
  const std::size_t size = sources.file(span.file).text().size();
  if (span.begin > span.end || span.end > size) {
    return fmt::format("the span {}-{} of a file of {} bytes", span.begin, span.end, size);
  }
  return "";
}

std::string problem_of(const Finding& finding, const source::Sources& sources) {
  std::string problem = golden::style_problem_of_any(finding);
  if (problem.empty()) problem = problem_of_span(finding.primary.span, sources);
  for (const diagnose::Label& label : finding.secondary) {
    if (problem.empty()) problem = problem_of_span(label.span, sources);
  }
  if (problem.empty() && finding.fix) problem = problem_of_span(finding.fix->span, sources);
  if (problem.empty()) problem = problem_of_shown(diagnose::render_text(finding, sources, false));
  return problem.empty() ? "" : diagnose::code_text(finding.code) + ": " + problem;
}

/// Tests are played whatever they say; only the reference, because code would be made for each
/// text.
std::string problem_of_tests(const agreement::Agreement& agreement) {
  const auto report = driver::run_tests(
      agreement, {.engines = driver::TestEngines::reference, .filter = "", .tell = true});
  if (!report) return report.error().empty() ? "tests that are refused without a reason" : "";
  for (const driver::TestResult& result : report->results) {
    for (const driver::TestFailure& failure : result.failures) {
      for (const exercise::Difference& each : failure.differences) {
        if (each.expected.empty() || each.got.empty()) {
          return "a failure that does not say what was expected or what came out: " +
                 result.test->title;
        }
      }
    }
  }
  return "";
}

std::string problem_of(const agreement::Agreement& agreement) {
  if (agreement::print(agreement).empty()) return "an agreement that prints nothing";
  const plan::Plan plan = driver::lower(agreement);
  if (const std::string broken = plan::verify(plan); !broken.empty())
    return "a plan that does not hold together: " + broken;
  const auto again = plan::read(plan::print(plan));
  if (!again) return "a plan that does not read back: " + again.error();
  if (*again != plan) return "a plan that reads back as another";
  return problem_of_tests(agreement);
}

/// Formatting keeps what a text says, and does nothing a second time.
std::string problem_of_format(const source::Sources& sources, std::uint32_t file,
                              const std::string& printed) {
  diagnose::Findings findings, of_meaning;
  const auto formatted = format::format(sources, file, findings);
  if (!formatted) return findings.empty() ? "a text that is not formatted, without a reason" : "";
  source::Sources again;
  const auto result = again.add("fuzz.sla", *formatted);
  if (!result) return "a formatted text that is refused";
  if (syntax::print(parse::parse(again, *result, of_meaning)) != printed)
    return "a formatted text that says something else";
  if (format::format(again, *result, findings) != formatted)
    return "a formatted text that is formatted again";
  return "";
}

// How many texts came through whole: a fuzzer whose texts are all refused at the door tests the
// door.
std::uint64_t agreements = 0;

std::string problem_of_policy(const std::string& text) {
  const Watch watch(text, ".sla");
  source::Sources sources;
  const auto file = sources.add("fuzz.sla", text);
  if (!file) return file.error().message.empty() ? "a text that is refused without a reason" : "";
  diagnose::Findings findings;
  const std::vector<syntax::File> files = {parse::parse(sources, *file, findings)};
  const std::string printed = syntax::print(files.front());
  if (std::string problem = problem_of_format(sources, *file, printed); !problem.empty())
    return problem;
  const auto agreement = check::check(files, sources, findings);
  findings.settle();
  for (const Finding& finding : findings.all()) {
    if (std::string problem = problem_of(finding, sources); !problem.empty()) return problem;
  }
  if (agreement.has_value() == findings.has_errors())
    return "an agreement with errors, or none without";
  if (agreement) {
    ++agreements;
    if (std::string problem = problem_of(*agreement); !problem.empty()) return problem;
  }
  if (watch.seconds() > kLongestSeconds)
    return fmt::format("takes {:.1f} seconds", watch.seconds());
  return "";
}

TEST(FuzzPolicies, AreAnsweredWithFindingsOrPlans) {
  const Material material = policies();
  ASSERT_GT(material.seeds.size(), 100u);
  const std::uint64_t first = first_seed(), count = cases(10000);
  int failures = 0;
  agreements = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 5; ++seed) {
    Random random(seed);
    const std::string text = mutated(material, random);
    if (problem_of_policy(text).empty()) continue;
    ++failures;
    report(text, problem_of_policy, seed, ".sla");
  }
  RecordProperty("agreements", static_cast<int>(agreements));
  if (count >= 1000) {
    EXPECT_GT(agreements, count / 50);
  }
}

TEST(FuzzPolicies, SeedsThemselvesAreAnswered) {
  for (const std::string& seed : policies().seeds) EXPECT_EQ(problem_of_policy(seed), "") << seed;
}

}  // namespace
}  // namespace sla::fuzz
