#include "runtime/events/follow.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sla::events {
namespace {

/// What is known of a field: unknown, or its value.
using Known = std::optional<std::int64_t>;

FieldColumn& filled(FieldColumn& column, std::uint64_t size) {
  column.set.resize(size, 0);
  column.value.resize(size, 0);
  return column;
}

/// Writes the new log event by event.
class Follower {
 public:
  Follower(Log log, const Log& parents, std::uint32_t parent_id,
           std::span<const FollowedField> fields)
      : old_(std::move(log)), parents_(parents), parent_id_(parent_id), fields_(fields) {
    made_.fields.resize(old_.fields.size());
  }

  Log follow() {
    made_.subject_begin.push_back(0);
    for (std::uint32_t s = 0; s + 1 < old_.subject_begin.size(); ++s) {
      subject(s);
      made_.subject_begin.push_back(made_.size());
    }
    for (std::size_t f = 0; f < made_.fields.size(); ++f) {
      // A field that nothing was ever said of stays an empty column.
      if (made_.fields[f].set.empty()) continue;
      filled(made_.fields[f], made_.size());
    }
    made_.subjects = std::move(old_.subjects);
    made_.owners = std::move(old_.owners);
    made_.teams = std::move(old_.teams);
    made_.texts = std::move(old_.texts);
    made_.origins = std::move(old_.origins);
    made_.merged = std::move(old_.merged);
    return std::move(made_);
  }

 private:
  void subject(std::uint32_t s) {
    parent_ = kNone;
    for (std::uint64_t e = old_.subject_begin[s]; e < old_.subject_begin[s + 1]; ++e) {
      catch_up(old_.time[e]);
      own(e);
    }
    catch_up(time::kNever);
  }

  /// What the parent did up to an instant.
  void catch_up(time::Instant until) {
    if (parent_ == kNone) return;
    for (; next_ < parents_.subject_begin[parent_ + 1] && parents_.time[next_] <= until; ++next_) {
      const auto says = [&](const FollowedField& field) { return says_of(field, next_); };
      if (std::ranges::any_of(fields_, says)) fed(next_);
    }
  }

  bool says_of(const FollowedField& field, std::uint64_t event) const {
    const FieldColumn& column = parents_.fields[field.of_parent];
    return !column.set.empty() && column.set[event] != 0;
  }

  void own(std::uint64_t e) {
    const std::uint64_t at = made_.size();
    append(old_.time[e], old_.code[e], old_.owner[e], old_.team[e], old_.actor[e], old_.row[e],
           old_.origin[e]);
    for (std::size_t f = 0; f < old_.fields.size(); ++f) {
      const FieldColumn& column = old_.fields[f];
      if (column.set.empty() || column.set[e] == 0) continue;
      set(f, at, column.set[e] == 1 ? Known(column.value[e]) : std::nullopt);
    }
    const FieldColumn& id = old_.fields[parent_id_];
    if (id.set.empty() || id.set[e] == 0) return;
    const std::uint32_t parent =
        id.set[e] == 1 ? find(old_.texts.text(static_cast<std::uint32_t>(id.value[e]))) : kNone;
    if (parent == parent_) return;
    adopt(parent, old_.time[e]);
    for (const FollowedField& field : fields_) set(field.field, at, now(field));
  }

  /// What the new parent knows by an instant.
  void adopt(std::uint32_t parent, time::Instant t) {
    parent_ = parent;
    next_ = parent == kNone ? 0 : parents_.subject_begin[parent];
    while (parent != kNone && next_ < parents_.subject_begin[parent + 1] &&
           parents_.time[next_] <= t) {
      ++next_;
    }
  }

  Known now(const FollowedField& field) {
    if (parent_ == kNone) return std::nullopt;
    for (std::uint64_t e = next_; e > parents_.subject_begin[parent_]; --e) {
      if (says_of(field, e - 1)) return value(field, e - 1);
    }
    return std::nullopt;
  }

