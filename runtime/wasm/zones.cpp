// Time zones of a module: the bundle that it was linked with.

#include <cstdint>

#include "runtime/time/zone_bundle.h"

/// Data of the policy's own object.
extern "C" const char sla_zone_bundle[];
extern "C" const std::uint32_t sla_zone_bundle_size;

namespace sla::time {
namespace {

const ZoneBundle& bundle() {
  static const ZoneBundle bundle(std::string_view(sla_zone_bundle, sla_zone_bundle_size));
  return bundle;
}

}  // namespace

std::expected<std::unique_ptr<const ZoneTable>, ZoneError::Kind> load_zone_table(
    std::string_view name) {
  if (!bundle().is_good()) return std::unexpected(ZoneError::Kind::kNoDatabase);
  return bundle().find(name);
}

std::vector<std::string> zone_names() { return bundle().names(); }

std::string tzdb_version() { return std::string(bundle().version()); }

}  // namespace sla::time
