#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "cli/report.h"

namespace sla::cli {

std::string percentage(std::int64_t met, std::int64_t decided, int places) {
  if (decided == 0) return "";
  __extension__ using Wide = __int128;
  std::int64_t unit = 1;
  for (int i = 0; i < places; ++i) unit *= 10;
  const Wide product = static_cast<Wide>(met) * 100 * unit;
  Wide quotient = product / decided;
  // Division rounds towards zero; a share of amounts can be negative.
  if (quotient * decided != product && (product < 0) != (decided < 0)) --quotient;
  const char* sign = quotient < 0 ? "-" : "";
  if (quotient < 0) quotient = -quotient;
  const auto whole = static_cast<std::int64_t>(std::min<Wide>(quotient / unit, INT64_MAX));
  if (places == 0) return fmt::format("{}{}", sign, whole);
  return fmt::format("{}{}.{:0{}}", sign, whole, static_cast<std::int64_t>(quotient % unit),
                     places);
}

std::string scaled(std::int64_t value, std::int64_t scale) {
  if (scale == 1) return fmt::format("{}", value);
  std::string sign = value < 0 ? "-" : "";
  // Through unsigned, because the smallest value has no positive counterpart.
  std::uint64_t magnitude =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  auto unit = static_cast<std::uint64_t>(scale);
  std::string text = fmt::format("{}{}", sign, magnitude / unit);
  if (magnitude % unit == 0) return text;
  std::string fraction = fmt::format("{:06}", magnitude % unit);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

}  // namespace sla::cli
