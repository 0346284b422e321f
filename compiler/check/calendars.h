#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// The minutes of an opening; nothing after reporting one that starts at 24:00.
std::optional<time::MinuteWindow> window_of(Context& context, const syntax::Window& window);

/// Zones, openings, exceptions and business days of every calendar. After the header. Relative
/// calendars find their zone field later, in `check_calendar_fields`.
void check_calendars(Context& context);

/// A calendar in the lead's time zone needs the text field `time_zone`. After the fields.
void check_calendar_fields(Context& context);

/// Clauses about another record cannot count in a calendar whose zone they do not know. After the
/// clauses.
void check_calendar_uses(Context& context);

}  // namespace sla::check
