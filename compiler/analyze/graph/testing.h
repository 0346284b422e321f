#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/lint.h"

/// What the tests of this folder share: agreements as text, and the codes that `sla lint` tells of
/// them, counter-examples played.
namespace sla::analyze::testing {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

inline std::vector<diagnose::Finding> findings_in(const std::string& text) {
  const auto* running = ::testing::UnitTest::GetInstance()->current_test_info();
  const auto path = std::filesystem::path(::testing::TempDir()) /
                    (std::string(running->test_suite_name()) + "." + running->name() + ".sla");
  std::ofstream(path) << text;
  auto checked = driver::check(path.string());
  EXPECT_TRUE(checked && checked->agreement) << "the agreement of the test has errors";
  if (!checked || !checked->agreement) return {};
  const auto done = driver::lint(*checked);
  EXPECT_TRUE(done) << done.error();
  return checked->findings.all();
}

inline std::vector<std::string> codes_in(const std::string& text) {
  std::vector<std::string> codes;
  for (const auto& finding : findings_in(text)) codes.push_back(diagnose::code_text(finding.code));
  return codes;
}

/// An agreement around a lifecycle `mql -> sal -> won or lost` with a way back, in which both
/// parties promise something.
inline std::string policy(const std::string& clauses,
                          const std::string& moves = "mql or sal -> recycled -> mql") {
  return R"(agreement "Test" {
  in force   2026-01-01 to 2026-12-31
  time zone  "America/New_York"
}
calendar office { open Mon-Fri 09:00-17:00 }
lead {
  score   integer
  reason  text?
}
lifecycle lead {
  mql       owned by marketing
  sal       owned by sales
  recycled  owned by marketing
  lost, won final
  mql -> sal -> won or lost
  )" + moves +
         R"(
}
clause supply { marketing must deliver at least 100 leads entering mql each month }
)" + clauses;
}

/// Clauses under which nothing rots and nothing loops.
inline constexpr const char* kSound = R"(
clause begin { sales must move a lead to sal or recycled within 9 business days of entering mql }
clause decide { sales must not leave a lead in sal longer than 20 business days }
clause back { marketing must not leave a lead in recycled longer than 20 business days }
)";

}  // namespace sla::analyze::testing
