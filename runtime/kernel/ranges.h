#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sla::kernel {

/// The subjects of a batch cut into ranges of about as many events each: what threads share. The
/// cuts depend on the events alone.
class Ranges {
 public:
  /// `subject_begin`: where each subject's events begin, and the end of the last.
  explicit Ranges(std::span<const std::uint64_t> subject_begin);

  std::size_t count() const { return begin_.size() - 1; }
  /// The subjects [first, last) of a range.
  std::uint64_t first(std::size_t range) const { return begin_[range]; }
  std::uint64_t last(std::size_t range) const { return begin_[range + 1]; }

 private:
  std::vector<std::uint64_t> begin_;
};

}  // namespace sla::kernel
