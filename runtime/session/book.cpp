#include "runtime/session/book.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <ranges>
#include <tuple>

namespace sla::session {
namespace {

using stream::Fact;
using stream::Receipt;

std::string_view text_of(const std::string* id) { return id == nullptr ? std::string_view() : *id; }

/// The order of a subject's events.
bool before(const Entry& a, const Entry& b) {
  if (a.time != b.time) return a.time < b.time;
  if (a.sequence != b.sequence) return a.sequence < b.sequence;
  if (a.id != b.id) {
    const auto order = text_of(a.id) <=> text_of(b.id);
    if (order != 0) return order < 0;
  }
  return a.arrival < b.arrival;
}

void sort_unique(std::vector<std::uint32_t>& numbers) {
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
}

}  // namespace

const Entry* SubjectBook::last_known() const {
  const auto last = std::ranges::find_if(events.rbegin(), events.rend(),
                                         [](const Entry& e) { return e.known && !e.gone; });
  return last == events.rend() ? nullptr : &*last;
}

Book::Book(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {
  for (const std::string& text : rules_->texts) log_.texts.intern(text);
  log_.fields.resize(rules_->fields.size());
  log_.origins = {""};
}

std::optional<std::uint32_t> Book::find(std::string_view name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::uint32_t Book::subject(std::string_view name) {
  if (const auto found = find(name)) return *found;
  auto made = std::make_unique<SubjectBook>();
  made->name = name;
  std::uint32_t number = size();
  if (free_.empty()) {
    subjects_.push_back(std::move(made));
  } else {
    number = free_.back();
    free_.pop_back();
    subjects_[number] = std::move(made);
  }
  numbers_.emplace(subjects_[number]->name, number);
  return number;
}

bool Book::is_well_formed(const Fact& fact) const {
  if (fact.time < time::kMinInstant || fact.time > time::kMaxInstant) return false;
  if (fact.kind == Fact::Kind::retraction) return !fact.id.empty();
  if (fact.subject.empty()) return false;
  if (fact.kind == Fact::Kind::merge) return !fact.into.empty();
  if (fact.code >= rules_->codes || fact.values.size() > UINT16_MAX) return false;
  return std::ranges::all_of(fact.values, [&](const stream::FieldValue& value) {
    if (value.field >= rules_->fields.size()) return false;
    const stream::FieldRule& rule = rules_->fields[value.field];
    const bool fits = rule.is_text || (value.value >= rule.least && value.value <= rule.most);
    return value.set == 2 || (value.set == 1 && fits);
  });
}

Receipt Book::compare(const Place& place, const Fact& fact, const std::string& id) const {
  Fact kept;
  if (place.is_merge) {
    kept = fact_of(merges_[place.index]);
  } else {
    const SubjectBook& subject = *subjects_[place.index];
    const auto found = std::ranges::find_if(
        subject.events, [&](const Entry& e) { return e.id != nullptr && *e.id == id; });
    kept = fact_of(subject, *found);
  }
  // What is not looked at makes no difference.
  Fact given = fact;
  for (stream::FieldValue& value : given.values) {
    const bool is_text = rules_->fields[value.field].is_text;
    if (is_text || value.set == 2) value.value = 0;
    if (!is_text || value.set == 2) value.text.clear();
  }
  if (place.is_merge && fact.kind == Fact::Kind::merge) {
    given.code = kept.code;
    given.values = kept.values;
    given.owner = given.team = given.actor = "";
  }
  return kept == given ? Receipt::repeated : Receipt::conflicting;
}

const std::string* Book::remember(const std::string& id, Place place) {
  if (id.empty()) return nullptr;
  return &by_id_.emplace(id, place).first->first;
}

Receipt Book::add(const Fact& fact) {
  if (!is_well_formed(fact)) return Receipt::malformed;
  if (fact.kind != Fact::Kind::retraction && !fact.id.empty()) {
    if (const auto found = by_id_.find(fact.id); found != by_id_.end())
      return compare(found->second, fact, fact.id);
  }
  const auto name = [](events::Interner& interner, const std::string& text) {
    return text.empty() ? events::kNone : interner.intern(text);
  };
  switch (fact.kind) {
    case Fact::Kind::event: {
      const std::uint32_t number = subject(fact.subject);
      Entry event{.time = fact.time, .sequence = fact.sequence, .code = fact.code};
      event.id = remember(fact.id, {false, number});
      event.owner = name(log_.owners, fact.owner);
      event.team = name(log_.teams, fact.team);
      event.actor = name(log_.owners, fact.actor);
      std::vector<events::LogBuilder::Value> values;
      for (const stream::FieldValue& value : fact.values) {
        const bool is_text = rules_->fields[value.field].is_text;
        const std::int64_t number_of = value.set != 1 ? 0
                                       : is_text      ? log_.texts.intern(value.text)
                                                      : value.value;
        values.push_back({value.field, value.set, number_of});
      }
      add(number, event, values);
      return Receipt::taken;
    }
    case Fact::Kind::retraction:
      ahead_.push_back({fact.time, Ahead::Kind::retraction,
                        static_cast<std::uint32_t>(retractions_.size()), arrivals_});
      retractions_.push_back({fact, arrivals_});
      break;
    case Fact::Kind::merge: {
      const auto index = static_cast<std::uint32_t>(merges_.size());
      const std::uint32_t loser = subject(fact.subject), winner = subject(fact.into);
      subjects_[loser]->in_a_merge = subjects_[winner]->in_a_merge = true;
      ahead_.push_back({fact.time, Ahead::Kind::merge, index, arrivals_});
      merges_.push_back(
          {loser, winner, remember(fact.id, {true, index}), fact.time, fact.sequence, arrivals_});
      break;
    }
  }
  std::ranges::push_heap(ahead_, std::greater<>());
  ++arrivals_;
  ++facts_;
  return Receipt::taken;
}

void Book::add(std::uint32_t subject, const Entry& given,
               std::span<const events::LogBuilder::Value> values) {
  Entry event = given;
  event.arrival = arrivals_++;
  ++facts_;
  insert(subject, event, values);
  if (event.known) return;
  ahead_.push_back({event.time, Ahead::Kind::event, subject, event.arrival});
  std::ranges::push_heap(ahead_, std::greater<>());
}

void Book::insert(std::uint32_t number, Entry event,
                  std::span<const events::LogBuilder::Value> values) {
  SubjectBook& subject = *subjects_[number];
  event.first_value = static_cast<std::uint32_t>(subject.values.size());
  event.values = static_cast<std::uint16_t>(values.size());
  subject.values.insert(subject.values.end(), values.begin(), values.end());
  if (rules_->zone_field >= 0) {
    for (const auto& value : values) {
      if (value.set != 1 || static_cast<int>(value.field) != rules_->zone_field) continue;
      const auto text = static_cast<std::size_t>(value.value);
      if (zone_seen_.size() <= text) zone_seen_.resize(text + 1);
      if (zone_seen_[text]) continue;
      zone_seen_[text] = true;
      zones_.push_back(value.value);
    }
  }
  auto place = subject.events.end();
  while (place != subject.events.begin() && before(event, *std::prev(place))) --place;
  subject.events.insert(place, event);
}

Entry* Book::find(std::uint32_t number, Instant time, std::uint64_t arrival) {
  std::vector<Entry>& events = subjects_[number]->events;
  auto place = std::ranges::lower_bound(events, time, {}, &Entry::time);
  for (; place != events.end() && place->time == time; ++place) {
    if (place->arrival == arrival) return &*place;
  }
  return nullptr;
}

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
  std::unordered_set<std::string_view> taken(taken_back_.begin(), taken_back_.end());
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
        taken_back_.insert(retraction.fact.id);
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

events::Log& Book::names() {
  if (rules_->zone_field >= 0) {
    events::FieldColumn& column = log_.fields[static_cast<std::size_t>(rules_->zone_field)];
    column.value = zones_;
    column.set.assign(zones_.size(), 1);
  }
  return log_;
}

events::Log& Book::history(std::uint32_t number, Instant as_of) {
  events::Log& log = log_;
  struct Source {
    const Entry* event;
    const SubjectBook* subject;
  };
  std::vector<Source> events;
  const SubjectBook& own = *subjects_[number];
  const auto gather = [&](const SubjectBook& subject) {
    for (const Entry& event : subject.events) {
      if (event.time > as_of) break;
      if (event.known && !event.gone) events.push_back({&event, &subject});
    }
  };
  if (own.merged_into == events::kNone) gather(own);
  for (const std::uint32_t loser : own.losers) gather(*subjects_[loser]);
  if (!own.losers.empty()) {
    std::ranges::sort(events,
                      [](const Source& a, const Source& b) { return before(*a.event, *b.event); });
  }
  const std::size_t count = events.size();
  log.subject_begin = {0, count};
  log.subjects = events::Interner();
  log.subjects.intern(own.name);
  log.time.resize(count);
  log.code.resize(count);
  log.owner.resize(count);
  log.team.resize(count);
  log.actor.resize(count);
  log.row.assign(count, 0);
  log.origin.assign(count, 0);
  for (events::FieldColumn& column : log.fields) {
    column.set.clear();
    column.value.clear();
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Entry& event = *events[i].event;
    log.time[i] = event.time;
    log.code[i] = event.code;
    log.owner[i] = event.owner;
    log.team[i] = event.team;
    log.actor[i] = event.actor;
    for (std::uint32_t v = 0; v < event.values; ++v) {
      const auto& value = events[i].subject->values[event.first_value + v];
      events::FieldColumn& column = log.fields[value.field];
      if (column.set.empty()) {
        column.set.assign(count, 0);
        column.value.assign(count, 0);
      }
      column.set[i] = value.set;
      column.value[i] = value.set == 1 ? value.value : 0;
    }
  }
  events::settle_payloads(log, rules_->payloads);
  return log;
}

Instant Book::first_event() const {
  Instant first = time::kNever;
  for (const auto& subject : subjects_) {
    for (const Entry& event : subject->events) {
      if (!event.known || event.gone) continue;
      first = std::min(first, event.time);
      break;
    }
  }
  return first;
}

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
  fact.id = text_of(event.id);
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
  fact.id = text_of(merge.id);
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
  for (const Retraction& retraction : retractions_)
    facts.push_back({retraction.arrival, {retraction.fact, retraction.known}});
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
    taken_back_.erase(id);
  }
  facts_ -= subject.events.size();
  numbers_.erase(subject.name);
  subjects_[number] = std::make_unique<SubjectBook>();
  free_.push_back(number);
}

}  // namespace sla::session
