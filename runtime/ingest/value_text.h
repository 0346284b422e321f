#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/ingest/mapping.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

enum class ValueProblem : std::uint8_t {
  none,
  malformed,       ///< Not a value of the kind.
  out_of_range,    ///< Of the kind, but too large for 64 bits.
  too_precise,     ///< More than six decimal places.
  other_currency,  ///< Money that names another currency than the agreement's.
};

/// "more than 6 decimal places": what to say about a problem; "" for none and malformed.
std::string_view describe(ValueProblem problem);

struct ParsedValue {
  std::int64_t value = 0;
  ValueProblem problem = ValueProblem::none;
};

/// `-12`, `+12`, and `12.00`, which exports of nullable columns make of integers.
ParsedValue parse_integer(std::string_view text);

/// A decimal number in millionths, exactly: `1234.5`, `.5`, `-0.000001`. Also with commas between
/// groups of three where that cannot be a decimal comma: `1,234.50` and `1,234,567`, but not
/// `1,234`.
ParsedValue parse_scaled(std::string_view text);

/// parse_scaled, with the currency before or after it: `USD 5,000.00`, `5000 USD`, and `$`, the
/// euro or the pound sign for USD, EUR and GBP.
ParsedValue parse_money(std::string_view text, std::string_view currency);

/// Millionths of a percent; `95%` and `95` are the same.
ParsedValue parse_percent(std::string_view text);

/// yes/no, true/false, y/n, t/f, 1/0, without regard to case.
ParsedValue parse_yes_no(std::string_view text);

/// Days since 1970. The date of a time with an offset is the one in `zone`.
ParsedValue parse_date(std::string_view text, const time::Zone& zone);

/// Microseconds: `90 s`, `15 min`, `1.5 hours`, `2 h 30 min`, `1:30:00`, `2 days 01:30:00`. Not
/// negative. `days_allowed`: false for business time, where a day has no fixed length.
ParsedValue parse_duration(std::string_view text, bool days_allowed);

}  // namespace sla::ingest
