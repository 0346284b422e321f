// A session says as of T what a batch over everything up to T says – verdicts, notices, points –
// whatever the order of arrival, with repetitions, late events, retractions and merges, cut into
// slices, and also when it is stored anywhere and taken up again; and who only listens to its
// changes knows the same. Random agreements and histories; both engines are asked in turn.
//
// SLA_PROPERTY_CASES and SLA_PROPERTY_SEED as for the engines.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "compiler/driver/around.h"
#include "compiler/driver/calendars.h"
#include "compiler/driver/session.h"
#include "compiler/driver/stream.h"
#include "compiler/reference/evaluate.h"
#include "runtime/actions/records.h"
#include "runtime/session/session.h"
#include "tests/property/facts.h"
#include "tests/property/recipe.h"
#include "tests/property/settings.h"
#include "tests/property/snapshots.h"

namespace sla::property {
namespace {

using driver::Engine;
using session::Session;
using stream::Fact;
using verdicts::NamedRow;
using Lines = std::vector<std::string>;

agreement::Duration length(Random& random, const agreement::Clause& clause) {
  agreement::Duration duration;
  const bool business = clause.deadline.calendar >= 0 && chance(random, 50);
  duration.kind = business ? agreement::TargetKind::business : agreement::TargetKind::elapsed;
  duration.amount = pick(random, 0, 300) * time::kMinute;
  return duration;
}

/// Steps of every kind around every clause that can have them.
void add_steps(Random& random, agreement::Agreement& agreement) {
  using At = agreement::Step::At;
  for (agreement::Clause& clause : agreement.clauses) {
    const bool clock = has_clock(clause.kind);
    std::vector<At> kinds;
    if (clock) kinds = {At::percent, At::before_due, At::due, At::after_due, At::met, At::breached};
    if (clause.kind == agreement::ClauseKind::prohibition) kinds = {At::breached, At::met};
    if (has_counter(clause.kind) || clause.kind == agreement::ClauseKind::conversion ||
        target_of(clause) != nullptr) {
      kinds.insert(kinds.end(), {At::target_met, At::target_missed});
    }
    clause.steps.clear();
    for (int n = kinds.empty() ? 0 : pick(random, 0, 3); n > 0; --n) {
      agreement::Step step;
      step.at =
          kinds[static_cast<std::size_t>(pick(random, 0, static_cast<int>(kinds.size()) - 1))];
      step.micro_percent = std::int64_t{1'000'000} * pick(random, 1, 150);
      step.offset = length(random, clause);
      for (int e = pick(random, 1, 2); e > 0; --e) {
        agreement::Effect effect;
        const bool points = chance(random, 30);
        effect.kind = points ? agreement::EffectKind::award : agreement::EffectKind::remind;
        effect.points = points ? pick(random, 1, 9) : 0;
        effect.title = "say " + std::to_string(n);
        const auto& calendars = agreement.calendars;
        if (!points && !calendars.empty() && chance(random, 40)) {
          effect.calendar = pick(random, 0, static_cast<int>(calendars.size()) - 1);
        }
        effect.to = {{chance(random, 50) ? agreement::Recipient::Kind::owner
                                         : agreement::Recipient::Kind::team,
                      0}};
        step.effects.push_back(effect);
      }
      clause.steps.push_back(step);
    }
  }
}

struct Case {
  Recipe recipe;
  std::vector<Fact> facts;
  Engine engine = Engine::reference;
  std::shared_ptr<const session::Rules> rules;

