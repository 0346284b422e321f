#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/time/calendar.h"
#include "runtime/time/zone.h"

namespace sla::analyze {

using time::Instant;

/// Where the people of an obligation are. Empty: not known, so that the agreement's zone counts.
struct Whereabouts {
  std::string owner, lead;

  bool known() const { return !owner.empty() || !lead.empty(); }
  friend bool operator==(const Whereabouts&, const Whereabouts&) = default;
};

/// The calendars of an agreement as the runtime counts them, over the arrivals that are swept: the
/// term, or a representative year without one. At most three years: after that weekdays and
/// holidays have met in nearly every way. Borrows the agreement; calendars are built when first
/// asked for, so an object is for one thread.
class Timetable {
 public:
  explicit Timetable(const agreement::Agreement& agreement);

  /// Arrivals lie in [from, to).
  Instant from() const { return from_; }
  Instant to() const { return to_; }
  const time::Zone& zone() const { return zone_; }

  /// Null for -1, and for a calendar that cannot be built.
  const time::Calendar* calendar(int index, const Whereabouts& where) const;
  /// One that is open round the clock, for what counts plain time.
  const time::Calendar& plain() const { return *plain_; }

  /// The whereabouts that make a difference to these calendars; the first is "not known". Zones are
  /// those that the agreement itself names; where it names none that its calendars are not in
  /// anyway, some from all over the world.
  std::vector<Whereabouts> whereabouts(std::span<const int> calendars) const;

 private:
  const time::Calendar* build(int index, const std::string& zone) const;

  const agreement::Agreement& agreement_;
  time::Zone zone_;
  Instant from_ = 0, to_ = 0;
  std::vector<std::string> owner_zones_, lead_zones_;
  std::unique_ptr<const time::Calendar> plain_;
  mutable std::map<std::pair<int, std::string>, std::unique_ptr<const time::Calendar>> built_;
};

/// The arrivals at which something can change its mind, ascending: openings and closings of the
/// calendars, clock changes, midnights, each a minute before and after as well, the same moved back
/// by each of `amounts` of plain time and of working time, and every hour. Where people are
/// elsewhere, a quarter of a year stands for all of it: what another zone does, it does every week.
std::vector<Instant> arrivals(const Timetable& timetable,
                              const std::vector<const time::Calendar*>& calendars,
                              std::vector<std::int64_t> amounts, const Whereabouts& where = {});

/// The earliest of the arrivals for which `holds`, to the minute; kNever when there is none.
template <class Holds>
Instant earliest_arrival(const std::vector<Instant>& arrivals, const Holds& holds) {
  Instant before = time::kNever;
  for (const Instant arrival : arrivals) {
    if (!holds(arrival)) {
      before = arrival;
      continue;
    }
    Instant hit = arrival;
    // Between two arrivals it may begin to hold at any minute.
    while (before != time::kNever && hit - before > time::kMinute) {
      const Instant middle = before + (hit - before) / 2 / time::kMinute * time::kMinute;
      if (middle == before) break;
      (holds(middle) ? hit : before) = middle;
    }
    return hit;
  }
  return time::kNever;
}

}  // namespace sla::analyze
