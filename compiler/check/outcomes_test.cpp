// Conditions about what other clauses came to, and the order that follows from them.
#include "compiler/agreement/words.h"
#include "compiler/check/testing.h"
#include "runtime/verdicts/outcome.h"

namespace sla::check {
namespace {

using namespace testing;
using verdicts::Status;

constexpr std::int64_t bit(Status status) { return std::int64_t{1} << static_cast<int>(status); }

const std::string kFast = "clause fast { sales must make a call within 1 hour of entering mql }\n";

std::string follow_up(const std::string& lines) {
  return policy(kFast +
                "clause slow {\n  sales must send an email within 2 hours of entering mql\n" +
                lines + "\n}\n");
}

std::optional<agreement::Expression> asked(const std::string& condition) {
  const Checked checked = check_text(follow_up("  when " + condition));
  EXPECT_THAT(checked.found, IsEmpty()) << condition;
  if (!checked.agreement) return std::nullopt;
  return checked.agreement->clauses[1].when;
}

TEST(CheckOutcomes, WordsAreStatuses) {
  const std::pair<const char*, std::int64_t> kWords[] = {
      {"met", bit(Status::met)},
      {"breached", bit(Status::breached) | bit(Status::met_late)},
      {"late", bit(Status::met_late)},
      {"open", bit(Status::running) | bit(Status::paused) | agreement::kBreachedOpenBit},
      {"running", bit(Status::running)},
      {"paused", bit(Status::paused)},
      {"cancelled", bit(Status::cancelled)},
      {"excused", bit(Status::excused)},
  };
  for (const auto& [word, bits] : kWords) {
    const auto is = asked(std::string("fast is ") + word);
    ASSERT_TRUE(is);
    EXPECT_EQ(is->op, agreement::Op::clause_is) << word;
    EXPECT_EQ(is->index, 0);
    EXPECT_EQ(is->value, bits) << word;
  }
  const auto is_not = asked("fast is not late");
  ASSERT_TRUE(is_not);
  EXPECT_EQ(is_not->op, agreement::Op::not_);
  EXPECT_EQ(asked("fast is one of [met, late]")->value, bit(Status::met) | bit(Status::met_late));
  EXPECT_EQ(asked("fast in [met, excused]")->value, bit(Status::met) | bit(Status::excused));
}

TEST(CheckOutcomes, ReadBackAsWritten) {
  for (const char* condition :
       {"fast is open", "fast is not breached", "fast in [met, excused]", "fast in [open, excused]",
        "fast not in [cancelled, excused]", "fast is met and score > 5"}) {
    const Checked checked = check_text(follow_up(std::string("  when ") + condition));
    ASSERT_TRUE(checked.agreement) << condition;
    EXPECT_EQ(agreement::words(*checked.agreement, *checked.agreement->clauses[1].when), condition);
  }
}

TEST(CheckOutcomes, EveryConditionOfAClauseMayAsk) {
  EXPECT_THAT(found(follow_up("  while fast is not met\n  paused while fast is paused\n"
                              "  excused when fast is excused")),
              IsEmpty());
  EXPECT_THAT(
      found(policy(kFast +
                   "define slow = fast is late\n"
                   "clause a { sales must not make a call without slow }\n"
                   "clause b { sales must not make a call while fast is open }\n"
                   "clause d { sales must move at least 5% of leads entering sal each month to "
                   "won within 30 days, not counting leads where slow }\n"
                   "clause e { sales must win at least 5 leads entering won each month where "
                   "fast is met }\n"
                   "clause f { sales must make a call within { slow 1 hour\n otherwise 2 hours "
                   "} of entering sal }\n")),
      IsEmpty());
}

TEST(CheckOutcomes, Misuses) {
  EXPECT_THAT(found(follow_up("  when fast is braeched")), ElementsAre("SLA1001 braeched"));
  EXPECT_THAT(found(repaired(follow_up("  when fast is braeched"))), IsEmpty());
  EXPECT_THAT(found(follow_up("  when fast")), ElementsAre("SLA1003 fast"));
  EXPECT_EQ(help_of(follow_up("  when fast")), "ask for its outcome, such as `fast is breached`");
  EXPECT_THAT(found(follow_up("  when fast > met")), ElementsAre("SLA1003 fast > met"));
  EXPECT_THAT(found(follow_up("  when fast is \"met\"")), ElementsAre("SLA1003 \"met\""));
  EXPECT_THAT(
      found(policy("clause many { sales must win at least 5 leads entering won each month }\n"
                   "clause c { sales must make a call within 1 hour of entering mql\n when many is "
                   "met }\n")),
      ElementsAre("SLA1003 many"));
}

TEST(CheckOutcomes, AStateCannotRequireOne) {
  std::string text = policy(kFast + "define quick = fast is met\n");
  const std::string state = "  sal owned by sales\n";
  text.replace(text.find(state), state.size(), "  sal owned by sales requires quick\n");
  EXPECT_THAT(found(text), ElementsAre("SLA1003 quick"));
}

TEST(CheckOutcomes, AskedClausesComeFirst) {
  const auto one = [](const std::string& name, const std::string& when) {
    return "clause " + name + " {\n  sales must make a call within 1 hour of entering mql\n" +
           (when.empty() ? "" : "  when " + when + "\n") + "}\n";
  };
  const Checked checked = check_text(policy(one("a", "c is met") + one("b", "") +
                                            one("c", "d is met") + one("d", "") + one("e", "")));
  ASSERT_TRUE(checked.agreement);
  EXPECT_THAT(checked.agreement->order, ElementsAre(1, 3, 2, 0, 4));
  const Checked plain = check_text(policy(one("a", "") + one("b", "")));
  EXPECT_THAT(plain.agreement->order, ElementsAre(0, 1));
}

TEST(CheckOutcomes, ACircleIsShown) {
  const Checked checked = check_text(policy(
      "define later = a is met\n"
      "clause a {\n  sales must make a call within 1 hour of entering mql\n  when b is "
      "breached\n}\n"
      "clause b {\n  sales must make a call within 1 hour of entering mql\n  when c is "
      "breached\n}\n"
      "clause c {\n  sales must make a call within 1 hour of entering mql\n  when later\n}\n"
      "clause d {\n  sales must make a call within 1 hour of entering mql\n  when d is met\n}\n"));
  EXPECT_THAT(checked.found, ElementsAre("SLA1030 later", "SLA1030 d is met"));
  ASSERT_EQ(checked.findings.size(), 2u);
  EXPECT_EQ(checked.findings[0].message, "the outcome of `a` depends on itself");
  EXPECT_THAT(checked.findings[0].notes, ElementsAre("`a` -> `b` -> `c` -> `a`"));
  EXPECT_EQ(checked.findings[1].message, "`d` asks for its own outcome");
}

}  // namespace
}  // namespace sla::check
