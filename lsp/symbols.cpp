// The outline of a document, and names across everything that is open.

#include <algorithm>
#include <cctype>
#include <set>

#include "lsp/features.h"

namespace sla::lsp {
namespace {

/// The protocol's numbers for what editors draw.
int symbol_kind(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::agreement: return 4;  // Package
    case SymbolKind::party: return 20;     // Key
    case SymbolKind::role: return 20;
    case SymbolKind::calendar: return 19;  // Object
    case SymbolKind::holidays: return 18;  // Array
    case SymbolKind::record: return 23;    // Struct
    case SymbolKind::field: return 8;      // Field
    case SymbolKind::choice: return 22;    // EnumMember
    case SymbolKind::state: return 22;
    case SymbolKind::event: return 24;      // Event
    case SymbolKind::define: return 13;     // Variable
    case SymbolKind::clause: return 11;     // Interface
    case SymbolKind::source: return 3;      // Namespace
    case SymbolKind::program: return 5;     // Class
    case SymbolKind::badge: return 7;       // Property
    case SymbolKind::template_: return 12;  // Function
    case SymbolKind::parameter: return 26;  // TypeParameter
    case SymbolKind::test: return 6;        // Method
    case SymbolKind::subject: return 13;
  }
  return 13;
}

/// What stands in the outline by itself, and below what.
bool is_top(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::party:
    case SymbolKind::field:
    case SymbolKind::choice:
    case SymbolKind::state:
    case SymbolKind::badge:
    case SymbolKind::parameter:
    case SymbolKind::subject: return false;
    default: return true;
  }
}

bool holds(Span outer, Span inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

bool contains_word(const std::string& text, const std::string& word) {
  const auto lower = [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  };
  return !std::ranges::search(text, word, {}, lower, lower).empty() || word.empty();
}

Json entry(const Place& place, const Session& session, const Symbol& symbol, Span whole) {
  const Places places = session.places();
  Json json = {{"name", symbol.name.empty() ? "?" : symbol.name},
               {"kind", symbol_kind(symbol.kind)},
               {"range", places.range(*place.snapshot, whole)},
               {"selectionRange", places.range(*place.snapshot, *symbol.definition)}};
  if (!symbol.title.empty() && symbol.title != symbol.name) json["detail"] = symbol.title;
  return json;
}

}  // namespace

Json document_symbols(const Place& place, const Session& session) {
  std::vector<const Symbol*> tops, parts;
  for (const Symbol& symbol : place.snapshot->index().symbols()) {
    if (!symbol.definition || symbol.definition->file != place.file) continue;
    if (symbol.kind == SymbolKind::choice || symbol.kind == SymbolKind::subject) continue;
    (is_top(symbol.kind) ? tops : parts).push_back(&symbol);
  }
  const auto by_place = [](const Symbol* symbol) { return symbol->definition->begin; };
  std::ranges::sort(tops, {}, by_place);
  std::ranges::sort(parts, {}, by_place);
  Json result = Json::array();
  std::set<const Symbol*> placed;
  for (const Symbol* top : tops) {
    const Span whole = holds(top->whole, *top->definition) ? top->whole : *top->definition;
    Json json = entry(place, session, *top, whole);
    for (const Symbol* part : parts) {
      if (!holds(whole, *part->definition) || !placed.insert(part).second) continue;
      json["children"].push_back(entry(place, session, *part, *part->definition));
    }
    result.push_back(std::move(json));
  }
  for (const Symbol* part : parts) {
    if (!placed.contains(part)) result.push_back(entry(place, session, *part, *part->definition));
  }
  if (session.client.hierarchical_symbols) return result;
  // A client that knows no trees is given a list.
  Json flat = Json::array();
  const auto flatten = [&](const auto& self, const Json& list, const Json& container) -> void {
    for (const Json& each : list) {
      Json item = {{"name", each["name"]},
                   {"kind", each["kind"]},
                   {"location", {{"uri", place.document.uri}, {"range", each["range"]}}}};
      if (container.is_string()) item["containerName"] = container;
      flat.push_back(std::move(item));
      if (each.contains("children")) self(self, each["children"], each["name"]);
    }
  };
  flatten(flatten, result, nullptr);
  return flat;
}

Json workspace_symbols(Session& session, const std::string& query) {
  Json result = Json::array();
  std::set<std::pair<std::string, std::uint32_t>> seen;
  for (const auto& [uri, document] : session.documents.all()) {
    const auto snapshot = session.engine.snapshot(document);
    if (!snapshot) continue;
    for (const Symbol& symbol : snapshot->index().symbols()) {
      if (!symbol.definition || symbol.kind == SymbolKind::subject) continue;
      if (!contains_word(symbol.name, query) && !contains_word(symbol.title, query)) continue;
      const Span at = *symbol.definition;
      if (!seen.emplace(snapshot->key_of(at.file), at.begin).second) continue;
      Json item = {{"name", symbol.name},
                   {"kind", symbol_kind(symbol.kind)},
                   {"location", session.places().location(*snapshot, at)}};
      if (!symbol.title.empty() && symbol.title != symbol.name)
        item["containerName"] = symbol.title;
      result.push_back(std::move(item));
    }
  }
  return result;
}

}  // namespace sla::lsp
