#include "runtime/time/holidays.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace sla::time {
namespace {

constexpr std::int32_t kSaturdayIndex = 5, kSundayIndex = 6;

bool on_weekend(Date date) { return weekday(date) >= kSaturdayIndex; }

std::optional<Date> nth_weekday(const HolidayRule& rule, std::int32_t year) {
  const Date first = days_from_civil(year, rule.month, 1);
  const std::int32_t length = days_in_month(year, rule.month);
  if (rule.nth < 0) {
    const Date last = first + length - 1;
    return last - (weekday(last) - rule.weekday + 7) % 7;
  }
  const std::int32_t day = (rule.weekday - weekday(first) + 7) % 7 + 7 * (rule.nth - 1);
  if (day >= length) return std::nullopt;
  return first + day;
}

/// Nothing when the year has no such day (a fifth Monday, a February 29).
std::optional<Date> base_in(const HolidayRule& rule, std::int32_t year) {
  switch (rule.base) {
    case HolidayBase::month_day:
      if (rule.day > days_in_month(year, rule.month)) return std::nullopt;
      return days_from_civil(year, rule.month, rule.day);
    case HolidayBase::nth_weekday: return nth_weekday(rule, year);
    case HolidayBase::easter: return easter(year);
    case HolidayBase::orthodox_easter: return orthodox_easter(year);
    case HolidayBase::march_equinox:
    case HolidayBase::september_equinox:
      if (year < kFirstEquinoxYear || year > kLastEquinoxYear) return std::nullopt;
      return equinox_in_japan(year, rule.base == HolidayBase::march_equinox);
    case HolidayBase::dates:
    case HolidayBase::between_holidays: break;
  }
  return std::nullopt;
}

Date shifted(const HolidayRule& rule, Date base) {
  // Days back to, and ahead to, the wanted weekday; 0 on the day itself.
  const std::int32_t back = (weekday(base) - rule.shift_weekday + 7) % 7;
  const std::int32_t ahead = (rule.shift_weekday - weekday(base) + 7) % 7;
  switch (rule.shift) {
    case HolidayShift::none: break;
    case HolidayShift::days: return base + rule.shift_amount;
    case HolidayShift::weekday_before: return base - (back == 0 ? 7 : back);
    case HolidayShift::weekday_on_before: return base - back;
    case HolidayShift::weekday_after: return base + (ahead == 0 ? 7 : ahead);
    case HolidayShift::weekday_on_after: return base + ahead;
  }
  return base;
}

bool applies(const HolidayRule& rule, std::int32_t year) {
  return year >= rule.from_year && year <= rule.to_year &&
         std::ranges::find(rule.except_years, year) == rule.except_years.end();
}

/// Small, because a set for two centuries is thousands of them, and sorted twice.
struct Placed {
  Date date = 0;
  std::uint32_t rule = 0;
  bool observed = false;
};

/// Makes the days of one set. Observed days and days in between look at the whole set, so they come
/// after the days themselves, in the order of dates.
class Maker {
 public:
  Maker(const std::vector<HolidayRule>& rules, std::int32_t first, std::int32_t last)
      : rules_(rules), first_(first), last_(last) {}

  std::vector<Holiday> run() {
    for (std::size_t r = 0; r < rules_.size(); ++r) place(r);
    sort();
    observe();
    fill_between();
    sort();
    std::vector<Holiday> result;
    result.reserve(days_.size());
    for (const Placed& placed : days_) {
      const HolidayRule& rule = rules_[placed.rule];
      if (!rule.left_out)
        result.push_back({placed.date, rule.title, rule.windows, placed.observed});
    }
    return result;
  }

 private:
  void add(std::size_t rule, Date date, bool observed) {
    if (date < days_from_civil(kMinYear, 1, 1) || date > days_from_civil(kMaxYear, 12, 31)) return;
    days_.push_back({date, static_cast<std::uint32_t>(rule), observed});
    // A half day is open for work: nothing has to make way for it.
    if (rules_[rule].windows.empty() && !rules_[rule].beside) taken_.insert(date);
  }

  void place(std::size_t r) {
    const HolidayRule& rule = rules_[r];
    if (rule.base == HolidayBase::dates) {
      for (const Date date : rule.dates) {
        const std::int32_t year = civil_from_days(date).year;
        if (year >= first_ && year <= last_ && applies(rule, year)) add(r, date, false);
      }
      return;
    }
    const std::int32_t last = std::min(last_, rule.to_year);
    for (std::int32_t year = std::max(first_, rule.from_year); year <= last; ++year) {
      if (!applies(rule, year)) continue;
      if (const auto base = base_in(rule, year)) add(r, shifted(rule, *base), false);
    }
  }

