#include "runtime/ingest/repeats.h"

#include <fmt/format.h>

namespace sla::ingest {

void note_repeats(const events::RepeatedRows& repeats, const events::Log& log,
                  DataFindings& findings) {
  constexpr auto kKind = DataFindingKind::identical_row;
  for (const events::RepeatedRows::Example& each : repeats.examples) {
    DataExample* example = findings.add(kKind, "", log.origins[each.origin], each.row, each.text);
    if (example == nullptr) continue;
    example->help =
        fmt::format("first in row {} of {}", each.first_row, log.origins[each.first_origin]);
  }
  findings.add_more(kKind, "", repeats.count - repeats.examples.size());
}

}  // namespace sla::ingest
