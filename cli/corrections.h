#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/verdicts/corrections.h"

namespace sla::cli {

struct CorrectionOptions {
  std::optional<std::string> of;     ///< An earlier verdict file.
  std::optional<std::string> as_of;  ///< When it was judged, if it does not show that itself.
  std::optional<std::string> to;     ///< Where to write the corrections.
};

/// What is to be corrected of an earlier verdict file.
struct Corrections {
  std::string of;
  time::Instant as_of = 0;  ///< Of the earlier file.
  std::string zone;         ///< For people.
  std::vector<verdicts::Correction> rows;
};

/// All verdicts of what is known today, as of an instant; an error is a bug of ours.
using RowsAsOf =
    std::function<std::expected<std::vector<verdicts::NamedRow>, std::string>(time::Instant)>;

/// Reads the earlier file, judges again as of its instant and compares. Says what is wrong and sets
/// the exit code when that cannot be done. `now` is the as-of instant of today's verdicts, `zone`
/// the agreement's.
std::optional<Corrections> find_corrections(const CorrectionOptions& options,
                                            const RowsAsOf& rows_as_of, time::Instant now,
                                            const std::string& zone, int& exit_code);

/// The part of the report for people. Not a stable format.
std::string corrections_text(const Corrections& corrections, bool colour);

}  // namespace sla::cli