  Session fresh() const { return Session(rules, recipe.roster); }
};

Case make(std::uint64_t seed, bool history_of_history = true) {
  Random random(seed * 7919 + 1);
  Case made{random_recipe(seed), {}, seed % 4 == 0 ? Engine::jit : Engine::reference, {}};
  add_steps(random, made.recipe.agreement);
  made.facts = facts_of(made.recipe);
  if (history_of_history) add_history_of_history(random, made.facts);
  auto rules = driver::session_rules(made.recipe.agreement, made.engine);
  EXPECT_TRUE(rules) << rules.error();
  made.rules = *rules;
  return made;
}

/// Everything at once, by the reference, in the order of the file.
struct Batch {
  std::vector<NamedRow> rows;
  actions::Actions actions;
};
Batch batch(const Case& c, time::Instant as_of) {
  const agreement::Agreement& agreement = c.recipe.agreement;
  Batch result;
  stream::Stream all(
      driver::stream_setting(agreement),
      [&](events::Log log, time::Instant t) -> std::expected<std::vector<NamedRow>, std::string> {
        events::settle_payloads(log, agreement.payloads());
        events::People people = events::bind_people(log, c.recipe.roster, agreement.zone_field,
                                                    agreement.party_names());
        time::Instant first = t;
        for (const time::Instant event : log.time) first = std::min(first, event);
        verdicts::Inputs inputs;
        inputs.log = &log;
        inputs.people = &people;
        inputs.calendars = driver::build_calendars(agreement, people, first, t).value();
        inputs.as_of = t;
        const verdicts::Outcome outcome = reference::evaluate(agreement, inputs);
        const verdicts::PolicyShape shape = driver::shape_of(agreement, log);
        const verdicts::Summary summary = verdicts::summarize(shape, outcome, inputs);
        result.actions = driver::StepShapes(agreement)
                             .around(inputs, c.recipe.roster, shape, outcome, summary)
                             .actions;
        std::vector<NamedRow> rows;
        verdicts::for_each_row(shape, outcome, summary, inputs,
                               [&](const NamedRow& row) { rows.push_back(row); });
        return rows;
      });
  for (const Fact& fact : c.facts) EXPECT_EQ(all.add(fact), stream::Receipt::taken);
  const auto done = all.advance(as_of);
  EXPECT_TRUE(done) << done.error();
  result.rows = all.rows();
  return result;
}

Lines sorted(Lines lines) {
  std::ranges::sort(lines);
  return lines;
}

std::string line_of(const actions::Notice& notice, const verdicts::PolicyShape& shape) {
  std::string line =
      text_of(notice.key, shape) + "|" + std::string(name_of(notice.state)) + "|" + notice.message;
  // Where it would have been, and to whom, is nothing that anybody is told.
  if (notice.state == actions::NoticeState::withdrawn) return line;
  line += "|" + std::to_string(notice.at) + "|" + std::to_string(notice.deliver_at);
  for (const actions::Addressee& to : notice.to) line += "|" + words_of(to);
  return line;
}

std::string line_of(const actions::PointsEntry& points, const verdicts::PolicyShape& shape) {
  return text_of(points.key, shape) + "|" + std::to_string(points.at) + "|" +
         std::to_string(points.counts_at) + "|" + std::to_string(points.points) + "|" +
         words_of(points.to) + "|" + points.owner + "|" + points.team;
}

/// `lying_ahead`: with what is scheduled, which nobody is told.
Lines lines_of(const actions::Actions& all, const verdicts::PolicyShape& shape, bool lying_ahead) {
  Lines lines;
  for (const actions::Notice& notice : all.notices) {
    if (lying_ahead || notice.state != actions::NoticeState::scheduled)
      lines.push_back(line_of(notice, shape));
  }
  for (const actions::PointsEntry& points : all.points) lines.push_back(line_of(points, shape));
  return sorted(lines);
}

/// What somebody knows who hears nothing but changes.
class Receiver {
 public:
  explicit Receiver(verdicts::PolicyShape shape) : shape_(std::move(shape)) {}

  void take(const std::vector<session::Change>& changes) {
    for (const session::Change& change : changes) {
      if (const auto* row = std::get_if<verdicts::Correction>(&change.what)) {
        if (row->was) std::erase_if(rows_, [&](const NamedRow& r) { return same(r, *row->was); });
        if (row->is) rows_.push_back(*row->is);
        continue;
      }
      take(std::get<session::ActionChange>(change.what));
    }
  }

  static Lines known(const std::vector<NamedRow>& rows) {
    Lines lines;
    for (const NamedRow& row : rows) {
      if (row.status == "no data") continue;
      const bool stands = row.status == "paused";
      lines.push_back(row.clause + "|" + row.subject + "|" + row.start + "|" + row.status + "|" +
                      row.stop + "|" + (stands ? "" : row.due + "|" + row.breach) + "|" +
                      row.owner + "|" + row.team);
    }
    return sorted(lines);
  }
  const std::vector<NamedRow>& rows() const { return rows_; }
  Lines actions() const {
    Lines lines(points_.begin(), points_.end());
    for (const auto& [key, line] : notices_) lines.push_back(line);
    return sorted(lines);
  }

