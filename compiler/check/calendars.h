#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// Zones, openings, exceptions and business days of every calendar. After the header. Relative
/// calendars find their zone field later, in `check_calendar_fields`.
void check_calendars(Context& context);

/// A calendar in the lead's time zone needs the text field `time_zone`. After the fields.
void check_calendar_fields(Context& context);

}  // namespace sla::check
