#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/record.h"
#include "compiler/syntax/words.h"

/// Tests inside a policy.
namespace sla::syntax {

/// "2026-03-06 16:30:15 "America/New_York"", or "2 hours later" than the line before.
struct Moment {
  Date date;
  int second = 0;  ///< Since local midnight, 0..86400.
  std::optional<Text> zone;
  std::optional<Duration> later;
  Span span;
};

struct Fact {  ///< country "US"  |  reason unknown
  Name field;
  std::optional<Expression> value;  ///< A literal or a name; absent: unknown.
  Span span;
};

struct GivenLeads {  ///< given lead a, b { score 80 } | given opportunity o of a
  Name record;
  std::vector<Name> names;
  std::optional<Name> parent;
  std::vector<Fact> facts;
};

struct Person {  ///< "Dana" in "East" time zone "Europe/Berlin" party sales from 2026-03-15
  Text name;
  std::optional<Text> team, zone;
  std::optional<Name> party;
  std::vector<std::pair<Name, Text>> roles;  ///< Also `manager` and `calendar`.
  std::optional<Moment> from, until;
  Span span;
};

enum class HappeningKind : std::uint8_t { enters, assigned, held, resumed, event, changes, merged };

struct Happening {  ///< a enters mql by "Kim" with { score 80 }
  std::optional<Moment> at;
  Name lead;
  HappeningKind kind = HappeningKind::enters;
  Name target;  ///< State, event or lead; for the others the word that says what happened.
  std::optional<Text> owner, team, actor;
  std::vector<Fact> facts;
  Span span;
};

struct Retraction {  ///< that a gets a call at 2026-03-09 11:00 is retracted
  std::optional<Moment> at;
  Happening what;
  Moment when;
  Span span;
};

enum class ClaimKind : std::uint8_t {
  due,       ///< moment
  breach,    ///< moment
  met,       ///< duration, if said
  met_late,  ///< the same
  breached,  ///< moment, if said
  running,
  paused,
  cancelled,
  excused,
  not_started,
  no_data,
  percent,  ///< text: the number before %
  amount,   ///< text: the number; name: the currency, if said
  cycle,    ///< text: digits
  owner,    ///< text
  team,     ///< text
  tier,     ///< text: its name as written
  period,   ///< text: its label
  group,    ///< text
  provisional,
  final_,
  used,   ///< duration
  best,   ///< text: the number before %
  worst,  ///< the same
  deed,
};

struct Told {  ///< "Dana"  |  sales_manager "Kim"
  std::optional<Name> role;
  std::optional<Text> person;
};

/// reminds owner by email at 2026-03-09 10:26  |  does not escalate to sales_manager
struct Deed {
  Name verb;  ///< "reminds"; after `does not`: "remind".
  bool done = true;
  std::optional<Name> preposition;
  std::vector<Told> to;
  std::optional<Name> points;   ///< Digits.
  std::optional<Text> message;  ///< Also the name of a task.
  std::optional<Name> channel;
  std::optional<Moment> at;
};

struct Claim {
  ClaimKind kind = ClaimKind::met;
  std::optional<Moment> moment;
  std::optional<Duration> duration;
  std::string text;
  std::optional<Name> name;
  std::optional<Deed> deed;
  Span span;
};

/// What is expected of a person or team: "has 15 points", "is first in league".
struct Standing {
  enum class Kind : std::uint8_t { points, badge, rank, prize, period } kind = Kind::points;
  bool none = false;          ///< `no points`, `no badge`, `no prize`.
  std::string number;         ///< Points (also negative), times, a rank or money.
  std::optional<Name> name;   ///< The clause, badge or program, or the currency.
  std::optional<Text> title;  ///< Of the program or of the prize.
  std::string label;          ///< Of the period.
  Span span;
};

/// at 2026-03-09 12:00 expect speed_to_lead of a met after 3.5 business hours
/// expect no action of speed_to_lead for a
/// expect team "East" is first in league
struct Expectation {
  std::optional<Moment> at;
  Name clause;  ///< Empty where none is named.
  std::optional<Name> lead;
  std::vector<Claim> claims;  ///< All have to hold.
  bool no_action = false;
  std::optional<Text> holder;
  bool of_team = false;  ///< The holder is a team.
  std::vector<Standing> standings;
  Span span;
};

struct Test {
  Text title;
  std::vector<GivenLeads> leads;
  std::vector<Person> people;
  std::vector<std::variant<Happening, Retraction, Expectation>> steps;  ///< In the order written.
  Span span;
};

}  // namespace sla::syntax
