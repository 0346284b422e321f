#include "compiler/parse/words.h"

#include <string>

#include "compiler/parse/quick_lexer.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

using grammar::SlaLexer;

WordKind kind_of(std::size_t type) {
  switch (type) {
    case SlaLexer::COMMENT:
    case SlaLexer::SLASHES: return WordKind::comment;
    case SlaLexer::SIMPLE_TYPE:
    case SlaLexer::K_DURATION: return WordKind::type;
    case SlaLexer::UNIT:
    case SlaLexer::K_DAY:
    case SlaLexer::K_BUSINESS: return WordKind::unit;
    case SlaLexer::IDENT: return WordKind::name;
    case SlaLexer::DATE:
    case SlaLexer::TIME:
    case SlaLexer::SECONDS:
    case SlaLexer::PERCENT:
    case SlaLexer::NUMBER: return WordKind::number;
    case SlaLexer::TEXT: return WordKind::text;
    case SlaLexer::STUCK:
    case SlaLexer::UNTERMINATED:
    case SlaLexer::BAD: return WordKind::bad;
    default: break;
  }
  return type < SlaLexer::IDENT ? WordKind::keyword : WordKind::mark;
}

}  // namespace

std::vector<Word> words(const source::Sources& sources, std::uint32_t file) {
  const std::string_view text = sources.file(file).text();
  const Offsets offsets(text);
  antlr4::ANTLRInputStream input{std::string(text)};
  QuickLexer lexer(&input);
  lexer.removeErrorListeners();
  std::vector<Word> words;
  for (auto token = lexer.nextToken(); token->getType() != antlr4::Token::EOF;
       token = lexer.nextToken()) {
    if (token->getType() == SlaLexer::NL) continue;
    words.push_back(
        {{file, offsets.byte(token->getStartIndex()), offsets.byte(token->getStopIndex() + 1)},
         kind_of(token->getType())});
  }
  return words;
}

}  // namespace sla::parse
