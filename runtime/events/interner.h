#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sla::events {

/// Texts as dense 32-bit ids in the order first seen. Not thread-safe while interning; views and
/// ids stay valid for its life. Movable, not copyable.
class Interner {
 public:
  Interner() = default;
  Interner(Interner&&) = default;
  Interner& operator=(Interner&&) = default;

  std::uint32_t intern(std::string_view text);
  /// A new id, also for a text that has one; `find` keeps to the first.
  std::uint32_t append(std::string_view text);
  /// The id, or kNone when the text was never interned.
  std::uint32_t find(std::string_view text) const;
  std::string_view text(std::uint32_t id) const { return texts_[id]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(texts_.size()); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
};

}  // namespace sla::events
