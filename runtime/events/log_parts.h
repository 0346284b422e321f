#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "runtime/events/arrange.h"
#include "runtime/events/event_store.h"
#include "runtime/events/log.h"
#include "runtime/events/spill_file.h"

namespace sla::events {

/// A log too large for memory, as logs of consecutive subjects. Made by a LogBuilder.
class LogParts {
 public:
  LogParts(EventStore store, std::optional<SpillFile> file, ComparedOrigins origins,
           std::vector<std::string> origin_names, std::size_t field_count);

  std::uint64_t size() const { return store_.size(); }
  time::Instant first_time() const { return store_.first_time(); }
  /// Bytes in the temporary file.
  std::uint64_t spilled() const { return file_ ? file_->size() : 0; }

  /// The next subjects with about as many events (at least those of EventStore::kSubjects
  /// subjects); nothing after the last. `subjects`: the names of all of them; a piece has its own,
  /// and the other names are to be lent to it. The error is the temporary file's.
  std::expected<std::optional<Log>, std::string> next(std::uint64_t events,
                                                      const Interner& subjects,
                                                      parallel::Pool& pool);
  /// What rows repeat in the pieces so far.
  RepeatedRows repeats(const Interner& subjects) const;

 private:
  EventStore store_;
  std::optional<SpillFile> file_;
  ComparedOrigins origins_;
  std::vector<std::string> origin_names_;
  std::size_t field_count_;
  std::size_t next_part_ = 0;
  RepeatedRows repeats_;
};

}  // namespace sla::events
