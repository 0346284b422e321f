#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/events/log.h"

namespace sla::stream {

/// What an event says about one field.
struct FieldValue {
  std::uint32_t field = 0;
  std::uint8_t set = 1;    ///< 1 sets, 2 makes unknown.
  std::int64_t value = 0;  ///< As in a log; not looked at for a text.
  std::string text;        ///< The value of a text field.

  friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

/// One thing that a source says, by names, so that it can be kept and sent. Immutable once added.
struct Fact {
  enum class Kind : std::uint8_t {
    event,
    retraction,  ///< Takes back the event or merge with `id`.
    merge,       ///< `subject` is a duplicate of `into`.
  } kind = Kind::event;
  std::string subject;
  time::Instant time = 0;
  events::Code code = events::kChanged;
  std::string owner, team, actor;  ///< Empty: it does not say.
  std::vector<FieldValue> values;
  std::string id;             ///< Empty: it has none, and a repetition counts again.
  std::string into;           ///< Of a merge.
  std::int64_t sequence = 0;  ///< Order among events of one time; then the id, then arrival.

  friend bool operator==(const Fact&, const Fact&) = default;
};

}  // namespace sla::stream
