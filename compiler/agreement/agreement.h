#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/agreement/clause.h"
#include "compiler/agreement/expression.h"
#include "compiler/agreement/mapping.h"
#include "compiler/agreement/program.h"
#include "compiler/agreement/test.h"
#include "compiler/source/source.h"
#include "runtime/events/event_code.h"
#include "runtime/time/calendar_spec.h"
#include "runtime/time/instant.h"

/// The checked, typed agreement: every name is resolved to an index, every number has its unit,
/// every expression its type. `compiler/check` makes it; lowering, the reference evaluator,
/// documents and analyses read it. Immutable once made. What always holds: every index is in range,
/// tiers end in one without a condition or are otherwise exhaustive, every clause obliges exactly
/// one party.
namespace sla::agreement {

using time::Instant;

struct Party {
  std::string name;
  Span span = {};  ///< Where `between` names it; empty: nobody wrote it.
};

struct Role {
  std::string name, title;
};

/// A set of holidays that closes a calendar.
struct HolidayUse {
  std::string words;  ///< As written: `us.federal_holidays except "Columbus Day"`.
  /// The years whose holidays are known, of those in which the set is to close the calendar; in
  /// others there may be holidays that nobody has listed.
  int first_known = time::kMinYear, last_known = time::kMaxYear;
  std::size_t begin = 0, end = 0;  ///< Its days in `spec.exceptions`.
};

struct Calendar {
  std::string name, title;
  enum class ZoneOf : std::uint8_t { fixed, owner, lead } zone_of = ZoneOf::fixed;
  /// Openings and exceptions; `spec.zone` is the fixed zone, or the fallback when the owner's or
  /// lead's zone is not known.
  time::CalendarSpec spec;
  /// Business time of one `business day` when the agreement says `business day as N hours`; else 0.
  std::int64_t business_day_micros = 0;
  std::vector<HolidayUse> holidays;
  Span span;
};

struct Field {
  std::string name, title;
  Type type;
  bool optional = false;
  std::vector<std::string> choices;  ///< For `one of`; the value is the index.
  Span span;
  /// A field of the record's parent (`lead.country`): its index there; else -1. Always optional. No
  /// source maps it; the driver feeds its values from the parent's log.
  int of_parent = -1;
  /// The payload of an event (`webinar.topic`, which is its name): the event's index; else -1.
  /// Always optional, because there may be no such event yet.
  int of_event = -1;
  /// A payload that every such event is expected to say: known at that event.
  bool said_by_event = false;
};

struct Define {
  std::string name, title;
  Expression value;
  Span span;
  /// Something is said with it: a clause, a state or another definition of this record, ... Where it
  /// is used it has been put in place of its name.
  bool used = false;
};

struct State {
  std::string name, title;
  int owner = -1;  ///< Party, or -1 for a final state without one.
  bool final = false;
  std::optional<Expression> requirement;  ///< What must hold on entering.
  Span span;
};

/// One permitted move and where it is written.
struct Move {
  int from = 0, to = 0;
  Span span;
};

struct Lifecycle {
  std::vector<State> states;  ///< At most 62.
  /// Bit `to` of `moves[from]`: the move is permitted.
  std::vector<std::uint64_t> moves;
  std::vector<Move> written;  ///< The same moves as written, each once.
  bool has_moves = false;     ///< False: no chains were given, every move is permitted.
};

/// A declared event or touch; built-in touches call, email and meeting come first.
struct Event {
  std::string name, title;
  bool touch = false;
};

/// Whether the subjects are people: `owner` and `team` are called like those who own leads, and
/// what happens to the leads belongs to their histories too.
constexpr bool is_people(std::string_view subject_kind) {
  return subject_kind == "owner" || subject_kind == "team";
}

/// What is agreed about one kind of record. The agreement itself is about leads; each further
/// record of the policy is an agreement of its own among `others`, complete by itself: the same
/// title, parties, zone, term, calendars, roles and events, with its own fields, lifecycle, clauses
/// and sources. So every stage that evaluates works on one record and needs to know of no other.
struct Agreement {
  std::string subject_kind = "lead";  ///< What a subject is called.
  std::string parent_kind;            ///< `lead` of `opportunity of lead`; empty: none.
  /// The text field, called like `parent_kind`, that holds the id of a subject's parent, or -1.
  int parent_field = -1;
  /// The further records in the order declared; those have none. Programs and tests that speak of
  /// several records: the former are the main agreement's alone, of the latter each agreement has
  /// the part about its own subjects, under the same title and at the same index.
  std::vector<Agreement> others;
  std::string title;
  Span title_span;
  std::int64_t version = 1;
  std::vector<Party> parties;
  std::string zone = "UTC";
  std::string currency;  ///< Empty: no money is used.
  /// Only starts in [term_begin, term_end) attach; the widest range when there is no `in force`.
  Instant term_begin = time::kMinInstant;
  Instant term_end = time::kNever;
  bool has_term = false;
  std::optional<Period> review;  ///< How often both parties look at the agreement again.
  std::vector<Role> roles;
  std::vector<Calendar> calendars;
  std::vector<Field> fields;
  std::vector<Define> defines;
  Lifecycle lifecycle;
  std::vector<Event> events;
  std::vector<Clause> clauses;
  /// Every clause once, those whose outcome another reads before it, else as written: the order in
  /// which an event is given to them.
  std::vector<int> order;
  std::vector<Program> programs;
  std::vector<Source> sources;
  std::vector<Test> tests;
  /// Text constants of the policy. Event logs intern their texts with these first, in this order,
  /// so a constant and a cell are equal exactly when their ids are.
  std::vector<std::string> texts;
  /// The field that holds the lead's time zone (`time_zone`, text), or -1.
  int zone_field = -1;

  std::vector<std::string> party_names() const;  ///< By the index of `parties`.
  /// `order`, or the clauses as written when it was not worked out.
  std::vector<int> evaluation_order() const;
  /// The code of "lead enters state s" and of event e.
  events::Code entering(int state) const {
    return events::kFirstState + static_cast<events::Code>(state);
  }
  events::Code code_of_event(int event) const {
    return static_cast<events::Code>(events::kFirstState + lifecycle.states.size() +
                                     static_cast<std::size_t>(event));
  }
  /// By field: the code of the event whose payload it is.
  std::vector<std::optional<events::Code>> payloads() const;
  int code_count() const {
    return static_cast<int>(events::kFirstState + lifecycle.states.size() + events.size());
  }
  /// "assigned", "enters mql", "call".
  std::string event_name(events::Code code) const;
};

}  // namespace sla::agreement
