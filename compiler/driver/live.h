#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/feed.h"
#include "runtime/session/session.h"

namespace sla::driver {

/// An agreement followed as events arrive: a session, and a clock that the events move. The clock
/// stands at the latest instant that an event has gone beyond; what happens at one instant is
/// judged once a later event shows that no more of it comes. One thread at a time.
class Live {
 public:
  struct Options {
    Engine engine = Engine::jit;
    session::Options session;
    /// The clock stands only at multiples of this (microseconds, from 1970 UTC); nothing: it goes
    /// to each instant at which something changes.
    std::optional<std::int64_t> tick;
    /// The clock does not go beyond it; what is later is kept and not judged.
    std::optional<time::Instant> as_of;
  };
  /// Hears what changed at an instant, in the order in which it is to be told.
  using Hear = std::function<void(time::Instant at, const std::vector<session::Change>&)>;

  /// Why an agreement can only be judged by a batch; empty: it can be followed.
  static std::string why_not(const agreement::Agreement& agreement);

  /// Of an agreement that can be followed. The error is a missing code generation library, or a bug
  /// of ours.
  static std::expected<Live, std::string> make(const agreement::Agreement& agreement,
                                               events::Roster roster, const Options& options,
                                               Hear hear);

  /// Takes the facts of one record. What is answered says which were left out, and why. The error:
  /// the engine failed; nothing more can be done then.
  std::expected<std::vector<std::string>, std::string> take(std::vector<Told::Fact> facts);
  /// At the end of what there is: the clock goes to `as_of`, or to the last event.
  std::expected<void, std::string> finish();

  /// How many records were taken, in this run and those that it goes on with.
  std::int64_t records() const { return records_; }
  std::optional<time::Instant> now() const { return session_->now(); }
  session::Session& session() { return *session_; }

  /// Everything that it knows and has said, as bytes with a version and a checksum.
  std::string snapshot() const;
  /// Goes on where a snapshot was taken; before the first record. Any bytes are safe. The error is
  /// one lower-case sentence; nothing has changed then.
  std::expected<void, std::string> restore(std::string_view bytes);

 private:
  Live() = default;
  std::expected<void, std::string> catch_up(time::Instant to);
  std::expected<void, std::string> advance(time::Instant to);

  Options options_;
  Hear hear_;
  events::Roster roster_;
  std::shared_ptr<const session::Rules> rules_;
  std::optional<session::Session> session_;
  std::optional<time::Instant> seen_;  ///< The latest fact.
  std::int64_t records_ = 0;
};

}  // namespace sla::driver
