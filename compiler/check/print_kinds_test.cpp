// How the agreement is printed: every kind of clause, its steps, the order, and a program.
#include "compiler/agreement/print.h"
#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

constexpr std::string_view kClauses = R"sla(clause touches {
  sales must make at least 6 of call or email by the owner
  within 10 business hours of entering sal
  at most 2 business hours apart, until won
  excused when quality is breached
}
clause quality {
  marketing must not move a lead to mql without email
  while in inquiry
  outside office
  target 99% each month
  when breached notify boss by email in office "No \"address\""
}
clause stay {
  sales must not leave a lead in mql or sal longer than 4 business hours
  at 75% remind owner
  2 business hours after due create task "Look" for boss
  when met within 1 business hour award 5 points to the team
}
clause part { marketing must source at least 40% of leads entering won each quarter per team where opted_in }
clause turn {
  sales must move at most 20.5% of the leads entering sal each month to won or lost
  within 30 days, not counting leads where quality is not met
}
program league {
  badge quick "Quick" when stay is met 20 times in a row
  leaderboard per team each month
  prize 50 USD to the top 3 owners
}
)sla";

constexpr std::string_view kPrinted = R"(clause touches cadence by sales
  at least 6 times
  any of make a call or email by the owner
  of entering sal
  within 10 business hours
  at most 2 business hours apart
  until won
  calendar office
  excused when quality is breached : yes/no
  on reentry new cycle
  on reassignment continue
clause quality prohibition by marketing
  not move a lead to mql
  without email is known : yes/no
  while before it in inquiry : yes/no
  outside office
  target 99% each month
  when breached notify boss by email in office "No \"address\""
clause stay time in state by sales
  any of leave mql or sal
  of entering mql or sal
  within 4 business hours
  calendar office
  on reentry new cycle
  on reassignment continue
  at 75% remind owner
  2 business hours after due create task "Look" for boss
  when met within 1 business hour award 5 points to team
clause part share by marketing
  at least 40%
  of entering won each quarter per team
  part where opted_in : yes/no
clause turn conversion by sales
  at most 20.5% of entering sal
  to won or lost within 30 days
  each month
  not counting quality is not met : yes/no
evaluated in the order quality, touches, stay, part, turn
program league
  badge quick "Quick" when stay is met 20 times in a row per owner
  leaderboard per team each month
  prize 50 USD to the top 3 owners over the whole term
)";

TEST(PrintKinds, SaysEverything) {
  const Checked checked = check_text(policy(kClauses));
  EXPECT_THAT(checked.found, IsEmpty());
  ASSERT_TRUE(checked.agreement);
  const std::string text = agreement::print(*checked.agreement);
  EXPECT_EQ(text.substr(text.find("clause touches")), kPrinted);
}

}  // namespace
}  // namespace sla::check
