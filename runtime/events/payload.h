#pragma once

#include <optional>
#include <vector>

#include "runtime/events/log.h"

namespace sla::events {

/// By field: the events whose payload it is; nothing for a field of the subject itself.
using PayloadOf = std::vector<std::optional<Code>>;

/// Makes every event speak for its own payload, and only for that: a payload field that an event of
/// its kind does not say becomes unknown with it, and what other events say of it is not there. To
/// be called on a finished log, before any engine reads it.
void settle_payloads(Log& log, const PayloadOf& payload_of);

}  // namespace sla::events
