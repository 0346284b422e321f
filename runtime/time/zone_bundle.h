#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/time/zone_table.h"

namespace sla::time {

/// Time zones as bytes, for machines without a database of their own: a module for a browser
/// carries the zones it was compiled with, so that it judges as the compiler would have. A zone is
/// its transitions up to where its POSIX rule takes over, and that rule; zones whose clocks agree
/// share them.

/// The bytes of these zones of this machine's database (all zones when `names` is empty), and the
/// database's version. A name that is no zone is an error.
std::expected<std::string, ZoneError> write_zone_bundle(std::span<const std::string> names);

/// A view of such bytes, which must outlive it. Nothing in them is trusted: bytes that are no
/// bundle have no zones.
class ZoneBundle {
 public:
  explicit ZoneBundle(std::string_view bytes);

  /// False when the bytes are no bundle.
  bool is_good() const { return good_; }
  std::string_view version() const { return version_; }
  /// Sorted.
  std::vector<std::string> names() const;
  /// Null when there is no zone of that name.
  std::unique_ptr<const ZoneTable> find(std::string_view name) const;

 private:
  struct Entry {
    std::string_view name;
    std::string_view clock;  ///< The bytes of its transitions.
  };

  bool good_ = false;
  std::string_view version_;
  std::vector<Entry> entries_;
};

}  // namespace sla::time
