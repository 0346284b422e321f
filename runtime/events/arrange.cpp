#include "runtime/events/arrange.h"

#include <algorithm>
#include <array>
#include <compare>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>

namespace sla::events {
namespace {

using Ordered = std::vector<const StoredEvent*>;

bool comes_before(const StoredEvent* a, const StoredEvent* b) {
  if (a->time != b->time) return a->time < b->time;
  return a->sequence() < b->sequence();
}

/// The events of one part by subject, each subject's in the log's order.
struct OrderedPart {
  Ordered events;
  /// Of subject s: events [begin[s], begin[s + 1]), s from the part's first subject.
  std::vector<std::uint32_t> begin;
};

OrderedPart ordered(const EventStore::Part& part, std::uint64_t size) {
  OrderedPart result;
  result.begin.assign(EventStore::kSubjects + 1, 0);
  part.each(
      [&](const StoredEvent& event) { ++result.begin[event.subject % EventStore::kSubjects + 1]; });
  std::partial_sum(result.begin.begin(), result.begin.end(), result.begin.begin());
  result.events.resize(size);
  std::vector<std::uint32_t> next(result.begin.begin(), result.begin.end() - 1);
  part.each([&](const StoredEvent& event) {
    result.events[next[event.subject % EventStore::kSubjects]++] = &event;
  });
  for (std::size_t s = 0; s < EventStore::kSubjects; ++s) {
    const auto own =
        std::span(result.events).subspan(result.begin[s], result.begin[s + 1] - result.begin[s]);
    // Most exports are written in order; checking that is far cheaper than sorting again.
    if (!std::ranges::is_sorted(own, comes_before)) std::ranges::stable_sort(own, comes_before);
  }
  return result;
}

/// Orders what rows say, whatever it means; rows that say the same are neighbours.
class ByContent {
 public:
  explicit ByContent(const ComparedOrigins& origins) : origins_(origins) {}

  bool same(const StoredEvent& a, const StoredEvent& b) const {
    return key(a) == key(b) && std::ranges::equal(a.values(), b.values());
  }
  bool operator()(const StoredEvent* a, const StoredEvent* b) const {
    if (key(*a) != key(*b)) return key(*a) < key(*b);
    constexpr auto kKey = [](const EventValue& v) { return std::tuple(v.field, v.set, v.value); };
    const auto order = std::lexicographical_compare_three_way(
        a->values().begin(), a->values().end(), b->values().begin(), b->values().end(),
        [&](const EventValue& x, const EventValue& y) { return kKey(x) <=> kKey(y); });
    return order != 0 ? order < 0 : a->place < b->place;
  }

 private:
  std::tuple<std::uint32_t, Code, std::uint32_t, std::uint32_t, std::uint32_t, std::uint16_t> key(
      const StoredEvent& e) const {
    return {origins_.source_of(e.origin), e.code, e.owner, e.team, e.actor, e.value_count};
  }

  const ComparedOrigins& origins_;
};

/// Looks for rows of one part that repeat others. Those have the same subject and time.
class Repeating {
 public:
  explicit Repeating(const ComparedOrigins& origins) : origins_(origins), by_content_(origins) {}

  void look_at(std::span<const StoredEvent* const> subject) {
    std::optional<RepeatedRows::Example> first;
    for (std::size_t from = 0; from < subject.size();) {
      std::size_t to = from + 1;
      while (to < subject.size() && subject[to]->time == subject[from]->time) ++to;
      if (to - from > 1) look_at_instant(subject.subspan(from, to - from), first);
      from = to;
    }
    if (first) found_.add(*first);
  }
  const RepeatedRows& found() const { return found_; }

 private:
  void look_at_instant(std::span<const StoredEvent* const> events,
                       std::optional<RepeatedRows::Example>& first) {
    if (events.size() == 2 && !by_content_.same(*events[0], *events[1])) return;
    Ordered sorted;
    for (const StoredEvent* event : events) {
      if (origins_.source_of(event->origin) != kNone) sorted.push_back(event);
    }
    std::ranges::sort(sorted, by_content_);
    const StoredEvent* original = nullptr;
    for (const StoredEvent* event : sorted) {
      if (original == nullptr || !by_content_.same(*original, *event)) {
        original = event;
        continue;
      }
      ++found_.count;
      if (first && first->place < event->place) continue;
      first = {.place = event->place,
               .row = event->row,
               .first_row = original->row,
               .subject = event->subject,
               .origin = static_cast<std::uint16_t>(event->origin),
               .first_origin = static_cast<std::uint16_t>(original->origin)};
    }
  }

