#include <gtest/gtest.h>

#include <array>
#include <string>

#include <fmt/format.h>

#include "SlaParser.h"
#include "compiler/diagnose/render.h"
#include "compiler/parse/describe.h"
#include "compiler/parse/parse.h"

namespace sla::parse {
namespace {

using grammar::SlaParser;

std::string findings_of(const std::string& text) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("words.sla", text);
  parse(sources, *file, findings);
  std::string result;
  for (const auto& finding : findings.all()) result += render_text(finding, sources, false);
  return result;
}

/// Every word of the vocabulary that is not reserved.
std::vector<std::string> words() {
  std::vector<std::string> result;
  for (std::size_t type = SlaParser::K_AGREEMENT; type < SlaParser::IDENT; ++type) {
    for (std::string& word : spellings(type)) result.push_back(std::move(word));
  }
  return result;
}

TEST(Words, AreAllListed) { EXPECT_GT(words().size(), 130U); }

TEST(Words, CanNameEverything) {
  constexpr auto kPlaces = std::to_array<std::string_view>({
      "lead {{\n  {0} text\n  other one of {0}, {0}\n}}",
      "define {0} = {0} is known and {0} > 5 or not {0} and {0} in [{0}] and {0} is {0}",
      "define x = in {0} and in [{0}, {0}]",
      "lifecycle lead {{\n  {0} owned by {0} requires {0} is known\n  {0}, {0} final\n  {0} -> {0} "
      "or {0}\n}}",
      "calendar {0} {{\n  open always\n}}",
      "holidays {0} {{\n  all of {0} except \"x\"\n  \"y\" {0} 1\n  \"z\" last Monday of {0}\n}}",
      "calendar c {{\n  open always\n  closed {0}\n  closed {0}.{0}\n}}",
      "role {0}\nevent {0}\ntouch {0}\nrecord {0} {{ {0} text }}",
      "source {0} {{\n  lead from {0}\n  time from {0}\n  field {0} from {0} {{ \"x\" is {0} }}\n"
      "  event from {0} {{\n    \"a\" enters {0}\n    \"b\" is {0}\n  }}\n}}",
      "clause {0} {{\n  {0} must move a lead to {0} or {0} by {0}\n  within {{\n    {0} 2 hours\n"
      "    otherwise 3 hours\n  }}\n  of entering {0}\n  when {0}\n  while {0}\n  paused while "
      "{0}\n"
      "  calendar {0}\n  target 95% each month per {0}\n  at due remind {0}\n}}",
      "clause {0} {{\n  {0} must make a {0}, {0} or a {0} within 2 hours of {0}\n}}",
      "clause {0} {{\n  {0} must deliver at least 5 leads entering {0} each month per {0} where "
      "{0}\n}}",
      "test \"t\" {{\n  given lead {0}, b {{ {0} 5 {0} {0} }}\n  given \"D\" in \"E\" {0} \"K\" "
      "party "
      "{0}\n"
      "  at 2026-01-01 {0} enters {0}\n  {0} is held\n  {0} gets {0} with {{ {0} unknown }}\n"
      "  {0} changes {{ {0} \"x\" }}\n  2 hours later {0} is assigned\n"
      "  expect {0} of {0} due 2026-01-01 tier {0} met\n  expect {0} met in 2026-03\n}}",
      "test \"t\" {{\n  {0} is merged into {0}\n"
      "  that {0} gets {0} at 2026-01-01 is retracted\n  expect no action of {0} for {0}\n"
      "  expect {0} of {0} reminds {0} and {0} \"K\" by {0} with \"m\" at 2026-01-01, used 2 "
      "hours\n  expect {0} of {0} does not escalate to {0}, creates a task \"c\" for {0}\n"
      "  expect \"D\" has 5 points from {0}, has badge {0} 2 times, is first in {0} in 2026\n}}",
  });
  for (const std::string& word : words()) {
    for (const std::string_view place : kPlaces) {
      const std::string text = fmt::format(fmt::runtime(place), word);
      EXPECT_EQ(findings_of(text), "") << text;
    }
  }
}

TEST(Words, ReservedOnesCannotName) {
  for (const std::string word : {"and", "or", "not", "in", "yes", "no", "otherwise"}) {
    EXPECT_NE(findings_of(fmt::format("calendar {} {{\n  open always\n}}", word)), "") << word;
  }
}

TEST(Words, EveryExpectationIsDescribed) {
  for (std::size_t type = 1; type <= SlaParser::BAD; ++type) {
    if (type == SlaParser::RECORD_NAME || type == SlaParser::COMMENT || type == SlaParser::SPACE ||
        type == SlaParser::STUCK || type == SlaParser::UNTERMINATED || type == SlaParser::BAD) {
      continue;
    }
    EXPECT_NE(describe_token(type), "``") << type;
  }
}

}  // namespace
}  // namespace sla::parse
