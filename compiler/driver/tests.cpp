#include "compiler/driver/tests.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <span>

#include <fmt/format.h>

#include "compiler/driver/around.h"
#include "compiler/driver/calendars.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/inputs.h"
#include "compiler/driver/tests_joint.h"
#include "compiler/exercise/history.h"
#include "compiler/exercise/tell.h"
#include "compiler/reference/evaluate.h"
#include "compiler/reference/story.h"
#include "runtime/time/zone.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Expectation;
using agreement::Test;
using Clock = std::chrono::steady_clock;

std::int64_t micros_since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
}

/// Calendars for all tests at once: building them for each would cost more than playing it.
class SharedCalendars {
 public:
  static std::expected<SharedCalendars, std::string> build(
      const Agreement& agreement, const std::vector<exercise::TestHistory>& histories,
      time::Instant first, time::Instant last) {
    SharedCalendars made;
    events::People everybody;
    everybody.zones = {""};
    for (const exercise::TestHistory& history : histories) {
      for (const std::string& zone : history.people.zones) {
        const auto [place, is_new] = made.zone_.try_emplace(zone, everybody.zones.size());
        if (is_new && zone.empty()) place->second = 0;
        if (is_new && !zone.empty()) everybody.zones.push_back(zone);
      }
    }
    auto table = build_calendars(agreement, everybody, first, last);
    if (!table) return std::unexpected(table.error());
    made.table_ = std::move(*table);
    return made;
  }

  CalendarTable of(const events::People& people) const {
    CalendarTable result;
    for (const auto& zones : table_) {
      auto& own = result.emplace_back();
      if (zones.size() == 1) {
        own = zones;
        // A relative calendar of tests that name no zone still has one entry for each.
        continue;
      }
      for (const std::string& zone : people.zones) own.push_back(zones[zone_.at(zone)]);
    }
    return result;
  }

 private:
  CalendarTable table_;
  std::map<std::string, std::size_t> zone_;
};

/// What both engines say that differs, in a word.
std::string disagreement(const verdicts::Outcome& a, const verdicts::Outcome& b) {
  if (a.rows != b.rows) return "obligations";
  if (a.hits != b.hits) return "counted events";
  if (a.marks != b.marks) return "what happened to the clocks";
  if (a.violations != b.violations) return "broken moves and requirements";
  if (a.faults != b.faults) return "leads that cannot be judged";
  return "";
}

/// Plays one test after the other.
class Player {
 public:
  Player(const Agreement& agreement, const TestOptions& options, const jit::Evaluator* compiled,
         exercise::Coverage& coverage)
      : agreement_(agreement),
        tell_(options.tell),
        engines_(options.engines),
        compiled_(compiled),
        coverage_(coverage),
        steps_(agreement),
        zone_(time::Zone::find(agreement.zone).value_or(time::Zone::utc())) {}

  /// `known_at`: the history as it was known at an instant.
  template <typename KnownAt>
  std::expected<TestResult, std::string> play(const Test& test,
                                              const exercise::TestHistory& history,
                                              const SharedCalendars& calendars, KnownAt known_at) {
    const auto begin = Clock::now();
    TestResult result;
    result.test = &test;
    result.expectations = test.expectations.size();
    const Stage plain(agreement_, history, calendars);
    time::Instant now = time::kMinInstant;
    // What is known of the past changes where something is taken back or merged.
    const auto play_on = [&](std::span<const Expectation> judged) {
      if (!exercise::rewrites(test)) return play_at(now, judged, plain, result);
      const exercise::TestHistory known = known_at(now);
      return play_at(now, judged, Stage(agreement_, known, calendars), result);
    };
    for (std::size_t i = 0; i < test.expectations.size();) {
      const std::size_t next = after_instant(test, i);
      const std::span<const Expectation> judged(test.expectations.data() + i, next - i);
      now = judged.front().as_of;
      if (auto done = play_on(judged); !done) {
        return std::unexpected(done.error());
      }
      i = next;
    }
    // What happens after the last expectation is played too: the engines have to agree on it.
    if (const time::Instant end = exercise::last_instant(test); end > now) {
      now = end;
      if (auto done = play_on({}); !done) return std::unexpected(done.error());
    }
    result.micros = micros_since(begin);
    return result;
  }

 private:
  /// A history with all that it is judged by.
  struct Stage {
    Stage(const Agreement& agreement, const exercise::TestHistory& history,
          const SharedCalendars& calendars)
        : history(history),
          shape(shape_of(agreement, history.log)),
          table(calendars.of(history.people)) {}
    const exercise::TestHistory& history;
    verdicts::PolicyShape shape;
    CalendarTable table;
  };

