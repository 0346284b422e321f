#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/source/source.h"

namespace sla::agreement {

/// The types of docs/reference/language.md. All values are 64-bit integers at run time:
///   integer            itself
///   decimal, money     millionths (6 places); money is in the agreement's currency
///   percent            millionths of a percent (95% = 95'000'000)
///   text               interned id
///   choice             index into the field's choices
///   yes_no             0 or 1
///   date               days since 1970-01-01
///   instant            microseconds since 1970 UTC
///   duration           microseconds of elapsed time
///   business_duration  microseconds of working time of `calendar`
enum class TypeKind : std::uint8_t {
  integer,
  decimal,
  percent,
  money,
  text,
  choice,
  yes_no,
  date,
  instant,
  duration,
  business_duration,
};

inline constexpr std::int64_t kScale = 1'000'000;

/// In Op::clause_is: a `breached` that has no stop. `is open` is this bit with running and paused;
/// the bit of `breached` itself stands for both kinds.
inline constexpr std::int64_t kBreachedOpenBit = 1 << 7;

struct Type {
  TypeKind kind = TypeKind::integer;
  int field = -1;     ///< For choice: the field whose list it is.
  int calendar = -1;  ///< For business_duration.

  friend bool operator==(const Type&, const Type&) = default;
};

const char* name_of(TypeKind kind);

enum class Op : std::uint8_t {
  constant,       ///< value
  field,          ///< index: field. Only where it is known (guarded or not optional… see `known`)
  field_known,    ///< index: field. yes_no: has a value been set?
  in_states,      ///< value: bit set of states; yes_no
  was_in_states,  ///< the same of the state before the event; only in a prohibition's `while`
  on_hold,        ///< yes_no
  /// index: clause; value: bit set of verdicts::Status, and kBreachedOpenBit; yes_no: is the status
  /// of the subject's latest obligation under that clause one of them, at the instant that asks? No
  /// obligation: no.
  clause_is,
  not_,
  and_,
  or_,  ///< and/or evaluate their right side only when the left does not decide
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in_list,    ///< children[0] in {list}; `list` holds constants of the same type
  otherwise,  ///< children[0] is a `field`; children[1] the default when it is not known
  add,
  subtract,
  multiply,
  divide,
  negate,  ///< checked; a fault ends the subject's evaluation
};

/// A typed expression. Fields that are read without being declared optional may still be missing in
/// the data: reading a missing required field is a fault of the event that asked (never a silent
/// pass), except below `field_known` and `otherwise`.
///
/// Arithmetic: add/subtract on equal types; multiply of integer×integer, and of
/// decimal/money/duration by an integer (left operand has the unit); divide truncates toward zero,
/// by an integer only.
struct Expression {
  Op op = Op::constant;
  Type type;
  std::int64_t value = 0;
  int index = -1;
  std::vector<std::int64_t> list;
  std::vector<Expression> children;
  source::Span span;
};

/// Whether two expressions are equal but for where they are written.
bool says_the_same(const Expression& a, const Expression& b);

}  // namespace sla::agreement
