// Every code has a page, and what the page shows is true: its bad examples have exactly this
// finding under `sla lint`, the repaired ones and the near misses do not.

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/codes/pages.h"
#include "compiler/diagnose/render.h"
#include "compiler/driver/lint.h"
#include "tests/golden/code_pages.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

using diagnose::Finding;
using diagnose::Severity;

constexpr std::size_t kWidest = 115;

/// Examples of a page as files in a folder of their own.
class Stage {
 public:
  Stage(const CodePage& page, const std::string& name)
      : folder_(fs::temp_directory_path() /
                ("sla_code_page_" + name + "_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    for (const PageBlock& block : page.blocks) {
      if (!block.file.empty()) write(block.file, block.text);
    }
  }
  ~Stage() { fs::remove_all(folder_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// What `sla lint` finds in a policy.
  std::vector<Finding> lint(const std::string& policy, std::string& rendered) {
    driver::CheckOptions options;
    options.library_folders = {folder_.string()};
    auto checked = driver::check(write("policy.sla", policy), options);
    if (!checked) {
      ADD_FAILURE() << checked.error().message;
      return {};
    }
    if (const auto done = driver::lint(*checked); !done) ADD_FAILURE() << done.error();
    for (const Finding& finding : checked->findings.all())
      rendered += diagnose::render_text(finding, checked->sources, false) + "\n";
    std::vector<Finding> findings = checked->findings.all();
    std::erase_if(findings, [](const Finding& finding) { return finding.suppressed.has_value(); });
    return findings;
  }

 private:
  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  fs::path folder_;
};

struct CodePageOf : testing::TestWithParam<std::string> {
  fs::path path() const { return code_pages() / (GetParam() + ".md"); }
};

TEST_P(CodePageOf, HasItsParts) {
  const CodePage page = read_code_page(path());
  const std::string begin = GetParam() + ": ";
  ASSERT_TRUE(page.title.starts_with(begin)) << page.title;
  EXPECT_FALSE(page.title.ends_with('.')) << page.title;
  EXPECT_LE(page.title.size(), 110u) << page.title;
  EXPECT_GT(page.prose.size(), 150u) << "says hardly anything of what the code means";
  if (!page.reserved.empty()) {
    EXPECT_TRUE(page.sections.empty());
    return;
  }
  const int code = std::stoi(GetParam().substr(3));
  std::vector<std::string> needed = {"Fires", "Repaired"};
  if (code >= 2100 && code < 3000) needed.emplace_back("Stays silent");
  auto last = page.sections.begin();
  for (const std::string& section : needed) {
    const auto found = std::find(last, page.sections.end(), section);
    ASSERT_NE(found, page.sections.end()) << "no section `" << section << "` in its place";
    last = found;
    const auto in_section = [&](const PageBlock& block) {
      return block.section == section && (block.policy || !page.not_played.empty());
    };
    EXPECT_TRUE(std::ranges::any_of(page.blocks, in_section))
        << "nothing is shown below " << section;
  }
}

TEST_P(CodePageOf, IsNotTooWide) {
  std::istringstream lines(read(path()));
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with('|') || line.starts_with("<!--")) continue;
    EXPECT_LE(line.size(), kWidest + 30) << "line " << number;  // Links may stand out.
  }
}

TEST_P(CodePageOf, IsPlayed) {
  const CodePage page = read_code_page(path());
  if (!page.not_played.empty() || !page.reserved.empty()) return;
  Stage stage(page, GetParam());
  for (const PageBlock& block : page.blocks) {
    const bool fires = block.section == "Fires";
    if (!block.policy || !(fires || block.section == "Repaired" || block.section == "Stays silent"))
      continue;
    std::string rendered;
    const std::vector<Finding> findings = stage.lint(block.text, rendered);
    const auto is_this = [&](const Finding& finding) {
      return diagnose::code_text(finding.code) == GetParam();
    };
    const auto is_other = [&](const Finding& finding) {
      const bool expected = fires && page.come_along.contains(diagnose::code_text(finding.code));
      const bool counts = fires || finding.severity == Severity::error;
      return counts && !is_this(finding) && !expected;
    };
    EXPECT_EQ(std::ranges::any_of(findings, is_this), fires)
        << block.section << ", line " << block.line << "\n"
        << rendered;
    EXPECT_FALSE(std::ranges::any_of(findings, is_other))
        << block.section << ", line " << block.line << "\n"
        << rendered;
  }
}

