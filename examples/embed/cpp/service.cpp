#include "service.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

namespace routing {
namespace {

constexpr std::size_t kActionsKept = 10'000;
constexpr std::uint64_t kEventsBetweenSnapshots = 10'000;
constexpr std::string_view kParts[] = {"lead_id", "ts",    "event",   "owner",
                                       "team",    "actor", "event_id"};

/// A row as an event; keeps the texts that the event points to.
class RowEvent {
 public:
  explicit RowEvent(const Json& row) : event_({}, {}, {}) {
    if (!row.is_object()) throw std::invalid_argument("an event is an object, not " + row.dump());
    for (const std::string_view part : kParts) cells_.push_back(part_of(row, part));
    event_ = sla::Event(cells_[0], cells_[2], time_of(cells_[1]));
    event_.owner(cells_[3]).team(cells_[4]).actor(cells_[5]).id(cells_[6]);
    for (const auto& cell : row.items()) {
      if (std::find(std::begin(kParts), std::end(kParts), cell.key()) != std::end(kParts)) continue;
      if (cell.value().is_null()) event_.unknown(keep(cell.key()));
      else event_.value(keep(cell.key()), keep(cell_of(cell.value())));
    }
  }
  const sla::Event& event() const { return event_; }
  sla::Time time() const { return sla::Time(sla::Micros(event_.raw().time)); }

 private:
  static std::string part_of(const Json& row, std::string_view name) {
    const auto found = row.find(name);
    return found == row.end() || found->is_null() ? std::string() : cell_of(*found);
  }
  std::string_view keep(std::string text) { return cells_.emplace_back(std::move(text)); }

  std::deque<std::string> cells_;  // Whose elements stay where they are.
  sla::Event event_;
};

bool is_open(const sla::Verdict& verdict) {
  return verdict.raw->status == SLA_RUNNING || verdict.raw->status == SLA_PAUSED;
}

}  // namespace

Service::Service(Options options)
    : options_(std::move(options)),
      owners_(read_column(options_.roster, "owner")),
      storage_(options_.state),
      following_(follow(sla::Policy::open(options_.policy), storage_.load(), storage_.size())) {
  latest_ = following_.session.now();
  const std::lock_guard lock(mutex_);
  saved_ = storage_.size();
  advance();
}

// From the snapshot if it is one of this policy, or else from the first event on.
Service::Following Service::follow(const sla::Policy& policy,
                                   const std::optional<Storage::Snapshot>& from,
                                   std::uint64_t end) const {
  if (from) {
    try {
      Following made{
          policy, sla::Session::restore(policy, from->bytes, read_csv(options_.roster)), {}};
      for (const sla::Verdict& verdict : made.session.rows()) count(made, verdict, 1);
      catch_up(made, from->events, end);
      return made;
    } catch (const sla::Error& error) {
      std::fprintf(stderr, "router: replaying all events: %s\n", error.what());
    }
  }
  Following made{policy, sla::Session(policy, read_csv(options_.roster)), {}};
  catch_up(made, 0, end);
  return made;
}

// An event that the old policy knew and the new one does not is left out, and said.
void Service::catch_up(Following& following, std::uint64_t begin, std::uint64_t end) const {
  std::optional<sla::Time> last = following.session.now();
  std::uint64_t left_out = 0;
  storage_.replay(begin, end, [&](const Json& row) {
    const RowEvent event(row);
    if (following.session.event(event.event()) == sla::Receipt::malformed) ++left_out;
    else if (!last || event.time() > *last) last = event.time();
  });
  if (left_out > 0) {
    std::fprintf(stderr, "router: %llu events mean nothing to this policy and are left out\n",
                 static_cast<unsigned long long>(left_out));
  }
  if (!last) return;
  // What follows from events of the past was said when they happened.
  for (const sla::Change& change : following.session.advance(*last)) {
    if (const auto was = change.was()) count(following, *was, -1);
    if (const auto is = change.is()) count(following, *is, 1);
  }
}

void Service::count(Following& following, const sla::Verdict& verdict, int by) {
  if (is_open(verdict)) following.open[std::string(verdict.owner())] += by;
}

sla::Time Service::clock() const {
  const sla::Time now = options_.clock_of_events
                            ? latest_.value_or(sla::Time())
                            : std::chrono::floor<sla::Micros>(std::chrono::system_clock::now());
  // The machine's clock may be set back; the session's does not go.
  return std::max(now, following_.session.now().value_or(now));
}

std::size_t Service::advance() {
  if (options_.clock_of_events && !latest_) return 0;
  const sla::Changes changes = following_.session.advance(clock());
  for (const sla::Change& change : changes) {
    if (const auto was = change.was()) count(following_, *was, -1);
    if (const auto is = change.is()) count(following_, *is, 1);
    if (const auto action = change.action()) note(*action);
  }
  return changes.size();
}

void Service::note(const sla::Action& action) {
  actions_.push_back({{"number", first_action_ + actions_.size()},
                      {"key", action.key()},
                      {"kind", action.kind()},
                      {"state", action.state()},
                      {"clause", action.clause()},
                      {"lead", action.subject()},
                      {"when", action.when()},
                      {"to", action.to()},
                      {"channel", action.channel()},
                      {"message", action.message()},
                      {"at", text_of(action.at())},
                      {"deliver_at", text_of(action.deliver_at())},
                      {"points", action.points()}});
  if (actions_.size() > kActionsKept) {
    actions_.pop_front();
    ++first_action_;
  }
}

Json Service::take(const std::vector<Json>& rows) {
  const std::lock_guard lock(mutex_);
  return take_locked(rows);
}

Json Service::take_locked(const std::vector<Json>& rows) {
  static constexpr const char* kNames[] = {"taken", "repeated", "conflicting", "malformed",
                                           "too_late"};
  std::uint64_t counts[std::size(kNames)] = {};
  Json malformed = Json::array();
  std::vector<Json> taken;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    try {
      const RowEvent row(rows[at]);
      const sla::Receipt receipt = following_.session.event(row.event());
      if (receipt == sla::Receipt::malformed) {
        malformed.push_back({{"row", at}, {"why", following_.session.message()}});
        continue;
      }
      ++counts[static_cast<std::size_t>(receipt)];
      if (receipt != sla::Receipt::taken) continue;
      taken.push_back(rows[at]);
      if (!latest_ || row.time() > *latest_) latest_ = row.time();
    } catch (const std::invalid_argument& error) {
      malformed.push_back({{"row", at}, {"why", error.what()}});
    }
  }
  try {
    if (!taken.empty()) storage_.append(taken);
  } catch (...) {
    // What is not on disk must not count: the sender hears of the failure and sends it again.
    following_ = follow(following_.policy, storage_.load(), storage_.size());
    throw;
  }
  Json answer = {{"changes", advance()}};
  for (std::size_t at = 0; at < std::size(kNames); ++at) answer[kNames[at]] = counts[at];
  answer["malformed"] = std::move(malformed);
  if (storage_.size() - saved_ >= kEventsBetweenSnapshots) save_locked();
  changed_.notify_all();
  return answer;
}

