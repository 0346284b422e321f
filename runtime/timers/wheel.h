#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/time/instant.h"

namespace sla::timers {

using time::Instant;

/// Timers at any instants, in microseconds: a hierarchical timing wheel of eleven levels of 64
/// slots, so that every instant has its slot. Setting one is O(1), and each is moved to a finer
/// level at most ten times before it is due. Nothing is ever removed: whoever no longer wants a
/// timer ignores it when it comes (`Item` says which it was). Keeps its memory, so that a steady
/// state allocates nothing. One thread at a time.
template <class Item>
class Wheel {
 public:
  struct Timer {
    Instant at = 0;
    Item item{};
  };

  /// An instant not after the wheel's own is due at once.
  void set(Instant at, Item item) {
    ++size_;
    place({at, item});
  }

  /// Takes one timer that is due at or before `to`, in order of their instants; those of one
  /// instant in no particular order. False when there is none: then the wheel stands at `to`.
  bool take(Instant to, Timer& timer) {
    while (due_.empty() && turn(to)) {
    }
    if (due_.empty()) {
      now_ = std::max(now_, to);
      return false;
    }
    timer = due_.back();
    due_.pop_back();
    --size_;
    return true;
  }

  /// The earliest instant of all timers, those no longer wanted included; kNever without any.
  Instant next() const {
    if (!due_.empty()) return now_;
    const int level = lowest();
    if (level < 0) return time::kNever;
    const auto& slot = slots_[index(level, std::countr_zero(occupied_[as_size(level)]))];
    return std::ranges::min(slot, {}, &Timer::at).at;
  }
  std::size_t size() const { return size_; }

 private:
  static constexpr int kLevels = 11, kBits = 6, kSlots = 1 << kBits;
  static constexpr std::size_t as_size(int n) { return static_cast<std::size_t>(n); }
  static std::size_t index(int level, int slot) { return as_size(level * kSlots + slot); }

  // Negative instants in their order, too.
  static std::uint64_t bits(Instant t) { return static_cast<std::uint64_t>(t) ^ (1ull << 63); }
  static Instant instant(std::uint64_t bits) { return static_cast<Instant>(bits ^ (1ull << 63)); }

  void place(const Timer& timer) {
    if (timer.at <= now_) {
      due_.push_back(timer);
      return;
    }
    const std::uint64_t at = bits(timer.at);
    const int level = (63 - std::countl_zero(at ^ bits(now_))) / kBits;
    const int slot = static_cast<int>(at >> (level * kBits) & (kSlots - 1));
    slots_[index(level, slot)].push_back(timer);
    occupied_[as_size(level)] |= 1ull << slot;
  }

  int lowest() const {
    for (int level = 0; level < kLevels; ++level) {
      if (occupied_[as_size(level)] != 0) return level;
    }
    return -1;
  }

  /// Opens the earliest slot that begins at or before `to`. The slots of a level are all after the
  /// wheel's own digit there, and everything on a finer level is earlier.
  bool turn(Instant to) {
    const int level = lowest();
    if (level < 0) return false;
    const int slot = std::countr_zero(occupied_[as_size(level)]);
    const int shift = level * kBits;
    const std::uint64_t above =
        shift + kBits >= 64 ? 0 : bits(now_) >> (shift + kBits) << (shift + kBits);
    const Instant begin = instant(above | static_cast<std::uint64_t>(slot) << shift);
    if (begin > to) return false;
    now_ = begin;
    occupied_[as_size(level)] &= ~(1ull << slot);
    opened_.swap(slots_[index(level, slot)]);
    for (const Timer& timer : opened_) place(timer);
    opened_.clear();
    opened_.swap(slots_[index(level, slot)]);
    return true;
  }

  Instant now_ = INT64_MIN;
  std::size_t size_ = 0;
  std::array<std::vector<Timer>, as_size(kLevels* kSlots)> slots_;
  std::array<std::uint64_t, as_size(kLevels)> occupied_{};
  std::vector<Timer> due_, opened_;
};

}  // namespace sla::timers
