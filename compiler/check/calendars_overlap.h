#pragma once

#include <vector>

#include "compiler/check/context.h"

namespace sla::check {

/// An opening and where it is written.
struct PlacedWindow {
  std::uint8_t weekdays = 0;  ///< Days on which it starts; Monday is bit 0.
  time::MinuteWindow minutes;
  Span span;
};

/// Warns of every opening that shares time with an earlier one of the week. Touching is not
/// overlapping.
void warn_of_overlaps(Context& context, const syntax::Name& calendar,
                      const std::vector<PlacedWindow>& openings);

}  // namespace sla::check
