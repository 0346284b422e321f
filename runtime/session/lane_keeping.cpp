// What the fast lane does seldom: memory for events, new calendars, and subjects that leave it.

#include <algorithm>

#include "runtime/session/lane.h"

namespace sla::session {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::uint64_t kOneSubject[] = {0, 0};

}  // namespace

void Lane::grow(Traveller& of) {
  const std::uint8_t size_class =
      of.block == nullptr ? 0 : static_cast<std::uint8_t>(of.size_class + 1);
  const std::size_t capacity = capacity_of(size_class);
  const std::size_t size = (capacity * kEventBytes + 7) / 8 * 8;
  std::byte* block = nullptr;
  if (!free_[size_class].empty()) {
    block = free_[size_class].back();
    free_[size_class].pop_back();
  } else {
    if (size > kChunk / 4) {
      chunks_.insert(chunks_.begin(), std::make_unique<std::byte[]>(size));
      block = chunks_.front().get();
    } else {
      if (chunks_.empty() || chunk_used_ + size > kChunk) {
        chunks_.push_back(std::make_unique<std::byte[]>(kChunk));
        chunk_used_ = 0;
      }
      block = chunks_.back().get() + chunk_used_;
      chunk_used_ += size;
    }
  }
  if (of.block != nullptr) {
    const std::size_t n = of.count;
    const Columns from = columns(of.block, capacity_of(of.size_class));
    const Columns to = columns(block, capacity);
    std::copy_n(from.time, n, to.time);
    std::copy_n(from.owner, n, to.owner);
    std::copy_n(from.owner_now, n, to.owner_now);
    std::copy_n(from.team, n, to.team);
    std::copy_n(from.team_now, n, to.team_now);
    std::copy_n(from.zone_now, n, to.zone_now);
    std::copy_n(from.actor, n, to.actor);
    std::copy_n(from.actor_party, n, to.actor_party);
    std::copy_n(from.code, n, to.code);
    std::copy_n(from.team_of_roster, n, to.team_of_roster);
    free_[of.size_class].push_back(of.block);
  }
  of.block = block;
  of.size_class = size_class;
}

void Lane::fit_to_names(Instant to) {
  const verdicts::Inputs& inputs = judging_.shared_inputs();
  const bool are_calendars_new = calendar_epoch_ != judging_.calendar_epoch();
  view_.subject_begin = kOneSubject;
  view_.fields = fields_.data();
  view_.text_zone = inputs.people->text_zone.data();
  view_.stint_begin = inputs.people->stint_begin.data();
  view_.stints = reinterpret_cast<const sla_stint*>(inputs.people->stints.data());
  view_.as_of = to;
  if (!are_calendars_new) return;
  calendar_epoch_ = judging_.calendar_epoch();
  zones_.clear();
  calendars_.clear();
  std::size_t zones = 1;
  for (const auto& calendar : inputs.calendars) {
    auto& tables = zones_.emplace_back();
    for (const auto& in_zone : calendar) tables.push_back(in_zone->table());
    zones = std::max(zones, tables.size());
  }
  for (const auto& tables : zones_) calendars_.push_back(tables.data());
  view_.calendars = calendars_.data();
  if (first_ring_.empty() || zones != zone_count_) {
    // Rings that are not empty go on by the wheel.
    for (timers::Ring<Timer>& ring : rings_) {
      for (; !ring.empty(); ring.pop()) wheel_.set(ring.front().at, ring.front().item);
    }
    zone_count_ = zones;
    first_ring_.clear();
    std::size_t count = 0;
    for (const actions::ClauseSteps& clause : rules_->steps.clauses) {
      first_ring_.push_back(count);
      count += std::max<std::size_t>(1, clause.tiers.size()) * zones * (clause.steps.size() + 1);
    }
    rings_.resize(count);
  }
  replay_states();
}

