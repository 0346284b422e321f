#include "compiler/driver/around.h"

#include <span>

#include "compiler/agreement/length.h"
#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "compiler/driver/joint.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Clause;

time::Target length_of(const Agreement& a, const Clause& clause,
                       const agreement::Duration& duration) {
  return agreement::length_of(a, clause.deadline.calendar, duration);
}

actions::RecipientShape shape_of(const Agreement& a, const agreement::Recipient& recipient) {
  using Kind = agreement::Recipient::Kind;
  const auto index = static_cast<std::size_t>(recipient.index);
  switch (recipient.kind) {
    case Kind::owner: return {actions::RecipientShape::Kind::owner, ""};
    case Kind::team: return {actions::RecipientShape::Kind::team, ""};
    case Kind::role: return {actions::RecipientShape::Kind::role, a.roles[index].name};
    case Kind::party: break;
  }
  return {actions::RecipientShape::Kind::party, a.parties[index].name};
}

actions::EffectShape shape_of(const Agreement& a, const agreement::Effect& effect) {
  static_assert(static_cast<int>(agreement::EffectKind::deduct) ==
                static_cast<int>(actions::EffectKind::deduct));
  actions::EffectShape shape;
  shape.kind = static_cast<actions::EffectKind>(effect.kind);
  for (const agreement::Recipient& to : effect.to) shape.to.push_back(shape_of(a, to));
  shape.channel = effect.channel;
  shape.calendar = effect.calendar;
  shape.message = effect.title;
  shape.points = effect.points;
  return shape;
}

actions::StepShape shape_of(const Agreement& a, const Clause& clause, const agreement::Step& step) {
  static_assert(static_cast<int>(agreement::Step::At::target_missed) ==
                static_cast<int>(actions::StepAt::target_missed));
  actions::StepShape shape;
  shape.at = static_cast<actions::StepAt>(step.at);
  shape.micro_percent = step.micro_percent;
  shape.offset = length_of(a, clause, step.offset);
  if (step.within) shape.within = length_of(a, clause, *step.within);
  for (const agreement::Effect& effect : step.effects) shape.effects.push_back(shape_of(a, effect));
  shape.words = agreement::words(step);
  return shape;
}

}  // namespace

actions::PolicySteps steps_of(const Agreement& a) {
  actions::PolicySteps policy;
  policy.zone_field = a.zone_field;
  for (const agreement::Calendar& calendar : a.calendars) {
    static_assert(static_cast<int>(agreement::Calendar::ZoneOf::lead) ==
                  static_cast<int>(actions::ZoneOf::lead));
    policy.calendars.push_back(static_cast<actions::ZoneOf>(calendar.zone_of));
  }
  for (const Clause& clause : a.clauses) {
    actions::ClauseSteps steps;
    steps.periodical = has_counter(clause.kind) || clause.kind == agreement::ClauseKind::conversion;
    if (has_clock(clause.kind)) {
      steps.calendar = clause.deadline.calendar;
      for (const agreement::Tier& tier : clause.deadline.tiers) {
        steps.tiers.push_back(length_of(a, clause, tier.target));
      }
    }
    for (const agreement::Step& step : clause.steps) {
      steps.steps.push_back(shape_of(a, clause, step));
    }
    policy.clauses.push_back(std::move(steps));
  }
  return policy;
}

namespace {

programs::Holder holder_of(const agreement::Grouping& group) {
  return group.by == agreement::GroupBy::team ? programs::Holder::team : programs::Holder::owner;
}

/// `first_clause`: where the clauses of each record begin among those that are evaluated together.
programs::ProgramShape shape_of(const agreement::Program& program,
                                std::span<const int> first_clause) {
  programs::ProgramShape shape{program.name, program.title, {}, {}, {}};
  for (const agreement::Badge& badge : program.badges) {
    const int clause = first_clause[static_cast<std::size_t>(badge.record)] + badge.clause;
    shape.badges.push_back({badge.name, badge.title, clause, badge.met, badge.times, badge.in_a_row,
                            holder_of(badge.holder)});
  }
  for (const agreement::Leaderboard& board : program.leaderboards) {
    shape.leaderboards.push_back({board.title, holder_of(board.group), shape_of(board.period)});
  }
  for (const agreement::Prize& prize : program.prizes) {
    shape.prizes.push_back(
        {prize.money, prize.title, prize.top, holder_of(prize.group), shape_of(prize.period)});
  }
  return shape;
}

}  // namespace

std::vector<programs::ProgramShape> programs_of(const Agreement& agreement,
                                                std::span<const int> first_clause) {
  std::vector<programs::ProgramShape> shapes;
  for (const agreement::Program& program : agreement.programs)
    shapes.push_back(shape_of(program, first_clause));
  return shapes;
}

StepShapes::StepShapes(const Agreement& agreement) : steps_(steps_of(agreement)) {
  if (!agreement.others.empty()) return;
  constexpr int kOwnClauses[] = {0};
  programs_ = programs_of(agreement, kOwnClauses);
}

Around StepShapes::around(const verdicts::Inputs& inputs, const events::Roster& roster,
                          const verdicts::PolicyShape& shape, const verdicts::Outcome& outcome,
                          const verdicts::Summary& summary) const {
  const actions::Facts facts{shape, steps_, outcome, summary, inputs, roster};
  Around result{steps_.any(), actions::work_out(facts), {}};
  for (const programs::ProgramShape& program : programs_) {
    result.programs.push_back(programs::evaluate(program, facts, result.actions.points));
  }
  return result;
}

Around around(const Joint& joint) {
  const Timing timing(joint.history->resources.timings, Stage::steps);
  const actions::Facts facts{joint.shape,   joint.steps,           *joint.outcome,
                             joint.summary, joint.history->inputs, joint.history->roster};
  Around result{joint.steps.any(), actions::work_out(facts), {}};
  for (const programs::ProgramShape& program : programs_of(*joint.agreement, joint.first_clause)) {
    result.programs.push_back(programs::evaluate(program, facts, result.actions.points));
  }
  return result;
}

Around around(const Agreement& agreement, const History& history,
              const verdicts::PolicyShape& shape, const verdicts::Outcome& outcome,
              const verdicts::Summary& summary) {
  return StepShapes(agreement).around(history.inputs, history.roster, shape, outcome, summary);
}

}  // namespace sla::driver
