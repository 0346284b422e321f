#include "compiler/reference/trace.h"

#include <algorithm>
#include <tuple>

namespace sla::reference {

void Trace::settle() {
  const auto place = [](const Step& step) { return std::tuple(step.clause, step.time); };
  // Stable: a breach is found after the events of its instant, and belongs after them.
  std::ranges::stable_sort(steps, {}, place);
  std::ranges::stable_sort(segments, {}, [](const Segment& segment) {
    return std::tuple(segment.clause, segment.cycle, segment.from);
  });
  outcome.settle();
}

}  // namespace sla::reference
