#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/session/change.h"
#include "runtime/session/rules.h"
#include "runtime/stream/fact.h"
#include "runtime/verdicts/rows.h"

namespace sla::session {

/// How a session goes about what is old. By default it takes everything and keeps everything.
struct Options {
  /// Facts that are this much (microseconds) behind the clock are refused as too late.
  std::optional<std::int64_t> lateness;
  /// A subject with nothing open, about which nothing was said for this long (and the lateness), is
  /// forgotten with its rows; what is said about it later begins a new history. Needs a lateness.
  std::optional<std::int64_t> retention;
};

/// What became of a fact.
enum class Receipt : std::uint8_t {
  taken,
  repeated,     ///< Its id and all it says were there before; it counts once.
  conflicting,  ///< Its id was there, with something else; left out, the first one counts.
  malformed,    ///< A retraction without an id, a merge without a winner, an event, field or value
                ///< that the policy does not have, an instant out of range; left out.
  too_late,     ///< It is further behind the clock than the options allow; left out.
};
std::string_view name_of(Receipt receipt);

/// An event by numbers, for callers that know them: nothing is looked up. Without an id, so that a
/// repetition counts again.
struct FastEvent {
  std::uint32_t subject = 0;
  events::Code code = events::kChanged;
  Instant time = 0;
  std::uint32_t owner = events::kNone, team = events::kNone, actor = events::kNone;
  std::int64_t sequence = 0;
};

/// Something that happened to a subject of which only fast events were said. Plain numbers: what it
/// is called is asked of the session, and whom a step concerns of `actions_of`.
struct Signal {
  enum class Kind : std::uint8_t {
    opened,          ///< A clock started.
    decided,         ///< It stopped; `status` is the verdict.
    breached,        ///< It is exceeded; it may still be met late.
    step_due,        ///< `step` is to be carried out.
    step_withdrawn,  ///< `step` will not be.
  } kind = Kind::opened;
  verdicts::Status status = verdicts::Status::running;
  std::uint16_t clause = 0, step = 0;  ///< The step from 1, as in keys.
  std::uint32_t subject = 0, cycle = 1;
  Instant at = 0;
};

/// The changes of one call of `advance`.
struct Changes {
  std::vector<Change> items;  ///< Corrections before what merely went on, of every subject.
  bool done = true;           ///< False: there are more; call it again with the same instant.
  /// Of subjects in the fast lane, in the order of time; corrections of theirs are in `items`.
  std::vector<Signal> signals;
};

/// An obligation that is open, with its names.
struct Open {
  verdicts::Row row;
  verdicts::NamedRow named;
  Instant next_change = time::kNever;  ///< When time alone changes its status.
};
struct Due {
  std::vector<Open> open;              ///< Soonest due first.
  Instant next_change = time::kNever;  ///< When time alone changes anything of the subject.
};

/// Verdicts and actions over facts that keep arriving, subject by subject: what it has said as of T
/// is what a batch over all facts up to T says, whatever the order of arrival. An advance costs
/// what the subjects cost that something happened to, or whose time has come. Movable; one thread
/// at a time; any number of sessions may share rules. docs/explanation/sessions.md.
class Session {
 public:
  explicit Session(std::shared_ptr<const Rules> rules, events::Roster roster = {},
                   Options options = {});
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  /// Takes a fact; nothing is judged before the next advance. A fact later than that is kept.
  Receipt add(const stream::Fact& fact);
  Receipt add(const FastEvent& event);
  /// Numbers for `FastEvent`. A subject's is valid until it is forgotten, the others as long as the
  /// session.
  std::uint32_t subject_id(std::string_view name);
  std::uint32_t owner_id(std::string_view name);  ///< Of owners and actors.
  std::uint32_t team_id(std::string_view name);

  /// Moves the clock to `to` and answers what changed since the last advance. Stops after `limit`
  /// changes, or soon after: then `done` is false, the clock has not moved, and a further call with
  /// the same instant goes on; facts that arrive meanwhile wait for the advance after. The error:
  /// `to` lies before the last instant (or is not that of the advance under way), or the engine
  /// failed; of an engine's failure the session is not usable afterwards.
  std::expected<Changes, std::string> advance(Instant to, std::size_t limit = SIZE_MAX);
  /// The same into an object that keeps its memory. The limit counts `items` alone.
  std::expected<void, std::string> advance(Instant to, Changes& changes,
                                           std::size_t limit = SIZE_MAX);

  /// Another roster; the next advance says what it changes of what was said.
  void set_roster(events::Roster roster);

  /// As of the last advance, in the policy's order; empty before the first. Judges every subject.
  std::expected<std::vector<verdicts::NamedRow>, std::string> rows();
  /// All notices and points as of the last advance. Judges every subject.
  std::expected<actions::Actions, std::string> actions();
  /// What is open on a subject as of the last advance. Judges that subject alone. One that is not
  /// known has nothing open.
  std::expected<Due, std::string> due(std::string_view subject);
  std::expected<Due, std::string> due(std::uint32_t subject);
  /// The earliest instant after the last advance at which anything may change without a further
  /// fact; never later than that, and seldom earlier. kNever: there is none.
  Instant next_change() const;
  /// Notices and points of one subject as of the last advance.
  std::expected<actions::Actions, std::string> actions_of(std::uint32_t subject);
  std::string_view subject_name(std::uint32_t subject) const;
  /// Whether what happens to a subject is said by signals.
  bool in_fast_lane(std::uint32_t subject) const;
  std::uint64_t lane_bytes() const;  ///< Memory of the fast lane.

  std::optional<Instant> now() const;
  std::uint64_t facts() const;     ///< Those that are kept.
  std::uint64_t subjects() const;  ///< The same.
  const Rules& rules() const;
  const verdicts::PolicyShape& shape() const;

  /// Everything that it knows and has said, as bytes with a version and a checksum: the facts, and
  /// which of them count already. Only a cache of a replay: timers and verdicts are made anew from
  /// it. Not while an advance is under way (empty then).
  std::string snapshot() const;
  /// A session that goes on where the snapshot was taken, with the roster that it had. Any bytes
  /// are safe: what is no snapshot, damaged, of another version or policy is an error.
  static std::expected<Session, std::string> restore(std::string_view bytes,
                                                     std::shared_ptr<const Rules> rules,
                                                     events::Roster roster = {},
                                                     Options options = {});

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace sla::session
