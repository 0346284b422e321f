#include "runtime/ingest/value_text.h"

#include <algorithm>

#include "runtime/ingest/nearest_name.h"

namespace sla::ingest {
namespace {

constexpr int kPlaces = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

struct Sign {
  bool negative = false;
  std::string_view rest;
};

Sign split_sign(std::string_view text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return {false, text};
  return {text.front() == '-', text.substr(1)};
}

/// value = value * 10 + digit, counting downwards so that the most negative value fits.
bool append_digit(std::int64_t& negative_value, char digit) {
  return !__builtin_mul_overflow(negative_value, 10, &negative_value) &&
         !__builtin_sub_overflow(negative_value, digit - '0', &negative_value);
}

ParsedValue finish(std::int64_t negative_value, bool negative) {
  if (negative) return {negative_value, ValueProblem::none};
  if (negative_value == INT64_MIN) return {0, ValueProblem::out_of_range};
  return {-negative_value, ValueProblem::none};
}

/// Removes the commas of `1,234.50`; nothing is removed where one could be a decimal comma.
bool strip_groups(std::string_view whole, bool has_point, std::string& digits) {
  const std::size_t first = whole.find(',');
  if (first == 0 || first > 3) return false;
  const std::string_view groups = whole.substr(first);
  if (groups.size() % 4 != 0 || (groups.size() == 4 && !has_point)) return false;
  digits = whole.substr(0, first);
  for (std::size_t i = 0; i < groups.size(); i += 4) {
    if (groups[i] != ',') return false;
    digits += groups.substr(i + 1, 3);
  }
  return true;
}

std::string_view symbol_of(std::string_view currency) {
  if (currency == "USD") return "$";
  if (currency == "EUR") return "\xe2\x82\xac";
  if (currency == "GBP") return "\xc2\xa3";
  return {};
}

bool is_currency_code(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Removes a currency at one end; false when it is another currency.
bool strip_currency(std::string_view& text, std::string_view currency) {
  if (currency.empty()) return true;
  const std::string_view symbol = symbol_of(currency);
  if (!symbol.empty() && text.starts_with(symbol)) {
    text = trim(text.substr(symbol.size()));
  } else if (!symbol.empty() && text.ends_with(symbol)) {
    text = trim(text.substr(0, text.size() - symbol.size()));
  } else if (text.size() > 3 && is_currency_code(text.substr(0, 3))) {
    if (text.substr(0, 3) != currency) return false;
    text = trim(text.substr(3));
  } else if (text.size() > 3 && is_currency_code(text.substr(text.size() - 3))) {
    if (text.substr(text.size() - 3) != currency) return false;
    text = trim(text.substr(0, text.size() - 3));
  }
  return true;
}

struct UnitWord {
  std::string_view word;
  std::int64_t micros;
};

constexpr UnitWord kUnits[] = {
    {"s", time::kSecond},       {"sec", time::kSecond},     {"second", time::kSecond},
    {"seconds", time::kSecond}, {"min", time::kMinute},     {"mins", time::kMinute},
    {"minute", time::kMinute},  {"minutes", time::kMinute}, {"h", time::kHour},
    {"hr", time::kHour},        {"hour", time::kHour},      {"hours", time::kHour},
    {"d", time::kDay},          {"day", time::kDay},        {"days", time::kDay},
    {"week", 7 * time::kDay},   {"weeks", 7 * time::kDay}};

/// Removes what the predicate accepts from the front.
template <typename Predicate>
std::string_view take(std::string_view& text, Predicate accepts) {
  std::size_t length = 0;
  while (length < text.size() && accepts(text[length])) ++length;
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

/// H:MM or H:MM:SS(.f).
ParsedValue parse_clock(std::string_view text) {
  const std::size_t first = text.find(':');
  const std::size_t second = text.find(':', first + 1);
  const ParsedValue hours = parse_integer(text.substr(0, first));
  const std::string_view minutes = text.substr(
      first + 1, second == std::string_view::npos ? std::string_view::npos : second - first - 1);
  const std::string_view seconds = second == std::string_view::npos ? "0" : text.substr(second + 1);
  const ParsedValue micros = parse_scaled(seconds);
  if (hours.problem != ValueProblem::none) return hours;
  if (micros.problem != ValueProblem::none) return micros;
  if (minutes.size() != 2 || !all_digits(minutes) || micros.value >= 60 * time::kSecond ||
      parse_integer(minutes).value > 59 || !is_digit(seconds.front())) {
    return {0, ValueProblem::malformed};
  }
  ParsedValue total;
  if (__builtin_mul_overflow(hours.value, time::kHour, &total.value) ||
      __builtin_add_overflow(
          total.value, parse_integer(minutes).value * time::kMinute + micros.value, &total.value)) {
    return {0, ValueProblem::out_of_range};
  }
  return total;
}

/// One "2.5 hours" or "1:30:00" off the front.
ParsedValue take_amount(std::string_view& text, bool days_allowed) {
  const std::string_view number =
      take(text, [](char c) { return is_digit(c) || c == '.' || c == ':'; });
  if (number.empty()) return {0, ValueProblem::malformed};
  if (number.find(':') != std::string_view::npos) return parse_clock(number);
  text = trim(text);
  const std::string word =
      fold_case(take(text, [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }));
  const auto* unit = std::ranges::find(kUnits, word, &UnitWord::word);
  if (unit == std::end(kUnits) || (unit->micros >= time::kDay && !days_allowed)) {
    return {0, ValueProblem::malformed};
  }
  ParsedValue amount = parse_scaled(number);
  // Millionths of a unit times its seconds: microseconds, without a fraction being lost.
  if (amount.problem == ValueProblem::none &&
      __builtin_mul_overflow(amount.value, unit->micros / time::kSecond, &amount.value)) {
    amount.problem = ValueProblem::out_of_range;
  }
  return amount;
}

}  // namespace

std::string_view describe(ValueProblem problem) {
  switch (problem) {
    case ValueProblem::none: return "";
    case ValueProblem::malformed: return "";
    case ValueProblem::out_of_range: return "too large";
    case ValueProblem::too_precise: return "more than 6 decimal places";
    case ValueProblem::other_currency: return "another currency than the agreement's";
  }
  return "";
}

ParsedValue parse_integer(std::string_view text) {
  const auto [negative, rest] = split_sign(text);
  const std::size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : rest.substr(point + 1);
  if (whole.empty() || !all_digits(whole) ||
      fraction.find_first_not_of('0') != std::string_view::npos) {
    return {0, ValueProblem::malformed};
  }
  std::int64_t value = 0;
  for (const char digit : whole) {
    if (!append_digit(value, digit)) return {0, ValueProblem::out_of_range};
  }
  return finish(value, negative);
}

ParsedValue parse_scaled(std::string_view text) {
  const auto [negative, rest] = split_sign(text);
  const std::size_t point = rest.find('.');
  const bool has_point = point != std::string_view::npos;
  std::string_view whole = rest.substr(0, point);
  std::string_view fraction = has_point ? rest.substr(point + 1) : "";
  std::string ungrouped;
  if (whole.find(',') != std::string_view::npos) {
    if (!strip_groups(whole, has_point, ungrouped)) return {0, ValueProblem::malformed};
    whole = ungrouped;
  }
  if ((whole.empty() && fraction.empty()) || !all_digits(whole) || !all_digits(fraction)) {
    return {0, ValueProblem::malformed};
  }
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > kPlaces) return {0, ValueProblem::too_precise};
  std::int64_t value = 0;
  for (const char digit : whole) {
    if (!append_digit(value, digit)) return {0, ValueProblem::out_of_range};
  }
  for (std::size_t place = 0; place < kPlaces; ++place) {
    if (!append_digit(value, place < fraction.size() ? fraction[place] : '0')) {
      return {0, ValueProblem::out_of_range};
    }
  }
  return finish(value, negative);
}

ParsedValue parse_money(std::string_view text, std::string_view currency) {
  const auto [negative, rest] = split_sign(text);
  std::string_view amount = negative ? trim(rest) : text;
  if (!strip_currency(amount, currency)) return {0, ValueProblem::other_currency};
  if (negative && !amount.empty() && !is_digit(amount.front()) && amount.front() != '.') {
    return {0, ValueProblem::malformed};
  }
  ParsedValue value = parse_scaled(amount);
  if (negative) value.value = -value.value;
  return value;
}

ParsedValue parse_percent(std::string_view text) {
  if (text.ends_with('%')) text = trim(text.substr(0, text.size() - 1));
  return parse_scaled(text);
}

ParsedValue parse_yes_no(std::string_view text) {
  const std::string word = fold_case(text);
  for (const std::string_view yes : {"yes", "true", "y", "t", "1"}) {
    if (word == yes) return {1, ValueProblem::none};
  }
  for (const std::string_view no : {"no", "false", "n", "f", "0"}) {
    if (word == no) return {0, ValueProblem::none};
  }
  return {0, ValueProblem::malformed};
}

ParsedValue parse_date(std::string_view text, const time::Zone& zone) {
  const auto parsed = time::parse_instant(text, time::Zone::utc());
  if (!parsed) {
    return {0, parsed.error().kind == time::ParseErrorKind::kOutOfRange ? ValueProblem::out_of_range
                                                                        : ValueProblem::malformed};
  }
  const time::Zone& where = parsed->has_offset ? zone : time::Zone::utc();
  return {where.date_of(parsed->instant), ValueProblem::none};
}

ParsedValue parse_duration(std::string_view text, bool days_allowed) {
  ParsedValue total;
  text = trim(text);
  if (text.empty()) return {0, ValueProblem::malformed};
  while (!text.empty()) {
    const ParsedValue amount = take_amount(text, days_allowed);
    if (amount.problem != ValueProblem::none) return amount;
    if (__builtin_add_overflow(total.value, amount.value, &total.value)) {
      return {0, ValueProblem::out_of_range};
    }
    text = trim(text);
  }
  return total;
}

}  // namespace sla::ingest
