#include "runtime/session/session.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/session/work.h"

namespace sla::session {

std::string_view name_of(Receipt receipt) {
  switch (receipt) {
    case Receipt::taken: return "taken";
    case Receipt::repeated: return "repeated";
    case Receipt::conflicting: return "conflicting";
    case Receipt::malformed: return "malformed";
    case Receipt::too_late: return "too late";
  }
  return "";
}

Session::Session(std::shared_ptr<const Rules> rules, events::Roster roster, Options options)
    : work_(std::make_unique<Work>(std::move(rules), std::move(roster), options)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Receipt Session::add(const stream::Fact& fact) {
  if (work_->receive(fact.time) != Receipt::taken) return Receipt::too_late;
  for (const std::string* name : {&fact.subject, &fact.into}) {
    if (const auto subject = work_->book.find(*name)) work_->lane.leave(*subject, work_->now);
  }
  static_assert(static_cast<int>(Receipt::malformed) ==
                static_cast<int>(stream::Receipt::malformed));
  return static_cast<Receipt>(work_->book.add(fact));
}

Receipt Session::add(const FastEvent& event) {
  if (work_->receive(event.time) != Receipt::taken) return Receipt::too_late;
  const events::Log& names = work_->book.log();
  const auto is_name = [](const events::Interner& of, std::uint32_t id) {
    return id == events::kNone || id < of.size();
  };
  const bool is_well_formed =
      event.subject < work_->book.size() && event.code < work_->rules->codes &&
      event.time >= time::kMinInstant && event.time <= time::kMaxInstant &&
      is_name(names.owners, event.owner) && is_name(names.teams, event.team) &&
      is_name(names.owners, event.actor);
  if (!is_well_formed) return Receipt::malformed;
  // Who forgets has to look at each subject's whole history.
  if (!work_->options.retention && work_->lane.takes(event, work_->now)) {
    work_->lane.push(event);
    return Receipt::taken;
  }
  work_->lane.leave(event.subject, work_->now);
  Entry entry{.time = event.time, .sequence = event.sequence};
  entry.owner = event.owner;
  entry.team = event.team;
  entry.actor = event.actor;
  entry.code = event.code;
  work_->book.add(event.subject, entry, {});
  return Receipt::taken;
}

std::uint32_t Session::subject_id(std::string_view name) { return work_->book.subject(name); }
std::uint32_t Session::owner_id(std::string_view name) {
  return name.empty() ? events::kNone : work_->book.names().owners.intern(name);
}
std::uint32_t Session::team_id(std::string_view name) {
  return name.empty() ? events::kNone : work_->book.names().teams.intern(name);
}

std::expected<Changes, std::string> Session::advance(Instant to, std::size_t limit) {
  Changes changes;
  if (auto done = work_->advance(to, changes, std::max<std::size_t>(limit, 1)); !done)
    return std::unexpected(done.error());
  return changes;
}

std::expected<void, std::string> Session::advance(Instant to, Changes& changes, std::size_t limit) {
  changes.items.clear();
  changes.signals.clear();
  return work_->advance(to, changes, std::max<std::size_t>(limit, 1));
}

void Session::set_roster(events::Roster roster) { work_->next_roster = std::move(roster); }

std::expected<std::vector<verdicts::NamedRow>, std::string> Session::rows() {
  std::vector<verdicts::NamedRow> rows;
  if (!work_->now) return rows;
  for (std::uint32_t subject = 0; subject < work_->book.size(); ++subject) {
    auto view = work_->judging.judge(subject, *work_->now);
    if (!view) return std::unexpected(view.error());
    for (verdicts::NamedRow& row : work_->judging.named(*view, subject, *work_->now))
      rows.push_back(std::move(row));
  }
  const auto& periods = work_->periods.rows();
  rows.insert(rows.end(), periods.begin(), periods.end());
  std::unordered_map<std::string_view, std::size_t> place;
  for (const verdicts::ClauseShape& clause : shape().clauses)
    place.emplace(clause.name, place.size());
  std::ranges::stable_sort(rows, {},
                           [&](const verdicts::NamedRow& row) { return place.at(row.clause); });
  return rows;
}

std::expected<actions::Actions, std::string> Session::actions() {
  actions::Actions all;
  if (!work_->now) return all;
  const auto append = [&](const actions::Actions& some) {
    all.notices.insert(all.notices.end(), some.notices.begin(), some.notices.end());
    all.points.insert(all.points.end(), some.points.begin(), some.points.end());
  };
  for (std::uint32_t subject = 0; subject < work_->book.size(); ++subject) {
    auto view = work_->judging.judge(subject, *work_->now);
    if (!view) return std::unexpected(view.error());
    append(view->actions);
  }
  append(work_->periods.actions());
  const auto by_time = [](const auto& item) { return std::tie(item.at, item.key); };
  std::ranges::stable_sort(all.notices, {}, by_time);
  std::ranges::stable_sort(all.points, {}, by_time);
  return all;
}

std::expected<Due, std::string> Session::due(std::string_view subject) {
  const auto found = work_->book.find(subject);
  return found ? due(*found) : Due{};
}

std::expected<Due, std::string> Session::due(std::uint32_t subject) {
  Due due;
  if (!work_->now || subject >= work_->book.size()) return due;
  const Instant now = *work_->now;
  const std::uint32_t holder = work_->book.holder(subject);
  auto view = work_->judging.judge(holder, now);
  if (!view) return std::unexpected(view.error());
  const std::vector<verdicts::NamedRow> named = work_->judging.named(*view, holder, now);
  for (std::size_t i = 0; i < view->outcome.rows.size(); ++i) {
    const verdicts::Row& row = view->outcome.rows[i];
    if (row.stop != verdicts::kNoInstant) continue;
    Open open{row, named[i], time::kNever};
    if (row.status == verdicts::Status::running && row.breach != verdicts::kNoInstant)
      open.next_change = row.breach + 1;
    due.open.push_back(std::move(open));
  }
  std::ranges::stable_sort(due.open, {}, [](const Open& open) { return open.row.due; });
  due.next_change = view->next;
  return due;
}

std::expected<actions::Actions, std::string> Session::actions_of(std::uint32_t subject) {
  if (!work_->now || subject >= work_->book.size()) return actions::Actions{};
  auto view = work_->judging.judge(work_->book.holder(subject), *work_->now);
  if (!view) return std::unexpected(view.error());
  return std::move(view->actions);
}

std::string_view Session::subject_name(std::uint32_t subject) const {
  return subject < work_->book.size() ? std::string_view(work_->book.of(subject).name)
                                      : std::string_view();
}

bool Session::in_fast_lane(std::uint32_t subject) const { return work_->lane.has(subject); }

std::uint64_t Session::lane_bytes() const { return work_->lane.bytes(); }

Instant Session::next_change() const { return work_->next_change(); }

std::optional<Instant> Session::now() const { return work_->now; }
std::uint64_t Session::facts() const { return work_->book.facts() + work_->lane.facts(); }
std::uint64_t Session::subjects() const { return work_->book.subjects(); }
const Rules& Session::rules() const { return *work_->rules; }
const verdicts::PolicyShape& Session::shape() const { return work_->judging.shape(); }

}  // namespace sla::session
