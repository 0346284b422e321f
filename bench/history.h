#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bench/workload.h"

namespace sla::bench {

/// What a history is made of. Everything else is the same for all, so that times can be compared.
struct HistoryShape {
  std::uint32_t leads = 1'000'000;
  std::uint32_t per_lead = 10;  ///< Events of a lead on average; from half of it to one and a half.
  std::uint32_t days = 21;      ///< Over how long they are spread.
};

/// A year of leads with events of every kind that the agreement declares, evenly, grouped by lead.
/// Deterministic. Times are whole seconds and a lead's are all different, so that every engine
/// sees the same order; fields get one value each with a lead's first event.
std::unique_ptr<Workload> make_history(const agreement::Agreement& agreement, HistoryShape shape);

/// Writes the columns that peers load as raw little-endian files into a folder: lead.u32,
/// time.u32 (seconds since 1970), kind.u8 (0 for the first declared event), field_N.i64 (by lead).
/// The first column file that cannot be written is the error, by name; else it is empty.
std::string export_columns(const Workload& workload, const agreement::Agreement& agreement,
                           const std::string& folder);

}  // namespace sla::bench
