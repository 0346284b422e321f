#include "compiler/analyze/quantity/reasoner.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include "runtime/time/instant.h"

namespace sla::analyze::quantity {

using agreement::Expression;
using agreement::Op;
using agreement::TypeKind;
using solve::Term;
using solve::Verdict;

namespace {

/// What people write as a value of a type: from where on, in which steps (0: any).
struct Ordinary {
  std::int64_t from = 0, step = 0;
};

Ordinary ordinary_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::integer: return {0, 1};
    case TypeKind::decimal:
    case TypeKind::percent:
    case TypeKind::money: return {0, agreement::kScale};
    case TypeKind::date: return {time::days_from_civil(2026, 1, 1), 1};
    case TypeKind::instant: return {time::days_from_civil(2026, 1, 1) * time::kDay, time::kHour};
    case TypeKind::duration:
    case TypeKind::business_duration: return {time::kHour, time::kHour};
    default: return {};
  }
}

}  // namespace

Reasoner::Reasoner(const agreement::Agreement& record, const Options& options,
                   const solve::Provider& solver)
    : record(record), options(options), encoder(record, terms), session_(solver.open(terms)) {}

bool Reasoner::impossible(std::span<const Term> together) {
  return session_->ask(together).verdict == Verdict::impossible;
}

bool Reasoner::possible(const std::vector<Term>& together) {
  return session_->ask(together).verdict == Verdict::possible;
}

std::optional<solve::Answer> Reasoner::answer(const std::vector<Term>& together) {
  solve::Answer answer = session_->ask(together);
  if (answer.verdict != Verdict::possible) return std::nullopt;
  return answer;
}

std::int64_t Reasoner::number(const solve::Answer& answer, Term term) const {
  const solve::Node& node = terms.node(term);
  if (node.op == solve::Op::constant) return node.value;
  if (node.op == solve::Op::variable) return answer.values[static_cast<std::size_t>(node.value)];
  std::int64_t result = 0;
  for (const Term child : node.children) result += number(answer, child);
  if (node.op == solve::Op::multiply) result *= node.value;
  return result;
}

std::optional<Facts> Reasoner::example(std::vector<Term> together) {
  solve::Answer answer = session_->ask(together);
  if (answer.verdict != Verdict::possible) return std::nullopt;
  const auto prefer = [&](Term wish) {
    together.push_back(wish);
    solve::Answer nicer = session_->ask(together);
    if (nicer.verdict != Verdict::possible) {
      together.pop_back();
      return false;
    }
    answer = std::move(nicer);
    return true;
  };
  prefer(encoder.nothing_owed_before());
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const int field = static_cast<int>(i);
    const bool is_own = record.fields[i].of_parent < 0 && record.fields[i].of_event < 0;
    prefer(is_own ? encoder.known(field) : terms.not_(encoder.known(field)));
    const Ordinary ordinary = ordinary_of(record.fields[i].type.kind);
    if (record.fields[i].type.kind == TypeKind::text) {
      const auto named = static_cast<std::int64_t>(record.texts.size());
      prefer(terms.less(encoder.value(field), terms.number(named)));
    }
    if (ordinary.step == 0) continue;
    prefer(terms.less_equal(terms.number(ordinary.from), encoder.value(field)));
    const Term count = terms.number_variable(INT64_MIN / 2, INT64_MAX / 2);
    prefer(terms.equal(encoder.value(field), terms.times(ordinary.step, count)));
    for (std::int64_t most = 100; most <= 100'000'000; most *= 1000) {
      const std::int64_t up_to = ordinary.from + most * ordinary.step;
      if (prefer(terms.less_equal(encoder.value(field), terms.number(up_to)))) break;
    }
  }
  return encoder.facts(answer);
}

std::vector<std::size_t> Reasoner::core(std::vector<Term> given, const std::vector<Term>& parts) {
  std::vector<bool> needed(parts.size(), true);
  const auto conflict = [&] {
    std::vector<Term> together = given;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (needed[i]) together.push_back(parts[i]);
    }
    return impossible(together);
  };
  if (!conflict()) return {};
  for (std::size_t i = parts.size(); i-- > 0;) {
    needed[i] = false;
    if (!conflict()) needed[i] = true;
  }
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (needed[i]) result.push_back(i);
  }
  return result;
}

bool Reasoner::always(const Expression& condition) {
  return impossible({encoder.fails(condition)}) &&
         evaluator_agrees(record, options, condition, true);
}

