#include "bench/hand_written.h"

#include "runtime/events/event_code.h"

namespace sla::bench {
namespace {

constexpr std::uint16_t kCall = events::kFirstState;  // No states: events follow the fixed codes.
constexpr std::int64_t kTarget = 4LL * 3600 * 1'000'000;
enum : std::uint8_t { kRunning = 0, kMet = 2, kBreached = 3, kMetLate = 4 };

void write(const sla_batch* batch, sla_sink* sink, std::uint32_t subject, std::uint32_t cycle,
           std::uint64_t start_event, std::uint64_t end_event, bool open, std::int64_t origin) {
  const sla_calendar* calendar = batch->calendars[0][0];
  std::int64_t at = open ? batch->as_of : batch->time[end_event];
  std::int64_t elapsed = sla_calendar_before(calendar, at) - origin;
  if (sink->rows.size == sink->rows.capacity && sink->grow(sink, &sink->rows, sizeof(sla_row)) != 0)
    return;
  sla_row& row = static_cast<sla_row*>(sink->rows.data)[sink->rows.size++];
  row.start = batch->time[start_event];
  row.due = sla_calendar_earliest(calendar, origin + kTarget);
  row.breach = sla_calendar_latest(calendar, origin + kTarget);
  row.stop = open ? SLA_NEVER : at;
  row.elapsed_business = elapsed;
  row.elapsed_wall = at - row.start;
  row.group = SLA_NO_GROUP;
  row.start_event = start_event;
  row.subject = subject;
  row.cycle = cycle;
  row.clause = 0;
  row.tier = 0;
  bool over = elapsed > kTarget;
  row.status = open ? (over ? kBreached : kRunning) : (over ? kMetLate : kMet);
  row.reserved[0] = row.reserved[1] = row.reserved[2] = 0;
  std::uint64_t decider = end_event;
  if (over) {
    while (batch->time[decider] > row.breach) --decider;
  }
  row.owner = batch->owner_now[decider];
  row.team = batch->team_now[decider];
}

}  // namespace

void hand_written(const sla_batch* batch, std::uint64_t first, std::uint64_t last, sla_sink* sink) {
  const sla_calendar* calendar = batch->calendars[0][0];
  for (std::uint64_t s = first; s < last; ++s) {
    std::uint64_t end = batch->subject_begin[s + 1];
    std::uint64_t start_event = 0;
    std::int64_t origin = 0;
    std::uint32_t cycle = 0;
    bool open = false;
    std::uint64_t i = batch->subject_begin[s];
    for (; i < end; ++i) {
      std::int64_t t = batch->time[i];
      if (t > batch->as_of) break;
      std::uint16_t code = batch->code[i];
      if (code == events::kAssigned) {
        if (open) continue;
        open = true;
        ++cycle;
        start_event = i;
        origin = sla_calendar_before(calendar, t);
      } else if (code == kCall && open) {
        open = false;
        write(batch, sink, static_cast<std::uint32_t>(s), cycle, start_event, i, false, origin);
      }
    }
    if (open)
      write(batch, sink, static_cast<std::uint32_t>(s), cycle, start_event, i - 1, true, origin);
  }
}

}  // namespace sla::bench
