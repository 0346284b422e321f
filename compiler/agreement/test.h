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

/// All that is said has to hold. About one lead's obligation when `lead` is not -1 (the latest, or
/// that of `cycle`), else about the clause over a period, or over all of them.
struct Expectation {
  time::Instant as_of = 0;
  int clause = 0;
  int lead = -1;
  std::uint32_t cycle = 0;  ///< 0: the latest.
  Expected status = Expected::anything;
  std::optional<time::Instant> due, breach;
  std::optional<time::Instant> breached_at;  ///< With `breached`.
  /// With `met` and `met late`: time on the clock, or plain time where the clock counts business
  /// time and `after_plain` is set.
  std::optional<std::int64_t> after;
  bool after_plain = false;
  std::optional<std::string> owner, team;
  std::optional<int> tier;

  std::string period;                         ///< Its label; empty: not said.
  std::optional<std::string> group;           ///< Owner, team or value.
  std::optional<std::int64_t> micro_percent;  ///< 50% is 50'000'000.
  std::optional<std::int64_t> amount;         ///< What a volume has reached, in its scale.
  source::Span span;
};

struct Test {
  std::string title;
  std::vector<TestLead> leads;
  std::vector<TestPerson> people;
  std::vector<TestEvent> events;
  std::vector<Expectation> expectations;
  /// The first instant that the test speaks of, whichever record is meant; kNever: of none.
  time::Instant first = time::kNever;
  source::Span span;  ///< Of the whole block.
  source::Span title_span;
};

}  // namespace sla::agreement
