#pragma once

#include <string>
#include <string_view>

#include "compiler/check/context.h"

namespace sla::check {

/// The fields of `lead` with their types. After the calendars.
void check_fields(Context& context);

/// Declared events and touches behind the built-in touches call, email and meeting, and the fields
/// of their payloads behind those of the lead.
void check_events(Context& context);

/// The name of the field that an event's payload is: `webinar.topic`.
std::string payload_name(std::string_view event, std::string_view field);

}  // namespace sla::check
