#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/agreement/expression.h"
#include "compiler/source/source.h"
#include "runtime/events/event_code.h"
#include "runtime/time/instant.h"

/// The checked tests of an agreement: a short history made of named leads, people and events, and
/// what is expected of the clauses at instants of it. `compiler/check` makes them,
/// `compiler/exercise` plays them. What always holds: indexes are in range, events and expectations
/// are in the order of time, values have the type of their field.
namespace sla::agreement {

enum class EffectKind : std::uint8_t;  // agreement.h

/// A value that a test gives to a field.
struct TestValue {
  int field = 0;
  bool known = true;       ///< Otherwise: it becomes unknown.
  std::int64_t value = 0;  ///< By the field's type; unused for texts.
  std::string text;        ///< The value of a text field.
};

struct TestLead {
  std::string name;
  std::vector<TestValue> given;  ///< Known from the test's first instant on.
  source::Span span;
};

/// One line of a roster. Empty texts: the test does not say.
struct TestPerson {
  std::string name, team, zone, manager, calendar, party;
  std::vector<std::pair<std::string, std::string>> roles;        ///< (role, holder)
  time::Instant from = time::kMinInstant, until = time::kNever;  ///< Lines of one never overlap.
};

struct TestEvent {
  time::Instant at = 0;
  int lead = 0;
  events::Code code = events::kChanged;
  std::string owner, team, actor;  ///< Empty: not said.
  std::vector<TestValue> values;
  source::Span span;
};

/// From `at` on, all events of one lead are another's.
struct TestMerge {
  time::Instant at = 0;
  int loser = 0, winner = 0;
  source::Span span;
};

/// From `at` on, an event or a merge never was.
struct TestRetraction {
  time::Instant at = 0;
  bool of_merge = false;
  std::size_t what = 0;  ///< Index of the event or merge.
  source::Span span;
};

/// What an obligation, or a clause in a period, is expected to be. `breached` holds for what was
/// met late as well, as it does in conditions; the others for themselves only.
enum class Expected : std::uint8_t {
  anything,
  met,
  met_late,
  breached,
  running,
  paused,
  cancelled,
  excused,
  not_started,  ///< No obligation at all.
  no_data,      ///< Only of a clause.
};
const char* name_of(Expected expected);  ///< "met late" etc.

/// Whom an action is expected to reach: all that is said has to fit one of its addressees.
struct ExpectedAddressee {
  enum class Kind : std::uint8_t { anybody, owner, team, role, party } kind = Kind::anybody;
  std::string name;    ///< Of the role or party.
  std::string person;  ///< Who that is (or which team); empty: not said.
};

/// An effect that the steps of a clause are expected to have, or not to have. Done at an instant:
/// then, be it past or ahead; without one: by the instant of judgement. Not done: neither done nor
/// ahead.
struct ExpectedAction {
  bool done = true;
  EffectKind kind{};
  std::int64_t points = 0;            ///< Of awards and deductions; 0: not said.
  std::vector<ExpectedAddressee> to;  ///< Empty: not said.
  std::string channel;                ///< Empty: not said.
  std::optional<std::string> message;
  std::optional<time::Instant> at;  ///< When people hear of it.
  std::string words;                ///< As written.
};

/// What a person or team is expected to have from points and programs.
struct ExpectedStanding {
  bool of_team = false;
  std::string holder;
  std::string period;   ///< Its label; empty: not said.
  int first_month = 1;  ///< Of fiscal periods.
  std::optional<std::int64_t> points;
  int points_from = -1;           ///< Clause, or -1: all.
  std::string points_from_other;  ///< Instead: the name of a clause about another record.
  struct Badge {
    int program = 0, badge = 0;
    std::int64_t times = -1;  ///< Exactly; -1: at least once.
  };
  std::optional<Badge> badge;
  struct Rank {
    int program = 0, leaderboard = 0;
    std::int64_t rank = 1;
  };
  std::optional<Rank> rank;
  struct Prize {
    bool none = false;
    std::int64_t money = 0;  ///< Millionths of the currency; 0: `title`.
    std::string title;
  };
  std::optional<Prize> prize;
};

/// All that is said has to hold. About one lead's obligation when `lead` is not -1 (the latest, or
/// that of `cycle`), else about the clause over a period, or over all of them; with `standing`
/// about a person or team instead, with `no_action` about what nobody was told of a lead.
struct Expectation {
  time::Instant as_of = 0;
  int clause = 0;  ///< With `no_action` and `standing` -1 where none is named.
  int lead = -1;
  std::uint32_t cycle = 0;  ///< 0: the latest.
  Expected status = Expected::anything;
  std::optional<time::Instant> due, breach;
  std::optional<time::Instant> breached_at;  ///< With `breached`.
  std::optional<time::Instant> stopped_at;   ///< With an outcome that stops a clock.
  /// With `met` and `met late`: time on the clock, or plain time where the clock counts business
  /// time and `after_plain` is set.
  std::optional<std::int64_t> after;
  bool after_plain = false;
  std::optional<std::int64_t> used;  ///< Like `after`, whatever the outcome.
  bool used_plain = false;
  std::optional<std::string> owner, team;
  std::optional<int> tier;

  std::string period;                         ///< Its label; empty: not said.
  std::optional<std::string> group;           ///< Owner, team or value.
  std::optional<std::int64_t> micro_percent;  ///< 50% is 50'000'000.
  std::optional<std::int64_t> best, worst;    ///< Attainable, like `micro_percent`.
  std::optional<bool> provisional;
  std::optional<std::int64_t> amount;  ///< What a volume has reached, in its scale.

  std::vector<ExpectedAction> actions;
  bool no_action = false;
  std::optional<ExpectedStanding> standing;
  source::Span span;
};

struct Test {
  std::string title;
  std::vector<TestLead> leads;
  std::vector<TestPerson> people;
  std::vector<TestEvent> events;
  std::vector<TestMerge> merges;
  std::vector<TestRetraction> retractions;
  std::vector<Expectation> expectations;
  /// The first instant that the test speaks of, whichever record is meant; kNever: of none.
  time::Instant first = time::kNever;
  source::Span span;  ///< Of the whole block.
  source::Span title_span;
};

}  // namespace sla::agreement
