// SLA2121. With n subjects in a period one that is late makes (n - 1) / n: a percentage above that
// is 100% in other words. How many there are is taken from a quota over the same period, as the
// least that is agreed, or from a limit, as the most that there can be.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/period_shape.h"
#include "compiler/agreement/words.h"
#include "compiler/analyze/quantity/blocks.h"
#include "compiler/analyze/quantity/flows.h"
#include "compiler/analyze/quantity/quantity.h"
#include "compiler/analyze/quantity/reasoner.h"
#include "compiler/analyze/quantity/story.h"
#include "runtime/verdicts/period.h"

namespace sla::analyze {
namespace quantity {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Target;
using diagnose::Finding;
using solve::Term;

constexpr std::int64_t kAll = 100 * agreement::kScale;

/// Plays are written down up to so many subjects; beyond, the arithmetic has to do.
constexpr std::int64_t kMostPlayed = 60;

/// What a clause with a target is about: whatever starts it.
struct Judged {
  const Clause* clause;
  const Target* target;
  const agreement::Trigger* start;
};

std::optional<Judged> judged(const Clause& clause) {
  const Target* target = target_of(clause);
  if (target == nullptr || target->micro_percent >= kAll || target->judged_when_due)
    return std::nullopt;
  if (has_clock(clause.kind)) return Judged{&clause, target, &clause.deadline.start};
  if (clause.kind == ClauseKind::conversion && clause.conversion.at_least)
    return Judged{&clause, target, &clause.conversion.entering};
  return std::nullopt;
}

class StrictTargets {
 public:
  StrictTargets(Reasoner& reasoner, std::vector<Finding>& findings)
      : reasoner_(reasoner), findings_(findings) {}

  void judge(const Judged& judged) {
    const Clause* known_by = nullptr;
    for (const Clause& clause : reasoner_.record.clauses) {
      if (clause.kind != ClauseKind::volume || !counts(clause, judged)) continue;
      // A limit says more than a quota, and the larger number is the one that allows most.
      const auto rank = [](const Clause& c) {
        return std::pair(!c.volume.at_least, c.volume.amount);
      };
      if (known_by == nullptr || rank(clause) > rank(*known_by)) known_by = &clause;
    }
    if (known_by == nullptr) return;
    const std::int64_t count = known_by->volume.amount;
    const bool one_may_be_late =
        count < 1 || count >= kAll || count * (kAll - judged.target->micro_percent) >= kAll;
    if (!one_may_be_late) tell(judged, *known_by, count);
  }

 private:
  /// Whether the volume says how many subjects the clause has to do with in its period.
  bool counts(const Clause& clause, const Judged& judged) {
    const agreement::Volume& volume = clause.volume;
    const bool group_fits =
        volume.group.by == agreement::GroupBy::none || same(volume.group, judged.target->group);
    if (volume.sum_of >= 0 || !group_fits || !within(*judged.start, volume.counted)) return false;
    const bool same_period = volume.period == judged.target->period;
    const bool longer = fit(reasoner_.record, judged.target->period, volume.period).has_value();
    if (!same_period && (volume.at_least || !longer)) return false;
    const auto asked = both(clause.when, volume.where);
    if (!asked) return true;
    return reasoner_.impossible({reasoner_.encoder.at(*judged.start),
                                 reasoner_.encoder.holds(judged.clause->when),
                                 reasoner_.terms.not_(reasoner_.encoder.holds(*asked))});
  }

  std::string percent(std::int64_t part, std::int64_t whole) const {
    const std::int64_t hundredths = part * 10'000 / whole;
    return agreement::exact_decimal(hundredths * (agreement::kScale / 100)) + "%";
  }

  void tell(const Judged& judged, const Clause& known_by, std::int64_t count) {
    const Clause& clause = *judged.clause;
    const std::string written = agreement::exact_decimal(judged.target->micro_percent) + "%";
    const std::string period = name_of(judged.target->period);
    const std::string records = agreement::plural(reasoner_.record.subject_kind);
    const bool is_limit = !known_by.volume.at_least;
    Finding& made = findings_.emplace_back(
        finding(diagnose::Code::stricter_than_volume, judged.target->span,
                fmt::format("{} of {}{} {} allows none to be missed: {} of {} is {}", written,
                            is_limit ? "at most " : "", count, records, count - 1, count,
                            percent(count - 1, count)),
                fmt::format("in effect 100% each {}", period)));
    made.secondary.push_back(
        {known_by.span, fmt::format("{} {} {}", is_limit ? "there are at most" : "this agrees on",
                                    count, agreement::words(known_by.volume.period))});
    made.help = fmt::format("set the target to {} or less, to 100%, or to a longer period",
                            percent(count - 1, count));
    diagnose::Timeline timeline;
    timeline.lines.push_back({"", fmt::format("a {} with {} {} {}", period, count, records,
                                              agreement::words(reasoner_.record, *judged.start))});
    timeline.lines.push_back(
        {"", fmt::format("1 of them is missed: {} of {} is {}, `{}` is breached", count - 1, count,
                         percent(count - 1, count), clause.name)});
    timeline.test = play(judged, count);
    made.timeline = std::move(timeline);
  }

