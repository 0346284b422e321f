#include <fmt/format.h>

#include "cli/report.h"

namespace sla::cli {

std::string percentage(std::int64_t met, std::int64_t decided, int places) {
  if (decided <= 0) return "";
  __extension__ using Wide = __int128;
  std::int64_t unit = 1;
  for (int i = 0; i < places; ++i) unit *= 10;
  auto scaled_percent = static_cast<std::int64_t>(static_cast<Wide>(met) * 100 * unit / decided);
  if (places == 0) return fmt::format("{}", scaled_percent);
  return fmt::format("{}.{:0{}}", scaled_percent / unit, scaled_percent % unit, places);
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
