// What each word is, for colours that know more than patterns do.

#include <algorithm>
#include <array>
#include <optional>

#include "compiler/parse/words.h"
#include "lsp/features.h"

namespace sla::lsp {
namespace {

/// In the order of the legend.
enum TokenType : std::uint32_t {
  kNamespace,
  kClass,
  kEnum,
  kInterface,
  kTypeParameter,
  kType,
  kVariable,
  kProperty,
  kEnumMember,
  kEvent,
  kFunction,
  kMethod,
  kKeyword,
  kComment,
  kString,
  kNumber,
  kOperator,
  kParameter,
};
constexpr std::array kTypes = {"namespace", "class",    "enum",     "interface",  "typeParameter",
                               "type",      "variable", "property", "enumMember", "event",
                               "function",  "method",   "keyword",  "comment",    "string",
                               "number",    "operator", "parameter"};
constexpr std::array kModifiers = {"declaration", "readonly", "defaultLibrary"};
constexpr std::uint32_t kDeclaration = 1, kDefaultLibrary = 4;

std::optional<TokenType> type_of(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::party:
    case SymbolKind::role: return kNamespace;
    case SymbolKind::calendar:
    case SymbolKind::holidays: return kClass;
    case SymbolKind::record: return kType;
    case SymbolKind::field: return kProperty;
    case SymbolKind::choice:
    case SymbolKind::state: return kEnumMember;
    case SymbolKind::event: return kEvent;
    case SymbolKind::define: return kVariable;
    case SymbolKind::clause:
    case SymbolKind::program:
    case SymbolKind::badge: return kFunction;
    case SymbolKind::source: return kInterface;
    case SymbolKind::template_: return kMethod;
    case SymbolKind::parameter:
    case SymbolKind::subject: return kParameter;
    case SymbolKind::agreement:
    case SymbolKind::test: return kString;
  }
  return std::nullopt;
}

std::optional<TokenType> type_of(parse::WordKind kind) {
  using parse::WordKind;
  switch (kind) {
    case WordKind::comment: return kComment;
    case WordKind::keyword: return kKeyword;
    case WordKind::unit:
    case WordKind::type: return kType;
    case WordKind::number: return kNumber;
    case WordKind::text: return kString;
    case WordKind::name:
    case WordKind::mark:
    case WordKind::bad: return std::nullopt;
  }
  return std::nullopt;
}

/// The occurrences of one file, in order.
std::vector<Occurrence> names_in(const Place& place) {
  std::vector<Occurrence> names;
  for (const Occurrence& each : place.snapshot->index().occurrences()) {
    if (each.span.file == place.file) names.push_back(each);
  }
  return names;
}

}  // namespace

Json token_legend() { return {{"tokenTypes", kTypes}, {"tokenModifiers", kModifiers}}; }

std::vector<std::uint32_t> semantic_tokens(const Place& place, const Session& session) {
  const Snapshot& snapshot = *place.snapshot;
  const Lines& lines = snapshot.lines(place.file);
  const std::vector<Occurrence> names = names_in(place);
  std::vector<std::uint32_t> data;
  Position last;
  auto name = names.begin();
  for (const parse::Word& word : parse::words(snapshot.sources(), place.file)) {
    while (name != names.end() && name->span.begin < word.span.begin) ++name;
    std::optional<TokenType> type = type_of(word.kind);
    std::uint32_t modifiers = 0;
    if (name != names.end() && name->span == word.span) {
      const Symbol& symbol = snapshot.index().symbols()[name->symbol];
      type = type_of(symbol.kind);
      if (name->defines) modifiers |= kDeclaration;
      if (!symbol.definition) modifiers |= kDefaultLibrary;
    }
    if (!type || word.span.end <= word.span.begin) continue;
    const Position at = lines.position(word.span.begin, session.encoding);
    const std::uint32_t length = length_in(snapshot.sources().text(word.span), session.encoding);
    const std::uint32_t down = at.line - last.line;
    data.insert(data.end(), {down, down == 0 ? at.character - last.character : at.character, length,
                             *type, modifiers});
    last = at;
  }
  return data;
}

}  // namespace sla::lsp
