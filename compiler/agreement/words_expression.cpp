// An expression as policy text. Parentheses appear exactly where the grammar would otherwise read
// another tree, so the text reads back as the same expression.
#include <bit>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::agreement {
namespace {

/// How tightly an expression holds together, loosest first: the levels of grammar/SlaParser.g4.
enum Level { kOr, kAnd, kNot, kComparison, kSum, kProduct, kFallback, kNegated, kPrimary };

struct Operator {
  const char* text;
  Level level;
};

bool is_choice(const Expression& e) { return e.type.kind == TypeKind::choice; }

/// Operators of two operands; text is null for every other op.
Operator infix(const Expression& e) {
  switch (e.op) {
    case Op::or_: return {"or", kOr};
    case Op::and_: return {"and", kAnd};
    case Op::equal: return {is_choice(e.children[0]) ? "is" : "=", kComparison};
    case Op::not_equal: return {is_choice(e.children[0]) ? "is not" : "!=", kComparison};
    case Op::less: return {"<", kComparison};
    case Op::less_equal: return {"<=", kComparison};
    case Op::greater: return {">", kComparison};
    case Op::greater_equal: return {">=", kComparison};
    case Op::add: return {"+", kSum};
    case Op::subtract: return {"-", kSum};
    case Op::multiply: return {"*", kProduct};
    case Op::divide: return {"/", kProduct};
    case Op::otherwise: return {"otherwise", kFallback};
    default: return {nullptr, kPrimary};
  }
}

class Writer {
 public:
  explicit Writer(const Agreement& agreement) : agreement_(agreement) {}

  std::string write(const Expression& e, Level outer) const {
    const auto [text, level] = body(e);
    return level < outer ? fmt::format("({})", text) : text;
  }

 private:
  struct Written {
    std::string text;
    Level level;
  };

  Written body(const Expression& e) const {
    if (const Operator op = infix(e); op.text != nullptr) return two_operands(e, op);
    switch (e.op) {
      case Op::constant: return constant(e);
      case Op::field: return {field(e.index), kPrimary};
      case Op::field_known: return {field(e.index) + " is known", kComparison};
      case Op::in_states:
      case Op::was_in_states: return {"in " + states(e.value), kPrimary};
      case Op::clause_is: return {outcome(e, ""), kComparison};
      case Op::on_hold: return {"on_hold", kPrimary};
      case Op::in_list: return {in_list(e, "in"), kComparison};
      case Op::negate: return {"-" + write(e.children[0], kNegated), kNegated};
      case Op::not_: return negation(e.children[0]);
      default: return {"?", kPrimary};
    }
  }

  Written two_operands(const Expression& e, Operator op) const {
    // `or`, `and`, sums and products group to the left; a comparison takes sums on both sides.
    const Level left = op.level == kComparison ? kSum : op.level;
    const Level right = static_cast<Level>(op.level + 1);
    const bool choice = op.level == kComparison && is_choice(e.children[0]);
    return {fmt::format("{} {} {}", write(e.children[0], left), op.text,
                        write(e.children[1], choice ? kPrimary : right)),
            op.level};
  }

  Written constant(const Expression& e) const {
    const bool negative =
        e.value < 0 && e.type.kind != TypeKind::date && e.type.kind != TypeKind::instant;
    return {value_words(agreement_, e.type, e.value), negative ? kNegated : kPrimary};
  }

  Written negation(const Expression& inner) const {
    if (inner.op == Op::field_known) return {field(inner.index) + " is unknown", kComparison};
    if (inner.op == Op::in_list) return {in_list(inner, "not in"), kComparison};
    if (inner.op == Op::clause_is) return {outcome(inner, "not "), kComparison};
    return {"not " + write(inner, kNot), kNot};
  }

  std::string in_list(const Expression& e, const char* word) const {
    std::vector<std::string> items;
    for (const std::int64_t value : e.list) {
      items.push_back(value_words(agreement_, e.children[0].type, value));
    }
    return fmt::format("{} {} [{}]", write(e.children[0], kSum), word, fmt::join(items, ", "));
  }

  /// One word where it says all, else the fewest that were written to give these bits.
  std::string outcome(const Expression& e, const char* negation) const {
    const std::string& clause = agreement_.clauses[static_cast<std::size_t>(e.index)].name;
    std::vector<std::string> names;
    std::int64_t left = e.value;
    for (const OutcomeWord& word : kOutcomeWords) {
      if (word.bits == e.value) return fmt::format("{} is {}{}", clause, negation, word.word);
    }
    // Words of several statuses come first, so that those they contain are not said again.
    for (const bool several : {true, false}) {
      for (const OutcomeWord& word : kOutcomeWords) {
        const bool fits = (word.bits & ~e.value) == 0 && (word.bits & left) != 0;
        if (!fits || several != (std::popcount(static_cast<std::uint64_t>(word.bits)) > 1))
          continue;
        names.emplace_back(word.word);
        left &= ~word.bits;
      }
    }
    return fmt::format("{} {}in [{}]", clause, negation, fmt::join(names, ", "));
  }

  std::string states(std::int64_t bits) const {
    const std::vector<std::string> names =
        state_names(agreement_, static_cast<std::uint64_t>(bits));
    if (names.size() == 1) return names.front();
    return fmt::format("[{}]", fmt::join(names, ", "));
  }

  std::string field(int index) const {
    return agreement_.fields[static_cast<std::size_t>(index)].name;
  }

  const Agreement& agreement_;
};

}  // namespace

std::string words(const Agreement& agreement, const Expression& expression) {
  return Writer(agreement).write(expression, kOr);
}

}  // namespace sla::agreement
