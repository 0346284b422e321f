#include "runtime/session/book.h"

#include <algorithm>
#include <functional>
#include <ranges>

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
  // What is not looked at makes no difference, nor does the place in its source.
  Fact given = fact;
  given.sequence = kept.sequence;
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
      // What was forgotten with an event is not this one.
      if (forgotten_ids_.contains(fact.id)) forget_retractions();
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

}  // namespace sla::session
