#include "runtime/time/zone.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <mutex>

#include <fmt/format.h>

#include "runtime/time/zone_suggest.h"
#include "runtime/time/zone_table.h"

namespace sla::time {
namespace {

/// Every zone loaded so far. Never shrinks and is never destroyed, so a Zone can be a bare pointer,
/// also in objects that outlive main.
struct Registry {
  std::mutex mutex;
  std::map<std::string, std::unique_ptr<const ZoneTable>, std::less<>> tables;
};

Registry& registry() {
  static auto* registry = new Registry;
  return *registry;
}

}  // namespace

std::string ZoneError::message() const {
  if (kind == Kind::kNoDatabase) return "the system's time-zone database could not be read";
  return fmt::format("there is no time zone named \"{}\"", name);
}

std::expected<Zone, ZoneError> Zone::find(std::string_view name) {
  if (name == "UTC") return utc();
  Registry& zones = registry();
  const std::lock_guard lock(zones.mutex);
  if (const auto known = zones.tables.find(name); known != zones.tables.end()) {
    return Zone(known->second.get());
  }
  auto table = load_zone_table(name);
  if (!table) {
    return std::unexpected(
        ZoneError{.kind = table.error(), .name = std::string(name), .nearest = {}});
  }
  if (*table == nullptr) {
    return std::unexpected(ZoneError{.kind = ZoneError::Kind::kUnknownName,
                                     .name = std::string(name),
                                     .nearest = nearest_zone_names(name, zone_names())});
  }
  return Zone(zones.tables.emplace(name, std::move(*table)).first->second.get());
}

Zone Zone::utc() {
  static const auto* table =
      new ZoneTable{.name = "UTC",
                    .transitions = {{.at = std::numeric_limits<Instant>::min(), .offset = 0}},
                    .abbreviations = {"UTC"}};
  return Zone(table);
}

std::string_view Zone::name() const { return table_->name; }

std::span<const ZoneTransition> Zone::transitions() const { return table_->transitions; }

std::size_t Zone::transition_at(Instant instant) const {
  const auto after = std::upper_bound(
      table_->transitions.begin() + 1, table_->transitions.end(), instant,
      [](Instant value, const ZoneTransition& transition) { return value < transition.at; });
  return static_cast<std::size_t>(after - table_->transitions.begin()) - 1;
}

LocalTime Zone::to_local(Instant instant) const {
  return instant + table_->transitions[transition_at(instant)].offset;
}

Instant Zone::to_utc(LocalTime local, Resolution* resolution) const {
  const auto& zone = table_->transitions;
  // Read as UTC, the local time is less than two days off: start that much earlier and walk. The
  // first offset that ends after the local time has come is the first one that shows it.
  std::size_t k = transition_at(local - 2 * kDay);
  while (k + 1 < zone.size() && local - zone[k].offset >= zone[k + 1].at) ++k;
  const Instant instant = local - zone[k].offset;
  if (instant < zone[k].at) {
    if (resolution) *resolution = Resolution::kGap;
    return zone[k].at;
  }
  if (resolution) {
    const bool again = k + 1 < zone.size() && local - zone[k + 1].offset >= zone[k + 1].at;
    *resolution = again ? Resolution::kTwice : Resolution::kUnique;
  }
  return instant;
}

Date Zone::date_of(Instant instant) const {
  const LocalTime local = to_local(instant);
  return static_cast<Date>(local / kDay - (local % kDay < 0 ? 1 : 0));
}

Instant Zone::start_of(Date date) const { return to_utc(date * kDay); }

std::string_view Zone::abbreviation(Instant instant) const {
  return table_->abbreviations[transition_at(instant)];
}

std::string adopt_zone(const ZoneTable& table) {
  const auto same = [&](const ZoneTable& other) {
    return other.name == table.name && other.abbreviations == table.abbreviations &&
           std::ranges::equal(
               other.transitions, table.transitions,
               [](const auto& a, const auto& b) { return a.at == b.at && a.offset == b.offset; });
  };
  Registry& zones = registry();
  const std::lock_guard lock(zones.mutex);
  for (std::size_t n = 1;; ++n) {
    // No zone of a database has such a name.
    std::string name = fmt::format("{} #{}", table.name, n);
    const auto [place, is_new] = zones.tables.try_emplace(name);
    if (is_new) place->second = std::make_unique<const ZoneTable>(table);
    if (is_new || same(*place->second)) return name;
  }
}

}  // namespace sla::time
