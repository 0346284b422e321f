#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "text.hpp"

namespace routing {

/// What the service keeps on disk, in one folder: `events.ndjson`, every event that was taken, one
/// a line and never changed; and `snapshot`, a session as it was after so many of them. The events
/// are the truth. The snapshot only saves replaying them, and is of no use to another policy.
class Storage {
 public:
  struct Snapshot {
    std::uint64_t events = 0;
    std::vector<std::uint8_t> bytes;
  };

  /// Makes the folder if it is not there. Throws std::runtime_error.
  explicit Storage(const std::string& folder);

  /// Appends and returns when it is on disk.
  void append(const std::vector<Json>& events);
  std::uint64_t size() const { return size_; }
  /// Calls `each` with the events [begin, end). May run while others append.
  void replay(std::uint64_t begin, std::uint64_t end,
              const std::function<void(const Json&)>& each) const;

  void save(const Snapshot& snapshot);
  std::optional<Snapshot> load() const;

 private:
  std::string events_path() const { return folder_ + "/events.ndjson"; }
  std::string snapshot_path() const { return folder_ + "/snapshot"; }

  std::string folder_;
  std::uint64_t size_ = 0;
};

}  // namespace routing