  /// The first expectation after `first` that is judged at another instant.
  static std::size_t after_instant(const Test& test, std::size_t first) {
    std::size_t next = first;
    while (next < test.expectations.size() &&
           test.expectations[next].as_of == test.expectations[first].as_of) {
      ++next;
    }
    return next;
  }

  /// Evaluates as of one instant and judges the expectations of it.
  std::expected<void, std::string> play_at(time::Instant as_of,
                                           std::span<const Expectation> expectations,
                                           const Stage& stage, TestResult& result) {
    const exercise::TestHistory& history = stage.history;
    const verdicts::Inputs inputs{&history.log, &history.people, stage.table, as_of};
    auto outcome = evaluate_both(inputs, result);
    if (!outcome) return std::unexpected(outcome.error());
    const verdicts::Summary summary = verdicts::summarize(stage.shape, *outcome, inputs);
    const Around around = steps_.around(inputs, history.roster, stage.shape, *outcome, summary);
    const exercise::Played played{agreement_, *result.test,   inputs,         *outcome,
                                  summary,    around.actions, around.programs};
    coverage_.take(played);
    for (const Expectation& each : expectations) {
      // What people have comes from all records: `play_standings`.
      if (each.standing && !agreement_.others.empty()) continue;
      judge(each, played, stage.shape, result);
    }
    if (tell_) result.story = exercise::tell(played, stage.shape);
    return {};
  }

  std::expected<verdicts::Outcome, std::string> evaluate_both(const verdicts::Inputs& inputs,
                                                              TestResult& result) {
    if (engines_ == TestEngines::reference) return reference::evaluate(agreement_, inputs);
    auto compiled = compiled_->evaluate(inputs);
    if (!compiled || engines_ == TestEngines::jit) return compiled;
    verdicts::Outcome plain = reference::evaluate(agreement_, inputs);
    if (const std::string what = disagreement(plain, *compiled); !what.empty()) {
      TestFailure failure;
      failure.as_of = time::format_local_with_zone(inputs.as_of, zone_);
      failure.differences.push_back(
          {"both engines to agree", fmt::format("different {}: this is a bug of sla", what)});
      result.failures.push_back(std::move(failure));
    }
    return plain;
  }

  void judge(const Expectation& expectation, const exercise::Played& played,
             const verdicts::PolicyShape& shape, TestResult& result) {
    TestFailure failure;
    failure.differences = exercise::judge(expectation, played);
    if (failure.differences.empty()) return;
    failure.expectation = &expectation;
    failure.as_of = time::format_local_with_zone(played.inputs.as_of, zone_);
    failure.actions_story = exercise::story_of_actions(expectation, played, shape);
    if (expectation.lead >= 0) failure.happened = exercise::story_of_lead(played, expectation.lead);
    failure.clause_story = clause_story(expectation, played);
    if (expectation.standing) {
      const std::string standings = exercise::story_of_programs(played);
      const bool both = !failure.actions_story.empty() && !standings.empty();
      failure.actions_story += (both ? "\n" : "") + standings;
    }
    result.failures.push_back(std::move(failure));
  }

  std::string clause_story(const Expectation& expectation, const exercise::Played& played) const {
    if (expectation.clause < 0) return "";
    if (expectation.lead < 0) return exercise::story_of_periods(played, expectation.clause);
    const std::uint32_t subject =
        exercise::subject_of(played.test, expectation.lead, *played.inputs.log);
    if (subject == events::kNone) return "";
    const reference::Trace trace = reference::trace(agreement_, played.inputs, subject);
    return reference::story_of_clause(agreement_, played.inputs, trace,
                                      static_cast<std::uint16_t>(expectation.clause));
  }

