// What a bare day could have meant: "1 day" is 24 hours, one business day, or the hours that one is
// open for.
#include "compiler/check/durations_readings.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::Duration;
using agreement::TargetKind;

bool only_always_open(const Context& context, const CalendarChoice& calendar) {
  const auto& calendars = context.agreement.calendars;
  const auto always = [](const agreement::Calendar& c) { return c.spec.always_open; };
  if (calendar.kind == CalendarChoice::Kind::one) {
    return always(calendars[static_cast<std::size_t>(calendar.index)]);
  }
  return calendar.kind != CalendarChoice::Kind::failed && std::ranges::all_of(calendars, always);
}

/// Minutes open per weekday. Overlaps count twice: they have their own warning.
std::array<int, 7> open_minutes(const time::CalendarSpec& spec) {
  std::array<int, 7> minutes{};
  for (const time::WeeklyOpening& opening : spec.weekly) {
    const auto [from, to] = opening.window;
    for (std::size_t day = 0; day < 7; ++day) {
      if (opening.weekdays >> day & 1) minutes[day] += to > from ? to - from : to + 1440 - from;
    }
  }
  return minutes;
}

/// The opening time that most working days have; 0 when there are none.
int typical_day(const std::array<int, 7>& minutes) {
  std::map<int, int> days_by_length;
  for (const int m : minutes) {
    if (m > 0) ++days_by_length[m];
  }
  int typical = 0, most = 0;
  for (const auto& [length, days] : days_by_length) {
    if (days >= most) {
      typical = length;
      most = days;
    }
  }
  return typical;
}

class Readings {
 public:
  Readings(const syntax::Duration& duration, bool week) : duration_(duration), week_(week) {}

  void add(TargetKind kind, std::int64_t per_unit) {
    if (per_unit == 0) return;
    const auto amount = exact_product(duration_.amount, per_unit);
    if (amount && *amount > 0) list_.push_back(fmt::format("`{}`", say({kind, *amount})));
  }

  void add_elapsed() { add(TargetKind::elapsed, week_ ? 7 * time::kDay : time::kDay); }

  void add_business(const agreement::Calendar& calendar) {
    const auto minutes = open_minutes(calendar.spec);
    const auto open_days = std::ranges::count_if(minutes, [](int m) { return m > 0; });
    std::int64_t total = 0;
    for (const int m : minutes) total += m;
    add(TargetKind::business, (week_ ? total : typical_day(minutes)) * time::kMinute);
    add(TargetKind::business_days, week_ ? open_days : 1);
  }

  std::string text() const { return agreement::listing(list_, "or"); }

 private:
  /// Unlike words(), which would say a week as days: the very word that is ambiguous.
  static std::string say(const Duration& duration) {
    if (duration.kind == TargetKind::elapsed && duration.amount % time::kHour == 0) {
      return fmt::format("{} hours", duration.amount / time::kHour);
    }
    return words(duration);
  }

  const syntax::Duration& duration_;
  bool week_;
  std::vector<std::string> list_;
};

}  // namespace

bool report_ambiguous_day(Context& context, const syntax::Duration& duration,
                          const CalendarChoice& calendar) {
  const bool week = duration.unit == syntax::Unit::week;
  if (context.agreement.calendars.empty() || only_always_open(context, calendar)) return false;
  Readings readings(duration, week);
  readings.add_elapsed();
  if (calendar.index >= 0) {
    readings.add_business(context.agreement.calendars[static_cast<std::size_t>(calendar.index)]);
  } else {
    readings.add(TargetKind::business_days, week ? 5 : 1);
  }
  auto& finding = context.add(
      Code::ambiguous_day, duration.span,
      fmt::format("`{}` could be elapsed or business time", source_text(context, duration.span)));
  finding.help = fmt::format("write {}", readings.text());
  return true;
}

}  // namespace sla::check
