#include "compiler/suppress/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::suppress {
namespace {

using diagnose::Code;

/// Findings at the places of a text that are between `<` and `>`.
struct Case {
  source::Sources sources;
  diagnose::Findings findings;

  explicit Case(std::string text, Code code = Code::unreachable_tier) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<')) {
      text.erase(at, 1);
      const std::size_t end = text.find('>');
      text.erase(end, 1);
      places.emplace_back(at, end);
    }
    const auto file = sources.add("a.sla", text);
    for (const auto& [begin, end] : places) {
      findings.add(
          code, {*file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, "m");
    }
  }

  std::vector<std::string> prints() const {
    std::vector<std::string> result;
    for (const Fingerprint& print : fingerprints(findings.all(), sources))
      result.push_back(print.text);
    return result;
  }
};

TEST(Fingerprints, SurviveMovedLinesAndAnotherLayout) {
  const Case before("clause a \"T\" {\n  within <2 hours> of x\n}\n");
  const Case after(
      "# new\n\nclause   a \"U\" { # why\n within\n <2\n   hours> # sla:allow\n of x }\n");
  EXPECT_EQ(before.prints(), after.prints());
}

TEST(Fingerprints, TellPlacesApart) {
  const std::string one = Case("clause a {\n <2 hours>\n}\n").prints()[0];
  EXPECT_NE(one, Case("clause b {\n <2 hours>\n}\n").prints()[0]);
  EXPECT_NE(one, Case("clause a {\n <3 hours>\n}\n").prints()[0]);
  EXPECT_NE(one, Case("clause a {\n <2 hours>\n}\n", Code::one_sided).prints()[0]);
  const auto twice = Case("clause a {\n <2 hours>\n <2 hours>\n}\n").prints();
  EXPECT_EQ(twice[0], one);
  EXPECT_NE(twice[1], one);
}

TEST(BaselineFile, HoldsWhatItWasWrittenFrom) {
  Case before("clause a {\n <2 hours> <1 day>\n}\n");
  Baseline written;
  written.add(before.findings.all(), before.sources, {"a.sla"});
  auto baseline = Baseline::read(written.text());
  ASSERT_TRUE(baseline) << baseline.error();
  EXPECT_EQ(baseline->text(), written.text());

  Case after("clause a {\n\n <2 hours>\n <3 hours> }\n");
  baseline->apply(after.findings.each(), after.sources, {"a.sla"}, "known.json");
  EXPECT_TRUE(after.findings.all()[0].suppressed);
  EXPECT_EQ(after.findings.all()[0].suppressed->reason, "known.json");
  EXPECT_FALSE(after.findings.all()[1].suppressed) << "a new finding is told";
  EXPECT_EQ(after.findings.counted(), 1U);

  const auto text = after.sources.add("known.json", baseline->text());
  diagnose::Findings told;
  report_outdated(*baseline, {"a.sla"}, *text, after.sources, told);
  ASSERT_EQ(told.all().size(), 1U);
  EXPECT_EQ(told.all()[0].message, "SLA2006 in a.sla is not found any more");
  diagnose::Findings elsewhere;
  report_outdated(*baseline, {"b.sla"}, *text, after.sources, elsewhere);
  EXPECT_TRUE(elsewhere.empty()) << "files that were not looked at";
}

TEST(BaselineFile, FollowsARenamedFile) {
  Case one("clause a {\n <2 hours>\n}\n");
  Baseline baseline;
  baseline.add(one.findings.all(), one.sources, {"old.sla"});
  baseline.apply(one.findings.each(), one.sources, {"new.sla"}, "b");
  EXPECT_FALSE(one.findings.all()[0].suppressed) << "old.sla is still there";
  baseline.gone = {"old.sla"};
  baseline.apply(one.findings.each(), one.sources, {"new.sla"}, "b");
  EXPECT_TRUE(one.findings.all()[0].suppressed);
}

TEST(BaselineFile, LeavesOutWhatCannotBeWaived) {
  Case one("clause a {\n <2 hours>\n}\n", Code::unknown_name);
  Baseline baseline;
  baseline.add(one.findings.all(), one.sources, {"a.sla"});
  EXPECT_TRUE(baseline.entries().empty());
}

TEST(BaselineFile, SaysWhyItCannotBeRead) {
  EXPECT_EQ(Baseline::read("{").error(), "it is not JSON with an object");
  EXPECT_EQ(Baseline::read("{}").error(), "its `schema` is not \"sla.baseline/1\"");
  EXPECT_EQ(Baseline::read(R"({"schema": "sla.baseline/1"})").error(),
            "it has no list of `entries`");
  EXPECT_EQ(Baseline::read(R"({"schema": "sla.baseline/1", "entries": [{}]})").error(),
            "entry 1 has no `file` and `fingerprint`");
}

}  // namespace
}  // namespace sla::suppress
