#pragma once

#include <memory>

#include "SlaLexer.h"

namespace sla::parse {

/// The lexer of the grammar, with the same tokens, that reads blanks and words by itself. A policy
/// is mostly words, and what ANTLR learns of two hundred keywords, a letter at a time, takes a
/// short-lived command longer than everything it does with them afterwards.
class QuickLexer : public grammar::SlaLexer {
 public:
  using SlaLexer::SlaLexer;

  std::unique_ptr<antlr4::Token> nextToken() override;

 private:
  void skip_blanks();
  std::unique_ptr<antlr4::Token> word();
};

}  // namespace sla::parse
