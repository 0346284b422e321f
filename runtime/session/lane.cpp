#include "runtime/session/lane.h"

#include <algorithm>
#include <cstring>

#include "runtime/actions/places.h"

namespace sla::session {
namespace {

using verdicts::Mark;
using verdicts::MarkKind;
using verdicts::Row;
using verdicts::Status;

constexpr std::size_t kAhead = 16;  ///< Events whose subjects are fetched before they are needed.

}  // namespace

Lane::Lane(std::shared_ptr<const Rules> rules, Judging& judging, Book& book)
    : rules_(std::move(rules)), judging_(judging), book_(book) {
  is_open_ = can_travel();
  if (!is_open_) return;
  const std::size_t state = rules_->kernel.state_size / 8;
  clocks_at_ = sizeof(Traveller) / 8 + state;
  stride_ = clocks_at_ + rules_->steps.clauses.size() * sizeof(OpenClock) / 8;
  // Whole cache lines, so that no record touches one more than it needs.
  stride_ = (stride_ + 7) / 8 * 8;
  fields_.assign(std::max<std::size_t>(1, rules_->fields.size()), {nullptr, nullptr});
}

/// Effects that wait for an opening, points that a later relief takes back, and zones of leads
/// need a subject's whole history.
bool Lane::can_travel() const {
  if (rules_->kernel.step == nullptr || !rules_->only_plain_clocks) return false;
  for (const actions::ZoneOf zone : rules_->steps.calendars) {
    if (zone == actions::ZoneOf::lead) return false;
  }
  for (const actions::ClauseSteps& clause : rules_->steps.clauses) {
    if (clause.steps.size() > 64) return false;
    for (const actions::StepShape& step : clause.steps) {
      if (step.within || step.at == actions::StepAt::target_met ||
          step.at == actions::StepAt::target_missed) {
        return false;
      }
      for (const actions::EffectShape& effect : step.effects) {
        if (effect.calendar >= 0 || actions::gives_points(effect.kind)) return false;
      }
    }
  }
  return true;
}

bool Lane::has(std::uint32_t subject) const {
  return subject < where_.size() && where_[subject] == kHere;
}

bool Lane::takes(const FastEvent& event, std::optional<Instant> now) const {
  if (!is_open_ || event.sequence != 0 || (now && event.time <= *now)) return false;
  if (!inbox_.empty() && event.time < inbox_.back().time) return false;
  if (event.subject < where_.size() && where_[event.subject] != kNew)
    return where_[event.subject] == kHere;
  const SubjectBook& said = book_.of(event.subject);
  return said.events.empty() && !said.in_a_merge;
}

void Lane::push(const FastEvent& event) {
  const std::size_t needed = (std::size_t{event.subject} + 1) * stride_;
  if (records_.size() < needed) {
    const std::size_t old = records_.size() / stride_;
    records_.resize(std::max(needed, book_.size() * stride_));
    where_.resize(records_.size() / stride_, kNew);
    for (std::size_t s = old; s < records_.size() / stride_; ++s) {
      *traveller(static_cast<std::uint32_t>(s)) = Traveller{};
      rules_->kernel.begin(state(static_cast<std::uint32_t>(s)));
    }
  }
  where_[event.subject] = kHere;
  first_event_ = std::min(first_event_, event.time);
  inbox_.push_back(event);
  ++facts_;
}

/// What kernel::Batch derives for whole logs, for one event more.
void Lane::append(std::uint32_t subject, const FastEvent& event) {
  Traveller& of = *traveller(subject);
  if (of.block == nullptr || of.count == capacity_of(of.size_class)) grow(of);
  const Columns c = columns(of.block, capacity_of(of.size_class));
  const std::size_t i = of.count++;
  const events::People& people = *judging_.people();
  std::uint32_t owner = events::kNone, team = events::kNone;
  bool is_said = true;
  if (i > 0) {
    owner = c.owner_now[i - 1];
    is_said = c.team_of_roster[i - 1] == 0;
    team = c.team_now[i - 1];
  }
  if (event.team != events::kNone) {
    team = event.team;
    is_said = true;
  } else if (event.owner != events::kNone) {
    const std::uint32_t by_roster = people.at(event.owner, event.time).team;
    if (by_roster != events::kNone || event.owner != owner) {
      team = by_roster;
      is_said = false;
    }
  }
  if (event.owner != events::kNone) owner = event.owner;
  c.time[i] = event.time;
  c.owner[i] = event.owner;
  c.owner_now[i] = owner;
  c.team[i] = event.team;
  c.team_now[i] = is_said ? team : people.at(owner, event.time).team;
  c.zone_now[i] = people.at(owner, event.time).zone;
  c.actor[i] = event.actor;
  c.actor_party[i] = people.at(event.actor, event.time).party;
  c.code[i] = event.code;
  c.team_of_roster[i] = is_said ? 0 : 1;
  point_to(c);
}

void Lane::point_to(const Columns& c) {
  view_.time = c.time;
  view_.code = c.code;
  view_.owner = c.owner;
  view_.owner_now = c.owner_now;
  view_.team_now = c.team_now;
  view_.zone_now = c.zone_now;
  view_.actor = c.actor;
  view_.actor_party = c.actor_party;
  view_.team_of_roster = c.team_of_roster;
}

void Lane::set_timer(std::size_t ring, Instant at, const Timer& timer) {
  if (at == time::kNever) return;
  if (!rings_[ring].set(at, timer)) wheel_.set(at, timer);
  next_timer_ = std::min(next_timer_, at);
}

void Lane::start(std::uint32_t subject, const Mark& mark, Instant t, std::vector<Signal>& signals) {
  OpenClock& clock = clocks(subject)[mark.clause];
  clock.start = t;
  clock.done = 0;
  ++clock.generation;
  clock.cycle = mark.cycle;
  clock.open = 1;
  clock.breached = 0;
  signals.push_back(
      {Signal::Kind::opened, Status::running, mark.clause, 0, subject, mark.cycle, t});
  const actions::ClauseSteps& clause = rules_->steps.clauses[mark.clause];
  const actions::ClockState running =
      actions::started_clock(mark, t, clause, judging_.shared_inputs());
  const sla_calendar* offsets = nullptr;
  if (clause.calendar >= 0) {
    const auto calendar = static_cast<std::size_t>(clause.calendar);
    const bool of_owner = rules_->steps.calendars[calendar] == actions::ZoneOf::owner;
    const std::size_t zone = of_owner ? view_.zone_now[traveller(subject)->count - 1] : 0;
    offsets = zones_[calendar][zone < zones_[calendar].size() ? zone : 0];
  }
  const std::size_t kinds = clause.steps.size() + 1;
  const std::size_t ring = first_ring_[mark.clause] + (mark.tier * zone_count_ + mark.zone) * kinds;
  Timer timer{subject, clock.generation, mark.clause, 0};
  for (std::size_t s = 0; s < clause.steps.size(); ++s) {
    if (!actions::has_place(clause.steps[s].at)) continue;
    const Instant place = actions::place_of(clause.steps[s], running, offsets);
    timer.step = static_cast<std::uint16_t>(s);
    if (place == time::kNever) clock.done |= std::uint64_t{1} << s;
    else set_timer(ring + s, std::max(t, place), timer);
  }
  const Instant breach = running.breach();
  timer.step = kBreach;
  // At the breach instant itself nothing is exceeded yet.
  if (breach != time::kNever) set_timer(ring + kinds - 1, breach + 1, timer);
}

void Lane::breach(std::uint32_t subject, std::uint16_t clause, OpenClock& clock, Instant at,
                  std::vector<Signal>& signals) {
  clock.breached = 1;
  signals.push_back(
      {Signal::Kind::breached, Status::breached, clause, 0, subject, clock.cycle, at});
  const std::vector<actions::StepShape>& steps = rules_->steps.clauses[clause].steps;
  for (std::size_t s = 0; s < steps.size(); ++s) {
    if (steps[s].at != actions::StepAt::breached) continue;
    clock.done |= std::uint64_t{1} << s;
    signals.push_back({Signal::Kind::step_due, Status::breached, clause,
                       static_cast<std::uint16_t>(s + 1), subject, clock.cycle, at});
  }
}

void Lane::stop(std::uint32_t subject, const Row& row, std::vector<Signal>& signals) {
  OpenClock& clock = clocks(subject)[row.clause];
  const auto say = [&](Signal::Kind kind, std::size_t step) {
    signals.push_back({kind, row.status, row.clause, static_cast<std::uint16_t>(step), subject,
                       row.cycle, row.stop});
  };
  const bool is_breach = row.status == Status::breached || row.status == Status::met_late ||
                         (row.breach < row.stop && row.status == Status::excused);
  if (is_breach && clock.open != 0 && clock.breached == 0)
    breach(subject, row.clause, clock, row.breach, signals);
  if (clock.open == 0)  // Excused as it started: nothing was ahead.
    signals.push_back(
        {Signal::Kind::opened, Status::running, row.clause, 0, subject, row.cycle, row.start});
  say(Signal::Kind::decided, 0);
  const std::vector<actions::StepShape>& steps = rules_->steps.clauses[row.clause].steps;
  for (std::size_t s = 0; s < steps.size(); ++s) {
    if (steps[s].at == actions::StepAt::met) {
      if (row.status == Status::met) say(Signal::Kind::step_due, s + 1);
      continue;
    }
    const bool is_ahead = clock.open != 0 && (clock.done >> s & 1) == 0 && row.stop != row.start;
    const bool never = steps[s].at == actions::StepAt::breached && row.breach == time::kNever;
    if (is_ahead && !never) say(Signal::Kind::step_withdrawn, s + 1);
  }
  clock.open = 0;
  ++clock.generation;
}

/// False when the subject has to leave: what happened to it is not plain.
bool Lane::take(const FastEvent& event, std::vector<Signal>& signals) {
  const std::uint32_t subject = event.subject;
  append(subject, event);
  const std::uint64_t at = traveller(subject)->count - 1;
  rules_->kernel.step(state(subject), &view_, 0, at, at + 1, &sink_);
  if ((sink_.rows.size | sink_.marks.size | sink_.faults.size) == 0) {
    sink_.violations.size = 0;
    return true;
  }
  const auto* marks = static_cast<const Mark*>(sink_.marks.data);
  const auto* rows = static_cast<const Row*>(sink_.rows.data);
  bool plain = sink_.failed == 0 && sink_.faults.size == 0;
  for (std::uint64_t m = 0; m < sink_.marks.size; ++m) {
    if (marks[m].kind == MarkKind::started) continue;
    // A clock that may be taken up again has no row when it stops.
    plain &= marks[m].kind == MarkKind::stopped &&
             std::any_of(rows, rows + sink_.rows.size, [&](const Row& row) {
               return row.clause == marks[m].clause && row.cycle == marks[m].cycle;
             });
  }
  if (plain) {
    // A clock that stops is decided before another starts.
    for (std::uint64_t r = 0; r < sink_.rows.size; ++r) {
      if (rows[r].start != event.time || clocks(subject)[rows[r].clause].open != 0)
        stop(subject, rows[r], signals);
    }
    for (std::uint64_t m = 0; m < sink_.marks.size; ++m) {
      if (marks[m].kind == MarkKind::started) start(subject, marks[m], event.time, signals);
    }
    for (std::uint64_t r = 0; r < sink_.rows.size; ++r) {
      if (rows[r].start == event.time && clocks(subject)[rows[r].clause].open != 0 &&
          rows[r].cycle == clocks(subject)[rows[r].clause].cycle)
        stop(subject, rows[r], signals);
    }
  }
  sink_.clear();
  return plain;
}

void Lane::fire(const Timer& timer, Instant at, std::vector<Signal>& signals) {
  if (!has(timer.subject)) return;
  OpenClock& clock = clocks(timer.subject)[timer.clause];
  if (clock.open == 0 || clock.generation != timer.generation) return;
  if (timer.step == kBreach) {
    breach(timer.subject, timer.clause, clock, at - 1, signals);
    return;
  }
  clock.done |= std::uint64_t{1} << timer.step;
  signals.push_back({Signal::Kind::step_due, Status::running, timer.clause,
                     static_cast<std::uint16_t>(timer.step + 1), timer.subject, clock.cycle, at});
}

void Lane::find_next_timer() {
  next_timer_ = wheel_.next();
  for (const timers::Ring<Timer>& ring : rings_) {
    if (!ring.empty()) next_timer_ = std::min(next_timer_, ring.front().at);
  }
}

/// Timers before `end`; those at an event's instant come after it.
void Lane::fire_before(Instant end, std::vector<Signal>& signals) {
  if (next_timer_ >= end) return;
  for (timers::Ring<Timer>& ring : rings_) {
    for (; !ring.empty() && ring.front().at < end; ring.pop()) {
      if (ring.size() > 8) __builtin_prefetch(&records_[ring[8].item.subject * stride_]);
      fire(ring.front().item, ring.front().at, signals);
    }
  }
  timers::Wheel<Timer>::Timer timer;
  while (wheel_.take(end - 1, timer)) fire(timer.item, timer.at, signals);
  find_next_timer();
}

void Lane::run(std::optional<Instant> now, Instant to, std::vector<Signal>& signals) {
  if (!is_open_) return;
  std::vector<std::uint32_t> left;
  fit_to_names(to);
  const std::size_t first = signals.size();
  for (; next_ < inbox_.size() && inbox_[next_].time <= to; ++next_) {
    if (next_ + kAhead < inbox_.size()) {
      const std::uint64_t* ahead = &records_[inbox_[next_ + kAhead].subject * stride_];
      __builtin_prefetch(ahead);
      __builtin_prefetch(ahead + 8);
      const Traveller& soon = *traveller(inbox_[next_ + kAhead / 2].subject);
      if (soon.block != nullptr) {
        for (std::size_t byte = 0; byte < 320; byte += 64) __builtin_prefetch(soon.block + byte);
      }
    }
    const FastEvent& event = inbox_[next_];
    if (!has(event.subject)) continue;  // It left; the book has it.
    fire_before(event.time, signals);
    if (take(event, signals)) continue;
    left.push_back(event.subject);
    const FastEvent gone = event;
    ++next_;
    leave(gone.subject, now);
    --next_;
  }
  if (next_ == inbox_.size()) {
    inbox_.clear();
    next_ = 0;
  } else if (next_ > inbox_.size() / 2) {
    inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(next_));
    next_ = 0;
  }
  fire_before(to + 1, signals);
  if (!left.empty()) {
    // What they went through in this turn is said by the replay.
    std::ranges::sort(left);
    const auto is_gone = [&](const Signal& signal) {
      return std::ranges::binary_search(left, signal.subject);
    };
    signals.erase(std::remove_if(signals.begin() + static_cast<std::ptrdiff_t>(first),
                                 signals.end(), is_gone),
                  signals.end());
  }
}

Instant Lane::next() const {
  return std::min(next_timer_, next_ < inbox_.size() ? inbox_[next_].time : time::kNever);
}

}  // namespace sla::session
