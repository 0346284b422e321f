#include "compiler/check/lifecycle.h"

#include <fmt/format.h>

#include "compiler/check/expressions.h"
#include "compiler/check/names.h"
#include "compiler/check/outcomes.h"

namespace sla::check {
namespace {

/// Sets of states are bits of one word, two of which the evaluators keep for themselves.
constexpr std::size_t kMostStates = 62;

constexpr std::uint64_t bit(int state) { return std::uint64_t{1} << state; }

/// The first mention of each state in a move, by state.
using Mentions = std::vector<std::optional<Span>>;

/// The moves of one arrow that no arrow before has permitted.
void note_written(Context& context, std::uint64_t from, std::uint64_t to, Span span) {
  auto& lifecycle = context.agreement.lifecycle;
  const int states = static_cast<int>(lifecycle.states.size());
  for (int s = 0; s < states; ++s) {
    const std::uint64_t added =
        (from >> s & 1) == 0 ? 0 : to & ~lifecycle.moves[static_cast<std::size_t>(s)];
    for (int t = 0; t < states; ++t) {
      if (added >> t & 1) lifecycle.written.push_back({s, t, span});
    }
  }
}

void add_moves(Context& context, const std::vector<syntax::Name>& from_names, std::uint64_t from,
               std::uint64_t to, Span span) {
  note_written(context, from, to, span);
  auto& lifecycle = context.agreement.lifecycle;
  for (std::size_t s = 0; s < lifecycle.states.size(); ++s) {
    if ((from >> s & 1) == 0) continue;
    lifecycle.moves[s] |= to;
    if (!lifecycle.states[s].final) continue;
    for (const syntax::Name& name : from_names) {
      if (name.text != lifecycle.states[s].name) continue;
      auto& finding = context.add(Code::bad_value, name.span,
                                  fmt::format("`{}` is final, so no move can leave it", name.text));
      finding.secondary.push_back({lifecycle.states[s].span, "declared final here"});
      finding.help = "remove the move, or the word `final`";
    }
  }
}

void check_chain(Context& context, const syntax::MoveChain& chain, Mentions& mentions) {
  std::vector<std::uint64_t> steps;
  for (const std::vector<syntax::Name>& names : chain.steps) {
    std::uint64_t states = 0;
    for (const syntax::Name& name : names) {
      const auto state = resolve_state(context, name);
      if (!state) continue;
      states |= bit(*state);
      auto& mention = mentions[static_cast<std::size_t>(*state)];
      if (!mention) mention = name.span;
    }
    steps.push_back(states);
  }
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const Span span = source::join(chain.steps[i - 1].front().span, chain.steps[i].back().span);
    add_moves(context, chain.steps[i - 1], steps[i - 1], steps[i], span);
  }
}

/// A state in no chain at all can be neither entered nor left by any move that is written down.
void check_reached(Context& context, const Mentions& mentions) {
  const auto& states = context.agreement.lifecycle.states;
  for (std::size_t s = 0; s < states.size(); ++s) {
    if (mentions[s]) continue;
    auto& finding = context.add(Code::unreachable_state, states[s].span,
                                fmt::format("no move mentions the state `{}`", states[s].name));
    finding.help = fmt::format("add a move such as `{} -> {}`, or remove the state",
                               states[s == 0 ? states.size() - 1 : 0].name, states[s].name);
  }
}

void check_requirements(Context& context, const syntax::Lifecycle& lifecycle) {
  const Scope scope{context.default_calendar};
  for (const syntax::StateLine& line : lifecycle.states) {
    if (!line.requires_) continue;
    const auto requirement = type_condition(context, *line.requires_, scope);
    if (!requirement) continue;
    refuse_outcomes(context, *requirement);
    for (const syntax::Name& name : line.names) {
      if (const auto state = find_name(context.agreement.lifecycle.states, name.text)) {
        context.agreement.lifecycle.states[static_cast<std::size_t>(*state)].requirement =
            requirement;
      }
    }
  }
}

}  // namespace

void declare_states(Context& context) {
  if (context.about().lifecycle == nullptr) return;
  auto& states = context.agreement.lifecycle.states;
  Taken taken("state");
  for (const syntax::StateLine& line : context.about().lifecycle->states) {
    const auto owner = line.owner ? resolve_party(context, *line.owner) : std::nullopt;
    for (const syntax::Name& name : line.names) {
      if (!taken.claim(context, name)) continue;
      if (states.size() == kMostStates) {
        context
            .add(Code::bad_value, name.span,
                 fmt::format("a lifecycle has at most {} states", kMostStates))
            .help = "keep finer steps in a field";
        return;
      }
      states.push_back({.name = name.text,
                        .title = title_of(line.title),
                        .owner = owner.value_or(-1),
                        .final = line.final,
                        .requirement = {},
                        .span = name.span});
    }
  }
}

void check_lifecycle(Context& context) {
  const syntax::Lifecycle* lifecycle = context.about().lifecycle;
  if (lifecycle == nullptr) return;
  check_requirements(context, *lifecycle);
  auto& result = context.agreement.lifecycle;
  result.moves.assign(result.states.size(), 0);
  result.has_moves = !lifecycle->moves.empty();
  if (!result.has_moves) return;
  Mentions mentions(result.states.size());
  const SinceHere chains_are(context);
  for (const syntax::MoveChain& chain : lifecycle->moves) check_chain(context, chain, mentions);
  // A misspelt state would leave the one that was meant without a mention.
  if (chains_are.silent()) check_reached(context, mentions);
}

}  // namespace sla::check
