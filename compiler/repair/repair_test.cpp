#include "compiler/repair/repair.h"

#include <functional>

#include <gtest/gtest.h>

namespace sla::repair {
namespace {

using diagnose::Code;
using diagnose::Finding;
using diagnose::Safety;
using diagnose::Severity;

/// A made-up compiler of one file: each rule finds a word and offers another for it.
struct Rule {
  std::string word, instead;
  Safety safety = Safety::safe;
  Code code = Code::bad_character;
};

struct World {
  std::string text;
  std::vector<Rule> rules;
  int looks = 0;

  Look look() {
    return [this](const Texts& texts) -> std::optional<Found> {
      ++looks;
      Found found;
      const auto given = texts.find("a.sla");
      const auto file = found.sources.add("a.sla", given == texts.end() ? text : given->second);
      const std::string_view all = found.sources.file(*file).text();
      for (const Rule& rule : rules) {
        for (std::size_t at = all.find(rule.word); at != all.npos;
             at = all.find(rule.word, at + 1)) {
          const source::Span span{*file, static_cast<std::uint32_t>(at),
                                  static_cast<std::uint32_t>(at + rule.word.size())};
          Finding finding{.code = rule.code,
                          .severity = Severity::error,
                          .message = "m",
                          .primary = {span, ""},
                          .secondary = {},
                          .notes = {},
                          .help = "h",
                          .fix = diagnose::Fix{span, rule.instead, rule.safety},
                          .timeline = {}};
          found.findings.push_back(std::move(finding));
        }
      }
      return found;
    };
  }

  std::string repaired(bool unsafe = false) {
    const Wishes wishes{unsafe, [](const std::string&) { return true; }};
    const Outcome outcome = repair(look(), wishes);
    const auto found = outcome.texts.find("a.sla");
    return found == outcome.texts.end() ? text : found->second;
  }
};

TEST(Repair, MakesWhatIsSafeUnlessMoreIsWished) {
  World world{"one two one", {{"one", "1"}, {"two", "2", Safety::unsafe}}};
  EXPECT_EQ(world.repaired(), "1 two 1");
  EXPECT_EQ(world.looks, 2) << "repairs that do not touch are made together";
  EXPECT_EQ(world.repaired(true), "1 2 1");
}

TEST(Repair, MakesTouchingRepairsOneAfterTheOther) {
  World world{"abc", {{"ab", "x"}, {"bc", "y"}}};
  EXPECT_EQ(world.repaired(), "xc");
}

TEST(Repair, TakesBackWhatMakesThingsWorse) {
  // `a` becomes two errors; `b` next to it is repaired all the same.
  World world{"a b", {{"a", "bad bad"}, {"b ", "", Safety::unsafe}, {"bad", "bad"}, {" b", " c"}}};
  EXPECT_EQ(world.repaired(), "a c");
}

TEST(Repair, ReachesTheEndOfAChain) {
  World world{"a", {{"a", "b"}, {"b", "c"}, {"c", "d"}}};
  EXPECT_EQ(world.repaired(), "d");
}

TEST(Repair, EndsWhereRepairsGoInCircles) {
  World world{"a", {{"a", "b"}, {"b", "a"}}};
  world.repaired();
  EXPECT_LE(world.looks, 1000);
}

TEST(Repair, LeavesSuppressedFindingsAndForeignFilesAlone) {
  World world{"one", {{"one", "1"}}};
  const Look plain = world.look();
  const Look suppressed = [&](const Texts& texts) {
    auto found = plain(texts);
    for (Finding& finding : found->findings)
      finding.suppressed = {diagnose::Suppression::Kind::in_source, "so it is"};
    return found;
  };
  EXPECT_TRUE(repair(suppressed, {true, [](const std::string&) { return true; }}).made.empty());
  EXPECT_TRUE(repair(plain, {true, [](const std::string&) { return false; }}).made.empty());
  const Outcome outcome = repair(plain, {false, [](const std::string&) { return true; }});
  ASSERT_EQ(outcome.made.size(), 1U);
  EXPECT_EQ(outcome.made[0].path, "a.sla");
  EXPECT_EQ(outcome.made[0].title, "`one` becomes `1`");
}

}  // namespace
}  // namespace sla::repair
