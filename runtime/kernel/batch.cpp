#include "runtime/kernel/batch.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "runtime/kernel/ranges.h"

namespace sla::kernel {
namespace {

// Generated code writes these structs; the outcome's own types must have their layout.
#define SLA_SAME(ours, theirs, member)                                \
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
SLA_SAME(sla_hit, verdicts::Hit, part);
SLA_SAME(sla_violation, verdicts::Violation, event);
SLA_SAME(sla_violation, verdicts::Violation, from);
SLA_SAME(sla_violation, verdicts::Violation, to);
SLA_SAME(sla_violation, verdicts::Violation, kind);
SLA_SAME(sla_fault, verdicts::Fault, event);
SLA_SAME(sla_fault, verdicts::Fault, subject);
SLA_SAME(sla_fault, verdicts::Fault, kind);
SLA_SAME(sla_mark, verdicts::Mark, value);
SLA_SAME(sla_mark, verdicts::Mark, event);
SLA_SAME(sla_mark, verdicts::Mark, subject);
SLA_SAME(sla_mark, verdicts::Mark, cycle);
SLA_SAME(sla_mark, verdicts::Mark, clause);
SLA_SAME(sla_mark, verdicts::Mark, zone);
SLA_SAME(sla_mark, verdicts::Mark, tier);
SLA_SAME(sla_mark, verdicts::Mark, kind);
SLA_SAME(sla_stint, events::Stint, from);
SLA_SAME(sla_stint, events::Stint, team);
SLA_SAME(sla_stint, events::Stint, party);
SLA_SAME(sla_stint, events::Stint, zone);
static_assert(sizeof(sla_stint) == sizeof(events::Stint));
static_assert(sizeof(sla_mark) == sizeof(verdicts::Mark));
static_assert(sizeof(sla_row) == sizeof(verdicts::Row));
static_assert(sizeof(sla_hit) == sizeof(verdicts::Hit));
static_assert(sizeof(sla_violation) == sizeof(verdicts::Violation));
static_assert(sizeof(sla_fault) == sizeof(verdicts::Fault));
#undef SLA_SAME

std::int32_t grow(sla_sink*, sla_buffer* buffer, std::uint64_t item_size) {
  std::uint64_t capacity = buffer->capacity < 1024 ? 4096 : buffer->capacity * 2;
  void* data = std::realloc(buffer->data, capacity * item_size);
  if (data == nullptr) return 1;
  buffer->data = data;
  buffer->capacity = capacity;
  return 0;
}

template <class Item>
std::vector<Item> items(const sla_buffer& buffer) {
  std::vector<Item> result(buffer.size);
  if (buffer.size > 0) std::memcpy(result.data(), buffer.data, buffer.size * sizeof(Item));
  return result;
}

}  // namespace

/// Owner and team after each event: forward fill by the rules of docs/reference/evaluation.md.
void Batch::follow_owners(std::uint64_t first_subject, std::uint64_t last_subject) {
  const events::Log& log = *inputs_.log;
  for (std::uint64_t s = first_subject; s < last_subject; ++s) {
    std::uint32_t owner = events::kNone, team = events::kNone;
    bool is_said = true;
    for (std::uint64_t i = log.subject_begin[s]; i < log.subject_begin[s + 1]; ++i) {
      const std::uint32_t named = log.owner[i];
      if (log.team[i] != events::kNone) {
        team = log.team[i];
        is_said = true;
      } else if (named != events::kNone) {
        const std::uint32_t by_roster = inputs_.people->at(named, log.time[i]).team;
        if (by_roster != events::kNone || named != owner) {
          team = by_roster;
          is_said = false;
        }
      }
      if (named != events::kNone) owner = named;
      owner_now_[i] = owner;
      team_now_[i] = is_said ? team : inputs_.people->at(owner, log.time[i]).team;
      team_of_roster_[i] = is_said ? 0 : 1;
    }
  }
}

/// What the roster says of the owner and of the actor of each event.
void Batch::follow_roster(std::uint64_t first_event, std::uint64_t last_event) {
  const events::Log& log = *inputs_.log;
  for (std::uint64_t i = first_event; i < last_event; ++i) {
    zone_now_[i] = inputs_.people->at(owner_now_[i], log.time[i]).zone;
    actor_party_[i] = inputs_.people->at(log.actor[i], log.time[i]).party;
  }
}

void Batch::follow(parallel::Pool& pool) {
  const std::uint64_t size = inputs_.log->size();
  pool.each(5, [&](std::size_t column) {
    switch (column) {
      case 0: owner_now_.resize(size); return;
      case 1: team_now_.resize(size); return;
      case 2: team_of_roster_.resize(size); return;
      case 3: zone_now_.resize(size); return;
      default: actor_party_.resize(size);
    }
  });
  const Ranges ranges(inputs_.log->subject_begin);
  pool.each(ranges.count(), [&](std::size_t r) {
    const events::Log& log = *inputs_.log;
    follow_owners(ranges.first(r), ranges.last(r));
    follow_roster(log.subject_begin[ranges.first(r)], log.subject_begin[ranges.last(r)]);
  });
}

Batch::Batch(const verdicts::Inputs& inputs, const std::vector<verdicts::PeriodShape>& periods,
             const std::string& zone, parallel::Pool* pool)
    : inputs_(inputs) {
  const events::Log& log = *inputs.log;
  parallel::Pool alone;
  follow(pool != nullptr ? *pool : alone);
  for (const events::FieldColumn& column : log.fields) {
    fields_.push_back(column.set.empty()
                          ? sla_field_column{nullptr, nullptr}
                          : sla_field_column{column.value.data(), column.set.data()});
  }
  for (const auto& calendar : inputs.calendars) {
    auto& tables = zones_.emplace_back();
    for (const auto& in_zone : calendar) tables.push_back(in_zone->table());
  }
  for (const auto& tables : zones_) calendars_.push_back(tables.data());
  subjects_ = log.subject_begin.empty() ? 0 : log.subject_begin.size() - 1;
  view_.subject_begin = log.subject_begin.data();
  view_.time = log.time.data();
  view_.code = log.code.data();
  view_.owner = log.owner.data();
  view_.owner_now = owner_now_.data();
  view_.team_now = team_now_.data();
  view_.fields = fields_.data();
  view_.calendars = calendars_.data();
  view_.zone_now = zone_now_.data();
  view_.text_zone = inputs.people->text_zone.data();
  view_.as_of = inputs.as_of;
  view_.actor = log.actor.data();
  view_.actor_party = actor_party_.data();
  for (const verdicts::PeriodShape& period : periods) {
    period_tables_.push_back(verdicts::period_table(period, zone, log, inputs.as_of));
  }
  for (const verdicts::PeriodTable& table : period_tables_) {
    periods_.push_back({table.begin.data(), table.number.data(), table.begin.size()});
  }
  view_.periods = periods_.data();
  view_.team_of_roster = team_of_roster_.data();
  view_.stint_begin = inputs.people->stint_begin.data();
  view_.stints = reinterpret_cast<const sla_stint*>(inputs.people->stints.data());
}

Sink::Sink() : sla_sink{} { sla_sink::grow = &kernel::grow; }

Sink::~Sink() {
  for (sla_buffer* buffer : {&rows, &hits, &marks, &violations, &faults}) std::free(buffer->data);
}

void Sink::clear() {
  rows.size = hits.size = marks.size = violations.size = faults.size = 0;
  failed = 0;
}

std::expected<verdicts::Outcome, std::string> Sink::take() const {
  if (failed != 0) return std::unexpected("not enough memory for the verdicts");
  verdicts::Outcome outcome;
  outcome.rows = items<verdicts::Row>(rows);
  outcome.hits = items<verdicts::Hit>(hits);
  outcome.marks = items<verdicts::Mark>(marks);
  outcome.violations = items<verdicts::Violation>(violations);
  outcome.faults = items<verdicts::Fault>(faults);
  outcome.settle();
  return outcome;
}

}  // namespace sla::kernel
