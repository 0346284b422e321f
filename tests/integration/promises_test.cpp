// The page that goes from the promise to the clause: each of its links leads to the line that says
// what the link says.

#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/integration/command.h"
#include "tests/integration/page.h"

namespace sla::integration {
namespace {

constexpr const char* kPage = "docs/explanation/from-the-promise-to-the-clause.md";

/// The one-based line of `file` that has `text`, from `from` on if it is there; 0 if none has.
int line_with(const std::string& file, const std::string& text, int from) {
  std::istringstream lines(read_file(file));
  std::string line;
  int first = 0;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.find(text) == std::string::npos) continue;
    if (number >= from) return number;
    if (first == 0) first = number;
  }
  return first;
}

TEST(Promises, LeadToTheLineThatSaysThem) {
  const std::string page = read_file(project(kPage));
  const std::regex link("\\[`([^`]+)`\\]\\(\\.\\./\\.\\./(examples/[^)#]+\\.sla)#L([0-9]+)\\)");
  std::string now;
  int links = 0;
  auto rest = page.cbegin();
  for (std::sregex_iterator at(page.begin(), page.end(), link), end; at != end; ++at, ++links) {
    const std::string said = (*at)[1], file = (*at)[2];
    const int line = line_with(project(file), said, std::stoi((*at)[3]));
    EXPECT_GT(line, 0) << file << " does not say `" << said << "`";
    now += std::string(rest, (*at)[3].first) + std::to_string(line);
    rest = (*at)[3].second;
  }
  now += std::string(rest, page.cend());
  EXPECT_GT(links, 35);
  if (blessing()) std::ofstream(project(kPage)) << now;
  EXPECT_EQ(now, read_file(project(kPage))) << "SLA_BLESS=1 writes the lines as they are now";
}

}  // namespace
}  // namespace sla::integration
