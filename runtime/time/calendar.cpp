#include "runtime/time/calendar.h"

#include <algorithm>
#include <utility>

#include "runtime/time/calendar_openings.h"

namespace sla::time {

/// The arrays behind an sla_calendar. Filled once by Calendar::build; `view` points into them.
struct CalendarTables {
  Zone zone;
  Overlaps overlaps;
  std::vector<sla_interval> intervals;
  std::vector<std::uint32_t> slots;
  std::vector<std::uint32_t> amounts;
  std::vector<sla_working_day> days;
  std::vector<sla_segment> segments;
  std::vector<std::uint32_t> days_by_date;
  std::vector<sla_zone_transition> transitions;
  sla_calendar view{};
};

namespace {

/// Cuts the pieces to [from, to) and returns the first date with an opening that reaches past `to`.
Date clip(std::vector<Opening>& pieces, Instant from, Instant to) {
  Date incomplete = INT32_MAX;
  for (Opening& piece : pieces) {
    if (piece.close > to) incomplete = std::min(incomplete, piece.date);
    piece.open = std::clamp(piece.open, from, to);
    piece.close = std::clamp(piece.close, from, to);
  }
  std::erase_if(pieces, [](const Opening& piece) { return piece.open == piece.close; });
  std::ranges::sort(pieces, {}, [](const Opening& p) { return std::pair(p.open, p.date); });
  return incomplete;
}

void fill_intervals(CalendarTables& tables, const std::vector<Opening>& pieces, Instant to) {
  auto& intervals = tables.intervals;
  for (const Opening& piece : pieces) {
    if (!intervals.empty() && piece.open <= intervals.back().close) {
      intervals.back().close = std::max(intervals.back().close, piece.close);
    } else {
      intervals.push_back({.open = piece.open, .close = piece.close, .before = 0});
    }
  }
  std::int64_t before = 0;
  for (sla_interval& interval : intervals) {
    interval.before = before;
    before += interval.close - interval.open;
  }
  intervals.push_back({.open = to, .close = INT64_MAX, .before = before});
}

void fill_indexes(CalendarTables& tables, Instant from, Instant to) {
  // Slots start on UTC half-hours, where nearly all openings of the world start and end.
  Instant base = from / SLA_SLOT_MICROS * SLA_SLOT_MICROS;
  if (base > from) base -= SLA_SLOT_MICROS;
  tables.view.slot_base = base;
  std::uint32_t i = 0;
  for (Instant slot = base; slot < to; slot += SLA_SLOT_MICROS) {
    while (tables.intervals[i].close <= slot) ++i;
    tables.slots.push_back(i);
  }
  i = 0;
  const std::int64_t total = tables.intervals.back().before;
  for (std::int64_t amount = 0; amount < total; amount += SLA_SLOT_MICROS) {
    while (tables.intervals[i + 1].before <= amount) ++i;
    tables.amounts.push_back(i);
  }
}

void fill_transitions(CalendarTables& tables, Instant from, Instant to) {
  // Local times a little outside the table occur while a deadline is computed.
  constexpr std::int64_t kMargin = 4 * kDay;
  const auto all = tables.zone.transitions();
  for (std::size_t k = tables.zone.transition_at(from - kMargin);
       k < all.size() && all[k].at < to + kMargin; ++k) {
    const bool first = tables.transitions.empty();
    if (!first && all[k].offset == tables.transitions.back().offset) continue;  // Only a new name.
    tables.transitions.push_back({.at = first ? INT64_MIN : all[k].at, .offset = all[k].offset});
  }
  tables.transitions.push_back({.at = INT64_MAX, .offset = tables.transitions.back().offset});
}

/// Local dates and their first openings, ascending in both. A date whose first opening is not
/// before that of a later date (both were cut to the same instant) owns no time and is left out.
std::vector<std::pair<Date, Instant>> first_openings(std::vector<Opening> pieces) {
  std::ranges::sort(pieces, {}, [](const Opening& p) { return std::pair(p.date, p.open); });
  std::vector<std::pair<Date, Instant>> first;
  for (const Opening& piece : pieces) {
    if (!first.empty() && first.back().first == piece.date) continue;
    while (!first.empty() && first.back().second >= piece.open) first.pop_back();
    first.emplace_back(piece.date, piece.open);
  }
  return first;
}

/// Gives all business time to working days: each owns it from its first opening to that of the next
/// day.
void fill_days(CalendarTables& tables, const std::vector<Opening>& pieces, Date incomplete) {
  const auto first = first_openings(pieces);
  std::uint32_t transition = 0;
  std::size_t i = 0;
  for (std::size_t d = 0; d < first.size() && first[d].first < incomplete; ++d) {
    const auto [date, begin] = first[d];
    const Instant end = d + 1 < first.size() ? first[d + 1].second : INT64_MAX;
    while (tables.transitions[transition + 1].at <= begin) ++transition;
    tables.days.push_back({.date = date,
                           .first_segment = static_cast<std::uint32_t>(tables.segments.size()),
                           .transition = transition});
    while (tables.intervals[i].close <= begin) ++i;
    const std::size_t real = tables.intervals.size() - 1;
    for (std::size_t j = i; j < real && tables.intervals[j].open < end; ++j) {
      tables.segments.push_back({.open = std::max(begin, tables.intervals[j].open),
                                 .close = std::min(end, tables.intervals[j].close)});
    }
  }
  tables.view.day_count = static_cast<std::uint32_t>(tables.days.size());
  if (!tables.days.empty()) {
    tables.view.first_date = tables.days.front().date;
    for (std::uint32_t day = 0; day < tables.view.day_count; ++day) {
      const auto upto =
          static_cast<std::size_t>(tables.days[day].date - tables.view.first_date + 1);
      tables.days_by_date.resize(upto, day);
    }
  }
  tables.days.push_back({.date = INT32_MAX,
                         .first_segment = static_cast<std::uint32_t>(tables.segments.size()),
                         .transition = transition});
}

void fill_view(CalendarTables& tables, Instant from, Instant to) {
  sla_calendar& view = tables.view;
  view.begin = from;
  view.end = to;
  view.total = tables.intervals.back().before;
  view.intervals = tables.intervals.data();
  view.interval_count = static_cast<std::uint32_t>(tables.intervals.size() - 1);
  view.slots = tables.slots.data();
  view.amounts = tables.amounts.data();
  view.days = tables.days.data();
  view.segments = tables.segments.data();
  view.days_by_date = tables.days_by_date.data();
  view.date_count = static_cast<std::uint32_t>(tables.days_by_date.size());
  view.transitions = tables.transitions.data();
  view.transition_count = static_cast<std::uint32_t>(tables.transitions.size() - 1);
}

}  // namespace

std::expected<Calendar, CalendarError> Calendar::build(const CalendarSpec& spec, Instant from,
                                                       Instant to) {
  using Kind = CalendarError::Kind;
  if (from >= to || from < kMinInstant || to > kMaxInstant + 1) {
    return std::unexpected(CalendarError{
        .kind = Kind::kBadRange,
        .message =
            "a calendar needs a range of time that ends after it begins, within 1900 to 2200",
        .nearest = {}});
  }
  if (auto ok = check_spec(spec); !ok) return std::unexpected(ok.error());
  auto zone = Zone::find(spec.zone);
  if (!zone) {
    return std::unexpected(CalendarError{.kind = Kind::kUnknownZone,
                                         .message = zone.error().message(),
                                         .nearest = zone.error().nearest});
  }

  Openings openings = list_openings(spec, *zone, from, to);
  const Date incomplete = clip(openings.pieces, from, to);
  auto tables =
      std::unique_ptr<CalendarTables>(new CalendarTables{.zone = *zone,
                                                         .overlaps = std::move(openings.overlaps),
                                                         .intervals = {},
                                                         .slots = {},
                                                         .amounts = {},
                                                         .days = {},
                                                         .segments = {},
                                                         .days_by_date = {},
                                                         .transitions = {}});
  fill_intervals(*tables, openings.pieces, to);
  fill_indexes(*tables, from, to);
  fill_transitions(*tables, from, to);
  fill_days(*tables, openings.pieces, incomplete);
  fill_view(*tables, from, to);
  return Calendar(std::move(tables));
}

Calendar::Calendar(std::unique_ptr<const CalendarTables> tables)
    : tables_(std::move(tables)), table_(&tables_->view) {}

Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;
Calendar::~Calendar() = default;

const Zone& Calendar::zone() const { return tables_->zone; }
const Overlaps& Calendar::overlaps() const { return tables_->overlaps; }

}  // namespace sla::time
