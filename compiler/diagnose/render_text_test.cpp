#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"

namespace sla::diagnose {
namespace {

struct Case {
  source::Sources sources;
  Findings findings;
  std::uint32_t file;

  explicit Case(std::string text) : file(*sources.add("f.sla", std::move(text))) {}

  source::Span span_of(std::string_view part) {
    const auto begin = static_cast<std::uint32_t>(sources.file(file).text().find(part));
    return {file, begin, begin + static_cast<std::uint32_t>(part.size())};
  }
  std::string rendered(bool colour = false) {
    return render_text(findings.all().back(), sources, colour);
  }
};

TEST(RenderText, ShowsEveryPart) {
  Case c("lead {\n  score integer\n}\ndefine hot = scoer > 5\n");
  auto& finding = c.findings.add(Code::unknown_name, c.span_of("scoer"),
                                 "nothing is called `scoer`", "not declared");
  finding.secondary.push_back({c.span_of("score integer"), "similar"});
  finding.notes.push_back("fields are declared in `lead`");
  finding.help = "did you mean `score`?";
  EXPECT_EQ(c.rendered(),
            "error[SLA1001]: nothing is called `scoer`\n"
            " --> f.sla:4:14\n"
            "  |\n"
            "2 |   score integer\n"
            "  |   ------------- similar\n"
            "...\n"
            "4 | define hot = scoer > 5\n"
            "  |              ^^^^^ not declared\n"
            "  |\n"
            "  = note: fields are declared in `lead`\n"
            "  = help: did you mean `score`?\n");
}

TEST(RenderText, ExpandsTabsAndWideCharacters) {
  Case c("\t\"\xE6\x97\xA5\xE6\x9C\xAC\" $\n");
  c.findings.add(Code::bad_character, c.span_of("$"), "`$` has no meaning here");
  EXPECT_EQ(c.rendered(),
            "error[SLA0001]: `$` has no meaning here\n"
            " --> f.sla:1:7\n"
            "  |\n"
            "1 |     \"\xE6\x97\xA5\xE6\x9C\xAC\" $\n"
            "  |            ^\n");
}

TEST(RenderText, WhatIsQuotedCannotReachTheTerminalOrFillIt) {
  Case c("x\n");
  auto& finding =
      c.findings.add(Code::unknown_zone, c.span_of("x"), "no zone \x1b[2J\u202e", "a\nb");
  finding.help = std::string(5000, 'h');
  EXPECT_EQ(c.rendered(),
            "error[SLA1007]: no zone \uFFFD[2J\uFFFD\n"
            " --> f.sla:1:1\n"
            "  |\n"
            "1 | x\n"
            "  | ^ a\uFFFDb\n"
            "  |\n"
            "  = help: " +
                std::string(600, 'h') + "...\n");
}

TEST(RenderText, UnderlinesTheFirstLineOfALongSpan) {
  Case c("clause a {\n  x\n}\n");
  c.findings.add(Code::unexpected, c.span_of("a {\n  x\n}"), "message");
  EXPECT_EQ(c.rendered(),
            "error[SLA0003]: message\n --> f.sla:1:8\n  |\n1 | clause a {\n  |        ^^^\n");
}

TEST(RenderText, CutsLongLines) {
  Case c(std::string(300, 'a') + " $ " + std::string(300, 'b'));
  c.findings.add(Code::bad_character, c.span_of("$"), "message");
  const std::string text = c.rendered();
  const std::size_t line = text.find("1 | ...aaa");
  ASSERT_NE(line, std::string::npos) << text;
  const std::size_t carets = text.find("  | ", line);
  EXPECT_EQ(text.find('$', line) - line, text.find('^', carets) - carets) << text;
  EXPECT_LT(text.find('\n', line) - line, 140U);
}

TEST(RenderText, MarksTheEndOfTheText) {
  Case c("clause");
  c.findings.add(Code::unexpected, {c.file, 6, 6}, "message");
  EXPECT_EQ(c.rendered(),
            "error[SLA0003]: message\n --> f.sla:1:7\n  |\n1 | clause\n  |       ^\n");
}

TEST(RenderText, NeverShowsControlCharacters) {
  Case c("define x = \"\x1b[31m\xE2\x80\xAE\" $");
  c.findings.add(Code::bad_character, c.span_of("$"), "message");
  EXPECT_EQ(c.rendered().find('\x1b'), std::string::npos);
  EXPECT_EQ(c.rendered().find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_NE(c.rendered(true).find("\x1b[1;31merror[SLA0001]"), std::string::npos);
}

TEST(RenderText, ShowsLabelsInOtherFiles) {
  Case c("define a = 1\n");
  const auto other = *c.sources.add("g.sla", "\n\ndefine a = 2\n");
  auto& finding = c.findings.add(Code::duplicate_name, c.span_of("a ="), "`a` is declared twice");
  finding.secondary.push_back({{other, 9, 10}, "first declared here"});
  EXPECT_NE(c.rendered().find(" ::: g.sla:3:8\n"), std::string::npos) << c.rendered();
}

TEST(Findings, SettleSortsAndDropsRepetitions) {
  Findings findings;
  findings.add(Code::bad_date, {0, 9, 10}, "b");
  findings.add(Code::bad_date, {0, 1, 2}, "a");
  findings.add(Code::bad_date, {0, 9, 10}, "b again");
  findings.add(Code::overlapping_openings, {0, 9, 10}, "c");
  findings.settle();
  ASSERT_EQ(findings.all().size(), 3U);
  EXPECT_EQ(findings.all()[0].message, "a");
  EXPECT_EQ(findings.all()[1].message, "b");
  EXPECT_TRUE(findings.has_errors());
}

TEST(Catalogue, KnowsEveryCode) {
  for (const CodeEntry& one : catalogue()) EXPECT_EQ(entry(one.code).name, one.name);
  EXPECT_EQ(code_text(Code::bad_character), "SLA0001");
}

}  // namespace
}  // namespace sla::diagnose
