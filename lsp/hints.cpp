// What targets in business time come to, beside them: `→ Mon 11:30`.

#include <fmt/format.h>

#include "lsp/features.h"
#include "lsp/worked_time.h"
#include "runtime/time/zone.h"

namespace sla::lsp {

Json inlay_hints(const Place& place, Span range, const Session& session) {
  Json hints = Json::array();
  const agreement::Agreement* agreement = place.snapshot->agreement();
  if (agreement == nullptr) return hints;
  const Lines& lines = place.snapshot->lines(place.file);
  for (const DurationUse& use : place.snapshot->index().durations()) {
    const Span span = use.span;
    if (!use.is_target || span.file != place.file) continue;
    if (span.end < range.begin || span.begin > range.end) continue;
    if (!use.duration.business && !use.duration.end_of_day) continue;
    const auto worked = worked_out(*agreement, use.calendar, use.duration, session.hints_from);
    if (!worked) continue;
    const std::string from = short_time(worked->from, worked->from, worked->zone);
    hints.push_back(
        {{"position", to_json(lines.position(span.end, session.encoding))},
         {"label", fmt::format("{} → {}", from,
                               short_time(worked->deadline.due, worked->from, worked->zone))},
         {"paddingLeft", true},
         {"tooltip",
          fmt::format("{} from {} on `{}` ({}): due {}", duration_words(use.duration), from,
                      use.calendar, worked->zone,
                      time::format_local(worked->deadline.due, *time::Zone::find(worked->zone)))}});
  }
  return hints;
}

}  // namespace sla::lsp
