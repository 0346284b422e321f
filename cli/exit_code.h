#pragma once

namespace sla::cli {

/// What every verb of `sla` answers to its caller; documented in docs/reference/command.md.
enum ExitCode : int {
  kClean = 0,
  kFindings = 1,       ///< The policy or the data has findings that matter to the verb.
  kUsage = 2,          ///< The command line does not say what to do.
  kUnreadable = 3,     ///< An input cannot be read, or an output cannot be written.
  kInternal = 4,       ///< A bug of ours.
  kInterrupted = 130,  ///< Ctrl-C ended `--watch`.
};

}  // namespace sla::cli