  void sort() {
    std::ranges::sort(days_, [](const Placed& a, const Placed& b) {
      return a.date != b.date ? a.date < b.date : a.rule < b.rule;
    });
  }

  void observe() {
    // Only the days themselves: an observed day is never on a weekend.
    const std::size_t count = days_.size();
    for (std::size_t i = 0; i < count; ++i) {
      const HolidayRule& rule = rules_[days_[i].rule];
      const Date date = days_[i].date;
      if (rule.observed == HolidayObserved::only_itself) continue;
      if ((rule.observed_on >> weekday(date) & 1) == 0) continue;
      // Two holidays on one day are kept on one other day, not on two.
      const auto [kept, first] = kept_.try_emplace(date, 0);
      if (first) kept->second = observed_day(rule.observed, date);
      add(days_[i].rule, kept->second, true);
    }
  }

  Date observed_day(HolidayObserved how, Date date) const {
    if (how == HolidayObserved::nearest_weekday && weekday(date) == kSaturdayIndex) return date - 1;
    ++date;
    while (on_weekend(date) || (how == HolidayObserved::next_working_day && taken_.contains(date)))
      ++date;
    return date;
  }

  void fill_between() {
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      if (rules_[r].base == HolidayBase::between_holidays) fill_between(r);
    }
  }

  void fill_between(std::size_t rule) {
    std::set<Date> itself;
    for (const Placed& placed : days_) {
      const HolidayRule& of = rules_[placed.rule];
      if (!placed.observed && of.windows.empty() && !of.beside) itself.insert(placed.date);
    }
    for (const Date before : itself) {
      const Date date = before + 1;
      if (!itself.contains(date + 1) || taken_.contains(date) || weekday(date) == kSundayIndex)
        continue;
      if (applies(rules_[rule], civil_from_days(date).year)) add(rule, date, false);
    }
  }

  const std::vector<HolidayRule>& rules_;
  const std::int32_t first_, last_;
  std::vector<Placed> days_;
  std::set<Date> taken_;
  std::map<Date, Date> kept_;  ///< The day itself, and the day on which it is observed.
};

}  // namespace

std::vector<Holiday> holidays_of(const std::vector<HolidayRule>& rules, std::int32_t first_year,
                                 std::int32_t last_year) {
  return Maker(rules, std::max(first_year, kMinYear), std::min(last_year, kMaxYear)).run();
}

Date easter(std::int32_t year) {
  // The anonymous Gregorian computus (Nature, 1876), with the letters of its first print.
  const std::int32_t a = year % 19, b = year / 100, c = year % 100;
  const std::int32_t d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const std::int32_t h = (19 * a + b - d - g + 15) % 30;
  const std::int32_t i = c / 4, k = c % 4;
  const std::int32_t l = (32 + 2 * e + 2 * i - h - k) % 7;
  const std::int32_t m = (a + 11 * h + 22 * l) / 451;
  const std::int32_t n = h + l - 7 * m + 114;
  return days_from_civil(year, n / 31, n % 31 + 1);
}

Date orthodox_easter(std::int32_t year) {
  // Meeus' Julian algorithm; then the distance between the calendars in that century.
  const std::int32_t d = (19 * (year % 19) + 15) % 30;
  const std::int32_t e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const std::int32_t n = d + e + 114;
  const std::int32_t century = year / 100;
  return days_from_civil(year, n / 31, n % 31 + 1) + century - century / 4 - 2;
}

Date equinox_in_japan(std::int32_t year, bool march) {
  // Days of the month in millionths: the mean equinox of 1980, and by how much a tropical year is
  // longer than 365 days. The constants change by century with the leap days.
  constexpr std::int64_t kDriftPerYear = 242'194;
  constexpr std::int64_t kMillionths = 1'000'000;
  std::int64_t start = march ? 20'843'100 : 23'248'800;
  std::int64_t leap_days_from = 1980;
  if (year < 1980) {
    start = march ? 20'835'700 : 23'258'800;
    leap_days_from = 1983;
  } else if (year >= 2100) {
    start = march ? 21'851'000 : 24'248'800;
  }
  // Towards zero also before 1983, as the formula is printed.
  const std::int64_t leap_days = (year - leap_days_from) / 4;
  const std::int64_t day =
      (start + kDriftPerYear * (year - 1980) - leap_days * kMillionths) / kMillionths;
  return days_from_civil(year, march ? 3 : 9, static_cast<std::int32_t>(day));
}

}  // namespace sla::time
