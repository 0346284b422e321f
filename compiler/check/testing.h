#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/agreement/agreement.h"
#include "compiler/check/check.h"
#include "compiler/diagnose/render.h"
#include "compiler/parse/parse.h"

/// What the tests of this folder share: policies as text, findings as "SLA1001 emial", the code and
/// the text that it points at.
namespace sla::check::testing {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Checked {
  std::optional<agreement::Agreement> agreement;
  std::vector<std::string> found;
  std::vector<diagnose::Finding> findings;
};

inline Checked check_text(const std::string& text) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("test.sla", text);
  if (!file) return {std::nullopt, {file.error().message}, {}};
  const std::vector<syntax::File> files = {parse::parse(sources, *file, findings)};
  Checked result;
  result.agreement = check(files, sources, findings);
  findings.settle();
  result.findings = findings.all();
  for (const diagnose::Finding& finding : result.findings) {
    const std::string_view at = sources.text(finding.primary.span);
    result.found.push_back(diagnose::code_text(finding.code) + (at.empty() ? "" : " ") +
                           std::string(at));
  }
  return result;
}

inline std::vector<std::string> found(const std::string& text) { return check_text(text).found; }

/// The help of the only finding.
inline std::string help_of(const std::string& text) {
  const Checked checked = check_text(text);
  if (checked.findings.size() != 1) return "not one finding";
  return checked.findings.front().help.value_or("no help");
}

/// The text after the fixes of its findings have been applied.
inline std::string repaired(std::string text) {
  const Checked checked = check_text(text);
  for (auto finding = checked.findings.rbegin(); finding != checked.findings.rend(); ++finding) {
    if (!finding->fix) continue;
    const source::Span span = finding->fix->span;
    text.replace(span.begin, span.end - span.begin, finding->fix->text);
  }
  return text;
}

inline constexpr std::string_view kAgreement = R"(agreement "Test" {
  in force 2026-01-01 to 2026-12-31
  time zone "America/New_York"
  currency USD
}
)";

inline constexpr std::string_view kOffice = R"(calendar office { open Mon-Fri 09:00-17:00 }
)";

inline constexpr std::string_view kLead = R"(lead {
  score integer
  weight decimal
  rate percent
  worth money
  amount money?
  employees integer?
  country text
  email text?
  source one of web, event, referral
  opted_in yes/no
  signed date
  born instant
  age duration
}
)";

inline constexpr std::string_view kLifecycle = R"(lifecycle lead {
  inquiry owned by marketing
  mql owned by marketing
  sal owned by sales
  won, lost final
  inquiry -> mql -> sal -> won or lost
}
)";

/// An agreement with a calendar, fields and a lifecycle, and whatever is under test.
inline std::string policy(std::string_view extra) {
  std::string text;
  for (const std::string_view part : {kAgreement, kOffice, kLead, kLifecycle, extra}) text += part;
  return text;
}

/// The policy with one condition, as a define.
inline std::string condition(std::string_view expression) {
  return policy("define d = " + std::string(expression) + "\n");
}

/// The policy with one clause around a target.
inline std::string deadline(std::string_view target, std::string_view more = "") {
  return policy("clause c {\n  sales must move a lead to sal\n  within " + std::string(target) +
                "\n  of entering mql\n" + std::string(more) + "\n}\n");
}

}  // namespace sla::check::testing
