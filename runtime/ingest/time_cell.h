#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/ingest/mapping.h"
#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

struct TimeCell {
  enum class Problem : std::uint8_t { none, malformed, out_of_range };

  time::Instant instant = 0;
  time::Resolution resolution = time::Resolution::kUnique;
  Problem problem = Problem::none;
  std::string help;  ///< Why it is malformed.
};

/// Reads a time in the mapping's format: text as time::parse_instant reads it, or seconds or
/// milliseconds since 1970 with at most six decimal places (what is below a microsecond is
/// dropped).
TimeCell read_time(std::string_view text, TimeFormat format, const time::Zone& zone,
                   int dates_at_minute);

}  // namespace sla::ingest
