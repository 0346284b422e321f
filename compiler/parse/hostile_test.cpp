#include <gtest/gtest.h>

#include <string>

#include "compiler/parse/parse.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

constexpr std::size_t kMegabyte = source::kMaximumBytes;

std::string repeated(std::string_view part, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

std::vector<diagnose::Code> codes_of(const std::string& text) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("hostile.sla", text);
  EXPECT_TRUE(file) << text.size();
  parse(sources, *file, findings);
  std::vector<diagnose::Code> codes;
  for (const auto& finding : findings.all()) codes.push_back(finding.code);
  return codes;
}

using diagnose::Code;
using Codes = std::vector<Code>;

TEST(Hostile, NothingToRead) {
  EXPECT_EQ(codes_of(""), Codes{Code::empty_file});
  EXPECT_EQ(codes_of("\n\r\n \t\n"), Codes{Code::empty_file});
  EXPECT_EQ(codes_of("# only\n# comments"), Codes{Code::empty_file});
}

TEST(Hostile, DeepNesting) {
  EXPECT_EQ(codes_of("define x = " + repeated("(", kMegabyte - 20)), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of(repeated("{", kMegabyte)), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of("define x = y in " + repeated("[", 100)), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of("test \"t\" " + repeated("{", 100) + repeated("}", 100)),
            Codes{Code::nested_too_deep});
  const std::string deep = repeated("(", kDeepestNesting) + "a" + repeated(")", kDeepestNesting);
  EXPECT_EQ(codes_of("define x = " + deep), Codes{});
}

TEST(Hostile, LongChains) {
  EXPECT_EQ(codes_of("define x = " + repeated("not ", 5000) + "a"), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of("define x = " + repeated("-", 5000) + "a"), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of("define x = a" + repeated(" or a", 5000)), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of("define x = a" + repeated(" + a", 5000)), Codes{Code::nested_too_deep});
  EXPECT_EQ(codes_of("define x = a" + repeated(" or a", 500)), Codes{});
}

TEST(Hostile, MuchText) {
  EXPECT_EQ(codes_of(repeated("clause ", kMegabyte / 7)), Codes{Code::unexpected});
  EXPECT_EQ(codes_of(repeated("a ", kMegabyte / 2)), Codes{Code::too_long});
  EXPECT_EQ(codes_of("define x = y in [" + repeated("1,", kMegabyte / 2 - 20) + "1]"),
            Codes{Code::too_long});
  EXPECT_EQ(codes_of(std::string(kMegabyte, '#')), Codes{Code::empty_file});
  EXPECT_EQ(codes_of("define x = " + std::string(kMegabyte - 20, '9')), Codes{Code::bad_number});
}

TEST(Hostile, ManyErrorsEndReading) {
  for (const std::string line : {"clause\n", "$\n", "define x = 4h\n", "define x = \"\\q\"\n"}) {
    const Codes codes = codes_of(repeated(line, 1000));
    ASSERT_EQ(codes.size(), kMostErrors + 1) << line;
    EXPECT_EQ(codes.back(), Code::too_many_errors) << line;
  }
}

/// Every prefix of a policy is answered with findings, never with a crash or silence.
TEST(Hostile, EveryPrefix) {
  const std::string text =
      "agreement \"A\" {\n  between a and b\n}\nlead {\n  x one of a, b?\n}\ncalendar c {\n"
      "  open Mon-Fri 09:00-17:00\n  closed 2026-01-01 \"new year\"\n}\nclause s \"S\" {\n"
      "  a must move a lead to b\n  within {\n    x is a 2 hours\n    otherwise immediately\n  }\n"
      "  of being assigned in c\n  target 95% each month\n  when met award 5 points\n}\n";
  for (std::size_t size = 0; size < text.size(); ++size) codes_of(text.substr(0, size));
  EXPECT_EQ(codes_of(text), Codes{});
}

/// Nor does dropping or doubling any byte harm.
TEST(Hostile, EveryMutation) {
  const std::string text =
      "clause s \"S\" { a must make a call within { in [m] 2 hours\n otherwise 1 day } of entering "
      "m }\n"
      "source s { lead from x\n event from e { \"a\" enters m } }\n";
  for (std::size_t i = 0; i < text.size(); ++i) {
    codes_of(text.substr(0, i) + text.substr(i + 1));
    for (const char c : std::string("{}()[]\"\n,#-0a $\\'")) {
      codes_of(text.substr(0, i) + c + text.substr(i));
    }
  }
}

}  // namespace
}  // namespace sla::parse
