#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/golden/golden.h"

namespace sla::golden {

/// A policy that a page of the documentation shows.
struct Example {
  std::size_t line = 0;  ///< Of the page, where it begins.
  bool reject = false;   ///< It must have an error.
  std::string library;   ///< The file that it is below a library's folder; "" for a policy.
  std::string text;
};

/// Those of a page, in order: what stands between ```sla and ```.
std::vector<Example> examples_of(const fs::path& page);

}  // namespace sla::golden
