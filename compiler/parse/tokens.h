#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "SlaLexer.h"
#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::parse {

/// Limits that keep hostile text from costing more than it is worth.
inline constexpr std::size_t kDeepestNesting = 64;
inline constexpr std::size_t kMostErrors = 50;
inline constexpr std::size_t kMostTokens = 200'000;

/// Byte offsets of ANTLR's code point indices.
class Offsets {
 public:
  explicit Offsets(std::string_view text);

  std::uint32_t byte(std::size_t code_point) const;

 private:
  std::uint32_t size_;
  std::vector<std::uint32_t> bytes_;  ///< Empty when the text is ASCII and the two are the same.
};

/// The tokens that the parser sees: comments gone, line ends only where they end an item,
/// characters and texts that cannot be read reported and repaired.
struct Tokens {
  std::vector<std::unique_ptr<antlr4::Token>> list;
  /// For each token: it begins a line, at the margin, with the keyword of a declaration. Reading
  /// resumes there after an error, whatever is still open.
  std::vector<bool> starts_declaration;
  /// Lines that already have a finding; what the parser makes of their repair is not worth
  /// reporting.
  std::set<std::size_t> reported_lines;
  bool given_up = false;  ///< Nested too deep, or too many errors: there is nothing to parse.
};

/// Findings about the text of one file, counted against `kMostErrors`.
class Reporter {
 public:
  Reporter(const source::Sources& sources, std::uint32_t file, diagnose::Findings& findings);

  /// Adds a finding, or nothing once the limit is reached.
  diagnose::Finding* add(diagnose::Code code, source::Span span, std::string message,
                         std::string label = {});
  bool full() const { return full_; }

  source::Span span(const antlr4::Token* token) const;
  source::Span span(const antlr4::Token* first, const antlr4::Token* last) const;
  std::string_view text(const antlr4::Token* token) const { return sources_.text(span(token)); }
  std::string_view all_text() const { return sources_.file(file_).text(); }

 private:
  const source::Sources& sources_;
  std::uint32_t file_;
  diagnose::Findings& findings_;
  Offsets offsets_;
  std::size_t errors_ = 0;
  bool full_ = false;
};

Tokens read_tokens(grammar::SlaLexer& lexer, Reporter& reporter);

}  // namespace sla::parse
