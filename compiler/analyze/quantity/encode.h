#pragma once

#include <map>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/analyze.h"
#include "compiler/solve/solve.h"

namespace sla::analyze::quantity {

/// Conditions of one record as terms of the solver, about one subject at one event. What evaluation
/// does is followed exactly: a condition that reads a field without a value, divides by zero or
/// overflows has no answer, and `and` and `or` do not ask their right side when the left decides.
class Encoder {
 public:
  Encoder(const agreement::Agreement& agreement, solve::Terms& terms);

  /// The condition has the answer yes, or no. Of a condition that is not there: always, never.
  solve::Term holds(const agreement::Expression& condition);
  solve::Term holds(const std::optional<agreement::Expression>& condition);
  solve::Term fails(const agreement::Expression& condition);
  solve::Term fails(const std::optional<agreement::Expression>& condition);

  /// It does not hold, or is not there: an exception that makes none.
  solve::Term spares(const std::optional<agreement::Expression>& exception);
  /// The condition has an answer; a subject for which one has none gets no verdicts.
  solve::Term answers(const agreement::Expression& condition);

  /// The event is one that the trigger names, as far as states say.
  solve::Term at(const agreement::Trigger& trigger);
  /// The event is one that does this.
  solve::Term at(const agreement::Discharge& discharge);
  solve::Term known(int field) const;
  solve::Term value(int field) const;
  solve::Term state_in(std::uint64_t states);
  /// No clause has had an obligation yet.
  solve::Term nothing_owed_before();

  /// The subject that an answer describes.
  Facts facts(const solve::Answer& answer) const;

 private:
  struct Coded {
    solve::Term value, fault;
  };
  struct Field {
    solve::Term known, value;
  };

  Coded code(const agreement::Expression& e);
  Coded both(const agreement::Expression& e);
  Coded compared(const agreement::Expression& e, Coded a, Coded b);
  Coded calculated(const agreement::Expression& e, Coded a, Coded b);
  Coded listed(const agreement::Expression& e);
  Coded fallback(const agreement::Expression& e);
  Coded outcome(const agreement::Expression& e);
  Coded in_range(solve::Term value, std::vector<solve::Term> faults);
  solve::Term constant(const agreement::Type& type, std::int64_t value);
  solve::Term is_one_of(solve::Term state, std::uint64_t states);
  solve::Term on_events(const agreement::EventSet& events);
  Field make_field(const agreement::Field& field);

  const agreement::Agreement& agreement_;
  solve::Terms& terms_;
  std::vector<Field> fields_;
  solve::Term state_, state_before_, on_hold_;
  /// By clause whose outcome is asked: the status of its latest obligation (-1: none), and whether
  /// that has stopped.
  std::map<int, std::pair<solve::Term, solve::Term>> standings_;
};

}  // namespace sla::analyze::quantity
