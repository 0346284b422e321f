#include "runtime/session/work.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "runtime/time/instant.h"

namespace sla::session {
namespace {

/// Whether two outcomes differ in nothing but the time used so far.
bool only_time_passed(const verdicts::Outcome& was, const verdicts::Outcome& is) {
  return std::ranges::equal(was.rows, is.rows, [](verdicts::Row a, const verdicts::Row& b) {
    a.elapsed_business = b.elapsed_business;
    a.elapsed_wall = b.elapsed_wall;
    return a == b;
  });
}

}  // namespace

Session::Work::Work(std::shared_ptr<const Rules> rules_in, events::Roster roster,
                    Options options_in)
    : rules(std::move(rules_in)),
      options(options_in),
      book(rules),
      judging(rules, book, std::move(roster)),
      periods(judging, book),
      lane(rules, judging, book) {
  if (lane.is_open()) judging.look_into(&lane);
}

Receipt Session::Work::receive(Instant time) const {
  if (options.lateness && now && time < *now - *options.lateness) return Receipt::too_late;
  return Receipt::taken;
}

std::expected<std::vector<Session::Work::Said>, std::string> Session::Work::what_was_said(
    const std::vector<std::uint32_t>& subjects) {
  std::vector<Said> all;
  for (const std::uint32_t subject : subjects) {
    auto view = judging.judge(subject, *now);
    if (!view) return std::unexpected(view.error());
    all.push_back({subject, judging.named(*view, subject, *now), std::move(view->actions)});
  }
  return all;
}

std::expected<void, std::string> Session::Work::begin(Instant to, std::vector<Signal>& signals) {
  Advance next;
  next.to = to;
  if (next_roster) lane.leave_all(now);
  first_event_ = std::min(first_event_, lane.first_event());
  if (lane.is_open()) {
    if (auto ready = judging.prepare(std::min(first_event_, to), to); !ready)
      return std::unexpected(ready.error());
    lane.run(now, to, signals);
  }
  std::vector<std::uint32_t> left = lane.take_left();
  if (now && left.empty() && !next_roster && book.next_fact() > to) {
    generation_.resize(book.size());
    under_way_ = std::move(next);
    return {};
  }
  if (now) {
    std::vector<std::uint32_t> concerned = book.concerned(now, to);
    if (next_roster) {
      concerned.resize(book.size());
      std::iota(concerned.begin(), concerned.end(), 0u);
    }
    // Names may be new since, and what was said has to be said in them.
    if (auto ready = judging.prepare(first_event_, to); !ready)
      return std::unexpected(ready.error());
    auto said = what_was_said(concerned);
    if (!said) return std::unexpected(said.error());
    next.concerned = std::move(*said);
  }
  if (next_roster) {
    judging.set_roster(std::move(*next_roster));
    next_roster.reset();
  }
  Book::News news = book.learn(now, to);
  next.touched = std::move(news.on_time);
  next.touched.insert(next.touched.end(), left.begin(), left.end());
  for (const Said& said : next.concerned) next.touched.push_back(said.subject);
  std::ranges::sort(next.touched);
  const auto repeated = std::ranges::unique(next.touched);
  next.touched.erase(repeated.begin(), repeated.end());
  for (const std::uint32_t subject : next.touched) {
    const SubjectBook& of = book.of(subject);
    if (!of.events.empty()) first_event_ = std::min(first_event_, of.events.front().time);
    for (const std::uint32_t loser : of.losers) {
      const auto& events = book.of(loser).events;
      if (!events.empty()) first_event_ = std::min(first_event_, events.front().time);
    }
  }
  generation_.resize(book.size());
  if (auto ready = judging.prepare(std::min(first_event_, to), to); !ready)
    return std::unexpected(ready.error());
  under_way_ = std::move(next);
  return {};
}

std::expected<void, std::string> Session::Work::correct(const Said& said,
                                                        std::vector<Change>& changes) {
  auto view = judging.judge(said.subject, *now);
  if (!view) return std::unexpected(view.error());
  periods.take(said.subject, view->outcome);
  compare(said.rows, judging.named(*view, said.subject, *now), true, changes);
  compare(said.actions, view->actions, judging.shape(), true, changes);
  return {};
}

std::expected<void, std::string> Session::Work::move_on(std::uint32_t subject, Instant to,
                                                        std::vector<Change>& changes) {
  View was;
  if (now) {
    auto view = judging.judge(subject, *now);
    if (!view) return std::unexpected(view.error());
    was = std::move(*view);
  }
  auto is = judging.judge(subject, to);
  if (!is) return std::unexpected(is.error());
  periods.take(subject, is->outcome);
  arm(subject, *is, to);
  if (!only_time_passed(was.outcome, is->outcome)) {
    compare(now ? judging.named(was, subject, *now) : std::vector<verdicts::NamedRow>(),
            judging.named(*is, subject, to), false, changes);
  }
  if (rules->steps.any()) compare(was.actions, is->actions, judging.shape(), false, changes);
  if (may_forget(subject, to)) {
    periods.forget(subject);
    book.forget(subject);
    forget_[subject] = time::kNever;
  }
  return {};
}

std::optional<Instant> Session::Work::forget_at(std::uint32_t subject, const View& view) const {
  // What a subject gave to periods is said as long as they are.
  if (!options.retention || !options.lateness || periods.any()) return std::nullopt;
  const auto is_open = [](const verdicts::Row& row) { return row.stop == verdicts::kNoInstant; };
  if (std::ranges::any_of(view.outcome.rows, is_open)) return std::nullopt;
  const SubjectBook& of = book.of(subject);
  if (of.events.empty() || of.in_a_merge) return std::nullopt;
  return of.events.back().time + *options.retention + *options.lateness;
}

bool Session::Work::may_forget(std::uint32_t subject, Instant as_of) const {
  return subject < forget_.size() && forget_[subject] <= as_of &&
         std::ranges::all_of(book.of(subject).events, &Entry::known);
}

/// Only the latest timer of a subject counts; those set before are ignored when they come.
void Session::Work::arm(std::uint32_t subject, const View& view, Instant as_of) {
  Instant at = view.next;
  if (at == time::kNever) {
    if (const auto forget = forget_at(subject, view)) {
      forget_.resize(book.size(), time::kNever);
      forget_[subject] = *forget;
      at = *forget;
    }
  } else if (subject < forget_.size()) {
    forget_[subject] = time::kNever;
  }
  const std::uint32_t generation = ++generation_[subject];
  if (at != time::kNever && at > as_of) timers_.set(at, {subject, generation});
}

std::expected<void, std::string> Session::Work::advance(Instant to, Changes& changes,
                                                        std::size_t limit) {
  if (under_way_ && under_way_->to != to) {
    return std::unexpected(fmt::format("an advance to {} is under way and has to be ended first",
                                       time::format_utc(under_way_->to)));
  }
  if (now && to < *now) {
    return std::unexpected(fmt::format("the clock stands at {} and does not go back to {}",
                                       time::format_utc(*now), time::format_utc(to)));
  }
  if (!under_way_) {
    if (auto begun = begin(to, changes.signals); !begun) return std::unexpected(begun.error());
  }
  const auto is_full = [&] {
    changes.done = changes.items.size() < limit;
    return !changes.done;
  };
  Advance& work = *under_way_;
  for (; work.corrected < work.concerned.size(); ++work.corrected) {
    if (is_full()) return {};
    if (auto done = correct(work.concerned[work.corrected], changes.items); !done)
      return std::unexpected(done.error());
  }
  if (!work.is_corrected) {
    if (now && !work.concerned.empty()) periods.say(*now, true, changes.items);
    work.is_corrected = true;
  }
  for (; work.moved < work.touched.size(); ++work.moved) {
    if (is_full()) return {};
    if (auto done = move_on(work.touched[work.moved], to, changes.items); !done)
      return std::unexpected(done.error());
  }
  timers::Wheel<Timer>::Timer timer;
  while (!is_full() && timers_.take(to, timer)) {
    if (generation_[timer.item.subject] != timer.item.generation) continue;
    if (auto done = move_on(timer.item.subject, to, changes.items); !done)
      return std::unexpected(done.error());
  }
  if (is_full()) return {};
  if (periods.has_news() || !now || periods.next() <= to) periods.say(to, false, changes.items);
  now = to;
  under_way_.reset();
  changes.done = true;
  return {};
}

Instant Session::Work::next_change() const {
  if (under_way_) return under_way_->to;
  if (lane.has_left() && now) return *now + 1;
  return std::min({book.next_fact(), timers_.next(), periods.next(), lane.next()});
}

std::expected<void, std::string> Session::Work::take_up(Instant at) {
  generation_.resize(book.size());
  first_event_ = book.first_event();
  if (auto ready = judging.prepare(std::min(first_event_, at), at); !ready)
    return std::unexpected(ready.error());
  timers::Wheel<Timer>::Timer none;
  timers_.take(at, none);
  if (lane.is_open()) {
    first_event_ = std::min(first_event_, lane.first_event());
    if (auto ready = judging.prepare(std::min(first_event_, at), at); !ready)
      return std::unexpected(ready.error());
    // What the lane says was said before, and who leaves it is known as of then.
    std::vector<Signal> unsaid;
    lane.run(at, at, unsaid);
    lane.take_left();
  }
  generation_.resize(book.size());
  for (std::uint32_t subject = 0; subject < book.size(); ++subject) {
    if (lane.has(subject)) continue;
    auto view = judging.judge(subject, at);
    if (!view) return std::unexpected(view.error());
    periods.take(subject, view->outcome);
    arm(subject, *view, at);
  }
  std::vector<Change> unsaid;
  periods.say(at, false, unsaid);
  now = at;
  return {};
}

}  // namespace sla::session