 private:
  static bool same(const NamedRow& a, const NamedRow& b) {
    return a.clause == b.clause && a.subject == b.subject && a.start == b.start;
  }
  void take(const session::ActionChange& change) {
    using Kind = session::ActionChange::Kind;
    switch (change.kind) {
      case Kind::due:
      case Kind::withdrawn:
      case Kind::changed: notices_[change.key] = line_of(*change.notice, shape_); break;
      case Kind::revoked:
        notices_.erase(change.key);
        if (change.notice->state == actions::NoticeState::withdrawn)
          notices_[change.key] = line_of(*change.notice, shape_);
        break;
      case Kind::restored: notices_.erase(change.key); break;
      case Kind::given: points_.insert(line_of(*change.points, shape_)); break;
      case Kind::taken: {
        const auto found = points_.find(line_of(*change.points, shape_));
        ASSERT_NE(found, points_.end()) << "taken, but never given: " << change.key;
        points_.erase(found);
        break;
      }
    }
  }

  verdicts::PolicyShape shape_;
  std::vector<NamedRow> rows_;
  std::map<std::string, std::string> notices_;
  std::multiset<std::string> points_;
};

Session stored_and_taken_up(const Session& live, const Case& c) {
  auto again = Session::restore(live.snapshot(), c.rules, c.recipe.roster);
  EXPECT_TRUE(again) << again.error().why;
  return std::move(*again);
}

/// Random instants up to the end, in order.
std::vector<time::Instant> instants(Random& random, time::Instant end, int count) {
  std::vector<time::Instant> ticks = {end};
  for (int t = 1; t < count; ++t) {
    ticks.push_back(end -
                    static_cast<time::Instant>(pick(random, 0, 40 * 24 * 60)) * time::kMinute);
  }
  std::ranges::sort(ticks);
  return ticks;
}

std::vector<session::Change> advance(Session& live, time::Instant to, std::size_t limit) {
  std::vector<session::Change> all;
  for (bool done = false; !done;) {
    auto changes = live.advance(to, limit);
    EXPECT_TRUE(changes) << changes.error();
    if (!changes) break;
    done = changes->done;
    std::ranges::move(changes->items, std::back_inserter(all));
  }
  return all;
}

TEST(Session, SaysWhatABatchSaysWhateverTheOrderOfArrival) {
  const std::uint64_t first = setting("SLA_PROPERTY_SEED", 1);
  const std::uint64_t cases = std::max<std::uint64_t>(1, setting("SLA_PROPERTY_CASES", 600) / 20);
  int failures = 0;
  std::size_t corrections = 0, actions = 0;
  for (std::uint64_t seed = first; seed < first + cases && failures < 3; ++seed) {
    const Case c = make(seed);
    Random random(seed);
    std::vector<Fact> arriving = c.facts;
    std::ranges::shuffle(arriving, random);
    Session live = c.fresh();
    Receiver receiver(live.shape());
    const std::size_t step = arriving.size() / 4 + 1;
    std::size_t next = 0;
    for (const time::Instant tick : instants(random, c.recipe.as_of, 6)) {
      for (std::size_t n = 0; n < step && next < arriving.size(); ++n, ++next) {
        const Fact& fact = arriving[next];
        ASSERT_EQ(live.add(fact), session::Receipt::taken);
        const bool has_id = fact.kind != Fact::Kind::retraction && !fact.id.empty();
        if (!has_id || !chance(random, 30)) continue;
        ASSERT_EQ(live.add(fact), session::Receipt::repeated);
        Fact other = fact;
        other.time += 1;
        ASSERT_EQ(live.add(other), session::Receipt::conflicting);
      }
      if (chance(random, 40)) live = stored_and_taken_up(live, c);
      const std::size_t limit = chance(random, 50) ? SIZE_MAX : 1;
      const auto changes = advance(live, tick, limit);
      for (const session::Change& change : changes) {
        corrections += change.correction ? 1 : 0;
        actions += std::holds_alternative<session::ActionChange>(change.what) ? 1 : 0;
      }
      receiver.take(changes);
    }
    ASSERT_EQ(next, arriving.size());
    const Batch expected = batch(c, c.recipe.as_of);
    const auto rows = live.rows();
    const auto done = live.actions();
    ASSERT_TRUE(rows && done);
    EXPECT_EQ(said(*rows), said(expected.rows));
    EXPECT_EQ(lines_of(*done, live.shape(), true), lines_of(expected.actions, live.shape(), true));
    EXPECT_EQ(Receiver::known(receiver.rows()), Receiver::known(*rows));
    EXPECT_EQ(receiver.actions(), lines_of(*done, live.shape(), false));
    if (!HasFailure()) continue;
    ++failures;
    ADD_FAILURE() << "seed " << seed << "\n" << describe(c.recipe);
  }
  if (cases >= 30) {
    EXPECT_GT(corrections, 0u) << "no case was corrected: the test shows too little";
    EXPECT_GT(actions, 0u) << "no step happened: the test shows too little";
  }
}

/// In order and on time: nothing is a correction, and between two changes that the session
/// foresees nothing changes without an event.
TEST(Session, ForeseesEveryChange) {
  for (std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1), end = seed + 10; seed < end; ++seed) {
    Case c = make(seed, false);
    std::ranges::stable_sort(c.facts, {}, &Fact::time);
    Session live = c.fresh();
    for (const Fact& fact : c.facts) live.add(fact);
    int turns = 0;
    const time::Instant begin = c.facts.empty() ? c.recipe.as_of : c.facts.front().time;
    ASSERT_TRUE(live.advance(begin));
    for (; live.next_change() <= c.recipe.as_of && turns < 400; ++turns) {
      const time::Instant next = live.next_change();
      const time::Instant before = *live.now();
      ASSERT_GT(next, before);
      // Just before nothing has changed, by a session that looks at everything then.
      if (next - before > 1 && turns % 5 == 0) {
        const auto said_now = Receiver::known(*live.rows());
        const auto actions_now = lines_of(*live.actions(), live.shape(), false);
        ASSERT_TRUE(live.advance(next - 1)->items.empty()) << "seed " << seed;
        EXPECT_EQ(Receiver::known(*live.rows()), said_now) << "seed " << seed;
        EXPECT_EQ(lines_of(*live.actions(), live.shape(), false), actions_now) << "seed " << seed;
      }
      const auto changes = live.advance(next);
      ASSERT_TRUE(changes) << changes.error();
      for (const session::Change& change : changes->items)
        EXPECT_FALSE(change.correction) << "seed " << seed;
    }
    const time::Instant last = std::max(*live.now(), begin);
    const Batch expected = batch(c, last);
    EXPECT_EQ(said(*live.rows()), said(expected.rows)) << "seed " << seed;
  }
}

/// A policy of plain clocks, or nothing.
std::optional<Case> plain_case(std::uint64_t seed) {
  Random random(seed * 31 + 7);
  Case made{random_recipe(seed), {}, Engine::jit, {}};
  for (const agreement::Clause& clause : made.recipe.agreement.clauses) {
    const bool plain = clause.kind == agreement::ClauseKind::deadline ||
                       clause.kind == agreement::ClauseKind::time_in_state;
    if (!plain) return std::nullopt;
  }
  add_steps(random, made.recipe.agreement);
  for (agreement::Clause& clause : made.recipe.agreement.clauses) {
    std::erase_if(clause.steps, [](const agreement::Step& step) {
      return step.at == agreement::Step::At::target_met ||
             step.at == agreement::Step::At::target_missed;
    });
    for (agreement::Step& step : clause.steps) {
      for (agreement::Effect& effect : step.effects) {
        effect.kind = agreement::EffectKind::remind;
        effect.calendar = -1;
      }
    }
  }
  for (RawEvent& event : made.recipe.events) event.cells.clear();
  made.facts = facts_of(made.recipe);
  for (Fact& fact : made.facts) fact.sequence = 0, fact.id.clear();
  std::ranges::stable_sort(made.facts, {}, &Fact::time);
  auto rules = driver::session_rules(made.recipe.agreement, made.engine);
  EXPECT_TRUE(rules) << rules.error();
  made.rules = *rules;
  return made;
}

session::FastEvent fast(Session& live, const Fact& fact) {
  return {.subject = live.subject_id(fact.subject),
          .code = fact.code,
          .time = fact.time,
          .owner = live.owner_id(fact.owner),
          .team = live.team_id(fact.team),
          .actor = live.owner_id(fact.actor)};
}

/// What the signals of subjects in the fast lane come to, as lines about clocks and steps.
Lines told(const Session& live, const std::vector<session::Signal>& signals) {
  using Kind = session::Signal::Kind;
  std::map<std::string, std::string> clocks, steps;
  for (const session::Signal& signal : signals) {
    if (!live.in_fast_lane(signal.subject)) continue;
    const std::string of = live.shape().clauses[signal.clause].name + "/" +
                           std::string(live.subject_name(signal.subject)) + "/" +
                           std::to_string(signal.cycle);
    const std::string step = of + "/" + std::to_string(signal.step);
    switch (signal.kind) {
      case Kind::opened: clocks[of] = "running"; break;
      case Kind::breached: clocks[of] = "breached"; break;
      case Kind::decided: clocks[of] = name_of(signal.status); break;
      case Kind::step_due:
        EXPECT_FALSE(steps.contains(step)) << step;
        steps[step] = "sent " + std::to_string(signal.at);
        break;
      case Kind::step_withdrawn:
        EXPECT_FALSE(steps.contains(step)) << step;
        steps[step] = "withdrawn";
        break;
    }
  }
  Lines lines;
  for (const auto& [of, what] : clocks) lines.push_back(of + " " + what);
  for (const auto& [of, what] : steps) lines.push_back(of + " " + what);
  return sorted(lines);
}

/// The same from what a batch says.
Lines expected_of(Session& live, const Batch& batch) {
  std::set<std::string> lines;
  const auto is_here = [&](std::string_view subject) {
    return live.in_fast_lane(live.subject_id(subject));
  };
  for (const NamedRow& row : batch.rows) {
    if (is_here(row.subject))
      lines.insert(row.clause + "/" + row.subject + "/" + std::to_string(row.cycle) + " " +
                   row.status);
  }
  for (const actions::Notice& notice : batch.actions.notices) {
    if (notice.state == actions::NoticeState::scheduled || !is_here(notice.key.subject)) continue;
    actions::Key key = notice.key;
    key.effect = 0;  // A signal is about the step with all its effects.
    const bool sent = notice.state == actions::NoticeState::sent;
    lines.insert(text_of(key, live.shape()) + " " +
                 (sent ? "sent " + std::to_string(notice.at) : "withdrawn"));
  }
  return {lines.begin(), lines.end()};
}

TEST(Session, TheFastLaneSaysTheSame) {
  std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1);
  const std::uint64_t cases = std::max<std::uint64_t>(1, setting("SLA_PROPERTY_CASES", 600) / 40);
  std::size_t here = 0, elsewhere = 0, steps = 0;
  for (std::uint64_t done = 0; done < cases && !HasFailure(); ++seed) {
    const std::optional<Case> c = plain_case(seed);
    if (!c) continue;
    ++done;
    Random random(seed);
    Session live = c->fresh();
    std::size_t next = 0;
    const auto advance_to = [&](time::Instant tick) {
      auto changes = live.advance(tick);
      ASSERT_TRUE(changes) << changes.error();
      steps += changes->signals.size();
    };
    const bool with_late_events = chance(random, 30);
    std::vector<Fact> late;
    for (const time::Instant tick : instants(random, c->recipe.as_of, 5)) {
      for (; next < c->facts.size() && c->facts[next].time <= tick; ++next) {
        if (with_late_events && chance(random, 5)) {
          late.push_back(c->facts[next]);
        } else {
          ASSERT_EQ(live.add(fast(live, c->facts[next])), session::Receipt::taken);
        }
      }
      advance_to(tick);
      if (chance(random, 30)) live = stored_and_taken_up(live, *c);
    }
    for (const Fact& fact : late) ASSERT_EQ(live.add(fast(live, fact)), session::Receipt::taken);
    advance_to(c->recipe.as_of);
    Batch expected = batch(*c, c->recipe.as_of);
    // Events of one instant that come late come last: only their order is not the file's.
    const bool has_ties = std::ranges::adjacent_find(c->facts, [](const Fact& a, const Fact& b) {
                            return a.time == b.time && a.subject == b.subject;
                          }) != c->facts.end();
    if (late.empty() || !has_ties) {
      EXPECT_EQ(said(*live.rows()), said(expected.rows)) << "seed " << seed;
    }
    for (std::uint32_t s = 0; s < live.subjects(); ++s) ++(live.in_fast_lane(s) ? here : elsewhere);
    if (HasFailure()) ADD_FAILURE() << "seed " << seed << "\n" << describe(c->recipe);
  }
  if (cases < 10) return;  // Too few to have all of these.
  EXPECT_GT(here, 0u);
  EXPECT_GT(elsewhere, 0u);
  EXPECT_GT(steps, 0u);
}

