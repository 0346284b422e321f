#include "compiler/parse/recovery.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>
#include <string>

#include <fmt/format.h>

#include "compiler/parse/describe.h"

namespace sla::parse {
namespace {

using antlr4::Parser;
using antlr4::ParserRuleContext;
using antlr4::Token;
using antlr4::atn::ATNState;
using grammar::SlaParser;

/// Rules that end with their line, or can be left at it: an error in one is over with the line.
bool is_line(std::size_t rule) {
  switch (rule) {
    case SlaParser::RuleAgreementLine:
    case SlaParser::RuleCalendarLine:
    case SlaParser::RuleLifecycleLine:
    case SlaParser::RuleSourceLine:
    case SlaParser::RuleClauseLine:
    case SlaParser::RuleProgramLine:
    case SlaParser::RuleObligation:
    case SlaParser::RuleField:
    case SlaParser::RuleTier:
    case SlaParser::RuleTestLine:
    case SlaParser::RuleFact:
    case SlaParser::RulePerson:
    case SlaParser::RuleValueMapping:
    case SlaParser::RuleEventMapping: return true;
    default: return false;
  }
}

/// Rules that are a brace, lines, and a brace.
bool is_body(std::size_t rule) {
  switch (rule) {
    case SlaParser::RuleAgreementBody:
    case SlaParser::RuleCalendarBody:
    case SlaParser::RuleFieldBody:
    case SlaParser::RuleLifecycleBody:
    case SlaParser::RuleSourceBody:
    case SlaParser::RuleValueBody:
    case SlaParser::RuleEventBody:
    case SlaParser::RuleClauseBody:
    case SlaParser::RuleTierBody:
    case SlaParser::RuleTestBody:
    case SlaParser::RuleFactBody:
    case SlaParser::RuleRosterBody:
    case SlaParser::RuleProgramBody:
    case SlaParser::RuleBalanced: return true;
    default: return false;
  }
}

/// Words that go on with an obligation on the next line; a line of a clause begins with none of
/// them.
bool continues_obligation(antlr4::TokenStream& stream) {
  switch (stream.LA(1)) {
    case SlaParser::K_OF:
    case SlaParser::K_WITHIN:
    case SlaParser::K_IMMEDIATELY:
    case SlaParser::K_BY:
    case SlaParser::K_TO:
    case SlaParser::K_UNTIL:
    case SlaParser::K_WHERE:
    case SlaParser::K_WITHOUT:
    case SlaParser::K_OUTSIDE:
    case SlaParser::K_LONGER:
    case SlaParser::K_EACH:
    case SlaParser::K_EVERY:
    case SlaParser::K_PER:
    case SlaParser::K_NOT: return true;
    case SlaParser::K_AT: return stream.LA(2) == SlaParser::K_MOST;
    default: return false;
  }
}

std::string listed(std::span<const std::string> items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " or " : ", ";
    text += items[i];
  }
  return text;
}

constexpr std::size_t kMostListed = 5;

std::string shortened(const std::vector<std::string>& items) {
  if (items.size() <= kMostListed) return listed(items);
  return listed(std::span(items).first(kMostListed - 1)) + ", among others";
}

bool contains(const std::vector<std::string>& items, std::string_view item) {
  return std::ranges::find(items, item) != items.end();
}

std::optional<std::string> suggestion(const Token& token, std::string_view found,
                                      const Expected& expected) {
  const std::size_t type = token.getType();
  if (type == SlaParser::NUMBER && contains(expected.items, describe_token(SlaParser::PERCENT))) {
    return std::string(found) + "%";
  }
  if (type < SlaParser::K_AND || type > SlaParser::IDENT) return std::nullopt;
  if (found.size() == 3 && contains(expected.items, describe_token(SlaParser::CURRENCY))) {
    std::string currency(found);
    for (char& c : currency) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return currency;
  }
  std::string usual = usual_word(found);
  if (usual != found && contains(expected.words, usual)) return usual;
  return diagnose::nearest(found, expected.words);
}

bool is_relation(std::size_t type) {
  return type >= SlaParser::EQUAL && type <= SlaParser::GREATER;
}

/// Whether `token` is the second comparison of `1 < x < 5`.
bool chains_comparisons(antlr4::TokenStream& stream, const Token& token) {
  if (!is_relation(token.getType())) return false;
  for (std::size_t i = token.getTokenIndex(); i > 0; --i) {
    const std::size_t type = stream.get(i - 1)->getType();
    if (is_relation(type)) return true;
    if (type == SlaParser::NL || type == SlaParser::K_AND || type == SlaParser::K_OR ||
        type == SlaParser::LBRACE || type == SlaParser::LPAREN) {
      return false;
    }
  }
  return false;
}

}  // namespace

