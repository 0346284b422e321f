#pragma once

#include <cstdint>
#include <string>

#include "runtime/events/event_code.h"
#include "runtime/time/instant.h"

namespace sla::events {

/// One event before it is grouped and ordered; what LogBuilder takes.
struct Event {
  std::uint32_t subject = 0;
  time::Instant time = 0;
  Code code = kChanged;
  std::uint32_t owner = kNone, team = kNone, actor = kNone;
  std::uint64_t row = 0;
  std::uint16_t origin = 0;
  /// Order among events of equal time: the source's sequence (file order unless mapped), then the
  /// id.
  std::int64_t sequence = 0;
};

/// What an event says about a field.
struct EventValue {
  std::uint32_t field = 0;
  std::uint8_t set = 1;  ///< 1 sets, 2 makes unknown.
  std::int64_t value = 0;

  friend bool operator==(const EventValue&, const EventValue&) = default;
};

}  // namespace sla::events
