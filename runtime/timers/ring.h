#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/time/instant.h"

namespace sla::timers {

using time::Instant;

/// Timers whose instants never decrease from one to the next, as those of one clause, tier,
/// calendar and kind do while events come in order: a circular buffer. Keeps its memory. One thread
/// at a time.
template <class Item>
class Ring {
 public:
  struct Timer {
    Instant at = 0;
    Item item{};
  };

  /// False when `at` is before the last one's: it belongs on a wheel.
  bool set(Instant at, const Item& item) {
    if (size_ > 0 && at < timers_[(first_ + size_ - 1) & (timers_.size() - 1)].at) return false;
    if (size_ == timers_.size()) grow();
    timers_[(first_ + size_++) & (timers_.size() - 1)] = {at, item};
    return true;
  }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const Timer& front() const { return timers_[first_]; }
  /// The nth from the front, to fetch ahead what it is about.
  const Timer& operator[](std::size_t nth) const {
    return timers_[(first_ + nth) & (timers_.size() - 1)];
  }
  void pop() {
    first_ = (first_ + 1) & (timers_.size() - 1);
    --size_;
  }

 private:
  void grow() {
    std::vector<Timer> larger(timers_.empty() ? 64 : timers_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = (*this)[i];
    timers_.swap(larger);
    first_ = 0;
  }

  std::vector<Timer> timers_;  ///< A power of two.
  std::size_t first_ = 0, size_ = 0;
};

}  // namespace sla::timers
