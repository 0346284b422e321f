#include "runtime/session/judging.h"

#include <algorithm>

#include "runtime/actions/effects.h"
#include "runtime/session/lane.h"

namespace sla::session {

using verdicts::Row;
using verdicts::Status;

Judging::Judging(std::shared_ptr<const Rules> rules, Book& book, events::Roster roster)
    : rules_(std::move(rules)),
      book_(book),
      roster_(std::move(roster)),
      shape_(rules_->shape(book.log())) {
  no_periods_.clauses.resize(shape_.clauses.size());
  inputs_.log = &book.log();
  inputs_.people = &people_;
}

void Judging::set_roster(events::Roster roster) {
  roster_ = std::move(roster);
  has_bound_ = false;
}

bool Judging::is_bound() const {
  return has_bound_ && bound_owners_ == book_.log().owners.size() && bound_zones_ == book_.zones();
}

std::expected<void, std::string> Judging::prepare(Instant first, Instant last) {
  bool again = first < first_ || last > last_;
  if (!is_bound()) {
    const std::vector<std::string> zones = people_.zones;
    people_ = events::bind_people(book_.names(), roster_, rules_->zone_field, rules_->parties);
    again |= zones != people_.zones;
    bound_owners_ = book_.log().owners.size();
    bound_zones_ = book_.zones();
    has_bound_ = true;
  } else if (people_.text_zone.size() < book_.log().texts.size()) {
    people_.text_zone.resize(book_.log().texts.size(), 0);
  }
  if (!again) return {};
  // A year of room in both directions, so that a clock that moves on seldom needs others.
  first_ = std::min(first_, std::max(time::kMinInstant, first - 366 * time::kDay));
  last_ = std::max(last_, std::min(time::kMaxInstant, last + 366 * time::kDay));
  auto calendars = rules_->calendars(people_, first_, last_);
  if (!calendars) return std::unexpected(calendars.error());
  inputs_.calendars = std::move(*calendars);
  ++calendar_epoch_;
  return {};
}

verdicts::Inputs Judging::inputs(Instant as_of) const {
  verdicts::Inputs inputs = inputs_;
  inputs.as_of = as_of;
  return inputs;
}

std::expected<View, std::string> Judging::judge(std::uint32_t subject, Instant as_of) {
  events::Log& log = book_.history(subject, as_of);
  if (lane_ != nullptr && lane_->has(subject)) lane_->history(subject, as_of, log);
  inputs_.as_of = as_of;
  View view;
  if (book_.log().time.empty()) return view;
  auto outcome = rules_->evaluate(inputs_);
  if (!outcome) return std::unexpected(outcome.error());
  view.outcome = std::move(*outcome);
  if (rules_->steps.any()) {
    const actions::Facts facts{shape_, rules_->steps, view.outcome, no_periods_, inputs_, roster_};
    actions::Effects effects(facts);
    for (std::size_t c = 0; c < rules_->steps.clauses.size(); ++c) {
      const actions::ClauseSteps& clause = rules_->steps.clauses[c];
      if (!clause.steps.empty() && !clause.periodical) actions::add_obligations(facts, c, effects);
    }
    view.actions = effects.finish();
  }
  view.next = next_of(view, as_of);
  return view;
}

std::vector<verdicts::NamedRow> Judging::named(const View& view, std::uint32_t subject,
                                               Instant as_of) {
  // Names are looked up in the log, which may hold another subject by now.
  events::Log& log = book_.names();
  log.subjects = events::Interner();
  log.subjects.intern(book_.of(subject).name);
  inputs_.as_of = as_of;
  std::vector<verdicts::NamedRow> rows;
  verdicts::for_each_row(shape_, view.outcome, no_periods_, inputs_,
                         [&](const verdicts::NamedRow& row) { rows.push_back(row); });
  return rows;
}

Instant Judging::next_of(const View& view, Instant as_of) const {
  Instant next = time::kNever;
  const auto at = [&](Instant t) {
    if (t > as_of) next = std::min(next, t);
  };
  std::vector<std::pair<std::uint16_t, std::uint32_t>> paused;
  for (const Row& row : view.outcome.rows) {
    if (row.status == Status::paused) paused.push_back({row.clause, row.cycle});
    if (row.status != Status::running && row.status != Status::paused) continue;
    // At the breach instant itself nothing is exceeded yet.
    if (row.status == Status::running && row.breach != verdicts::kNoInstant) at(row.breach + 1);
    for (const events::Stint& stint : people_.stints_of(row.owner)) at(stint.from);
  }
  for (const actions::Notice& notice : view.actions.notices) {
    if (notice.state != actions::NoticeState::scheduled) continue;
    const auto of = std::ranges::find_if(paused, [&](const auto& row) {
      return row.first == notice.key.clause && std::to_string(row.second) == notice.key.cycle;
    });
    // What waits for a paused clock moves with the present.
    if (of != paused.end()) continue;
    at(notice.at);
    at(notice.at + 1);
    if (notice.deliver_at != time::kNever) at(notice.deliver_at);
  }
  return next;
}

}  // namespace sla::session
