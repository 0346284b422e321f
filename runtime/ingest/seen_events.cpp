#include "runtime/ingest/seen_events.h"

#include <cstring>

namespace sla::ingest {

void Fingerprint::add(std::string_view bytes) {
  add(bytes.size());
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t length = bytes.size() < sizeof word ? bytes.size() : sizeof word;
    std::memcpy(&word, bytes.data(), length);
    add(word);
    bytes.remove_prefix(length);
  }
}

SeenEvents::Entry& SeenEvents::slot_of(const Fingerprint& key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = key.low() & mask;
  while (slots_[i].place != 0 && !(slots_[i].key == key)) i = (i + 1) & mask;
  return slots_[i];
}

void SeenEvents::grow() {
  std::vector<Entry> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  for (const Entry& entry : old) {
    if (entry.place != 0) slot_of(entry.key) = entry;
  }
}

const SeenEvents::Entry* SeenEvents::find_or_add(const Fingerprint& key, std::uint64_t content,
                                                 std::uint64_t place) {
  if ((used_ + 1) * 4 > slots_.size() * 3) grow();
  Entry& slot = slot_of(key);
  if (slot.place != 0) return &slot;
  slot = {key, content, place};
  ++used_;
  return nullptr;
}

}  // namespace sla::ingest
