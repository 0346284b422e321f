#pragma once

#include "SlaParser.h"
#include "compiler/parse/expected.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {

/// Thrown through the generated parser when the limit of errors is reached.
struct GivenUp {};

/// Turns what ANTLR notices into findings, and resumes where a person would: at the next line of
/// the same block, or at the next declaration. ANTLR's own repairs (inserting or deleting a token)
/// are not used; they make one mistake look like several.
class Recovery : public antlr4::DefaultErrorStrategy {
 public:
  Recovery(const Tokens& tokens, Reporter& reporter) : tokens_(tokens), reporter_(reporter) {}

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* parser) override;

 private:
  /// Of several bad lines in a row the later ones are worth a finding only when we know what was
  /// meant.
  enum class Lines { any, familiar };

  /// Reports `offending`, which the grammar does not allow after the tokens from `first` in
  /// `state`.
  void report(antlr4::Parser* parser, std::size_t state, antlr4::ParserRuleContext* context,
              const antlr4::Token* first, const antlr4::Token* offending, Lines which = Lines::any);
  /// Goes on to the next line that fits the block that the parser is in.
  void skip_bad_lines(antlr4::Parser* parser, bool reported);
  bool report_unclosed(antlr4::Parser* parser, antlr4::ParserRuleContext* context,
                       const antlr4::Token* offending);
  /// Consumes the rest of the line; false when the file ends or a declaration begins before it
  /// does.
  bool skip_line(antlr4::Parser* parser);
  void skip_declaration(antlr4::Parser* parser);
  bool starts_declaration(antlr4::Parser* parser) const;

  const Tokens& tokens_;
  Reporter& reporter_;
};

}  // namespace sla::parse
