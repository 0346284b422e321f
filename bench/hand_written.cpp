#include "bench/hand_written.h"

#include "runtime/events/event_code.h"

namespace sla::bench {
namespace {

constexpr std::uint16_t kCall = events::kFirstState;  // No states: events follow the fixed codes.
constexpr std::int64_t kHour = 3600LL * 1'000'000;
enum : std::uint8_t { kRunning = 0, kMet = 2, kBreached = 3, kMetLate = 4 };

void write(const sla_batch* batch, sla_sink* sink, std::uint32_t subject, std::uint32_t cycle,
           std::uint64_t start_event, std::uint64_t end_event, bool open, std::int64_t origin,
           std::uint16_t clause, std::int64_t target) {
  const sla_calendar* calendar = batch->calendars[0][0];
  std::int64_t at = open ? batch->as_of : batch->time[end_event];
  std::int64_t elapsed = sla_calendar_before(calendar, at) - origin;
  if (sink->rows.size == sink->rows.capacity && sink->grow(sink, &sink->rows, sizeof(sla_row)) != 0)
    return;
  sla_row& row = static_cast<sla_row*>(sink->rows.data)[sink->rows.size++];
  row.start = batch->time[start_event];
  row.due = sla_calendar_earliest(calendar, origin + target);
  row.breach = sla_calendar_latest(calendar, origin + target);
  row.stop = open ? SLA_NEVER : at;
  row.elapsed_business = elapsed;
  row.elapsed_wall = at - row.start;
  row.group = SLA_NO_GROUP;
  row.start_event = start_event;
  row.subject = subject;
  row.cycle = cycle;
  row.clause = clause;
  row.tier = 0;
  bool over = elapsed > target;
  row.status = open ? (over ? kBreached : kRunning) : (over ? kMetLate : kMet);
  row.reserved[0] = row.reserved[1] = row.reserved[2] = 0;
  std::uint64_t decider = end_event;
  if (over) {
    while (batch->time[decider] > row.breach) --decider;
  }
  row.owner = batch->owner_now[decider];
  row.team = batch->team_now[decider];
}

// All clauses start alike, so that the origin is looked up once for them.
template <std::uint16_t kCount>
void clauses(const sla_batch* batch, std::uint64_t first, std::uint64_t last, sla_sink* sink) {
  struct Clock {
    std::uint64_t start_event;
    std::int64_t origin;
    std::uint32_t cycle;
    bool open;
  };
  const sla_calendar* calendar = batch->calendars[0][0];
  for (std::uint64_t s = first; s < last; ++s) {
    auto subject = static_cast<std::uint32_t>(s);
    Clock clocks[kCount] = {};
    std::uint64_t end = batch->subject_begin[s + 1];
    std::uint64_t i = batch->subject_begin[s];
    for (; i < end; ++i) {
      std::int64_t t = batch->time[i];
      if (t > batch->as_of) break;
      std::uint16_t code = batch->code[i];
      if (code == events::kAssigned) {
        std::int64_t origin = sla_calendar_before(calendar, t);
        for (Clock& clock : clocks) {
          if (!clock.open) clock = {i, origin, clock.cycle + 1, true};
        }
      } else if (code >= kCall && code < kCall + 4) {
        for (std::uint16_t c = code - kCall; c < kCount; c += 4) {
          Clock& clock = clocks[c];
          if (!clock.open) continue;
          clock.open = false;
          write(batch, sink, subject, clock.cycle, clock.start_event, i, false, clock.origin, c,
                (c + 1) * kHour);
        }
      }
    }
    for (std::uint16_t c = 0; c < kCount; ++c) {
      if (clocks[c].open)
        write(batch, sink, subject, clocks[c].cycle, clocks[c].start_event, i - 1, true,
              clocks[c].origin, c, (c + 1) * kHour);
    }
  }
}

}  // namespace

void hand_written_4(const sla_batch* batch, std::uint64_t first, std::uint64_t last,
                    sla_sink* sink) {
  clauses<4>(batch, first, last, sink);
}
void hand_written_16(const sla_batch* batch, std::uint64_t first, std::uint64_t last,
                     sla_sink* sink) {
  clauses<16>(batch, first, last, sink);
}

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
        write(batch, sink, static_cast<std::uint32_t>(s), cycle, start_event, i, false, origin, 0,
              4 * kHour);
      }
    }
    if (open)
      write(batch, sink, static_cast<std::uint32_t>(s), cycle, start_event, i - 1, true, origin, 0,
            4 * kHour);
  }
}

}  // namespace sla::bench