  const Agreement& agreement_;
  bool tell_;
  TestEngines engines_;
  const jit::Evaluator* compiled_;
  exercise::Coverage& coverage_;
  StepShapes steps_;
  time::Zone zone_;
};

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(const std::string& text) {
  std::string result;
  for (const char c : text) result += lower_letter(c);
  return result;
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++t, ++p;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool is_named(const std::string& title, const std::string& filter) {
  const std::string text = lowered(title), wanted = lowered(filter);
  if (wanted.find_first_of("*?") == std::string::npos) {
    return text.find(wanted) != std::string::npos;
  }
  return matches_pattern(text, wanted);
}

namespace {

/// The tests that are played, by their place among those of each record.
std::vector<std::size_t> chosen_of(const Agreement& agreement, const TestOptions& options) {
  std::vector<std::size_t> chosen;
  for (std::size_t t = 0; t < agreement.tests.size(); ++t) {
    if (is_named(agreement.tests[t].title, options.filter)) chosen.push_back(t);
  }
  return chosen;
}

/// The histories of one test as they were known at an instant, by record.
std::vector<exercise::TestHistory> histories_of(const std::vector<const Agreement*>& records,
                                                std::size_t test, time::Instant known) {
  std::vector<exercise::TestHistory> histories;
  std::vector<events::Log*> logs;
  histories.reserve(records.size());
  for (const Agreement* record : records) {
    histories.push_back(exercise::make_history(*record, record->tests[test], known));
    logs.push_back(&histories.back().log);
  }
  if (records.size() == 1) return histories;
  policy::Policy policy;
  for (const Agreement* record : records) policy.records.push_back(describe_record(*record));
  policy::relate(policy, logs, histories.front().roster);
  for (std::size_t r = 0; r < records.size(); ++r) {
    // What a record learnt of its parent may be a zone.
    histories[r].people = events::bind_people(histories[r].log, histories[r].roster,
                                              records[r]->zone_field, records[r]->party_names());
  }
  return histories;
}

/// Plays the part of the tests that is about one record.
std::expected<std::vector<TestResult>, std::string> play_record(
    const std::vector<const Agreement*>& records, std::size_t r,
    const std::vector<std::size_t>& chosen, const std::vector<exercise::TestHistory>& histories,
    const TestOptions& options, exercise::Coverage& coverage) {
  const Agreement& record = *records[r];
  time::Instant first = time::kNever, last = time::kMinInstant;
  for (const std::size_t t : chosen) {
    first = std::min(first, exercise::first_instant(record.tests[t]));
    last = std::max(last, exercise::last_instant(record.tests[t]));
  }
  if (first == time::kNever) first = 0;
  last = std::max(first, last);
  auto calendars = SharedCalendars::build(record, histories, first, last);
  if (!calendars) return std::unexpected(calendars.error());
  std::unique_ptr<jit::Evaluator> compiled;
  if (options.engines != TestEngines::reference) {
    auto made = compile(driver::lower(record));
    if (!made) return std::unexpected(made.error());
    compiled = std::move(*made);
  }
  Player player(record, options, compiled.get(), coverage);
  std::vector<TestResult> results;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto known_at = [&](time::Instant known) {
      return std::move(histories_of(records, chosen[i], known)[r]);
    };
    auto result = player.play(record.tests[chosen[i]], histories[i], *calendars, known_at);
    if (!result) return std::unexpected(result.error());
    results.push_back(std::move(*result));
  }
  return results;
}

/// What another record's part of a test adds to it.
void add(TestResult& whole, TestResult part) {
  for (TestFailure& failure : part.failures) whole.failures.push_back(std::move(failure));
  whole.expectations += part.expectations;
  whole.micros += part.micros;
  whole.story += part.story;
}

}  // namespace

std::expected<TestReport, std::string> run_tests(const Agreement& agreement,
                                                 const TestOptions& options) {
  const auto begin = Clock::now();
  TestReport report{{}, exercise::Coverage(agreement), 0};
  const std::vector<std::size_t> chosen = chosen_of(agreement, options);
  if (chosen.empty()) return report;
  const std::vector<const Agreement*> records = records_of(agreement);
  std::vector<std::vector<exercise::TestHistory>> histories(records.size());
  for (const std::size_t t : chosen) {
    // With all that is taken back later: it names every zone that any instant needs.
    auto made = histories_of(records, t, time::kMinInstant);
    for (std::size_t r = 0; r < records.size(); ++r) histories[r].push_back(std::move(made[r]));
  }
  for (std::size_t r = 0; r < records.size(); ++r) {
    exercise::Coverage own(*records[r]);
    auto results =
        play_record(records, r, chosen, histories[r], options, r == 0 ? report.coverage : own);
    if (!results) return std::unexpected(results.error());
    if (r > 0) report.coverage.add_all(own);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (r == 0) report.results.push_back(std::move((*results)[i]));
      else add(report.results[i], std::move((*results)[i]));
    }
  }
  if (records.size() > 1) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      auto failures = play_standings(agreement, chosen[i]);
      if (!failures) return std::unexpected(failures.error());
      for (TestFailure& failure : *failures)
        report.results[i].failures.push_back(std::move(failure));
    }
  }
  report.micros = micros_since(begin);
  return report;
}

}  // namespace sla::driver