TEST(Session, SignalsAreTheRowsAndStepsOfABatch) {
  std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1);
  const std::uint64_t cases = std::max<std::uint64_t>(1, setting("SLA_PROPERTY_CASES", 600) / 40);
  std::size_t lines = 0;
  for (std::uint64_t done = 0; done < cases && !HasFailure(); ++seed) {
    const std::optional<Case> c = plain_case(seed);
    if (!c) continue;
    ++done;
    Random random(seed);
    Session live = c->fresh();
    std::vector<session::Signal> signals;
    std::size_t next = 0;
    for (const time::Instant tick : instants(random, c->recipe.as_of, 5)) {
      for (; next < c->facts.size() && c->facts[next].time <= tick; ++next)
        ASSERT_EQ(live.add(fast(live, c->facts[next])), session::Receipt::taken);
      auto changes = live.advance(tick);
      ASSERT_TRUE(changes) << changes.error();
      std::ranges::copy(changes->signals, std::back_inserter(signals));
    }
    const Lines heard = told(live, signals);
    lines += heard.size();
    EXPECT_EQ(heard, expected_of(live, batch(*c, c->recipe.as_of))) << "seed " << seed;
    if (HasFailure()) ADD_FAILURE() << describe(c->recipe);
  }
  EXPECT_GT(lines, 0u);
}

