#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/lint.h"

/// What the tests of this folder share: agreements as text, and what `sla lint` finds in them, the
/// counter-example of each played. So a finding whose example is not true is one that is missing.
namespace sla::analyze::timed {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// An agreement of two months with a week of 45 hours; the clauses come behind it.
inline constexpr const char* kBase = R"(agreement "A" {
  between    marketing and sales
  in force   2026-09-01 to 2026-10-31
  time zone  "Europe/Paris"
  calendar   office
}

calendar office { open Mon-Fri 09:00-18:00 }

role manager

lead {
  score      integer
  country    text
  time_zone  text?
  reason     text?
}

define hot = score >= 80

lifecycle lead {
  inquiry       owned by marketing
  mql           owned by marketing
  sal           owned by sales
  disqualified  final
  won, lost     final

  inquiry -> mql -> sal -> won or lost
  mql -> disqualified
}

clause enough { marketing must deliver at least 1 leads entering mql each month }
)";

inline std::vector<diagnose::Finding> findings_in(const std::string& text) {
  static const std::vector<std::string> kOwn = {"SLA2101", "SLA2102", "SLA2103", "SLA2104",
                                                "SLA2105", "SLA2106", "SLA2111", "SLA2124"};
  const auto path = std::filesystem::path(::testing::TempDir()) / "time_check.sla";
  std::ofstream(path) << text;
  auto checked = driver::check(path.string());
  EXPECT_TRUE(checked.has_value());
  if (!checked) return {};
  EXPECT_TRUE(checked->agreement.has_value());
  if (!checked->agreement) {
    for (const auto& finding : checked->findings.all())
      ADD_FAILURE() << diagnose::render_text(finding, checked->sources, false);
    return {};
  }
  EXPECT_TRUE(driver::lint(*checked).has_value());
  std::vector<diagnose::Finding> own;
  for (const diagnose::Finding& finding : checked->findings.all()) {
    if (std::ranges::find(kOwn, diagnose::code_text(finding.code)) != kOwn.end())
      own.push_back(finding);
  }
  return own;
}

/// The codes of this folder that a policy has, in its own order.
inline std::vector<std::string> codes_in(const std::string& text) {
  std::vector<std::string> codes;
  for (const diagnose::Finding& finding : findings_in(text))
    codes.push_back(diagnose::code_text(finding.code));
  return codes;
}

/// The same of clauses behind the base.
inline std::vector<std::string> codes_with(const std::string& clauses) {
  return codes_in(kBase + clauses);
}

/// When the counter-example of the only finding begins.
inline std::string first_line(const std::string& text) {
  const auto findings = findings_in(text);
  if (findings.size() != 1) return "not one finding";
  return findings.front().timeline ? findings.front().timeline->lines.front().when : "no timeline";
}

}  // namespace sla::analyze::timed
