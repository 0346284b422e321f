#include "compiler/compare/satisfy.h"

#include <algorithm>

#include "compiler/agreement/words.h"

namespace sla::compare {
namespace {

using agreement::Expression;
using agreement::Field;
using agreement::Op;
using agreement::TypeKind;
using All = std::vector<Circumstances>;

/// The next value on a scale: what decides a comparison and still reads well.
std::int64_t step_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::decimal:
    case TypeKind::money:
    case TypeKind::percent: return agreement::kScale;
    case TypeKind::instant:
    case TypeKind::duration:
    case TypeKind::business_duration: return time::kMinute;
    default: return 1;
  }
}

Op negated(Op op) {
  switch (op) {
    case Op::equal: return Op::not_equal;
    case Op::not_equal: return Op::equal;
    case Op::less: return Op::greater_equal;
    case Op::less_equal: return Op::greater;
    case Op::greater: return Op::less_equal;
    case Op::greater_equal: return Op::less;
    default: return op;
  }
}

/// The same comparison with its sides exchanged.
Op mirrored(Op op) {
  switch (op) {
    case Op::less: return Op::greater;
    case Op::less_equal: return Op::greater_equal;
    case Op::greater: return Op::less;
    case Op::greater_equal: return Op::less_equal;
    default: return op;
  }
}

class Solver {
 public:
  explicit Solver(const Agreement& agreement) : a_(agreement) {}

  All solve(const Expression& e, bool holds) const {
    switch (e.op) {
      case Op::not_: return solve(e.children[0], !holds);
      case Op::and_: return holds ? together(e, true) : either(e, false);
      case Op::or_: return holds ? either(e, true) : together(e, false);
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: return comparison(e, holds);
      case Op::in_list: return in_list(e, holds);
      case Op::field: return {with(e.index, holds ? 1 : 0)};
      case Op::field_known: return known(e, holds);
      case Op::in_states:
      case Op::was_in_states: return states(e, holds);
      case Op::on_hold: {
        Circumstances only;
        only.on_hold = holds;
        return {only};
      }
      case Op::otherwise: return solve(e.children[0], holds);
      default: return {Circumstances{}};
    }
  }

 private:
  const Field& field(int index) const { return a_.fields[static_cast<std::size_t>(index)]; }

  Circumstances with(int index, std::int64_t value) const {
    const Field& of = field(index);
    Given given{of.name, of.type.kind, true, value, {}};
    if (of.type.kind == TypeKind::text) {
      given.value = 0;
      given.text = value >= 0 && value < static_cast<std::int64_t>(a_.texts.size())
                       ? a_.texts[static_cast<std::size_t>(value)]
                       : "something else";
    }
    if (of.type.kind == TypeKind::choice && value >= 0 &&
        value < static_cast<std::int64_t>(of.choices.size())) {
      given.text = of.choices[static_cast<std::size_t>(value)];
    }
    Circumstances only;
    only.fields.emplace(of.name, std::move(given));
    return only;
  }

  All together(const Expression& e, bool holds) const {
    All all = {Circumstances{}};
    for (const Expression& child : e.children) {
      All next;
      for (const Circumstances& mine : all) {
        for (const Circumstances& theirs : solve(child, holds)) {
          if (next.size() < kMostCircumstances) next.push_back(merged(mine, theirs));
        }
      }
      all = std::move(next);
    }
    return all;
  }

  All either(const Expression& e, bool holds) const {
    All all;
    for (const Expression& child : e.children) {
      for (Circumstances& each : solve(child, holds)) {
        if (all.size() < kMostCircumstances) all.push_back(std::move(each));
      }
    }
    return all;
  }

  /// The field below a default, if this is one.
  static const Expression* read(const Expression& e) {
    if (e.op == Op::field) return &e;
    return e.op == Op::otherwise ? read(e.children[0]) : nullptr;
  }

