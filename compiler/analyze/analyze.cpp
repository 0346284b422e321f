#include "compiler/analyze/analyze.h"

#include <utility>

#include "compiler/analyze/clarity/bare_clauses.h"
#include "compiler/analyze/clarity/too_much.h"
#include "compiler/analyze/clarity/unused.h"
#include "compiler/analyze/graph/clock_traps.h"
#include "compiler/analyze/graph/never_produced.h"
#include "compiler/analyze/graph/orphan_state.h"
#include "compiler/analyze/graph/reset_loop.h"
#include "compiler/analyze/one_sided.h"
#include "compiler/analyze/quantity/quantity.h"
#include "compiler/analyze/time/time_checks.h"

namespace sla::analyze {
namespace {

using Check = void (*)(const Subject& subject, std::vector<diagnose::Finding>& findings);

void business_time(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  check_time(subject.whole, findings);
}

constexpr Check kChecks[] = {
    reset_loops,
    orphan_states,
    clock_traps,
    unreachable_discharges,
    divided_ownership,
    conflicting_quantities,
    pays_for_less,
    strict_targets,
    guards,
    never_produced,
    exceptions,
    tiers,
    length,
    unused_definitions,
    unused_states,
    bare_clauses,
    one_sided,
    business_time,
};

}  // namespace

std::vector<diagnose::Finding> analyze(const agreement::Agreement& agreement,
                                       const Options& options) {
  std::vector<diagnose::Finding> findings;
  const Subject subject{agreement, options};
  for (const Check check : kChecks) check(subject, findings);
  return findings;
}

diagnose::Finding finding(diagnose::Code code, source::Span span, std::string message,
                          std::string label) {
  diagnose::Findings one;
  return one.add(code, span, std::move(message), std::move(label));
}

}  // namespace sla::analyze
