#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/verdicts/rows.h"

namespace sla::verdicts {

/// Something that was said as of an instant and would be said differently now, as of that same
/// instant. What merely went on with time is none.
struct Correction {
  enum class Kind : std::uint8_t {
    changed,    ///< Both are there.
    added,      ///< `is` should have been said.
    withdrawn,  ///< `was` should not have been.
  } kind = Kind::changed;
  std::optional<NamedRow> was, is;
  std::vector<std::string_view> columns;  ///< Those that differ, in the order of kRowColumns.

  const NamedRow& row() const { return was ? *was : *is; }
  /// Whether a verdict is concerned that was, or should have been, final; otherwise an obligation
  /// that was open in both.
  bool final() const;
};
std::string_view name_of(Correction::Kind kind);

/// Compares what was said with what is said, both as of one instant. Rows of a clause and subject
/// are paired by start, those left over by cycle. Neither the version nor a cycle that alone
/// differs is a correction, nor is an empty period (`no data`) that is listed or not. In the order
/// of `was`, then of `is`.
std::vector<Correction> compare(std::span<const NamedRow> was, std::span<const NamedRow> is);

/// The columns of a correction file: correction, final, clause, subject, changed, and was_ and is_
/// of every other column of a row.
std::span<const RecordColumn> correction_columns();
/// The cells of a correction in that order; empty where a row is not there.
Records::Cells cells_of(const Correction& correction);
/// Corrections as records of a file. Borrows its argument.
Records correction_records(const std::vector<Correction>& corrections);

}  // namespace sla::verdicts
