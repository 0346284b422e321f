// When what was said becomes known, whom it concerns, and whose events a merged subject's are.

#include <algorithm>
#include <functional>
#include <numeric>
#include <ranges>
#include <tuple>

#include "runtime/session/book.h"

namespace sla::session {
namespace {

void sort_unique(std::vector<std::uint32_t>& numbers) {
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
}

}  // namespace

std::vector<Book::Ahead> Book::due(Instant to) const {
  std::vector<Ahead> facts;
  // A heap's children are not before their parent, so what lies ahead cuts off its branch.
  std::vector<std::size_t> branch = {0};
  while (!branch.empty()) {
    const std::size_t at = branch.back();
    branch.pop_back();
    if (at >= ahead_.size() || ahead_[at].time > to) continue;
    facts.push_back(ahead_[at]);
    branch.push_back(2 * at + 1);
    branch.push_back(2 * at + 2);
  }
  return facts;
}

/// LogBuilder::merge says the same of a whole log.
template <class Counts>
std::vector<std::uint32_t> Book::chains(Counts counts) const {
  std::vector<std::uint32_t> into(subjects_.size());
  std::iota(into.begin(), into.end(), 0u);
  std::vector<const Merge*> merges;
  for (const Merge& merge : merges_) {
    if (counts(merge)) merges.push_back(&merge);
  }
  std::ranges::stable_sort(merges, [&](const Merge* a, const Merge* b) {
    const auto names = [&](const Merge* merge) {
      return std::tie(subjects_[merge->loser]->name, subjects_[merge->winner]->name);
    };
    if (std::pair(a->time, a->sequence) != std::pair(b->time, b->sequence))
      return std::pair(a->time, a->sequence) < std::pair(b->time, b->sequence);
    return names(a) < names(b);
  });
  const auto end = [&](std::uint32_t subject) {
    while (into[subject] != subject) subject = into[subject];
    return subject;
  };
  for (const Merge* merge : merges) {
    if (into[merge->loser] == merge->loser && end(merge->winner) != merge->loser)
      into[merge->loser] = merge->winner;
  }
  for (std::uint32_t s = 0; s < into.size(); ++s) into[s] = end(s);
  return into;
}

void Book::relink(const std::vector<std::uint32_t>& ends) {
  for (const auto& subject : subjects_) subject->losers.clear();
  for (std::uint32_t s = 0; s < ends.size(); ++s) {
    subjects_[s]->merged_into = ends[s] == s ? events::kNone : ends[s];
    if (ends[s] != s) subjects_[ends[s]]->losers.push_back(s);
  }
}

std::uint32_t Book::holder(std::uint32_t subject) const {
  const std::uint32_t into = subjects_[subject]->merged_into;
  return into == events::kNone ? subject : into;
}

std::vector<std::uint32_t> Book::ends_as_of(Instant to) const {
  std::unordered_set<std::string_view> taken;
  for (const auto& [id, times] : taken_back_) taken.insert(id);
  for (const Retraction& retraction : retractions_) {
    if (retraction.fact.time <= to) taken.insert(retraction.fact.id);
  }
  return chains([&](const Merge& merge) {
    return merge.time <= to && (merge.id == nullptr || !taken.contains(*merge.id));
  });
}

std::vector<std::uint32_t> Book::concerned(std::optional<Instant> now, Instant to) const {
  std::vector<std::uint32_t> found;
  if (!now) return found;
  bool chains_change = false;
  for (const Ahead& fact : due(to)) {
    switch (fact.kind) {
      case Ahead::Kind::event:
        if (fact.time <= *now) found.push_back(fact.index);
        break;
      case Ahead::Kind::merge: chains_change = true; break;
      case Ahead::Kind::retraction: {
        const auto place = by_id_.find(retractions_[fact.index].fact.id);
        if (place == by_id_.end()) break;
        if (place->second.is_merge) chains_change = true;
        else found.push_back(place->second.index);
        break;
      }
    }
  }
  const std::size_t direct = found.size();
  for (std::size_t i = 0; i < direct; ++i) found.push_back(holder(found[i]));
  if (chains_change) {
    const std::vector<std::uint32_t> ends = ends_as_of(to);
    for (std::size_t i = 0; i < direct; ++i) found.push_back(ends[found[i]]);
    for (std::uint32_t s = 0; s < ends.size(); ++s) {
      if (ends[s] == holder(s)) continue;
      found.insert(found.end(), {s, ends[s], holder(s)});
    }
  }
  sort_unique(found);
  return found;
}

Book::News Book::learn(std::optional<Instant> now, Instant to) {
  News news;
  news.late = concerned(now, to);
  bool chains_change = false;
  std::vector<std::uint32_t> touched;
  while (!ahead_.empty() && ahead_.front().time <= to) {
    const Ahead fact = ahead_.front();
    std::ranges::pop_heap(ahead_, std::greater<>());
    ahead_.pop_back();
    switch (fact.kind) {
      case Ahead::Kind::event: {
        Entry* event = find(fact.index, fact.time, fact.arrival);
        if (event == nullptr) break;
        event->known = true;
        if (event->id != nullptr && taken_back_.contains(*event->id)) event->gone = true;
        if (!now || fact.time > *now) touched.push_back(fact.index);
        break;
      }
      case Ahead::Kind::merge: {
        Merge& merge = merges_[fact.index];
        merge.known = true;
        if (merge.id != nullptr && taken_back_.contains(*merge.id)) merge.gone = true;
        chains_change = true;
        break;
      }
      case Ahead::Kind::retraction: {
        Retraction& retraction = retractions_[fact.index];
        retraction.known = true;
        ++taken_back_[retraction.fact.id];
        const auto place = by_id_.find(retraction.fact.id);
        if (place == by_id_.end()) break;
        if (place->second.is_merge) {
          merges_[place->second.index].gone = chains_change = true;
          break;
        }
        for (Entry& event : subjects_[place->second.index]->events) {
          if (event.id == &place->first) event.gone = true;
        }
        touched.push_back(place->second.index);
        break;
      }
    }
  }
  if (chains_change) {
    std::vector<std::uint32_t> ends =
        chains([](const Merge& merge) { return merge.known && !merge.gone; });
    for (std::uint32_t s = 0; s < ends.size(); ++s) {
      if (ends[s] != holder(s)) touched.insert(touched.end(), {ends[s], holder(s), s});
    }
    relink(ends);
  }
  for (const std::uint32_t subject : touched) news.on_time.push_back(holder(subject));
  news.on_time.insert(news.on_time.end(), news.late.begin(), news.late.end());
  sort_unique(news.on_time);
  return news;
}

Instant Book::next_fact() const { return ahead_.empty() ? time::kNever : ahead_.front().time; }

}  // namespace sla::session
