#pragma once

#include "runtime/session/book.h"
#include "runtime/session/judging.h"
#include "runtime/session/lane.h"
#include "runtime/session/periods.h"
#include "runtime/session/session.h"
#include "runtime/timers/wheel.h"

namespace sla::session {

/// What a session is made of. Its parts refer to each other, so it stays where it is.
class Session::Work {
 public:
  Work(std::shared_ptr<const Rules> rules, events::Roster roster, Options options);
  Work(const Work&) = delete;

  Receipt receive(Instant time) const;
  std::expected<void, std::string> advance(Instant to, Changes& changes, std::size_t limit);
  /// Judges everything that is known as of `now` without saying so: after a snapshot.
  std::expected<void, std::string> take_up(Instant now);

  bool is_under_way() const { return under_way_.has_value(); }
  Instant next_change() const;

  std::shared_ptr<const Rules> rules;
  Options options;
  Book book;
  Judging judging;
  Periods periods;
  Lane lane;
  std::optional<Instant> now;
  std::optional<events::Roster> next_roster;

 private:
  friend class Session;

  /// A subject with its past: what was said of it, before that past changed.
  struct Said {
    std::uint32_t subject = 0;
    std::vector<verdicts::NamedRow> rows;
    actions::Actions actions;
  };
  /// An advance under way.
  struct Advance {
    Instant to = 0;
    std::vector<Said> concerned;  ///< To be corrected.
    std::vector<std::uint32_t> touched;
    std::size_t corrected = 0, moved = 0;
    bool is_corrected = false;  ///< Periods, too.
  };
  struct Timer {
    std::uint32_t subject = 0, generation = 0;
  };

  std::expected<void, std::string> begin(Instant to, std::vector<Signal>& signals);
  std::expected<void, std::string> correct(const Said& said, std::vector<Change>& changes);
  std::expected<void, std::string> move_on(std::uint32_t subject, Instant to,
                                           std::vector<Change>& changes);
  std::expected<std::vector<Said>, std::string> what_was_said(
      const std::vector<std::uint32_t>& subjects);
  void arm(std::uint32_t subject, const View& view, Instant as_of);
  bool may_forget(std::uint32_t subject, Instant as_of) const;
  std::optional<Instant> forget_at(std::uint32_t subject, const View& view) const;

  std::optional<Advance> under_way_;
  timers::Wheel<Timer> timers_;
  std::vector<std::uint32_t> generation_;  ///< By subject: the only timer that counts.
  std::vector<Instant> forget_;            ///< By subject: when it may be forgotten.
  Instant first_event_ = time::kNever;
};

}  // namespace sla::session
