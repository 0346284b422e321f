#include "runtime/policy/joint.h"

namespace sla::policy {
namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// Puts histories and outcomes one after the other.
class Joining {
 public:
  explicit Joining(Joined& joint) : joint_(joint), log_(joint.own_history->log) {
    log_.subject_begin = {0};
    log_.fields.resize(1);  // The zones of subjects; steps read nothing else.
  }

  void add(const JudgedRecord& record) {
    const History& history = *record.history;
    const std::uint64_t first_event = log_.size();
    const std::uint32_t first_subject = log_.subjects.size();
    add_log(history.log, record.zone_field);
    joint_.own_history->findings.add_all(history.findings);
    joint_.own_history->shown += history.shown;
    add_outcome(*record.outcome, first_event, first_subject);
    if (record.zone_field >= 0) joint_.steps.zone_field = 0;
    clauses_ = static_cast<std::uint16_t>(clauses_ + record.shape.clauses.size());
  }

  void finish(const std::vector<JudgedRecord>& records) {
    const JudgedRecord& main = records.front();
    History& own = *joint_.own_history;
    for (std::uint32_t o = 0; o < main.history->log.owners.size(); ++o) {
      log_.owners.intern(main.history->log.owners.text(o));
    }
    for (std::uint32_t t = 0; t < main.history->log.teams.size(); ++t) {
      log_.teams.intern(main.history->log.teams.text(t));
    }
    own.roster = main.history->roster;
    own.people = main.history->people;
    own.resources = main.history->resources;
    own.inputs = {&own.log, &own.people, main.history->inputs.calendars,
                  main.history->inputs.as_of};
    text_zones(records);
    joint_.own_outcome->settle();
  }

 private:
  void add_log(const events::Log& log, int zone_field) {
    for (std::uint32_t s = 0; s < log.subjects.size(); ++s) {
      // Records may share ids: each subject is one of its own.
      log_.subjects.append(log.subjects.text(s));
      log_.subject_begin.push_back(log_.size() + log.subject_begin[s + 1]);
    }
    const auto first_origin = static_cast<std::uint16_t>(log_.origins.size());
    const std::uint64_t before = log_.size();
    append(log_.time, log.time);
    append(log_.code, log.code);
    append(log_.owner, log.owner);
    append(log_.team, log.team);
    append(log_.actor, log.actor);
    append(log_.row, log.row);
    for (const std::uint16_t origin : log.origin) {
      log_.origin.push_back(static_cast<std::uint16_t>(first_origin + origin));
    }
    append(log_.origins, log.origins);
    append(log_.merged, log.merged);
    add_zones(log, zone_field, before);
  }

  void add_zones(const events::Log& log, int zone_field, std::uint64_t before) {
    events::FieldColumn& zones = log_.fields.front();
    zones.set.resize(log_.size(), 0);
    zones.value.resize(log_.size(), 0);
    if (zone_field < 0) return;
    const events::FieldColumn& own = log.fields[static_cast<std::size_t>(zone_field)];
    for (std::uint64_t e = 0; e < own.set.size(); ++e) {
      zones.set[before + e] = own.set[e];
      if (own.set[e] != 1) continue;
      zones.value[before + e] =
          log_.texts.intern(log.texts.text(static_cast<std::uint32_t>(own.value[e])));
    }
  }

  void add_outcome(const verdicts::Outcome& outcome, std::uint64_t event, std::uint32_t subject) {
    verdicts::Outcome& own = *joint_.own_outcome;
    for (verdicts::Row row : outcome.rows) {
      row.start_event += event;
      row.subject += subject;
      row.clause = static_cast<std::uint16_t>(row.clause + clauses_);
      own.rows.push_back(row);
    }
    for (verdicts::Hit hit : outcome.hits) {
      hit.event += event;
      hit.subject += subject;
      hit.clause = static_cast<std::uint16_t>(hit.clause + clauses_);
      own.hits.push_back(hit);
    }
    for (verdicts::Mark mark : outcome.marks) {
      mark.event += event;
      mark.subject += subject;
      mark.clause = static_cast<std::uint16_t>(mark.clause + clauses_);
      own.marks.push_back(mark);
    }
  }

  /// All records count the zones of one list.
  void text_zones(const std::vector<JudgedRecord>& records) {
    events::People& people = joint_.own_history->people;
    people.text_zone.assign(log_.texts.size(), 0);
    for (const JudgedRecord& record : records) {
      const events::Log& log = record.history->log;
      const auto& zones = record.history->people.text_zone;
      for (std::uint32_t text = 0; text < zones.size(); ++text) {
        if (zones[text] == 0) continue;
        const std::uint32_t own = log_.texts.find(log.texts.text(text));
        if (own != events::kNone) people.text_zone[own] = zones[text];
      }
    }
  }

  Joined& joint_;
  events::Log& log_;
  std::uint16_t clauses_ = 0;  ///< Before the record that is added.
};

/// Moves the record's shapes to those of the others.
void add_shapes(JudgedRecord& record, Joined& joint) {
  joint.first_clause.push_back(static_cast<int>(joint.shape.clauses.size()));
  for (verdicts::ClauseShape& clause : record.shape.clauses)
    joint.shape.clauses.push_back(std::move(clause));
  for (actions::ClauseSteps& clause : record.steps.clauses)
    joint.steps.clauses.push_back(std::move(clause));
  joint.subjects.emplace_back(record.kind, record.history->log.subjects.size());
}

}  // namespace

Joined join(std::vector<JudgedRecord> records) {
  Joined joint;
  JudgedRecord& main = records.front();
  joint.history = main.history;
  joint.outcome = main.outcome;
  if (records.size() == 1) {
    joint.shape = std::move(main.shape);
    joint.steps = std::move(main.steps);
    joint.first_clause = {0};
    joint.subjects = {{main.kind, main.history->log.subjects.size()}};
  } else {
    joint.shape = main.shape;
    joint.steps = main.steps;
    joint.shape.several_records = true;
    joint.shape.clauses.clear();
    joint.steps.clauses.clear();
    joint.steps.zone_field = -1;
    joint.own_history = std::make_unique<History>();
    joint.own_outcome = std::make_unique<verdicts::Outcome>();
    Joining joining(joint);
    for (const JudgedRecord& record : records) joining.add(record);
    joining.finish(records);
    for (JudgedRecord& record : records) add_shapes(record, joint);
    joint.history = joint.own_history.get();
    joint.outcome = joint.own_outcome.get();
  }
  joint.summary = verdicts::summarize(joint.shape, *joint.outcome, joint.history->inputs);
  return joint;
}

}  // namespace sla::policy
