#include "compiler/parse/layout.h"

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "SlaLexer.h"
#include "SlaParser.h"
#include "compiler/parse/recovery.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

using antlr4::ParserRuleContext;
using antlr4::Token;
using antlr4::tree::ParseTree;
using Grammar = grammar::SlaParser;
using Lexer = grammar::SlaLexer;

/// The pieces of a text by the code point at which they begin.
class Pieces {
 public:
  explicit Pieces(Reporter& reporter) : reporter_(reporter) {}

  void read(Lexer& lexer) {
    std::uint32_t lines = 0;
    std::size_t end = 0;
    for (auto token = lexer.nextToken(); token->getType() != Token::EOF;
         token = lexer.nextToken()) {
      if (token->getType() == Lexer::NL) {
        lines += line_ends(reporter_.text(token.get()));
        end = token->getStopIndex() + 1;
        continue;
      }
      Piece piece;
      piece.span = reporter_.span(token.get());
      piece.comment = token->getType() == Lexer::COMMENT;
      piece.lines_before = std::exchange(lines, 0);
      piece.spaces_before = static_cast<std::uint32_t>(token->getStartIndex() - end);
      end = token->getStopIndex() + 1;
      index_[token->getStartIndex()] = all.size();
      types_.push_back(token->getType());
      all.push_back(piece);
    }
  }

  Piece* at(const Token* token) {
    const auto found = index_.find(token->getStartIndex());
    return found == index_.end() ? nullptr : &all[found->second];
  }
  std::size_t type(std::size_t piece) const { return types_[piece]; }

  std::vector<Piece> all;

 private:
  static std::uint32_t line_ends(std::string_view text) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool second_half = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
      if ((text[i] == '\n' && !second_half) || text[i] == '\r') ++count;
    }
    return count;
  }

  Reporter& reporter_;
  std::unordered_map<std::size_t, std::size_t> index_;
  std::vector<std::size_t> types_;
};

/// Says of each piece what the grammar knows about it.
class Walk {
 public:
  explicit Walk(Pieces& pieces) : pieces_(pieces) {}

  void visit(ParserRuleContext& context) {
    if (context.getStart() == nullptr || context.getStop() == nullptr) return;
    enter(context);
    for (ParseTree* child : context.children) {
      if (auto* rule = dynamic_cast<ParserRuleContext*>(child)) visit(*rule);
    }
  }

