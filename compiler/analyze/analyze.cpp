#include "compiler/analyze/analyze.h"

#include <utility>

#include "compiler/analyze/one_sided.h"
#include "compiler/analyze/quantity/quantity.h"

namespace sla::analyze {
namespace {

using Check = void (*)(const Subject& subject, std::vector<diagnose::Finding>& findings);

constexpr Check kChecks[] = {
    divided_ownership,
    conflicting_quantities,
    pays_for_less,
    strict_targets,
    guards,
    one_sided,
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
