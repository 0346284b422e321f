#include "compiler/expand/arguments.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/syntax/print.h"

namespace sla::expand {

using diagnose::Code;
using syntax::ArgumentValue;
using syntax::Expression;
using syntax::ExpressionKind;
using syntax::ParameterType;

namespace {

constexpr std::string_view kPeriods[] = {"day", "week", "month", "quarter", "year"};

void add_items(const Expression& expression, std::vector<const Expression*>& items) {
  if (expression.kind != ExpressionKind::or_) {
    items.push_back(&expression);
    return;
  }
  for (const Expression& child : expression.children) add_items(child, items);
}

bool is_condition(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::integer:
    case ExpressionKind::decimal:
    case ExpressionKind::percent:
    case ExpressionKind::money:
    case ExpressionKind::text:
    case ExpressionKind::date:
    case ExpressionKind::instant:
    case ExpressionKind::duration:
    case ExpressionKind::list: return false;
    default: return true;
  }
}

bool is_of(ParameterType type, const Expression& value) {
  const ExpressionKind kind = value.kind;
  switch (type) {
    case ParameterType::duration: return kind == ExpressionKind::duration;
    case ParameterType::percent: return kind == ExpressionKind::percent;
    case ParameterType::number:
      return kind == ExpressionKind::integer || kind == ExpressionKind::decimal;
    case ParameterType::money: return kind == ExpressionKind::money;
    case ParameterType::text: return kind == ExpressionKind::text;
    case ParameterType::date: return kind == ExpressionKind::date;
    case ParameterType::period:
      return kind == ExpressionKind::name &&
             std::ranges::find(kPeriods, value.text) != std::end(kPeriods);
    case ParameterType::condition: return is_condition(kind);
    default: return kind == ExpressionKind::name;
  }
}

bool is_of(ParameterType type, const ArgumentValue& value) {
  // A fiscal period has no expression of its own.
  if (value.items.empty()) return type == ParameterType::period;
  if (takes_list(type)) {
    return std::ranges::all_of(items_of(value),
                               [&](const Expression* item) { return is_of(type, *item); });
  }
  return value.items.size() == 1 && is_of(type, value.items.front());
}

std::string_view example_of(ParameterType type) {
  switch (type) {
    case ParameterType::duration: return "a duration such as `4 business hours`";
    case ParameterType::percent: return "a percentage such as `95%`";
    case ParameterType::number: return "a number such as `500`";
    case ParameterType::money: return "a sum such as `5000 USD`";
    case ParameterType::text: return "a quoted text";
    case ParameterType::date: return "a date such as `2026-01-31`";
    case ParameterType::period: return "a period such as `month` or `fiscal quarter`";
    case ParameterType::condition: return "a condition such as `score >= 65`";
    case ParameterType::state: return "the name of a state";
    case ParameterType::states: return "names of states such as `sal or won`";
    case ParameterType::event: return "the name of an event";
    case ParameterType::events: return "names of events such as `call, email or meeting`";
    case ParameterType::field: return "the name of a field";
    case ParameterType::number_field: return "the name of a field that can be summed";
    case ParameterType::calendar: return "the name of a calendar";
    case ParameterType::role: return "the name of a role";
    case ParameterType::party: return "the name of a party";
    case ParameterType::clause: return "the name of a clause";
    case ParameterType::group: return "a group such as `team`";
  }
  return "";
}

class Filler {
 public:
  Filler(const syntax::Template& template_, const syntax::Instance& instance,
         diagnose::Findings& findings)
      : template_(template_), instance_(instance), findings_(findings) {}

  std::optional<Filling> run() {
    for (const syntax::Argument& argument : instance_.arguments) take(argument);
    add_defaults();
    if (!sound_) return std::nullopt;
    return std::move(filling_);
  }

 private:
  diagnose::Finding& find(Code code, source::Span span, std::string message) {
    sound_ = false;
    return findings_.add(code, span, std::move(message));
  }