  const ComparedOrigins& origins_;
  ByContent by_content_;
  RepeatedRows found_;
};

RepeatedRows repeats_of(const OrderedPart& part, const ComparedOrigins& origins) {
  Repeating repeating(origins);
  for (std::size_t s = 0; s < EventStore::kSubjects; ++s) {
    repeating.look_at(
        std::span(part.events).subspan(part.begin[s], part.begin[s + 1] - part.begin[s]));
  }
  return repeating.found();
}

/// Writes a part's events to the log's columns, from `at` on.
void fill(const OrderedPart& part, std::uint64_t at, Log& log) {
  for (const StoredEvent* event : part.events) {
    log.time[at] = event->time;
    log.code[at] = event->code;
    log.owner[at] = event->owner;
    log.team[at] = event->team;
    log.actor[at] = event->actor;
    log.row[at] = event->row;
    log.origin[at] = static_cast<std::uint16_t>(event->origin);
    for (const EventValue& value : event->values()) {
      FieldColumn& column = log.fields[value.field];
      column.value[at] = value.set == 1 ? value.value : 0;
      column.set[at] = value.set;
    }
    ++at;
  }
}

/// Makes room in all columns, several at a time: it is the first use of their memory that costs.
void resize_columns(Log& log, std::uint64_t size, const std::vector<bool>& used,
                    parallel::Pool& pool) {
  constexpr std::size_t kOwn = 7;
  pool.each(kOwn + log.fields.size(), [&](std::size_t column) {
    switch (column) {
      case 0: log.time.resize(size); return;
      case 1: log.code.resize(size); return;
      case 2: log.owner.resize(size); return;
      case 3: log.team.resize(size); return;
      case 4: log.actor.resize(size); return;
      case 5: log.row.resize(size); return;
      case 6: log.origin.resize(size); return;
      default: break;
    }
    const std::size_t field = column - kOwn;
    if (field >= used.size() || !used[field]) return;
    log.fields[field].value.assign(size, 0);
    log.fields[field].set.assign(size, 0);
  });
}

}  // namespace

void RepeatedRows::add(const Example& example) {
  const auto place = std::ranges::upper_bound(examples, example.place, {}, &Example::place);
  examples.insert(place, example);
  if (examples.size() > kExamples) examples.pop_back();
}

void RepeatedRows::add_all(const RepeatedRows& others) {
  count += others.count;
  for (const Example& example : others.examples) add(example);
}

void RepeatedRows::name(const Interner& subjects) {
  for (Example& example : examples) example.text = subjects.text(example.subject);
}

std::expected<void, std::string> arrange(EventStore& store, const SpillFile* file,
                                         std::size_t first, std::size_t last, std::size_t subjects,
                                         const ComparedOrigins& origins, Log& log,
                                         RepeatedRows* repeats, parallel::Pool& pool) {
  std::vector<std::uint64_t> begin(last - first + 1, 0);
  for (std::size_t p = first; p < last; ++p)
    begin[p - first + 1] = begin[p - first] + store.size_of(p);
  resize_columns(log, begin.back(), store.used_fields(), pool);
  log.subject_begin.assign(subjects + 1, begin.back());
  std::vector<RepeatedRows> found(last - first);
  std::vector<std::string> failed(last - first);
  pool.each(last - first, [&](std::size_t p) {
    auto taken = store.take(first + p, file);
    if (!taken) {
      failed[p] = taken.error();
      return;
    }
    const OrderedPart part = ordered(*taken, store.size_of(first + p));
    const std::size_t own = p * EventStore::kSubjects;
    for (std::size_t s = 0; s < EventStore::kSubjects && own + s < subjects; ++s) {
      log.subject_begin[own + s] = begin[p] + part.begin[s];
    }
    fill(part, begin[p], log);
    if (repeats != nullptr) found[p] = repeats_of(part, origins);
  });
  for (const std::string& problem : failed) {
    if (!problem.empty()) return std::unexpected(problem);
  }
  if (repeats != nullptr) {
    for (const RepeatedRows& each : found) repeats->add_all(each);
  }
  return {};
}

void find_repeats(const EventStore& store, const ComparedOrigins& origins, RepeatedRows& repeats) {
  for (std::size_t p = 0; p < store.parts(); ++p) {
    repeats.add_all(repeats_of(ordered(store.look_at(p), store.size_of(p)), origins));
  }
}

}  // namespace sla::events
