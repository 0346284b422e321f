#pragma once

// A WebAssembly module of ours has one thread, and its C++ library has no locks. Included before
// every source, so that the sources need not know.

#ifdef __cplusplus
#include <mutex>
#include <version>

#ifdef _LIBCPP_HAS_NO_THREADS
namespace std {

struct mutex {
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};

struct shared_mutex : mutex {
  void lock_shared() {}
  bool try_lock_shared() { return true; }
  void unlock_shared() {}
};

template <class... Mutexes>
struct scoped_lock {
  explicit scoped_lock(Mutexes&...) {}
};

template <class Mutex>
struct unique_lock {
  unique_lock() = default;
  explicit unique_lock(Mutex&) {}
  void lock() {}
  void unlock() {}
};

template <class Mutex>
struct shared_lock {
  explicit shared_lock(Mutex&) {}
};

}  // namespace std
#endif
#endif
