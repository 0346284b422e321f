// Where a name is declared and where else it stands.

#include "compiler/driver/library.h"
#include "lsp/features.h"
#include "lsp/uri.h"

namespace sla::lsp {
namespace {

/// The file that a `use` names, when the place lies in one.
std::optional<std::uint32_t> used_file(const Place& place) {
  const driver::Checked& checked = place.snapshot->checked();
  for (const syntax::File& file : checked.files) {
    if (file.index != place.file) continue;
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* use = std::get_if<syntax::Use>(&declaration);
      if (use == nullptr) continue;
      const auto span = written_as(use->span, checked.sources);
      if (!span || place.offset < span->begin || place.offset > span->end) continue;
      if (use->library.empty()) {
        const std::filesystem::path folder =
            std::filesystem::path(checked.sources.file(place.file).path()).parent_path();
        return place.snapshot->file_of(driver::source_key((folder / use->path.value).string()));
      }
      std::vector<std::string> names;
      for (const syntax::Name& name : use->library) names.push_back(name.text);
      const auto found = driver::find_library_file(
          names, driver::library_roots(checked.sources.file(place.file).path()));
      return found ? place.snapshot->file_of(driver::source_key(found->string())) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

Json definition(const Place& place, const Session& session) {
  const Index& index = place.snapshot->index();
  const Places places = session.places();
  if (const Occurrence* at = index.at(place.file, place.offset)) {
    const Symbol& symbol = index.symbols()[at->symbol];
    if (symbol.definition) return places.location(*place.snapshot, *symbol.definition);
    return nullptr;
  }
  if (const auto file = used_file(place))
    return places.location(*place.snapshot, Span{*file, 0, 0});
  return nullptr;
}

Json references(const Place& place, const Session& session, bool with_declaration) {
  const Index& index = place.snapshot->index();
  const Occurrence* at = index.at(place.file, place.offset);
  Json found = Json::array();
  if (at == nullptr) return found;
  for (const Occurrence& each : index.of(at->symbol)) {
    if (each.defines && !with_declaration) continue;
    found.push_back(session.places().location(*place.snapshot, each.span));
  }
  return found;
}

Json document_highlight(const Place& place, const Session& session) {
  const Index& index = place.snapshot->index();
  const Occurrence* at = index.at(place.file, place.offset);
  Json found = Json::array();
  if (at == nullptr) return found;
  for (const Occurrence& each : index.of(at->symbol)) {
    if (each.span.file != place.file) continue;
    // To the protocol a declaration writes and everything else reads.
    found.push_back({{"range", session.places().range(*place.snapshot, each.span)},
                     {"kind", each.defines ? 3 : 2}});
  }
  return found;
}

}  // namespace sla::lsp