TEST(Session, AnotherRosterCorrectsWhatWasSaid) {
  std::size_t corrections = 0;
  for (std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1), end = seed + 8; seed < end; ++seed) {
    Case c = make(seed);
    Session live = c.fresh();
    for (const Fact& fact : c.facts) ASSERT_EQ(live.add(fact), session::Receipt::taken);
    ASSERT_TRUE(live.advance(c.recipe.as_of));
    for (events::Person& person : c.recipe.roster.people) person.team += " and more";
    live.set_roster(c.recipe.roster);
    const auto changes = live.advance(c.recipe.as_of);
    ASSERT_TRUE(changes) << changes.error();
    for (const session::Change& change : changes->items) EXPECT_TRUE(change.correction);
    corrections += changes->items.size();
    EXPECT_EQ(said(*live.rows()), said(batch(c, c.recipe.as_of).rows)) << "seed " << seed;
    EXPECT_TRUE(live.advance(c.recipe.as_of)->items.empty());
  }
  EXPECT_GT(corrections, 0u);
}

/// "Answer an assigned lead within four hours."
agreement::Agreement answering() {
  agreement::Agreement a;
  a.title = "answering";
  a.parties = {{"marketing"}, {"sales"}};
  a.events = {{"call", "", true}, {"email", "", true}, {"meeting", "", true}};
  agreement::Clause clause;
  clause.name = "answer";
  clause.party = 1;
  clause.deadline.start.events = {events::kAssigned};
  agreement::Discharge call;
  call.events = {a.code_of_event(0)};
  clause.deadline.discharges = {call};
  agreement::Tier tier;
  tier.target = {agreement::TargetKind::elapsed, 4 * time::kHour};
  clause.deadline.tiers = {tier};
  a.clauses = {clause};
  return a;
}

