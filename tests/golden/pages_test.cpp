// The examples of the language's page are policies: each is checked, continuing the whole policy at
// its beginning unless it has an `agreement` of its own. One marked `reject` must have an error.

#include <unistd.h>

#include <fstream>
#include <optional>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"
#include "tests/golden/golden.h"
#include "tests/golden/pages.h"

namespace sla::golden {

std::vector<Example> examples_of(const fs::path& page) {
  std::vector<Example> examples;
  std::istringstream lines(read(page));
  std::string line;
  bool inside = false;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      examples.back().text += line + "\n";
    } else if (line == "```sla" || line.starts_with("```sla ")) {
      inside = true;
      const std::string more = line.size() > 7 ? line.substr(7) : "";
      const bool library = more.starts_with("library ");
      examples.push_back({number, more == "reject", library ? more.substr(8) : "", ""});
    }
  }
  return examples;
}

namespace {

class TemporaryPolicy {
 public:
  explicit TemporaryPolicy(const std::string& text)
      : path_(fs::temp_directory_path() /
              ("sla_page_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
               "_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".sla")) {
    std::ofstream(path_) << text;
  }
  ~TemporaryPolicy() { fs::remove(path_); }
  TemporaryPolicy(const TemporaryPolicy&) = delete;
  TemporaryPolicy& operator=(const TemporaryPolicy&) = delete;
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string rendered(const driver::Checked& checked) {
  std::string text;
  for (const diagnose::Finding& finding : checked.findings.all()) {
    text += diagnose::render_text(finding, checked.sources, false);
  }
  return text;
}

TEST(Pages, TheExamplesOfTheLanguageAreChecked) {
  const fs::path page = folder("../..") / "docs/reference/language.md";
  const std::vector<Example> examples = examples_of(page);
  ASSERT_GT(examples.size(), 20u) << page << " has hardly any examples";
  for (const Example& example : examples) {
    const bool whole = example.text.starts_with("agreement ");
    const TemporaryPolicy policy(whole ? example.text : examples.front().text + example.text);
    const auto checked = driver::check(policy.path());
    ASSERT_TRUE(checked) << checked.error().message;
    EXPECT_EQ(checked->findings.has_errors(), example.reject) << "line " << example.line << "\n"
                                                              << rendered(*checked);
  }
}

bool is_whole(const std::string& policy) {
  return policy.starts_with("agreement ") || policy.find("\nagreement ") != policy.npos;
}

/// The pages whose examples are policies, or files of a library that those use.
class PagesOfPolicies : public ::testing::TestWithParam<const char*> {};

TEST_P(PagesOfPolicies, AreSound) {
  const std::vector<Example> examples = examples_of(folder("../..") / "docs" / GetParam());
  ASSERT_FALSE(examples.empty());
  const fs::path library =
      fs::temp_directory_path() / ("sla_page_library_" + std::to_string(getpid()));
  driver::CheckOptions options;
  options.library_folders = {library.string()};
  for (const Example& example : examples) {
    std::string path;
    std::optional<TemporaryPolicy> policy;
    if (example.library.empty()) {
      ASSERT_TRUE(is_whole(example.text)) << "line " << example.line;
      path = policy.emplace(example.text).path();
    } else {
      path = (library / example.library).string();
      fs::create_directories(fs::path(path).parent_path());
      std::ofstream(path) << example.text;
    }
    const auto checked = driver::check(path, options);
    ASSERT_TRUE(checked) << checked.error().message;
    EXPECT_TRUE(checked->findings.empty()) << "line " << example.line << "\n" << rendered(*checked);
  }
  fs::remove_all(library);
}

INSTANTIATE_TEST_SUITE_P(Docs, PagesOfPolicies,
                         ::testing::Values("reference/standard-library.md",
                                           "how-to/map-a-crm-export.md",
                                           "how-to/map-a-salesforce-export.md",
                                           "how-to/map-a-hubspot-export.md",
                                           "how-to/write-a-template.md"));

/// The pieces of a page that are one policy together.
std::string whole_policy(const fs::path& page) {
  std::string text;
  for (const Example& example : examples_of(page)) text += example.text + "\n";
  return text;
}

TEST(Pages, TheTestsOfHowToTestHoldAndReachAlmostEverything) {
  const TemporaryPolicy policy(whole_policy(folder("../..") / "docs/how-to/test-an-agreement.md"));
  const auto checked = driver::check(policy.path());
  ASSERT_TRUE(checked && checked->agreement);
  EXPECT_TRUE(checked->findings.empty()) << rendered(*checked);
  const auto report = driver::run_tests(*checked->agreement, {});
  ASSERT_TRUE(report) << report.error();
  EXPECT_GT(report->results.size(), 4u);
  for (const driver::TestResult& result : report->results) {
    EXPECT_TRUE(result.passed()) << result.test->title;
  }
  // The page asks for 90%.
  EXPECT_GE(report->coverage.reached() * 10, report->coverage.items().size() * 9);
}

}  // namespace
}  // namespace sla::golden
