#pragma once

#include <expected>
#include <string>
#include <vector>

#include "runtime/session/change.h"
#include "runtime/session/judging.h"

namespace sla::session {

/// What is said about periods: rows of volumes and shares, and steps of the verdicts of periods. It
/// keeps what every subject adds to them, and makes their rows anew when some of that has changed
/// or a period begins or ends.
class Periods {
 public:
  Periods(const Judging& judging, Book& book);
  /// Whether the policy says anything about periods; nothing else here has an effect if not.
  bool any() const { return any_; }

  /// What a subject adds from now on; its history must be the one that the book's log holds.
  void take(std::uint32_t subject, const verdicts::Outcome& outcome);
  void forget(std::uint32_t subject);
  /// Says what changed since the last time, as of an instant.
  void say(Instant as_of, bool correction, std::vector<Change>& changes);

  /// The next instant at which a period begins or ends.
  Instant next() const { return next_; }
  bool has_news() const { return has_news_; }
  const std::vector<verdicts::NamedRow>& rows() const { return rows_; }
  const actions::Actions& actions() const { return actions_; }

 private:
  struct Share {
    Instant first = time::kNever;      ///< Of the subject's events.
    std::vector<std::uint32_t> teams;  ///< That its events name.
    std::vector<verdicts::Hit> hits;
    std::vector<verdicts::Row> rows;  ///< Of clauses whose periods have steps; without spans.
    friend bool operator==(const Share&, const Share&) = default;
  };
  std::vector<bool> known_teams() const;

  const Judging& judging_;
  Book& book_;
  bool any_ = false, has_news_ = false;
  std::vector<bool> by_rows_;  ///< By clause: its rows matter.
  std::vector<Share> shares_;
  std::vector<verdicts::NamedRow> rows_;
  actions::Actions actions_;
  Instant next_ = time::kNever;
};

}  // namespace sla::session
