#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "compiler/driver/compile.h"
#include "compiler/syntax/syntax.h"

namespace sla::lsp {

using source::Span;

enum class SymbolKind : std::uint8_t {
  agreement,
  party,
  role,
  calendar,
  holidays,
  record,
  field,   ///< scope: its record, or the event whose payload it is
  choice,  ///< scope: `record.field`
  state,   ///< scope: its record
  event,   ///< Also touches.
  define,
  clause,
  source,
  program,
  badge,      ///< scope: its program
  template_,  ///< scope: the file that declares it
  parameter,  ///< scope: its template, or the file
  test,
  subject,  ///< A lead of a test; scope: the test's place.
};

/// What a name stands for, as one compilation sees it. `node` is what declares it, owned by the
/// compilation; nothing for what declares itself by being listed (parties, choices, states of one
/// line) or by the language (`call`).
struct Symbol {
  using Node =
      std::variant<std::monostate, const syntax::AgreementHeader*, const syntax::Calendar*,
                   const syntax::Holidays*, const syntax::Record*, const syntax::Field*,
                   const syntax::StateLine*, const syntax::Role*, const syntax::EventDeclaration*,
                   const syntax::Define*, const syntax::Clause*, const syntax::Source*,
                   const syntax::Program*, const syntax::Badge*, const syntax::Template*,
                   const syntax::Parameter*, const syntax::Test*>;

  SymbolKind kind = SymbolKind::agreement;
  std::string scope, name;
  std::string title;
  std::optional<Span> definition;  ///< Of the name; in a text that somebody wrote.
  Span whole;                      ///< Of the declaration, likewise.
  Node node;
};

/// A place where a symbol is named.
struct Occurrence {
  Span span;  ///< Of the name, in a text that somebody wrote.
  std::uint32_t symbol = 0;
  bool defines = false;
};

/// A duration as written, and what it is for.
struct DurationUse {
  Span span;  ///< In a text that somebody wrote.
  syntax::Duration duration;
  std::string calendar;  ///< In which business time counts; empty: none can be told.
  bool is_target = false;
};

/// Which name of a compilation means what. Made from syntax, so that a file with errors has one,
/// too; names that mean nothing are left out. Borrows the compilation.
class Index {
 public:
  explicit Index(const driver::Checked& checked);

  const std::vector<Symbol>& symbols() const { return symbols_; }
  /// In the order of files and places.
  const std::vector<Occurrence>& occurrences() const { return occurrences_; }
  const std::vector<DurationUse>& durations() const { return durations_; }
  /// The occurrence that a place lies in, its end included; null when there is none.
  const Occurrence* at(std::uint32_t file, std::uint32_t offset) const;
  const Symbol* find(SymbolKind kind, std::string_view scope, std::string_view name) const;
  std::vector<const Symbol*> all(SymbolKind kind) const;
  std::vector<Occurrence> of(std::uint32_t symbol) const;

 private:
  friend class Declarer;
  friend class Referrer;
  using Key = std::tuple<SymbolKind, std::string, std::string>;

  std::optional<std::uint32_t> id_of(SymbolKind kind, std::string_view scope,
                                     std::string_view name) const;
  std::uint32_t add(Symbol symbol);
  void occur(std::uint32_t symbol, Span span, bool defines);
  void settle();

  const source::Sources& sources_;
  std::vector<Symbol> symbols_;
  std::map<Key, std::uint32_t> by_key_;
  std::vector<Occurrence> occurrences_;
  std::vector<DurationUse> durations_;
};

/// Where somebody wrote what a span of an expansion says; nothing when that is not, byte for byte,
/// the same text (an argument that was put together, say).
std::optional<Span> written_as(Span span, const source::Sources& sources);

/// The word that a record is called by in the text: `leads`, `opportunity`; the record's name.
std::optional<std::string> record_called(const std::vector<std::string>& records,
                                         std::string_view word);

/// Both used by Index alone.
void declare_all(const driver::Checked& checked, Index& index);
void refer_all(const driver::Checked& checked, Index& index);

}  // namespace sla::lsp
