#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// Reports a bare `day` or `week` where it could mean business time, with each reading as help.
/// False when it can only mean 24 hours: no calendar is declared, or the clause's calendar is
/// always open.
bool report_ambiguous_day(Context& context, const syntax::Duration& duration,
                          const CalendarChoice& calendar);

}  // namespace sla::check
