#include "compiler/driver/joint.h"

#include "compiler/driver/evaluate.h"

namespace sla::driver {
namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// Puts histories and outcomes one after the other.
class Joining {
 public:
  explicit Joining(Joint& joint) : joint_(joint), log_(joint.own_history->log) {
    log_.subject_begin = {0};
    log_.fields.resize(1);  // The zones of subjects; steps read nothing else.
  }

  void add(const Version& record) {
    const History& history = *record.history;
    const std::uint64_t first_event = log_.size();
    const std::uint32_t first_subject = log_.subjects.size();
    add_log(history.log, record.agreement.zone_field);
    joint_.own_history->findings.add_all(history.findings);
    joint_.own_history->shown += history.shown;
    add_outcome(record.outcome, first_event, first_subject);
    if (record.agreement.zone_field >= 0) joint_.steps.zone_field = 0;
    clauses_ = static_cast<std::uint16_t>(clauses_ + record.judged.clauses.size());
  }

  void finish(const Version& main) {
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
    text_zones(main);
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
  void text_zones(const Version& main) {
    events::People& people = joint_.own_history->people;
    people.text_zone.assign(log_.texts.size(), 0);
    for (const Version* record : records_of(main)) {
      const events::Log& log = record->history->log;
      const auto& zones = record->history->people.text_zone;
      for (std::uint32_t text = 0; text < zones.size(); ++text) {
        if (zones[text] == 0) continue;
        const std::uint32_t own = log_.texts.find(log.texts.text(text));
        if (own != events::kNone) people.text_zone[own] = zones[text];
      }
    }
  }

  Joint& joint_;
  events::Log& log_;
  std::uint16_t clauses_ = 0;  ///< Before the record that is added.
};

void add_shapes(const Version& record, Joint& joint) {
  joint.first_clause.push_back(static_cast<int>(joint.shape.clauses.size()));
  verdicts::PolicyShape shape = shape_of(record.judged, record.history->log);
  for (verdicts::ClauseShape& clause : shape.clauses) {
    joint.shape.clauses.push_back(std::move(clause));
  }
  actions::PolicySteps steps = steps_of(record.judged);
  for (actions::ClauseSteps& clause : steps.clauses) {
    joint.steps.clauses.push_back(std::move(clause));
  }
  joint.subjects.emplace_back(record.agreement.subject_kind, record.history->log.subjects.size());
}

}  // namespace

Joint join(const Version& version) {
  Joint joint;
  joint.agreement = &version.judged;
  joint.history = version.history.get();
  joint.outcome = &version.outcome;
  joint.shape = shape_of(version.judged, version.history->log);
  joint.steps = steps_of(version.judged);
  if (version.others.empty()) {
    joint.first_clause = {0};
    joint.subjects = {{version.agreement.subject_kind, version.history->log.subjects.size()}};
  } else {
    joint.shape.several_records = true;
    joint.shape.clauses.clear();
    joint.steps.clauses.clear();
    joint.steps.zone_field = -1;
    joint.own_history = std::make_unique<History>();
    joint.own_outcome = std::make_unique<verdicts::Outcome>();
    Joining joining(joint);
    for (const Version* record : records_of(version)) {
      add_shapes(*record, joint);
      joining.add(*record);
    }
    joining.finish(version);
    joint.history = joint.own_history.get();
    joint.outcome = joint.own_outcome.get();
  }
  const Timing timing(version.history->resources.timings, Stage::summarize);
  joint.summary = verdicts::summarize(joint.shape, *joint.outcome, joint.history->inputs);
  return joint;
}

}  // namespace sla::driver
