// The policies that people read first are in the style that `sla fmt` writes.

#include "compiler/format/format.h"

#include <gtest/gtest.h>

#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

std::vector<fs::path> shipped_policies() {
  std::vector<fs::path> policies;
  for (const char* root : {"examples", "stdlib"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder("../..") / root)) {
      if (entry.path().extension() == ".sla") policies.push_back(entry.path());
    }
  }
  return policies;
}

TEST(Style, ExamplesAndTheLibraryAreFormatted) {
  const std::vector<fs::path> policies = shipped_policies();
  EXPECT_GT(policies.size(), 20u);
  for (const fs::path& path : policies) {
    source::Sources sources;
    diagnose::Findings findings;
    const auto file = sources.load(path.string());
    ASSERT_TRUE(file) << path;
    const auto formatted = format::format(sources, *file, findings);
    ASSERT_TRUE(formatted) << path << " does not read";
    EXPECT_EQ(read(path), *formatted) << path << ": run `sla fmt` on it";
  }
}

}  // namespace
}  // namespace sla::golden
