#include "runtime/kernel/ranges.h"

#include <algorithm>

namespace sla::kernel {
namespace {

/// Large enough that handing one out costs nothing, small enough to stay in a core's cache.
constexpr std::uint64_t kEvents = 32'768;

}  // namespace

Ranges::Ranges(std::span<const std::uint64_t> subject_begin) : begin_{0} {
  const std::uint64_t subjects = subject_begin.empty() ? 0 : subject_begin.size() - 1;
  while (begin_.back() < subjects) {
    // At least one subject, then as many as fit.
    const auto rest = subject_begin.subspan(begin_.back() + 1);
    const auto next =
        std::ranges::upper_bound(rest, subject_begin[begin_.back()] + kEvents) - rest.begin();
    begin_.push_back(std::min(
        subjects, begin_.back() + static_cast<std::uint64_t>(std::max<std::ptrdiff_t>(next, 1))));
  }
}

}  // namespace sla::kernel
