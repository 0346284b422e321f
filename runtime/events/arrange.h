#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "runtime/events/event_store.h"
#include "runtime/events/log.h"
#include "runtime/parallel/pool.h"

namespace sla::events {

/// By origin: its source, of those whose rows are compared; others have none.
class ComparedOrigins {
 public:
  void add(std::uint32_t source) { sources_.push_back(source); }
  bool empty() const { return sources_.empty(); }
  std::uint32_t source_of(std::uint64_t origin) const {
    return origin < sources_.size() ? sources_[origin] : kNone;
  }

 private:
  std::vector<std::uint32_t> sources_;
};

/// Fills a log's columns with the events of the parts [first, last) of a store, which are taken out
/// of it: grouped by subject, ordered within. Subjects are counted from the first of the parts;
/// `subjects`: how many they have. The log's names stay as they are. Adds to `repeats` (null:
/// nothing is compared) what the rows of compared origins repeat. The error is the file's.
std::expected<void, std::string> arrange(EventStore& store, const SpillFile* file,
                                         std::size_t first, std::size_t last, std::size_t subjects,
                                         const ComparedOrigins& origins, Log& log,
                                         RepeatedRows* repeats, parallel::Pool& pool);

/// Only what rows repeat; nothing is taken out, and nothing may be in a file.
void find_repeats(const EventStore& store, const ComparedOrigins& origins, RepeatedRows& repeats);

}  // namespace sla::events
