#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// The fields of `lead` with their types. After the calendars.
void check_fields(Context& context);

/// Declared events and touches behind the built-in touches call, email and meeting.
void check_events(Context& context);

}  // namespace sla::check
