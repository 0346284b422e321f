#include "compiler/driver/large.h"

#include <algorithm>
#include <map>
#include <utility>

#include "compiler/driver/around.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/describe.h"
#include "compiler/reference/evaluate.h"
#include "runtime/events/payload.h"
#include "runtime/ingest/read_roster.h"
#include "runtime/ingest/repeats.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using events::LogParts;

/// Gives a piece the names of the whole log for its life.
class Lent {
 public:
  Lent(events::Log& names, events::Log& piece) : names_(names), piece_(piece) { swap(); }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  ~Lent() { swap(); }

 private:
  void swap() {
    std::swap(names_.owners, piece_.owners);
    std::swap(names_.teams, piece_.teams);
    std::swap(names_.texts, piece_.texts);
  }
  events::Log& names_;
  events::Log& piece_;
};

/// Of each clause the rows with the earliest and the latest instants: all that is asked about the
/// years that clocks run through.
class Extremes {
 public:
  void take(const std::vector<verdicts::Row>& rows) {
    for (const verdicts::Row& row : rows) {
      auto [place, is_new] = of_clause_.try_emplace(row.clause, std::pair(row, row));
      if (is_new) continue;
      auto& [earliest, latest] = place->second;
      for (const auto member : {&verdicts::Row::start, &verdicts::Row::due, &verdicts::Row::stop}) {
        const time::Instant t = row.*member;
        if (t == verdicts::kNoInstant) continue;
        earliest.*member = std::min(earliest.*member, t);
        if (latest.*member == verdicts::kNoInstant || latest.*member < t) latest.*member = t;
      }
    }
  }
  verdicts::Outcome outcome() const {
    verdicts::Outcome outcome;
    for (const auto& [clause, rows] : of_clause_) {
      outcome.rows.push_back(rows.first);
      outcome.rows.push_back(rows.second);
    }
    return outcome;
  }

 private:
  std::map<std::uint16_t, std::pair<verdicts::Row, verdicts::Row>> of_clause_;
};

/// Judges piece after piece; everything else is added up.
class Judging {
 public:
  Judging(const Agreement& agreement, History& history, Engine engine, verdicts::RowSpool* rows)
      : agreement_(agreement),
        history_(history),
        engine_(engine),
        rows_(rows),
        record_(describe_record(agreement)),
        shape_(shape_of(agreement, history.log)),
        people_(history.people),
        pool_(history.resources.pool != nullptr ? *history.resources.pool : alone_) {
    people_.unknown_zones.clear();  // They were told when the roster was bound.
  }

  std::expected<LargeOutcome, std::string> run() {
    Timings* const timings = history_.resources.timings;
    if (engine_ == Engine::jit) {
      const Timing timing(timings, Stage::compile);
      auto compiled = compile(lower(agreement_));
      if (!compiled) return std::unexpected(compiled.error());
      evaluator_ = std::move(*compiled);
    }
    verdicts::Summing summing(shape_, history_.inputs);
    for (;;) {
      Timing timing(timings, Stage::prepare);
      auto piece = history_.parts->next(history_.events_at_once, history_.log.subjects, pool_);
      if (!piece) return std::unexpected(piece.error());
      if (!*piece) break;
      if (auto done = judge(**piece, summing, timing); !done) return std::unexpected(done.error());
    }
    const Timing timing(timings, Stage::summarize);
    policy::Policy policy;
    policy.calendars = describe_calendars({&agreement_});
    policy::note_unknown_holidays(policy, record_, extremes_.outcome(), history_.findings);
    ingest::note_repeats(history_.parts->repeats(history_.log.subjects), history_.log,
                         history_.findings);
    verdicts::Summary summary = summing.finish();
    return LargeOutcome{std::move(shape_), std::move(summary)};
  }

 private:
  std::expected<void, std::string> judge(events::Log& log, verdicts::Summing& summing,
                                         Timing& timing) {
    const Lent lent(history_.log, log);
    events::settle_payloads(log, agreement_.payloads());
    ingest::check_people(log, history_.roster, people_, history_.findings);
    const verdicts::Inputs inputs{&log, &history_.people, history_.inputs.calendars,
                                  history_.inputs.as_of};
    timing.go_on_with(Stage::evaluate);
    auto outcome = evaluator_ != nullptr ? evaluator_->evaluate(inputs, pool_)
                                         : std::expected<verdicts::Outcome, std::string>(
                                               reference::evaluate(agreement_, inputs));
    if (!outcome) return std::unexpected(outcome.error());
    timing.go_on_with(Stage::summarize);
    policy::note_event_findings(record_, *outcome, log, history_.findings);
    extremes_.take(outcome->rows);
    summing.add(*outcome, log);
    if (rows_ == nullptr) return {};
    timing.go_on_with(Stage::write);
    return rows_->add(shape_, *outcome, log);
  }

  const Agreement& agreement_;
  History& history_;
  Engine engine_;
  verdicts::RowSpool* rows_;
  policy::Record record_;
  verdicts::PolicyShape shape_;
  events::People people_;
  parallel::Pool alone_;
  parallel::Pool& pool_;
  std::unique_ptr<jit::Evaluator> evaluator_;
  Extremes extremes_;
};

}  // namespace

std::optional<std::string> needs_whole_history(const Agreement& agreement) {
  if (!agreement.others.empty()) return "its records are judged together";
  if (agreement::is_people(agreement.subject_kind)) return "it is about people";
  if (steps_of(agreement).any()) return "its steps look at all obligations";
  if (!agreement.programs.empty()) return "its programs look at everybody";
  if (agreement.zone_field >= 0) return "its calendars follow a field's time zone";
  return std::nullopt;
}

std::expected<LargeOutcome, std::string> evaluate_large(const Agreement& agreement,
                                                        History& history, Engine engine,
                                                        verdicts::RowSpool* rows) {
  return Judging(agreement, history, engine, rows).run();
}

}  // namespace sla::driver
