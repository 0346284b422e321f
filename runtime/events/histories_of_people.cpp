#include "runtime/events/histories_of_people.h"

#include <string>

namespace sla::events {
namespace {

/// Owner and team of one subject, event by event, by the rules of docs/reference/evaluation.md.
class Holders {
 public:
  Holders(const Log& log, const People& people) : log_(log), people_(people) {}

  void take(std::uint64_t event) {
    const std::uint32_t named = log_.owner[event];
    const std::uint32_t by_roster = people_.at(named, log_.time[event]).team;
    if (log_.team[event] != kNone) {
      said_team_ = log_.team[event];
    } else if (by_roster != kNone || (named != kNone && named != owner_)) {
      said_team_ = kNone;
    }
    if (named != kNone) owner_ = named;
  }

  std::uint32_t owner() const { return owner_; }
  std::uint32_t team(time::Instant t) const {
    return said_team_ != kNone ? said_team_ : people_.at(owner_, t).team;
  }

 private:
  const Log& log_;
  const People& people_;
  std::uint32_t owner_ = kNone, said_team_ = kNone;
};

std::vector<std::string> texts_of(const Interner& interner) {
  std::vector<std::string> texts;
  for (std::uint32_t id = 0; id < interner.size(); ++id) texts.emplace_back(interner.text(id));
  return texts;
}

class Merger {
 public:
  Merger(const Log& own, const Log& subjects, const People& people, const PeopleShape& shape)
      : own_(own),
        subjects_(subjects),
        people_(people),
        shape_(shape),
        builder_(texts_of(own.texts), own.fields.size()) {}

  Log run() {
    builder_.keep_ids(false);
    add_own();
    add_theirs();
    Log made = std::move(builder_).finish();
    made.merged = own_.merged;
    return made;
  }

 private:
  using Value = LogBuilder::Value;

  void add_own() {
    for (const std::string& origin : own_.origins) builder_.add_origin(origin);
    for (std::uint32_t s = 0; s < own_.subjects.size(); ++s) {
      for (std::uint64_t e = own_.subject_begin[s]; e < own_.subject_begin[s + 1]; ++e) {
        Event event = event_of(own_.subjects.text(s), own_, e);
        event.code = own_.code[e];
        event.origin = own_.origin[e];
        // Somebody else's team says nothing of a team.
        if (shape_.key == PeopleKey::owner && own_.team[e] != kNone) {
          event.team = builder_.teams().intern(own_.teams.text(own_.team[e]));
        }
        std::vector<Value> values;
        for (std::uint32_t f = 0; f < own_.fields.size(); ++f) {
          const FieldColumn& column = own_.fields[f];
          if (column.set.empty() || column.set[e] == 0) continue;
          values.push_back({f, column.set[e], column.value[e]});
        }
        builder_.add(event, values);
      }
    }
  }

  void add_theirs() {
    const auto first_origin = static_cast<std::uint16_t>(own_.origins.size());
    for (const std::string& origin : subjects_.origins) builder_.add_origin(origin);
    for (std::uint32_t s = 0; s < subjects_.subjects.size(); ++s) {
      Holders holders(subjects_, people_);
      for (std::uint64_t e = subjects_.subject_begin[s]; e < subjects_.subject_begin[s + 1]; ++e) {
        holders.take(e);
        const std::optional<Code> code = shape_.codes[subjects_.code[e]];
        const std::string whose = code ? whose_is(e, holders) : std::string();
        if (whose.empty()) continue;
        Event event = event_of(whose, subjects_, e);
        event.code = *code;
        event.origin = static_cast<std::uint16_t>(first_origin + subjects_.origin[e]);
        builder_.add(event, payload_of(e));
      }
    }
  }

  std::string whose_is(std::uint64_t event, const Holders& holders) const {
    const time::Instant t = subjects_.time[event];
    const std::uint32_t actor =
        shape_.by_actor[subjects_.code[event]] ? subjects_.actor[event] : kNone;
    if (shape_.key == PeopleKey::owner) {
      const std::uint32_t owner = actor != kNone ? actor : holders.owner();
      return owner == kNone ? std::string() : std::string(subjects_.owners.text(owner));
    }
    const std::uint32_t team = actor != kNone ? people_.at(actor, t).team : holders.team(t);
    return team == kNone ? std::string() : std::string(subjects_.teams.text(team));
  }

  /// What all events of people have; they are ordered as they are made.
  Event event_of(std::string_view whose, const Log& from, std::uint64_t e) {
    Event event;
    event.subject = builder_.subjects().intern(whose);
    event.time = from.time[e];
    event.row = from.row[e];
    event.sequence = sequence_++;
    if (shape_.key == PeopleKey::owner) {
      event.owner = builder_.owners().intern(whose);
    } else {
      event.team = builder_.teams().intern(whose);
    }
    if (from.actor[e] != kNone) {
      event.actor = builder_.owners().intern(from.owners.text(from.actor[e]));
    }
    return event;
  }

  std::vector<Value> payload_of(std::uint64_t e) {
    std::vector<Value> values;
    for (const PeopleShape::Field& field : shape_.fields) {
      const FieldColumn& column = subjects_.fields[field.from];
      if (column.set.empty() || column.set[e] == 0) continue;
      std::int64_t value = column.value[e];
      if (field.is_text && column.set[e] == 1) {
        value = builder_.texts().intern(subjects_.texts.text(static_cast<std::uint32_t>(value)));
      }
      values.push_back({field.to, column.set[e], value});
    }
    return values;
  }

  const Log& own_;
  const Log& subjects_;
  const People& people_;
  const PeopleShape& shape_;
  LogBuilder builder_;
  std::int64_t sequence_ = 0;
};

}  // namespace

Log histories_of_people(Log own, const Log& subjects, const People& people,
                        const PeopleShape& shape) {
  return Merger(own, subjects, people, shape).run();
}

}  // namespace sla::events
