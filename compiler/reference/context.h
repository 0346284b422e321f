#pragma once

#include "compiler/agreement/agreement.h"
#include "compiler/reference/conditions.h"
#include "compiler/reference/trace.h"
#include "runtime/verdicts/inputs.h"

namespace sla::reference {

/// What the clauses of one subject are judged by, and where their results go. All borrowed for one
/// evaluation; `trace` is null unless evidence is wanted.
struct Context {
  const agreement::Agreement& agreement;
  const verdicts::Inputs& inputs;
  verdicts::Outcome& outcome;
  Trace* trace = nullptr;
  const Obligations* obligations = nullptr;  ///< What the subject's clauses say of each other.

  /// What a condition that an event asks is asked about.
  Scene scene(const Moment& moment, const Subject& subject) const {
    return {subject, moment.time, moment.state_before, obligations};
  }
  bool in_term(Instant t) const { return t >= agreement.term_begin && t < agreement.term_end; }
};

/// Evidence about a clause at an event, whoever has the subject after it. `step`: what else is
/// known.
inline Step step_at(StepKind kind, Reason reason, std::uint16_t clause, const Moment& moment,
                    const Subject& subject, Step step = {}) {
  step.kind = kind;
  step.reason = reason;
  step.clause = clause;
  step.event = moment.event;
  step.time = moment.time;
  step.owner = subject.owner;
  step.team = subject.team;
  return step;
}

/// Nothing, or why the subject cannot be judged.
using Done = Answer<void>;

}  // namespace sla::reference
