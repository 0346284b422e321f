#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "compiler/driver/compile.h"
#include "compiler/report/report.h"

namespace sla::cli {

/// How verbs whose answer is findings give it: the flags that they share.
struct FindingsOutput {
  std::string format;  ///< Empty: not said, which is text.
  std::optional<std::string> output;
  std::size_t max_errors = 50;
};

/// Adds `--format` (or SLA_FORMAT), `--output` and `--max-errors`; `options` must outlive the
/// parsing.
void add_findings_options(CLI::App& verb, FindingsOutput& options);

/// What was found in a policy, as a part of a report. The findings are copied, the texts taken.
report::Policy reported(const std::string& path, driver::Checked checked);
/// A policy that could not be read or judged.
report::Policy not_judged(const std::string& path, report::Failure failure);

/// Says what was found: text on standard error, other formats on standard output, or all of it in
/// the file of `--output`. In a job of GitHub's that asked for annotations, the job's page gets a
/// summary. Failures are also said on standard error, as errors. Answers with the exit code, but
/// for what findings are a failure: 0, or 3 if a policy could not be read or the report not be
/// written.
int tell(const report::Report& report, const FindingsOutput& options);

}  // namespace sla::cli
