#include "lsp/index.h"

#include <algorithm>

#include "compiler/agreement/words.h"

namespace sla::lsp {

std::optional<Span> written_as(Span span, const source::Sources& sources) {
  const std::string_view text = sources.text(span);
  while (sources.file(span.file).expansion() != nullptr) {
    const Span next = sources.written(span);
    if (next == span || sources.text(next) != text) return std::nullopt;
    span = next;
  }
  return span;
}

std::optional<std::string> record_called(const std::vector<std::string>& records,
                                         std::string_view word) {
  for (const std::string& record : records) {
    if (word == record || word == agreement::plural(record)) return record;
  }
  return std::nullopt;
}

Index::Index(const driver::Checked& checked) : sources_(checked.sources) {
  declare_all(checked, *this);
  refer_all(checked, *this);
  settle();
}

std::optional<std::uint32_t> Index::id_of(SymbolKind kind, std::string_view scope,
                                          std::string_view name) const {
  const auto found = by_key_.find(Key(kind, scope, name));
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

const Symbol* Index::find(SymbolKind kind, std::string_view scope, std::string_view name) const {
  const auto id = id_of(kind, scope, name);
  return id ? &symbols_[*id] : nullptr;
}

std::vector<const Symbol*> Index::all(SymbolKind kind) const {
  std::vector<const Symbol*> found;
  for (const Symbol& symbol : symbols_) {
    if (symbol.kind == kind) found.push_back(&symbol);
  }
  return found;
}

std::vector<Occurrence> Index::of(std::uint32_t symbol) const {
  std::vector<Occurrence> found;
  std::ranges::copy_if(occurrences_, std::back_inserter(found),
                       [&](const Occurrence& each) { return each.symbol == symbol; });
  return found;
}

const Occurrence* Index::at(std::uint32_t file, std::uint32_t offset) const {
  // Of two names that touch (`lead.score` at the point) the one that begins here.
  const Occurrence* found = nullptr;
  for (const Occurrence& each : occurrences_) {
    if (each.span.file == file && each.span.begin <= offset && offset <= each.span.end)
      found = &each;
  }
  return found;
}

/// What is declared twice is one symbol: that is an error elsewhere, and both places are of it.
std::uint32_t Index::add(Symbol symbol) {
  Key key(symbol.kind, symbol.scope, symbol.name);
  const auto [found, is_new] =
      by_key_.try_emplace(std::move(key), static_cast<std::uint32_t>(symbols_.size()));
  const std::uint32_t id = found->second;
  const auto name = symbol.definition;
  if (is_new) {
    symbols_.push_back(std::move(symbol));
  } else if (!symbols_[id].definition) {
    symbols_[id] = std::move(symbol);
  }
  if (name) occur(id, *name, true);
  return id;
}

void Index::occur(std::uint32_t symbol, Span span, bool defines) {
  const auto written = written_as(span, sources_);
  if (written && written->end > written->begin) occurrences_.push_back({*written, symbol, defines});
}

void Index::settle() {
  const auto place = [](const Occurrence& each) {
    return std::tuple(each.span.file, each.span.begin, each.span.end, !each.defines, each.symbol);
  };
  std::ranges::sort(occurrences_, {}, place);
  const auto [first, last] =
      std::ranges::unique(occurrences_, [](const Occurrence& a, const Occurrence& b) {
        return a.span == b.span && a.symbol == b.symbol;
      });
  occurrences_.erase(first, last);
  for (Symbol& symbol : symbols_) {
    if (symbol.definition) symbol.definition = written_as(*symbol.definition, sources_);
    symbol.whole = written_as(symbol.whole, sources_).value_or(symbol.definition.value_or(Span{}));
  }
}

}  // namespace sla::lsp
