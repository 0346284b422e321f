#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/events/event_code.h"
#include "runtime/events/interner.h"
#include "runtime/time/instant.h"

namespace sla::events {

/// The values that the events of a log give to one field, parallel to the log's events.
/// `set[i]`: 0 the event says nothing, 1 it sets `value[i]`, 2 it makes the field unknown.
/// An empty column (both vectors empty): no event of the log says anything about the field.
struct FieldColumn {
  std::vector<std::int64_t> value;
  std::vector<std::uint8_t> set;
};

/// The history of all subjects as columns, grouped by subject and, within a subject, in the order of
/// docs/reference/evaluation.md: time, then source sequence, then event id. Made by ingest (or a test), read by every engine;
/// immutable while it is read, then safe to share between threads.
struct Log {
  Interner subjects, owners, teams, texts;
  /// Events of subject s: [subject_begin[s], subject_begin[s+1]); size is subjects.size() + 1.
  std::vector<std::uint64_t> subject_begin;
  std::vector<time::Instant> time;
  std::vector<Code> code;
  std::vector<std::uint32_t> owner;  ///< Interned id, or kNone: the row does not say.
  std::vector<std::uint32_t> team;
  std::vector<std::uint32_t> actor;  ///< In `owners`.
  std::vector<FieldColumn> fields;   ///< By the agreement's field index.
  std::vector<std::uint64_t> row;    ///< One-based row of the file it came from, for evidence.
  std::vector<std::uint16_t> origin; ///< Index into `origins`.
  std::vector<std::string> origins;  ///< Paths or queries.

  std::uint64_t size() const { return time.size(); }
};

/// One event before it is grouped and ordered; what LogBuilder takes.
struct Event {
  std::uint32_t subject = 0;
  time::Instant time = 0;
  Code code = kChanged;
  std::uint32_t owner = kNone, team = kNone, actor = kNone;
  std::uint64_t row = 0;
  std::uint16_t origin = 0;
  /// Order among events of equal time: the source's sequence (file order unless mapped), then the id.
  std::int64_t sequence = 0;
};

/// Collects events in any order and puts them in the log's order. Field values are given with each event.
class LogBuilder {
 public:
  struct Value {
    std::uint32_t field = 0;
    std::uint8_t set = 1;  ///< 1 sets, 2 makes unknown.
    std::int64_t value = 0;
  };

  /// `texts`: the policy's text constants, interned first. `field_count`: of the agreement.
  LogBuilder(const std::vector<std::string>& texts, std::size_t field_count);

  Interner& subjects() { return log_.subjects; }
  Interner& owners() { return log_.owners; }
  Interner& teams() { return log_.teams; }
  Interner& texts() { return log_.texts; }
  std::uint16_t add_origin(std::string name);
  void add(const Event& event, const std::vector<Value>& values);
  std::uint64_t size() const { return events_.size(); }

  /// Orders everything; the builder is spent. Stable: equal (subject, time, sequence) keep the order given.
  Log finish() &&;

 private:
  Log log_;
  std::vector<Event> events_;
  std::vector<std::uint64_t> value_begin_;
  std::vector<Value> values_;
  std::size_t field_count_ = 0;
};

}  // namespace sla::events
