#pragma once

#include "compiler/analyze/graph/exploration.h"
#include "compiler/analyze/graph/story.h"

namespace sla::analyze {

/// A lead with values of its own that goes a path: the path of the model without values, made real.
struct Example {
  Values values;
  Lead lead;  ///< At the end of the path, by the model with these values.
  /// By act of the path: the lead after it.
  std::vector<Lead> after;
};

/// Values with which the lead meets what the states of the path require, with which the clocks that
/// the path may start do start and with which no event of it is forbidden, as far as such values
/// are found.
Example example_for(const agreement::Agreement& agreement, const Path& path);

}  // namespace sla::analyze
