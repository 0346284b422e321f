#pragma once

#include <expected>
#include <optional>
#include <string>

#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"
#include "runtime/verdicts/row_spool.h"
#include "runtime/verdicts/summary.h"

namespace sla::driver {

/// Why a history of this policy must be in memory whole to be judged; nothing when it can be judged
/// a range of subjects at a time.
std::optional<std::string> needs_whole_history(const agreement::Agreement& agreement);

/// What is said of a history that is judged in parts. Borrows the agreement and the history.
struct LargeOutcome {
  verdicts::PolicyShape shape;
  verdicts::Summary summary;
};

/// Judges a history whose events wait in a file, some subjects after the others, and adds what is
/// found about the data. `rows` (null: nowhere) takes the obligations. The same as of a history in
/// memory. The error is the file's, or a bug of ours.
std::expected<LargeOutcome, std::string> evaluate_large(const agreement::Agreement& agreement,
                                                        History& history, Engine engine,
                                                        verdicts::RowSpool* rows);

}  // namespace sla::driver