 private:
  static const Token* first_of(ParseTree* tree) {
    if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(tree)) return leaf->getSymbol();
    auto* rule = dynamic_cast<ParserRuleContext*>(tree);
    return rule == nullptr ? nullptr : rule->getStart();
  }
  /// The first word of the child with this number; null when there is none.
  static const Token* word_of(ParserRuleContext& context, std::size_t child) {
    return child < context.children.size() ? first_of(context.children[child]) : nullptr;
  }

  void column(const Token* token, Table table, std::uint8_t number) {
    Piece* piece = token == nullptr ? nullptr : pieces_.at(token);
    if (piece == nullptr) return;
    piece->table = table;
    piece->column = number;
  }
  void line(ParserRuleContext& context, Table table, const Token* second) {
    item(context);
    column(context.getStart(), table, 0);
    column(second, table, 1);
  }
  void item(ParserRuleContext& context) { begin(context.getStart(), Piece::Begins::item); }
  void part(ParserRuleContext& context) {
    const Token* first = context.getStart();
    // The grammar lets a part begin with the comma or line end before it.
    for (std::size_t child = 0; first != nullptr && child + 1 < context.children.size(); ++child) {
      if (first->getType() != Grammar::COMMA && first->getType() != Grammar::NL) break;
      first = word_of(context, child + 1);
    }
    begin(first, Piece::Begins::part);
  }
  void begin(const Token* token, Piece::Begins what) {
    if (Piece* piece = token == nullptr ? nullptr : pieces_.at(token)) piece->begins = what;
  }
  void space(const Token* token, Piece::Space space) {
    if (Piece* piece = token == nullptr ? nullptr : pieces_.at(token)) piece->space = space;
  }
  /// Nothing stands before the tokens of this type, nor after them.
  void tight(ParserRuleContext& context, std::size_t type) {
    bool after = false;
    for (ParseTree* child : context.children) {
      const Token* token = first_of(child);
      const bool is_mark = token != nullptr && token->getType() == type &&
                           dynamic_cast<antlr4::tree::TerminalNode*>(child) != nullptr;
      if (is_mark || after) space(token, Piece::Space::none);
      after = is_mark;
    }
  }

  void enter(ParserRuleContext& context) {
    switch (context.getRuleIndex()) {
      case Grammar::RuleDeclaration: return item(context);
      case Grammar::RuleAgreementLine:
        return line(context, Table::agreement, agreement_rest(context));
      case Grammar::RuleCalendarLine: return calendar_line(context);
      case Grammar::RuleHolidaysLine:
        return holidays_line(static_cast<Grammar::HolidaysLineContext&>(context));
      case Grammar::RuleField: return field(static_cast<Grammar::FieldContext&>(context));
      case Grammar::RuleLifecycleLine:
        return states(static_cast<Grammar::LifecycleLineContext&>(context));
      case Grammar::RuleSourceLine: return source_line(context);
      case Grammar::RuleEventMapping:
      case Grammar::RuleValueMapping: return line(context, Table::meanings, word_of(context, 1));
      case Grammar::RuleTier: return line(context, Table::tiers, word_of(context, 1));
      case Grammar::RuleFact:
      case Grammar::RuleArgument: return line(context, Table::facts, word_of(context, 1));
      case Grammar::RulePerson: return person(context);
      case Grammar::RuleClauseLine:
        return clause_line(static_cast<Grammar::ClauseLineContext&>(context));
      case Grammar::RuleTestLine: return test_line(static_cast<Grammar::TestLineContext&>(context));
      case Grammar::RuleProgramLine: return program_line(context);
      case Grammar::RuleParameter:
        return parameter(static_cast<Grammar::ParameterContext&>(context));
      case Grammar::RuleObligation: return item(context);
      case Grammar::RuleDeadlineTarget:
      case Grammar::RuleStart:
      case Grammar::RuleQuantityPart:
      case Grammar::RuleRestriction: return part(context);
      case Grammar::RuleDayRange:
      case Grammar::RuleWindow:
      case Grammar::RulePeriodLabel: return tight(context, Grammar::MINUS);
      case Grammar::RuleType: return tight(context, Grammar::SLASH);
      case Grammar::RuleNegated:
      case Grammar::RuleFactValue:
      case Grammar::RuleClaimPart:
      case Grammar::RuleStanding: return signs(context);
      case Grammar::RuleTemplateBody:
      case Grammar::RuleBalanced: return raw(context);
      default: return;
    }
  }

  static const Token* agreement_rest(ParserRuleContext& context) {
    switch (context.getStart()->getType()) {
      case Grammar::K_IN:
      case Grammar::K_TIME:
      case Grammar::K_FISCAL: return word_of(context, 2);
      default: return word_of(context, 1);
    }
  }
  void calendar_line(ParserRuleContext& context) {
    const std::size_t first = context.getStart()->getType();
    const bool is_row = first == Grammar::K_OPEN || first == Grammar::K_CLOSED;
    if (is_row) line(context, Table::calendar, word_of(context, 1));
    else item(context);
  }
  void holidays_line(Grammar::HolidaysLineContext& context) {
    if (context.title() == nullptr) return item(context);
    line(context, Table::holidays, first_of(context.holidayDate()));
    if (!context.holidayPart().empty())
      column(context.holidayPart(0)->getStart(), Table::holidays, 2);
  }
  void field(Grammar::FieldContext& context) {
    line(context, Table::fields, context.type()->getStart());
    if (context.title() != nullptr) column(context.title()->getStart(), Table::fields, 2);
  }
  void states(Grammar::LifecycleLineContext& context) {
    item(context);
    if (context.stateAttribute().empty()) return;
    column(context.getStart(), Table::states, 0);
    if (context.title() != nullptr) column(context.title()->getStart(), Table::states, 1);
    std::uint8_t number = 0;
    for (auto* attribute : context.stateAttribute()) {
      const bool requires_something = attribute->K_REQUIRES() != nullptr;
      const std::uint8_t wanted = requires_something ? 3 : 2;
      if (wanted <= number) continue;
      column(attribute->getStart(), Table::states, number = wanted);
    }
  }
  void source_line(ParserRuleContext& context) {
    const Token* second = word_of(context, 1);
    const bool is_row = second != nullptr && second->getType() == Grammar::K_FROM;
    if (is_row) line(context, Table::source, second);
    else item(context);
  }
  void clause_line(Grammar::ClauseLineContext& context) {
    if (auto* action = context.action()) return line(context, Table::actions, word_of(*action, 1));
    if (context.K_ON() != nullptr) return line(context, Table::rules, word_of(context, 2));
    item(context);
  }
  void parameter(Grammar::ParameterContext& context) {
    line(context, Table::parameters, context.title() ? context.title()->getStart() : nullptr);
    column(context.parameterType()->getStart(), Table::parameters, 2);
    if (context.EQUAL() != nullptr) column(context.EQUAL()->getSymbol(), Table::parameters, 3);
  }
  /// One after `given` is a part of that sentence.
  void person(ParserRuleContext& context) {
    auto* around = dynamic_cast<ParserRuleContext*>(context.parent);
    if (around != nullptr && around->getRuleIndex() == Grammar::RuleGiven) return;
    line(context, Table::people, word_of(context, 1));
  }
  void test_line(Grammar::TestLineContext& context) {
    if (context.testTime() == nullptr) return item(context);
    line(context, Table::happenings, word_of(context, 1));
  }
  void program_line(ParserRuleContext& context) {
    auto* what = dynamic_cast<ParserRuleContext*>(context.children.front());
    if (what != nullptr) line(context, Table::program, word_of(*what, 1));
  }
  /// A sign stands at its number.
  void signs(ParserRuleContext& context) {
    for (std::size_t child = 1; child < context.children.size(); ++child) {
      const Token* before = word_of(context, child - 1);
      if (before != nullptr && before->getType() == Grammar::MINUS)
        space(word_of(context, child), Piece::Space::none);
    }
  }
  /// The text of a template is read when it is filled in, so nothing is known about its words.
  void raw(ParserRuleContext& context) {
    for (std::size_t child = 1; child < context.children.size(); ++child) {
      if (dynamic_cast<antlr4::tree::TerminalNode*>(context.children[child]) == nullptr) continue;
      const Token* token = word_of(context, child);
      space(token, Piece::Space::as_written);
      begin(token, Piece::Begins::part);
    }
  }

  Pieces& pieces_;
};

