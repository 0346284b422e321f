#include "runtime/verdicts/period.h"

#include <fmt/format.h>

namespace sla::verdicts {
namespace {

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// Months from the start of the fiscal year that begins in year 0.
std::int64_t fiscal_month(time::Date date, int first_month) {
  const time::CivilDate civil = time::civil_from_days(date);
  return std::int64_t{civil.year} * 12 + civil.month - first_month;
}

time::Date first_of_fiscal_month(std::int64_t month, int first_month) {
  const std::int64_t calendar_month = month + first_month - 1;
  const std::int64_t year = floor_divide(calendar_month, 12);
  return time::days_from_civil(static_cast<std::int32_t>(year),
                               static_cast<std::int32_t>(calendar_month - year * 12 + 1), 1);
}

/// The year that gives a fiscal year its name, from the year in which it begins.
std::string year_name(std::int64_t begins, int first_month) {
  return first_month == 1 ? fmt::format("{:04}", begins) : fmt::format("FY{:04}", begins + 1);
}

std::string week_label(time::Date monday) {
  // ISO 8601: a week belongs to the year of its Thursday.
  const time::Date thursday = monday + 3;
  const std::int32_t year = time::civil_from_days(thursday).year;
  return fmt::format("{:04}-W{:02}", year, (thursday - time::days_from_civil(year, 1, 1)) / 7 + 1);
}

}  // namespace

std::int64_t period_of(const PeriodShape& shape, time::Date date) {
  switch (shape.unit) {
    case PeriodUnit::whole_term: return 0;
    case PeriodUnit::day: return date;
    case PeriodUnit::week: return floor_divide(std::int64_t{date} + 3, 7);
    case PeriodUnit::month: return fiscal_month(date, 1);
    case PeriodUnit::quarter: return floor_divide(fiscal_month(date, shape.first_month), 3);
    case PeriodUnit::year: return floor_divide(fiscal_month(date, shape.first_month), 12);
  }
  return 0;
}

time::Date first_date_of(const PeriodShape& shape, std::int64_t period) {
  switch (shape.unit) {
    case PeriodUnit::whole_term: return 0;
    case PeriodUnit::day: return static_cast<time::Date>(period);
    case PeriodUnit::week: return static_cast<time::Date>(period * 7 - 3);
    case PeriodUnit::month: return first_of_fiscal_month(period, 1);
    case PeriodUnit::quarter: return first_of_fiscal_month(period * 3, shape.first_month);
    case PeriodUnit::year: return first_of_fiscal_month(period * 12, shape.first_month);
  }
  return 0;
}

std::string label_of(const PeriodShape& shape, std::int64_t period) {
  switch (shape.unit) {
    case PeriodUnit::whole_term: return "whole term";
    case PeriodUnit::day: return time::format_date(first_date_of(shape, period));
    case PeriodUnit::week: return week_label(first_date_of(shape, period));
    case PeriodUnit::month: return time::format_date(first_date_of(shape, period)).substr(0, 7);
    case PeriodUnit::quarter: {
      const std::int64_t year = floor_divide(period, 4);
      return fmt::format("{}-Q{}", year_name(year, shape.first_month), period - year * 4 + 1);
    }
    case PeriodUnit::year: return year_name(period, shape.first_month);
  }
  return {};
}

}  // namespace sla::verdicts
