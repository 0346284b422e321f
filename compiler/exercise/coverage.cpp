#include "compiler/exercise/coverage.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/reference/conditions.h"

namespace sla::exercise {
namespace {

using agreement::Clause;
using verdicts::Status;

/// What a clause can come to, as the second number of its items.
enum ClauseItem { kAttached, kMet, kBreached };

/// A condition that asks other clauses cannot be evaluated for a subject alone.
bool asks_clauses(const agreement::Expression& expression) {
  return expression.op == agreement::Op::clause_is ||
         std::ranges::any_of(expression.children, asks_clauses);
}

bool is_two_sided(const agreement::Define& define) {
  return define.value.type.kind == agreement::TypeKind::yes_no && !asks_clauses(define.value);
}

const char* attached_words(const Clause& clause) {
  if (has_counter(clause.kind)) return "is never counted for";
  if (clause.kind == agreement::ClauseKind::prohibition) return "is never put to the test";
  return "is never started";
}

}  // namespace

const char* name_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::clause: return "clause";
    case ItemKind::tier: return "tier";
    case ItemKind::step: return "step";
    case ItemKind::state: return "state";
    case ItemKind::move: return "move";
    case ItemKind::define: return "define";
  }
  return "?";
}

Coverage::Coverage(const agreement::Agreement& agreement) : agreement_(agreement) {
  for (std::size_t d = 0; d < agreement.defines.size(); ++d) {
    const agreement::Define& define = agreement.defines[d];
    if (!is_two_sided(define)) continue;
    for (const int side : {1, 0}) {
      add(ItemKind::define, static_cast<int>(d), side, define.span,
          fmt::format("{} is {}", define.name, side ? "yes" : "no"),
          fmt::format("`{}` never {}", define.name, side ? "holds" : "fails to hold"));
    }
  }
  list_lifecycle();
  for (std::size_t c = 0; c < agreement.clauses.size(); ++c) list_clause(c);
  std::vector<std::size_t> order(items_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    return std::pair(items_[i].span.file, items_[i].span.begin);
  });
  std::vector<CoverageItem> sorted;
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    sorted.push_back(std::move(items_[order[i]]));
  }
  items_ = std::move(sorted);
  for (auto& [key, index] : index_) index = place[index];
}

void Coverage::list_lifecycle() {
  const agreement::Lifecycle& lifecycle = agreement_.lifecycle;
  for (std::size_t s = 0; s < lifecycle.states.size(); ++s) {
    const agreement::State& state = lifecycle.states[s];
    add(ItemKind::state, static_cast<int>(s), 0, state.span, state.name,
        fmt::format("`{}` is never entered", state.name));
  }
  for (const agreement::Move& move : lifecycle.written) {
    const std::string text =
        fmt::format("{} -> {}", lifecycle.states[static_cast<std::size_t>(move.from)].name,
                    lifecycle.states[static_cast<std::size_t>(move.to)].name);
    add(ItemKind::move, move.from, move.to, move.span, text,
        fmt::format("`{}` is never made", text));
  }
}

void Coverage::list_clause(std::size_t c) {
  const Clause& clause = agreement_.clauses[c];
  const int index = static_cast<int>(c);
  add(ItemKind::clause, index, kAttached, clause.span,
      fmt::format("{} {}", clause.name, has_counter(clause.kind) ? "counts" : "starts"),
      fmt::format("`{}` {}", clause.name, attached_words(clause)));
  add(ItemKind::clause, index, kMet, clause.span, clause.name + " is met",
      fmt::format("`{}` is never met", clause.name));
  add(ItemKind::clause, index, kBreached, clause.span, clause.name + " is breached",
      fmt::format("`{}` is never breached", clause.name));
  for (std::size_t s = 0; s < clause.steps.size(); ++s) {
    const agreement::Step& step = clause.steps[s];
    std::vector<std::string> effects;
    for (const agreement::Effect& effect : step.effects) {
      effects.push_back(agreement::words(agreement_, effect));
    }
    const std::string words =
        fmt::format("{} {}", agreement::words(step), fmt::join(effects, " and "));
    add(ItemKind::step, index, static_cast<int>(s), step.span,
        fmt::format("{} of {}", words, clause.name),
        fmt::format("the step `{}` of `{}` is never taken", words, clause.name));
  }
  if (!has_clock(clause.kind) || clause.deadline.tiers.size() < 2) return;
  for (std::size_t t = 0; t < clause.deadline.tiers.size(); ++t) {
    const agreement::Tier& tier = clause.deadline.tiers[t];
    add(ItemKind::tier, index, static_cast<int>(t), tier.span,
        fmt::format("{} of {}", tier.name, clause.name),
        fmt::format("the tier `{}` of `{}` is never chosen", tier.name, clause.name));
  }
}

