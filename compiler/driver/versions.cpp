#include "compiler/driver/versions.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "runtime/time/zone.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Expression;
using agreement::Op;
using events::FieldColumn;
using time::Instant;

std::string day_of(Instant t, const Agreement& agreement) {
  const auto zone = time::Zone::find(agreement.zone);
  return time::format_local(t, zone ? *zone : time::Zone::utc());
}

std::set<std::string> parties_of(const Agreement& agreement) {
  const std::vector<std::string> names = agreement.party_names();
  return {names.begin(), names.end()};
}

std::optional<VersionProblem> problem_between(const Agreement& older, const Agreement& newer,
                                              bool may_overlap) {
  if (older.version == newer.version) {
    return VersionProblem{fmt::format("two of the agreements are version {}", older.version),
                          "give each its own number: `version 2`"};
  }
  if (parties_of(older) != parties_of(newer)) {
    return VersionProblem{
        fmt::format("version {} and version {} are not between the same parties", older.version,
                    newer.version),
        "versions of one agreement have the same `between`; judge others on their own"};
  }
  if (older.term_begin == newer.term_begin) {
    return VersionProblem{fmt::format("version {} and version {} come into force on the same day",
                                      older.version, newer.version),
                          "let one begin where the other ends"};
  }
  if (older.term_end <= newer.term_begin || may_overlap) return std::nullopt;
  return VersionProblem{
      fmt::format("version {} is in force until {}, but version {} begins {}", older.version,
                  day_of(older.term_end, older), newer.version, day_of(newer.term_begin, newer)),
      "let the terms follow each other, or say with `--versions` what shall happen: each version "
      "then ends where the next one begins"};
}

/// An obligation of a version, as the next ones see it.
struct Earlier {
  std::size_t version = 0;
  Instant start = 0;
  Instant stop = verdicts::kNoInstant;
};
/// By names, because ids and indices differ between versions.
using EarlierOnes = std::map<std::pair<std::string, std::string>, std::vector<Earlier>>;

/// Adds yes/no fields to a version that say at every event what else must hold for a start. An
/// engine needs to know nothing of versions then.
class Conditions {
 public:
  explicit Conditions(Version& version) : version_(version) {
    version_.judged = version_.agreement;
    version_.history->log.fields.resize(version_.agreement.fields.size());
  }

  /// A field that is yes as long as no value is given; answers its index.
  std::size_t add(std::string name) {
    agreement::Field field;
    field.name = std::move(name);
    field.type.kind = agreement::TypeKind::yes_no;
    field.optional = true;
    version_.judged.fields.push_back(std::move(field));
    version_.history->log.fields.emplace_back();
    return version_.judged.fields.size() - 1;
  }

  void set(std::size_t field, std::uint64_t event, bool value) {
    events::Log& log = version_.history->log;
    FieldColumn& column = log.fields[field];
    column.set.resize(log.size(), 0);
    column.value.resize(log.size(), 0);
    column.set[event] = 1;
    column.value[event] = value ? 1 : 0;
  }

  void require(std::size_t clause, std::size_t field) {
    Expression read, otherwise_yes;
    read.op = Op::field;
    read.index = static_cast<int>(field);
    Expression yes;
    yes.value = 1;
    otherwise_yes.op = Op::otherwise;
    for (Expression* each : {&read, &yes, &otherwise_yes})
      each->type.kind = agreement::TypeKind::yes_no;
    otherwise_yes.children = {read, yes};
    std::optional<Expression>& when = version_.judged.clauses[clause].when;
    if (!when) {
      when = otherwise_yes;
      return;
    }
    Expression both;
    both.op = Op::and_;
    both.type.kind = agreement::TypeKind::yes_no;
    both.children = {otherwise_yes, *when};
    when = std::move(both);
  }

 private:
  Version& version_;
};

/// Judges the versions one after another.
class Versions {
 public:
  Versions(std::vector<Version>& versions, Crossing crossing, Engine engine)
      : versions_(versions), crossing_(crossing), engine_(engine) {}

  std::expected<void, std::string> judge(std::size_t v) {
    std::set<Key> migrating;
    if (crossing_ == Crossing::migrate) {
      for (const auto& [key, obligations] : earlier_) {
        if (open_at_begin(v, obligations) != nullptr) migrating.insert(key);
      }
    }
    if (auto done = run(v, migrating); !done) return done;
    // What the next version would never have started cannot go on under it: it stays where it is.
    const std::size_t wanted = migrating.size();
    std::erase_if(migrating, [&](const Key& key) { return !adopted_.contains(key); });
    if (migrating.size() != wanted) {
      if (auto done = run(v, migrating); !done) return done;
    }
    for (const Key& key : migrating) withdraw(v, key);
    const bool is_last = v + 1 == versions_.size() || !versions_[v + 1].has_say;
    if (!is_last) remember(v);
    return {};
  }

