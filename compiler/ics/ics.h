#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/civil.h"

namespace sla::ics {

struct Day {
  time::Date date = 0;
  std::string title;  ///< SUMMARY; may be empty.
};

/// The days of a file; years 1900..2200.
struct Days {
  std::vector<Day> days;        ///< By date; several events may share one.
  bool endless = false;         ///< Every event repeats without an end.
  std::size_t timed = 0;        ///< Events with a time of day, which close no day: left out.
  std::size_t first_timed = 0;  ///< The line on which the first of them begins.
};

struct Error {
  std::size_t line = 1;  ///< One-based; where the event or the line begins.
  std::string message;
};

/// What this library offers, as one table, because it is loaded at run time.
struct Provider {
  /// All-day events, of one day or several (DTEND exclusive), with RRULE, RDATE, EXDATE and
  /// RECURRENCE-ID. Cancelled events are left out. `text`: valid UTF-8 of any origin. Not to be
  /// called from two threads at once.
  std::expected<Days, Error> (*read)(std::string_view text);
};

}  // namespace sla::ics

/// The table of the loaded library.
extern "C" __attribute__((visibility("default"))) const sla::ics::Provider* sla_ics_provider();
