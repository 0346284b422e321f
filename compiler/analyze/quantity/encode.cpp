#include "compiler/analyze/quantity/encode.h"

#include <cstdint>
#include <limits>

#include "runtime/time/civil.h"
#include "runtime/time/instant.h"
#include "runtime/verdicts/outcome.h"

namespace sla::analyze::quantity {
namespace {

using agreement::Expression;
using agreement::Op;
using agreement::TypeKind;
using solve::Term;

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

}  // namespace

Encoder::Encoder(const agreement::Agreement& agreement, solve::Terms& terms)
    : agreement_(agreement),
      terms_(terms),
      state_(terms.number_variable(-1, static_cast<int>(agreement.lifecycle.states.size()) - 1)),
      state_before_(
          terms.number_variable(-1, static_cast<int>(agreement.lifecycle.states.size()) - 1)),
      on_hold_(terms.truth_variable()) {
  for (const agreement::Field& field : agreement.fields) fields_.push_back(make_field(field));
}

Encoder::Field Encoder::make_field(const agreement::Field& field) {
  const Term known = terms_.truth_variable();
  const auto numbers = [&](std::int64_t lowest, std::int64_t highest) {
    return Field{known, terms_.number_variable(lowest, highest)};
  };
  switch (field.type.kind) {
    case TypeKind::yes_no: return {known, terms_.truth_variable()};
    case TypeKind::choice: {
      const auto& choices = agreement_.fields[static_cast<std::size_t>(field.type.field)].choices;
      return numbers(0, static_cast<std::int64_t>(choices.size()) - 1);
    }
    // Of texts that the agreement does not name as many as there are fields: no two need be equal.
    case TypeKind::text:
      return numbers(
          0, static_cast<std::int64_t>(agreement_.texts.size() + agreement_.fields.size()) - 1);
    case TypeKind::date:
      return numbers(time::days_from_civil(time::kMinYear, 1, 1),
                     time::days_from_civil(time::kMaxYear, 12, 31));
    case TypeKind::instant: return numbers(time::kMinInstant, time::kMaxInstant);
    default: return numbers(kLowest, kHighest);
  }
}

Term Encoder::holds(const Expression& condition) {
  const Coded coded = code(condition);
  return terms_.all_of({coded.value, terms_.not_(coded.fault)});
}

Term Encoder::fails(const Expression& condition) {
  const Coded coded = code(condition);
  return terms_.all_of({terms_.not_(coded.value), terms_.not_(coded.fault)});
}

Term Encoder::holds(const std::optional<Expression>& condition) {
  return condition ? holds(*condition) : terms_.truth(true);
}

Term Encoder::fails(const std::optional<Expression>& condition) {
  return condition ? fails(*condition) : terms_.truth(false);
}

Term Encoder::spares(const std::optional<Expression>& exception) {
  return exception ? fails(*exception) : terms_.truth(true);
}

Term Encoder::answers(const Expression& condition) { return terms_.not_(code(condition).fault); }

Term Encoder::known(int field) const { return fields_[static_cast<std::size_t>(field)].known; }
Term Encoder::value(int field) const { return fields_[static_cast<std::size_t>(field)].value; }

Term Encoder::is_one_of(Term state, std::uint64_t states) {
  std::vector<Term> any;
  for (std::size_t i = 0; i < agreement_.lifecycle.states.size(); ++i) {
    if ((states >> i & 1u) != 0)
      any.push_back(terms_.equal(state, terms_.number(static_cast<std::int64_t>(i))));
  }
  return terms_.any_of(std::move(any));
}

Term Encoder::state_in(std::uint64_t states) { return is_one_of(state_, states); }

/// After an entry the lead is in the state entered; other events say nothing of it.
Term Encoder::on_events(const agreement::EventSet& events) {
  std::uint64_t entered = 0;
  for (const events::Code code : events) {
    const bool enters = code >= events::kFirstState &&
                        code < events::kFirstState + agreement_.lifecycle.states.size();
    if (!enters) return terms_.truth(true);
    entered |= std::uint64_t{1} << (code - events::kFirstState);
  }
  return events.empty() ? terms_.truth(true) : state_in(entered);
}

Term Encoder::at(const agreement::Trigger& trigger) {
  if (trigger.kind == agreement::Trigger::Kind::leaving) {
    return terms_.all_of({is_one_of(state_before_, trigger.left_states),
                          terms_.not_(terms_.equal(state_, state_before_))});
  }
  const Term in = trigger.in_states == 0 ? terms_.truth(true) : state_in(trigger.in_states);
  return terms_.all_of({on_events(trigger.events), in});
}

Term Encoder::at(const agreement::Discharge& discharge) {
  if (discharge.left_states != 0) {
    return terms_.all_of({is_one_of(state_before_, discharge.left_states),
                          terms_.not_(state_in(discharge.left_states))});
  }
  if (discharge.fields.empty()) return on_events(discharge.events);
  std::vector<Term> all;
  for (const int field : discharge.fields) all.push_back(known(field));
  return terms_.all_of(std::move(all));
}

Term Encoder::constant(const agreement::Type& type, std::int64_t value) {
  return type.kind == TypeKind::yes_no ? terms_.truth(value != 0) : terms_.number(value);
}

Encoder::Coded Encoder::code(const Expression& e) {
  const Term never = terms_.truth(false);
  switch (e.op) {
    case Op::constant: return {constant(e.type, e.value), never};
    case Op::field: return {value(e.index), terms_.not_(known(e.index))};
    case Op::field_known: return {known(e.index), never};
    case Op::in_states: return {state_in(static_cast<std::uint64_t>(e.value)), never};
    case Op::was_in_states:
      return {is_one_of(state_before_, static_cast<std::uint64_t>(e.value)), never};
    case Op::on_hold: return {on_hold_, never};
    case Op::clause_is: return outcome(e);
    case Op::and_:
    case Op::or_: return both(e);
    case Op::not_: {
      const Coded inner = code(e.children[0]);
      return {terms_.not_(inner.value), inner.fault};
    }
    case Op::in_list: return listed(e);
    case Op::otherwise: return fallback(e);
    case Op::negate: {
      const Coded inner = code(e.children[0]);
      return in_range(terms_.times(-1, inner.value), {inner.fault});
    }
    default: break;
  }
  const Coded a = code(e.children[0]);
  const Coded b = code(e.children[1]);
  switch (e.op) {
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide: return calculated(e, a, b);
    default: return compared(e, a, b);
  }
}

/// The right side is asked, and can fail to answer, only where the left does not decide.
Encoder::Coded Encoder::both(const Expression& e) {
  const Coded a = code(e.children[0]);
  const Coded b = code(e.children[1]);
  const bool is_and = e.op == Op::and_;
  const Term undecided = is_and ? a.value : terms_.not_(a.value);
  const Term value = is_and ? terms_.all_of({a.value, b.value}) : terms_.any_of({a.value, b.value});
  return {value, terms_.any_of({a.fault, terms_.all_of({undecided, b.fault})})};
}

Encoder::Coded Encoder::compared(const Expression& e, Coded a, Coded b) {
  const Term fault = terms_.any_of({a.fault, b.fault});
  switch (e.op) {
    case Op::equal: return {terms_.equal(a.value, b.value), fault};
    case Op::not_equal: return {terms_.not_(terms_.equal(a.value, b.value)), fault};
    case Op::less: return {terms_.less(a.value, b.value), fault};
    case Op::less_equal: return {terms_.less_equal(a.value, b.value), fault};
    case Op::greater: return {terms_.less(b.value, a.value), fault};
    default: return {terms_.less_equal(b.value, a.value), fault};
  }
}

/// A product or quotient of two values that both vary is any number: what is shown of every number
/// holds for it, and an example has the evaluator's word.
Encoder::Coded Encoder::calculated(const Expression& e, Coded a, Coded b) {
  const auto anything = [&] { return terms_.number_variable(kLowest, kHighest); };
  const auto constant_of = [&](std::size_t child) {
    return e.children[child].op == Op::constant ? std::optional(e.children[child].value)
                                                : std::nullopt;
  };
  switch (e.op) {
    case Op::add: return in_range(terms_.sum({a.value, b.value}), {a.fault, b.fault});
    case Op::subtract:
      return in_range(terms_.sum({a.value, terms_.times(-1, b.value)}), {a.fault, b.fault});
    case Op::multiply: {
      const Term value = constant_of(1)   ? terms_.times(*constant_of(1), a.value)
                         : constant_of(0) ? terms_.times(*constant_of(0), b.value)
                                          : anything();
      return in_range(value, {a.fault, b.fault});
    }
    default: {
      const auto by = constant_of(1);
      if (by == 0) return {terms_.number(0), terms_.truth(true)};
      return in_range(by ? terms_.divided(a.value, *by) : anything(),
                      {a.fault, b.fault, terms_.equal(b.value, terms_.number(0))});
    }
  }
}

Encoder::Coded Encoder::in_range(Term value, std::vector<Term> faults) {
  faults.push_back(terms_.less(value, terms_.number(kLowest)));
  faults.push_back(terms_.less(terms_.number(kHighest), value));
  return {value, terms_.any_of(std::move(faults))};
}

Encoder::Coded Encoder::listed(const Expression& e) {
  const Coded operand = code(e.children[0]);
  std::vector<Term> any;
  for (const std::int64_t value : e.list)
    any.push_back(terms_.equal(operand.value, constant(e.children[0].type, value)));
  return {terms_.any_of(std::move(any)), operand.fault};
}

Encoder::Coded Encoder::fallback(const Expression& e) {
  const int field = e.children[0].index;
  const Coded other = code(e.children[1]);
  return {terms_.choose(known(field), value(field), other.value),
          terms_.all_of({terms_.not_(known(field)), other.fault})};
}

Encoder::Coded Encoder::outcome(const Expression& e) {
  auto found = standings_.find(e.index);
  if (found == standings_.end()) {
    const auto last = static_cast<std::int64_t>(verdicts::Status::excused);
    found =
        standings_
            .emplace(e.index, std::pair{terms_.number_variable(-1, last), terms_.truth_variable()})
            .first;
  }
  const auto [status, stopped] = found->second;
  std::vector<Term> any;
  for (std::int64_t one = 0; one <= static_cast<std::int64_t>(verdicts::Status::excused); ++one) {
    if ((e.value >> one & 1) != 0) any.push_back(terms_.equal(status, terms_.number(one)));
  }
  if ((e.value & agreement::kBreachedOpenBit) != 0) {
    const auto breached = static_cast<std::int64_t>(verdicts::Status::breached);
    any.push_back(
        terms_.all_of({terms_.equal(status, terms_.number(breached)), terms_.not_(stopped)}));
  }
  return {terms_.any_of(std::move(any)), terms_.truth(false)};
}

Term Encoder::nothing_owed_before() {
  std::vector<Term> all;
  for (const auto& [clause, standing] : standings_)
    all.push_back(terms_.equal(standing.first, terms_.number(-1)));
  return terms_.all_of(std::move(all));
}

Facts Encoder::facts(const solve::Answer& answer) const {
  const auto of = [&](Term term) {
    return answer.values[static_cast<std::size_t>(terms_.node(term).value)];
  };
  Facts facts;
  for (const Field& field : fields_) {
    facts.fields.push_back(of(field.known) != 0 ? std::optional(of(field.value)) : std::nullopt);
  }
  facts.state = static_cast<int>(of(state_));
  facts.state_before = static_cast<int>(of(state_before_));
  facts.on_hold = of(on_hold_) != 0;
  return facts;
}

}  // namespace sla::analyze::quantity
