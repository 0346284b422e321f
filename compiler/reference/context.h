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
};

/// Nothing, or why the subject cannot be judged.
using Done = Answer<void>;

}  // namespace sla::reference
