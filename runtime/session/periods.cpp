#include "runtime/session/periods.h"

#include <algorithm>

#include "runtime/actions/effects.h"

namespace sla::session {
namespace {

using verdicts::PeriodSummary;

bool asks_for_periods(const actions::ClauseSteps& clause) {
  return std::ranges::any_of(clause.steps, [](const actions::StepShape& step) {
    return step.at == actions::StepAt::target_met || step.at == actions::StepAt::target_missed;
  });
}

}  // namespace

Periods::Periods(const Judging& judging, Book& book) : judging_(judging), book_(book) {
  const verdicts::PolicyShape& shape = judging.shape();
  const std::vector<actions::ClauseSteps>& steps = judging.rules().steps.clauses;
  by_rows_.resize(shape.clauses.size());
  for (std::size_t c = 0; c < shape.clauses.size(); ++c) {
    by_rows_[c] = !shape.clauses[c].is_volume && c < steps.size() && asks_for_periods(steps[c]);
    any_ |= shape.clauses[c].is_volume || by_rows_[c];
  }
}

void Periods::take(std::uint32_t subject, const verdicts::Outcome& outcome) {
  if (!any_) return;
  if (shares_.size() <= subject) shares_.resize(subject + 1);
  Share share;
  const events::Log& log = book_.log();
  if (!log.time.empty()) share.first = log.time.front();
  for (const std::uint32_t team : log.team) {
    if (team != events::kNone && std::ranges::find(share.teams, team) == share.teams.end())
      share.teams.push_back(team);
  }
  share.hits = outcome.hits;
  for (verdicts::Hit& hit : share.hits) hit.subject = subject;
  for (verdicts::Row row : outcome.rows) {
    if (!by_rows_[row.clause]) continue;
    row.subject = subject;
    row.elapsed_business = row.elapsed_wall = 0;
    share.rows.push_back(row);
  }
  if (share == shares_[subject]) return;
  shares_[subject] = std::move(share);
  has_news_ = true;
}

void Periods::forget(std::uint32_t subject) {
  if (subject < shares_.size()) shares_[subject] = {};
}

std::vector<bool> Periods::known_teams() const {
  std::vector<bool> known(book_.log().teams.size());
  for (const events::Person& person : judging_.roster().people) {
    const std::uint32_t team = book_.log().teams.find(person.team);
    if (!person.team.empty() && team != events::kNone) known[team] = true;
  }
  for (const Share& share : shares_) {
    for (const std::uint32_t team : share.teams) known[team] = true;
  }
  return known;
}

void Periods::say(Instant as_of, bool correction, std::vector<Change>& changes) {
  has_news_ = false;
  if (!any_) return;
  verdicts::Outcome outcome;
  Instant first = time::kNever;
  for (const Share& share : shares_) {
    first = std::min(first, share.first);
    outcome.hits.insert(outcome.hits.end(), share.hits.begin(), share.hits.end());
    outcome.rows.insert(outcome.rows.end(), share.rows.begin(), share.rows.end());
  }
  outcome.settle();
  // A log in which all that a summary asks for is right: its first event, and its names.
  events::Log& log = book_.names();
  log.time.assign(first == time::kNever ? 0 : 1, first);
  log.subject_begin = {0, log.time.size()};
  const verdicts::Inputs inputs = judging_.inputs(as_of);
  const verdicts::PolicyShape& shape = judging_.shape();
  verdicts::Summary summary = verdicts::summarize(shape, outcome, inputs);

  next_ = shape.has_term && shape.term_begin > as_of ? shape.term_begin : time::kNever;
  const std::vector<bool> known = known_teams();
  for (std::size_t c = 0; c < summary.clauses.size(); ++c) {
    std::vector<PeriodSummary>& periods = summary.clauses[c].periods;
    if (shape.clauses[c].group == verdicts::GroupKind::team) {
      std::erase_if(periods, [&](const PeriodSummary& period) {
        return period.group_key != verdicts::kNoGroup &&
               !known[static_cast<std::size_t>(period.group_key)];
      });
    }
    for (const PeriodSummary& period : periods) {
      if (period.end > as_of) next_ = std::min(next_, period.end);
    }
  }
  const actions::Facts facts{shape,  judging_.rules().steps, outcome, summary,
                             inputs, judging_.roster()};
  actions::Effects effects(facts);
  for (std::size_t c = 0; c < judging_.rules().steps.clauses.size(); ++c)
    actions::add_periods(facts, c, effects);
  actions::Actions actions = effects.finish();
  for (const actions::Notice& notice : actions.notices) {
    if (notice.state == actions::NoticeState::scheduled && notice.deliver_at > as_of)
      next_ = std::min(next_, notice.deliver_at);
  }
  outcome.rows.clear();
  std::vector<verdicts::NamedRow> rows;
  verdicts::for_each_row(shape, outcome, summary, inputs,
                         [&](const verdicts::NamedRow& row) { rows.push_back(row); });
  compare(rows_, rows, correction, changes);
  compare(actions_, actions, shape, correction, changes);
  rows_ = std::move(rows);
  actions_ = std::move(actions);
}

}  // namespace sla::session
