#include "compiler/check/clause_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/header.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::PeriodUnit;

void add_entries(const Context& context, std::uint64_t states, agreement::EventSet& events) {
  for (std::size_t s = 0; s < context.agreement.lifecycle.states.size(); ++s) {
    if (states >> s & 1) events.push_back(context.agreement.entering(static_cast<int>(s)));
  }
}

PeriodUnit unit_of(syntax::PeriodUnit unit) {
  switch (unit) {
    case syntax::PeriodUnit::day: return PeriodUnit::day;
    case syntax::PeriodUnit::week: return PeriodUnit::week;
    case syntax::PeriodUnit::month: return PeriodUnit::month;
    case syntax::PeriodUnit::quarter: return PeriodUnit::quarter;
    case syntax::PeriodUnit::year: return PeriodUnit::year;
  }
  return PeriodUnit::month;
}

bool is_period(std::string_view word) {
  constexpr std::string_view kPeriods[] = {"day", "week", "month", "quarter", "year"};
  return std::ranges::find(kPeriods, word) != std::end(kPeriods);
}

}  // namespace

void settle_events(agreement::EventSet& events) {
  std::ranges::sort(events);
  const auto repeated = std::ranges::unique(events);
  events.erase(repeated.begin(), repeated.end());
}

agreement::Trigger resolve_trigger(Context& context, const syntax::Trigger& trigger) {
  agreement::Trigger result;
  result.span = trigger.span;
  switch (trigger.kind) {
    case syntax::TriggerKind::entering:
      add_entries(context, resolve_states(context, trigger.states), result.events);
      break;
    case syntax::TriggerKind::leaving: {
      result.kind = agreement::Trigger::Kind::leaving;
      result.left_states = resolve_states(context, trigger.states);
      // Only entering another state leaves these; naming the entries lets evaluators skip other
      // events.
      add_entries(context, ~result.left_states, result.events);
      break;
    }
    case syntax::TriggerKind::assigned:
      result.events.push_back(events::kAssigned);
      result.in_states = resolve_states(context, trigger.states);
      break;
    case syntax::TriggerKind::event:
      for (const syntax::Name& name : trigger.names) {
        const auto event = resolve_event(context, name);
        if (event) result.events.push_back(context.agreement.code_of_event(*event));
      }
      break;
  }
  settle_events(result.events);
  return result;
}

agreement::Period resolve_period(Context& context, const syntax::Period& period) {
  agreement::Period result;
  result.unit = unit_of(period.unit);
  local_zone(context, period.span, "a period");
  if (!period.fiscal) return result;
  const syntax::AgreementHeader* header = context.declared.header;
  if (period.unit != syntax::PeriodUnit::quarter && period.unit != syntax::PeriodUnit::year) {
    context.add(Code::bad_value, period.span, "only quarters and years can be fiscal").help =
        "leave out `fiscal`";
    return result;
  }
  if (header == nullptr) return result;
  if (!header->fiscal_start) {
    auto& finding = context.add(Code::missing_part, period.span,
                                "the agreement does not say when its fiscal year starts");
    finding.secondary.push_back({header->title.span, "no fiscal year in here"});
    finding.help = "add a line such as `fiscal year starting February` to the agreement";
    return result;
  }
  result.first_month = fiscal_month(*header).value_or(1);
  return result;
}

agreement::Grouping resolve_grouping(Context& context, const syntax::Name& name) {
  agreement::Grouping result;
  if (name.text == "owner") {
    result.by = agreement::GroupBy::owner;
  } else if (name.text == "team") {
    result.by = agreement::GroupBy::team;
  } else if (const auto field = find_field(context, name.text)) {
    result.by = agreement::GroupBy::field;
    result.field = *field;
  } else if (is_period(name.text)) {
    context
        .add(Code::unknown_name, name.span,
             fmt::format("`{}` is a period, and `per` names a group", name.text))
        .help = fmt::format("write `each {}` instead of `per {}`", name.text, name.text);
  } else {
    std::vector<std::string> candidates = field_candidates(context);
    candidates.insert(candidates.end(), {"owner", "team"});
    report_unknown(context, Code::unknown_name, name, "group", candidates);
  }
  return result;
}

std::optional<agreement::Expression> optional_condition(Context& context, const ClauseScope& scope,
                                                        const std::optional<syntax::Expression>& e,
                                                        const Known& known) {
  if (!e) return std::nullopt;
  return type_condition(context, *e, scope.expressions, known);
}

Known known_at(const Context& context, const syntax::Trigger& trigger) {
  Known known;
  if (trigger.kind != syntax::TriggerKind::event || trigger.names.size() != 1) return known;
  const auto event = find_name(context.agreement.events, trigger.names.front().text);
  const auto& fields = context.agreement.fields;
  for (std::size_t f = 0; event && f < fields.size(); ++f) {
    if (fields[f].of_event == *event && fields[f].said_by_event) known.insert(static_cast<int>(f));
  }
  return known;
}

}  // namespace sla::check
