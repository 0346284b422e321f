// What sources, programs, templates and the compilation as a whole name.

#include "compiler/parse/parse.h"
#include "lsp/referrer.h"

namespace sla::lsp {

// ---- sources and programs -----------------------------------------------------------------------

void Referrer::refer(const syntax::Source& source) {
  const std::string record =
      source.record ? record_called(records_, source.record->text).value_or("lead") : "lead";
  if (source.record) mention_record(*source.record);
  for (const syntax::EventMapping& mapping : source.events) {
    if (mapping.action == syntax::EventAction::enters) mention_states({mapping.target}, record);
    if (mapping.action == syntax::EventAction::is) mention(SymbolKind::event, mapping.target);
  }
  for (const syntax::FieldMapping& mapping : source.fields) {
    const auto scope = mention_field(mapping.field, record);
    if (!scope) continue;
    const std::size_t dot = mapping.field.text.find('.');
    const std::string field =
        *scope + "." +
        (dot == std::string::npos ? mapping.field.text : mapping.field.text.substr(dot + 1));
    for (const syntax::ValueMapping& value : mapping.values)
      mention(SymbolKind::choice, field, value.target.text, value.target.span);
  }
}

void Referrer::refer(const syntax::Program& program) {
  for (const syntax::Badge& badge : program.badges) {
    mention(SymbolKind::clause, badge.clause);
  }
}

// ---- templates ----------------------------------------------------------------------------------

void Referrer::refer_instance(const syntax::Instance& instance) {
  if (instance.from.empty()) return;
  const Name& name = instance.from.back();
  for (const Symbol* found : index_.all(SymbolKind::template_)) {
    if (found->name != name.text) continue;
    const std::string scope = found->scope;
    mention(SymbolKind::template_, scope, name.text, name.span);
    for (const syntax::Argument& argument : instance.arguments)
      mention(SymbolKind::parameter, scope + "/" + name.text, argument.name.text,
              argument.name.span);
  }
}

/// Parameters are named in the bodies of their templates, and in the file that declares them.
void Referrer::refer_filled_in() {
  for (const Symbol* found : index_.all(SymbolKind::template_)) {
    const auto* const* node = std::get_if<const syntax::Template*>(&found->node);
    if (node == nullptr) continue;
    const std::string scope = found->scope + "/" + found->name;
    for (const Name& name : parse::plain_names(checked_.sources, (*node)->body))
      mention(SymbolKind::parameter, scope, name.text, name.span);
  }
  for (std::uint32_t file = 0; file < checked_.sources.size(); ++file) {
    const source::Expansion* expansion = checked_.sources.file(file).expansion();
    if (expansion == nullptr) continue;
    for (const source::Segment& segment : expansion->segments) {
      if (!segment.in_place_of) continue;
      const auto place = written_as(*segment.in_place_of, checked_.sources);
      if (!place) continue;
      mention(SymbolKind::parameter, std::to_string(place->file), checked_.sources.text(*place),
              *place);
    }
  }
}

void refer_all(const driver::Checked& checked, Index& index) { Referrer(checked, index).run(); }

}  // namespace sla::lsp
