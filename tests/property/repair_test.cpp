// Repairs, over every policy of the project that has findings: repairing twice is repairing once, a
// repaired policy never reads worse than before, and what is called safe never changes what an
// agreement means.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/lint.h"
#include "compiler/repair/repair.h"

namespace sla::repair {
namespace {

namespace fs = std::filesystem;

driver::Checked look_at(const std::string& path, const Texts& texts) {
  driver::CheckOptions options;
  for (const auto& [file, text] : texts) options.texts[driver::source_key(file)] = text;
  auto checked = driver::check(path, options);
  EXPECT_TRUE(checked) << path;
  EXPECT_TRUE(driver::lint(*checked)) << path;
  return std::move(*checked);
}

Wishes wishes(bool unsafe) {
  return {unsafe, [](const std::string& path) { return path.find("stdlib") == path.npos; }};
}

Outcome repaired(const std::string& path, bool unsafe, Texts texts = {}) {
  const Look look = [&](const Texts& now) -> std::optional<Found> {
    driver::Checked checked = look_at(path, now);
    return Found{std::move(checked.sources), checked.findings.all()};
  };
  return repair(look, wishes(unsafe), std::move(texts));
}

std::size_t text_errors(const driver::Checked& checked) {
  std::size_t count = 0;
  for (const diagnose::Finding& finding : checked.findings.all())
    count += static_cast<unsigned>(finding.code) < 1000 ? 1 : 0;
  return count;
}

struct Policy : testing::TestWithParam<std::string> {};

std::vector<std::string> policies() {
  std::vector<std::string> result;
  for (const char* folder : {"tests/golden/diagnostics/bad", "tests/golden/diagnostics/good",
                             "tests/property/repair", "examples", "stdlib/templates"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SLA_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".sla") result.push_back(entry.path().string());
    }
  }
  std::ranges::sort(result);
  return result;
}

TEST_P(Policy, IsRepairedOnceAndForAll) {
  const driver::Checked before = look_at(GetParam(), {});
  for (const bool unsafe : {false, true}) {
    const Outcome once = repaired(GetParam(), unsafe);
    const Outcome twice = repaired(GetParam(), unsafe, once.texts);
    EXPECT_TRUE(twice.made.empty()) << "again: " << twice.made[0].title;
    EXPECT_EQ(twice.texts, once.texts);
    if (once.made.empty()) continue;
    const driver::Checked after = look_at(GetParam(), once.texts);
    EXPECT_LE(text_errors(after), text_errors(before));
    if (before.agreement) {
      ASSERT_TRUE(after.agreement) << "a repair broke the agreement";
      if (!unsafe) {
        EXPECT_EQ(driver::semantic_hash(*after.agreement),
                  driver::semantic_hash(*before.agreement));
      }
    }
  }
}

std::string as_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = fs::relative(info.param, SLA_SOURCE_DIR).string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Repair, Policy, testing::ValuesIn(policies()), as_name);

/// What the property above would not notice: that there are repairs at all.
TEST(Repair, IsOfUse) {
  std::size_t safe = 0, unsafe = 0, with_agreement = 0;
  for (const std::string& path : policies()) {
    const bool sound = look_at(path, {}).agreement.has_value();
    const std::size_t own = repaired(path, false).made.size();
    safe += own;
    with_agreement += sound && own > 0 ? 1 : 0;
    unsafe += repaired(path, true).made.size();
  }
  EXPECT_GE(safe, 15U);
  EXPECT_GE(unsafe, safe + 25U);
  EXPECT_GE(with_agreement, 2U) << "safe repairs of policies that mean something";
}

}  // namespace
}  // namespace sla::repair
