#include "runtime/events/event_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sla::events {
namespace {

/// In units of 16 bytes. The first block of a part is small, because most logs are.
constexpr std::uint32_t kFirstBlock = 128, kBlock = 2048;

}  // namespace

EventStore::Part::Unit* EventStore::room(Kept& part, std::uint64_t units) {
  std::vector<Part::Block>& blocks = part.events.blocks_;
  if (blocks.empty() || blocks.back().capacity - blocks.back().used < units) {
    const std::uint32_t usual =
        blocks.empty() ? kFirstBlock : std::min(kBlock, blocks.back().capacity * 4);
    const auto capacity = static_cast<std::uint32_t>(std::max<std::uint64_t>(usual, units));
    blocks.push_back({std::make_unique_for_overwrite<Part::Unit[]>(capacity), 0, capacity});
    bytes_ += capacity * sizeof(Part::Unit);
  }
  Part::Block& block = blocks.back();
  Part::Unit* made = block.units.get() + block.used;
  block.used += static_cast<std::uint32_t>(units);
  return made;
}

void EventStore::add(const Event& event, std::span<const EventValue> values) {
  const std::size_t part = event.subject / kSubjects;
  if (part >= parts_.size()) parts_.resize(part + 1);
  StoredEvent stored;
  stored.time = event.time;
  stored.place = size_;
  stored.row = event.row;
  stored.origin = event.origin;
  stored.subject = event.subject;
  stored.owner = event.owner;
  stored.team = event.team;
  stored.actor = event.actor;
  stored.code = event.code;
  stored.value_count = static_cast<std::uint16_t>(values.size());
  stored.has_sequence = event.sequence == static_cast<std::int64_t>(size_) ? 0 : 1;
  Part::Unit* at = room(parts_[part], Part::units_of(stored));
  std::memcpy(at, &stored, sizeof stored);
  at += 3;
  if (stored.has_sequence != 0) {
    const EventValue sequence{.field = 0, .set = 0, .value = event.sequence};
    std::memcpy(at++, &sequence, sizeof sequence);
  }
  for (const EventValue& value : values) {
    static_assert(sizeof(EventValue) == sizeof(Part::Unit));
    std::memcpy(at++, &value, sizeof value);
    if (value.field >= used_fields_.size()) used_fields_.resize(value.field + std::size_t{1});
    used_fields_[value.field] = true;
  }
  first_time_ = std::min(first_time_, event.time);
  ++parts_[part].size;
  ++size_;
}

std::expected<void, std::string> EventStore::spill(SpillFile& file) {
  for (Kept& part : parts_) {
    for (const Part::Block& block : part.events.blocks_) {
      auto offset = file.append(block.units.get(), block.used * sizeof(Part::Unit));
      if (!offset) return std::unexpected(offset.error());
      part.before.push_back({*offset, block.used});
    }
    part.events.blocks_.clear();
  }
  bytes_ = 0;
  spilled_ = true;
  return file.flush();
}

std::expected<EventStore::Part, std::string> EventStore::take(std::size_t part,
                                                              const SpillFile* file) {
  Kept& kept = parts_[part];
  Part taken;
  for (const InFile& piece : kept.before) {
    Part::Block block{std::make_unique_for_overwrite<Part::Unit[]>(piece.units), piece.units,
                      piece.units};
    auto read = file->read(piece.offset, block.units.get(), piece.units * sizeof(Part::Unit));
    if (!read) return std::unexpected(read.error());
    taken.blocks_.push_back(std::move(block));
  }
  std::ranges::move(kept.events.blocks_, std::back_inserter(taken.blocks_));
  kept.events.blocks_.clear();
  return taken;
}

}  // namespace sla::events