 private:
  using Key = EarlierOnes::key_type;

  const Earlier* open_at_begin(std::size_t v, const std::vector<Earlier>& obligations) const {
    const Instant begin = versions_[v].agreement.term_begin;
    for (const Earlier& each : obligations) {
      if (each.start < begin && each.stop >= begin) return &each;
    }
    return nullptr;
  }

  std::expected<void, std::string> run(std::size_t v, const std::set<Key>& migrating) {
    Version& version = versions_[v];
    Conditions conditions(version);
    if (!migrating.empty()) reach_back(v, conditions, migrating);
    for (std::size_t c = 0; c < version.agreement.clauses.size(); ++c) {
      if (agreement::has_clock(version.agreement.clauses[c].kind))
        restrict(v, c, conditions, migrating);
    }
    auto outcome = evaluate(version.judged, *version.history, engine_);
    if (!outcome) return std::unexpected(outcome.error());
    version.outcome = std::move(*outcome);
    adopted_.clear();
    for (const verdicts::Row& row : version.outcome.rows) {
      if (row.start < version.agreement.term_begin) adopted_.insert(key_of(version, row));
    }
    return {};
  }

  /// The term begins with the oldest obligation that goes on; everything else still has to begin in
  /// the version's own.
  void reach_back(std::size_t v, Conditions& conditions, const std::set<Key>& migrating) {
    Version& version = versions_[v];
    const events::Log& log = version.history->log;
    for (const Key& key : migrating) {
      version.judged.term_begin =
          std::min(version.judged.term_begin, open_at_begin(v, earlier_.at(key))->start);
    }
    const std::size_t field = conditions.add("in_force");
    for (std::uint64_t e = 0; e < log.size(); ++e) {
      conditions.set(field, e, log.time[e] >= version.agreement.term_begin);
    }
    for (std::size_t c = 0; c < version.agreement.clauses.size(); ++c) {
      // Clocks have a condition of their own below.
      if (!agreement::has_clock(version.agreement.clauses[c].kind)) conditions.require(c, field);
    }
  }

  /// Which starts of a clause this version has, for the subjects for which that is not simply its
  /// term.
  void restrict(std::size_t v, std::size_t c, Conditions& conditions,
                const std::set<Key>& migrating) {
    if (earlier_.empty()) return;
    Version& version = versions_[v];
    const events::Log& log = version.history->log;
    const std::string& clause = version.agreement.clauses[c].name;
    const Instant begin = version.agreement.term_begin;
    std::optional<std::size_t> field;
    for (std::uint32_t s = 0; s < log.subjects.size(); ++s) {
      const Key key{clause, std::string(log.subjects.text(s))};
      const auto found = earlier_.find(key);
      const Earlier* open = found == earlier_.end() ? nullptr : open_at_begin(v, found->second);
      if (open == nullptr && migrating.empty()) continue;
      if (!field) {
        field = conditions.add("not_open_under_an_older_version");
        conditions.require(c, *field);
      }
      const bool migrates = open != nullptr && migrating.contains(key);
      for (std::uint64_t e = log.subject_begin[s]; e < log.subject_begin[s + 1]; ++e) {
        const Instant t = log.time[e];
        bool starts = t >= begin;
        if (migrates) starts = starts || t == open->start;
        else if (open != nullptr)
          starts = starts && open->stop != verdicts::kNoInstant && t > open->stop;
        conditions.set(*field, e, starts);
      }
    }
  }

  static Key key_of(const Version& version, const verdicts::Row& row) {
    return {version.agreement.clauses[row.clause].name,
            std::string(version.history->log.subjects.text(row.subject))};
  }

  /// The obligation goes on under version v: the older one no longer has it.
  void withdraw(std::size_t v, const Key& key) {
    std::vector<Earlier>& obligations = earlier_.at(key);
    const Earlier open = *open_at_begin(v, obligations);
    Version& older = versions_[open.version];
    const auto is_it = [&](const verdicts::Row& row) {
      return row.start == open.start && key_of(older, row) == key;
    };
    const auto row = std::ranges::find_if(older.outcome.rows, is_it);
    std::erase_if(older.outcome.marks, [&](const verdicts::Mark& mark) {
      return mark.clause == row->clause && mark.subject == row->subject && mark.cycle == row->cycle;
    });
    older.outcome.rows.erase(row);
    std::erase_if(obligations, [&](const Earlier& each) { return each.start == open.start; });
  }

  void remember(std::size_t v) {
    const Version& version = versions_[v];
    for (const verdicts::Row& row : version.outcome.rows) {
      if (!agreement::has_clock(version.agreement.clauses[row.clause].kind)) continue;
      earlier_[key_of(version, row)].push_back({v, row.start, row.stop});
    }
  }

