#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace sla::parallel {

/// A fixed number of threads, the caller's among them, that wait for work between calls. One call
/// at a time; the pool is not to be used from within a piece. Threads start with the first call
/// that has more than one piece. Where a machine has no threads (WebAssembly), every pool is of
/// one.
class Pool {
 public:
  /// `threads`: 0 means as many as the machine runs at once.
  explicit Pool(int threads = 1);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();

  std::size_t threads() const { return threads_; }
  /// Does the pieces 0 … count - 1, each once, in any order and on any thread; returns when all are
  /// done. What a piece throws is thrown here, the first of them, and pieces that have not begun
  /// are left out then.
  void each(std::size_t count, const std::function<void(std::size_t piece)>& piece);

 private:
  class Helpers;

  std::size_t threads_ = 1;
  std::unique_ptr<Helpers> helpers_;
};

}  // namespace sla::parallel
