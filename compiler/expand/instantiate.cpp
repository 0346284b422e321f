#include "compiler/expand/instantiate.h"

#include <algorithm>
#include <utility>

#include "compiler/expand/weave.h"
#include "compiler/parse/parse.h"
#include "compiler/syntax/print.h"

namespace sla::expand {
namespace {

using source::Span;
using syntax::ParameterType;

ParameterType type_of(const std::vector<syntax::Parameter>& parameters, std::string_view name) {
  for (const syntax::Parameter& parameter : parameters) {
    if (parameter.name.text == name && parameter.type) return *parameter.type;
  }
  return ParameterType::text;
}

/// A value without the line breaks and comments that it may have where it was written.
void copy_value(Span value, Span place, const source::Sources& sources, Weave& weave) {
  const std::string line = parse::on_one_line(sources, value);
  if (line == sources.text(value)) {
    weave.copy(value, place);
  } else {
    weave.add(line, value, place);
  }
}

void put(ParameterType type, const syntax::ArgumentValue& value, Span place,
         const source::Sources& sources, Weave& weave) {
  if (takes_list(type)) {
    bool first = true;
    for (const syntax::Expression* item : items_of(value)) {
      if (!std::exchange(first, false)) weave.add(", ", value.span, place);
      copy_value(item->span, place, sources, weave);
    }
    return;
  }
  const bool loose =
      type == ParameterType::condition && value.items.front().kind != syntax::ExpressionKind::name;
  if (loose) weave.add("(", value.span, place);
  copy_value(value.span, place, sources, weave);
  if (loose) weave.add(")", value.span, place);
}

/// `clause fast "Title" {`, with the template's title where the instance has none.
void put_head(const syntax::Template& template_, const syntax::Instance& instance, Weave& weave) {
  weave.add(syntax::name_of(instance.kind), instance.span);
  weave.add(" ", instance.span);
  weave.copy(instance.name.span);
  const auto& title = instance.title ? instance.title : template_.title;
  if (title) {
    weave.add(" ", instance.span);
    weave.copy(title->span);
  }
  if (instance.record) {
    weave.add(" of ", instance.span);
    weave.copy(instance.record->span);
  }
  weave.add(" {\n", instance.span);
}

}  // namespace

void fill_in(Span text, const std::vector<syntax::Parameter>& parameters, const Filling& filling,
             const syntax::Text* title, const source::Sources& sources, Weave& weave) {
  std::uint32_t at = text.begin;
  const auto copy_until = [&](std::uint32_t end) {
    if (at < end) weave.copy({text.file, at, end});
  };
  for (const syntax::Name& name : parse::plain_names(sources, text)) {
    const auto value = filling.find(name.text);
    const bool is_title = title != nullptr && name.text == kTitleParameter;
    if (value == filling.end() && !is_title) continue;
    copy_until(name.span.begin);
    if (value != filling.end()) {
      put(type_of(parameters, name.text), *value->second, name.span, sources, weave);
    } else {
      weave.copy(title->span, name.span);
    }
    at = name.span.end;
  }
  copy_until(text.end);
}

std::expected<std::uint32_t, source::ReadError> instantiate(const syntax::Template& template_,
                                                            const syntax::Instance& instance,
                                                            const Filling& filling,
                                                            source::Sources& sources) {
  Weave weave(sources);
  const bool whole = instance.kind == syntax::TemplateKind::agreement;
  if (!whole) put_head(template_, instance, weave);
  fill_in(template_.body, template_.parameters, filling,
          whole && instance.title ? &*instance.title : nullptr, sources, weave);
  weave.add("\n", instance.span);
  if (instance.more) {
    weave.copy(*instance.more);
    weave.add("\n", instance.span);
  }
  if (!whole) weave.add("}\n", instance.span);
  // `fast from std.speed_to_lead`: enough to find the use.
  const Span use = whole ? instance.from.back().span
                         : source::join(instance.name.span, instance.from.back().span);
  source::Expansion expansion{weave.take_segments(), use, template_.name.text};
  return sources.add(sources.file(template_.span.file).path(), weave.take_text(),
                     std::move(expansion));
}

}  // namespace sla::expand
