#include "runtime/events/interner.h"

#include <algorithm>
#include <cstring>

#include "runtime/events/event_code.h"

namespace sla::events {
namespace {

constexpr std::size_t kTextBlock = 64 * 1024;
constexpr std::size_t kFirstSlots = 64;

}  // namespace

Interner::Slot& Interner::slot_of(std::string_view text, std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  const auto upper = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.used == 0 || (slot.hash == upper && kept(slot.used - 1).text() == text)) return slot;
  }
}

void Interner::grow() {
  std::vector<Slot> old(std::max(kFirstSlots, slots_.size() * 2));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.used == 0) continue;
    std::size_t i = hash_text(kept(slot.used - 1).text()) & mask;
    while (slots_[i].used != 0) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

void Interner::keep(std::string_view text) {
  if (size_ % kPage == 0) pages_.push_back(std::make_unique<Kept[]>(kPage));
  Kept& made = pages_.back()[size_++ % kPage];
  made.length = static_cast<std::uint32_t>(text.size());
  if (text.size() <= Kept::kShort) {
    if (!text.empty()) std::memcpy(made.bytes, text.data(), text.size());
    return;
  }
  if (text.size() > free_) {
    const std::size_t size = std::max(kTextBlock, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    next_ = blocks_.back().get();
    free_ = size;
  }
  std::memcpy(next_, text.data(), text.size());
  std::memcpy(made.bytes, &next_, sizeof next_);
  next_ += text.size();
  free_ -= text.size();
}

Interner& Interner::operator=(Interner&& other) noexcept {
  size_ = std::exchange(other.size_, 0);
  pages_ = std::exchange(other.pages_, {});
  slots_ = std::exchange(other.slots_, {});
  blocks_ = std::exchange(other.blocks_, {});
  free_ = std::exchange(other.free_, 0);
  next_ = std::exchange(other.next_, nullptr);
  return *this;
}

std::uint32_t Interner::intern(std::string_view text, std::uint64_t hash) {
  if ((std::size_t{size_} + 1) * 3 > slots_.size() * 2) grow();
  Slot& slot = slot_of(text, hash);
  if (slot.used != 0) return slot.used - 1;
  keep(text);
  slot = {static_cast<std::uint32_t>(hash >> 32), size()};
  return size() - 1;
}

std::uint32_t Interner::append(std::string_view text) {
  const std::uint32_t id = size();
  if (intern(text) != id) keep(text);
  return id;
}

std::uint32_t Interner::find(std::string_view text) const {
  if (slots_.empty()) return kNone;
  const Slot& slot = const_cast<Interner*>(this)->slot_of(text, hash_text(text));
  return slot.used == 0 ? kNone : slot.used - 1;
}

}  // namespace sla::events
