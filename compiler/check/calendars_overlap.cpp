#include "compiler/check/calendars_overlap.h"

#include <fmt/format.h>

namespace sla::check {
namespace {

constexpr int kMinutesPerDay = 1440;
constexpr int kMinutesPerWeek = 7 * kMinutesPerDay;

/// Minutes from Monday 00:00; `to` may lie beyond Sunday.
struct Stretch {
  int from, to;
};

std::vector<Stretch> stretches(const PlacedWindow& window) {
  const auto [from, to] = window.minutes;
  const int length = to > from ? to - from : to + kMinutesPerDay - from;
  std::vector<Stretch> result;
  for (int day = 0; day < 7; ++day) {
    const int start = day * kMinutesPerDay + from;
    if (window.weekdays >> day & 1) result.push_back({start, start + length});
  }
  return result;
}

bool overlap(Stretch a, Stretch b) { return a.from < b.to && b.from < a.to; }

/// On the circle of the week: Sunday's night shift meets Monday morning.
bool overlap_in_week(Stretch a, Stretch b) {
  const auto moved = [](Stretch s, int by) { return Stretch{s.from + by, s.to + by}; };
  return overlap(a, b) || overlap(a, moved(b, kMinutesPerWeek)) ||
         overlap(moved(a, kMinutesPerWeek), b);
}

bool overlap(const PlacedWindow& a, const PlacedWindow& b) {
  for (const Stretch first : stretches(a)) {
    for (const Stretch second : stretches(b)) {
      if (overlap_in_week(first, second)) return true;
    }
  }
  return false;
}

}  // namespace

void warn_of_overlaps(Context& context, const syntax::Name& calendar,
                      const std::vector<PlacedWindow>& openings) {
  for (std::size_t later = 1; later < openings.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (!overlap(openings[earlier], openings[later])) continue;
      auto& finding = context.add(
          Code::overlapping_openings, openings[later].span,
          fmt::format("openings of calendar `{}` overlap; their time counts once", calendar.text));
      finding.secondary.push_back({openings[earlier].span, "overlaps this opening"});
      finding.help = "shorten one of them, or write them as one opening";
      break;
    }
  }
}

}  // namespace sla::check
