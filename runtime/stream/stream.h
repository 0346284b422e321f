#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/stream/fact.h"
#include "runtime/verdicts/corrections.h"

namespace sla::stream {

/// All verdicts of a log as of an instant. The error is a bug of ours.
using Judge = std::function<std::expected<std::vector<verdicts::NamedRow>, std::string>(
    events::Log log, time::Instant as_of)>;

/// What values a field may have; bounds are of the log's integers.
struct FieldRule {
  bool is_text = false;
  std::int64_t least = INT64_MIN, most = INT64_MAX;
};

/// What a stream needs to know of the agreement that the judge judges by.
struct Setting {
  std::string policy;              ///< Tells it from others; a snapshot of another is refused.
  std::vector<std::string> texts;  ///< Agreement::texts.
  std::vector<FieldRule> fields;   ///< In the agreement's order.
  events::Code codes = 0;          ///< Event codes are below this.
};

/// What became of a fact.
enum class Receipt : std::uint8_t {
  taken,
  repeated,     ///< Its id and all it says were there before; it counts once.
  conflicting,  ///< Its id was there, with something else; left out, the first one counts.
  malformed,    ///< A retraction without an id, a merge without a winner, an event,
                ///< field or value that the agreement does not have.
};

/// A row that is new, different or gone since the last advance.
struct Change {
  /// Something that was said was wrong for its own instant, because of what arrived later; else
  /// things went on.
  bool correction = false;
  verdicts::Correction what;
};

/// Verdicts over facts that keep arriving. What it says as of T is what a batch over all facts up
/// to T says, whatever the order of arrival. It replays everything on each advance. Movable; one
/// thread at a time.
class Stream {
 public:
  Stream(Setting setting, Judge judge);

  /// Takes a fact; nothing is judged before the next advance. A fact later than that is kept.
  Receipt add(Fact fact);

  /// Moves the clock to `to` and answers what changed: first the corrections of what was said as of
  /// the last instant, then what went on since. Time used on an open clock is no change, nor are
  /// due and breach of one that stands still. The error: `to` lies before the last instant, or the
  /// judge failed; nothing has changed then.
  std::expected<std::vector<Change>, std::string> advance(time::Instant to);

  /// From now on `judge` decides, because something that it knows has changed, such as the roster.
  /// The next advance says what that changes of what was said. A snapshot does not remember it:
  /// `restore` takes its judge for the one that said what was said.
  void judge_by(Judge judge);

  /// As of the last advance; empty before the first.
  const std::vector<verdicts::NamedRow>& rows() const { return rows_; }
  std::optional<time::Instant> now() const { return now_; }
  std::size_t facts() const { return facts_.size(); }

  /// Everything that it knows and has said, as bytes with a version and a checksum. Only a cache of
  /// a replay.
  std::string snapshot() const;
  /// A stream that goes on where the snapshot was taken. Any bytes are safe: what is no snapshot,
  /// damaged, of another version or of another policy is an error.
  static std::expected<Stream, std::string> restore(std::string_view bytes, Setting setting,
                                                    Judge judge);

 private:
  events::Log log_as_of(time::Instant known) const;
  bool has_late_fact(time::Instant to) const;

  Setting setting_;
  Judge judge_;
  std::vector<Fact> facts_;                             ///< In the order of arrival.
  std::unordered_map<std::string, std::size_t> by_id_;  ///< Events and merges.
  bool is_judge_new_ = false;                           ///< Since the last advance.
  std::size_t judged_facts_ = 0;                        ///< Those that the last advance knew of.
  std::optional<time::Instant> now_;
  std::vector<verdicts::NamedRow> rows_;
};

}  // namespace sla::stream
