#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "runtime/kernel/batch.h"
#include "runtime/kernel/ranges.h"

namespace sla::kernel {
namespace {

using verdicts::Outcome;

/// Puts one kind of result of all ranges together by clause: within a clause the order of ranges,
/// within a range that of writing, which is by subject. So nothing has to be sorted.
template <typename Item>
class Together {
 public:
  Together(const std::vector<std::unique_ptr<Sink>>& sinks, sla_buffer sla_sink::*which)
      : sinks_(sinks), which_(which) {}

  void into(std::vector<Item>& all, parallel::Pool& pool) {
    count(pool);
    std::uint64_t total = 0;
    for (std::size_t clause = 0; clause < clauses(); ++clause) {
      for (std::vector<std::uint64_t>& range : at_) {
        if (clause >= range.size()) continue;
        const std::uint64_t own = range[clause];
        range[clause] = total;
        total += own;
      }
    }
    all.resize(total);
    pool.each(sinks_.size(), [&](std::size_t r) {
      for (const Item& item : items(r)) all[at_[r][clause_of(item)]++] = item;
    });
  }

 private:
  static std::size_t clause_of(const Item& item) {
    if constexpr (requires { item.clause; }) return item.clause;
    else return 0;
  }

  std::span<const Item> items(std::size_t range) const {
    const sla_buffer& buffer = (*sinks_[range]).*which_;
    return {static_cast<const Item*>(buffer.data), static_cast<std::size_t>(buffer.size)};
  }

  /// How many of each clause there are in each range.
  void count(parallel::Pool& pool) {
    at_.resize(sinks_.size());
    pool.each(sinks_.size(), [&](std::size_t r) {
      for (const Item& item : items(r)) {
        const std::size_t clause = clause_of(item);
        if (clause >= at_[r].size()) at_[r].resize(clause + 1, 0);
        ++at_[r][clause];
      }
    });
  }

  std::size_t clauses() const {
    std::size_t most = 0;
    for (const auto& range : at_) most = std::max(most, range.size());
    return most;
  }

  const std::vector<std::unique_ptr<Sink>>& sinks_;
  sla_buffer sla_sink::*which_;
  /// By range and clause: first how many there are, then where they go.
  std::vector<std::vector<std::uint64_t>> at_;
};

}  // namespace

std::expected<Outcome, std::string> evaluate(EvaluateFunction code, const Batch& batch,
                                             parallel::Pool& pool) {
  const Ranges ranges(
      {batch.view()->subject_begin, static_cast<std::size_t>(batch.subjects()) + 1});
  if (ranges.count() == 1) {
    Sink sink;
    code(batch.view(), ranges.first(0), ranges.last(0), &sink);
    return sink.take();
  }
  std::vector<std::unique_ptr<Sink>> sinks(ranges.count());
  pool.each(ranges.count(), [&](std::size_t r) {
    sinks[r] = std::make_unique<Sink>();
    code(batch.view(), ranges.first(r), ranges.last(r), sinks[r].get());
  });
  for (const auto& sink : sinks) {
    if (sink->failed != 0) return std::unexpected("not enough memory for the verdicts");
  }
  Outcome outcome;
  Together<verdicts::Row>(sinks, &sla_sink::rows).into(outcome.rows, pool);
  Together<verdicts::Hit>(sinks, &sla_sink::hits).into(outcome.hits, pool);
  Together<verdicts::Mark>(sinks, &sla_sink::marks).into(outcome.marks, pool);
  Together<verdicts::Violation>(sinks, &sla_sink::violations).into(outcome.violations, pool);
  Together<verdicts::Fault>(sinks, &sla_sink::faults).into(outcome.faults, pool);
  // Finds nothing to move but what a clause writes out of its own order.
  outcome.settle();
  return outcome;
}

}  // namespace sla::kernel
