#include "compiler/parse/quick_lexer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "compiler/parse/describe.h"

namespace sla::parse {
namespace {

using grammar::SlaLexer;

bool is_letter(std::size_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool goes_on(std::size_t c) { return is_letter(c) || (c >= '0' && c <= '9'); }

std::unordered_map<std::string, std::size_t> words_of(const antlr4::dfa::Vocabulary& vocabulary) {
  std::unordered_map<std::string, std::size_t> words;
  words.reserve(SlaLexer::IDENT * 2);
  for (std::size_t type = SlaLexer::K_AND; type < SlaLexer::CURRENCY; ++type) {
    const std::string literal = vocabulary.getLiteralName(type);
    if (literal.size() > 2) {
      words.emplace(literal.substr(1, literal.size() - 2), type);
    } else {
      for (std::string& word : spellings(type)) words.emplace(std::move(word), type);
    }
  }
  for (const char* day :
       {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
    words.emplace(day, SlaLexer::WEEKDAY);
  return words;
}

std::size_t type_of(const std::string& word, const antlr4::dfa::Vocabulary& vocabulary) {
  static const auto kWords = words_of(vocabulary);
  if (const auto found = kWords.find(word); found != kWords.end()) return found->second;
  const bool capitals = std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  return capitals && word.size() == 3 ? SlaLexer::CURRENCY : SlaLexer::IDENT;
}

}  // namespace

std::unique_ptr<antlr4::Token> QuickLexer::nextToken() {
  skip_blanks();
  return is_letter(_input->LA(1)) ? word() : SlaLexer::nextToken();
}

void QuickLexer::skip_blanks() {
  std::size_t column = getCharPositionInLine();
  for (std::size_t c = _input->LA(1); c == ' ' || c == '\t'; c = _input->LA(1)) {
    _input->consume();
    ++column;
  }
  setCharPositionInLine(column);
}

std::unique_ptr<antlr4::Token> QuickLexer::word() {
  const std::size_t begin = _input->index();
  const std::size_t column = getCharPositionInLine();
  std::string text;
  for (std::size_t c = _input->LA(1); goes_on(c); c = _input->LA(1)) {
    text += static_cast<char>(c);
    _input->consume();
  }
  setCharPositionInLine(column + text.size());
  return _factory->create({this, _input}, type_of(text, getVocabulary()), "",
                          antlr4::Token::DEFAULT_CHANNEL, begin, _input->index() - 1, getLine(),
                          column);
}

}  // namespace sla::parse
