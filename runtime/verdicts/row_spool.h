#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/events/spill_file.h"
#include "runtime/verdicts/rows.h"

namespace sla::verdicts {

/// Rows of verdicts that wait in temporary files, one a clause, until all are there: they come by
/// subject and are wanted by clause.
class RowSpool {
 public:
  /// The error says why there cannot be such files.
  static std::expected<RowSpool, std::string> make(std::size_t clauses);

  /// Adds the obligations of an outcome. Those of later calls are about later subjects.
  std::expected<void, std::string> add(const PolicyShape& policy, const Outcome& outcome,
                                       const events::Log& log);
  std::expected<void, std::string> flush();
  /// What for_each_row gives for the whole log, as records of a file. Borrows its arguments. Going
  /// through them throws a std::runtime_error when a temporary file cannot be read.
  Records records(const PolicyShape& policy, const Summary& summary) const;

 private:
  RowSpool() = default;
  void each(std::size_t clause, const std::function<void(const Records::Cells&)>& take) const;

  std::vector<events::SpillFile> files_;  ///< By clause.
};

}  // namespace sla::verdicts