void Recovery::reportError(Parser* parser, const antlr4::RecognitionException& error) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  const Token* first = error.getOffendingToken();
  if (const auto* dead_end = dynamic_cast<const antlr4::NoViableAltException*>(&error)) {
    first = dead_end->getStartToken();
  }
  report(parser, error.getOffendingState(), static_cast<ParserRuleContext*>(error.getCtx()), first,
         error.getOffendingToken());
}

antlr4::Token* Recovery::recoverInline(Parser* parser) {
  throw antlr4::InputMismatchException(parser);
}

void Recovery::sync(Parser* parser) {
  ATNState* state = parser->getATN().states[parser->getState()];
  const antlr4::misc::IntervalSet& next = parser->getATN().nextTokens(state);
  const auto allowed = [&] {
    return next.contains(static_cast<ssize_t>(parser->getTokenStream()->LA(1))) ||
           next.contains(Token::EPSILON);
  };
  if (allowed()) return;
  const auto type = state->getStateType();
  const bool loop = type == ATNState::STAR_LOOP_ENTRY || type == ATNState::STAR_LOOP_BACK;
  const std::size_t rule = parser->getRuleContext()->getRuleIndex();
  if (!loop || !(is_body(rule) || rule == SlaParser::RuleFile)) {
    if (loop || type == ATNState::BLOCK_START || type == ATNState::STAR_BLOCK_START ||
        type == ATNState::PLUS_BLOCK_START || type == ATNState::PLUS_LOOP_BACK) {
      throw antlr4::InputMismatchException(parser);
    }
    return;
  }
  if (starts_declaration(parser) || parser->getTokenStream()->LA(1) == Token::EOF) {
    throw antlr4::InputMismatchException(parser);
  }
  const bool reported = inErrorRecoveryMode(parser);
  endErrorCondition(parser);
  skip_bad_lines(parser, reported);
}

void Recovery::skip_bad_lines(Parser* parser, bool reported) {
  antlr4::TokenStream& stream = *parser->getTokenStream();
  ParserRuleContext* context = parser->getContext();
  const bool in_file = context->getRuleIndex() == SlaParser::RuleFile;
  const ATNState* state = parser->getATN().states[parser->getState()];
  const antlr4::misc::IntervalSet& allowed =
      parser->getATN().nextTokens(const_cast<ATNState*>(state));
  const auto fits = [&] {
    if (in_file) return stream.LA(1) == Token::EOF || starts_declaration(parser);
    return allowed.contains(static_cast<ssize_t>(stream.LA(1)));
  };
  for (auto which = reported ? Lines::familiar : Lines::any; !fits(); which = Lines::familiar) {
    const Token* token = parser->getCurrentToken();
    report(parser, state->stateNumber, context, token, token, which);
    if (in_file && stream.LA(1) == SlaParser::RBRACE) parser->consume();
    if (!skip_line(parser) && !in_file) {
      beginErrorCondition(parser);
      throw antlr4::InputMismatchException(parser);
    }
  }
}

void Recovery::recover(Parser* parser, std::exception_ptr error) {
  const std::size_t rule = parser->getRuleContext()->getRuleIndex();
  if (rule == SlaParser::RuleDeclaration || rule == SlaParser::RuleFile) {
    skip_declaration(parser);
  } else if (rule == SlaParser::RuleObligation) {
    // Its lines are one sentence: where the next one fails to go on with it, that one may still be
    // good.
    if (parser->getTokenStream()->LT(-1)->getType() != SlaParser::NL && !skip_line(parser)) {
      std::rethrow_exception(error);
    }
    while (continues_obligation(*parser->getTokenStream()) && skip_line(parser)) {
    }
  } else if (!is_line(rule) || !skip_line(parser)) {
    std::rethrow_exception(error);
  }
  endErrorCondition(parser);
}

bool Recovery::starts_declaration(Parser* parser) const {
  const std::size_t index = parser->getCurrentToken()->getTokenIndex();
  return index < tokens_.starts_declaration.size() && tokens_.starts_declaration[index];
}

bool Recovery::skip_line(Parser* parser) {
  std::size_t depth = 0;
  while (true) {
    const std::size_t type = parser->getTokenStream()->LA(1);
    if (type == Token::EOF || starts_declaration(parser)) return false;
    if (type == SlaParser::RBRACE && depth == 0) return true;
    if (type == SlaParser::RBRACE) --depth;
    if (type == SlaParser::LBRACE) ++depth;
    parser->consume();
    if (type == SlaParser::NL && depth == 0) return true;
  }
}

