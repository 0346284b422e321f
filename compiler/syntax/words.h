#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/source/source.h"

/// Names, dates, durations and expressions: what every other declaration is made of.
namespace sla::syntax {

using source::Span;

struct Name {
  std::string text;
  Span span;
};

/// A quoted text, without the quotes and with escapes resolved.
struct Text {
  std::string value;
  Span span;
};

struct Date {
  int year = 0, month = 0, day = 0;
  Span span;
};

/// Minutes since local midnight, 0..1440 (24:00).
struct ClockTime {
  int minute = 0;
  Span span;
};

enum class Unit : std::uint8_t { second, minute, hour, day, week, month, quarter, year };

/// "15 business minutes", "1.5 hours", "end of business day 2".
struct Duration {
  std::string amount;  ///< Digits with at most one point, as written.
  Unit unit = Unit::hour;
  bool business = false;
  bool end_of_day = false;  ///< "end of business day N".
  Span span;
};

enum class ExpressionKind : std::uint8_t {
  name,     ///< text: the name
  integer,  ///< text: digits
  decimal,  ///< text: digits with a point
  percent,  ///< text: the number before %
  money,    ///< text: the number; unit: the currency
  text,     ///< text: the value
  yes,
  no,
  date,       ///< date
  instant,    ///< date, clock
  duration,   ///< duration
  list,       ///< children: the items of [a, b]
  in_states,  ///< prefix `in mql` or `in [mql, sal]`; children: names
  negate,     ///< children: operand
  not_,
  and_,
  or_,
  equal,      ///< `=` and `is`
  not_equal,  ///< `!=`, `<>` and `is not`
  less,
  less_equal,
  greater,
  greater_equal,
  in_list,  ///< children: value, list
  not_in_list,
  is_known,
  is_unknown,
  otherwise,  ///< children: optional value, default
  add,
  subtract,
  multiply,
  divide,
};

struct Expression {
  ExpressionKind kind;
  Span span;
  std::string text;
  std::string unit;
  Date date;
  ClockTime clock;
  Duration duration;
  std::vector<Expression> children;
};

}  // namespace sla::syntax
