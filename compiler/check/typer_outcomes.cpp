// Questions about what another clause came to: `speed_to_lead is breached`, `is not late`,
// `in [met, excused]`. They become one test of a bit set.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/names.h"
#include "compiler/check/outcomes.h"
#include "compiler/check/typer.h"

namespace sla::check {
namespace {

std::optional<std::int64_t> bits_of(Context& context, const syntax::Expression& word) {
  if (word.kind != syntax::ExpressionKind::name) {
    context.add(Code::type_mismatch, word.span, "an outcome such as `breached` is expected here");
    return std::nullopt;
  }
  const auto bits = outcome_bits(word.text);
  if (!bits) {
    report_unknown(context, Code::unknown_name, {word.text, word.span}, "outcome", outcome_words());
  }
  return bits;
}

}  // namespace

bool Typer::is_clause_word(const syntax::Expression& e) const {
  if (e.kind != syntax::ExpressionKind::name || declared(e)) return false;
  return std::ranges::any_of(context_.declared.clauses, [&](const syntax::Clause* clause) {
    return clause->name.text == e.text;
  });
}

Typer::Typed Typer::outcome_comparison(const syntax::Expression& e) {
  using syntax::ExpressionKind;
  const syntax::Expression& left = e.children[0];
  const syntax::Expression& right = e.children[1];
  const bool negated = e.kind == ExpressionKind::not_equal || e.kind == ExpressionKind::not_in_list;
  if (!negated && e.kind != ExpressionKind::equal && e.kind != ExpressionKind::in_list) {
    context_.add(Code::type_mismatch, e.span, "outcomes have no order").help =
        fmt::format("ask for one, such as `{} is breached`", left.text);
    return std::nullopt;
  }
  const auto& clauses = context_.declared.clauses;
  const auto clause = std::ranges::find_if(
      clauses, [&](const syntax::Clause* each) { return each->name.text == left.text; });
  if (!can_be_asked(**clause)) {
    auto& finding = context_.add(
        Code::type_mismatch, left.span,
        fmt::format("`{}` is about a period, so no single lead has an outcome under it",
                    left.text));
    finding.secondary.push_back({(*clause)->obligation, "this counts leads"});
    finding.help = "ask for a deadline, cadence, time in state or prohibition";
    return std::nullopt;
  }
  Expression result = make(Op::clause_is, TypeKind::yes_no, e.span);
  result.index = static_cast<int>(clause - clauses.begin());
  const bool list = right.kind == ExpressionKind::list;
  bool all_known = true;
  const auto take = [&](const syntax::Expression& word) {
    const auto bits = bits_of(context_, word);
    if (bits) result.value |= *bits;
    all_known = all_known && bits;
  };
  if (list) {
    for (const syntax::Expression& word : right.children) take(word);
  } else {
    take(right);
  }
  if (!all_known) return std::nullopt;
  return negated ? make_not(std::move(result)) : result;
}

}  // namespace sla::check
