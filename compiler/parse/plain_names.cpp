#include <string>

#include "compiler/parse/parse.h"
#include "compiler/parse/quick_lexer.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

/// Calls `take(type, begin, end)` for each token of a stretch of text, with offsets in bytes of it.
template <typename Take>
void for_each_token(std::string_view text, Take take) {
  const Offsets offsets(text);
  antlr4::ANTLRInputStream input{std::string(text)};
  QuickLexer lexer(&input);
  lexer.removeErrorListeners();
  for (auto token = lexer.nextToken(); token->getType() != antlr4::Token::EOF;
       token = lexer.nextToken()) {
    take(token->getType(), offsets.byte(token->getStartIndex()),
         offsets.byte(token->getStopIndex() + 1));
  }
}

}  // namespace

std::vector<syntax::Name> plain_names(const source::Sources& sources, source::Span span) {
  const std::string_view text = sources.text(span);
  std::vector<syntax::Name> names;
  bool after_dot = false;
  for_each_token(text, [&](std::size_t type, std::uint32_t begin, std::uint32_t end) {
    if (type == grammar::SlaLexer::IDENT && !after_dot) {
      names.push_back({std::string(text.substr(begin, end - begin)),
                       {span.file, span.begin + begin, span.begin + end}});
    }
    after_dot = type == grammar::SlaLexer::DOT;
  });
  return names;
}

std::string on_one_line(const source::Sources& sources, source::Span span) {
  const std::string_view text = sources.text(span);
  std::string result;
  std::uint32_t last = 0;
  for_each_token(text, [&](std::size_t type, std::uint32_t begin, std::uint32_t end) {
    if (type == grammar::SlaLexer::COMMENT || type == grammar::SlaLexer::NL) return;
    if (!result.empty() && begin > last) result += ' ';
    result += text.substr(begin, end - begin);
    last = end;
  });
  return result;
}

}  // namespace sla::parse
