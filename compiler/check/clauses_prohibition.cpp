// A prohibition: what must not be done, and when it is forbidden.
#include "compiler/check/clause_parts.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::Expression;
using agreement::Op;
using syntax::ExpressionKind;

bool is_plain_field(const Context& context, const syntax::Expression& e) {
  if (e.kind != ExpressionKind::name) return false;
  const auto field = find_name(context.agreement.fields, e.text);
  return field && context.agreement.fields[static_cast<std::size_t>(*field)].type.kind !=
                      agreement::TypeKind::yes_no;
}

/// "without reason" is said of a reason that is not known; a field that is itself yes or no means
/// its value.
syntax::Expression without_condition(const Context& context, const syntax::Expression& e) {
  if (is_plain_field(context, e)) {
    syntax::Expression known;
    known.kind = ExpressionKind::is_known;
    known.span = e.span;
    known.children.push_back(e);
    return known;
  }
  if (e.kind != ExpressionKind::and_ && e.kind != ExpressionKind::or_) return e;
  syntax::Expression result = e;
  for (syntax::Expression& child : result.children) child = without_condition(context, child);
  return result;
}

/// A forbidden move is judged by where the lead was.
void read_states_before(Expression& e) {
  if (e.op == Op::in_states) e.op = Op::was_in_states;
  for (Expression& child : e.children) read_states_before(child);
}

}  // namespace

agreement::Prohibition check_prohibition(Context& context, const ClauseScope& scope,
                                         const syntax::ProhibitionBody& body) {
  agreement::Prohibition result;
  result.forbidden = resolve_discharges(context, body.forbidden);
  if (body.without) {
    result.without = optional_condition(context, scope, without_condition(context, *body.without));
  }
  result.while_ =
      optional_condition(context, scope, body.while_ ? body.while_ : scope.syntax.while_);
  if (result.while_) read_states_before(*result.while_);
  if (body.outside) result.outside = resolve_calendar(context, *body.outside).value_or(-1);
  if (!scope.syntax.target) return result;
  result.target = resolve_percentage(context, *scope.syntax.target);
  if (scope.syntax.target->judged_when_due) {
    context
        .add(Code::bad_value, scope.syntax.target->span,
             "nothing of a prohibition is due, so it cannot be judged when due")
        .help = "leave out `judged when due`";
  }
  return result;
}

}  // namespace sla::check