  void take(const syntax::Argument& argument) {
    const auto& parameters = template_.parameters;
    const auto parameter = std::ranges::find_if(parameters, [&](const syntax::Parameter& each) {
      return each.name.text == argument.name.text;
    });
    if (parameter == parameters.end()) return unknown(argument.name);
    const auto [first, free] = given_.try_emplace(argument.name.text, argument.span);
    if (!free) {
      auto& finding = find(Code::said_twice, argument.span,
                           fmt::format("`{}` is given twice", argument.name.text));
      finding.secondary.push_back({first->second, "first given here"});
      return;
    }
    if (!parameter->type) {
      sound_ = false;
    } else if (fits(*parameter->type, argument.value, *parameter, findings_)) {
      filling_[argument.name.text] = &argument.value;
    } else {
      sound_ = false;
    }
  }

  void unknown(const syntax::Name& name) {
    std::vector<std::string> names;
    for (const syntax::Parameter& each : template_.parameters) names.push_back(each.name.text);
    auto& finding = find(Code::unknown_name, name.span,
                         fmt::format("`{}` takes no `{}`", template_.name.text, name.text));
    if (const auto near = diagnose::nearest(name.text, names)) {
      finding.help = fmt::format("did you mean `{}`?", *near);
      finding.fix = {name.span, *near};
    } else {
      std::string listing;
      for (const std::string& each : names)
        listing += fmt::format("{}`{}`", listing.empty() ? "" : ", ", each);
      finding.help = names.empty() ? "it takes nothing" : "it takes " + listing;
    }
  }

  void add_defaults() {
    for (const syntax::Parameter& parameter : template_.parameters) {
      if (given_.contains(parameter.name.text)) continue;
      if (parameter.otherwise) {
        filling_[parameter.name.text] = &*parameter.otherwise;
      } else {
        missing_.push_back(&parameter);
      }
    }
    if (missing_.empty()) return;
    std::string listing, lines;
    for (const syntax::Parameter* each : missing_) {
      listing += fmt::format("{}`{}`", listing.empty() ? "" : ", ", each->name.text);
      lines += fmt::format("{}`{}` takes {}", lines.empty() ? "" : "; ", each->name.text,
                           each->type ? example_of(*each->type) : "something");
    }
    auto& finding = find(Code::missing_argument, instance_.from.back().span,
                         fmt::format("`{}` needs {}", template_.name.text, listing));
    for (const syntax::Parameter* each : missing_) {
      finding.secondary.push_back({each->span, "has no default"});
    }
    finding.help = fmt::format("give it after `with`: {}", lines);
  }

  const syntax::Template& template_;
  const syntax::Instance& instance_;
  diagnose::Findings& findings_;
  Filling filling_;
  std::map<std::string, source::Span> given_;
  std::vector<const syntax::Parameter*> missing_;
  bool sound_ = true;
};

}  // namespace

bool takes_list(ParameterType type) {
  return type == ParameterType::states || type == ParameterType::events;
}

std::vector<const Expression*> items_of(const ArgumentValue& value) {
  std::vector<const Expression*> items;
  for (const Expression& item : value.items) add_items(item, items);
  return items;
}

bool fits(ParameterType type, const ArgumentValue& value, const syntax::Parameter& parameter,
          diagnose::Findings& findings) {
  if (is_of(type, value)) return true;
  auto& finding = findings.add(Code::bad_argument, value.span,
                               fmt::format("`{}` takes {}", parameter.name.text, example_of(type)),
                               "this is something else");
  if (!(parameter.otherwise && parameter.otherwise->span == value.span))
    finding.secondary.push_back(
        {parameter.span, fmt::format("declared a {} here", syntax::name_of(type))});
  return false;
}

std::optional<Filling> fill(const syntax::Template& template_, const syntax::Instance& instance,
                            diagnose::Findings& findings) {
  return Filler(template_, instance, findings).run();
}

}  // namespace sla::expand
