#include <gtest/gtest.h>

#include "compiler/parse/parse.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/testing_page.h"

namespace sla::parse {
namespace {

using syntax::testing::kPage;

constexpr std::string_view kTree = R"tree(agreement "Acme revenue agreement"
  version 3
  parties marketing, sales
  term 2026-01-01 to 2026-12-31
  zone "America/New_York"
  currency USD
  review every quarter
calendar office
  open Mon-Fri 09:00-18:00
  closed us.federal_holidays except "Columbus Day"
  closed 2026-11-27 "day after Thanksgiving"
  open 2026-12-24 09:00-13:00
record lead
  field score: integer
  field employees: integer?
  field country: text
  field source: one of web, event, referral, outbound
  field email: text?
  field reason: text?
  field amount: money?
define good_fit "ideal customer" = (and (>= score 65) (in country ["US" "CA"]))
define hot = (and good_fit (= source referral))
lifecycle lead
  state inquiry owned by marketing
  state mql owned by marketing requires (and good_fit (is known email))
  state sal owned by sales
  state sql owned by sales
  state opportunity owned by sales requires (is known amount)
  state recycled owned by marketing
  state disqualified final requires (is known reason)
  state won, lost final
  moves inquiry -> mql -> sal -> sql -> opportunity -> won, lost
  moves mql, sal -> recycled -> mql
  moves mql, sal -> disqualified
clause speed_to_lead "Every MQL is worked fast"
  party sales
  deadline, any of
    move to sal, recycled, disqualified
    within hot: 15 business minute
    within good_fit: 4 business hour
    within otherwise: 2 business day
    start being assigned in mql
  paused while on_hold
  on reentry new cycle
  on reassignment restart
  target 95% each month per team
  at 75%: remind to owner by email
  at due: escalate to sales_manager
  2 business hour after due: escalate to vp_sales
  when met: award 10
  when met within 1 business hour: award 5
  when breached: deduct 5
clause follow_up "Six touches in ten days"
  party sales
  cadence, at least 6 of call, email, meeting
    within always: 10 business day
    start entering sal
    at most 2 business day apart
    until sql, recycled, disqualified
clause mql_volume
  party marketing
  volume, at least 500
    counted at entering mql
    each month
    paced by business day
clause pipeline
  party marketing
  share, at least 40%
    sum of amount
    counted at entering opportunity
    each quarter
    where (!= source outbound)
clause conversion
  party sales
  conversion, at least 20%
    from entering sal
    to opportunity
    within 30 day
    each month
    not counting (= mql_quality breached)
clause mql_quality
  party marketing
  prohibition of
    move to mql
    without good_fit
clause no_silent_no
  party sales
  prohibition of
    move to disqualified
    without reason
program league "Speed league"
  badge lightning when speed_to_lead is met 20 times in a row
  leaderboard per owner each month
  prize 5000 USD to top team each quarter
test "a lead that arrives late on Friday"
  given a
    score = 80
    country = "US"
    source = web
    email = "a@b.c"
  2026-03-06 16:30:00: a enters mql
  2026-03-06 16:30:00: a is assigned to "Dana" in "East"
  expect speed_to_lead of a
    due 2026-03-09 11:30:00
  2026-03-09 11:00:00: a enters sal
  expect speed_to_lead of a
    met after 3.5 business hour
)tree";

TEST(Page, IsReadWhole) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("page.sla", std::string(kPage));
  const syntax::File tree = parse(sources, *file, findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(print(tree), kTree);
}

/// The spans of declarations and names are what later findings point at.
TEST(Page, HasSpansOfItsText) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("page.sla", std::string(kPage));
  const syntax::File tree = parse(sources, *file, findings);
  const auto& calendar = std::get<syntax::Calendar>(tree.declarations[1]);
  EXPECT_EQ(sources.text(calendar.name.span), "office");
  EXPECT_TRUE(sources.text(calendar.span).starts_with("calendar office {"));
  EXPECT_TRUE(sources.text(calendar.span).ends_with("13:00\n}"));
  const auto& clause = std::get<syntax::Clause>(tree.declarations[6]);
  EXPECT_EQ(sources.text(clause.target->span), "target 95% each month per team");
  EXPECT_TRUE(sources.text(clause.obligation).ends_with("of being assigned in mql"));
}

}  // namespace
}  // namespace sla::parse
