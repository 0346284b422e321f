#include "compiler/driver/tests.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <span>

#include <fmt/format.h>

#include "compiler/driver/calendars.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/inputs.h"
#include "compiler/driver/parents.h"
#include "compiler/driver/people.h"
#include "compiler/exercise/history.h"
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
  Player(const Agreement& agreement, TestEngines engines, const jit::Evaluator* compiled,
         exercise::Coverage& coverage)
      : agreement_(agreement),
        engines_(engines),
        compiled_(compiled),
        coverage_(coverage),
        zone_(time::Zone::find(agreement.zone).value_or(time::Zone::utc())) {}

  std::expected<TestResult, std::string> play(const Test& test,
                                              const exercise::TestHistory& history,
                                              CalendarTable calendars) {
    const auto begin = Clock::now();
    TestResult result;
    result.test = &test;
    result.expectations = test.expectations.size();
    verdicts::Inputs inputs{&history.log, &history.people, std::move(calendars),
                            time::kMinInstant};
    const verdicts::PolicyShape shape = shape_of(agreement_, history.log);
    for (std::size_t i = 0; i < test.expectations.size();) {
      const std::size_t next = after_instant(test, i);
      const std::span<const Expectation> judged(test.expectations.data() + i, next - i);
      if (auto done = play_at(judged.front().as_of, judged, shape, inputs, result); !done) {
        return std::unexpected(done.error());
      }
      i = next;
    }
    // What happens after the last expectation is played too: the engines have to agree on it.
    if (const time::Instant end = exercise::last_instant(test); end > inputs.as_of) {
      if (auto done = play_at(end, {}, shape, inputs, result); !done) {
        return std::unexpected(done.error());
      }
    }
    result.micros = micros_since(begin);
    return result;
  }

 private:
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
                                           const verdicts::PolicyShape& shape,
                                           verdicts::Inputs& inputs, TestResult& result) {
    inputs.as_of = as_of;
    auto outcome = evaluate_both(inputs, result);
    if (!outcome) return std::unexpected(outcome.error());
    const verdicts::Summary summary = verdicts::summarize(shape, *outcome, inputs);
    const exercise::Played played{agreement_, inputs, *outcome, &summary};
    coverage_.take(played);
    for (const Expectation& each : expectations) judge(each, played, result);
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

  void judge(const Expectation& expectation, const exercise::Played& played, TestResult& result) {
    TestFailure failure;
    failure.differences = exercise::judge(expectation, played);
    if (failure.differences.empty()) return;
    failure.expectation = &expectation;
    failure.as_of = time::format_local_with_zone(played.inputs.as_of, zone_);
    if (expectation.lead >= 0) {
      const auto subject = static_cast<std::uint32_t>(expectation.lead);
      const reference::Trace trace = reference::trace(agreement_, played.inputs, subject);
      failure.happened = reference::story_of_events(agreement_, played.inputs, trace);
      failure.clause_story = reference::story_of_clause(
          agreement_, played.inputs, trace, static_cast<std::uint16_t>(expectation.clause));
    }
    result.failures.push_back(std::move(failure));
  }

  const Agreement& agreement_;
  TestEngines engines_;
  const jit::Evaluator* compiled_;
  exercise::Coverage& coverage_;
  time::Zone zone_;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(const std::string& text) {
  std::string result;
  for (const char c : text) result += lower(c);
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

/// The histories of one test, by record.
std::vector<exercise::TestHistory> histories_of(const std::vector<const Agreement*>& records,
                                                std::size_t test) {
  std::vector<exercise::TestHistory> histories;
  std::vector<events::Log*> logs;
  histories.reserve(records.size());
  for (const Agreement* record : records) {
    histories.push_back(exercise::make_history(*record, record->tests[test]));
    logs.push_back(&histories.back().log);
  }
  if (records.size() == 1) return histories;
  show_parents(records, logs);
  add_histories_of_people(records, logs, histories.front().roster);
  for (std::size_t r = 0; r < records.size(); ++r) {
    // What a record learnt of its parent may be a zone.
    histories[r].people = events::bind_people(histories[r].log, histories[r].roster,
                                              records[r]->zone_field, records[r]->party_names());
  }
  return histories;
}

/// Plays the part of the tests that is about one record.
std::expected<std::vector<TestResult>, std::string> play_record(
    const Agreement& record, const std::vector<std::size_t>& chosen,
    const std::vector<exercise::TestHistory>& histories, const TestOptions& options,
    exercise::Coverage& coverage) {
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
    auto made = compile(lower(record));
    if (!made) return std::unexpected(made.error());
    compiled = std::move(*made);
  }
  Player player(record, options.engines, compiled.get(), coverage);
  std::vector<TestResult> results;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    auto result = player.play(record.tests[chosen[i]], histories[i],
                              calendars->of(histories[i].people));
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
    auto made = histories_of(records, t);
    for (std::size_t r = 0; r < records.size(); ++r) histories[r].push_back(std::move(made[r]));
  }
  for (std::size_t r = 0; r < records.size(); ++r) {
    exercise::Coverage own(*records[r]);
    auto results =
        play_record(*records[r], chosen, histories[r], options, r == 0 ? report.coverage : own);
    if (!results) return std::unexpected(results.error());
    if (r > 0) report.coverage.add_all(own);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (r == 0) report.results.push_back(std::move((*results)[i]));
      else add(report.results[i], std::move((*results)[i]));
    }
  }
  report.micros = micros_since(begin);
  return report;
}

}  // namespace sla::driver
