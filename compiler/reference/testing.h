#pragma once

// Agreements and logs made by hand, for tests of anything that evaluates: short names, local times
// as text.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/events/log.h"
#include "runtime/events/people.h"
#include "runtime/time/calendar.h"
#include "runtime/time/instant.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::reference::testing {

using agreement::Agreement;
using agreement::Clause;
using agreement::Expression;
using agreement::Op;
using agreement::TargetKind;
using time::Instant;

/// "2026-03-06 16:30" on the clock of a zone. A malformed text is a mistake in the test: it throws.
inline Instant at(std::string_view text, std::string_view zone) {
  return time::parse_instant(text, time::Zone::find(zone).value()).value().instant;
}

inline Instant berlin(std::string_view text) { return at(text, "Europe/Berlin"); }

// ---- expressions
// -----------------------------------------------------------------------------------

inline Expression node(Op op, std::vector<Expression> children) {
  Expression made;
  made.op = op;
  made.children = std::move(children);
  return made;
}
inline Expression constant(std::int64_t value) {
  Expression made;
  made.value = value;
  return made;
}
inline Expression field(int index) {
  Expression made;
  made.op = Op::field;
  made.index = index;
  return made;
}
inline Expression known(int index) {
  Expression made = field(index);
  made.op = Op::field_known;
  return made;
}
inline Expression on_hold() { return node(Op::on_hold, {}); }
inline Expression in_states(std::uint64_t states) {
  Expression made = constant(static_cast<std::int64_t>(states));
  made.op = Op::in_states;
  return made;
}
inline Expression was_in_states(std::uint64_t states) {
  Expression made = in_states(states);
  made.op = Op::was_in_states;
  return made;
}
/// "<clause> is <one of the statuses>".
inline Expression clause_is(int clause, std::initializer_list<verdicts::Status> statuses) {
  std::int64_t bits = 0;
  for (const verdicts::Status status : statuses) bits |= 1 << static_cast<int>(status);
  Expression made = constant(bits);
  made.op = Op::clause_is;
  made.index = clause;
  return made;
}
inline Expression compare(Op op, int index, std::int64_t value) {
  return node(op, {field(index), constant(value)});
}

// ---- agreements
// ------------------------------------------------------------------------------------

/// Monday to Friday 09:00-17:00.
inline time::CalendarSpec office(std::string zone) {
  time::CalendarSpec spec;
  spec.zone = std::move(zone);
  spec.weekly = {{time::kMondayToFriday, {9 * 60, 17 * 60}}};
  return spec;
}

/// An agreement between marketing and sales in Berlin, with calendar 0 = office hours, states
/// inquiry, mql, sal, won (0..3), events call, email, meeting, fields score (integer) and reason
/// (text?).
inline Agreement small_agreement() {
  Agreement made;
  made.title = "Test";
  made.zone = "Europe/Berlin";
  made.parties = {{"marketing"}, {"sales"}};
  made.calendars.resize(1);
  made.calendars[0].name = "office";
  made.calendars[0].spec = office("Europe/Berlin");
  for (const char* name : {"inquiry", "mql", "sal", "won"}) {
    made.lifecycle.states.emplace_back().name = name;
  }
  made.lifecycle.moves.assign(4, 0);
  for (const char* name : {"call", "email", "meeting"}) made.events.push_back({name, "", true});
  made.fields.resize(2);
  made.fields[0].name = "score";
  made.fields[1].name = "reason";
  made.fields[1].type.kind = agreement::TypeKind::text;
  made.fields[1].optional = true;
  made.texts = {"no budget"};  // What `reason` is when a history gives it the value 0.
  return made;
}

inline constexpr int kInquiry = 0, kMql = 1, kSal = 2, kWon = 3;
inline constexpr int kScore = 0, kReason = 1;
inline constexpr events::Code kEntersInquiry = 4, kEntersMql = 5, kEntersSal = 6, kEntersWon = 7;
inline constexpr events::Code kCall = 8, kEmail = 9, kMeeting = 10;

inline agreement::Discharge on_event(events::Code code) {
  agreement::Discharge made;
  made.events = {code};
  return made;
}
inline agreement::Discharge on_record(std::vector<int> fields) {
  agreement::Discharge made;
  made.fields = std::move(fields);
  return made;
}

/// "sales must move a lead to sal within <target> of entering mql", counted on calendar 0.
inline Clause& add_deadline(Agreement& agreement, TargetKind kind, std::int64_t amount) {
  Clause& clause = agreement.clauses.emplace_back();
  clause.name = "answer";
  clause.title = "Every MQL is answered";
  clause.party = 1;
  clause.deadline.start.events = {kEntersMql};
  clause.deadline.discharges = {on_event(kEntersSal)};
  clause.deadline.tiers.resize(1);
  clause.deadline.tiers[0].target = {kind, amount};
  clause.deadline.calendar = 0;
  return clause;
}

