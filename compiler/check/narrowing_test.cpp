#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

const char* const kShown[] = {
    "email is known and email = \"x\"",
    "email is unknown or email = \"x\"",
    "not (email is unknown) and email = \"x\"",
    "not (email is known) or email = \"x\"",
    "email is known and amount is known and (email = \"x\" or amount > 1 USD)",
    "(email is known and opted_in) and email = \"x\"",
    "(email is unknown or opted_in) or email = \"x\"",
    "not (email is unknown or amount is unknown) and amount > 1 USD",
    // Both ways into the right side have shown it.
    "((email is known and opted_in) or (email is known and score > 1)) and email = \"x\"",
    // Unknown on the left decides; what is left over on the right is known.
    "(email is unknown or not opted_in) and (email is unknown or email = \"x\")",
    "(employees otherwise 0) > 1 and employees is known and employees > 1",
};

const char* const kNotShown[] = {
    "email = \"x\" and email is known",
    "email is known or email = \"x\"",
    "email is unknown and email = \"x\"",
    "not (email is known) and email = \"x\"",
    "amount is known and email = \"x\"",
    "(email is known or opted_in) and email = \"x\"",
    "(email is known and opted_in) or email = \"x\"",
    "((email is known and opted_in) or score > 1) and email = \"x\"",
};

TEST(CheckNarrowing, WhatHasBeenShownMayBeUsed) {
  for (const char* expression : kShown)
    EXPECT_THAT(found(condition(expression)), IsEmpty()) << expression;
}

TEST(CheckNarrowing, WhatHasNotBeenShownMayNot) {
  for (const char* expression : kNotShown) {
    EXPECT_THAT(found(condition(expression)), ElementsAre("SLA1004 email")) << expression;
  }
}

TEST(CheckNarrowing, ADefineShowsWhatItsConditionShows) {
  EXPECT_THAT(found(policy("define reachable = email is known and opted_in\n"
                           "define d = reachable and email = \"x\"\n")),
              IsEmpty());
}

TEST(CheckNarrowing, NothingIsCarriedFromOnePlaceToAnother) {
  // Neither `when` nor an earlier tier says anything about a later condition.
  EXPECT_THAT(found(deadline(
                  "{\n email is unknown 1 hour\n email = \"x\" 2 hours\n otherwise 3 hours\n }")),
              ElementsAre("SLA1004 email"));
  EXPECT_THAT(found(deadline("1 hour", "  when email is known\n  while email = \"x\"")),
              ElementsAre("SLA1004 email"));
}

}  // namespace
}  // namespace sla::check
