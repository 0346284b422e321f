#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <utility>
#include <vector>

/// Questions of arithmetic and logic: whether conditions can hold together. Whoever asks builds
/// terms and opens a session on them; nothing here is of the solver that answers.
namespace sla::solve {

enum class Op : std::uint8_t {
  constant,  ///< `value`; of a truth value 0 or 1.
  variable,  ///< `value`: its index.
  not_,
  and_,  ///< Of any number; none is true.
  or_,   ///< Of any number; none is false.
  equal,
  less,
  less_equal,
  add,
  multiply,  ///< By `value`.
  /// The whole number of times that `value`, which is not 0, goes into it, towards zero.
  divide,
  choose,  ///< The second where the first is true, else the third.
};

/// A node of `Terms`.
using Term = std::uint32_t;

struct Node {
  Op op = Op::constant;
  bool is_truth = false;  ///< Otherwise a whole number.
  std::int64_t value = 0;
  std::vector<Term> children;
};

/// A variable and the values it may have, both included.
struct Variable {
  bool is_truth = false;
  std::int64_t lowest = 0, highest = 1;
};

/// Terms, made by its functions and never changed. Whole numbers have no limits: nothing overflows.
/// There is no product of two variables: what can be asked can be decided, and takes steps that are
/// counted.
class Terms {
 public:
  Term truth(bool value) { return add({Op::constant, true, value ? 1 : 0, {}}); }
  Term number(std::int64_t value) { return add({Op::constant, false, value, {}}); }
  Term truth_variable() { return add_variable({true, 0, 1}); }
  Term number_variable(std::int64_t lowest, std::int64_t highest) {
    return add_variable({false, lowest, highest});
  }

  Term not_(Term a) { return add({Op::not_, true, 0, {a}}); }
  Term all_of(std::vector<Term> terms) { return add({Op::and_, true, 0, std::move(terms)}); }
  Term any_of(std::vector<Term> terms) { return add({Op::or_, true, 0, std::move(terms)}); }
  Term equal(Term a, Term b) { return add({Op::equal, true, 0, {a, b}}); }
  Term less(Term a, Term b) { return add({Op::less, true, 0, {a, b}}); }
  Term less_equal(Term a, Term b) { return add({Op::less_equal, true, 0, {a, b}}); }
  Term sum(std::vector<Term> terms) { return add({Op::add, false, 0, std::move(terms)}); }
  Term times(std::int64_t factor, Term a) { return add({Op::multiply, false, factor, {a}}); }
  Term divided(Term a, std::int64_t by) { return add({Op::divide, false, by, {a}}); }

  Term choose(Term condition, Term then, Term otherwise) {
    return add({Op::choose, nodes_[then].is_truth, 0, {condition, then, otherwise}});
  }

  const Node& node(Term term) const { return nodes_[term]; }
  std::size_t size() const { return nodes_.size(); }
  const std::vector<Variable>& variables() const { return variables_; }

 private:
  Term add(Node node) {
    nodes_.push_back(std::move(node));
    return static_cast<Term>(nodes_.size() - 1);
  }
  Term add_variable(Variable variable) {
    variables_.push_back(variable);
    return add(
        {Op::variable, variable.is_truth, static_cast<std::int64_t>(variables_.size()) - 1, {}});
  }

  std::vector<Node> nodes_;
  std::vector<Variable> variables_;
};

/// `unknown`: the limit of a question was reached, or it is beyond the solver. Nothing follows from
/// it.
enum class Verdict : std::uint8_t { possible, impossible, unknown };

struct Answer {
  Verdict verdict = Verdict::unknown;
  /// When possible: a value of each variable, by its index; of a truth value 0 or 1.
  std::vector<std::int64_t> values;
};

/// Asks about terms of one `Terms`, which outlives it and may grow. Of one thread.
class Session {
 public:
  virtual ~Session() = default;
  /// Whether all these truth values can hold together. The same questions in the same order have
  /// the same answers, on every machine and under any load: what limits a question is its number of
  /// steps, not time.
  virtual Answer ask(std::span<const Term> together) = 0;
  Answer ask(std::initializer_list<Term> together) {
    return ask(std::span<const Term>(together.begin(), together.size()));
  }
};

/// What this library offers, as one table, because it is loaded at run time.
struct Provider {
  std::unique_ptr<Session> (*open)(const Terms& terms);
};

}  // namespace sla::solve

/// The table of the loaded library.
extern "C" __attribute__((visibility("default"))) const sla::solve::Provider* sla_solve_provider();
