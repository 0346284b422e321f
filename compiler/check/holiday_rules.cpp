// One line of a holiday set, from words to numbers.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "compiler/check/calendars.h"
#include "compiler/check/header.h"
#include "compiler/check/holidays.h"

namespace sla::check {
namespace {

using time::HolidayBase;
using time::HolidayRule;
using time::HolidayShift;

constexpr int kLongestRange = 366;
/// A feast further from its base than this belongs to another one.
constexpr int kMostDaysAway = 366;

class RuleChecker {
 public:
  RuleChecker(Context& context, const syntax::HolidayRule& written)
      : context_(context), written_(written) {}

  std::optional<HolidayRule> check() {
    rule_.title = written_.title.value;
    set_years();
    set_base();
    set_shift();
    set_observed();
    for (const syntax::Window& window : written_.windows) {
      if (const auto minutes = window_of(context_, window)) rule_.windows.push_back(*minutes);
      else sound_ = false;
    }
    if (!sound_) return std::nullopt;
    return std::move(rule_);
  }

 private:
  diagnose::Finding& refuse(Code code, Span span, std::string message) {
    sound_ = false;
    return context_.add(code, span, std::move(message));
  }

  void set_years() {
    if (written_.from) rule_.from_year = written_.from->year;
    if (written_.to) rule_.to_year = written_.to->year;
    if (rule_.to_year < rule_.from_year)
      refuse(Code::bad_value, written_.to->span, "the last year is before the first");
    for (const syntax::Year& year : written_.except) rule_.except_years.push_back(year.year);
  }

  void set_base() {
    switch (written_.base) {
      case syntax::HolidayBaseKind::month_day: return set_month_day();
      case syntax::HolidayBaseKind::nth_weekday: return set_nth_weekday();
      case syntax::HolidayBaseKind::easter: rule_.base = HolidayBase::easter; return;
      case syntax::HolidayBaseKind::orthodox_easter:
        rule_.base = HolidayBase::orthodox_easter;
        return;
      case syntax::HolidayBaseKind::equinox: return set_equinox();
      case syntax::HolidayBaseKind::between_holidays:
        rule_.base = HolidayBase::between_holidays;
        return;
      case syntax::HolidayBaseKind::dates: return set_dates();
      case syntax::HolidayBaseKind::dates_each_year:
        set_dates();
        if (sound_) require_every_year();
        return;
    }
  }

  void set_month() {
    const auto month = resolve_month(context_, written_.month);
    if (!month) sound_ = false;
    rule_.month = month.value_or(1);
  }

  void set_month_day() {
    rule_.base = HolidayBase::month_day;
    set_month();
    const auto day = number(written_.day, 31);
    if (!sound_) return;
    // 2000 is a leap year: February 29 exists in some years.
    if (!day || *day < 1 || *day > time::days_in_month(2000, rule_.month)) {
      refuse(Code::bad_date, written_.day.span,
             fmt::format("there is no day {1} in {0}", written_.month.text, written_.day.text));
      return;
    }
    rule_.day = *day;
  }

  void set_nth_weekday() {
    constexpr std::string_view kOrdinals[] = {"first", "second", "third", "fourth", "fifth"};
    rule_.base = HolidayBase::nth_weekday;
    set_month();
    rule_.weekday = written_.weekday;
    const auto* found = std::ranges::find(kOrdinals, written_.ordinal.text);
    if (found != std::end(kOrdinals)) {
      rule_.nth = static_cast<int>(found - kOrdinals) + 1;
    } else if (written_.ordinal.text == "last") {
      rule_.nth = -1;
    } else {
      refuse(Code::bad_value, written_.ordinal.span,
             fmt::format("`{}` is not a place in the month", written_.ordinal.text))
          .help = "write `first`, `second`, `third`, `fourth`, `fifth` or `last`";
    }
  }

  void set_equinox() {
    set_month();
    rule_.base = rule_.month == 3 ? HolidayBase::march_equinox : HolidayBase::september_equinox;
    if (sound_ && rule_.month != 3 && rule_.month != 9) {
      refuse(Code::bad_value, written_.month.span,
             fmt::format("there is no equinox in {}", written_.month.text))
          .help = "write `March equinox` or `September equinox`";
    }
    if (written_.zone.value != "Asia/Tokyo") {
      refuse(Code::bad_value, written_.zone.span,
             "the day of an equinox is known for \"Asia/Tokyo\" only")
          .help = "list the days, such as `each year on 2026-03-20, 2027-03-21`";
    }
  }

