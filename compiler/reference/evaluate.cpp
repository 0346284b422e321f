#include "compiler/reference/evaluate.h"

#include "compiler/reference/deadline_replay.h"
#include "compiler/reference/volume_replay.h"

namespace sla::reference {
namespace {

/// All clauses of one subject, event by event.
class SubjectReplay {
 public:
  SubjectReplay(const Context& context, std::uint32_t id) : context_(context), id_(id) {
    subject_.fields.resize(context.agreement.fields.size());
    const auto& clauses = context.agreement.clauses;
    deadlines_.reserve(clauses.size());
    volumes_.reserve(clauses.size());
    for (std::size_t c = 0; c < clauses.size(); ++c) {
      const auto index = static_cast<std::uint16_t>(c);
      if (clauses[c].kind == agreement::ClauseKind::deadline) {
        order_.push_back({true, deadlines_.size()});
        deadlines_.emplace_back(context, index, id);
      } else {
        order_.push_back({false, volumes_.size()});
        volumes_.emplace_back(context, index, id);
      }
    }
  }

  void run() {
    const events::Log& log = *context_.inputs.log;
    const std::size_t rows = context_.outcome.rows.size();
    const std::size_t hits = context_.outcome.hits.size();
    for (std::uint64_t e = log.subject_begin[id_]; e < log.subject_begin[id_ + 1]; ++e) {
      if (log.time[e] > context_.inputs.as_of) break;
      const Done done = on_event(e);
      if (done) continue;
      context_.outcome.rows.resize(rows);
      context_.outcome.hits.resize(hits);
      note_fault(e, done.error());
      return;
    }
    for (DeadlineReplay& deadline : deadlines_) deadline.finish(subject_);
  }

 private:
  Done on_event(std::uint64_t event) {
    const events::Log& log = *context_.inputs.log;
    const Moment moment = moment_of(log, event, subject_);
    take_fields(subject_, log, event);
    take_owner(subject_, log, context_.inputs.people, event);
    take_hold(subject_, log, event);
    if (const Done done = take_state(moment); !done) return done;
    for (const auto& [is_deadline, index] : order_) {
      const Done done = is_deadline ? deadlines_[index].on_event(moment, subject_)
                                    : volumes_[index].on_event(moment, subject_);
      if (!done) return done;
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
    const auto allowed =
        holds(lifecycle.states[static_cast<std::size_t>(to)].requirement, subject_);
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
  std::vector<DeadlineReplay> deadlines_;
  std::vector<VolumeReplay> volumes_;
  std::vector<std::pair<bool, std::size_t>> order_;  ///< Clauses in the policy's order.
};

}  // namespace

verdicts::Outcome evaluate(const agreement::Agreement& agreement, const verdicts::Inputs& inputs) {
  verdicts::Outcome outcome;
  for (std::uint32_t s = 0; s < inputs.log->subjects.size(); ++s) {
    SubjectReplay({agreement, inputs, outcome, nullptr}, s).run();
  }
  outcome.settle();
  return outcome;
}

Trace trace(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
            std::uint32_t subject) {
  Trace trace;
  trace.subject = subject;
  SubjectReplay({agreement, inputs, trace.outcome, &trace}, subject).run();
  trace.settle();
  return trace;
}

}  // namespace sla::reference
