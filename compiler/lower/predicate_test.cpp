#include "compiler/lower/predicate.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sla::lower {
namespace {

using agreement::Expression;
using agreement::Op;

Expression constant(std::int64_t value) {
  Expression e;
  e.op = Op::constant;
  e.value = value;
  return e;
}
Expression field(int index) {
  Expression e;
  e.op = Op::field;
  e.index = index;
  return e;
}
Expression make(Op op, std::vector<Expression> children) {
  Expression e;
  e.op = op;
  e.children = std::move(children);
  return e;
}

TEST(LowerPredicate, RightSideOfAndIsGuardedByTheLeft) {
  // f0 > 0 and 10 / f0 > 2
  Expression left = make(Op::greater, {field(0), constant(0)});
  Expression right = make(Op::greater, {make(Op::divide, {constant(10), field(0)}), constant(2)});
  plan::Predicate p = lower_predicate("p", make(Op::and_, {left, right}));
  auto divide =
      std::ranges::find_if(p.code, [](const auto& s) { return s.op == plan::Op::divide; });
  ASSERT_NE(divide, p.code.end());
  EXPECT_EQ(divide->guard, 2);  // The register of the left comparison.
  EXPECT_EQ(p.code[2].op, plan::Op::greater);
  EXPECT_EQ(p.code.front().guard, -1);
}

TEST(LowerPredicate, RightSideOfOrIsGuardedByTheLeftNotHolding) {
  plan::Predicate p = lower_predicate("p", make(Op::or_, {field(0), field(1)}));
  ASSERT_EQ(p.code.size(), 4u);
  EXPECT_EQ(p.code[1].op, plan::Op::not_);
  EXPECT_EQ(p.code[2].guard, 1);
}

TEST(LowerPredicate, OtherwiseNeverFaultsOnTheMissingField) {
  plan::Predicate p = lower_predicate("p", make(Op::otherwise, {field(0), constant(7)}));
  EXPECT_FALSE(plan::can_fault(p));
  EXPECT_EQ(p.code.back().op, plan::Op::choose);
}

TEST(LowerPredicate, GuardsNest) {
  // f0 and (f1 or f2): f2 is asked when f0 holds and f1 does not.
  plan::Predicate p =
      lower_predicate("p", make(Op::and_, {field(0), make(Op::or_, {field(1), field(2)})}));
  auto last = std::ranges::find_if(
      p.code, [](const auto& s) { return s.op == plan::Op::field && s.index == 2; });
  ASSERT_NE(last, p.code.end());
  EXPECT_EQ(p.code[static_cast<std::size_t>(last->guard)].op, plan::Op::and_);
}

}  // namespace
}  // namespace sla::lower
