// Steps of single obligations: places on a clock, its verdict, and what both give.

#include <algorithm>
#include <ranges>
#include <span>

#include "runtime/actions/effects.h"
#include "runtime/actions/places.h"
#include "runtime/actions/subject_history.h"

namespace sla::actions {
namespace {

using verdicts::Row;
using verdicts::Status;

NoticeState state_of(Happening::State state) {
  switch (state) {
    case Happening::State::happened: return NoticeState::sent;
    case Happening::State::ahead: return NoticeState::scheduled;
    case Happening::State::withdrawn: return NoticeState::withdrawn;
  }
  return NoticeState::withdrawn;
}

bool is_of_verdict(StepAt at) { return at == StepAt::met || at == StepAt::breached; }

/// One clause of one subject.
class SubjectSteps {
 public:
  SubjectSteps(const Facts& facts, std::size_t clause, std::uint32_t subject, Effects& effects)
      : facts_(facts),
        index_(clause),
        clause_(facts.steps.clauses[clause]),
        history_(facts.inputs, facts.steps, subject),
        subject_(facts.inputs.log->subjects.text(subject)),
        effects_(effects) {}

  void add(std::span<const Row> rows, std::span<const verdicts::Mark> marks) {
    const std::vector<Run> runs = runs_of(marks, clause_, facts_.inputs);
    auto run = runs.begin();
    for (const Row& row : rows) {
      while (run != runs.end() && run->cycle < row.cycle) ++run;
      const Run* last = nullptr;
      for (; run != runs.end() && run->cycle == row.cycle; ++run) {
        if (last != nullptr) add_run(row, *last, false);
        last = &*run;
      }
      if (last != nullptr) add_run(row, *last, true);
      add_verdict(row, last);
    }
  }

 private:
  /// Steps with a place on the clock; of a run that another follows, also its breach, which will
  /// not happen any more.
  void add_run(const Row& row, const Run& run, bool is_last) {
    // A clock that ends as it starts never had anything ahead.
    if (run.end == run.stretches.front().from) return;
    for (std::size_t s = 0; s < clause_.steps.size(); ++s) {
      const StepShape& step = clause_.steps[s];
      if (has_place(step.at)) {
        const auto happening = follow(step, run, facts_.inputs.as_of, offsets_of(run));
        StepCase made =
            step_case(row, run.number, s, state_of(happening.state), happening.at, run.end);
        made.ended = run.end;
        made.counts = row.status != Status::excused && row.status != Status::cancelled;
        made.deliver_at = [&](int calendar) {
          return delivery(run, happening.at, facts_.inputs.as_of,
                          calendar_at(calendar, happening.at));
        };
        effects_.add(made);
      } else if (step.at == StepAt::breached && !is_last) {
        ClockState state = run.stretches.back().state;
        state.go_on(run.end);
        add_verdict_step(row, run.number, s, NoticeState::withdrawn, state.breach(), run.end);
      }
    }
  }

  void add_verdict(const Row& row, const Run* run) {
    const std::uint32_t number = run == nullptr ? 1 : run->number;
    for (std::size_t s = 0; s < clause_.steps.size(); ++s) {
      const StepShape& step = clause_.steps[s];
      if (step.at == StepAt::met && row.status == Status::met && is_within(step, row)) {
        add_verdict_step(row, number, s, NoticeState::sent, row.stop, row.stop);
      }
      if (step.at != StepAt::breached || row.breach == verdicts::kNoInstant) continue;
      const NoticeState state = breach_state(row);
      // A clock that ended as it started never had anything ahead.
      if (state == NoticeState::withdrawn && row.stop == row.start) continue;
      add_verdict_step(row, number, s, state, row.breach, row.stop);
    }
  }

  static NoticeState breach_state(const Row& row) {
    switch (row.status) {
      case Status::breached:
      case Status::met_late: return NoticeState::sent;
      case Status::running:
      case Status::paused: return NoticeState::scheduled;
      case Status::met: return NoticeState::withdrawn;
      // A relief that came after the breach does not unsay it.
      case Status::cancelled:
      case Status::excused: break;
    }
    return row.breach < row.stop ? NoticeState::sent : NoticeState::withdrawn;
  }

  void add_verdict_step(const Row& row, std::uint32_t run, std::size_t s, NoticeState state,
                        Instant at, Instant ended) {
    StepCase made = step_case(row, run, s, state, at, ended);
    made.counts = row.status != Status::excused && row.status != Status::cancelled;
    made.deliver_at = [&](int calendar) {
      const time::Calendar* waits_for = calendar_at(calendar, at);
      return waits_for == nullptr || at == time::kNever ? at : waits_for->next_open(at);
    };
    effects_.add(made);
  }

