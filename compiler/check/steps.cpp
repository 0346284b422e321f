// The steps of a clause: when reminders, escalations and points happen, and who is meant by them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"
#include "compiler/check/recipients.h"

namespace sla::check {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Effect;
using agreement::Step;
using agreement::TargetKind;
using syntax::ActionTime;

constexpr std::int64_t kMostPoints = 1'000'000;
constexpr std::int64_t kMostPercent = 1000;

bool is_periodical(ClauseKind kind) { return has_counter(kind) || kind == ClauseKind::conversion; }

class StepChecker {
 public:
  StepChecker(Context& context, const ClauseScope& scope, Clause& clause)
      : context_(context), scope_(scope), clause_(clause) {}

  void check(const syntax::Action& action) {
    Step step;
    step.span = action.span;
    if (!place(action, step)) return;
    for (const syntax::Effect& effect : action.effects) {
      step.effects.push_back(check_effect(effect, step));
    }
    clause_.steps.push_back(std::move(step));
  }

 private:
  bool refuse(Span span, std::string message, std::string help) {
    context_.add(Code::bad_value, span, std::move(message)).help = std::move(help);
    return false;
  }

  /// Where on the clock, or at which verdict. False when this kind of clause has no such place.
  bool place(const syntax::Action& action, Step& step) {
    switch (action.at) {
      case ActionTime::percent: step.at = Step::At::percent; break;
      case ActionTime::before_due: step.at = Step::At::before_due; break;
      case ActionTime::due: step.at = Step::At::due; break;
      case ActionTime::after_due: step.at = Step::At::after_due; break;
      case ActionTime::met: return met(action, step);
      case ActionTime::breached:
        step.at = is_periodical(clause_.kind) ? Step::At::target_missed : Step::At::breached;
        return true;
      case ActionTime::target_met: step.at = Step::At::target_met; return has_target(action);
      case ActionTime::target_missed: step.at = Step::At::target_missed; return has_target(action);
    }
    if (!has_clock(clause_.kind)) {
      return refuse(action.time,
                    fmt::format("a {} clause has no due instant", name_of(clause_.kind)),
                    "write `when met` or `when breached`");
    }
    if (step.at == Step::At::percent) return percent(action, step);
    if (step.at == Step::At::due) return true;
    const auto offset = resolve_target(context_, *action.duration, scope_.expressions.calendar);
    if (!offset || !amount_of_time(*action.duration, *offset)) return false;
    step.offset = *offset;
    return true;
  }

  /// An offset or a limit is a length, not a day; in business time it needs the clause's calendar.
  bool amount_of_time(const syntax::Duration& written, const agreement::Duration& duration) {
    if (duration.kind == TargetKind::end_of_business_day) {
      context_.add(Code::bad_duration, written.span, "an amount of time is expected here").help =
          "write a number of hours, business hours or business days";
      return false;
    }
    if (is_business(duration)) need_calendar(context_, scope_, written.span, clause_.deadline);
    return true;
  }

  bool percent(const syntax::Action& action, Step& step) {
    const auto percent = exact_product(action.percent, agreement::kScale);
    if (percent && *percent >= agreement::kScale && *percent <= kMostPercent * agreement::kScale) {
      step.micro_percent = *percent;
      return true;
    }
    return refuse(action.time,
                  fmt::format("a step stands at 1% to {}% of the target", kMostPercent),
                  "write, for instance, `at 75%`; after 100% it is overdue");
  }

  bool met(const syntax::Action& action, Step& step) {
    step.at = is_periodical(clause_.kind) ? Step::At::target_met : Step::At::met;
    if (!action.duration) return true;
    if (!has_clock(clause_.kind)) {
      return refuse(
          action.duration->span,
          fmt::format("a {} clause has no clock to measure `within` on", name_of(clause_.kind)),
          "leave it out");
    }
    auto within = resolve_target(context_, *action.duration, scope_.expressions.calendar);
    if (!within || !amount_of_time(*action.duration, *within)) return false;
    if (within->kind == TargetKind::business_days) {
      const auto amount =
          business_day_quantity(context_, within->amount, scope_.expressions.calendar);
      if (amount) within = {TargetKind::business, *amount};
    }
    if (!same_time(*action.duration, *within)) return false;
    step.within = *within;
    return true;
  }

  /// Wall time can be measured of every clock, working time only of one that counts it.
  bool same_time(const syntax::Duration& written, const agreement::Duration& within) {
    if (within.kind == TargetKind::business_days) {
      context_
          .add(Code::bad_duration, written.span,
               "what was used of the target is an amount of time, not a number of days")
          .help = "write business hours";
      return false;
    }
    for (const agreement::Tier& tier : clause_.deadline.tiers) {
      if (is_business(tier.target) || !is_business(within)) continue;
      auto& finding = context_.add(Code::bad_duration, written.span,
                                   "this is business time, and the target is elapsed time");
      finding.secondary.push_back({tier.span, "this is elapsed time"});
      finding.help = "write plain hours";
      return false;
    }
    return true;
  }

  bool has_target(const syntax::Action& action) {
    if (is_periodical(clause_.kind) || scope_.syntax.target) return true;
    context_
        .add(Code::missing_part, action.time,
             "this clause has no target that could be met or missed")
        .help = "add a line such as `target 95% each month`, or write `when met`";
    return false;
  }

  Effect check_effect(const syntax::Effect& effect, const Step& step) {
    Effect result;
    result.span = effect.span;
    result.kind = static_cast<agreement::EffectKind>(effect.kind);
    result.to = resolve_recipients(context_, effect, clause_, step);
    if (effect.channel) result.channel = resolve_channel(context_, *effect.channel);
    if (effect.calendar)
      result.calendar = resolve_calendar(context_, *effect.calendar).value_or(-1);
    result.title = title_of(effect.title);
    if (effect.points.empty()) return result;
    const auto points = exact_product(effect.points, 1);
    if (points && *points >= 1 && *points <= kMostPoints) {
      result.points = *points;
    } else {
      refuse(effect.span, fmt::format("points are a whole number, 1 to {}", kMostPoints),
             "write, for instance, `award 10 points`");
    }
    return result;
  }

  Context& context_;
  const ClauseScope& scope_;
  Clause& clause_;
};

}  // namespace

void check_steps(Context& context, const ClauseScope& scope, Clause& clause) {
  StepChecker checker(context, scope, clause);
  for (const syntax::Action& action : scope.syntax.actions) checker.check(action);
}

}  // namespace sla::check
