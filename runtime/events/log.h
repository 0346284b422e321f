#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/events/event.h"
#include "runtime/events/event_code.h"
#include "runtime/events/interner.h"
#include "runtime/time/instant.h"

namespace sla::parallel {
class Pool;
}

namespace sla::events {

class LogParts;

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

/// Rows of sources without ids that say the same as an earlier row of the same source. They are
/// events like others; whoever reads a log is told of them.
struct RepeatedRows {
  static constexpr std::size_t kExamples = 5;
  struct Example {
    std::uint64_t place = 0;  ///< In the order of reading.
    std::uint64_t row = 0, first_row = 0;
    std::uint32_t subject = 0;
    std::uint16_t origin = 0, first_origin = 0;
    std::string text = {};  ///< The subject's name; set when the log is finished.
  };

  std::uint64_t count = 0;
  /// The first of different subjects, in the order of reading.
  std::vector<Example> examples;

  /// Adds an example to those that come before it; does not count.
  void add(const Example& example);
  void add_all(const RepeatedRows& others);
  void name(const Interner& subjects);
};

/// How a builder's log is finished.
struct Finishing {
  /// Retractions and merges later than this are not seen.
  time::Instant known = time::kNever;
  std::vector<RewriteNote>* notes = nullptr;  ///< If not null: takes what the others did.
  RepeatedRows* repeats = nullptr;            ///< If not null: takes what rows repeat.
  parallel::Pool* pool = nullptr;             ///< Null: on the caller's thread.
};

/// Collects events in any order and puts them in the log's order. Field values are given with each
/// event. Retractions and merges are applied when the log is finished.
class LogBuilder {
 public:
  using Value = EventValue;

  /// `texts`: the policy's text constants, interned first. `field_count`: of the agreement.
  LogBuilder(const std::vector<std::string>& texts, std::size_t field_count);
  LogBuilder(LogBuilder&&) noexcept;
  ~LogBuilder();

  Interner& subjects() { return log_.subjects; }
  Interner& owners() { return log_.owners; }
  Interner& teams() { return log_.teams; }
  Interner& texts() { return log_.texts; }
  std::uint16_t add_origin(std::string name);
  /// What is added from now on belongs to another source: its ids are its own. `compares_rows`: it
  /// has no ids, and what its rows repeat is found when the log is finished.
  void begin_source(bool compares_rows = false);
  /// Whether the ids of events are remembered, for retractions (24 bytes an event). They are unless
  /// this says otherwise before the first event.
  void keep_ids(bool keep) { keep_ids_ = keep; }
  /// From here on events that need more memory than this wait in a temporary file. Only for a log
  /// without retractions and merges, which need all events at once. 0: there is no limit.
  void spill_above(std::uint64_t bytes) { spill_above_ = bytes; }
  void add(const Event& event, const std::vector<Value>& values, const EventId& id = {});
  void add(Retraction retraction);
  void add(Merge merge);
  std::uint64_t size() const;
  /// What was added since the last call, in the order of adding, for who hands rows on one by one
  /// and never finishes the log. The names stay.
  struct Added {
    std::vector<Event> events;
    std::vector<std::vector<Value>> values;  ///< Parallel to the events.
    std::vector<Retraction> retractions;
    std::vector<Merge> merges;
  };
  Added take();
  /// Why the builder is of no use: the temporary file cannot be written, or an event is taken back
  /// when others wait there already. Else empty.
  const std::string& problem() const { return problem_; }
  /// Whether events wait in a file: then `parts` must be used instead of `finish`.
  bool is_spilled() const;
  /// Whether the events in memory need more than so many bytes.
  bool exceeds(std::uint64_t bytes) const;

  /// Orders everything; the builder is spent. Stable: equal (subject, time, sequence) keep the
  /// order given. The result does not depend on the pool.
  Log finish(const Finishing& how) &&;
  Log finish(time::Instant known = time::kNever, std::vector<RewriteNote>* notes = nullptr) && {
    return std::move(*this).finish(Finishing{.known = known, .notes = notes});
  }
  /// The log as ranges of subjects that are made one after another; the builder is spent. `names`
  /// takes the names and the origins, without events.
  std::unique_ptr<LogParts> parts(Log& names) &&;

 private:
  struct Identity {
    EventId id;
    std::uint32_t source = 0;
  };
  struct Kept;  ///< The events, and the file that they wait in.

  void spill();
  void refuse_rewriting();
  void rewrite(const Finishing& how);
  void unpack();
  void pack();
  void retract(time::Instant known, std::vector<RewriteNote>& notes);
  void merge(time::Instant known, std::vector<RewriteNote>& notes);
  void forget_unused();
  void note(std::vector<RewriteNote>& notes, RewriteNote::Kind kind, std::uint64_t row,
            std::uint16_t origin, std::string_view text) const;

  Log log_;
  std::unique_ptr<Kept> kept_;
  std::size_t field_count_ = 0;
  std::uint32_t source_ = 0;
  bool compares_rows_ = false;
  bool keep_ids_ = true;
  std::uint64_t spill_above_ = 0;
  std::string problem_;
  std::vector<Identity> identities_;  ///< Of the first so many events.
  std::vector<Retraction> retractions_;
  std::vector<std::uint32_t> retraction_source_;
  std::vector<Merge> merges_;
  std::vector<std::uint32_t> merge_source_;
  // Of a log that is rewritten, by the order of adding.
  std::vector<Event> events_;
  std::vector<std::vector<Value>> values_;
  std::vector<bool> gone_;  ///< Once something was retracted; else empty.
};

}  // namespace sla::events
