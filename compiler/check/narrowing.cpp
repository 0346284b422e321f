#include "compiler/check/narrowing.h"

#include <algorithm>
#include <iterator>

namespace sla::check {

using agreement::Expression;
using agreement::Op;

Known Known::everything() {
  Known known;
  known.everything_ = true;
  return known;
}

Known operator|(const Known& a, const Known& b) {
  Known both = a;
  both.everything_ = a.everything_ || b.everything_;
  both.fields_.insert(b.fields_.begin(), b.fields_.end());
  return both;
}

Known operator&(const Known& a, const Known& b) {
  if (a.everything_) return b;
  if (b.everything_) return a;
  Known both;
  std::ranges::set_intersection(a.fields_, b.fields_,
                                std::inserter(both.fields_, both.fields_.end()));
  return both;
}

Known known_when(const Expression& condition, bool outcome) {
  switch (condition.op) {
    case Op::field_known: {
      Known known;
      if (outcome) known.insert(condition.index);
      return known;
    }
    case Op::not_: return known_when(condition.children[0], !outcome);
    case Op::and_:
    case Op::or_: {
      const Expression& left = condition.children[0];
      const Expression& right = condition.children[1];
      // `and` came out true, or `or` false: both sides were evaluated and agreed.
      const bool decided_by_both = outcome == (condition.op == Op::and_);
      if (decided_by_both) return known_when(left, outcome) | known_when(right, outcome);
      // Otherwise the left side decided alone, or the right one did after the left had not.
      return known_when(left, outcome) & (known_when(left, !outcome) | known_when(right, outcome));
    }
    default: return {};
  }
}

}  // namespace sla::check
