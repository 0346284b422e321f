#include "compiler/analyze/time/timetable.h"

#include <algorithm>
#include <array>

#include "runtime/time/civil.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using time::Date;

constexpr Date kMostDays = 3 * 366;
/// Of the year that stands for all others, where neither the term nor a calendar names one.
constexpr int kOrdinaryYear = 2026;
constexpr Instant kRoomBefore = 40 * time::kDay;
constexpr Instant kRoomAfter = 800 * time::kDay;

/// So different that an office in one is hardly ever open in the next.
constexpr std::array<const char*, 6> kWorld = {"America/Los_Angeles", "America/New_York",
                                               "Europe/Berlin",       "Asia/Kolkata",
                                               "Asia/Tokyo",          "Australia/Sydney"};

/// The years of the dates that people wrote into calendars, holidays by rule left out.
std::pair<int, int> written_years(const Agreement& agreement) {
  int first = 0, last = 0;
  for (const agreement::Calendar& calendar : agreement.calendars) {
    const auto is_of_a_set = [&](std::size_t i) {
      return std::ranges::any_of(calendar.holidays, [&](const agreement::HolidayUse& use) {
        return use.begin <= i && i < use.end;
      });
    };
    for (std::size_t i = 0; i < calendar.spec.exceptions.size(); ++i) {
      if (is_of_a_set(i)) continue;
      const int year = time::civil_from_days(calendar.spec.exceptions[i].date).year;
      first = first == 0 ? year : std::min(first, year);
      last = std::max(last, year);
    }
  }
  return first == 0 ? std::pair{kOrdinaryYear, kOrdinaryYear} : std::pair{first, last};
}

void add_zone(std::vector<std::string>& zones, const std::string& zone) {
  if (!zone.empty() && std::ranges::find(zones, zone) == zones.end() && time::Zone::find(zone))
    zones.push_back(zone);
}

/// The zones of leads and owners that the tests of the agreement speak of.
void collect(const Agreement& agreement, std::vector<std::string>& owners,
             std::vector<std::string>& leads) {
  for (const agreement::Test& test : agreement.tests) {
    for (const agreement::TestPerson& person : test.people) add_zone(owners, person.zone);
    const auto add_values = [&](const std::vector<agreement::TestValue>& values) {
      for (const agreement::TestValue& value : values) {
        if (value.field == agreement.zone_field && value.known) add_zone(leads, value.text);
      }
    };
    for (const agreement::TestLead& lead : test.leads) add_values(lead.given);
    for (const agreement::TestEvent& event : test.events) add_values(event.values);
  }
}

std::vector<std::string> with_the_world(std::vector<std::string> zones) {
  if (zones.empty()) {
    for (const char* zone : kWorld) add_zone(zones, zone);
  }
  return zones;
}

/// The local time of all arrivals of one calendar at which something begins or ends.
void add_edges(const time::Calendar& calendar, Instant from, Instant to,
               std::vector<Instant>& edges) {
  const sla_calendar& table = *calendar.table();
  const auto add = [&](Instant t) {
    if (t >= from && t < to) edges.push_back(t);
  };
  for (std::uint32_t i = 0; i < table.interval_count; ++i) {
    add(table.intervals[i].open);
    add(table.intervals[i].close);
  }
  for (std::uint32_t i = 0; i < table.transition_count; ++i) add(table.transitions[i].at);
}

void settle(std::vector<Instant>& instants) {
  std::ranges::sort(instants);
  const auto same = std::ranges::unique(instants);
  instants.erase(same.begin(), same.end());
}

}  // namespace

Timetable::Timetable(const Agreement& agreement)
    : agreement_(agreement), zone_(time::Zone::find(agreement.zone).value_or(time::Zone::utc())) {
  const auto year = [&](int y) { return zone_.start_of(time::days_from_civil(y, 1, 1)); };
  if (agreement.has_term) {
    from_ = std::max(agreement.term_begin, year(time::kMinYear + 1));
    to_ = std::min(agreement.term_end, year(time::kMaxYear - 1));
  } else {
    const auto [first, last] = written_years(agreement);
    from_ = year(std::clamp(first, time::kMinYear + 1, time::kMaxYear - 3));
    to_ = year(std::clamp(last, time::kMinYear + 1, time::kMaxYear - 3) + 1);
  }
  to_ = std::clamp(to_, from_, zone_.start_of(zone_.date_of(from_) + kMostDays));
  collect(agreement, owner_zones_, lead_zones_);
  owner_zones_ = with_the_world(std::move(owner_zones_));
  lead_zones_ = with_the_world(std::move(lead_zones_));
  time::CalendarSpec always;
  always.always_open = true;
  plain_ = std::make_unique<const time::Calendar>(*time::Calendar::build(
      always, from_ - kRoomBefore, std::min(from_ + kRoomBefore, time::kMaxInstant)));
}