  void set_dates() {
    rule_.base = HolidayBase::dates;
    for (const auto& [first, last] : written_.dates) {
      const auto from = resolve_date(context_, first);
      const auto to = first.span == last.span ? from : resolve_date(context_, last);
      if (!from || !to) {
        sound_ = false;
      } else if (*to < *from || *to - *from > kLongestRange) {
        refuse(Code::bad_date, source::join(first.span, last.span),
               *to < *from ? "the last day is before the first" : "holidays of more than a year");
      } else {
        for (time::Date date = *from; date <= *to; ++date) rule_.dates.push_back(date);
      }
    }
    std::ranges::sort(rule_.dates);
  }

  /// A table is known for the years that it lists; one that it skips would look like a year without
  /// the holiday.
  void require_every_year() {
    const int last = time::civil_from_days(rule_.dates.back()).year;
    int year = time::civil_from_days(rule_.dates.front()).year;
    std::vector<int> listed = rule_.except_years;
    for (const time::Date date : rule_.dates) listed.push_back(time::civil_from_days(date).year);
    for (; year <= last; ++year) {
      if (std::ranges::find(listed, year) != listed.end()) continue;
      refuse(Code::missing_part, written_.base_span,
             fmt::format("the table of \"{}\" has no day in {}", rule_.title, year))
          .help = fmt::format("add it, or write `except {}` when there was none", year);
      return;
    }
  }

  void set_shift() {
    if (!written_.shift) return;
    const syntax::HolidayShift& shift = *written_.shift;
    if (shift.amount) {
      const auto days = number(*shift.amount, kMostDaysAway);
      if (!days || shift.inclusive) {
        refuse(Code::bad_value, shift.span,
               shift.inclusive ? "`on or` goes with a weekday"
                               : fmt::format("a whole number of at most {} days", kMostDaysAway))
            .help = "write, for instance, `2 days before Easter` or `Saturday on or after June 20`";
        return;
      }
      rule_.shift = HolidayShift::days;
      rule_.shift_amount = shift.before ? -*days : *days;
      return;
    }
    rule_.shift_weekday = shift.weekday;
    rule_.shift = shift.before      ? shift.inclusive ? HolidayShift::weekday_on_before
                                                      : HolidayShift::weekday_before
                  : shift.inclusive ? HolidayShift::weekday_on_after
                                    : HolidayShift::weekday_after;
  }

  void set_observed() {
    if (!written_.observed) return;
    switch (*written_.observed) {
      case syntax::HolidayObserved::nearest_weekday:
        rule_.observed = time::HolidayObserved::nearest_weekday;
        break;
      case syntax::HolidayObserved::next_weekday:
        rule_.observed = time::HolidayObserved::next_weekday;
        break;
      case syntax::HolidayObserved::next_working_day:
        rule_.observed = time::HolidayObserved::next_working_day;
        break;
    }
    if (written_.observed_on.empty()) return;
    rule_.observed_on = 0;
    for (const int day : written_.observed_on)
      rule_.observed_on = static_cast<std::uint8_t>(rule_.observed_on | 1 << day);
  }

  static std::optional<int> number(const syntax::Name& digits, int most) {
    int value = 0;
    const char* end = digits.text.data() + digits.text.size();
    const auto [stop, error] = std::from_chars(digits.text.data(), end, value);
    if (stop != end || error != std::errc() || value > most) return std::nullopt;
    return value;
  }

  Context& context_;
  const syntax::HolidayRule& written_;
  HolidayRule rule_;
  bool sound_ = true;
};

}  // namespace

std::optional<HolidayRule> holiday_rule(Context& context, const syntax::HolidayRule& written) {
  return RuleChecker(context, written).check();
}

void narrow_to_rule(HolidayRules& known, const syntax::HolidayRule& written,
                    const HolidayRule& rule) {
  int first = time::kMinYear, last = time::kMaxYear;
  if (written.base == syntax::HolidayBaseKind::equinox) {
    first = time::kFirstEquinoxYear;
    last = time::kLastEquinoxYear;
  } else if (written.base == syntax::HolidayBaseKind::dates_each_year) {
    first = time::civil_from_days(rule.dates.front()).year;
    last = time::civil_from_days(rule.dates.back()).year;
  }
  // Where the rule does not apply, there is nothing to know of it.
  if (rule.from_year < first) known.first_known = std::max(known.first_known, first);
  if (rule.to_year > last) known.last_known = std::min(known.last_known, last);
}

}  // namespace sla::check
