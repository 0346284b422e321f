#include <string_view>
#include <utility>

#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::time {
namespace {

constexpr std::int32_t kLargestOffsetMinutes = 15 * 60 + 59;

/// A cursor over the text. Built for speed: logs hold millions of instants, nearly all with an
/// offset.
struct Cursor {
  const char* start;
  const char* at;
  const char* end;

  bool done() const { return at == end; }
  bool next_is(char c) const { return at != end && *at == c; }
  std::ptrdiff_t left() const { return end - at; }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  /// Two digits, or -1 without moving.
  std::int32_t two() {
    if (left() < 2 || !is_digit(at[0]) || !is_digit(at[1])) return -1;
    const std::int32_t value = (at[0] - '0') * 10 + (at[1] - '0');
    at += 2;
    return value;
  }

  /// The digit of `9:30`, as spreadsheets and databases write it, or -1 without moving.
  std::int32_t one_before_colon() {
    if (left() < 2 || !is_digit(at[0]) || at[1] != ':') return -1;
    return *at++ - '0';
  }

  bool eat(char c) {
    if (!next_is(c)) return false;
    ++at;
    return true;
  }

  bool eat(std::string_view text) {
    if (!std::string_view(at, end).starts_with(text)) return false;
    at += text.size();
    return true;
  }

  std::unexpected<ParseError> fail(ParseErrorKind kind, const char* where,
                                   std::string message) const {
    return std::unexpected(ParseError{.kind = kind,
                                      .position = static_cast<std::size_t>(where - start),
                                      .message = std::move(message)});
  }
};

using Kind = ParseErrorKind;
template <typename T>
using Parsed = std::expected<T, ParseError>;

Parsed<Date> parse_date(Cursor& cursor) {
  const char* begin = cursor.at;
  const std::int32_t century = cursor.two();
  const std::int32_t year_of_century = century < 0 ? -1 : cursor.two();
  if (year_of_century < 0 || !cursor.eat('-')) {
    return cursor.fail(Kind::kShape, cursor.at, "expected a date written YYYY-MM-DD");
  }
  const std::int32_t year = century * 100 + year_of_century;
  const char* month_at = cursor.at;
  const std::int32_t month = cursor.two();
  if (month < 0 || !cursor.eat('-')) {
    return cursor.fail(Kind::kShape, cursor.at, "expected a month of two digits, then \"-\"");
  }
  const char* day_at = cursor.at;
  const std::int32_t day = cursor.two();
  if (day < 0) return cursor.fail(Kind::kShape, cursor.at, "expected a day of two digits");
  if (year < kMinYear || year > kMaxYear) {
    return cursor.fail(Kind::kOutOfRange, begin, "the year must lie between 1900 and 2200");
  }
  if (month < 1 || month > 12) {
    return cursor.fail(Kind::kNoSuchDate, month_at, "there is no such month");
  }
  if (day < 1 || day > days_in_month(year, month)) {
    return cursor.fail(Kind::kNoSuchDate, day_at, "the month has no such day");
  }
  return days_from_civil(year, month, day);
}

/// After the point: one to nine digits, of which the first six count.
Parsed<std::int64_t> parse_fraction(Cursor& cursor) {
  const char* begin = cursor.at;
  std::int64_t micros = 0;
  std::int32_t digits = 0;
  for (; !cursor.done() && Cursor::is_digit(*cursor.at); ++cursor.at, ++digits) {
    if (digits < 6) micros = micros * 10 + (*cursor.at - '0');
  }
  if (digits == 0 || digits > 9) {
    return cursor.fail(Kind::kShape, begin, "a fraction of a second has one to nine digits");
  }
  for (; digits < 6; ++digits) micros *= 10;
  return micros;
}

/// HH:MM[:SS[.fraction]] as microseconds after midnight.
Parsed<std::int64_t> parse_clock(Cursor& cursor) {
  const char* begin = cursor.at;
  const std::int32_t short_hour = cursor.one_before_colon();
  const std::int32_t hour = short_hour < 0 ? cursor.two() : short_hour;
  if (hour < 0 || !cursor.eat(':')) {
    return cursor.fail(Kind::kShape, cursor.at, "expected a time written HH:MM");
  }
  const std::int32_t minute = cursor.two();
  if (minute < 0) return cursor.fail(Kind::kShape, cursor.at, "expected minutes of two digits");
  std::int32_t second = 0;
  std::int64_t micros = 0;
  if (cursor.eat(':')) {
    second = cursor.two();
    if (second < 0) return cursor.fail(Kind::kShape, cursor.at, "expected seconds of two digits");
    if (cursor.eat('.')) {
      const auto fraction = parse_fraction(cursor);
      if (!fraction) return std::unexpected(fraction.error());
      micros = *fraction;
    }
  }
  if (hour == 24 && minute == 0 && second == 0) {
    return cursor.fail(Kind::kNoSuchTime, begin,
                       "the end of a day is written 00:00 of the next one");
  }
  if (hour > 23 || minute > 59 || second > 59) {
    return cursor.fail(Kind::kNoSuchTime, begin, "there is no such time of day");
  }
  return hour * kHour + minute * kMinute + second * kSecond + micros;
}

/// What follows a sign: HH, HHMM or HH:MM, as minutes.
Parsed<std::int32_t> parse_offset(Cursor& cursor) {
  const char* begin = cursor.at;
  const std::int32_t hours = cursor.two();
  std::int32_t minutes = 0;
  const bool colon = hours >= 0 && cursor.eat(':');
  if (hours >= 0 && (colon || !cursor.done())) minutes = cursor.two();
  if (hours < 0 || minutes < 0) {
    return cursor.fail(Kind::kBadOffset, begin, "an offset is written Z, +HH, +HHMM or +HH:MM");
  }
  if (minutes > 59 || hours * 60 + minutes > kLargestOffsetMinutes) {
    return cursor.fail(Kind::kBadOffset, begin, "no clock is that far from UTC");
  }
  return hours * 60 + minutes;
}

}  // namespace

