#include "compiler/jit/run.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace sla::jit {
namespace {

// Generated code writes these structs; the outcome's own types must have their layout.
#define SLA_SAME(ours, theirs, member) \
  static_assert(offsetof(ours, member) == offsetof(theirs, member) && \
                sizeof(ours::member) == sizeof(theirs::member))
SLA_SAME(sla_row, verdicts::Row, start);
SLA_SAME(sla_row, verdicts::Row, due);
SLA_SAME(sla_row, verdicts::Row, breach);
SLA_SAME(sla_row, verdicts::Row, stop);
SLA_SAME(sla_row, verdicts::Row, elapsed_business);
SLA_SAME(sla_row, verdicts::Row, elapsed_wall);
SLA_SAME(sla_row, verdicts::Row, group);
SLA_SAME(sla_row, verdicts::Row, start_event);
SLA_SAME(sla_row, verdicts::Row, subject);
SLA_SAME(sla_row, verdicts::Row, owner);
SLA_SAME(sla_row, verdicts::Row, team);
SLA_SAME(sla_row, verdicts::Row, cycle);
SLA_SAME(sla_row, verdicts::Row, clause);
SLA_SAME(sla_row, verdicts::Row, tier);
SLA_SAME(sla_row, verdicts::Row, status);
SLA_SAME(sla_hit, verdicts::Hit, time);
SLA_SAME(sla_hit, verdicts::Hit, amount);
SLA_SAME(sla_hit, verdicts::Hit, group);
SLA_SAME(sla_hit, verdicts::Hit, event);
SLA_SAME(sla_hit, verdicts::Hit, subject);
SLA_SAME(sla_hit, verdicts::Hit, owner);
SLA_SAME(sla_hit, verdicts::Hit, team);
SLA_SAME(sla_hit, verdicts::Hit, clause);
SLA_SAME(sla_violation, verdicts::Violation, event);
SLA_SAME(sla_violation, verdicts::Violation, from);
SLA_SAME(sla_violation, verdicts::Violation, to);
SLA_SAME(sla_violation, verdicts::Violation, kind);
SLA_SAME(sla_fault, verdicts::Fault, event);
SLA_SAME(sla_fault, verdicts::Fault, subject);
SLA_SAME(sla_fault, verdicts::Fault, kind);
#undef SLA_SAME
static_assert(sizeof(sla_row) == sizeof(verdicts::Row));
static_assert(sizeof(sla_hit) == sizeof(verdicts::Hit));
static_assert(sizeof(sla_violation) == sizeof(verdicts::Violation));
static_assert(sizeof(sla_fault) == sizeof(verdicts::Fault));

// Owner and team after each event: forward fill by the rules of docs/reference/evaluation.md.
struct Ownership {
  std::vector<std::uint32_t> owner, team;
};

Ownership follow_owners(const events::Log& log, const events::People& people) {
  Ownership now;
  now.owner.resize(log.size());
  now.team.resize(log.size());
  for (std::size_t s = 0; s + 1 < log.subject_begin.size(); ++s) {
    std::uint32_t owner = events::kNone, team = events::kNone;
    for (std::uint64_t i = log.subject_begin[s]; i < log.subject_begin[s + 1]; ++i) {
      std::uint32_t named = log.owner[i];
      if (log.team[i] != events::kNone) {
        team = log.team[i];
      } else if (named != events::kNone) {
        std::uint32_t by_roster =
            named < people.owner_team.size() ? people.owner_team[named] : events::kNone;
        if (by_roster != events::kNone) team = by_roster;
        else if (named != owner) team = events::kNone;
      }
      if (named != events::kNone) owner = named;
      now.owner[i] = owner;
      now.team[i] = team;
    }
  }
  return now;
}

std::int32_t grow(sla_sink*, sla_buffer* buffer, std::uint64_t item_size) {
  std::uint64_t capacity = buffer->capacity < 1024 ? 4096 : buffer->capacity * 2;
  void* data = std::realloc(buffer->data, capacity * item_size);
  if (data == nullptr) return 1;
  buffer->data = data;
  buffer->capacity = capacity;
  return 0;
}

// Frees the buffers whatever happens.
struct Sink : sla_sink {
  Sink() : sla_sink{} { sla_sink::grow = &jit::grow; }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  ~Sink() {
    for (sla_buffer* buffer : {&rows, &hits, &violations, &faults}) std::free(buffer->data);
  }
};

template <class Item>
std::vector<Item> take(const sla_buffer& buffer) {
  std::vector<Item> items(buffer.size);
  if (buffer.size > 0) std::memcpy(items.data(), buffer.data, buffer.size * sizeof(Item));
  return items;
}

}  // namespace

std::expected<verdicts::Outcome, std::string> run(EvaluateFunction evaluate,
                                                  const verdicts::Inputs& inputs) {
  const events::Log& log = *inputs.log;
  const events::People& people = *inputs.people;
  Ownership now = follow_owners(log, people);

  std::vector<sla_field_column> fields;
  for (const events::FieldColumn& column : log.fields) {
    fields.push_back(column.set.empty() ? sla_field_column{nullptr, nullptr}
                                        : sla_field_column{column.value.data(), column.set.data()});
  }
  std::vector<std::vector<const sla_calendar*>> zones;
  for (const auto& calendar : inputs.calendars) {
    auto& tables = zones.emplace_back();
    for (const auto& in_zone : calendar) tables.push_back(in_zone->table());
  }
  std::vector<const sla_calendar* const*> calendars;
  for (const auto& tables : zones) calendars.push_back(tables.data());

  sla_batch batch{};
  batch.subject_begin = log.subject_begin.data();
  batch.time = log.time.data();
  batch.code = log.code.data();
  batch.owner = log.owner.data();
  batch.owner_now = now.owner.data();
  batch.team_now = now.team.data();
  batch.fields = fields.data();
  batch.calendars = calendars.data();
  batch.owner_zone = people.owner_zone.data();
  batch.text_zone = people.text_zone.data();
  batch.as_of = inputs.as_of;

  Sink sink;
  std::uint64_t subjects = log.subject_begin.empty() ? 0 : log.subject_begin.size() - 1;
  evaluate(&batch, 0, subjects, &sink);
  if (sink.failed != 0) return std::unexpected("not enough memory for the verdicts");

  verdicts::Outcome outcome;
  outcome.rows = take<verdicts::Row>(sink.rows);
  outcome.hits = take<verdicts::Hit>(sink.hits);
  outcome.violations = take<verdicts::Violation>(sink.violations);
  outcome.faults = take<verdicts::Fault>(sink.faults);
  outcome.settle();
  return outcome;
}

}  // namespace sla::jit
