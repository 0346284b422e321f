#include "compiler/reference/evaluate.h"

#include "compiler/reference/clause_replay.h"
#include "compiler/reference/conversion_replay.h"
#include "compiler/reference/deadline_replay.h"
#include "compiler/reference/prohibition_replay.h"
#include "compiler/reference/volume_replay.h"

namespace sla::reference {

std::unique_ptr<ClauseReplay> make_replay(const Context& context, std::uint16_t clause,
                                          std::uint32_t subject) {
  using agreement::ClauseKind;
  switch (context.agreement.clauses[clause].kind) {
    case ClauseKind::deadline:
    case ClauseKind::cadence:
    case ClauseKind::time_in_state:
      return std::make_unique<DeadlineReplay>(context, clause, subject);
    case ClauseKind::volume:
    case ClauseKind::share: return std::make_unique<VolumeReplay>(context, clause, subject);
    case ClauseKind::prohibition:
      return std::make_unique<ProhibitionReplay>(context, clause, subject);
    case ClauseKind::conversion:
      return std::make_unique<ConversionReplay>(context, clause, subject);
  }
  return nullptr;
}

namespace {

/// All clauses of one subject, event by event.
class SubjectReplay final : private Obligations {
 public:
  SubjectReplay(Context context, std::uint32_t id) : context_(context), id_(id) {
    context_.obligations = this;
    subject_.fields.resize(context.agreement.fields.size());
    for (std::size_t c = 0; c < context.agreement.clauses.size(); ++c) {
      replays_.push_back(make_replay(context_, static_cast<std::uint16_t>(c), id));
    }
    for (const int c : context.agreement.evaluation_order()) {
      ordered_.push_back(replays_[static_cast<std::size_t>(c)].get());
    }
  }
  SubjectReplay(const SubjectReplay&) = delete;
  SubjectReplay& operator=(const SubjectReplay&) = delete;

  void run() {
    const events::Log& log = *context_.inputs.log;
    const verdicts::Outcome& outcome = context_.outcome;
    const Sizes before = {outcome.rows.size(), outcome.hits.size(), outcome.marks.size()};
    std::optional<std::uint64_t> last;
    for (std::uint64_t e = log.subject_begin[id_]; e < log.subject_begin[id_ + 1]; ++e) {
      if (log.time[e] > context_.inputs.as_of) break;
      if (const Done done = on_event(e); !done) return give_up(before, e, done.error());
      last = e;
    }
    if (!last) return;
    follow_roster(subject_, context_.inputs.people, context_.inputs.as_of);
    for (ClauseReplay* replay : ordered_) {
      const Done done = replay->finish(subject_);
      if (!done) return give_up(before, *last, done.error());
    }
  }

 private:
  /// How much of the outcome is about earlier subjects.
  struct Sizes {
    std::size_t rows, hits, marks;
  };

  std::optional<Standing> latest(int clause, Instant t) const override {
    return replays_[static_cast<std::size_t>(clause)]->latest(t);
  }

  void give_up(const Sizes& before, std::uint64_t event, verdicts::FaultKind kind) {
    context_.outcome.rows.resize(before.rows);
    context_.outcome.hits.resize(before.hits);
    context_.outcome.marks.resize(before.marks);
    note_fault(event, kind);
  }

  Done on_event(std::uint64_t event) {
    const events::Log& log = *context_.inputs.log;
    follow_roster(subject_, context_.inputs.people, log.time[event]);
    for (ClauseReplay* replay : ordered_) {
      if (const Done done = replay->before_event(log.time[event], subject_); !done) return done;
    }
    const Moment moment = moment_of(log, event, subject_);
    take_fields(subject_, log, event);
    take_owner(subject_, log, context_.inputs.people, event);
    take_hold(subject_, log, event);
    if (const Done done = take_state(moment); !done) return done;
    for (ClauseReplay* replay : ordered_) {
      if (const Done done = replay->on_event(moment, subject_); !done) return done;
    }
    return {};
  }

  Done take_state(const Moment& moment) {
    const int to = entered_state(context_.agreement, moment.code);
    if (to < 0) return {};
    const agreement::Lifecycle& lifecycle = context_.agreement.lifecycle;
    const int from = subject_.state;
    if (lifecycle.has_moves && from >= 0 &&
        (lifecycle.moves[static_cast<std::size_t>(from)] >> to & 1u) == 0) {
      note_violation(moment, to, verdicts::ViolationKind::move);
    }
    const auto allowed = holds(lifecycle.states[static_cast<std::size_t>(to)].requirement,
                               context_.scene(moment, subject_));
    if (!allowed) return std::unexpected(allowed.error());
    if (!*allowed) note_violation(moment, to, verdicts::ViolationKind::requirement);
    subject_.state = to;
    return {};
  }

  void note_violation(const Moment& moment, int to, verdicts::ViolationKind kind) {
    verdicts::Violation violation;
    violation.event = moment.event;
    if (subject_.state >= 0) violation.from = static_cast<std::uint16_t>(subject_.state);
    violation.to = static_cast<std::uint16_t>(to);
    violation.kind = kind;
    context_.outcome.violations.push_back(violation);
  }

  void note_fault(std::uint64_t event, verdicts::FaultKind kind) {
    verdicts::Fault fault;
    fault.event = event;
    fault.subject = id_;
    fault.kind = kind;
    context_.outcome.faults.push_back(fault);
    if (context_.trace == nullptr) return;
    Step step;
    step.kind = StepKind::faulted;
    step.event = event;
    step.time = context_.inputs.log->time[event];
    context_.trace->steps.push_back(step);
  }

  Context context_;
  std::uint32_t id_;
  Subject subject_;
  std::vector<std::unique_ptr<ClauseReplay>> replays_;  ///< By clause.
  std::vector<ClauseReplay*> ordered_;                  ///< As they are given an event.
};

}  // namespace

verdicts::Outcome evaluate(const agreement::Agreement& agreement, const verdicts::Inputs& inputs) {
  verdicts::Outcome outcome;
  for (std::uint32_t s = 0; s < inputs.log->subjects.size(); ++s) {
    SubjectReplay({agreement, inputs, outcome, nullptr, nullptr}, s).run();
  }
  outcome.settle();
  return outcome;
}

Trace trace(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
            std::uint32_t subject) {
  Trace trace;
  trace.subject = subject;
  SubjectReplay({agreement, inputs, trace.outcome, &trace, nullptr}, subject).run();
  trace.settle();
  return trace;
}

}  // namespace sla::reference
