#include "compiler/parse/expected.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "SlaParser.h"
#include "compiler/parse/describe.h"

namespace sla::parse {
namespace {

using antlr4::atn::ATNState;
using antlr4::atn::RuleTransition;
using antlr4::atn::Transition;
using grammar::SlaParser;

/// A place in the grammar: a state, the states to return to from rules entered since, and the rules
/// that were open before.
struct Place {
  ATNState* state;
  std::vector<ATNState*> returns;
  antlr4::RuleContext* context;

  auto key() const { return std::tuple(state->stateNumber, returns, context); }
};

/// Follows everything that consumes no token from a place. `Visitor` answers whether to enter a
/// rule, and is told of every transition that consumes a token.
template <typename Visitor>
class Walk {
 public:
  Walk(const antlr4::atn::ATN& atn, Visitor& visitor) : atn_(atn), visitor_(visitor) {}

  void from(const Place& place) {
    if (!seen_.insert(place.key()).second) return;
    if (place.state->getStateType() == ATNState::RULE_STOP) return leave(place);
    for (const Transition* transition : place.state->transitions) {
      Place next{transition->target, place.returns, place.context};
      if (transition->getSerializationType() == Transition::RULE) {
        const auto* rule = static_cast<const RuleTransition*>(transition);
        if (!visitor_.enters(rule->target->ruleIndex)) continue;
        next.returns.push_back(rule->followState);
        from(next);
      } else if (transition->isEpsilon()) {
        from(next);
      } else {
        visitor_.consumes(*transition, std::move(next));
      }
    }
  }

 private:
  void leave(const Place& place) {
    Place next = place;
    if (!next.returns.empty()) {
      next.state = next.returns.back();
      next.returns.pop_back();
    } else {
      if (place.context == nullptr || place.context->isEmpty()) return;
      ATNState* invoking = atn_.states[place.context->invokingState];
      next.state = static_cast<const RuleTransition*>(invoking->transitions[0])->followState;
      next.context = static_cast<antlr4::RuleContext*>(place.context->parent);
    }
    from(next);
  }

  const antlr4::atn::ATN& atn_;
  Visitor& visitor_;
  std::set<decltype(std::declval<Place>().key())> seen_;
};

/// The places behind one token.
struct Step {
  std::size_t token;
  std::size_t largest_token;
  std::vector<Place> after;

  bool enters(std::size_t) const { return true; }
  void consumes(const Transition& transition, Place next) {
    if (transition.matches(token, antlr4::Token::MIN_USER_TOKEN_TYPE, largest_token)) {
      after.push_back(std::move(next));
    }
  }
};

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

  void consumes(const Transition& transition, const Place& next) {
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