std::expected<ParsedInstant, ParseError> parse_instant(std::string_view text,
                                                       const Zone& default_zone,
                                                       const ParseOptions& options) {
  Cursor cursor{text.data(), text.data(), text.data() + text.size()};
  const auto date = parse_date(cursor);
  if (!date) return std::unexpected(date.error());

  ParsedInstant result;
  LocalTime local = *date * kDay;
  if (cursor.eat('T') || cursor.eat(' ') || cursor.eat('t')) {
    const auto clock = parse_clock(cursor);
    if (!clock) return std::unexpected(clock.error());
    local += *clock;
    result.has_time = true;
  } else {
    local += options.minute_of_bare_date * kMinute;
  }

  if (result.has_time && !cursor.done()) {
    const char* sign = cursor.at;
    if (cursor.eat('Z') || cursor.eat('z') || cursor.eat(" UTC")) {
      result.has_offset = true;
    } else if (cursor.eat('+') || cursor.eat('-')) {
      const auto minutes = parse_offset(cursor);
      if (!minutes) return std::unexpected(minutes.error());
      local -= (*sign == '-' ? -*minutes : *minutes) * kMinute;
      result.has_offset = true;
    }
  }
  if (!cursor.done()) {
    return cursor.fail(Kind::kTrailing, cursor.at,
                       result.has_offset ? "nothing may follow the offset"
                       : result.has_time ? "only an offset may follow the time"
                                         : "only a time may follow the date");
  }
  result.instant = result.has_offset ? local : default_zone.to_utc(local, &result.resolution);
  if (result.instant < kMinInstant || result.instant > kMaxInstant) {
    return cursor.fail(Kind::kOutOfRange, cursor.start,
                       "the instant must lie between 1900 and 2200");
  }
  return result;
}

}  // namespace sla::time
