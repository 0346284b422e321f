#pragma once

#include <cstddef>
#include <vector>

#include "compiler/report/report.h"

namespace sla::report {

/// A finding that is told, with its policy. Borrowed from the report.
struct Shown {
  const Policy* policy;
  const diagnose::Finding* finding;
};

struct Selection {
  std::vector<Shown> shown;
  std::size_t hidden = 0;
};

/// The findings that count, at most `options.most` of them (errors first), in their order.
Selection shown_of(const Report& report, const Options& options);

}  // namespace sla::report
