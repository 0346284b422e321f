#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/actions/shape.h"
#include "runtime/events/event_code.h"
#include "runtime/events/payload.h"
#include "runtime/ingest/mapping.h"
#include "runtime/programs/shape.h"
#include "runtime/time/calendar_spec.h"
#include "runtime/time/zone_table.h"
#include "runtime/verdicts/shape.h"

/// What the runtime must know of a policy to judge with its machine code, and nothing of how it was
/// written. `compiler/driver` fills it from a checked agreement; it travels inside built policies
/// as bytes (bytes.h). Plain data, immutable once made, safe to share. What always holds: every
/// index is in range (`problem_of`).
namespace sla::policy {

/// What a value is: the one list that cells are read by.
using ingest::ValueKind;

struct Field {
  std::string name;
  ValueKind kind = ValueKind::integer;
  bool optional = false;
  std::vector<std::string> choices;  ///< Of `choice`; the value is the index.
  int of_parent = -1;                ///< A field that the record's parent has, by its index there.
  int of_event = -1;                 ///< The payload of an event, by its index.
};

struct Event {
  std::string name;
  bool touch = false;  ///< Made by people.
};

/// The years whose holidays of one set are known.
struct HolidayUse {
  std::string words;  ///< `us.federal_holidays except "Columbus Day"`.
  int first_known = 0, last_known = 0;
};

struct Calendar {
  std::string name;
  actions::ZoneOf zone_of = actions::ZoneOf::fixed;
  time::CalendarSpec spec;  ///< Holidays included.
  std::vector<HolidayUse> holidays;
  /// How far the longest target reaches: working time, and working days.
  std::int64_t longest_micros = 0, longest_days = 0;
};

/// What a clause is besides its shape.
struct Clause {
  int calendar = -1;     ///< That its clock runs on, or -1.
  int group_field = -1;  ///< Of GroupKind::field.
};

/// What is agreed about one kind of record; leads come first.
struct Record {
  std::string kind = "lead", parent_kind;
  int parent_field = -1;  ///< The text field with the id of a subject's parent, or -1.
  std::vector<std::string> states;
  std::vector<Event> events;
  std::vector<Field> fields;
  std::vector<std::string> texts;  ///< Constants of the policy, interned first.
  int zone_field = -1;             ///< The text field with the subject's time zone, or -1.
  std::vector<verdicts::PeriodShape> periods;  ///< As generated code counts them.
  std::vector<verdicts::ClauseShape> shapes;   ///< Without `group_name`.
  std::vector<Clause> clauses;                 ///< Parallel to `shapes`.
  std::vector<actions::ClauseSteps> steps;     ///< The same.

  events::Code code_count() const {
    return static_cast<events::Code>(events::kFirstState + states.size() + events.size());
  }
  events::Code code_of_event(int event) const {
    return static_cast<events::Code>(events::kFirstState + states.size() +
                                     static_cast<std::size_t>(event));
  }
  /// By field: the events whose payload it is.
  events::PayloadOf payloads() const;
  /// People have what happens to the leads in their histories too.
  bool is_people() const { return kind == "owner" || kind == "team"; }
};

struct Policy {
  std::string title;
  std::int64_t version = 1;
  std::string zone = "UTC";  ///< Of periods, terms and times without an offset.
  std::string currency;
  bool has_term = false;
  time::Instant term_begin = time::kMinInstant, term_end = time::kNever;
  std::vector<std::string> parties, roles;
  std::vector<Calendar> calendars;
  std::vector<Record> records;                   ///< At least one.
  std::vector<programs::ProgramShape> programs;  ///< Clauses are counted over all records.

  // Identity.
  std::string semantic_hash;  ///< 64 hexadecimal digits.
  std::string tzdb_version, sla_version;
  std::string description;  ///< For people and programs: JSON.
  /// The rules of the zones that the policy names itself, so that what it says does not depend on
  /// the database of the machine that asks. Empty: those of the machine.
  std::vector<time::ZoneTable> zones;

  std::size_t clause_count() const;
  /// Of a record by what one is called; -1: there is none.
  int record_index(std::string_view kind) const;
};

/// The code of an event of a record by its name in logs: a state, a touch, an event, or one of
/// assigned, held, hold, resumed, resume, changed. -1 when it has none.
int event_code(const Record& record, std::string_view name);

/// Empty when the policy holds together, else what does not: bytes may come from anywhere.
std::string problem_of(const Policy& policy);

}  // namespace sla::policy
