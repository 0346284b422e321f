#include "runtime/time/posix_rule.h"

#include "runtime/time/civil.h"

namespace sla::time {
namespace {

/// A cursor over the rule's text. Every reader returns false, leaving the cursor anywhere, on a
/// mismatch.
struct Reader {
  std::string_view text;

  bool done() const { return text.empty(); }
  bool next_is(char c) const { return !text.empty() && text.front() == c; }

  bool eat(char c) {
    if (!next_is(c)) return false;
    text.remove_prefix(1);
    return true;
  }

  bool number(std::int32_t min, std::int32_t max, std::int32_t& value) {
    value = 0;
    std::size_t digits = 0;
    while (digits < text.size() && digits < 4 && text[digits] >= '0' && text[digits] <= '9') {
      value = value * 10 + (text[digits++] - '0');
    }
    text.remove_prefix(digits);
    return digits > 0 && value >= min && value <= max;
  }

  /// `EST` or `<+0530>`.
  bool name(std::string& value) {
    std::size_t length = 0;
    if (eat('<')) {
      length = text.find('>');
      if (length == std::string_view::npos) return false;
      value = text.substr(0, length);
      text.remove_prefix(length + 1);
      return true;
    }
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    while (length < text.size() && is_letter(text[length])) ++length;
    value = text.substr(0, length);
    text.remove_prefix(length);
    return length > 0;
  }

  /// `[+-]h[h[h]][:mm[:ss]]` as seconds; up to a week, which is how a rule says "the Friday
  /// before".
  bool clock(std::int32_t& seconds) {
    const bool negative = eat('-');
    if (!negative) eat('+');
    std::int32_t hours = 0, minutes = 0, rest = 0;
    if (!number(0, 167, hours)) return false;
    if (eat(':')) {
      if (!number(0, 59, minutes)) return false;
      if (eat(':') && !number(0, 59, rest)) return false;
    }
    seconds = hours * 3600 + minutes * 60 + rest;
    if (negative) seconds = -seconds;
    return true;
  }

  bool change(PosixRule::Change& change) {
    using Kind = PosixRule::Change::Kind;
    if (!eat(',')) return false;
    if (eat('M')) {
      change.kind = Kind::kMonthWeekDay;
      if (!number(1, 12, change.month) || !eat('.') || !number(1, 5, change.week) || !eat('.') ||
          !number(0, 6, change.weekday)) {
        return false;
      }
    } else if (eat('J')) {
      change.kind = Kind::kJulianWithoutLeapDay;
      if (!number(1, 365, change.day)) return false;
    } else {
      change.kind = Kind::kDayOfYear;
      if (!number(0, 365, change.day)) return false;
    }
    return !eat('/') || clock(change.second);
  }
};

}  // namespace

std::int64_t PosixRule::Change::local_second(std::int32_t year) const {
  Date date = 0;
  switch (kind) {
    case Kind::kMonthWeekDay: {
      const Date first = days_from_civil(year, month, 1);
      const std::int32_t first_weekday =
          (time::weekday(first) + 1) % 7;  // Sunday = 0, as in the rule.
      date = first + (weekday - first_weekday + 7) % 7 + (week - 1) * 7;
      if (date >= first + days_in_month(year, month)) date -= 7;
      break;
    }
    case Kind::kJulianWithoutLeapDay:
      date = days_from_civil(year, 1, 1) + day - 1 + (is_leap_year(year) && day >= 60 ? 1 : 0);
      break;
    case Kind::kDayOfYear: date = days_from_civil(year, 1, 1) + day; break;
  }
  return std::int64_t{date} * 86400 + second;
}

std::optional<PosixRule> parse_posix_rule(std::string_view text) {
  PosixRule rule;
  Reader reader{text};
  // The sign of a POSIX offset counts west; ours counts east.
  if (!reader.name(rule.standard_name) || !reader.clock(rule.standard_offset)) return std::nullopt;
  rule.standard_offset = -rule.standard_offset;
  if (reader.done()) return rule;
  if (!reader.name(rule.daylight_name)) return std::nullopt;
  rule.daylight_offset = rule.standard_offset + 3600;
  if (!reader.next_is(',')) {
    if (!reader.clock(rule.daylight_offset)) return std::nullopt;
    rule.daylight_offset = -rule.daylight_offset;
  }
  if (!reader.change(rule.to_daylight) || !reader.change(rule.to_standard) || !reader.done()) {
    return std::nullopt;
  }
  return rule;
}

}  // namespace sla::time
