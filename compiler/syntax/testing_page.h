#pragma once

#include <string_view>

namespace sla::syntax::testing {

/// The page that introduces the language: every kind of declaration and clause, as a newcomer sees
/// it. What each stage makes of it is tested beside that stage.
inline constexpr std::string_view kPage = R"sla(agreement "Acme revenue agreement" {
  version    3
  between    marketing and sales
  in force   2026-01-01 to 2026-12-31
  time zone  "America/New_York"
  currency   USD
  review     every quarter
}

calendar office {
  open    Mon-Fri 09:00-18:00
  closed  us.federal_holidays except "Columbus Day"
  closed  2026-11-27 "day after Thanksgiving"
  open    2026-12-24 09:00-13:00
}

lead {
  score      integer
  employees  integer?
  country    text
  source     one of web, event, referral, outbound
  email      text?
  reason     text?
  amount     money?
}

define good_fit "ideal customer" = score >= 65 and country in ["US", "CA"]
define hot                       = good_fit and source is referral

lifecycle lead {
  inquiry       owned by marketing
  mql           owned by marketing  requires good_fit and email is known
  sal           owned by sales
  sql           owned by sales
  opportunity   owned by sales      requires amount is known
  recycled      owned by marketing
  disqualified  final               requires reason is known
  won, lost     final

  inquiry -> mql -> sal -> sql -> opportunity -> won or lost
  mql or sal -> recycled -> mql
  mql or sal -> disqualified
}

clause speed_to_lead "Every MQL is worked fast" {
  sales must move a lead to sal, recycled or disqualified
  within {
    hot        15 business minutes
    good_fit   4 business hours
    otherwise  2 business days
  }
  of being assigned in mql
  paused while on_hold
  on reassignment  restart
  on reentry       new cycle

  target 95% each month per team

  at 75%                      remind owner by email
  at due                      escalate to sales_manager
  2 business hours after due  escalate to vp_sales
  when met                    award 10 points
  when met within 1 business hour  award 5 points
  when breached               deduct 5 points
}

clause follow_up "Six touches in ten days" {
  sales must make at least 6 of call, email or meeting
  within 10 business days of entering sal
  at most 2 business days apart
  until sql, recycled or disqualified
}

clause mql_volume   { marketing must deliver at least 500 leads entering mql each month, paced by business day }
clause pipeline     { marketing must source at least 40% of the sum of amount entering opportunity each quarter
                      where source is not outbound }
clause conversion   { sales must move at least 20% of the leads entering sal each month to opportunity
                      within 30 days, not counting leads where mql_quality is breached }
clause mql_quality  { marketing must not move a lead to mql without good_fit }
clause no_silent_no { sales must not move a lead to disqualified without reason }

program league "Speed league" {
  badge       lightning when speed_to_lead is met 20 times in a row
  leaderboard per owner each month
  prize       5000 USD to the top team each quarter
}

test "a lead that arrives late on Friday" {
  given lead a { score 80  country "US"  source web  email "a@b.c" }
  at 2026-03-06 16:30  a enters mql
  at 2026-03-06 16:30  a is assigned to "Dana" in "East"
  expect speed_to_lead of a due 2026-03-09 11:30
  at 2026-03-09 11:00  a enters sal
  expect speed_to_lead of a met after 3.5 business hours
}
)sla";

}  // namespace sla::syntax::testing