  StepCase step_case(const Row& row, std::uint32_t run, std::size_t s, NoticeState state,
                     Instant at, Instant ended) const {
    // What is withdrawn was meant for those who had the lead before the event that ended the clock.
    const Instant last = state == NoticeState::withdrawn ? ended - 1 : facts_.inputs.as_of;
    const Instant known = std::min(at, last);
    StepCase made{.key = {.clause = static_cast<std::uint16_t>(index_),
                          .subject = subject_,
                          .cycle = std::to_string(row.cycle),
                          .run = run,
                          .step = static_cast<std::uint16_t>(s + 1),
                          .effect = 0},
                  .step = clause_.steps[s],
                  .state = state,
                  .at = at,
                  .counts_at = at,
                  .ended = time::kNever,
                  .counts = true,
                  .whose = whose_at(known),
                  .deliver_at = {}};
    // The verdict says whose it is.
    if (is_of_verdict(made.step.at) && state == NoticeState::sent) {
      made.whose.owner = name(facts_.inputs.log->owners, row.owner);
      made.whose.team = name(facts_.inputs.log->teams, row.team);
    }
    return made;
  }

  Whose whose_at(Instant t) const {
    return {name(facts_.inputs.log->owners, history_.owner_at(t)),
            name(facts_.inputs.log->teams, history_.team_at(t)),
            facts_.policy.clauses[index_].party, t};
  }

  static std::string name(const events::Interner& names, std::uint32_t id) {
    return id == events::kNone ? std::string() : std::string(names.text(id));
  }

  const time::Calendar* calendar_at(int calendar, Instant t) const {
    return calendar < 0 ? nullptr
                        : &history_.calendar_at(calendar, std::min(t, facts_.inputs.as_of));
  }

  /// For offsets in business time: the clause's calendar as it stood when the run began.
  const sla_calendar* offsets_of(const Run& run) const {
    const time::Calendar* calendar = calendar_at(clause_.calendar, run.stretches.front().from);
    return calendar == nullptr ? nullptr : calendar->table();
  }

  /// `met within D`: no more than D was used, on the time base that D names.
  bool is_within(const StepShape& step, const Row& row) const {
    if (!step.within) return true;
    const time::Target& within = *step.within;
    const bool plain = row.tier >= clause_.tiers.size() ||
                       clause_.tiers[row.tier].kind == time::TargetKind::kElapsed;
    if (within.kind == time::TargetKind::kElapsed) {
      return (plain ? row.elapsed_business : row.elapsed_wall) <= within.amount;
    }
    if (within.kind == time::TargetKind::kBusinessMicros && !plain) {
      return row.elapsed_business <= within.amount;
    }
    const time::Calendar* calendar = calendar_at(clause_.calendar, row.start);
    if (calendar == nullptr) return false;
    switch (within.kind) {
      case time::TargetKind::kBusinessDays:
        return row.stop <= sla_calendar_add_days(calendar->table(), row.start, within.amount);
      case time::TargetKind::kEndOfBusinessDay:
        return row.stop <= sla_calendar_end_of_day(calendar->table(), row.start, within.amount);
      case time::TargetKind::kBusinessMicros:
      case time::TargetKind::kElapsed: break;
    }
    return calendar->between(row.start, row.stop) <= within.amount;
  }

  const Facts& facts_;
  std::size_t index_;
  const ClauseSteps& clause_;
  SubjectHistory history_;
  std::string subject_;
  Effects& effects_;
};

template <typename T>
std::span<const T> of_clause(const std::vector<T>& all, std::size_t clause) {
  const auto part = std::ranges::equal_range(
      all, clause, {}, [](const T& item) { return std::size_t{item.clause}; });
  return {part.begin(), part.end()};
}

/// Takes the items of a subject from the front of a span.
template <typename T>
std::span<const T> take_subject(std::span<const T>& rest, std::uint32_t subject) {
  const auto end =
      std::ranges::find_if(rest, [&](const T& item) { return item.subject > subject; });
  const auto first = std::ranges::find_if(rest.begin(), end,
                                          [&](const T& item) { return item.subject == subject; });
  const std::span<const T> part(first, end);
  rest = std::span<const T>(end, rest.end());
  return part;
}

}  // namespace

void add_obligations(const Facts& facts, std::size_t clause, Effects& effects) {
  auto rows = of_clause(facts.outcome.rows, clause);
  auto marks = of_clause(facts.outcome.marks, clause);
  while (!rows.empty()) {
    const std::uint32_t subject = rows.front().subject;
    const auto its_rows = take_subject(rows, subject);
    const auto its_marks = take_subject(marks, subject);
    SubjectSteps(facts, clause, subject, effects).add(its_rows, its_marks);
  }
}

}  // namespace sla::actions
