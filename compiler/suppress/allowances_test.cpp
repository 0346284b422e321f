#include "compiler/suppress/allowances.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnose/render.h"

namespace sla::suppress {
namespace {

using diagnose::Code;
using testing::ElementsAre;
using testing::IsEmpty;

struct Case {
  source::Sources sources;
  diagnose::Findings findings;
  std::vector<Allowance> all;

  explicit Case(const std::string& text) {
    const auto file = sources.add("a.sla", text);
    all = allowances(sources, *file, findings);
  }

  std::vector<std::string> told() const {
    std::vector<std::string> result;
    for (const diagnose::Finding& finding : findings.all())
      result.push_back(diagnose::code_text(finding.code) + " " + finding.message);
    return result;
  }

  /// Whether a finding at a text is suppressed.
  bool suppresses(Code code, const std::string& where) {
    const auto at = static_cast<std::uint32_t>(sources.file(0).text().find(where));
    diagnose::Findings own;
    own.add(code, {0, at, at + 1}, "m");
    apply(all, sources, own);
    return own.all()[0].suppressed.has_value();
  }
};

TEST(Allowances, AreAboutTheirLineOrTheNext) {
  Case one(
      "a\nb # sla:allow SLA2006 reason \"so\"\nc\n\n# sla:allow SLA2209 reason \"so\"\n# "
      "why\nd\ne");
  ASSERT_THAT(one.told(), IsEmpty());
  EXPECT_TRUE(one.suppresses(Code::unreachable_tier, "b"));
  EXPECT_FALSE(one.suppresses(Code::unreachable_tier, "a"));
  EXPECT_FALSE(one.suppresses(Code::unreachable_tier, "c"));
  EXPECT_FALSE(one.suppresses(Code::one_sided, "c"));
  EXPECT_TRUE(one.suppresses(Code::one_sided, "d"));
  EXPECT_FALSE(one.suppresses(Code::one_sided, "e"));
}

TEST(Allowances, BeforeTheFirstWordAreAboutTheFile) {
  Case one("# A page.\n# sla:allow SLA2006, SLA2209 reason \"a draft\"\n\na\nb\n");
  ASSERT_THAT(one.told(), IsEmpty());
  EXPECT_TRUE(one.suppresses(Code::unreachable_tier, "b"));
  EXPECT_TRUE(one.suppresses(Code::one_sided, "b"));
  EXPECT_EQ(one.all[0].reason, "a draft");
}

TEST(Allowances, InQuotedTextsAreNone) {
  Case one("title \"# sla:allow SLA2006\" # not \\\" sla:allow\nx \"a \\\" # sla:allow\"");
  EXPECT_THAT(one.told(), IsEmpty());
  EXPECT_THAT(one.all, IsEmpty());
}

TEST(Allowances, SayWhatTheyLack) {
  EXPECT_THAT(Case("# sla:allow SLA2006\n").told(),
              ElementsAre("SLA6003 this allows a finding and does not say why"));
  EXPECT_THAT(Case("# sla:allow SLA2006 reason \" \"\n").told(),
              ElementsAre("SLA6003 this allows a finding and does not say why"));
  EXPECT_THAT(Case("# sla:allow SLA2066 reason \"x\"\n").told(),
              ElementsAre("SLA6002 there is no code `SLA2066`"));
  EXPECT_THAT(Case("# sla:allow SLA1001 reason \"x\"\n").told(),
              ElementsAre("SLA6005 `SLA1001` cannot be allowed: a name that nothing declares"));
  EXPECT_THAT(Case("# sla:alow SLA2006 reason \"x\"\n").told(),
              ElementsAre("SLA6001 `sla:alow` is nothing that a comment can say"));
  EXPECT_THAT(Case("# sla:allow\n").told(),
              ElementsAre("SLA6001 this does not say which code it allows"));
  EXPECT_THAT(Case("# sla:allow SLA2006 \"x\"\n").told().size(), 1U);
  EXPECT_THAT(Case("# sla:allow SLA2006 reason \"x\" y\n").told(),
              ElementsAre("SLA6001 nothing can stand after the reason"));
  for (const char* text : {"# sla:allow SLA2006\n", "# sla:allow SLA2006 reason\n"})
    EXPECT_THAT(Case(text).all, IsEmpty()) << "without a reason nothing is allowed";
}

TEST(Allowances, ThatAllowNothingAreFoundWithTheirRepair) {
  Case one("a  # sla:allow SLA2006 reason \"x\"\n  # sla:allow SLA2209 reason \"x\"\nb\n");
  report_unused(one.all, one.sources, one.findings);
  ASSERT_EQ(one.findings.all().size(), 2U);
  const auto text = [&](int i) { return one.sources.text(one.findings.all()[i].fix->span); };
  EXPECT_EQ(text(0), "  # sla:allow SLA2006 reason \"x\"");
  EXPECT_EQ(text(1), "  # sla:allow SLA2209 reason \"x\"\n");
}

}  // namespace
}  // namespace sla::suppress