  /// All but one are done at once; nothing where a test would have to say more than that.
  std::string play(const Judged& judged, std::int64_t count) {
    const Clause& clause = *judged.clause;
    const agreement::Deadline& deadline = clause.deadline;
    if (clause.kind != ClauseKind::deadline || count > kMostPlayed ||
        judged.target->group.by != agreement::GroupBy::none || deadline.discharges.size() != 1 ||
        deadline.discharges.front().by != agreement::By::anyone) {
      return "";
    }
    const auto done = doing(deadline.discharges.front());
    std::vector<Term> together = {
        reasoner_.encoder.at(deadline.start), reasoner_.encoder.holds(clause.when),
        reasoner_.encoder.holds(deadline.while_), reasoner_.encoder.spares(deadline.paused_while),
        reasoner_.encoder.spares(deadline.excused_when)};
    const auto facts = reasoner_.example(together);
    const Story story(reasoner_.record);
    if (!done || !facts || !story.happening(deadline.start, *facts, "a1")) return "";
    std::vector<const agreement::Expression*> asked;
    for (const auto* condition :
         {&clause.when, &deadline.while_, &deadline.paused_while, &deadline.excused_when}) {
      if (*condition) asked.push_back(&**condition);
    }
    const auto given = story.given(*facts, fields_of(asked));
    if (!given) return "";
    std::string names;
    std::string starts = fmt::format("  at {}", Story::at(story.day()));
    std::string ends;
    for (std::int64_t i = 1; i <= count; ++i) {
      const std::string lead = fmt::format("a{}", i);
      names += (i == 1 ? "" : ", ") + lead;
      const auto happening = story.happening(deadline.start, *facts, lead);
      for (const std::string& line : *happening) starts += fmt::format("  {}\n", line);
      if (i < count) ends += fmt::format("  {} {}\n", lead, *done);
    }
    const auto shape = agreement::shape_of(judged.target->period);
    const bool whole = judged.target->period.unit == agreement::PeriodUnit::whole_term;
    const std::string in =
        whole ? "" : " in " + verdicts::label_of(shape, verdicts::period_of(shape, story.day()));
    return fmt::format(
        "test \"one of {0} is missed: {1}\" {{\n  given {2} {3}{4}\n{5}{6}  at {7}  expect {1} "
        "breached{8}, at {9}\n}}\n",
        count, clause.name, reasoner_.record.subject_kind, names,
        given->empty() ? "" : fmt::format(" {{ {} }}", *given), starts, ends,
        Story::at(story.day() + 800), in, percent(count - 1, count));
  }

  /// "enters sal", "gets call".
  std::optional<std::string> doing(const agreement::Discharge& discharge) const {
    if (!discharge.fields.empty() || discharge.left_states != 0 || discharge.events.empty())
      return std::nullopt;
    const events::Code code = discharge.events.front();
    if (code < events::kFirstState) return std::nullopt;
    const std::string name = reasoner_.record.event_name(code);
    return entered(reasoner_.record, {code}) ? name : "gets " + name;
  }

  Reasoner& reasoner_;
  std::vector<Finding>& findings_;
};

void look_at_targets(const agreement::Agreement& record, const Options& options,
                     std::vector<Finding>& findings) {
  std::vector<Judged> all;
  for (const Clause& clause : record.clauses) {
    if (const auto found = judged(clause)) all.push_back(*found);
  }
  const bool has_volume = std::ranges::any_of(
      record.clauses, [](const Clause& clause) { return clause.kind == ClauseKind::volume; });
  if (all.empty() || !has_volume) return;
  const solve::Provider* solver = options.solver();
  if (solver == nullptr) return;
  Reasoner reasoner(record, options, *solver);
  StrictTargets targets(reasoner, findings);
  for (const Judged& one : all) targets.judge(one);
}

}  // namespace
}  // namespace quantity

void strict_targets(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  quantity::look_at_all(subject, quantity::look_at_targets, findings);
}

}  // namespace sla::analyze