  All comparison(const Expression& e, bool holds) const {
    Op op = holds ? e.op : negated(e.op);
    const Expression* subject = read(e.children[0]);
    const Expression* bound = &e.children[1];
    if (subject == nullptr) {
      subject = read(e.children[1]);
      bound = &e.children[0];
      op = mirrored(op);
    }
    if (subject == nullptr || bound->op != Op::constant) return {Circumstances{}};
    const std::int64_t value = bound->value, step = step_of(subject->type.kind);
    switch (op) {
      case Op::less: return {with(subject->index, value - step)};
      case Op::greater: return {with(subject->index, value + step)};
      case Op::not_equal: return others(subject->index, {value});
      default: return {with(subject->index, value)};
    }
  }

  All in_list(const Expression& e, bool holds) const {
    const Expression* subject = read(e.children[0]);
    if (subject == nullptr) return {Circumstances{}};
    if (!holds) return others(subject->index, e.list);
    All all;
    for (const std::int64_t value : e.list) {
      if (all.size() < kMostCircumstances) all.push_back(with(subject->index, value));
    }
    return all;
  }

  /// Values of a field that are none of these.
  All others(int index, const std::vector<std::int64_t>& values) const {
    const Field& of = field(index);
    if (of.type.kind == TypeKind::text) return {with(index, -1)};
    if (of.type.kind != TypeKind::choice) {
      const std::int64_t most = *std::ranges::max_element(values);
      return {
          with(index, of.type.kind == TypeKind::yes_no ? 1 - most : most + step_of(of.type.kind))};
    }
    All all;
    for (std::size_t c = 0; c < of.choices.size() && all.size() < kMostCircumstances; ++c) {
      const auto value = static_cast<std::int64_t>(c);
      if (std::ranges::find(values, value) == values.end()) all.push_back(with(index, value));
    }
    if (all.empty()) all.emplace_back();
    return all;
  }

  All known(const Expression& e, bool holds) const {
    const Field& of = field(e.index);
    Circumstances only;
    Given given = some_value(of);
    given.known = holds;
    only.fields.emplace(of.name, std::move(given));
    return {only};
  }

  All states(const Expression& e, bool holds) const {
    All all;
    for (std::size_t s = 0; s < a_.lifecycle.states.size(); ++s) {
      if ((((e.value >> s) & 1) != 0) != holds || all.size() >= kMostCircumstances) continue;
      all.emplace_back().state = a_.lifecycle.states[s].name;
    }
    if (all.empty()) all.emplace_back();
    return all;
  }

  const Agreement& a_;
};

}  // namespace

std::vector<Circumstances> satisfy(const Agreement& agreement, const Expression& condition,
                                   bool holds) {
  All all = Solver(agreement).solve(condition, holds);
  if (all.empty()) all.emplace_back();
  return all;
}

Circumstances merged(const Circumstances& a, const Circumstances& b) {
  Circumstances both = a;
  both.fields.insert(b.fields.begin(), b.fields.end());
  if (both.state.empty()) both.state = b.state;
  if (!both.on_hold) both.on_hold = b.on_hold;
  return both;
}

Given some_value(const Field& field) {
  Given given{field.name, field.type.kind, true, 1, {}};
  switch (field.type.kind) {
    case TypeKind::integer: given.value = 50; break;
    case TypeKind::decimal:
    case TypeKind::percent: given.value = 50 * agreement::kScale; break;
    case TypeKind::money: given.value = 1000 * agreement::kScale; break;
    case TypeKind::text: given.text = "something"; break;
    case TypeKind::choice:
      given.value = 0;
      given.text = field.choices.empty() ? "" : field.choices.front();
      break;
    case TypeKind::yes_no: break;
    case TypeKind::date: given.value = time::days_from_civil(2026, 3, 2); break;
    case TypeKind::instant: given.value = time::days_from_civil(2026, 3, 2) * time::kDay; break;
    case TypeKind::duration:
    case TypeKind::business_duration: given.value = time::kHour; break;
  }
  return given;
}

}  // namespace sla::compare
