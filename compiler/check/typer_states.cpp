// Comparisons with the state of the lead: `in mql`, `state is mql`, `stage not in [won, lost]`.
// They all become one test of a bit set.
#include "compiler/check/names.h"
#include "compiler/check/typer.h"

#include <fmt/format.h>

namespace sla::check {

using syntax::ExpressionKind;

Typer::Typed Typer::state_set(Span span, const std::vector<syntax::Expression>& names,
                              bool negated) {
  Expression result = make(Op::in_states, TypeKind::yes_no, span);
  bool all_found = true;
  for (const syntax::Expression& name : names) {
    if (name.kind != ExpressionKind::name) {
      context_.add(Code::type_mismatch, name.span, "the name of a state is expected here");
      all_found = false;
      continue;
    }
    const auto state = resolve_state(context_, {name.text, name.span});
    if (state) result.value |= std::int64_t{1} << *state;
    all_found = all_found && state;
  }
  if (!all_found) return std::nullopt;
  return negated ? make_not(std::move(result)) : result;
}

Typer::Typed Typer::state_comparison(const syntax::Expression& e) {
  const syntax::Expression& right = e.children[1];
  const bool negated = e.kind == ExpressionKind::not_equal || e.kind == ExpressionKind::not_in_list;
  const bool list = right.kind == ExpressionKind::list;
  switch (e.kind) {
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::in_list:
    case ExpressionKind::not_in_list:
      return list ? state_set(e.span, right.children, negated)
                  : state_set(e.span, {right}, negated);
    default:
      context_.add(Code::type_mismatch, e.span, "states have no order").help =
          "name the states, such as `state in [mql, sal]`";
      return std::nullopt;
  }
}

}  // namespace sla::check
