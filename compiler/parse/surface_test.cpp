#include <gtest/gtest.h>

#include "compiler/parse/parse.h"
#include "compiler/syntax/print.h"

namespace sla::parse {
namespace {

/// What the introductory page does not show.
constexpr std::string_view kText = R"sla(source s "CRM export" {
  lead from "Lead ID"
  time from ts in "Europe/Berlin" dates at 09:00
  owner from owner
  amount from "Deal Amount" { "n/a" is unknown }
  field lead from lead
  source from src { "Web form" is web  "Ref" is referral
    otherwise unknown }
  event from action {
    "accepted" enters sal
    "called" is call
    "noise" is ignored
    otherwise ignored
  }
}
source t { lead from a
 each row enters inquiry
 time from t as epoch milliseconds }
opportunity of lead { amount money "Amt" }
record deal of lead { x business duration of office?
  y yes/no }
calendar c "C" {
  open Mon-Fri, Sun 09:00-13:00, 14:00-18:00
  open every day 22:00-06:00
  open 2026-12-24, 2026-12-31 09:00-13:00 "half"
  closed 2026-01-01, 2026-12-24 to 2026-12-26 "t"
  closed us.federal_holidays except "A", "B"
  time zone "Europe/Berlin"
  in owner's time zone
  in lead’s time zone
  business day as 8 hours
}
define z = employees otherwise 0 > 5 and in [mql, sal] or not (x is not known)
  and amount - 5 * 2 >= 5000 USD and -x < 3 and t = 2026-03-06 16:30 and "a\"b\\" = u
  and x not in ["a"] and y is one of [a, b] and d < end of business day 2
clause v1 {
  sales must make at least 100 calls each week per owner
}
clause v2 {
  sales must deliver at least 5000 USD of amount entering won each fiscal quarter,
    every entry, where amount > 5 USD
}
clause v3 {
  sales must close at least 100000 of the sum of amount entering won
  each quarter
}
clause v4 {
  sales must make at most 100 of call, email each week
}
clause p { sales must not make a call outside office }
clause p2 { sales must not leave a lead in mql longer than 5 days }
clause p3 {
  sales must not make a call or move a lead to won by the owner
    without reason
    outside office
  while in mql
}
clause p4 {
  sales must not leave a lead in mql or sal
  longer than { hot 1 hour  otherwise 2 hours }
}
clause k {
  sales must make at least 6 of call or email by sales
  within { hot 1 hour  otherwise 2 hours } of entering sal
  at most 20 minutes apart, until won or lost
  excused when hot
}
clause s {
  marketing must source at most 40.5% of the sum of amount entering won each month per team
  every entry where hot
}
clause n {
  sales must move at least 20% of the leads entering sal each month to won or lost
  within 30 days, not counting leads where p is breached, per owner
  when met award 5 points
}
clause d {
  sales must make a call, email or meeting and record reason and email by the owner
  immediately
  of a call or a meeting
  on reassignment continue with 1 business hour grace
  on reentry ignore
  when hot
  target 97.5% each month, per team, judged when due
  when met within 2 hours award 5 points to owner
  at 75% remind owner by email in office "Hurry"
  1 business day before due create a task "Call now" for the owner and vp
  at due escalate to vp, cfo
  2 hours after due notify vp "late" and deduct 1 point from the team
  when breached notify sales
  when target met award 50 points
  when target missed notify vp
}
program league "Speed league" {
  badge quick "Quick" when d is met 20 times in a row per team
  badge slow when d is breached
  leaderboard "Best" per owner each month
  leaderboard
  prize 5000 USD to the top team each quarter
  prize "Dinner" to top 3 owners
}
use "x.sla"
use us.calendars as us
template clause speedy "Speedy" {
  parameter limit "How long" duration = 4 business hours
  parameter parts  number field

  sales must { anything } until filled in
}
clause fast "Fast" from us.speedy with { limit 2 hours  parts a, b or c
  cut fiscal quarter  only x = 1 and y } and { target 95% }
agreement "A" from us.whole
parameter response duration = 2 days
source history {
  rows where "Field" is "Status" or "Owner"
  rows where Deleted is not "true"
  owner from "New" when "Field" is "Owner"
  amount from "New" when "Old" is known { otherwise is unknown }
}
)sla";

constexpr std::string_view kTree = R"tree(source s "CRM export"
  lead from "Lead ID"
  owner from "owner"
  time from "ts" in "Europe/Berlin" dates at 09:00
  field amount from "Deal Amount"
    "n/a" is unknown
  field lead from "lead"
  field source from "src"
    "Web form" is web
    "Ref" is referral
    otherwise is unknown
  event from "action"
  "accepted" enters sal
  "called" is call
  "noise" is ignored
  otherwise is ignored
source t
  lead from "a"
  time from "t" as epoch milliseconds
  each row enters inquiry
