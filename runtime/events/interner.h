#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/events/hash_text.h"

namespace sla::events {

/// Texts as dense 32-bit ids in the order first seen. Not thread-safe while interning; views and
/// ids stay valid for its life. Movable, not copyable. 28 to 40 bytes for a text of up to 12 bytes.
class Interner {
 public:
  Interner() = default;
  Interner(Interner&& other) noexcept { *this = std::move(other); }
  Interner& operator=(Interner&& other) noexcept;

  std::uint32_t intern(std::string_view text) { return intern(text, hash_text(text)); }
  /// The same where the text's `hash_text` is known.
  std::uint32_t intern(std::string_view text, std::uint64_t hash);
  /// Begins to load what `intern` will look at for a text with this hash, from memory that is far
  /// away when there are many texts. Calls for several texts at once overlap: first `prefetch` of
  /// all of them, then `prefetch_text`, then `intern`.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  void prefetch_text(std::uint64_t hash) const {
    if (slots_.empty()) return;
    const Slot& slot = slots_[hash & (slots_.size() - 1)];
    if (slot.used != 0) __builtin_prefetch(&kept(slot.used - 1));
  }
  /// A new id, also for a text that has one; `find` keeps to the first.
  std::uint32_t append(std::string_view text);
  /// The id, or kNone when the text was never interned.
  std::uint32_t find(std::string_view text) const;
  std::string_view text(std::uint32_t id) const { return kept(id).text(); }
  std::uint32_t size() const { return size_; }

 private:
  /// Of an open-addressed table whose size is a power of two.
  struct Slot {
    std::uint32_t hash = 0;  ///< The upper half; the lower one chooses the place.
    std::uint32_t used = 0;  ///< Id + 1; 0: free.
  };

  /// A text; a short one is stored in place, so that looking at it is looking at one line of
  /// memory.
  struct Kept {
    static constexpr std::uint32_t kShort = 12;
    std::uint32_t length = 0;
    char bytes[kShort] = {};  ///< Of a longer text: where it is.

    std::string_view text() const {
      if (length <= kShort) return {bytes, length};
      const char* elsewhere = nullptr;
      std::memcpy(&elsewhere, bytes, sizeof elsewhere);
      return {elsewhere, length};
    }
  };
  static constexpr std::uint32_t kPage = 256;  ///< Texts; a page never moves.

  const Kept& kept(std::uint32_t id) const { return pages_[id / kPage][id % kPage]; }
  Slot& slot_of(std::string_view text, std::uint64_t hash);
  void grow();
  void keep(std::string_view text);

  std::uint32_t size_ = 0;
  std::vector<std::unique_ptr<Kept[]>> pages_;
  std::vector<Slot> slots_;
  /// Where longer texts are; a block never moves.
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t free_ = 0;  ///< Bytes at the end of the last block.
  char* next_ = nullptr;
};

}  // namespace sla::events
