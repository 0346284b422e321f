// A conversion: of those who enter one state in a period, how many reach another within a window.
#include <utility>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::Conversion;

void report_missing(Context& context, const ClauseScope& scope, std::string what,
                    const char* help) {
  context.add(Code::missing_part, scope.syntax.obligation, std::move(what)).help = help;
}

void check_parts(Context& context, const ClauseScope& scope, const syntax::ConversionBody& body) {
  if (body.to.empty()) {
    report_missing(context, scope,
                   fmt::format("this conversion does not say where the {} must arrive",
                               agreement::plural(context.about().name)),
                   "add the states, such as `to won`");
  }
  if (!body.window) {
    report_missing(context, scope, "this conversion does not say within which time",
                   "add a window, such as `within 30 days`");
  }
  if (!body.each) {
    report_missing(context, scope, "this conversion does not say in which period",
                   "add `each month`, or another period, after what is counted");
  }
}

}  // namespace

Conversion check_conversion(Context& context, const ClauseScope& scope,
                            const syntax::ConversionBody& body) {
  Conversion result;
  result.at_least = body.bound == syntax::VolumeBound::at_least;
  result.target.span = scope.syntax.obligation;
  result.target.micro_percent =
      resolve_percent(context, body.percent, scope.syntax.obligation).value_or(0);
  if (body.entering.subject) check_subject(context, *body.entering.subject);
  result.entering = resolve_trigger(context, body.entering);
  for (const syntax::Name& name : body.to) {
    const auto state = resolve_state(context, name);
    if (state) result.reached.push_back(context.agreement.entering(*state));
  }
  settle_events(result.reached);
  check_parts(context, scope, body);
  if (body.window) {
    // About outcomes, not about anybody's working hours: a plain day is 24 hours.
    const auto window = resolve_window(context, *body.window, scope.expressions.calendar);
    result.window = window.value_or(result.window);
    if (is_business(result.window) &&
        require_calendar(context, scope.expressions.calendar, body.window->span)) {
      result.calendar = scope.expressions.calendar.index;
    }
  }
  if (body.each) result.target.period = resolve_period(context, *body.each);
  if (body.per) result.target.group = resolve_grouping(context, *body.per);
  result.not_counting = optional_condition(context, scope, body.not_counting);
  return result;
}

}  // namespace sla::check
