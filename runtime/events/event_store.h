#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/events/event.h"
#include "runtime/events/spill_file.h"

namespace sla::events {

/// An event as it is kept until all are there: 48 bytes, followed by its values.
struct StoredEvent {
  time::Instant time = 0;
  std::uint64_t place = 0;  ///< How many were added before it.
  std::uint64_t row : 48 = 0;
  std::uint64_t origin : 16 = 0;
  std::uint32_t subject = 0, owner = kNone, team = kNone, actor = kNone;
  Code code = 0;
  std::uint16_t value_count = 0;
  /// The order among equal times is not the place; it is kept as one more value before the others.
  std::uint32_t has_sequence = 0;

  const EventValue* all_values() const { return reinterpret_cast<const EventValue*>(this + 1); }
  std::span<const EventValue> values() const { return {all_values() + has_sequence, value_count}; }
  std::int64_t sequence() const {
    return has_sequence != 0 ? all_values()->value : static_cast<std::int64_t>(place);
  }
};
static_assert(sizeof(StoredEvent) == 48 && alignof(StoredEvent) == 8);

/// Events in the order they were added, apart by ranges of subjects: what is grouped later lies
/// together already, ranges can be worked on by several threads, and ranges that memory has no room
/// for wait in a file. Movable.
class EventStore {
 public:
  /// Part p holds the events of the subjects from p * kSubjects on.
  static constexpr std::uint32_t kSubjects = 4096;

  void add(const Event& event, std::span<const EventValue> values);
  std::uint64_t size() const { return size_; }
  std::size_t parts() const { return parts_.size(); }
  std::uint64_t size_of(std::size_t part) const { return parts_[part].size; }
  /// Bytes of events in memory.
  std::uint64_t bytes() const { return bytes_; }
  /// By field: whether an event says anything about it. As long as the largest that one does.
  const std::vector<bool>& used_fields() const { return used_fields_; }
  /// The earliest event; kNever when there is none.
  time::Instant first_time() const { return first_time_; }

  /// Moves all events from memory to the file. The error says why that cannot be done.
  std::expected<void, std::string> spill(SpillFile& file);
  bool is_spilled() const { return spilled_; }

  /// The events of one part, in the order they were added. Valid as long as this is.
  class Part {
   public:
    template <typename Take>
    void each(Take take) const {
      for (const Block& block : blocks_) {
        for (std::uint64_t at = 0; at < block.used;) {
          const auto* event = reinterpret_cast<const StoredEvent*>(block.units.get() + at);
          take(*event);
          at += units_of(*event);
        }
      }
    }

   private:
    friend class EventStore;
    struct Unit {
      std::uint64_t words[2];
    };
    struct Block {
      std::unique_ptr<Unit[]> units;
      std::uint32_t used = 0, capacity = 0;
    };
    static std::uint64_t units_of(const StoredEvent& event) {
      return 3 + std::uint64_t{event.has_sequence} + event.value_count;
    }
    std::vector<Block> blocks_;
  };

  /// Takes the events of a part out of the store; reads those that wait in `file` (null: none do).
  /// Several threads may take different parts.
  std::expected<Part, std::string> take(std::size_t part, const SpillFile* file);
  /// The same parts again, for who needs them twice. Only where nothing is in a file.
  const Part& look_at(std::size_t part) const { return parts_[part].events; }

 private:
  struct InFile {
    std::uint64_t offset = 0;
    std::uint32_t units = 0;
  };
  struct Kept {
    Part events;
    std::vector<InFile> before;  ///< In the file, older than `events`.
    std::uint64_t size = 0;
  };

  Part::Unit* room(Kept& part, std::uint64_t units);

  std::vector<Kept> parts_;
  std::uint64_t size_ = 0, bytes_ = 0;
  std::vector<bool> used_fields_;
  time::Instant first_time_ = time::kNever;
  bool spilled_ = false;
};

}  // namespace sla::events