/// States hold instants of the calendars that they began with.
void Lane::replay_states() {
  for (std::size_t s = 0; s < records_.size() / stride_; ++s) {
    const auto subject = static_cast<std::uint32_t>(s);
    const Traveller& of = *traveller(subject);
    if (!has(subject) || of.count == 0) continue;
    point_to(columns(of.block, capacity_of(of.size_class)));
    rules_->kernel.begin(state(subject));
    rules_->kernel.step(state(subject), &view_, 0, 0, of.count, &sink_);
    sink_.clear();
  }
}

void Lane::to_book(std::uint32_t subject, std::optional<Instant> now) {
  Traveller& of = *traveller(subject);
  if (of.block == nullptr) return;
  const Columns c = columns(of.block, capacity_of(of.size_class));
  for (std::size_t i = 0; i < of.count; ++i) {
    Entry entry{.time = c.time[i]};
    entry.owner = c.owner[i];
    entry.team = c.team[i];
    entry.actor = c.actor[i];
    entry.code = c.code[i];
    entry.known = now && entry.time <= *now;
    book_.add(subject, entry, {});
  }
  free_[of.size_class].push_back(of.block);
  facts_ -= of.count;
  of.block = nullptr;
  of.count = 0;
}

void Lane::leave(std::uint32_t subject, std::optional<Instant> now) {
  if (!has(subject)) return;
  to_book(subject, now);
  where_[subject] = kLeft;
  left_.push_back(subject);
  for (std::size_t i = next_; i < inbox_.size(); ++i) {
    const FastEvent& event = inbox_[i];
    if (event.subject != subject) continue;
    Entry entry{.time = event.time};
    entry.owner = event.owner;
    entry.team = event.team;
    entry.actor = event.actor;
    entry.code = event.code;
    book_.add(subject, entry, {});
    --facts_;
  }
}

void Lane::leave_all(std::optional<Instant> now) {
  if (!is_open_) return;
  for (std::size_t s = 0; s < records_.size() / stride_; ++s)
    leave(static_cast<std::uint32_t>(s), now);
}

std::vector<FastEvent> Lane::all() const {
  std::vector<FastEvent> events;
  if (!is_open_) return events;
  for (std::size_t s = 0; s < records_.size() / stride_; ++s) {
    const auto subject = static_cast<std::uint32_t>(s);
    const Traveller& of = *traveller(subject);
    if (!has(subject) || of.block == nullptr) continue;
    const Columns c = columns(of.block, capacity_of(of.size_class));
    for (std::size_t i = 0; i < of.count; ++i)
      events.push_back({subject, c.code[i], c.time[i], c.owner[i], c.team[i], c.actor[i], 0});
  }
  for (std::size_t i = next_; i < inbox_.size(); ++i) {
    if (has(inbox_[i].subject)) events.push_back(inbox_[i]);
  }
  std::ranges::stable_sort(events, {}, &FastEvent::time);
  return events;
}

void Lane::history(std::uint32_t subject, Instant as_of, events::Log& log) const {
  const Traveller& of = *traveller(subject);
  std::size_t count = 0;
  if (of.block != nullptr) {
    const Columns c = columns(of.block, capacity_of(of.size_class));
    while (count < of.count && c.time[count] <= as_of) ++count;
    log.time.assign(c.time, c.time + count);
    log.code.assign(c.code, c.code + count);
    log.owner.assign(c.owner, c.owner + count);
    log.team.assign(c.team, c.team + count);
    log.actor.assign(c.actor, c.actor + count);
  }
  log.subject_begin = {0, count};
  log.row.assign(count, 0);
  log.origin.assign(count, 0);
}

std::uint64_t Lane::bytes() const {
  std::uint64_t bytes = records_.capacity() * 8 + chunks_.size() * kChunk;
  bytes += inbox_.capacity() * sizeof(FastEvent);
  for (const timers::Ring<Timer>& ring : rings_)
    bytes += ring.size() * sizeof(timers::Ring<Timer>::Timer);
  return bytes + wheel_.size() * sizeof(timers::Wheel<Timer>::Timer);
}

}  // namespace sla::session