  Known value(const FollowedField& field, std::uint64_t event) {
    const FieldColumn& column = parents_.fields[field.of_parent];
    if (column.set[event] != 1) return std::nullopt;
    if (!field.is_text) return column.value[event];
    return old_.texts.intern(parents_.texts.text(static_cast<std::uint32_t>(column.value[event])));
  }

  void fed(std::uint64_t event) {
    const std::uint64_t at = made_.size();
    append(parents_.time[event], kChanged, kNone, kNone, kNone, parents_.row[event],
           origin_of(parents_.origin[event]));
    for (const FollowedField& field : fields_) {
      if (says_of(field, event)) set(field.field, at, value(field, event));
    }
  }

  std::uint16_t origin_of(std::uint16_t origin) {
    // Events of a test come from nowhere.
    if (origin >= parents_.origins.size()) return UINT16_MAX;
    const std::string& name = parents_.origins[origin];
    const auto known = std::ranges::find(old_.origins, name);
    if (known == old_.origins.end()) {
      old_.origins.push_back(name);
      return static_cast<std::uint16_t>(old_.origins.size() - 1);
    }
    return static_cast<std::uint16_t>(known - old_.origins.begin());
  }

  std::uint32_t find(std::string_view name) const {
    const std::uint32_t found = parents_.subjects.find(name);
    if (found != kNone) return found;
    for (const MergedSubject& merged : parents_.merged) {
      if (merged.loser == name) return parents_.subjects.find(merged.winner);
    }
    return kNone;
  }

  void append(time::Instant time, Code code, std::uint32_t owner, std::uint32_t team,
              std::uint32_t actor, std::uint64_t row, std::uint16_t origin) {
    made_.time.push_back(time);
    made_.code.push_back(code);
    made_.owner.push_back(owner);
    made_.team.push_back(team);
    made_.actor.push_back(actor);
    made_.row.push_back(row);
    made_.origin.push_back(origin);
  }

  void set(std::size_t field, std::uint64_t event, const Known& known) {
    FieldColumn& column = filled(made_.fields[field], event + 1);
    column.set[event] = known ? 1 : 2;
    column.value[event] = known.value_or(0);
  }

  Log old_, made_;
  const Log& parents_;
  std::uint32_t parent_id_;
  std::span<const FollowedField> fields_;
  std::uint32_t parent_ = kNone;  ///< Of the subject, as of its last event.
  std::uint64_t next_ = 0;        ///< The parent's next event.
};

/// All names of one kind, and what the ids of a log become.
class Union {
 public:
  void add(const Interner& names) {
    for (std::uint32_t id = 0; id < names.size(); ++id) all_.intern(names.text(id));
  }

  std::vector<std::uint32_t> from(const Interner& names) const {
    std::vector<std::uint32_t> ids;
    for (std::uint32_t id = 0; id < names.size(); ++id) ids.push_back(all_.find(names.text(id)));
    return ids;
  }

  Interner copy() const {
    Interner names;
    for (std::uint32_t id = 0; id < all_.size(); ++id) names.intern(all_.text(id));
    return names;
  }

 private:
  Interner all_;
};

void rename(std::vector<std::uint32_t>& ids, const std::vector<std::uint32_t>& become) {
  for (std::uint32_t& id : ids) {
    if (id != kNone) id = become[id];
  }
}

}  // namespace

Log follow_parents(Log log, const Log& parents, std::uint32_t parent_id,
                   std::span<const FollowedField> fields) {
  return Follower(std::move(log), parents, parent_id, fields).follow();
}

void share_names(std::span<Log* const> logs) {
  Union owners, teams;
  for (const Log* log : logs) {
    owners.add(log->owners);
    teams.add(log->teams);
  }
  for (Log* log : logs) {
    const auto owner = owners.from(log->owners), team = teams.from(log->teams);
    rename(log->owner, owner);
    rename(log->actor, owner);
    rename(log->team, team);
    log->owners = owners.copy();
    log->teams = teams.copy();
  }
}

}  // namespace sla::events
