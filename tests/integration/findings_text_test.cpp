// What a user sees of findings: the text and its end, colours, and the pages of codes. The formats
// for programs are read by programs in tests/formats.

#include <cstdlib>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

constexpr const char* kBad = "tests/golden/diagnostics/bad/unknown_name.sla";

TEST(FindingsAsText, TextEndsWithWhatWasFoundAndWhereToReadOn) {
  const Answer answer = sla({"check", kBad});
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_EQ(answer.out, "");
  EXPECT_NE(answer.err.find("found 1 error\nmore about it: `sla explain SLA1001`\n"),
            std::string::npos)
      << answer.err;
}

TEST(FindingsAsText, OfManyAFewAreShownAndTheRestIsCounted) {
  const Answer answer =
      sla({"check", "--max-errors", "2", "tests/golden/diagnostics/bad/too_many_errors.sla"});
  EXPECT_NE(answer.err.find("found 51 errors; 49 not shown: `--max-errors 0` shows all\n"),
            std::string::npos)
      << answer.err;
  EXPECT_EQ(sla({"check", "--max-errors", "-1", kBad}).exit_code, 2);
}

TEST(FindingsAsText, ColourIsWhereItIsAskedFor) {
  EXPECT_EQ(sla({"check", kBad}).err.find('\x1b'), std::string::npos);
  EXPECT_NE(sla({"check", "--color", "always", kBad}).err.find('\x1b'), std::string::npos);
  ::setenv("CLICOLOR_FORCE", "1", 1);
  EXPECT_NE(sla({"check", kBad}).err.find('\x1b'), std::string::npos);
  EXPECT_EQ(sla({"--color=never", "check", kBad}).err.find('\x1b'), std::string::npos);
  ::unsetenv("CLICOLOR_FORCE");
}

TEST(FindingsAsText, AFormatThatThereIsNotIsAUsageError) {
  EXPECT_EQ(sla({"check", "--format", "xml", kBad}).exit_code, 2);
  ::setenv("SLA_FORMAT", "xml", 1);
  const Answer answer = sla({"check", kBad});
  ::unsetenv("SLA_FORMAT");
  EXPECT_EQ(answer.exit_code, 2);
  EXPECT_NE(answer.err.find("xml"), std::string::npos) << answer.err;
}

TEST(ExplainCode, ShowsThePageHoweverTheCodeIsWritten) {
  const Answer page = sla({"explain", "SLA1004"});
  EXPECT_EQ(page.exit_code, 0) << page.err;
  EXPECT_TRUE(page.out.starts_with("SLA1004: an optional field used before")) << page.out;
  EXPECT_NE(page.out.find("\nRepaired\n\n    define d = "), std::string::npos) << page.out;
  EXPECT_EQ(sla({"explain", "sla1004"}).out, page.out);
  EXPECT_EQ(sla({"explain", "1004"}).out, page.out);
  EXPECT_EQ(page.out.find("<!--"), std::string::npos);
}

TEST(ExplainCode, ForProgramsItIsMarkdownOrJson) {
  const Answer markdown = sla({"explain", "SLA1004", "--format", "markdown"});
  EXPECT_TRUE(markdown.out.starts_with("# SLA1004: an optional field")) << markdown.out;
  const auto json = nlohmann::json::parse(sla({"explain", "4", "--format", "json"}).out);
  EXPECT_EQ(json["code"], "SLA0004");
  EXPECT_EQ(json["name"], "nested_too_deep");
  EXPECT_EQ(json["severity"], "error");
  const auto list = nlohmann::json::parse(sla({"explain", "--list", "--format", "json"}).out);
  EXPECT_GT(list.size(), 60u);
}

TEST(ExplainCode, OneThatDoesNotExistNamesThoseNearIt) {
  const Answer near = sla({"explain", "SLA1104"});
  EXPECT_EQ(near.exit_code, 2);
  EXPECT_NE(near.err.find("there is no code `SLA1104`"), std::string::npos) << near.err;
  EXPECT_NE(near.err.find("SLA1004 (an optional field"), std::string::npos) << near.err;
  const Answer far = sla({"explain", "nonsense"});
  EXPECT_EQ(far.exit_code, 2);
  EXPECT_NE(far.err.find("`sla explain --list` shows all codes"), std::string::npos) << far.err;
}

TEST(ExplainCode, TheStoryOfALeadStillNeedsItsHistory) {
  const Answer nothing = sla({"explain"});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_NE(nothing.err.find("FILE is required"), std::string::npos) << nothing.err;
  const Answer events = sla({"explain", "examples/northwind.sla", "--lead", "L-1"});
  EXPECT_EQ(events.exit_code, 2);
  EXPECT_NE(events.err.find("--events is required"), std::string::npos) << events.err;
  const Answer as_of = sla({"explain", "x.sla", "--events", "x.csv", "--lead", "L-1"});
  EXPECT_EQ(as_of.exit_code, 2);
  EXPECT_NE(as_of.err.find("--as-of is required"), std::string::npos) << as_of.err;
}

}  // namespace
}  // namespace sla::integration
