#include "compiler/solve/solve.h"

#include <optional>

#include <z3++.h>

namespace sla::solve {
namespace {

/// Steps of one question. Those of real agreements take some thousands; this many take about a
/// tenth of a second.
constexpr unsigned kSteps = 200'000;

class Z3Session final : public Session {
 public:
  explicit Z3Session(const Terms& terms) : terms_(terms), solver_(context_, solver()) {
    z3::params params(context_);
    params.set("random_seed", 0u);
    params.set("rlimit", kSteps);
    solver_.set(params);
  }

  Answer ask(std::span<const Term> together) override {
    // What threw may have left the stack of questions as nobody knows.
    if (broken_) return {};
    try {
      translate();
      solver_.push();
      for (const Term term : together) solver_.add(made_[term]);
      Answer answer = answer_of(solver_.check());
      solver_.pop();
      return answer;
    } catch (const z3::exception&) {
      broken_ = true;
      return {};
    }
  }

 private:
  /// The one without tactics: it is what answers many small questions soonest.
  z3::solver solver() { return z3::solver(context_, z3::solver::simple()); }

  z3::expr value_of(std::size_t variable) { return *variables_[variable]; }

  void translate() {
    const auto& variables = terms_.variables();
    while (variables_.size() < variables.size()) {
      const Variable& variable = variables[variables_.size()];
      const std::string name = "v" + std::to_string(variables_.size());
      const z3::expr made =
          variable.is_truth ? context_.bool_const(name.c_str()) : context_.int_const(name.c_str());
      variables_.emplace_back(made);
      if (variable.is_truth) continue;
      solver_.add(made >= context_.int_val(variable.lowest));
      solver_.add(made <= context_.int_val(variable.highest));
    }
    while (made_.size() < terms_.size())
      made_.push_back(make(terms_.node(static_cast<Term>(made_.size()))));
  }

  z3::expr make(const Node& node) {
    switch (node.op) {
      case Op::constant:
        return node.is_truth ? context_.bool_val(node.value != 0) : context_.int_val(node.value);
      case Op::variable: return value_of(static_cast<std::size_t>(node.value));
      case Op::not_: return !made_[node.children[0]];
      case Op::and_: return z3::mk_and(children_of(node));
      case Op::or_: return z3::mk_or(children_of(node));
      case Op::equal: return made_[node.children[0]] == made_[node.children[1]];
      case Op::less: return made_[node.children[0]] < made_[node.children[1]];
      case Op::less_equal: return made_[node.children[0]] <= made_[node.children[1]];
      case Op::add: return sum_of(node);
      case Op::multiply: return context_.int_val(node.value) * made_[node.children[0]];
      case Op::choose:
        return z3::ite(made_[node.children[0]], made_[node.children[1]], made_[node.children[2]]);
      case Op::divide: break;
    }
    return quotient(made_[node.children[0]], context_.int_val(node.value));
  }

  z3::expr_vector children_of(const Node& node) {
    z3::expr_vector children(context_);
    for (const Term child : node.children) children.push_back(made_[child]);
    return children;
  }

  z3::expr sum_of(const Node& node) {
    return node.children.empty() ? context_.int_val(0) : z3::sum(children_of(node));
  }

  /// Z3's own rounds so that the rest is never negative.
  z3::expr quotient(const z3::expr& a, const z3::expr& b) {
    return z3::ite(a >= 0, a / b, -((-a) / b));
  }

  Answer answer_of(z3::check_result result) {
    if (result == z3::unsat) return {Verdict::impossible, {}};
    if (result != z3::sat) return {};
    const z3::model model = solver_.get_model();
    Answer answer{Verdict::possible, {}};
    for (const auto& variable : variables_) {
      const z3::expr value = model.eval(*variable, true);
      std::int64_t number = 0;
      if (value.is_bool()) {
        number = value.is_true() ? 1 : 0;
      } else if (!value.is_numeral_i64(number)) {
        return {};
      }
      answer.values.push_back(number);
    }
    return answer;
  }

  const Terms& terms_;
  z3::context context_;
  z3::solver solver_;
  std::vector<std::optional<z3::expr>> variables_;
  std::vector<z3::expr> made_;  ///< By term.
  bool broken_ = false;
};

std::unique_ptr<Session> open(const Terms& terms) { return std::make_unique<Z3Session>(terms); }

constexpr Provider kProvider{open};

}  // namespace
}  // namespace sla::solve

extern "C" const sla::solve::Provider* sla_solve_provider() { return &sla::solve::kProvider; }