TEST_P(CodePageOf, IsInTheProgram) {
  const auto code = codes::code_meant(GetParam());
  ASSERT_TRUE(code) << "no code of this number";
  EXPECT_EQ(codes::page_of(*code), read(path())) << "the program was built with another page";
  const codes::Page page = codes::page(*code);
  EXPECT_EQ(page.markdown.find("<!--"), std::string::npos);
  EXPECT_FALSE(page.explanation.empty());
}

std::string as_name(const testing::TestParamInfo<std::string>& info) { return info.param; }

std::vector<std::string> pages() {
  std::vector<std::string> pages = names(code_pages(), ".md");
  std::erase(pages, "README");
  return pages;
}

INSTANTIATE_TEST_SUITE_P(Codes, CodePageOf, testing::ValuesIn(pages()), as_name);

TEST(CodePages, ThereIsOneForEveryCodeAndNoOther) {
  std::set<std::string> codes;
  for (const diagnose::CodeEntry& entry : diagnose::catalogue())
    codes.insert(diagnose::code_text(entry.code));
  for (const std::string& page : pages())
    EXPECT_EQ(codes.erase(page), 1u) << page << ".md is of no code";
  for (const std::string& code : codes) ADD_FAILURE() << code << " has no page in docs/codes";
}

TEST(CodePages, TheBaseThatExamplesContinueIsSound) {
  CodePage none;
  std::string rendered;
  EXPECT_TRUE(Stage(none, "base").lint(read(code_pages() / "base.sla"), rendered).empty())
      << rendered;
}

// ---- The index: docs/reference/diagnostics.md ends with a table of all codes.

struct Group {
  int from, to;
  const char* heading;
};

constexpr Group kGroups[] = {
    {0, 999, "Text"},
    {1000, 1999, "Names, types and parts"},
    {2000, 2099, "What a policy would do"},
    {2100, 2199, "What no human reader sees"},
    {2200, 2999, "Clarity"},
    {3000, 3099, "Sources"},
    {3100, 3999, "Tests"},
    {4000, 4999, "Evaluation"},
    {5000, 5999, "Signatures"},
    {6000, 9999, "Settings, suppressions and baselines"},
};

constexpr const char* kIndexBegins = "<!-- tests/bless writes what follows -->\n";

std::string index_of_codes() {
  std::string text;
  for (const Group& group : kGroups) {
    std::string rows;
    for (const diagnose::CodeEntry& entry : diagnose::catalogue()) {
      const int number = static_cast<int>(entry.code);
      if (number < group.from || number > group.to) continue;
      const std::string code = diagnose::code_text(entry.code);
      rows += "| [" + code + "](../codes/" + code + ".md) | " +
              std::string(diagnose::severity_name(entry.severity)) + " | " +
              std::string(entry.meaning) + " |\n";
    }
    if (rows.empty()) continue;
    text +=
        "\n## " + std::string(group.heading) + "\n\n| code | | meaning |\n|---|---|---|\n" + rows;
  }
  return text;
}

TEST(CodePages, TheIndexHasEveryCode) {
  const fs::path path = folder("../..") / "docs" / "reference" / "diagnostics.md";
  const std::string page = read(path);
  const std::size_t begin = page.find(kIndexBegins);
  ASSERT_NE(begin, std::string::npos);
  const std::string head = page.substr(0, begin + std::string(kIndexBegins).size());
  expect_file(path, head + index_of_codes());
}

}  // namespace
}  // namespace sla::golden
