#include "compiler/parse/build.h"

namespace sla::parse {

syntax::Record Builder::lead(Grammar::LeadContext& context) {
  return {name(context.K_LEAD()), std::nullopt, fields(*context.fieldBody()), span(context)};
}

syntax::Record Builder::record(Grammar::RecordContext& context) {
  syntax::Record result;
  const auto given = context.newName();
  if (context.RECORD_NAME()) {
    result.name = name(context.RECORD_NAME());
  } else if (context.K_OWNER() || context.K_TEAM()) {
    result.name = name(context.K_OWNER() ? context.K_OWNER() : context.K_TEAM());
  } else {
    result.name = name(given.front());
  }
  if (context.K_OF())
    result.parent = context.K_LEAD() ? name(context.K_LEAD()) : name(given.back());
  result.fields = fields(*context.fieldBody());
  result.span = span(context);
  return result;
}

syntax::EventDeclaration Builder::event(Grammar::NewNameContext& name, Grammar::TitleContext* title,
                                        Grammar::FieldBodyContext* payload, bool touch,
                                        source::Span span) {
  syntax::EventDeclaration result;
  result.name = this->name(&name);
  result.title = optional_title(title);
  result.touch = touch;
  if (payload != nullptr) result.fields = fields(*payload);
  result.span = span;
  return result;
}

std::vector<syntax::Field> Builder::fields(Grammar::FieldBodyContext& context) {
  std::vector<syntax::Field> result;
  for (auto* field : context.field()) {
    if (!sound(field)) continue;
    result.push_back({name(field->newName()), optional_title(field->title()), type(*field)});
  }
  return result;
}

syntax::TypeName Builder::type(Grammar::FieldContext& field) {
  Grammar::TypeContext& context = *field.type();
  syntax::TypeName result;
  result.span = span(context);
  result.name.span = result.span;
  result.optional = field.QUESTION() != nullptr;
  if (context.K_ONE()) {
    result.name.text = "one of";
    result.choices = names(context.choice());
  } else if (context.K_YES()) {
    result.name.text = "yes/no";
  } else if (context.K_DURATION()) {
    result.name.text = context.K_BUSINESS() ? "business duration" : "duration";
    if (context.calendarName()) result.calendar = name(context.calendarName());
  } else {
    result.name = name(context.SIMPLE_TYPE());
  }
  if (field.QUESTION()) result.span = source::join(result.span, span(field.QUESTION()));
  return result;
}

syntax::Lifecycle Builder::lifecycle(Grammar::LifecycleContext& context) {
  syntax::Lifecycle result;
  result.subject = context.K_LEAD() ? name(context.K_LEAD()) : name(context.newName());
  result.span = span(context);
  for (auto* line : context.lifecycleBody()->lifecycleLine()) {
    if (!sound(line)) continue;
    if (line->ARROW().empty()) {
      result.states.push_back(state_line(*line));
      continue;
    }
    syntax::MoveChain chain;
    for (auto* step : line->states()) chain.steps.push_back(names(step->stateName()));
    chain.span = span(*line);
    result.moves.push_back(std::move(chain));
  }
  return result;
}

syntax::StateLine Builder::state_line(Grammar::LifecycleLineContext& line) {
  syntax::StateLine result;
  result.names = names(line.states(0)->stateName());
  result.title = optional_title(line.title());
  result.span = span(line);
  Said said(reporter_);
  for (auto* attribute : line.stateAttribute()) {
    const source::Span at = span(*attribute);
    if (attribute->K_OWNED()) {
      if (said.first("the owner of a state", at)) result.owner = name(attribute->partyName());
    } else if (attribute->K_FINAL()) {
      if (said.first("`final`", at)) result.final = true;
    } else if (said.first("`requires`", at)) {
      result.requires_ = expression(*attribute->expression());
    }
  }
  return result;
}

}  // namespace sla::parse
