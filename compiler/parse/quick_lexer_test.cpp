#include "compiler/parse/quick_lexer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <regex>
#include <string>
#include <vector>

namespace sla::parse {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Everything that a parser or a message could ask of a token, one a line.
template <typename Lexer>
std::string tokens_of(const std::string& text) {
  antlr4::ANTLRInputStream input(text);
  Lexer lexer(&input);
  lexer.removeErrorListeners();
  std::string result;
  for (bool more = true; more;) {
    const auto token = lexer.nextToken();
    more = token->getType() != antlr4::Token::EOF;
    result += token->toString() + " channel " + std::to_string(token->getChannel()) + "\n";
  }
  return result;
}

void expect_same(const std::string& text) {
  EXPECT_EQ(tokens_of<QuickLexer>(text), tokens_of<grammar::SlaLexer>(text)) << text;
}

/// What the lexer grammar writes in quotes.
std::vector<std::string> words_of_grammar() {
  const std::string grammar = read(SLA_SOURCE_DIR "/grammar/SlaLexer.g4");
  const std::regex quoted("'([A-Za-z]+)'");
  std::vector<std::string> words;
  for (std::sregex_iterator i(grammar.begin(), grammar.end(), quoted), end; i != end; ++i)
    words.push_back((*i)[1]);
  return words;
}

TEST(QuickLexer, KnowsEveryWordOfTheGrammar) {
  const auto words = words_of_grammar();
  ASSERT_GT(words.size(), 200U);
  for (const std::string& word : words) {
    for (const char* ending : {"", "s", "day", "sday", "nesday", "rsday", "urday", "x", "_", "7"})
      expect_same(word + ending);
    expect_same(word.substr(0, word.size() - 1));
    expect_same("_" + word);
  }
}

TEST(QuickLexer, ReadsBlanksLinesAndForeignLettersAsTheGrammarDoes) {
  for (const char* text : {"",
                           " ",
                           "\t a",
                           "a \t",
                           "a\n  b\r\n\tc # d e\n",
                           "4hours",
                           "4 hours",
                           "USD",
                           "USDX",
                           "USd",
                           "A1B",
                           "\xc3\xa4mter a\xc3\xa4 b",
                           "owner's",
                           "owner\xe2\x80\x99s zone",
                           "a//b c",
                           "\"a b\" c",
                           "\"a b",
                           "a-b",
                           "a.b",
                           "_",
                           "__a1",
                           "\xf0\x9f\x99\x82 lead"})
    expect_same(text);
}

TEST(QuickLexer, ReadsEveryPolicyOfTheProjectAsTheGrammarDoes) {
  std::size_t files = 0;
  for (const char* folder : {"/examples", "/stdlib", "/tests/golden"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(SLA_SOURCE_DIR + std::string(folder))) {
      if (entry.path().extension() != ".sla") continue;
      ++files;
      EXPECT_EQ(tokens_of<QuickLexer>(read(entry.path())),
                tokens_of<grammar::SlaLexer>(read(entry.path())))
          << entry.path();
    }
  }
  EXPECT_GT(files, 50U);
}

TEST(QuickLexer, ReadsRandomTextAsTheGrammarDoes) {
  constexpr std::string_view kPieces[] = {"a",   "Z",  "_", "9",  " ",  "\t", "\n",
                                          "'s",  "\"", "#", "//", "\r", "in", "4",
                                          "Mon", "EU", "R", "-",  ":",  "."};
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (auto length = random() % 24; length > 0; --length)
      text += kPieces[random() % std::size(kPieces)];
    expect_same(text);
  }
}

}  // namespace
}  // namespace sla::parse
