#pragma once

#include <string>

namespace sla::ingest {

/// Why a log could not be read at all (an environment failure, exit code 3). Things that are wrong
/// with single rows are data findings instead. `message` is lower case without a final stop and
/// names the path where there is one; `help` is the only place that proposes something, and may be
/// empty.
struct IngestError {
  std::string message;
  std::string help;
};

}  // namespace sla::ingest
