#pragma once

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/analyze/quantity/quantity.h"
#include "compiler/check/check.h"
#include "compiler/diagnose/render.h"
#include "compiler/parse/parse.h"
#include "compiler/reference/conditions.h"
#include "compiler/solve/solve.h"

/// What the tests of this folder share: agreements as text, and what one check says of them. That
/// the tests of findings come true is played in tests/golden.
namespace sla::analyze::quantity::testing {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using Check = void (*)(const Subject&, std::vector<diagnose::Finding>&);

inline std::optional<bool> evaluated(const agreement::Expression& condition, const Facts& facts) {
  reference::Subject subject;
  subject.fields = facts.fields;
  subject.state = facts.state;
  subject.on_hold = facts.on_hold;
  const auto value = reference::value_of(condition, {subject, 0, facts.state_before, nullptr});
  return value ? std::optional(*value != 0) : std::nullopt;
}

/// An agreement and what a check found in it; the agreement has to be without errors.
struct Looked {
  source::Sources sources;
  std::vector<diagnose::Finding> findings;

  /// "SLA2110 cap" and so on: the code and what it points at.
  std::vector<std::string> found() const {
    std::vector<std::string> all;
    for (const auto& finding : findings) {
      all.push_back(diagnose::code_text(finding.code) + " " + place(finding.primary.span));
    }
    return all;
  }
  /// Of a whole clause its name.
  std::string place(source::Span span) const {
    const std::string text(sources.text(span));
    const std::string head = "clause ";
    return text.starts_with(head)
               ? text.substr(head.size(), text.find(' ', head.size()) - head.size())
               : text;
  }
  /// The message, labels, help and lines of the only finding, one a line.
  std::string told() const {
    if (findings.size() != 1) return std::to_string(findings.size()) + " findings";
    const diagnose::Finding& finding = findings.front();
    std::string text = finding.message + "\n" + finding.primary.text + "\n";
    for (const auto& label : finding.secondary)
      text += place(label.span) + ": " + label.text + "\n";
    text += finding.help.value_or("") + "\n";
    if (!finding.timeline) return text;
    for (const auto& line : finding.timeline->lines) text += line.when + "| " + line.what + "\n";
    return text + finding.timeline->test;
  }
};

inline Looked look(Check check, const std::string& text) {
  Looked looked;
  diagnose::Findings problems;
  const auto file = looked.sources.add("test.sla", text);
  const std::vector<syntax::File> files = {parse::parse(looked.sources, *file, problems)};
  const auto agreement = check::check(files, looked.sources, problems);
  for (const auto& problem : problems.all()) {
    EXPECT_NE(problem.severity, diagnose::Severity::error)
        << problem.message << ": " << looked.sources.text(problem.primary.span);
  }
  if (!agreement) return looked;
  const Options options{[] { return sla_solve_provider(); }, evaluated};
  check({*agreement, options}, looked.findings);
  return looked;
}

inline std::vector<std::string> found(Check check, const std::string& text) {
  return look(check, text).found();
}

inline constexpr std::string_view kHead = R"(agreement "Test" {
  in force 2026-01-01 to 2026-12-31
  time zone "America/New_York"
  currency USD
}
calendar office { open Mon-Fri 09:00-17:00 }
lead {
  score      integer
  employees  integer?
  country    text
  source     one of web, event, referral
  amount     money?
  reason     text?
  demo       yes/no
}
lifecycle lead {
  inquiry       owned by marketing
  mql           owned by marketing
  sal           owned by sales
  recycled      owned by marketing
  disqualified  final
  won, lost     final
  inquiry -> mql -> sal or recycled or disqualified
  sal -> won or lost
}
)";

/// The agreement above, and whatever is under test.
inline std::string policy(std::string_view extra) {
  return std::string(kHead) + std::string(extra);
}

}  // namespace sla::analyze::quantity::testing