  std::vector<Version>& versions_;
  Crossing crossing_;
  Engine engine_;
  EarlierOnes earlier_;
  std::set<Key> adopted_;  ///< What version v, evaluated last, has started before its own term.
};

/// One record through all versions.
std::expected<void, std::string> judge_record(std::vector<Version>& versions, Crossing crossing,
                                              Engine engine, time::Instant as_of) {
  std::size_t in_force = 0;
  for (Version& version : versions) {
    version.judged = version.agreement;
    version.outcome = {};
    version.history->inputs.as_of = as_of;
    version.has_say = version.agreement.term_begin <= as_of;
    if (version.has_say) ++in_force;
  }
  if (in_force == 0) return {};
  if (crossing == Crossing::recompute) {
    for (Version& version : versions) version.has_say = false;
    Version& newest = versions[in_force - 1];
    newest.has_say = true;
    newest.judged.term_begin = versions.front().agreement.term_begin;
    auto outcome = evaluate(newest.judged, *newest.history, engine);
    if (!outcome) return std::unexpected(outcome.error());
    newest.outcome = std::move(*outcome);
    return {};
  }
  Versions run(versions, crossing, engine);
  for (std::size_t v = 0; v < in_force; ++v) {
    if (auto done = run.judge(v); !done) return done;
  }
  return {};
}

/// The records besides the main one that any version has.
std::vector<std::string> kinds_of(const std::vector<Version>& versions) {
  std::vector<std::string> kinds;
  for (const Version& version : versions) {
    for (const Version& other : version.others) {
      const std::string& kind = other.agreement.subject_kind;
      if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(kind);
    }
  }
  return kinds;
}

}  // namespace

std::optional<VersionProblem> order_versions(std::vector<Agreement>& versions, bool may_overlap) {
  for (const Agreement& version : versions) {
    if (version.has_term) continue;
    return VersionProblem{
        fmt::format("version {} does not say when it is in force", version.version),
        "several versions are told apart by their terms: `in force 2026-01-01 to 2026-06-30`"};
  }
  std::ranges::stable_sort(versions, {}, &Agreement::term_begin);
  for (std::size_t newer = 1; newer < versions.size(); ++newer) {
    for (std::size_t older = 0; older < newer; ++older) {
      if (auto problem = problem_between(versions[older], versions[newer], may_overlap))
        return problem;
      versions[older].term_end = std::min(versions[older].term_end, versions[newer].term_begin);
      for (Agreement& other : versions[older].others) other.term_end = versions[older].term_end;
    }
  }
  return std::nullopt;
}

std::vector<const Version*> records_of(const Version& version) {
  std::vector<const Version*> records = {&version};
  for (const Version& other : version.others) records.push_back(&other);
  return records;
}

Version version_of(Agreement agreement, Histories histories) {
  Version version;
  for (std::size_t r = 0; r < agreement.others.size(); ++r) {
    Version& other = version.others.emplace_back();
    other.agreement = agreement.others[r];
    other.history = std::move(histories[r + 1]);
  }
  version.agreement = std::move(agreement);
  version.history = std::move(histories.front());
  return version;
}

std::expected<void, std::string> evaluate(Version& version, Engine engine, time::Instant as_of) {
  version.judged = version.agreement;
  version.history->inputs.as_of = as_of;
  auto outcome = evaluate(version.judged, *version.history, engine);
  if (!outcome) return std::unexpected(outcome.error());
  version.outcome = std::move(*outcome);
  for (Version& other : version.others) {
    if (auto done = evaluate(other, engine, as_of); !done) return done;
  }
  return {};
}

void note_findings(Version& version) {
  note_findings(version.judged, version.outcome, *version.history);
  for (Version& other : version.others) note_findings(other);
}

std::expected<void, std::string> evaluate(std::vector<Version>& versions, Crossing crossing,
                                          Engine engine, time::Instant as_of) {
  if (auto done = judge_record(versions, crossing, engine, as_of); !done) return done;
  for (const std::string& kind : kinds_of(versions)) {
    // The versions that have the record, taken out of the others for the time being.
    std::vector<Version> of_kind;
    std::vector<Version*> places;
    for (Version& version : versions) {
      for (Version& other : version.others) {
        if (other.agreement.subject_kind != kind) continue;
        places.push_back(&other);
        of_kind.push_back(std::move(other));
      }
    }
    auto done = judge_record(of_kind, crossing, engine, as_of);
    for (std::size_t v = 0; v < places.size(); ++v) *places[v] = std::move(of_kind[v]);
    if (!done) return done;
  }
  return {};
}

}  // namespace sla::driver