record opportunity of lead
  field amount "Amt": money
record deal of lead
  field x: business duration of office?
  field y: yes/no
calendar c "C"
  open Mon-Fri, Sun 09:00-13:00, 14:00-18:00
  open Mon-Sun 22:00-06:00
  open 2026-12-24, 2026-12-31 09:00-13:00 "half"
  closed 2026-01-01, 2026-12-24 to 2026-12-26 "t"
  closed us.federal_holidays except "A", "B"
  zone "Europe/Berlin"
  zone of the owner
  zone of the lead
  business day as 8 hour
define z = (or (and (> (otherwise employees 0) 5) (in states mql sal)) (and (and (and (and (and (and (and (not (is unknown x)) (>= (- amount (* 5 2)) 5000 USD)) (< (negate x) 3)) (= t 2026-03-06 16:30)) (= "a\"b\\" u)) (not in x ["a"])) (in y [a b])) (< d end of business day 2)))
clause v1
  party sales
  volume, at least 100
    counted at event call
    each week
    per owner
clause v2
  party sales
  volume, at least 5000 USD
    sum of amount
    counted at entering won
    each fiscal quarter
    every entry
    where (> amount 5 USD)
clause v3
  party sales
  volume, at least 100000
    sum of amount
    counted at entering won
    each quarter
clause v4
  party sales
  volume, at most 100
    counted at event call, email
    each week
clause p
  party sales
  prohibition of
    event call
    outside office
clause p2
  party sales
  time in mql, at most
    within always: 5 day
clause p3
  party sales
  prohibition of
    event call by owner
    move to won by owner
    without reason
    while (in states mql)
    outside office
clause p4
  party sales
  time in mql, sal, at most
    within hot: 1 hour
    within otherwise: 2 hour
clause k
  party sales
  cadence, at least 6 of call, email by sales
    within hot: 1 hour
    within otherwise: 2 hour
    start entering sal
    at most 20 minute apart
    until won, lost
  excused when hot
clause s
  party marketing
  share, at most 40.5%
    sum of amount
    counted at entering won
    each month
    per team
    every entry
    where hot
clause n
  party sales
  conversion, at least 20%
    from entering sal
    to won, lost
    within 30 day
    each month
    per owner
    not counting (= p breached)
  when met: award 5
clause d
  party sales
  deadline, all of
    event call, email, meeting by owner
    record reason, email by owner
    within always: immediately
    start event call, meeting
  when hot
  on reentry ignore
  on reassignment continue with grace of 1 business hour
  target 97.5% each month per team judged when due
  when met within 2 hour: award 5 to owner
  at 75%: remind to owner by email in office "Hurry"
  1 business day before due: create task to owner, vp "Call now"
  at due: escalate to vp, cfo
  2 hour after due: notify to vp "late"; deduct 1 to team
  when breached: notify to sales
  when target met: award 50
  when target missed: notify to vp
program league "Speed league"
  badge quick "Quick" when d is met 20 times in a row per team
  badge slow when d is breached
  leaderboard "Best" per owner each month
  leaderboard
  prize 5000 USD to top team each quarter
  prize "Dinner" to top 3 owners
use "x.sla"
use us.calendars as us
template clause speedy "Speedy"
  parameter limit "How long": duration = 4 business hour
  parameter parts: number field
clause fast "Fast" from us.speedy
  limit: 2 hour
  parts: a, (or b c)
  cut: fiscal period
  only: (and (= x 1) y)
  and more
agreement "A" from us.whole
parameter response: duration = 2 day
source history
  owner from "New" when "Field" is "Owner"
  rows where "Field" is "Status" or "Owner"
  rows where "Deleted" is not "true"
  field amount from "New" when "Old" is known
    otherwise is unknown
)tree";

TEST(Surface, IsReadWhole) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("surface.sla", std::string(kText));
  const syntax::File tree = parse(sources, *file, findings);
  EXPECT_TRUE(findings.empty()) << findings.all().front().message;
  EXPECT_EQ(print(tree), kTree);
}

TEST(Surface, LineEndsOfEveryKindReadAlike) {
  source::Sources sources;
  diagnose::Findings findings;
  std::string windows;
  for (const char c : kText) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto file = sources.add("surface.sla", windows);
  EXPECT_EQ(print(parse(sources, *file, findings)), kTree);
  EXPECT_TRUE(findings.empty());
}

TEST(Surface, EverySpanIsWellFormed) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("surface.sla", std::string(kText));
  const syntax::File tree = parse(sources, *file, findings);
  for (const syntax::Declaration& declaration : tree.declarations) {
    const source::Span span = std::visit([](const auto& node) { return node.span; }, declaration);
    EXPECT_LT(span.begin, span.end);
    EXPECT_LE(span.end, kText.size());
    EXPECT_NE(sources.text(span).back(), '\n');
  }
}

}  // namespace
}  // namespace sla::parse