void Recovery::skip_declaration(Parser* parser) {
  // Where it failed at its first token, that one has to go, or the same declaration is tried for
  // ever.
  const bool at_its_start = parser->getContext()->getRuleIndex() == SlaParser::RuleDeclaration &&
                            parser->getContext()->getStart() == parser->getCurrentToken();
  if (at_its_start && parser->getTokenStream()->LA(1) != Token::EOF) parser->consume();
  while (parser->getTokenStream()->LA(1) != Token::EOF && !starts_declaration(parser)) {
    parser->consume();
  }
}

bool Recovery::report_unclosed(Parser* parser, ParserRuleContext* context, const Token* offending) {
  if (offending->getType() != Token::EOF && !starts_declaration(parser)) return false;
  while (context != nullptr && !is_body(context->getRuleIndex())) {
    context = static_cast<ParserRuleContext*>(context->parent);
  }
  if (context == nullptr) return false;
  auto* finding = reporter_.add(diagnose::Code::unexpected, reporter_.span(context->getStart()),
                                "this `{` is never closed", "a `}` is missing for it");
  if (!finding) return true;
  finding->secondary.push_back(
      {reporter_.span(offending), offending->getType() == Token::EOF
                                      ? "the file ends here"
                                      : "the next declaration begins here"});
  return true;
}

void Recovery::report(Parser* parser, std::size_t state, ParserRuleContext* context,
                      const Token* first, const Token* offending, Lines which) {
  if (reporter_.full()) throw GivenUp{};
  antlr4::TokenStream* stream = parser->getTokenStream();
  const std::size_t index = offending->getTokenIndex();
  const Token* previous = index > 0 ? stream->get(index - 1) : nullptr;
  const bool same_line = previous && previous->getType() != SlaParser::NL;
  if (tokens_.reported_lines.contains(offending->getLine())) return;
  if (same_line && tokens_.reported_lines.contains(previous->getLine())) return;
  if (report_unclosed(parser, context, offending)) {
    if (reporter_.full()) throw GivenUp{};
    return;
  }
  // What was entered without a token of its own has no name yet: `a type` says more than what types
  // are.
  while (context->parent != nullptr &&
         context->getStart()->getTokenIndex() == first->getTokenIndex()) {
    state = context->invokingState;
    context = static_cast<ParserRuleContext*>(context->parent);
  }
  Expected expected = expected_after(*parser, state, context, first->getTokenIndex(), index);
  const std::size_t rule = context->getRuleIndex();
  const bool in_sentence = !is_body(rule) && !is_line(rule) && rule != SlaParser::RuleFile;
  if (previous && !same_line && in_sentence) {
    // A sentence that went over a line end and stopped there: that is where something is missing.
    offending = previous;
    previous = stream->get(index - 2);
  }
  const bool after_previous =
      previous && previous->getType() != SlaParser::NL && previous->getType() != SlaParser::LBRACE;
  const std::size_t type = offending->getType();
  const bool ends = type == SlaParser::NL || type == Token::EOF || type == SlaParser::RBRACE;
  std::string note;
  if (expected.line_end && !ends) {
    if (expected.items.size() > 3) {
      note = "the line could go on with " + shortened(expected.items);
      expected.items.clear();
    }
    expected.items.emplace_back("the end of the line");
  }
  std::string message = "expected " + shortened(expected.items);
  if (after_previous) {
    message += fmt::format(" after `{}`", abbreviated(reporter_.text(previous)));
  }
  source::Span span = reporter_.span(offending);
  if (type == SlaParser::NL || type == Token::EOF) {
    message += type == SlaParser::NL ? ", but the line ends" : ", but the file ends";
    if (previous) span = {span.file, reporter_.span(previous).end, reporter_.span(previous).end};
  } else {
    message += fmt::format(", found `{}`", abbreviated(reporter_.text(offending)));
  }
  if (type == SlaParser::RBRACE && rule == SlaParser::RuleFile) {
    message = "this `}` closes nothing";
  }
  const bool chained = chains_comparisons(*stream, *offending);
  if (chained) message = "a comparison has two sides, not three";
  const std::optional<std::string> meant =
      suggestion(*offending, reporter_.text(offending), expected);
  if (which == Lines::familiar && !meant) return;
  auto* finding = reporter_.add(diagnose::Code::unexpected, span, std::move(message));
  if (!finding) throw GivenUp{};
  if (chained) {
    finding->help = "say the value in the middle twice: `a < b and b < c`";
    return;
  }
  if (!note.empty()) finding->notes.push_back(std::move(note));
  if (!meant) return;
  finding->help = fmt::format("did you mean `{}`?", *meant);
  finding->fix = diagnose::Fix{span, *meant};
}

}  // namespace sla::parse
