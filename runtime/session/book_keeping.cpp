// What a book keeps as facts again, for snapshots, and what it forgets.

#include <algorithm>
#include <ranges>

#include "runtime/session/book.h"

namespace sla::session {

using stream::Fact;
using stream::Receipt;

Fact Book::fact_of(const SubjectBook& subject, const Entry& event) const {
  const auto name = [](const events::Interner& names, std::uint32_t id) {
    return id == events::kNone ? std::string() : std::string(names.text(id));
  };
  Fact fact;
  fact.subject = subject.name;
  fact.time = event.time;
  fact.code = event.code;
  fact.owner = name(log_.owners, event.owner);
  fact.team = name(log_.teams, event.team);
  fact.actor = name(log_.owners, event.actor);
  if (event.id != nullptr) fact.id = *event.id;
  fact.sequence = event.sequence;
  for (std::uint32_t v = 0; v < event.values; ++v) {
    const auto& value = subject.values[event.first_value + v];
    const bool is_text = rules_->fields[value.field].is_text && value.set == 1;
    stream::FieldValue said{value.field, value.set, is_text ? 0 : value.value, {}};
    if (is_text) said.text = log_.texts.text(static_cast<std::uint32_t>(value.value));
    fact.values.push_back(std::move(said));
  }
  return fact;
}

Fact Book::fact_of(const Merge& merge) const {
  Fact fact;
  fact.kind = Fact::Kind::merge;
  fact.subject = subjects_[merge.loser]->name;
  fact.into = subjects_[merge.winner]->name;
  fact.time = merge.time;
  if (merge.id != nullptr) fact.id = *merge.id;
  fact.sequence = merge.sequence;
  return fact;
}

std::vector<Book::Kept> Book::all() const {
  std::vector<std::pair<std::uint64_t, Kept>> facts;
  for (const auto& subject : subjects_) {
    for (const Entry& event : subject->events)
      facts.push_back({event.arrival, {fact_of(*subject, event), event.known}});
  }
  for (const Merge& merge : merges_)
    facts.push_back({merge.arrival, {fact_of(merge), merge.known}});
  for (const Retraction& retraction : retractions_) {
    if (!forgotten_ids_.contains(retraction.fact.id))
      facts.push_back({retraction.arrival, {retraction.fact, retraction.known}});
  }
  std::ranges::sort(facts, {}, [](const auto& fact) { return fact.first; });
  std::vector<Kept> kept;
  for (auto& [arrival, fact] : facts) kept.push_back(std::move(fact));
  return kept;
}

bool Book::take_up(const std::vector<Kept>& facts, std::optional<Instant> now) {
  // What counts already is learned before the rest is there; all keep their places.
  for (const bool known : {true, false}) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (facts[i].known != known) continue;
      if (known && (!now || facts[i].fact.time > *now)) return false;
      arrivals_ = i;
      if (add(facts[i].fact) != Receipt::taken) return false;
    }
    if (known && now) learn(std::nullopt, *now);
  }
  arrivals_ = facts.size();
  return true;
}

void Book::forget(std::uint32_t number) {
  SubjectBook& subject = *subjects_[number];
  for (const Entry& event : subject.events) {
    if (event.id == nullptr) continue;
    const std::string id = *event.id;
    by_id_.erase(id);
    const auto taken_back = taken_back_.find(id);
    if (taken_back == taken_back_.end()) continue;
    facts_ -= taken_back->second;
    taken_back_.erase(taken_back);
    forgotten_ids_.insert(id);
  }
  facts_ -= subject.events.size();
  numbers_.erase(subject.name);
  subjects_[number] = std::make_unique<SubjectBook>();
  free_.push_back(number);
  if (forgotten_ids_.size() > 64 && forgotten_ids_.size() > retractions_.size() / 2)
    forget_retractions();
}

/// Retractions of events that are forgotten, many at once: who waits in the heap refers to the
/// others by their places.
void Book::forget_retractions() {
  std::vector<std::uint32_t> place(retractions_.size());
  std::deque<Retraction> left;
  for (std::size_t r = 0; r < retractions_.size(); ++r) {
    place[r] = static_cast<std::uint32_t>(left.size());
    const bool is_done = retractions_[r].known && forgotten_ids_.contains(retractions_[r].fact.id);
    if (!is_done) left.push_back(std::move(retractions_[r]));
  }
  retractions_ = std::move(left);
  for (Ahead& fact : ahead_) {
    if (fact.kind == Ahead::Kind::retraction) fact.index = place[fact.index];
  }
  forgotten_ids_.clear();
}

}  // namespace sla::session
