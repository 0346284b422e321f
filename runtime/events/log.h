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

/// A subject that was merged into another: none of its events is under its own name any more.
struct MergedSubject {
  std::string loser, winner;  ///< The winner is where the events are, at the end of the chain.
};

/// The history of all subjects as columns, grouped by subject and, within a subject, in the order
/// of docs/reference/evaluation.md: time, then source sequence, then event id. Made by ingest (or a
/// test), read by every engine; immutable while it is read, then safe to share between threads.
struct Log {
  Interner subjects, owners, teams, texts;
  /// Events of subject s: [subject_begin[s], subject_begin[s+1]); size is subjects.size() + 1.
  std::vector<std::uint64_t> subject_begin;
  std::vector<time::Instant> time;
  std::vector<Code> code;
  std::vector<std::uint32_t> owner;  ///< Interned id, or kNone: the row does not say.
  std::vector<std::uint32_t> team;
  std::vector<std::uint32_t> actor;   ///< In `owners`.
  std::vector<FieldColumn> fields;    ///< By the agreement's field index.
  std::vector<std::uint64_t> row;     ///< One-based row of the file it came from, for evidence.
  std::vector<std::uint16_t> origin;  ///< Index into `origins`.
  std::vector<std::string> origins;   ///< Paths or queries.
  std::vector<MergedSubject> merged;  ///< Whose events are found under another name now.

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
  /// Order among events of equal time: the source's sequence (file order unless mapped), then the
  /// id.
  std::int64_t sequence = 0;
};

/// A 128-bit fingerprint of the id that a source gives to an event; both 0: it gives none.
struct EventId {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const EventId&, const EventId&) = default;
};

/// A row that takes back the event (or merge) with its id, wherever that stands.
struct Retraction {
  EventId id;
  bool of_any_source = false;  ///< Otherwise of its own source only.
  time::Instant time = 0;      ///< When it was said; not known before.
  std::uint64_t row = 0;
  std::uint16_t origin = 0;
  std::string text = {};  ///< The id as written, for findings.
};

/// A row that says that one lead is a duplicate of another: from its time on all events of the
/// loser are the winner's.
struct Merge {
  std::uint32_t loser = 0, winner = 0;
  EventId id;
  time::Instant time = 0;
  std::int64_t sequence = 0;
  std::uint64_t row = 0;
  std::uint16_t origin = 0;
};

/// Something that retractions and merges did, or could not do.
struct RewriteNote {
  enum class Kind : std::uint8_t {
    retracted,           ///< An event was taken back; the row is the event's.
    unknown_retraction,  ///< No event has that id.
    merged,              ///< A lead's events went to another.
    merge_cycle,         ///< It would close a circle; left out.
    merged_twice,        ///< The lead was merged into another one before; left out.
  } kind = Kind::retracted;
  std::uint64_t row = 0;
  std::uint16_t origin = 0;
  std::string text;
};

/// Collects events in any order and puts them in the log's order. Field values are given with each
/// event. Retractions and merges are applied when the log is finished.
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
  /// What is added from now on belongs to another source: its ids are its own.
  void begin_source() { ++source_; }
  /// Whether the ids of events are remembered, for retractions (24 bytes an event). They are unless
  /// this says otherwise before the first event.
  void keep_ids(bool keep) { keep_ids_ = keep; }
  void add(const Event& event, const std::vector<Value>& values, const EventId& id = {});
  void add(Retraction retraction);
  void add(Merge merge);
  std::uint64_t size() const { return events_.size(); }

  /// Orders everything; the builder is spent. Stable: equal (subject, time, sequence) keep the
  /// order given. Retractions and merges later than `known` are not seen. `notes`, if not null,
  /// takes what the others did.
  Log finish(time::Instant known = time::kNever, std::vector<RewriteNote>* notes = nullptr) &&;

 private:
  struct Identity {
    EventId id;
    std::uint32_t source = 0;
  };

  void retract(time::Instant known, std::vector<RewriteNote>& notes);
  void merge(time::Instant known, std::vector<RewriteNote>& notes);
  void forget_unused();
  void note(std::vector<RewriteNote>& notes, RewriteNote::Kind kind, std::uint64_t row,
            std::uint16_t origin, std::string_view text) const;

  Log log_;
  std::vector<Event> events_;
  std::vector<std::uint64_t> value_begin_;
  std::vector<Value> values_;
  std::size_t field_count_ = 0;
  std::uint32_t source_ = 0;
  bool keep_ids_ = true;
  std::vector<Identity> identities_;  ///< Of the first so many events.
  std::vector<Retraction> retractions_;
  std::vector<std::uint32_t> retraction_source_;
  std::vector<Merge> merges_;
  std::vector<std::uint32_t> merge_source_;
  std::vector<bool> gone_;  ///< By event, once something was retracted; else empty.
};

}  // namespace sla::events