Json Service::due(const std::string& lead) {
  const std::lock_guard lock(mutex_);
  advance();
  return due_locked(lead);
}

Json Service::due_locked(const std::string& lead) {
  const sla::Dues dues = following_.session.due(lead);
  Json items = Json::array();
  for (const sla::Due& due : dues) {
    const auto left = due.left();
    items.push_back(
        {{"clause", due.clause()},
         {"cycle", due.cycle()},
         {"tier", due.tier()},
         {"status", due.status()},
         {"owner", due.owner()},
         {"start", text_of(due.start())},
         {"due", text_of(due.due())},
         {"breach", text_of(due.breach())},
         {"left_seconds", left ? Json(static_cast<double>(left->count()) / 1e6) : Json()},
         {"next_change", text_of(due.next_change())}});
  }
  return {{"lead", lead},
          {"as_of", text_of(following_.session.now())},
          {"due", std::move(items)},
          {"next_change", text_of(dues.next_change())}};
}

Json Service::assign(const std::string& lead) {
  const std::lock_guard lock(mutex_);
  advance();
  const auto load = [&](const std::string& owner) {
    const auto found = following_.open.find(owner);
    return found == following_.open.end() ? 0 : found->second;
  };
  const auto least =
      std::min_element(owners_.begin(), owners_.end(),
                       [&](const auto& one, const auto& other) { return load(one) < load(other); });
  if (least == owners_.end()) throw std::runtime_error("the roster is empty");
  const Json taken = take_locked(
      {{{"lead_id", lead}, {"ts", text_of(clock())}, {"event", "assigned"}, {"owner", *least}}});
  if (!taken.at("malformed").empty()) {
    throw std::invalid_argument(taken["malformed"][0]["why"].get<std::string>());
  }
  Json answer = due_locked(lead);
  answer["owner"] = *least;
  return answer;
}

Json Service::actions(std::uint64_t since) {
  const std::lock_guard lock(mutex_);
  advance();
  Json found = Json::array();
  for (std::size_t at = since > first_action_ ? since - first_action_ : 0; at < actions_.size();
       ++at) {
    found.push_back(actions_[at]);
  }
  return {{"actions", std::move(found)}, {"next", first_action_ + actions_.size()}};
}

Json Service::health() {
  const std::lock_guard lock(mutex_);
  const sla_policy_info info = following_.policy.info();
  return {{"policy", info.title},
          {"version", info.version},
          {"semantic_hash", info.semantic_hash},
          {"events", storage_.size()},
          {"as_of", text_of(following_.session.now())}};
}

Json Service::reload() {
  const std::lock_guard one_at_a_time(reloading_);
  std::uint64_t end = 0;
  {
    const std::lock_guard lock(mutex_);
    end = storage_.size();
  }
  Following next = follow(sla::Policy::open(options_.policy), std::nullopt, end);
  {
    const std::lock_guard lock(mutex_);
    catch_up(next, end, storage_.size());
    std::swap(following_, next);
    advance();
    save_locked();
  }
  changed_.notify_all();
  return health();
}

void Service::run_clock() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const auto next = following_.session.next_change();
    if (options_.clock_of_events || !next) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, *next);
    }
    if (!stopped_) advance();
  }
}

void Service::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

void Service::save() {
  const std::lock_guard lock(mutex_);
  save_locked();
}

void Service::save_locked() {
  storage_.save({storage_.size(), following_.session.snapshot()});
  saved_ = storage_.size();
}

}  // namespace routing
