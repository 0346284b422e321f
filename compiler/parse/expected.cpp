#include "compiler/parse/expected.h"

#include <algorithm>
#include <utility>

#include "SlaParser.h"
#include "compiler/parse/atn_walk.h"
#include "compiler/parse/describe.h"

namespace sla::parse {
namespace {

using grammar::SlaParser;

struct Collector {
  const antlr4::atn::ATN& atn;
  Expected result;

  void item(std::string text) {
    if (std::ranges::find(result.items, text) == result.items.end()) {
      result.items.push_back(std::move(text));
    }
  }

  /// Words that may begin a name are no hint at what was meant, so a set with names offers none.
  void words(const antlr4::misc::IntervalSet& types) {
    if (types.contains(static_cast<ssize_t>(SlaParser::IDENT))) return;
    for (const ssize_t type : types.toList()) {
      if (type < 0) continue;
      for (std::string& word : spellings(static_cast<std::size_t>(type))) {
        result.words.push_back(std::move(word));
      }
    }
  }

  bool enters(std::size_t rule) {
    const std::string_view description = describe_rule(rule);
    if (description.empty()) return true;
    item(std::string(description));
    words(atn.nextTokens(atn.ruleToStartState[rule]));
    return false;
  }

  void ends() const {}
  void consumes(const antlr4::atn::Transition& transition, const Place& next) {
    const antlr4::misc::IntervalSet types = transition.label();
    for (const ssize_t type : types.toList()) {
      if (type == static_cast<ssize_t>(SlaParser::NL)) {
        // Elsewhere a line end is only a place where a sentence may be broken.
        const bool ends_rule = atn.nextTokens(next.state).contains(antlr4::Token::EPSILON);
        result.line_end = result.line_end || ends_rule;
      } else if (type != static_cast<ssize_t>(antlr4::Token::EOF)) {
        item(describe_token(static_cast<std::size_t>(type)));
      }
    }
    words(types);
  }
};

}  // namespace

Expected expected_after(const antlr4::Parser& parser, std::size_t state,
                        antlr4::ParserRuleContext* context, std::size_t from, std::size_t to) {
  const antlr4::atn::ATN& atn = parser.getATN();
  auto* stream = const_cast<antlr4::Parser&>(parser).getTokenStream();
  std::vector<Place> places{{atn.states[state], {}, context}};
  for (std::size_t i = from; i < to; ++i) {
    Step step{stream->get(i)->getType(), atn.maxTokenType, {}};
    Walk walk(atn, step);
    for (const Place& place : places) walk.from(place);
    places = std::move(step.after);
  }
  Collector collector{atn, {}};
  Walk walk(atn, collector);
  for (const Place& place : places) walk.from(place);
  return std::move(collector.result);
}

}  // namespace sla::parse
