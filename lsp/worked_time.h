#pragma once

#include <optional>
#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/syntax/words.h"
#include "runtime/time/calendar.h"
#include "runtime/time/deadline.h"

namespace sla::lsp {

/// What a duration means from an instant on, on a calendar of an agreement.
struct WorkedOut {
  time::Instant from = 0;
  time::Deadline deadline;
  std::string zone;
};

/// From the next Friday on which the calendar is open until 16:30 or later (else the next opening),
/// at 16:30 in the calendar's zone, not before the agreement's term; or from `start`, a local time
/// such as `2026-03-06 16:30`. An elapsed duration is worked out in plain time. Nothing when the
/// duration or the calendar cannot be used.
std::optional<WorkedOut> worked_out(const agreement::Agreement& agreement,
                                    const std::string& calendar, const syntax::Duration& duration,
                                    const std::optional<std::string>& start);

/// "Mon 11:30", with the date where it is more than six days after `from`.
std::string short_time(time::Instant instant, time::Instant from, const std::string& zone);

/// "4 business hours", as written or as it should be.
std::string duration_words(const syntax::Duration& duration);

}  // namespace sla::lsp