bool Reasoner::never(const Expression& condition) {
  return impossible({encoder.holds(condition)}) &&
         evaluator_agrees(record, options, condition, false);
}

std::vector<const Expression*> parts_of(const Expression& condition, Op op) {
  if (condition.op != op) return {&condition};
  std::vector<const Expression*> parts;
  for (const Expression& child : condition.children) {
    const auto below = parts_of(child, op);
    parts.insert(parts.end(), below.begin(), below.end());
  }
  return parts;
}

void for_each_below(const Expression& condition,
                    const std::function<void(const Expression&)>& visit) {
  visit(condition);
  for (const Expression& child : condition.children) for_each_below(child, visit);
}

bool is_constant(const Expression& condition) {
  bool asks = false;
  for_each_below(condition, [&](const Expression& e) {
    asks = asks || e.op == Op::field || e.op == Op::field_known || e.op == Op::in_states ||
           e.op == Op::was_in_states || e.op == Op::on_hold || e.op == Op::clause_is;
  });
  return !asks;
}

std::vector<int> fields_of(const std::vector<const Expression*>& conditions) {
  std::set<int> fields;
  for (const Expression* condition : conditions) {
    for_each_below(*condition, [&](const Expression& e) {
      if (e.op == Op::field || e.op == Op::field_known) fields.insert(e.index);
    });
  }
  return {fields.begin(), fields.end()};
}

namespace {

/// Values of a field around those that a condition names beside it.
class Candidates {
 public:
  Candidates(const agreement::Agreement& record, const Expression& condition) : record_(record) {
    std::set<std::int64_t> numbers = {0};
    for_each_below(condition, [&](const Expression& e) {
      if (e.op == Op::constant) numbers.insert({e.value - 1, e.value, e.value + 1});
      for (const std::int64_t value : e.list) numbers.insert({value - 1, value, value + 1});
    });
    numbers_.assign(numbers.begin(), numbers.end());
  }

  std::vector<std::optional<std::int64_t>> of(int field) const {
    std::vector<std::optional<std::int64_t>> values = {std::nullopt};
    const agreement::Type& type = record_.fields[static_cast<std::size_t>(field)].type;
    const auto add_up_to = [&](std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) values.emplace_back(static_cast<std::int64_t>(i));
    };
    if (type.kind == TypeKind::yes_no) {
      add_up_to(2);
    } else if (type.kind == TypeKind::choice) {
      add_up_to(record_.fields[static_cast<std::size_t>(type.field)].choices.size());
    } else if (type.kind == TypeKind::text) {
      add_up_to(record_.texts.size() + 1);
    } else {
      values.insert(values.end(), numbers_.begin(), numbers_.end());
    }
    return values;
  }

 private:
  const agreement::Agreement& record_;
  std::vector<std::int64_t> numbers_;
};

}  // namespace

bool evaluator_agrees(const agreement::Agreement& record, const Options& options,
                      const Expression& condition, bool answer) {
  if (!options.holds) return false;
  constexpr int kSamples = 256;
  const Candidates candidates(record, condition);
  const std::vector<int> fields = fields_of({&condition});
  std::vector<std::vector<std::optional<std::int64_t>>> values;
  for (const int field : fields) values.push_back(candidates.of(field));
  const auto states = static_cast<int>(record.lifecycle.states.size());
  Facts facts;
  facts.fields.resize(record.fields.size());
  std::uint64_t random = 1;  // Always the same samples.
  const auto pick = [&](std::size_t count) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(random >> 33) % count;
  };
  for (int sample = 0; sample < kSamples; ++sample) {
    for (std::size_t i = 0; i < fields.size(); ++i)
      facts.fields[static_cast<std::size_t>(fields[i])] = values[i][pick(values[i].size())];
    facts.state = static_cast<int>(pick(static_cast<std::size_t>(states) + 1)) - 1;
    facts.state_before = static_cast<int>(pick(static_cast<std::size_t>(states) + 1)) - 1;
    facts.on_hold = pick(2) == 1;
    const std::optional<bool> said = options.holds(condition, facts);
    if (said && *said != answer) return false;
  }
  return true;
}

void look_at_all(const Subject& subject, Look look, std::vector<diagnose::Finding>& findings) {
  if (!subject.options.solver || !subject.options.holds) return;
  look(subject.whole, subject.options, findings);
  for (const agreement::Agreement& other : subject.whole.others)
    look(other, subject.options, findings);
}

}  // namespace sla::analyze::quantity
