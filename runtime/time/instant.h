#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "runtime/time/civil.h"

namespace sla::time {

class Zone;

/// Microseconds since 1970-01-01T00:00Z, leap seconds not counted.
using Instant = std::int64_t;

/// Microseconds since 1970-01-01T00:00 on the wall clock of some zone. Not an instant until a zone
/// says so.
using LocalTime = std::int64_t;

inline constexpr std::int64_t kSecond = 1'000'000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;

/// The years for which zones are known and texts are accepted: 1900 to 2200, both whole, in UTC.
inline constexpr std::int32_t kMinYear = 1900;
inline constexpr std::int32_t kMaxYear = 2200;
inline constexpr Instant kMinInstant = days_from_civil(kMinYear, 1, 1) * kDay;
inline constexpr Instant kMaxInstant = days_from_civil(kMaxYear + 1, 1, 1) * kDay - 1;

/// Later than every instant: "does not happen". The same value as SLA_NEVER of the helpers.
inline constexpr Instant kNever = INT64_MAX;

/// How a local time became an instant.
enum class Resolution : std::uint8_t {
  /// It happens exactly once.
  kUnique,
  /// It does not happen (clocks were put forward): the instant of the transition was taken.
  kGap,
  /// It happens twice (clocks were put back): the first occurrence was taken.
  kTwice,
};

struct ParsedInstant {
  Instant instant = 0;
  Resolution resolution = Resolution::kUnique;
  bool has_time = false;    ///< The text names a time of day, not only a date.
  bool has_offset = false;  ///< The text names its UTC offset, so the zone was not used.
};

struct ParseOptions {
  /// Minutes after local midnight that a date without a time means; 0..1440.
  std::int32_t minute_of_bare_date = 0;
};

enum class ParseErrorKind : std::uint8_t {
  kShape,       ///< Not YYYY-MM-DD, optionally with a time and an offset.
  kNoSuchDate,  ///< Shaped like a date, but the month does not have that day.
  kNoSuchTime,  ///< Shaped like a time, but after 23:59:59.
  kBadOffset,   ///< An offset that is not Z, +HH, +HHMM or +HH:MM of at most 15:59.
  kTrailing,    ///< Something follows a complete date or time.
  kOutOfRange,  ///< Before 1900 or after 2200.
};

struct ParseError {
  ParseErrorKind kind = ParseErrorKind::kShape;
  std::size_t position = 0;  ///< Byte offset in the text at which it went wrong.
  std::string message;       ///< One lower-case sentence without the text itself.
};

/// Reads `2026-03-06`, `2026-03-06 16:30`, `2026-03-06T6:30:00.123456789`, each time optionally
/// followed by `Z`, ` UTC`, `+01`, `+0100` or `+01:00`. Digits below a microsecond are dropped. A
/// text without an offset is in `default_zone`; a date without a time is its midnight or the
/// option's minute. The whole text must match. Thread-safe; allocates only to report an error.
std::expected<ParsedInstant, ParseError> parse_instant(std::string_view text,
                                                       const Zone& default_zone,
                                                       const ParseOptions& options = {});

/// RFC 3339 in UTC: `2026-03-06T21:30:00Z`, with 3 or 6 digits of fraction when it is not zero.
/// `never` for kNever. parse_instant reads it back exactly.
std::string format_utc(Instant instant);

/// `Fri 2026-03-06 16:30` in the zone, with seconds (and a fraction) only when they are not zero.
std::string format_local(Instant instant, const Zone& zone);

/// format_local followed by the zone's abbreviation at that instant: `Fri 2026-03-06 16:30 EST`.
std::string format_local_with_zone(Instant instant, const Zone& zone);

/// `2026-03-06`.
std::string format_date(Date date);

/// An amount of time, exactly: `45 s`, `15 min`, `26 h 05 min`, `1 min 30.5 s`, `-2 h`. Never in
/// days, because a day of business time is not 24 hours.
std::string format_span(std::int64_t micros);

}  // namespace sla::time
