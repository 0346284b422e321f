// One policy that has everything, and all that is printed of it.
#include "compiler/agreement/print.h"

#include <gtest/gtest.h>

#include "compiler/check/check.h"
#include "compiler/parse/parse.h"

namespace sla::agreement {
namespace {

const char* const kPolicy = R"sla(agreement "Acme revenue agreement" {
  version    3
  between    marketing and sales
  in force   2026-01-01 to 2026-12-31
  time zone  "America/New_York"
  currency   USD
  calendar office
  fiscal year starting February
}
calendar office "Office hours" {
  open    Mon-Fri 09:00-18:00
  open    Sat, Sun 10:00-12:00, 13:00-15:00
  closed  2026-11-26 to 2026-11-28 "Thanksgiving"
  open    2026-12-24 09:00-13:00 "half day"
  business day as 9 hours
}
calendar reps { open Fri-Mon 22:00-06:00
 in owner's time zone }
calendar theirs { open always
 in lead's time zone }
lead {
  score      integer "Lead score"
  employees  integer?
  weight decimal
  country    text
  source     one of web, event, referral, outbound
  email      text?
  reason     text?
  amount     money?
  worth money
  time_zone text?
  opted_in yes/no
  signed date
  born instant
  age duration
  work business duration of office
  rate percent
}
define good_fit "ideal customer" = score >= 65 and country in ["US", "CA"]
define hot                       = good_fit and source is referral
role sales_manager
event signed_contract "Contract signed"
touch whatsapp
touch call "Phone call"
lifecycle lead {
  inquiry       owned by marketing
  mql           owned by marketing  requires good_fit and email is known
  sal           owned by sales
  recycled      owned by marketing
  disqualified  final               requires reason is known
  won, lost     final

  inquiry -> mql -> sal -> won or lost
  mql or sal -> recycled -> mql
  mql or sal -> disqualified
}
clause speed_to_lead "Every MQL is worked fast" {
  sales must move a lead to sal, recycled or disqualified
  within {
    hot        15 business minutes
    good_fit   4 business hours
    weight > 5 and amount is known and amount > 500 USD  1.5 business days
    not (opted_in) or source in [web, event] and employees otherwise 0 > 5  end of business day 1
    email is unknown or email != "x\"y"  immediately
    (score + 5) * 2 - 3 > 10 or rate >= 40% or worth / 2 < 10.5 USD  90 minutes
    state is mql and stage not in [won, lost] and not in sal and not on_hold 36 hours
    signed < 2026-05-01 or born >= 2026-05-01 09:00  10 seconds
    age > 90 minutes or work > 1.5 business hours or work > 2 business days  240 hours
    otherwise  2 business days
  }
  of being assigned in mql
  paused while on_hold
  on reassignment  restart
  on reentry       ignore
  target 95% each fiscal quarter per team judged when due
}
clause touchy { sales must make a call, whatsapp or signed_contract within 4 hours of entering mql
  while in mql
  when country = "DE" }
clause rec { sales must record reason and amount within 1.5 hours of leaving mql }
clause asg { marketing must assign a lead immediately of entering inquiry 
   on reassignment continue with 30 minutes grace}
clause mql_volume   { marketing must deliver at least 500 leads entering mql each month, paced by business day }
clause pipe { marketing must source at least 5000 USD of the sum of amount entering won each quarter where amount is known per source }
source crm "CRM" {
  lead from "Lead Id"
  time from ts in "Europe/Berlin" dates at 09:00
  owner from "Owner"
  event from stage {
    "accepted" enters mql
    "contacted" is call
    "own" is assigned
    "noise" is ignored
    otherwise is changed
  }
  source from "Lead Source" { "Web form" is web  otherwise unknown }
  opted_in from opt { "Y" is yes "N" is no }
  amount from "Deal Amount"
}
source rows { lead from id
 time from t as epoch seconds
 each row enters inquiry }
)sla";

const char* const kPrinted = R"sla(agreement "Acme revenue agreement" version 3
  parties marketing, sales
  zone America/New_York
  currency USD
  term 2026-01-01T05:00:00Z until 2027-01-01T05:00:00Z
role sales_manager
calendar office "Office hours"
  in America/New_York
  open Mon-Fri 09:00-18:00
  open Sat-Sun 10:00-12:00
  open Sat-Sun 13:00-15:00
  closed 2026-11-26 "Thanksgiving"
  closed 2026-11-27 "Thanksgiving"
  closed 2026-11-28 "Thanksgiving"
  open 2026-12-24 09:00-13:00 "half day"
  business day as 9 hours
calendar reps
  in the owner's zone, else America/New_York
  open Mon, Fri-Sun 22:00-06:00
calendar theirs
  in the lead's zone, else America/New_York
  open always
field score "Lead score" : integer
field employees : integer?
field weight : decimal
field country : text
field source : one of web, event, referral or outbound
field email : text?
field reason : text?
field amount : money?
field worth : money
field time_zone : text?
field opted_in : yes/no
field signed : date
field born : instant
field age : duration
field work : business duration of office
field rate : percent
define good_fit "ideal customer" = score >= 65 and country in ["US", "CA"] : yes/no
define hot = score >= 65 and country in ["US", "CA"] and source is referral : yes/no
state inquiry owned by marketing
state mql owned by marketing requires score >= 65 and country in ["US", "CA"] and email is known : yes/no
state sal owned by sales
state recycled owned by marketing
state disqualified final requires reason is known : yes/no
state won final
state lost final
moves inquiry -> mql
moves mql -> sal, recycled, disqualified
moves sal -> recycled, disqualified, won, lost
moves recycled -> mql
touch call "Phone call"
touch email
touch meeting
event signed_contract "Contract signed"
touch whatsapp
clause speed_to_lead "Every MQL is worked fast" deadline by sales
  any of move a lead to sal, recycled or disqualified
  of being assigned in mql
  tier hot: score >= 65 and country in ["US", "CA"] and source is referral : yes/no within 15 business minutes
  tier good_fit: score >= 65 and country in ["US", "CA"] : yes/no within 4 business hours
  tier weight > 5 and amount is known and amount > 500 USD: weight > 5.0 and amount is known and amount > 500 USD : yes/no within 810 business minutes
  tier not (opted_in) or source in [web, event] and employees otherwise 0 > 5: not opted_in or source in [web, event] and employees otherwise 0 > 5 : yes/no within end of business day 1
  tier email is unknown or email != "x\"y": email is unknown or email != "x\"y" : yes/no immediately
  tier (score + 5) * 2 - 3 > 10 or rate >= 40% or worth / 2 < 10.5 USD: (score + 5) * 2 - 3 > 10 or rate >= 40% or worth / 2 < 10.5 USD : yes/no within 90 minutes
  tier state is mql and stage not in [won, lost] and not in sal and not on_hold: in mql and not in [won, lost] and not in sal and not on_hold : yes/no within 36 hours
  tier signed < 2026-05-01 or born >= 2026-05-01 09:00: signed < 2026-05-01 or born >= 2026-05-01 09:00 : yes/no within 10 seconds
  tier age > 90 minutes or work > 1.5 business hours or work > 2 business days: age > 90 minutes or work > 90 business minutes or work > 18 business hours : yes/no within 10 days
  otherwise within 2 business days
  calendar office
  paused while on_hold : yes/no
  on reentry ignore
  on reassignment restart
  target 95% each fiscal quarter starting February per team judged when due
clause touchy deadline by sales
  any of log call, signed_contract or whatsapp
  of entering mql
  within 4 hours
  while in mql : yes/no
  on reentry new cycle
  on reassignment continue
  when country = "DE" : yes/no
clause rec deadline by sales
  any of record reason and amount
  of leaving mql
  within 90 minutes
  on reentry new cycle
  on reassignment continue
clause asg deadline by marketing
  any of assign a lead
  of entering inquiry
  immediately
  on reentry new cycle
  on reassignment continue with 30 minutes grace
clause mql_volume volume by marketing
  at least 500 leads
  of entering mql each month
  paced by business day of office
clause pipe volume by marketing
  at least 5000 USD of the sum of amount
  of entering won each quarter per source
  where amount is known : yes/no
source crm "CRM"
  lead from "Lead Id"
  time from "ts"
    text in Europe/Berlin, dates at 09:00
  owner from "Owner"
  event from "stage"
    "accepted" enters mql
    "contacted" call
    "own" assigned
    "noise" ignored
    otherwise changed
  source from "Lead Source"
    "Web form" is web
    otherwise unknown
  opted_in from "opt"
    "Y" is yes
    "N" is no
  amount from "Deal Amount"
source rows
  lead from "id"
  time from "t"
    epoch seconds in America/New_York, dates at 00:00
  each row enters inquiry
)sla";

TEST(PrintAgreement, ShowsEverythingInDeclarationOrder) {
  source::Sources sources;
  diagnose::Findings findings;
  const auto file = sources.add("test.sla", kPolicy);
  ASSERT_TRUE(file);
  const std::vector<syntax::File> files = {parse::parse(sources, *file, findings)};
  const auto agreement = check::check(files, sources, findings);
  ASSERT_TRUE(agreement);
  EXPECT_EQ(print(*agreement), kPrinted);
}

}  // namespace
}  // namespace sla::agreement
