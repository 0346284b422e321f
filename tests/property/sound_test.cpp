// The analysis of the whole agreement must have nothing to say of agreements that are sound: those
// that a generator makes so, the examples, and what `sla init` creates. And of each sound one into
// which a single defect was planted it must find that defect.
//
// SLA_SOUND_CASES sets how many agreements are tried (2,000 before a release), SLA_SOUND_SEED the
// first seed.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/lint.h"
#include "tests/property/settings.h"
#include "tests/property/sound_agreement.h"

namespace sla::property {
namespace {

namespace fs = std::filesystem;

struct Linted {
  std::vector<std::string> codes;
  std::string told;  ///< As a person sees it.
};

Linted lint_file(const std::string& path) {
  auto checked = driver::check(path);
  if (!checked) return {{"unreadable"}, checked.error().message};
  if (auto done = driver::lint(*checked); !done) return {{"broken"}, done.error()};
  Linted linted;
  for (const diagnose::Finding& finding : checked->findings.all()) {
    if (finding.suppressed) continue;
    linted.codes.push_back(diagnose::code_text(finding.code));
    linted.told += diagnose::render_text(finding, checked->sources, false) + "\n";
  }
  return linted;
}

Linted lint_text(const std::string& text) {
  const fs::path path = fs::path(testing::TempDir()) / "sound_test.sla";
  std::ofstream(path) << text;
  return lint_file(path.string());
}

TEST(Sound, GeneratedAgreementsHaveNoFinding) {
  const std::uint64_t first = setting("SLA_SOUND_SEED", 1);
  const std::uint64_t cases = setting("SLA_SOUND_CASES", 60);
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + cases && failures < 3; ++seed) {
    const std::string text = sound_agreement(seed);
    const Linted linted = lint_text(text);
    if (linted.codes.empty()) continue;
    ++failures;
    ADD_FAILURE() << "seed " << seed << "\n" << linted.told << "\n" << text;
  }
  RecordProperty("agreements", static_cast<int>(cases));
}

TEST(Sound, APlantedDefectIsFound) {
  const std::uint64_t first = setting("SLA_SOUND_SEED", 1);
  const std::uint64_t cases = setting("SLA_SOUND_CASES", 60) / 10 + 1;
  for (const Defect defect : kDefects) {
    for (std::uint64_t seed = first; seed < first + cases; ++seed) {
      const std::string text = sound_agreement(seed, defect);
      const Linted linted = lint_text(text);
      const bool is_found = std::ranges::find(linted.codes, code_of(defect)) != linted.codes.end();
      EXPECT_TRUE(is_found) << code_of(defect) << " in seed " << seed << "\n"
                            << linted.told << "\n"
                            << text;
      if (!is_found) break;
    }
  }
}

/// The policies below a folder that can be judged: not libraries, which declare no agreement.
std::vector<std::string> policies_below(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".sla") paths.push_back(entry.path().string());
  }
  std::ranges::sort(paths);
  return paths;
}

TEST(Sound, ExamplesTemplatesAndTheLibraryHaveNoFinding) {
  const fs::path source = SLA_SOURCE_DIR;
  std::size_t count = 0;
  for (const char* folder : {"examples", "stdlib"}) {
    for (const std::string& path : policies_below(source / folder)) {
      ++count;
      EXPECT_EQ(lint_file(path).told, "") << path;
    }
  }
  EXPECT_GT(count, 30u);
}

}  // namespace
}  // namespace sla::property
