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
  if (auto* child = context.lead()) return lead(*child);
  if (auto* child = context.record()) return record(*child);
  if (auto* child = context.define()) return define(*child);
  if (auto* child = context.lifecycle()) return lifecycle(*child);
  if (auto* child = context.role()) {
    return syntax::Role{name(child->newName()), optional_title(child->title()), span(*child)};
  }
  if (auto* child = context.event()) {
    return syntax::EventDeclaration{name(child->newName()), optional_title(child->title()), false,
                                    span(*child)};
  }
  if (auto* child = context.touch()) {
    return syntax::EventDeclaration{name(child->newName()), optional_title(child->title()), true,
                                    span(*child)};
  }
  if (auto* child = context.use()) {
    if (child->title()) return use(*child);
    return syntax::OtherDeclaration{"use of a library", name(child->holidayName(0)), span(*child)};
  }
  if (auto* child = context.source()) return source(*child);
  if (auto* child = context.clause()) {
    if (auto made = clause(*child)) return *std::move(made);
    return std::nullopt;
  }
  if (auto* child = context.program()) return program(*child);
  if (auto* child = context.template_()) {
    return syntax::OtherDeclaration{"template", name(child->newName()), span(*child)};
  }
  if (auto* child = context.test()) {
    const syntax::Text called = title(child->title());
    return syntax::OtherDeclaration{"test", {called.value, called.span}, span(*child)};
  }
  return std::nullopt;
}

syntax::Define Builder::define(Grammar::DefineContext& context) {
  return {name(context.newName()), optional_title(context.title()),
          expression(*context.expression()), span(context)};
}

syntax::Use Builder::use(Grammar::UseContext& context) {
  return {title(context.title()), span(context)};
}

}  // namespace sla::parse
