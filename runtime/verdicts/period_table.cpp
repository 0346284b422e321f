#include "runtime/verdicts/period_table.h"

#include <algorithm>

#include "runtime/time/zone.h"

namespace sla::verdicts {

PeriodTable period_table(const PeriodShape& shape, const std::string& zone_name,
                         const events::Log& log, Instant until) {
  PeriodTable table;
  const auto add = [&](time::Instant from, std::int64_t number) {
    if (!table.number.empty() && table.number.back() == number) return;
    table.begin.push_back(from);
    table.number.push_back(number);
  };
  if (shape.unit == PeriodUnit::whole_term || log.time.empty() ||
      std::ranges::min(log.time) > until) {
    add(INT64_MIN, 0);
    return table;
  }
  const time::Zone zone = time::Zone::find(zone_name).value_or(time::Zone::utc());
  const auto [first, last] = std::ranges::minmax_element(log.time);
  const auto transitions = zone.transitions();
  until = std::min(until, *last);
  Instant t = *first;
  // From one change of the period to the next, offset by offset.
  for (std::size_t k = zone.transition_at(t); t <= until;) {
    const std::int64_t number = period_of(shape, zone.date_of(t));
    add(t, number);
    const time::Instant next_period =
        time::Instant{first_date_of(shape, number + 1)} * time::kDay - transitions[k].offset;
    const bool is_last = k + 1 == transitions.size();
    if (is_last || next_period < transitions[k + 1].at) {
      t = next_period;
    } else {
      t = transitions[++k].at;
    }
  }
  table.begin.front() = INT64_MIN;
  return table;
}

}  // namespace sla::verdicts
