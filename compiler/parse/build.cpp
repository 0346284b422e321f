#include "compiler/parse/build.h"

#include <utility>

#include <fmt/format.h>

namespace sla::parse {

bool Builder::Said::first(const std::string& what, source::Span span) {
  const auto [entry, inserted] = spans_.try_emplace(what, span);
  if (inserted) return true;
  auto* finding = reporter_.add(diagnose::Code::said_twice, span,
                                fmt::format("{} is said twice", what), "again here");
  if (finding) finding->secondary.push_back({entry->second, "first said here"});
  return false;
}

std::vector<syntax::Declaration> Builder::file(Grammar::FileContext& context) {
  std::vector<syntax::Declaration> result;
  for (Grammar::DeclarationContext* child : context.declaration()) {
    if (!sound(child)) continue;
    if (auto made = declaration(*child)) result.push_back(*std::move(made));
  }
  return result;
}

std::optional<syntax::Declaration> Builder::declaration(Grammar::DeclarationContext& context) {
  if (auto* child = context.agreement()) return agreement(*child);
  if (auto* child = context.calendar()) return calendar(*child);
  if (auto* child = context.holidays()) return holidays(*child);
  if (auto* child = context.lead()) return lead(*child);
  if (auto* child = context.record()) return record(*child);
  if (auto* child = context.define()) return define(*child);
  if (auto* child = context.lifecycle()) return lifecycle(*child);
  if (auto* child = context.role()) {
    return syntax::Role{name(child->newName()), optional_title(child->title()), span(*child)};
  }
  if (auto* child = context.event()) {
    return event(*child->newName(), child->title(), child->fieldBody(), false, span(*child));
  }
  if (auto* child = context.touch()) {
    return event(*child->newName(), child->title(), child->fieldBody(), true, span(*child));
  }
  if (auto* child = context.use()) {
    return use(*child);
  }
  if (auto* child = context.source()) return source(*child);
  if (auto* child = context.clause()) {
    if (auto made = clause(*child)) return *std::move(made);
    return std::nullopt;
  }
  if (auto* child = context.program()) return program(*child);
  if (auto* child = context.template_()) return template_(*child);
  if (auto* child = context.instance()) return instance(*child);
  if (auto* child = context.parameter()) return parameter(*child);
  if (auto* child = context.test()) return test(*child);
  return std::nullopt;
}

syntax::Define Builder::define(Grammar::DefineContext& context) {
  return {name(context.newName()), optional_title(context.title()),
          expression(*context.expression()), span(context)};
}

syntax::Use Builder::use(Grammar::UseContext& context) {
  syntax::Use result;
  result.span = span(context);
  if (context.title()) result.path = title(context.title());
  if (context.libraryName()) result.library = names(context.libraryName()->name());
  if (context.newName()) result.alias = name(context.newName());
  return result;
}

}  // namespace sla::parse
