#pragma once

#include <cstdint>
#include <string>

#include "runtime/time/zone.h"

namespace sla::verdicts {

using time::Instant;

enum class PeriodUnit : std::uint8_t { whole_term, day, week, month, quarter, year };

/// A way to cut time into periods. Weeks begin on Monday.
struct PeriodShape {
  PeriodUnit unit = PeriodUnit::whole_term;
  /// First month of the fiscal year, 1..12; 1 for calendar quarters and years.
  int first_month = 1;
};

/// The number of the period that a local date lies in: consecutive periods have consecutive
/// numbers; 0 for the whole term.
std::int64_t period_of(const PeriodShape& shape, time::Date date);

/// The first date of a period. Not for the whole term, which has no dates of its own.
time::Date first_date_of(const PeriodShape& shape, std::int64_t period);

/// "2026-03-06", "2026-W10" (ISO week), "2026-03", "2026-Q1", "2026", "whole term". A fiscal year
/// is named after the calendar year in which it ends, as companies do: with a year starting in
/// February, February 2025 to January 2026 is "FY2026", and its first quarter "FY2026-Q1".
std::string label_of(const PeriodShape& shape, std::int64_t period);

}  // namespace sla::verdicts
