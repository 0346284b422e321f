#include "runtime/parallel/pool.h"

#if !defined(__wasi__)

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace sla::parallel {

/// The threads besides the caller's.
class Pool::Helpers {
 public:
  /// Fewer where the machine gives no more threads.
  explicit Helpers(std::size_t count) {
    threads_.reserve(count);
    try {
      while (threads_.size() < count) threads_.emplace_back([this] { serve(); });
    } catch (const std::system_error&) {
      return;
    }
  }
  ~Helpers() {
    {
      const std::lock_guard lock(mutex_);
      ends_ = true;
    }
    called_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void each(std::size_t count, const std::function<void(std::size_t)>& piece) {
    {
      const std::lock_guard lock(mutex_);
      piece_ = &piece;
      next_ = 0;
      count_ = count;
      busy_ = 1;
      ++call_;
    }
    called_.notify_all();
    work();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return busy_ == 0; });
    piece_ = nullptr;
    if (thrown_ != nullptr) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 private:
  void serve() {
    std::uint64_t seen = 0;
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        called_.wait(lock, [&] { return ends_ || (call_ != seen && piece_ != nullptr); });
        if (ends_) return;
        seen = call_;
        ++busy_;
      }
      work();
    }
  }

  /// Takes pieces until there are none left.
  void work() {
    std::unique_lock lock(mutex_);
    while (next_ < count_) {
      const std::size_t mine = next_++;
      const auto& piece = *piece_;
      lock.unlock();
      std::exception_ptr thrown;
      try {
        piece(mine);
      } catch (...) {
        thrown = std::current_exception();
      }
      lock.lock();
      if (thrown == nullptr) continue;
      if (thrown_ == nullptr) thrown_ = thrown;
      next_ = count_;
    }
    if (--busy_ == 0) done_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable called_, done_;
  // Guarded by the mutex.
  const std::function<void(std::size_t)>* piece_ = nullptr;
  std::size_t next_ = 0, count_ = 0;
  std::size_t busy_ = 0;    ///< Threads inside the current call.
  std::uint64_t call_ = 0;  ///< Counts calls, so that a helper joins each once.
  std::exception_ptr thrown_;
  bool ends_ = false;
  std::vector<std::thread> threads_;  ///< Last: they use the rest.
};

Pool::Pool(int threads)
    : threads_(threads > 0 ? static_cast<std::size_t>(threads)
                           : std::max(1U, std::thread::hardware_concurrency())) {}

Pool::~Pool() = default;

void Pool::each(std::size_t count, const std::function<void(std::size_t)>& piece) {
  if (threads_ == 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) piece(i);
    return;
  }
  if (helpers_ == nullptr) helpers_ = std::make_unique<Helpers>(threads_ - 1);
  helpers_->each(count, piece);
}

}  // namespace sla::parallel

#else

namespace sla::parallel {

class Pool::Helpers {};

Pool::Pool(int) {}
Pool::~Pool() = default;

void Pool::each(std::size_t count, const std::function<void(std::size_t)>& piece) {
  for (std::size_t i = 0; i < count; ++i) piece(i);
}

}  // namespace sla::parallel

#endif
