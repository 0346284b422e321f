#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sla::lsp {

/// A log that lies beside a policy, as `sla init` and the examples lay it out.
struct SampleData {
  std::vector<std::string> events;
  std::optional<std::string> roster;
};

/// The files of the folder `data` beside the policy (else those beside it) that hold a log, and its
/// `roster.csv`. Nothing when there is no log.
std::optional<SampleData> sample_data(const std::string& policy);

}  // namespace sla::lsp
