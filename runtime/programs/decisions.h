#pragma once

#include <string>
#include <vector>

#include "runtime/actions/actions.h"
#include "runtime/programs/shape.h"

namespace sla::programs {

/// An obligation that somebody kept or did not keep.
struct Decision {
  std::string holder;  ///< Owner or team; never empty.
  time::Instant at = 0;
  bool met = false;  ///< Otherwise breached or met late.
  std::string subject;
  std::uint32_t cycle = 1;
};

/// The decisions of a clause by holder, then as they happened; at one instant by lead and cycle.
/// What is open, cancelled, excused or nobody's is left out.
std::vector<Decision> decisions(const actions::Facts& facts, std::size_t clause, Holder holder);

}  // namespace sla::programs