Fact fact_of(const std::string& subject, time::Instant t, events::Code code) {
  Fact fact;
  fact.subject = subject;
  fact.time = t;
  fact.code = code;
  fact.id = subject + "-" + std::to_string(code);
  return fact;
}

TEST(Session, WhatIsTooLateIsSaidToBe) {
  const auto rules = driver::session_rules(answering(), Engine::reference).value();
  Session live(rules, {}, {.lateness = time::kDay, .retention = std::nullopt});
  const time::Instant begin = 20'000 * time::kDay;
  EXPECT_EQ(live.add(fact_of("a", begin, events::kAssigned)), session::Receipt::taken);
  ASSERT_TRUE(live.advance(begin + 3 * time::kDay));
  EXPECT_EQ(live.add(fact_of("a", begin + time::kHour, 4)), session::Receipt::too_late);
  EXPECT_EQ(live.rows()->at(0).status, "breached");
  EXPECT_EQ(live.add(fact_of("a", begin + 2 * time::kDay, 4)), session::Receipt::taken);
  const auto changes = live.advance(begin + 3 * time::kDay);
  ASSERT_EQ(changes->items.size(), 1u);
  EXPECT_TRUE(changes->items[0].correction);
  EXPECT_EQ(live.rows()->at(0).status, "met late");
}

