#include "compiler/check/fields.h"

#include <fmt/format.h>

#include "compiler/check/durations.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::Type;
using agreement::TypeKind;

constexpr TypeKind kEveryKind[] = {
    TypeKind::integer, TypeKind::decimal,  TypeKind::percent,          TypeKind::money,
    TypeKind::text,    TypeKind::choice,   TypeKind::yes_no,           TypeKind::date,
    TypeKind::instant, TypeKind::duration, TypeKind::business_duration};

std::optional<TypeKind> kind_of(Context& context, const syntax::Name& name) {
  std::vector<std::string> names;
  for (const TypeKind kind : kEveryKind) {
    if (name.text == agreement::name_of(kind)) return kind;
    names.emplace_back(agreement::name_of(kind));
  }
  report_unknown(context, Code::unknown_name, name, "type", names);
  return std::nullopt;
}

std::vector<std::string> choices_of(Context& context, const std::vector<syntax::Name>& names) {
  Taken taken("choice");
  std::vector<std::string> choices;
  for (const syntax::Name& name : names) {
    if (taken.claim(context, name)) choices.push_back(name.text);
  }
  return choices;
}

std::optional<Type> type_of(Context& context, const syntax::TypeName& written, int field) {
  const auto kind = kind_of(context, written.name);
  if (!kind) return std::nullopt;
  Type type{.kind = *kind};
  if (*kind == TypeKind::choice) type.field = field;
  if (*kind == TypeKind::money && !require_currency(context, written.span)) return std::nullopt;
  if (*kind == TypeKind::business_duration) {
    const CalendarChoice calendar = choose_calendar(context, written.calendar);
    if (!require_calendar(context, calendar, written.span)) return std::nullopt;
    type.calendar = calendar.index;
  }
  return type;
}

agreement::Field& add_field(Context& context, const syntax::Field& field) {
  auto& fields = context.agreement.fields;
  const auto type = type_of(context, field.type, static_cast<int>(fields.size()));
  context.broken_fields.push_back(!type);
  fields.push_back({.name = field.name.text,
                    .title = title_of(field.title),
                    .type = type.value_or(Type{}),
                    .optional = field.type.optional,
                    .choices = choices_of(context, field.type.choices),
                    .span = field.name.span});
  return fields.back();
}

/// `topic` of the event `webinar` is the field `webinar.topic`.
void add_payload(Context& context, const syntax::EventDeclaration& declared, int event) {
  Taken taken("field");
  for (const syntax::Field& field : declared.fields) {
    if (!taken.claim(context, field.name)) continue;
    agreement::Field& added = add_field(context, field);
    added.name = payload_name(declared.name.text, field.name.text);
    added.of_event = event;
    added.said_by_event = !added.optional;
    added.optional = true;
  }
}

}  // namespace

std::string payload_name(std::string_view event, std::string_view field) {
  return fmt::format("{}.{}", event, field);
}

void check_fields(Context& context) {
  if (context.about().fields == nullptr) return;
  Taken taken("field");
  for (const syntax::Field& field : context.about().fields->fields) {
    if (taken.claim(context, field.name)) add_field(context, field);
  }
}

void check_events(Context& context) {
  auto& events = context.agreement.events;
  for (const char* touch : {"call", "email", "meeting"}) {
    events.push_back({.name = touch, .title = {}, .touch = true});
  }
  for (const syntax::EventDeclaration* event : context.declared.events) {
    // `touch call "Phone call"` only gives a built-in touch its title.
    if (const auto known = find_name(events, event->name.text)) {
      events[static_cast<std::size_t>(*known)].title = title_of(event->title);
      add_payload(context, *event, *known);
      continue;
    }
    events.push_back({event->name.text, title_of(event->title), event->touch});
    add_payload(context, *event, static_cast<int>(events.size()) - 1);
  }
}

}  // namespace sla::check
