// The page of the standard library is true: its tables are made of the files, its examples are
// checked, and every template of a clause is used in one. Blessing writes the tables.

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "compiler/driver/compile.h"
#include "compiler/parse/parse.h"
#include "compiler/syntax/print.h"
#include "tests/golden/golden.h"
#include "tests/golden/pages.h"

namespace sla::golden {
namespace {

using syntax::Declaration;

class LibraryPage : public ::testing::Test {
 protected:
  const fs::path root_ = folder("../..");
  const fs::path page_ = root_ / "docs/reference/standard-library.md";

  std::vector<Declaration> declarations(const std::string& file) {
    const auto loaded = sources_.load((root_ / file).string());
    EXPECT_TRUE(loaded) << file;
    if (!loaded) return {};
    diagnose::Findings findings;
    auto read = parse::parse(sources_, *loaded, findings).declarations;
    EXPECT_TRUE(findings.empty()) << file;
    return read;
  }

  std::string text(source::Span span) const { return parse::on_one_line(sources_, span); }

  source::Sources sources_;
};

/// The files of the library that the page has a table for.
std::vector<std::string> files_of(const fs::path& root) {
  std::vector<std::string> files;
  for (const std::string section : {"lifecycles", "clauses", "crm"}) {
    for (const std::string& name : names(root / "stdlib" / section, ".sla"))
      files.push_back("stdlib/" + section + "/" + name + ".sla");
  }
  return files;
}

std::string states_of(const syntax::Lifecycle& lifecycle) {
  std::string listing;
  for (const syntax::StateLine& line : lifecycle.states) {
    for (const syntax::Name& name : line.names)
      listing += (listing.empty() ? "`" : ", `") + name.text + "`";
  }
  return listing;
}

/// The columns that a source reads, in the order of its lines.
std::string columns_of(const std::string& body) {
  static const std::regex column(R"re(\b(?:from|where|into|when) "([^"]+)")re");
  std::string listing;
  std::set<std::string> seen;
  for (std::sregex_iterator at(body.begin(), body.end(), column), end; at != end; ++at) {
    if (seen.insert((*at)[1]).second)
      listing += (listing.empty() ? "`" : ", `") + (*at)[1].str() + "`";
  }
  return listing;
}

class TableMaker {
 public:
  TableMaker(const std::string& file, const source::Sources& sources)
      : library_(fs::path(file).stem().string()), sources_(sources) {}

  std::string table(const std::vector<Declaration>& declarations) {
    for (const Declaration& declaration : declarations) {
      if (const auto* found = std::get_if<syntax::Template>(&declaration)) add(*found);
      if (const auto* found = std::get_if<syntax::Lifecycle>(&declaration)) {
        rows_ += "| `" + library_ + "` | " + states_of(*found) + " |\n";
        head_ = "| lifecycle | states |\n|---|---|\n";
      }
    }
    return head_ + rows_;
  }

 private:
  void add(const syntax::Template& found) {
    const std::string body = parse::on_one_line(sources_, found.body);
    const bool source = found.kind == syntax::TemplateKind::source;
    rows_ += "| `" + library_ + "." + found.name.text + "` | " +
             (found.title ? found.title->value : "") + " | " + parameters(found) + " | " +
             (source ? columns_of(body) : "`" + body + "`") + " |\n";
    head_ = source ? "| template | reads | parameters | columns |\n|---|---|---|---|\n"
                   : "| template | | parameters | promises |\n|---|---|---|---|\n";
  }

  std::string parameters(const syntax::Template& found) const {
    std::string listing;
    for (const bool optional : {false, true}) {
      for (const syntax::Parameter& parameter : found.parameters) {
        if (parameter.otherwise.has_value() != optional || !parameter.type) continue;
        listing += (listing.empty() ? "`" : ", `") + parameter.name.text + "` " +
                   std::string(syntax::name_of(*parameter.type));
        if (optional)
          listing += " = `" + parse::on_one_line(sources_, parameter.otherwise->span) + "`";
      }
    }
    return listing;
  }

  std::string library_, head_, rows_;
  const source::Sources& sources_;
};

TEST_F(LibraryPage, TheTablesAreMadeOfTheFiles) {
  std::string page = read(page_);
  for (const std::string& file : files_of(root_)) {
    const std::string mark = "<!-- made of " + file + " -->\n";
    const std::size_t begin = page.find(mark);
    ASSERT_NE(begin, std::string::npos) << "the page has no line `" << mark << "`";
    const std::size_t from = begin + mark.size(), to = page.find("\n\n", from - 1) + 1;
    page.replace(from, to - from, TableMaker(file, sources_).table(declarations(file)));
  }
  expect_file(page_, page);
}

TEST_F(LibraryPage, EveryClauseHasAnExample) {
  std::string examples;
  for (const Example& example : examples_of(page_)) examples += example.text;
  for (const std::string& file : files_of(root_)) {
    if (!file.starts_with("stdlib/clauses/")) continue;
    for (const Declaration& declaration : declarations(file)) {
      const auto* found = std::get_if<syntax::Template>(&declaration);
      if (found == nullptr) continue;
      const std::string name = fs::path(file).stem().string() + "." + found->name.text;
      EXPECT_NE(examples.find("from " + name + " with"), std::string::npos) << name;
    }
  }
}

/// Every file, as its author would check it: templates that nobody has used are tried with samples.
TEST_F(LibraryPage, EveryFileIsSound) {
  for (const std::string& file : files_of(root_)) {
    const auto checked = driver::check((root_ / file).string());
    ASSERT_TRUE(checked) << file;
    for (const diagnose::Finding& finding : checked->findings.all())
      ADD_FAILURE() << file << ": " << finding.message;
  }
}

}  // namespace
}  // namespace sla::golden