/// Two months of new leads every hour, restored now and then: what is kept does not grow.
TEST(Session, ForgetsWhatIsOldAndStaysSmall) {
  const agreement::Agreement agreement = answering();
  const auto rules = driver::session_rules(agreement, Engine::reference).value();
  const driver::Retention retention = driver::retention_of(agreement);
  EXPECT_EQ(words(retention), "1 day: `answer` may take so long");
  const session::Options options{.lateness = time::kDay, .retention = retention.span};
  Session live(rules, {}, options);
  const time::Instant begin = 20'000 * time::kDay;
  std::uint64_t most = 0, decided = 0;
  for (int hour = 0; hour < 24 * 60; ++hour) {
    const time::Instant t = begin + hour * time::kHour;
    const std::string name = "lead " + std::to_string(hour);
    const events::Code call = agreement.code_of_event(0);
    ASSERT_EQ(live.add(fact_of(name, t, events::kAssigned)), session::Receipt::taken);
    ASSERT_EQ(live.add(fact_of(name, t + 3 * time::kHour, call)), session::Receipt::taken);
    const auto changes = live.advance(t + 1);
    ASSERT_TRUE(changes) << changes.error();
    for (const session::Change& change : changes->items) {
      const auto& row = std::get<verdicts::Correction>(change.what);
      EXPECT_FALSE(change.correction);
      decided += row.is && row.is->status == "met" ? 1 : 0;
    }
    most = std::max(most, live.subjects());
    if (hour % 200 != 199) continue;
    auto again = Session::restore(live.snapshot(), rules, {}, options);
    ASSERT_TRUE(again) << again.error().why;
    live = std::move(*again);
  }
  EXPECT_EQ(decided, 24u * 60 - 3);
  EXPECT_LT(most, 40u);
  EXPECT_LT(live.facts(), 80u);
}

TEST(Session, RetentionNamesTheClauseThatMakesItUnbounded) {
  agreement::Agreement agreement = answering();
  agreement.clauses[0].deadline.on_reentry = agreement::OnReentry::ignore;
  EXPECT_EQ(words(driver::retention_of(agreement)),
            "unbounded: `answer` is never started again on a lead");
}

/// One policy, many sessions, each on a thread of its own.
TEST(Session, ThreadsShareRules) {
  const auto rules = driver::session_rules(answering(), Engine::jit).value();
  std::vector<std::thread> threads;
  std::array<std::uint64_t, 4> decided{};
  for (std::size_t n = 0; n < decided.size(); ++n) {
    threads.emplace_back([&, n] {
      Session live(rules);
      for (std::uint32_t i = 0; i < 500; ++i) {
        const time::Instant t = 20'000 * time::kDay + i * time::kHour;
        const std::uint32_t subject = live.subject_id(std::to_string(i / 2));
        live.add(session::FastEvent{
            .subject = subject,
            .code = i % 2 == 0 ? events::kAssigned : events::Code(rules->codes - 3),
            .time = t});
        live.add(fact_of("by name " + std::to_string(i / 2), t,
                         i % 2 == 0 ? events::kAssigned : events::Code(rules->codes - 3)));
        const auto changes = live.advance(t);
        if (!changes) return;
        decided[n] += static_cast<std::uint64_t>(std::ranges::count(
            changes->signals, session::Signal::Kind::decided, &session::Signal::kind));
      }
      decided[n] += live.rows()->size();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::uint64_t each : decided) EXPECT_EQ(each, 250u + 500u);
}

TEST(Session, HostileSnapshotsAreErrors) {
  const Case c = make(3);
  Session live = c.fresh();
  for (const Fact& fact : c.facts) live.add(fact);
  ASSERT_TRUE(live.advance(c.recipe.as_of - time::kDay));
  const std::string good = live.snapshot();
  const auto restored = [&](const std::string& bytes) {
    return Session::restore(bytes, c.rules, c.recipe.roster).has_value();
  };
  expect_only_whole_snapshots(good, restored);
  auto other = std::make_shared<session::Rules>(*c.rules);
  other->identity += " ";
  EXPECT_FALSE(Session::restore(good, other, c.recipe.roster).has_value());
}

}  // namespace
}  // namespace sla::property
