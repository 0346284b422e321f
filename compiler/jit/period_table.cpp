#include "compiler/jit/period_table.h"

#include <algorithm>

#include "runtime/time/zone.h"
#include "runtime/verdicts/period.h"

namespace sla::jit {

PeriodTable period_table(const plan::Period& period, const std::string& zone_name,
                         const events::Log& log) {
  static_assert(static_cast<int>(plan::PeriodUnit::year) ==
                static_cast<int>(verdicts::PeriodUnit::year));
  PeriodTable table;
  const auto add = [&](time::Instant from, std::int64_t number) {
    if (!table.number.empty() && table.number.back() == number) return;
    table.begin.push_back(from);
    table.number.push_back(number);
  };
  if (period.unit == plan::PeriodUnit::whole_term || log.time.empty()) {
    add(INT64_MIN, 0);
    return table;
  }
  const verdicts::PeriodShape shape{static_cast<verdicts::PeriodUnit>(period.unit),
                                    period.first_month};
  const time::Zone zone = time::Zone::find(zone_name).value_or(time::Zone::utc());
  const auto [first, last] = std::ranges::minmax_element(log.time);
  const auto transitions = zone.transitions();
  time::Instant t = *first;
  // From one change of the period to the next, offset by offset.
  for (std::size_t k = zone.transition_at(t); t <= *last;) {
    const std::int64_t number = verdicts::period_of(shape, zone.date_of(t));
    add(t, number);
    const time::Instant next_period =
        time::Instant{verdicts::first_date_of(shape, number + 1)} * time::kDay -
        transitions[k].offset;
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

}  // namespace sla::jit
