#include "tests/property/stepwise.h"

#include <algorithm>
#include <vector>

#include "runtime/kernel/batch.h"

namespace sla::property {
namespace {

/// A state that never stays where it is: whoever keeps a pointer into it is found out.
class Moving {
 public:
  explicit Moving(const kernel::Kernel& kernel) : kernel_(kernel), bytes_(kernel.state_size / 8) {
    kernel.begin(bytes_.data());
  }

  void step(const sla_batch* batch, std::uint64_t subject, std::uint64_t first, std::uint64_t last,
            sla_sink* sink) {
    std::vector<std::uint64_t> elsewhere = bytes_;
    std::ranges::fill(bytes_, ~std::uint64_t{0});
    bytes_.swap(elsewhere);
    kernel_.step(bytes_.data(), batch, subject, first, last, sink);
  }
  /// Of a copy, so that the state can go on.
  void finish(const sla_batch* batch, std::uint64_t subject, std::uint64_t end,
              sla_sink* sink) const {
    std::vector<std::uint64_t> copy = bytes_;
    kernel_.finish(copy.data(), batch, subject, end, sink);
  }

 private:
  const kernel::Kernel& kernel_;
  std::vector<std::uint64_t> bytes_;
};

template <class Item>
void append(std::vector<Item>& all, const std::vector<Item>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

/// A subject with a fault has no rows, hits and marks, those of earlier steps included.
void add(verdicts::Outcome& all, const verdicts::Outcome& subject) {
  append(all.violations, subject.violations);
  append(all.faults, subject.faults);
  if (!subject.faults.empty()) return;
  append(all.rows, subject.rows);
  append(all.hits, subject.hits);
  append(all.marks, subject.marks);
}

}  // namespace

std::expected<verdicts::Outcome, std::string> evaluate_stepwise(const kernel::Kernel& kernel,
                                                                const verdicts::Inputs& inputs,
                                                                Random& random) {
  const kernel::Batch batch(inputs);
  const sla_batch* view = batch.view();
  verdicts::Outcome all;
  for (std::uint64_t subject = 0; subject < batch.subjects(); ++subject) {
    kernel::Sink sink;
    Moving state(kernel);
    const bool one_at_a_time = chance(random, 50);
    std::uint64_t next = view->subject_begin[subject];
    std::uint64_t end = next;
    while (end < view->subject_begin[subject + 1] && view->time[end] <= view->as_of) ++end;
    while (next < end) {
      const int most = std::min(static_cast<int>(end - next), 6);
      const std::uint64_t count =
          one_at_a_time ? 1 : static_cast<std::uint64_t>(pick(random, 0, most));
      state.step(view, subject, next, next + count, &sink);
      next += count;
      kernel::Sink not_yet;  // What would be said now is no part of what will be.
      if (chance(random, 30)) state.finish(view, subject, next, &not_yet);
    }
    state.finish(view, subject, end, &sink);
    auto outcome = sink.take();
    if (!outcome) return std::unexpected(outcome.error());
    add(all, *outcome);
  }
  all.settle();
  return all;
}

}  // namespace sla::property
