#include "runtime/abi/threads.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace sla::abi {

void on_threads(std::size_t count, const std::function<void(std::size_t part)>& run) {
  std::vector<std::exception_ptr> failed(count);
  const auto guarded = [&](std::size_t part) {
    try {
      run(part);
    } catch (...) {
      failed[part] = std::current_exception();
    }
  };
  std::vector<std::jthread> threads;
  std::size_t started = 1;
  try {
    threads.reserve(count);
    for (; started < count; ++started)
      threads.emplace_back([&guarded, part = started] { guarded(part); });
  } catch (const std::exception&) {
    // The machine gives no more threads: this one does the rest.
  }
  guarded(0);
  for (std::size_t part = started; part < count; ++part) guarded(part);
  threads.clear();
  for (const std::exception_ptr& failure : failed) {
    if (failure) std::rethrow_exception(failure);
  }
}

int machine_threads() {
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace sla::abi