const time::Calendar* Timetable::calendar(int index, const Whereabouts& where) const {
  if (index < 0) return nullptr;
  using ZoneOf = agreement::Calendar::ZoneOf;
  switch (agreement_.calendars[static_cast<std::size_t>(index)].zone_of) {
    case ZoneOf::fixed: break;
    case ZoneOf::owner: return build(index, where.owner);
    case ZoneOf::lead: return build(index, where.lead);
  }
  return build(index, "");
}

const time::Calendar* Timetable::build(int index, const std::string& zone) const {
  auto& place = built_[{index, zone}];
  if (!place) {
    time::CalendarSpec spec = agreement_.calendars[static_cast<std::size_t>(index)].spec;
    if (!zone.empty()) spec.zone = zone;
    const Instant end = std::min(to_ + kRoomAfter, time::kMaxInstant);
    auto calendar = time::Calendar::build(spec, from_ - kRoomBefore, end);
    if (!calendar) return nullptr;
    place = std::make_unique<const time::Calendar>(std::move(*calendar));
  }
  return place.get();
}

std::vector<Whereabouts> Timetable::whereabouts(std::span<const int> calendars) const {
  bool owner = false, lead = false;
  for (const int index : calendars) {
    if (index < 0) continue;
    using ZoneOf = agreement::Calendar::ZoneOf;
    const ZoneOf of = agreement_.calendars[static_cast<std::size_t>(index)].zone_of;
    owner = owner || of == ZoneOf::owner;
    lead = lead || of == ZoneOf::lead;
  }
  std::vector<Whereabouts> all = {{}};
  const auto add = [&](Whereabouts where) {
    if (std::ranges::find(all, where) == all.end()) all.push_back(std::move(where));
  };
  if (owner) {
    for (const std::string& zone : owner_zones_) add({zone, ""});
  }
  if (lead) {
    for (const std::string& zone : lead_zones_) add({"", zone});
  }
  return all;
}

std::vector<Instant> arrivals(const Timetable& timetable,
                              const std::vector<const time::Calendar*>& calendars,
                              std::vector<std::int64_t> amounts, const Whereabouts& where) {
  constexpr Instant kQuarter = 92 * time::kDay;
  const Instant from = timetable.from();
  const Instant to = where.known() ? std::min(timetable.to(), from + kQuarter) : timetable.to();
  settle(amounts);
  std::vector<Instant> edges;
  for (const time::Calendar* calendar : calendars) {
    // Beyond the term too: a deadline of its last day may lie there.
    if (calendar != nullptr) add_edges(*calendar, from, to + 10 * time::kDay, edges);
  }
  for (Date date = timetable.zone().date_of(from);; ++date) {
    const Instant midnight = timetable.zone().start_of(date);
    if (midnight >= to) break;
    edges.push_back(midnight);
  }
  settle(edges);

  std::vector<Instant> all;
  const auto add = [&](Instant t) {
    for (const Instant near : {t - time::kMinute, t, t + time::kMinute}) {
      if (near >= from && near < to) all.push_back(near);
    }
  };
  for (const Instant edge : edges) {
    add(edge);
    for (const std::int64_t amount : amounts) {
      if (amount <= 0 || amount > 100 * time::kDay) continue;
      add(edge - amount);
      for (const time::Calendar* calendar : calendars) {
        if (calendar == nullptr) continue;
        const sla_calendar* table = calendar->table();
        add(sla_calendar_earliest(table, sla_calendar_before(table, edge) - amount));
      }
    }
  }
  constexpr Instant kGrid = time::kHour;
  for (Instant t = (from + kGrid - 1) / kGrid * kGrid; t < to; t += kGrid) all.push_back(t);
  if (to > from) all.push_back(from);
  // Tests are written to the minute.
  std::erase_if(all, [](Instant t) { return t % time::kMinute != 0; });
  settle(all);
  return all;
}

}  // namespace sla::analyze
