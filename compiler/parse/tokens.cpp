#include "compiler/parse/tokens.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "compiler/parse/describe.h"

namespace sla::parse {
namespace {

using antlr4::CommonToken;
using antlr4::Token;
using diagnose::Code;
using grammar::SlaLexer;

/// After these a line goes on, as it does before them when they begin the next.
bool is_operator(std::size_t type) {
  switch (type) {
    case SlaLexer::K_AND:
    case SlaLexer::K_OR:
    case SlaLexer::COMMA:
    case SlaLexer::ARROW: return true;
    default: return type >= SlaLexer::EQUAL && type <= SlaLexer::SLASH;
  }
}

bool continues_after(std::size_t type) {
  return is_operator(type) || type == SlaLexer::LBRACE || type == SlaLexer::K_NOT;
}

bool continues_before(std::size_t type) { return is_operator(type) || type == SlaLexer::LBRACE; }

std::optional<std::string> help_for(std::string_view bad) {
  constexpr std::pair<std::string_view, std::string_view> kHelp[] = {
      {";", "leave it out: a line end is enough"},
      {"'", "quote texts with `\"`"},
      {"`", "quote texts with `\"`"},
      {"\u2018", "quote texts with `\"`"},
      {"\u2019", "quote texts with `\"`"},
      {"\u201C", "quote texts with the plain `\"`"},
      {"\u201D", "quote texts with the plain `\"`"},
      {"\u201E", "quote texts with the plain `\"`"},
      {"\u2013", "write a plain `-`"},
      {"\u2014", "write a plain `-`"},
      {"\u2192", "write `->`"},
      {"\u2264", "write `<=`"},
      {"\u2265", "write `>=`"},
      {"\u2260", "write `!=`"},
      {"&", "write `and`"},
      {"|", "write `or`"},
      {"!", "write `not`"},
      {"%", "write a percentage without a space, such as `95%`"},
      {":", "write a time with two digits after the colon, such as `09:00`"},
      {"$", "write the currency after the number, such as `5000 USD`"},
      {"\u20AC", "write the currency after the number, such as `5000 EUR`"},
      {"\u00A3", "write the currency after the number, such as `5000 GBP`"},
      {"\u00A0", "write a plain space: this one is a no-break space"},
  };
  for (const auto& [mark, help] : kHelp) {
    if (bad.starts_with(mark)) return std::string(help);
  }
  if (static_cast<unsigned char>(bad.front()) >= 0x80) {
    return "write names with the letters a to z, digits and `_`; a quoted title may hold any character";
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(SlaLexer& lexer, Reporter& reporter) : lexer_(lexer), reporter_(reporter) {}

  Tokens run() {
    while (!tokens_.given_up) {
      std::unique_ptr<Token> token = lexer_.nextToken();
      const std::size_t type = token->getType();
      if (type == SlaLexer::COMMENT) continue;
      if (type == SlaLexer::SLASHES) {
        foreign_comment(token.get());
        continue;
      }
      if (type == SlaLexer::BAD) {
        bad(token.get());
        continue;
      }
      flush_bad();
      if (type == SlaLexer::NL) {
        line_end_ = std::move(token);
        line_begins_ = true;
        continue;
      }
      if (reporter_.full()) tokens_.given_up = true;
      if (type == Token::EOF) {
        end_line(token.get());
        emit(std::move(token));
        break;
      }
      if (tokens_.list.size() >= kMostTokens) {
        too_long(*token);
        break;
      }
      take(std::move(token));
    }
    return std::move(tokens_);
  }

 private:
  std::size_t previous() const {
    if (tokens_.list.empty()) return SlaLexer::NL;
    return tokens_.list.back()->getType();
  }

  void emit(std::unique_ptr<Token> token, bool starts_declaration = false) {
    tokens_.list.push_back(std::move(token));
    tokens_.starts_declaration.push_back(starts_declaration);
  }

  /// Ends the line before `next`, in front of which no line end was written.
  void end_line(const Token* next) {
    if (previous() == SlaLexer::NL || previous() == SlaLexer::LBRACE) {
      line_end_.reset();
      return;
    }
    if (!line_end_) {
      auto end = std::make_unique<CommonToken>(SlaLexer::NL, "");
      end->setStartIndex(next->getStartIndex());
      end->setStopIndex(next->getStartIndex() - 1);
      end->setLine(tokens_.list.back()->getLine());
      end->setCharPositionInLine(next->getCharPositionInLine());
      line_end_ = std::move(end);
    }
    emit(std::move(line_end_));
  }

  void take(std::unique_ptr<Token> token) {
    const std::size_t type = token->getType();
    const bool first = std::exchange(line_begins_, false);
    if (tokens_.list.empty()) margin_ = token->getCharPositionInLine();
    const bool declaration =
        first && token->getCharPositionInLine() <= margin_ && is_declaration_keyword(type);
    // A bracket left open must not swallow the line ends of everything after it.
    if (declaration || type == SlaLexer::LBRACE || type == SlaLexer::RBRACE) brackets_ = 0;
    if (type == SlaLexer::RBRACE) {
      end_line(token.get());
    } else if (line_end_ && brackets_ == 0 && !continues_after(previous()) &&
               previous() != SlaLexer::NL && !continues_before(type)) {
      emit(std::move(line_end_));
    }
    line_end_.reset();
    if (doubled_equal(*token)) return;
    nest(*token);
    if (type == SlaLexer::K_OF) retype_record();
    if (type == SlaLexer::STUCK) return stuck(std::move(token));
    if (type == SlaLexer::UNTERMINATED) return unterminated(std::move(token));
    emit(std::move(token), declaration);
  }

  void nest(const Token& token) {
    switch (token.getType()) {
      case SlaLexer::LBRACE: ++braces_; break;
      case SlaLexer::RBRACE: braces_ -= braces_ > 0 ? 1 : 0; break;
      case SlaLexer::LPAREN:
      case SlaLexer::LBRACKET: ++brackets_; break;
      case SlaLexer::RPAREN:
      case SlaLexer::RBRACKET: brackets_ -= brackets_ > 0 ? 1 : 0; break;
      default: return;
    }
    if (braces_ + brackets_ <= kDeepestNesting) return;
    auto* finding =
        reporter_.add(Code::nested_too_deep, reporter_.span(&token),
                      fmt::format("this is nested deeper than {} levels", kDeepestNesting));
    if (finding) finding->help = "name the inner part with `define`";
    tokens_.given_up = true;
  }

  void too_long(const Token& token) {
    auto* finding =
        reporter_.add(Code::too_long, reporter_.span(&token),
                      fmt::format("more than {} words and marks in one file", kMostTokens));
    if (finding) finding->help = "split the policy into files and join them with `use`";
    tokens_.given_up = true;
  }

  void retype_record() {
    const std::size_t count = tokens_.list.size();
    if (braces_ > 0 || count == 0 || previous() != SlaLexer::IDENT) return;
    if (count > 1 && tokens_.list[count - 2]->getType() != SlaLexer::NL) return;
    auto* name = static_cast<CommonToken*>(tokens_.list.back().get());
    name->setType(SlaLexer::RECORD_NAME);
    if (name->getCharPositionInLine() <= margin_) tokens_.starts_declaration.back() = true;
  }

  void bad(const Token* token) {
    if (bad_ && token->getStartIndex() != bad_last_ + 1) flush_bad();
    if (!bad_) {
      bad_ = reporter_.span(token);
      bad_line_ = token->getLine();
    }
    bad_ = source::join(*bad_, reporter_.span(token));
    bad_last_ = token->getStopIndex();
  }

  /// One finding for a run of characters: a smiley or a foreign word is one mistake, not ten.
  void flush_bad() {
    if (!bad_) return;
    const std::string_view text = reporter_.all_text().substr(bad_->begin, bad_->end - bad_->begin);
    auto* finding =
        reporter_.add(Code::bad_character, *bad_,
                      text.size() <= 16 ? fmt::format("`{}` has no meaning here", printable(text))
                                        : std::string("these characters have no meaning here"));
    if (finding) finding->help = help_for(text);
    tokens_.reported_lines.insert(bad_line_);
    bad_.reset();
  }

  void foreign_comment(const Token* token) {
    source::Span slashes = reporter_.span(token);
    slashes.end = slashes.begin + 2;
    auto* finding =
        reporter_.add(Code::bad_character, slashes, "a comment begins with `#`, not with `//`");
    if (!finding) return;
    finding->help = "write `#`";
    finding->fix = diagnose::Fix{slashes, "#", diagnose::Safety::safe};
  }

  /// `==`: the second mark is dropped, so that what follows is read as it was meant.
  bool doubled_equal(const Token& token) {
    if (token.getType() != SlaLexer::EQUAL || previous() != SlaLexer::EQUAL) return false;
    const Token& first = *tokens_.list.back();
    if (first.getStopIndex() + 1 != token.getStartIndex()) return false;
    const source::Span span = reporter_.span(&first, &token);
    auto* finding =
        reporter_.add(Code::bad_character, span, "values are compared with `=`, not with `==`");
    if (!finding) return true;
    finding->help = "write `=`";
    finding->fix = diagnose::Fix{span, "=", diagnose::Safety::safe};
    return true;
  }

  /// `9am`, `12pm`: the time that is meant as the language writes it, or nothing.
  static std::optional<std::string> time_of(std::string_view text) {
    const bool am = text.ends_with("am") || text.ends_with("AM");
    if (!am && !text.ends_with("pm") && !text.ends_with("PM")) return std::nullopt;
    text.remove_suffix(2);
    if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != text.npos) {
      return std::nullopt;
    }
    const int hour = text.size() == 1 ? text[0] - '0' : 10 * (text[0] - '0') + text[1] - '0';
    if (hour < 1 || hour > 12) return std::nullopt;
    return fmt::format("{:02}:00", hour % 12 + (am ? 0 : 12));
  }

  bool twelve_hours(const Token& token) {
    const std::string_view text = reporter_.text(&token);
    const auto time = time_of(text);
    if (!time) return false;
    auto* finding =
        reporter_.add(Code::bad_number, reporter_.span(&token),
                      fmt::format("times are written with 24 hours, not as `{}`", text));
    if (finding) {
      finding->help = fmt::format("write `{}`", *time);
      finding->fix = diagnose::Fix{finding->primary.span, *time, diagnose::Safety::safe};
    }
    tokens_.reported_lines.insert(token.getLine());
    return true;
  }

  /// `m` may be minutes or months and `d` may be business days; other units are what they begin.
  static diagnose::Safety certainty(std::string_view word) {
    const bool ambiguous = word == "m" || word == "d" || usual_word(word)[0] != word[0];
    return ambiguous ? diagnose::Safety::unsafe : diagnose::Safety::safe;
  }

  void stuck(std::unique_ptr<Token> token) {
    if (twelve_hours(*token)) {
      static_cast<CommonToken*>(token.get())->setType(SlaLexer::TIME);
      return emit(std::move(token));
    }
    const std::string_view text = reporter_.text(token.get());
    const std::size_t digits = text.find_first_not_of("0123456789.");
    auto* finding = reporter_.add(Code::bad_number, reporter_.span(token.get()),
                                  fmt::format("a space is missing in `{}`", abbreviated(text)));
    if (finding) {
      const std::string_view word = text.substr(digits);
      const std::string fixed = fmt::format("{} {}", text.substr(0, digits), usual_word(word));
      finding->help = fmt::format("write `{}`", abbreviated(fixed));
      finding->fix = diagnose::Fix{finding->primary.span, fixed, certainty(word)};
    }
    tokens_.reported_lines.insert(token->getLine());
    static_cast<CommonToken*>(token.get())->setType(SlaLexer::NUMBER);
    emit(std::move(token));
  }

  void unterminated(std::unique_ptr<Token> token) {
    auto* finding = reporter_.add(Code::unterminated_text, reporter_.span(token.get()),
                                  "this text does not end on its line", "a `\"` is missing");
    if (finding) finding->help = "end the text with `\"`; write a line break as `\\n`";
    tokens_.reported_lines.insert(token->getLine());
    // The missing quote usually belongs before the brace that opens the block.
    std::string_view text = reporter_.text(token.get());
    text = text.substr(0, text.find_last_not_of(" \t") + 1);
    static_cast<CommonToken*>(token.get())->setType(SlaLexer::TEXT);
    std::unique_ptr<CommonToken> brace;
    if (text.size() > 1 && text.ends_with('{')) {
      brace = std::make_unique<CommonToken>(token.get());
      brace->setType(SlaLexer::LBRACE);
    }
    emit(std::move(token));
    if (!brace) return;
    nest(*brace);
    emit(std::move(brace));
  }

  SlaLexer& lexer_;
  Reporter& reporter_;
  Tokens tokens_;
  std::unique_ptr<Token> line_end_;
  bool line_begins_ = true;
  std::size_t margin_ = 0;
  std::size_t braces_ = 0;
  std::size_t brackets_ = 0;
  std::optional<source::Span> bad_;
  std::size_t bad_line_ = 0;
  std::size_t bad_last_ = 0;
};

}  // namespace

Tokens read_tokens(SlaLexer& lexer, Reporter& reporter) { return Reader(lexer, reporter).run(); }

}  // namespace sla::parse
