#pragma once

#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "SlaParser.h"

/// Walking the transition network of the grammar. Internal to this folder.
namespace sla::parse {

/// A place in the grammar: a state, the states to return to from rules entered since, and the rules
/// that were open before.
struct Place {
  antlr4::atn::ATNState* state;
  std::vector<antlr4::atn::ATNState*> returns;
  antlr4::RuleContext* context = nullptr;

  auto key() const { return std::tuple(state->stateNumber, returns, context); }
};

/// Follows everything that consumes no token from a place. `Visitor` answers whether to enter a
/// rule, and is told of every transition that consumes a token and of an end with nothing to return
/// to.
template <typename Visitor>
class Walk {
 public:
  Walk(const antlr4::atn::ATN& atn, Visitor& visitor) : atn_(atn), visitor_(visitor) {}

  void from(const Place& place) {
    if (!seen_.insert(place.key()).second) return;
    if (place.state->getStateType() == antlr4::atn::ATNState::RULE_STOP) return leave(place);
    for (const antlr4::atn::Transition* transition : place.state->transitions) {
      Place next{transition->target, place.returns, place.context};
      if (transition->getSerializationType() == antlr4::atn::Transition::RULE) {
        const auto* rule = static_cast<const antlr4::atn::RuleTransition*>(transition);
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
      if (place.context == nullptr || place.context->isEmpty()) return visitor_.ends();
      antlr4::atn::ATNState* invoking = atn_.states[place.context->invokingState];
      next.state =
          static_cast<const antlr4::atn::RuleTransition*>(invoking->transitions[0])->followState;
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
  void ends() const {}
  void consumes(const antlr4::atn::Transition& transition, Place next) {
    if (transition.matches(token, antlr4::Token::MIN_USER_TOKEN_TYPE, largest_token)) {
      after.push_back(std::move(next));
    }
  }
};

}  // namespace sla::parse
