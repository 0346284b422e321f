#pragma once

// Outcomes made by hand, for tests of what is said about them.

#include <string>
#include <string_view>
#include <utility>

#include "runtime/verdicts/rows.h"

namespace sla::verdicts::testing {

inline Instant utc(std::string_view text) {
  return time::parse_instant(text, time::Zone::utc()).value().instant;
}

/// One clause of a policy in UTC, with rows or hits added one at a time.
struct World {
  events::Log log;
  events::People people;
  Inputs inputs;
  PolicyShape policy;
  Outcome outcome;

  explicit World(std::string_view as_of) {
    policy.clauses.resize(1);
    policy.clauses[0].name = "answer";
    policy.clauses[0].kind = "deadline";
    policy.clauses[0].party = "sales";
    log.subject_begin = {0};
    inputs.log = &log;
    inputs.people = &people;
    inputs.as_of = utc(as_of);
  }
  World(const World&) = delete;

  ClauseShape& clause() { return policy.clauses[0]; }

  void term(std::string_view from, std::string_view to) {
    policy.has_term = true;
    policy.term_begin = utc(from);
    policy.term_end = utc(to);
  }

  /// A subject with one event, so that the log has a first event.
  std::uint32_t subject(const std::string& name, Instant event) {
    const std::uint32_t id = log.subjects.intern(name);
    if (id + 1 < log.subject_begin.size()) return id;
    log.time.push_back(event);
    log.subject_begin.push_back(log.time.size());
    return id;
  }

  Row& row(std::string_view start, Status status, const std::string& team = "") {
    Row made;
    made.start = utc(start);
    made.status = status;
    made.subject = subject("lead-" + std::to_string(outcome.rows.size()), made.start);
    if (!team.empty()) made.team = log.teams.intern(team);
    return outcome.rows.emplace_back(made);
  }

  void rows(std::string_view start, Status status, int count) {
    for (int i = 0; i < count; ++i) row(start, status);
  }

  Hit& hit(std::string_view time, const std::string& who, std::int64_t amount = 1,
           const std::string& team = "") {
    Hit made;
    made.time = utc(time);
    made.amount = amount;
    made.subject = subject(who, made.time);
    made.event = outcome.hits.size();
    if (!team.empty()) made.team = log.teams.intern(team);
    return outcome.hits.emplace_back(made);
  }

  /// One hit of a share.
  Hit& part(std::string_view time, const std::string& who, bool in_part, std::int64_t amount = 1) {
    Hit& made = hit(time, who, amount);
    made.part = in_part ? 1 : 0;
    return made;
  }

  ClauseSummary summary() {
    outcome.settle();
    return std::move(summarize(policy, outcome, inputs).clauses.at(0));
  }
};

}  // namespace sla::verdicts::testing