void Coverage::add(ItemKind kind, int a, int b, source::Span span, std::string text,
                   std::string missed) {
  index_[{kind, {a, b}}] = items_.size();
  items_.push_back({kind, std::move(text), std::move(missed), span, false});
}

void Coverage::hit(ItemKind kind, int a, int b) {
  const auto found = index_.find({kind, {a, b}});
  if (found != index_.end()) items_[found->second].hit = true;
}

void Coverage::add_all(const Coverage& other) {
  items_.insert(items_.end(), other.items_.begin(), other.items_.end());
  std::ranges::stable_sort(items_, [](const CoverageItem& a, const CoverageItem& b) {
    return std::pair(a.span.file, a.span.begin) < std::pair(b.span.file, b.span.begin);
  });
}

std::size_t Coverage::reached() const {
  return static_cast<std::size_t>(std::ranges::count(items_, true, &CoverageItem::hit));
}

void Coverage::take(const Played& played) {
  take_outcome(played);
  take_steps(played);
  for (std::uint32_t s = 0; s < played.inputs.log->subjects.size(); ++s) {
    take_states(played, s);
    take_defines(played, s);
  }
}

void Coverage::take_outcome(const Played& played) {
  for (const verdicts::Row& row : played.outcome.rows) {
    hit(ItemKind::clause, row.clause, kAttached);
    hit(ItemKind::tier, row.clause, row.tier);
    if (row.status == Status::met) hit(ItemKind::clause, row.clause, kMet);
    if (row.status == Status::breached || row.status == Status::met_late) {
      hit(ItemKind::clause, row.clause, kBreached);
    }
  }
  for (const verdicts::Hit& counted : played.outcome.hits) {
    hit(ItemKind::clause, counted.clause, kAttached);
  }
  for (std::size_t c = 0; c < agreement_.clauses.size(); ++c) {
    if (!has_counter(agreement_.clauses[c].kind)) continue;
    for (const verdicts::PeriodSummary& period : played.summary.clauses[c].periods) {
      const int index = static_cast<int>(c);
      if (period.verdict == verdicts::Verdict::met) hit(ItemKind::clause, index, kMet);
      if (period.verdict == verdicts::Verdict::breached) hit(ItemKind::clause, index, kBreached);
    }
  }
}

void Coverage::take_steps(const Played& played) {
  const auto taken = [this](const actions::Key& key) {
    hit(ItemKind::step, key.clause, key.step - 1);
  };
  for (const actions::Notice& notice : played.actions.notices) {
    if (notice.state == actions::NoticeState::sent) taken(notice.key);
  }
  for (const actions::PointsEntry& entry : played.actions.points) taken(entry.key);
}

void Coverage::take_states(const Played& played, std::uint32_t subject) {
  const events::Log& log = *played.inputs.log;
  int before = -1;
  for (std::uint64_t e = log.subject_begin[subject]; e < log.subject_begin[subject + 1]; ++e) {
    if (log.time[e] > played.inputs.as_of) break;
    const int state = reference::entered_state(agreement_, log.code[e]);
    if (state < 0) continue;
    hit(ItemKind::state, state, 0);
    hit(ItemKind::move, before, state);
    before = state;
  }
}

void Coverage::take_defines(const Played& played, std::uint32_t subject) {
  const events::Log& log = *played.inputs.log;
  reference::Subject now;
  now.fields.resize(agreement_.fields.size());
  for (std::uint64_t e = log.subject_begin[subject]; e < log.subject_begin[subject + 1]; ++e) {
    if (log.time[e] > played.inputs.as_of) break;
    reference::take_fields(now, log, e);
    reference::take_owner(now, log, played.inputs.people, e);
    reference::take_hold(now, log, e);
    if (const int to = reference::entered_state(agreement_, log.code[e]); to >= 0) now.state = to;
    for (std::size_t d = 0; d < agreement_.defines.size(); ++d) {
      const agreement::Define& define = agreement_.defines[d];
      if (!is_two_sided(define)) continue;
      // A condition that cannot be answered here decides nothing here.
      if (const auto value = reference::value_of(define.value, {now, log.time[e]})) {
        hit(ItemKind::define, static_cast<int>(d), *value != 0 ? 1 : 0);
      }
    }
  }
}

}  // namespace sla::exercise