/// "marketing must deliver at least <amount> leads entering mql each month".
inline Clause& add_volume(Agreement& agreement, std::int64_t amount) {
  Clause& clause = agreement.clauses.emplace_back();
  clause.name = "volume";
  clause.kind = agreement::ClauseKind::volume;
  clause.volume.counted.events = {kEntersMql};
  clause.volume.amount = amount;
  clause.volume.period.unit = agreement::PeriodUnit::month;
  return clause;
}

/// "sales must make at least <needed> of call or email within <window> of entering mql".
inline Clause& add_cadence(Agreement& agreement, int needed, agreement::Duration window,
                           std::optional<agreement::Duration> apart) {
  Clause& clause = add_deadline(agreement, window.kind, window.amount);
  clause.name = "touches";
  clause.kind = agreement::ClauseKind::cadence;
  clause.deadline.discharges = {on_event(kCall), on_event(kEmail)};
  clause.deadline.needed = needed;
  clause.deadline.apart = apart;
  return clause;
}

/// "sales must not move a lead to sal".
inline Clause& add_prohibition(Agreement& agreement) {
  Clause& clause = agreement.clauses.emplace_back();
  clause.name = "never";
  clause.party = 1;
  clause.kind = agreement::ClauseKind::prohibition;
  clause.prohibition.forbidden = {on_event(kEntersSal)};
  return clause;
}

/// "sales must move at least 20% of the leads entering mql each month to won within <window>".
inline Clause& add_conversion(Agreement& agreement, agreement::Duration window) {
  Clause& clause = agreement.clauses.emplace_back();
  clause.name = "wins";
  clause.party = 1;
  clause.kind = agreement::ClauseKind::conversion;
  clause.conversion.entering.events = {kEntersMql};
  clause.conversion.reached = {kEntersWon};
  clause.conversion.window = window;
  clause.conversion.calendar = 0;
  clause.conversion.target.micro_percent = 20'000'000;
  clause.conversion.target.period.unit = agreement::PeriodUnit::month;
  return clause;
}

/// "marketing must source at least 40% of the leads entering mql each month where <part>".
inline Clause& add_share(Agreement& agreement, Expression part) {
  Clause& clause = add_volume(agreement, 0);
  clause.name = "sourced";
  clause.kind = agreement::ClauseKind::share;
  clause.volume.part = std::move(part);
  clause.volume.micro_percent = 40'000'000;
  return clause;
}

// ---- logs
// ------------------------------------------------------------------------------------------

using Value = events::LogBuilder::Value;

/// One event: local time in the agreement's zone, what, whose.
struct Given {
  std::string when;
  events::Code code = events::kChanged;
  std::string owner = {};
  std::vector<Value> values = {};
  std::string subject = "a";
  std::string team = {};
  std::int64_t sequence = 0;
  std::string actor = {};
};

/// A log and everything else that its verdicts depend on; keeps all of it alive.
struct Case {
  events::Log log;
  events::People people;
  verdicts::Inputs inputs;
};

inline events::Log log_of(const Agreement& agreement, const std::vector<Given>& history) {
  events::LogBuilder builder(agreement.texts, agreement.fields.size());
  std::uint64_t row = 0;
  for (const Given& given : history) {
    events::Event event;
    event.subject = builder.subjects().intern(given.subject);
    event.time = at(given.when, agreement.zone);
    event.code = given.code;
    if (!given.owner.empty()) event.owner = builder.owners().intern(given.owner);
    if (!given.team.empty()) event.team = builder.teams().intern(given.team);
    if (!given.actor.empty()) event.actor = builder.owners().intern(given.actor);
    event.sequence = given.sequence;
    event.row = ++row;
    builder.add(event, given.values);
  }
  return std::move(builder).finish();
}

/// The calendars are built for 2015 to 2030.
inline std::unique_ptr<Case> make_case(const Agreement& agreement, events::Log log,
                                       std::string_view as_of, const events::Roster& roster = {}) {
  auto made = std::make_unique<Case>();
  made->log = std::move(log);
  std::vector<std::string> parties;
  for (const agreement::Party& party : agreement.parties) parties.push_back(party.name);
  made->people = events::bind_people(made->log, roster, agreement.zone_field, parties);
  for (const agreement::Calendar& calendar : agreement.calendars) {
    auto& zones = made->inputs.calendars.emplace_back();
    const bool is_relative = calendar.zone_of != agreement::Calendar::ZoneOf::fixed;
    for (std::size_t z = 0; z < (is_relative ? made->people.zones.size() : 1); ++z) {
      time::CalendarSpec spec = calendar.spec;
      if (z > 0) spec.zone = made->people.zones[z];
      auto built = time::Calendar::build(spec, at("2015-01-01", "UTC"), at("2030-01-01", "UTC"));
      zones.push_back(std::make_shared<const time::Calendar>(std::move(built).value()));
    }
  }
  made->inputs.log = &made->log;
  made->inputs.people = &made->people;
  made->inputs.as_of = at(as_of, agreement.zone);
  return made;
}

inline std::unique_ptr<Case> make_case(const Agreement& agreement,
                                       const std::vector<Given>& history, std::string_view as_of,
                                       const events::Roster& roster = {}) {
  return make_case(agreement, log_of(agreement, history), as_of, roster);
}

}  // namespace sla::reference::testing
