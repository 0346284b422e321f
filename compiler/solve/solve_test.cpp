#include "compiler/solve/solve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::solve {
namespace {

class Solve : public ::testing::Test {
 protected:
  Verdict ask(std::initializer_list<Term> together) { return session->ask(together).verdict; }

  Terms terms;
  std::unique_ptr<Session> session = sla_solve_provider()->open(terms);
};

TEST_F(Solve, ValuesShowWhatIsPossible) {
  const Term x = terms.number_variable(0, 100);
  const Term y = terms.truth_variable();
  const Answer answer = session->ask(
      {terms.less(terms.number(61), x), terms.less(x, terms.number(63)), terms.not_(y)});
  EXPECT_EQ(answer.verdict, Verdict::possible);
  EXPECT_THAT(answer.values, ::testing::ElementsAre(62, 0));
}

TEST_F(Solve, BoundsOfVariablesHold) {
  const Term x = terms.number_variable(0, 100);
  EXPECT_EQ(ask({terms.less(terms.number(100), x)}), Verdict::impossible);
  EXPECT_EQ(ask({terms.less(x, terms.number(0))}), Verdict::impossible);
  EXPECT_EQ(ask({terms.equal(x, terms.number(100))}), Verdict::possible);
}

TEST_F(Solve, NothingIsLeftOfAnEarlierQuestion) {
  const Term x = terms.number_variable(0, 100);
  EXPECT_EQ(ask({terms.less(x, terms.number(0))}), Verdict::impossible);
  EXPECT_EQ(ask({}), Verdict::possible);
  const Term later = terms.number_variable(5, 5);
  EXPECT_EQ(ask({terms.equal(x, later)}), Verdict::possible);
  EXPECT_EQ(ask({terms.less(later, terms.number(5))}), Verdict::impossible);
}

TEST_F(Solve, QuotientsGoTowardsZero) {
  const Term x = terms.number_variable(-100, 100);
  const auto is = [&](int dividend, int divisor, int quotient) {
    return ask({terms.equal(x, terms.number(dividend)),
                terms.not_(terms.equal(terms.divided(x, divisor), terms.number(quotient)))}) ==
           Verdict::impossible;
  };
  EXPECT_TRUE(is(7, 2, 3));
  EXPECT_TRUE(is(-7, 2, -3));
  EXPECT_TRUE(is(7, -2, -3));
  EXPECT_TRUE(is(-7, -2, 3));
  EXPECT_FALSE(is(-7, 2, -4));
}

TEST_F(Solve, ChoicesAreOfEitherKind) {
  const Term x = terms.number_variable(0, 9);
  const Term big = terms.less(terms.number(5), x);
  const Term chosen = terms.choose(big, terms.number(1), terms.number(2));
  EXPECT_EQ(ask({big, terms.equal(chosen, terms.number(2))}), Verdict::impossible);
  EXPECT_EQ(ask({terms.not_(big), terms.equal(chosen, terms.number(2))}), Verdict::possible);
  EXPECT_EQ(ask({big, terms.choose(big, terms.truth(false), terms.truth(true))}),
            Verdict::impossible);
}

TEST_F(Solve, NothingOverflows) {
  const Term x = terms.number_variable(INT64_MAX, INT64_MAX);
  EXPECT_EQ(ask({terms.less(terms.sum({x, x}), x)}), Verdict::impossible);
  EXPECT_EQ(ask({terms.less(x, terms.times(2, x))}), Verdict::possible);
}

TEST_F(Solve, EmptySumsAndListsAreNeutral) {
  EXPECT_EQ(ask({terms.all_of({})}), Verdict::possible);
  EXPECT_EQ(ask({terms.any_of({})}), Verdict::impossible);
  EXPECT_EQ(ask({terms.equal(terms.sum({}), terms.number(0))}), Verdict::possible);
}

TEST_F(Solve, WhatTakesTooLongIsUnknown) {
  // Thirteen pigeons, twelve holes: no shortcut is known to the solver.
  constexpr int kHoles = 12;
  std::vector<std::vector<Term>> sits(kHoles + 1);
  std::vector<Term> together;
  for (auto& holes : sits) {
    for (int hole = 0; hole < kHoles; ++hole) holes.push_back(terms.truth_variable());
    together.push_back(terms.any_of(holes));
  }
  for (std::size_t hole = 0; hole < kHoles; ++hole) {
    for (std::size_t one = 0; one <= kHoles; ++one) {
      for (std::size_t other = 0; other < one; ++other)
        together.push_back(terms.not_(terms.all_of({sits[one][hole], sits[other][hole]})));
    }
  }
  EXPECT_EQ(session->ask(together).verdict, Verdict::unknown);
  EXPECT_EQ(ask({sits[0][0]}), Verdict::possible);
}

}  // namespace
}  // namespace sla::solve
