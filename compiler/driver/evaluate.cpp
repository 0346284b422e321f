#include "compiler/driver/evaluate.h"

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/describe.h"
#include "compiler/reference/evaluate.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Clause;

void set_group(const agreement::Grouping& group, verdicts::ClauseShape& shape) {
  static_assert(static_cast<int>(agreement::GroupBy::field) ==
                static_cast<int>(verdicts::GroupKind::field));
  shape.group = static_cast<verdicts::GroupKind>(group.by);
}

/// The words for the values that a clause groups by. Borrows its arguments.
std::function<std::string(std::int64_t)> name_groups(const Agreement& agreement,
                                                     const events::Log& log,
                                                     const agreement::Grouping& group) {
  const agreement::Field& field = agreement.fields[static_cast<std::size_t>(group.field)];
  return [&agreement, &log, &field](std::int64_t value) {
    if (field.type.kind == agreement::TypeKind::text) {
      return std::string(log.texts.text(static_cast<std::uint32_t>(value)));
    }
    return agreement::value_words(agreement, field.type, value);
  };
}

void set_target(const agreement::Target& target, verdicts::ClauseShape& shape) {
  shape.has_target = true;
  shape.micro_percent = target.micro_percent;
  shape.period = shape_of(target.period);
  set_group(target.group, shape);
  shape.judged_when_due = target.judged_when_due;
}

/// What a prohibition's rows are called: moves, touches, or more generally events.
void name_acts(const Agreement& agreement, const agreement::Prohibition& prohibition,
               verdicts::ClauseShape& shape) {
  const auto first_event =
      static_cast<events::Code>(events::kFirstState + agreement.lifecycle.states.size());
  bool moves = true, touches = true, assignments = true;
  for (const agreement::Discharge& thing : prohibition.forbidden) {
    for (const events::Code code : thing.events) {
      moves &= code >= events::kFirstState && code < first_event;
      touches &= code >= first_event &&
                 agreement.events[static_cast<std::size_t>(code - first_event)].touch;
      assignments &= code == events::kAssigned;
    }
    if (!thing.fields.empty()) moves = touches = assignments = false;
  }
  shape.act = moves ? "move" : touches ? "touch" : assignments ? "assignment" : "event";
  shape.acts = moves ? "moves" : touches ? "touches" : assignments ? "assignments" : "events";
}

std::int64_t scale_of(const Agreement& agreement, const agreement::Volume& volume) {
  if (volume.sum_of < 0) return 1;
  switch (agreement.fields[static_cast<std::size_t>(volume.sum_of)].type.kind) {
    case agreement::TypeKind::decimal:
    case agreement::TypeKind::money:
    case agreement::TypeKind::percent: return agreement::kScale;
    default: return 1;
  }
}

}  // namespace

verdicts::ClauseShape shape_of(const Agreement& agreement, const Clause& clause) {
  verdicts::ClauseShape shape;
  shape.name = clause.name;
  shape.title = clause.title;
  shape.kind = name_of(clause.kind);
  shape.record = agreement.subject_kind;
  shape.party = agreement.parties[static_cast<std::size_t>(clause.party)].name;
  if (agreement::has_counter(clause.kind)) {
    const agreement::Volume& volume = clause.volume;
    shape.is_volume = true;
    shape.is_share = clause.kind == agreement::ClauseKind::share;
    shape.micro_percent = volume.micro_percent;
    shape.period = shape_of(volume.period);
    set_group(volume.group, shape);
    shape.at_least = volume.at_least;
    shape.amount = volume.amount;
    shape.scale = scale_of(agreement, volume);
    shape.is_sum = volume.sum_of >= 0;
    shape.every_entry = volume.every_entry;
    shape.paced = volume.paced;
    shape.calendar = volume.calendar;
    return shape;
  }
  if (const agreement::Target* target = target_of(clause)) {
    set_target(*target, shape);
  }
  if (agreement::has_clock(clause.kind)) {
    for (const agreement::Tier& tier : clause.deadline.tiers) shape.tiers.push_back(tier.name);
  }
  if (clause.kind == agreement::ClauseKind::prohibition) {
    name_acts(agreement, clause.prohibition, shape);
    shape.judged_when_due = false;  // What is permitted is never due.
  }
  if (clause.kind == agreement::ClauseKind::conversion) {
    shape.at_least = clause.conversion.at_least;
  }
  return shape;
}

const char* name_of(Engine engine) { return engine == Engine::jit ? "jit" : "reference"; }

std::expected<verdicts::Outcome, std::string> evaluate(const Agreement& agreement,
                                                       const History& history, Engine engine) {
  const Resources& resources = history.resources;
  Timing timing(resources.timings, Stage::evaluate);
  if (engine == Engine::reference) return reference::evaluate(agreement, history.inputs);
  timing.go_on_with(Stage::compile);
  auto evaluator = compile(lower(agreement));
  if (!evaluator) return std::unexpected(evaluator.error());
  timing.go_on_with(Stage::evaluate);
  parallel::Pool alone;
  return (*evaluator)
      ->evaluate(history.inputs, resources.pool != nullptr ? *resources.pool : alone);
}

verdicts::PolicyShape shape_of(const Agreement& agreement, const events::Log& log) {
  verdicts::PolicyShape shape;
  shape.title = agreement.title;
  shape.version = agreement.version;
  shape.zone = agreement.zone;
  shape.has_term = agreement.has_term;
  shape.term_begin = agreement.term_begin;
  shape.term_end = agreement.term_end;
  for (const Clause& clause : agreement.clauses) {
    verdicts::ClauseShape& own = shape.clauses.emplace_back(shape_of(agreement, clause));
    if (own.group == verdicts::GroupKind::field)
      own.group_name = name_groups(agreement, log, *agreement::grouping_of(clause));
  }
  return shape;
}

void note_findings(const Agreement& agreement, const verdicts::Outcome& outcome, History& history) {
  policy::Policy policy;
  policy.calendars = describe_calendars({&agreement});
  policy::note_findings(policy, describe_record(agreement), outcome, history);
}

}  // namespace sla::driver