/// What holds of marks wherever they stand.
void space_marks(Pieces& pieces) {
  for (std::size_t i = 0; i < pieces.all.size(); ++i) {
    Piece& piece = pieces.all[i];
    const std::size_t before = i == 0 ? std::size_t{Lexer::NL} : pieces.type(i - 1);
    switch (pieces.type(i)) {
      case Lexer::LBRACE: piece.opens = true; break;
      case Lexer::RBRACE:
        piece.closes = true;
        if (before == Lexer::LBRACE) piece.space = Piece::Space::none;
        break;
      case Lexer::COMMA:
      case Lexer::DOT:
      case Lexer::QUESTION:
      case Lexer::POSSESSIVE:
      case Lexer::RPAREN:
      case Lexer::RBRACKET: piece.space = Piece::Space::none; break;
      default: break;
    }
    if (before == Lexer::LPAREN || before == Lexer::LBRACKET || before == Lexer::DOT)
      piece.space = Piece::Space::none;
  }
}

std::unique_ptr<Lexer> lexer_of(antlr4::ANTLRInputStream& input) {
  auto lexer = std::make_unique<Lexer>(&input);
  lexer->removeErrorListeners();
  return lexer;
}

bool read(Reporter& reporter, const diagnose::Findings& findings, Pieces& pieces) {
  antlr4::ANTLRInputStream input{std::string(reporter.all_text())};
  Tokens tokens = read_tokens(*lexer_of(input), reporter);
  if (tokens.given_up || findings.has_errors()) return false;
  input.reset();
  pieces.read(*lexer_of(input));

  antlr4::ListTokenSource source(std::move(tokens.list));
  antlr4::CommonTokenStream stream(&source);
  Grammar parser(&stream);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<Recovery>(tokens, reporter));
  auto* file = parser.file();
  if (findings.has_errors()) return false;
  Walk(pieces).visit(*file);
  space_marks(pieces);
  return true;
}

}  // namespace

std::optional<std::vector<Piece>> layout(const source::Sources& sources, std::uint32_t file,
                                         diagnose::Findings& findings) {
  Reporter reporter(sources, file, findings);
  Pieces pieces(reporter);
  try {
    if (!read(reporter, findings, pieces)) return std::nullopt;
  } catch (const GivenUp&) {
    return std::nullopt;
  } catch (...) {
    reporter.add(diagnose::Code::unexpected, {file, 0, 0}, "this file cannot be read");
    return std::nullopt;
  }
  return std::move(pieces.all);
}

}  // namespace sla::parse
