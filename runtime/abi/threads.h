#pragma once

#include <cstddef>
#include <functional>

namespace sla::abi {

/// Runs parts 0 to count - 1, each once, on threads of their own and the calling one, and waits.
/// The first exception of a part is thrown again. Where there are no threads, another file takes
/// the place of threads.cpp.
void on_threads(std::size_t count, const std::function<void(std::size_t part)>& run);

/// How many threads the machine has; at least 1.
int machine_threads();

}  // namespace sla::abi
