#include "compiler/parse/recovery.h"

#include <algorithm>
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
    case SlaParser::RuleObligation:
    case SlaParser::RuleField:
    case SlaParser::RuleTier:
    case SlaParser::RuleValueMapping:
    case SlaParser::RuleEventMapping:
      return true;
    default:
      return false;
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
    case SlaParser::RuleBalanced:
      return true;
    default:
      return false;
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

antlr4::Token* Recovery::recoverInline(Parser* parser) { throw antlr4::InputMismatchException(parser); }

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
  const Token* token = parser->getCurrentToken();
  if (!inErrorRecoveryMode(parser)) report(parser, parser->getState(), parser->getContext(), token, token);
  endErrorCondition(parser);
  while (!allowed()) {
    if (rule == SlaParser::RuleFile) {
      skip_declaration(parser);
    } else if (!skip_line(parser) || parser->getTokenStream()->LA(1) == Token::EOF) {
      beginErrorCondition(parser);
      throw antlr4::InputMismatchException(parser);
    }
  }
}

void Recovery::recover(Parser* parser, std::exception_ptr error) {
  const std::size_t rule = parser->getRuleContext()->getRuleIndex();
  if (rule == SlaParser::RuleDeclaration || rule == SlaParser::RuleFile) {
    skip_declaration(parser);
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
    if (type == Token::EOF) return true;
    if (starts_declaration(parser)) return false;
    if (type == SlaParser::RBRACE && depth == 0) return true;
    if (type == SlaParser::RBRACE) --depth;
    if (type == SlaParser::LBRACE) ++depth;
    parser->consume();
    if (type == SlaParser::NL && depth == 0) return true;
  }
}

void Recovery::skip_declaration(Parser* parser) {
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
      {reporter_.span(offending),
       offending->getType() == Token::EOF ? "the file ends here" : "the next declaration begins here"});
  return true;
}

void Recovery::report(Parser* parser, std::size_t state, ParserRuleContext* context, const Token* first,
                      const Token* offending) {
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

  const Expected expected = expected_after(*parser, state, context, first->getTokenIndex(), index);
  const std::size_t type = offending->getType();
  const bool ends = type == SlaParser::NL || type == Token::EOF || type == SlaParser::RBRACE;
  std::string wanted;
  std::string note;
  if (expected.line_end && !ends) {
    wanted = expected.items.size() <= 3 && !expected.items.empty()
                 ? listed(expected.items) + " or the end of the line"
                 : "the end of the line";
    if (expected.items.size() > 3) note = "the line could go on with " + shortened(expected.items);
  } else {
    wanted = shortened(expected.items);
  }
  std::string message = "expected " + wanted;
  if (same_line && previous->getType() != SlaParser::LBRACE) {
    message += fmt::format(" after `{}`", abbreviated(reporter_.text(previous)));
  }
  source::Span span = reporter_.span(offending);
  if (type == SlaParser::NL || type == Token::EOF) {
    message += type == SlaParser::NL ? ", but the line ends" : ", but the file ends";
    if (previous) span = {span.file, reporter_.span(previous).end, reporter_.span(previous).end};
  } else {
    message += fmt::format(", found `{}`", abbreviated(reporter_.text(offending)));
  }
  if (type == SlaParser::RBRACE && context->getRuleIndex() == SlaParser::RuleFile) {
    message = "this `}` closes nothing";
  }
  auto* finding = reporter_.add(diagnose::Code::unexpected, span, std::move(message));
  if (!finding) throw GivenUp{};
  if (!note.empty()) finding->notes.push_back(std::move(note));

  const std::string found(reporter_.text(offending));
  const std::string unit = full_unit(found);
  std::optional<std::string> meant;
  if (unit != found && std::ranges::find(expected.words, unit) != expected.words.end()) {
    meant = unit;
  } else if (type >= SlaParser::K_AND && type <= SlaParser::IDENT) {
    meant = diagnose::nearest(found, expected.words);
  }
  if (!meant) return;
  finding->help = fmt::format("did you mean `{}`?", *meant);
  finding->fix = diagnose::Fix{span, *meant};
}

}  // namespace sla::parse
