#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "runtime/actions/notice.h"
#include "runtime/session/book.h"
#include "runtime/session/rules.h"
#include "runtime/verdicts/rows.h"

namespace sla::session {

/// What is said about one subject as of an instant.
struct View {
  verdicts::Outcome outcome;  ///< With 0 as the subject; settled.
  actions::Actions actions;   ///< Of single obligations.
  /// The earliest instant after it at which anything of this can change without an event.
  Instant next = time::kNever;
};

class Lane;

/// Judges single subjects of a book. Keeps what all of them share: people, calendars, shapes.
class Judging {
 public:
  Judging(std::shared_ptr<const Rules> rules, Book& book, events::Roster roster);

  /// Makes names that are new and instants up to `last` known to people and calendars. Before the
  /// judging of anything as of then.
  std::expected<void, std::string> prepare(Instant first, Instant last);
  void set_roster(events::Roster roster);

  std::expected<View, std::string> judge(std::uint32_t subject, Instant as_of);
  /// The rows of a view with their names.
  std::vector<verdicts::NamedRow> named(const View& view, std::uint32_t subject, Instant as_of);

  const verdicts::PolicyShape& shape() const { return shape_; }
  const events::Roster& roster() const { return roster_; }
  const Rules& rules() const { return *rules_; }
  verdicts::Inputs inputs(Instant as_of) const;
  /// Those of the last call; of its people and calendars until the next `prepare`.
  const verdicts::Inputs& shared_inputs() const { return inputs_; }
  const events::People* people() const { return &people_; }
  /// Another number once there are other calendars.
  std::uint64_t calendar_epoch() const { return calendar_epoch_; }
  /// Where the histories of some subjects are, if not in the book.
  void look_into(const Lane* lane) { lane_ = lane; }

 private:
  Instant next_of(const View& view, Instant as_of) const;
  bool is_bound() const;

  std::shared_ptr<const Rules> rules_;
  Book& book_;
  events::Roster roster_;
  verdicts::PolicyShape shape_;
  verdicts::Summary no_periods_;
  events::People people_;
  verdicts::Inputs inputs_;
  std::uint32_t bound_owners_ = 0;
  std::size_t bound_zones_ = 0;
  bool has_bound_ = false;
  const Lane* lane_ = nullptr;
  std::uint64_t calendar_epoch_ = 0;
  Instant first_ = time::kNever, last_ = time::kMinInstant;  ///< Of the calendars.
};

}  // namespace sla::session
