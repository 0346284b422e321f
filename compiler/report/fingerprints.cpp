#include <string>
#include <vector>

#include "compiler/report/report.h"
#include "compiler/suppress/fingerprint.h"

namespace sla::report {

// The same as in baselines, so that a finding has one name everywhere.
std::vector<std::string> fingerprints(const Policy& policy) {
  std::vector<std::string> result;
  for (const suppress::Fingerprint& print : suppress::fingerprints(policy.findings, policy.sources))
    result.push_back(print.text);
  return result;
}

}  // namespace sla::report
