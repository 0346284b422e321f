// Comparisons and lists: both sides must have the same type. A bare name that nothing declares is
// typed after the other side, because it may be a choice of that side's field: `source is web`.
#include "compiler/check/names.h"
#include "compiler/check/typer.h"

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::check {
namespace {

using syntax::ExpressionKind;

bool is_number(TypeKind kind) { return kind == TypeKind::integer || kind == TypeKind::decimal; }

bool has_order(TypeKind kind) {
  return kind != TypeKind::text && kind != TypeKind::choice && kind != TypeKind::yes_no;
}

bool is_equality(Op op) { return op == Op::equal || op == Op::not_equal; }

/// What to write instead of `wrong` beside something of type `wanted`, when `wrong` is a literal
/// that only lacks its unit or has marks too many.
std::optional<std::string> respelt(const Context& context, const Type& wanted,
                                   const Expression& wrong) {
  if (wrong.op != Op::constant) return std::nullopt;
  const std::string written = source_text(context, wrong.span);
  const TypeKind have = wrong.type.kind;
  switch (wanted.kind) {
    case TypeKind::money:
      if (is_number(have)) return fmt::format("{} {}", written, context.agreement.currency);
      break;
    case TypeKind::percent:
      if (is_number(have)) return written + "%";
      break;
    case TypeKind::instant:
      if (have == TypeKind::date) return written + " 00:00";
      break;
    case TypeKind::date:
      if (have == TypeKind::instant) return written.substr(0, written.find(' '));
      break;
    case TypeKind::choice: {
      if (have != TypeKind::text) break;
      const auto& choices =
          context.agreement.fields[static_cast<std::size_t>(wanted.field)].choices;
      const std::string& text = context.agreement.texts[static_cast<std::size_t>(wrong.value)];
      if (std::ranges::find(choices, text) != choices.end()) return text;
      break;
    }
    case TypeKind::integer:
      if (have == TypeKind::percent || have == TypeKind::money) {
        return written.substr(0, written.find_first_of("% "));
      }
      break;
    default: break;
  }
  return std::nullopt;
}

void scale_constant(Expression& constant, const Type& wanted) {
  std::int64_t scaled = 0;
  const bool fits = constant.op == Op::constant && constant.type.kind == TypeKind::integer &&
                    wanted.kind == TypeKind::decimal &&
                    !__builtin_mul_overflow(constant.value, agreement::kScale, &scaled);
  if (!fits) return;
  constant.type = wanted;
  constant.value = scaled;
}

}  // namespace

void promote(Expression& a, Expression& b) {
  scale_constant(a, b.type);
  scale_constant(b, a.type);
}

void report_mismatch(Context& context, const Expression& left, const Expression& right) {
  auto text = respelt(context, left.type, right);
  const bool left_is_wrong = !text && (text = respelt(context, right.type, left));
  const Expression& wrong = left_is_wrong ? left : right;
  const Expression& other = left_is_wrong ? right : left;
  const std::string wrong_type = type_name(context, wrong.type);
  const std::string other_type = type_name(context, other.type);
  auto& finding =
      context.add(Code::type_mismatch, wrong.span,
                  fmt::format("{} and {} cannot be used together", type_name(context, left.type),
                              type_name(context, right.type)),
                  fmt::format("this is {}", wrong_type));
  finding.secondary.push_back({other.span, fmt::format("this is {}", other_type)});
  const auto duration = [](const Expression& e) {
    return e.type.kind == TypeKind::duration || e.type.kind == TypeKind::business_duration;
  };
  if (text) {
    finding.help = fmt::format("write `{}`", *text);
    // Which unit is missing is a guess; that quotes are too many is none.
    const bool unquoted = source_text(context, wrong.span) == fmt::format("\"{}\"", *text);
    finding.fix = {wrong.span, *text, unquoted ? diagnose::Safety::safe : diagnose::Safety::unsafe};
  } else if (duration(left) && duration(right)) {
    finding.help =
        "elapsed and business time never mix: give both sides the same unit and calendar";
  }
}

Typer::Typed Typer::compare(const syntax::Expression& e, Op op, const Known& known) {
  const syntax::Expression& l = e.children[0];
  const syntax::Expression& r = e.children[1];
  if (is_state_word(l)) return state_comparison(e);
  if (is_clause_word(l)) return outcome_comparison(e);
  const auto bare = [&](const syntax::Expression& side) {
    return side.kind == ExpressionKind::name && !declared(side);
  };
  const bool right_first = bare(l) && r.kind == ExpressionKind::name && declared(r);
  const syntax::Expression& first_side = right_first ? r : l;
  const syntax::Expression& second_side = right_first ? l : r;
  Typed first = type(first_side, known);
  // Beside a side that could not be typed, a bare name may well be a choice of it.
  if (!first && bare(second_side)) return std::nullopt;
  Typed second = type(second_side, known, first ? &first->type : nullptr);
  if (!first || !second) return std::nullopt;
  if (right_first) std::swap(first, second);

  promote(*first, *second);
  if (first->type != second->type) {
    report_mismatch(context_, *first, *second);
    return std::nullopt;
  }
  if (!is_equality(op) && !has_order(first->type.kind)) {
    context_
        .add(Code::type_mismatch, e.span,
             fmt::format("values of type {} have no order", type_name(context_, first->type)))
        .help = "compare with `=`, `!=` or `in [...]`";
    return std::nullopt;
  }
  std::vector<Expression> children;
  children.push_back(*std::move(first));
  children.push_back(*std::move(second));
  return make(op, TypeKind::yes_no, e.span, std::move(children));
}

Typer::Typed Typer::in_list(const syntax::Expression& e, bool negated, const Known& known) {
  if (is_state_word(e.children[0])) return state_comparison(e);
  if (is_clause_word(e.children[0])) return outcome_comparison(e);
  Typed value = type(e.children[0], known);
  if (!value) return std::nullopt;
  Expression result = make(Op::in_list, TypeKind::yes_no, e.span);
  bool all_typed = true;
  for (const syntax::Expression& item : e.children[1].children) {
    const Typed typed = list_item(item, *value);
    if (typed) result.list.push_back(typed->value);
    all_typed = all_typed && typed;
  }
  if (!all_typed) return std::nullopt;
  result.children.push_back(*std::move(value));
  return negated ? make_not(std::move(result)) : result;
}

Typer::Typed Typer::list_item(const syntax::Expression& item, const Expression& value) {
  Typed typed = type(item, {}, &value.type);
  if (!typed) return std::nullopt;
  if (typed->op != Op::constant) {
    context_.add(Code::type_mismatch, item.span, "a list holds values, not fields or calculations")
        .help = fmt::format("join comparisons with `or` instead: `... or {} = {}`",
                            source_text(context_, value.span), source_text(context_, item.span));
    return std::nullopt;
  }
  scale_constant(*typed, value.type);
  if (typed->type == value.type) return typed;
  report_mismatch(context_, value, *typed);
  return std::nullopt;
}

}  // namespace sla::check
