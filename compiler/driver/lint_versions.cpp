#include "compiler/driver/lint_versions.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "compiler/analyze/graph/clock_span.h"
#include "compiler/analyze/graph/example_path.h"
#include "compiler/driver/versions.h"
#include "compiler/exercise/history.h"
#include "compiler/parse/parse.h"
#include "compiler/suppress/allowances.h"
#include "runtime/time/zone.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Clause;
using time::Instant;
using verdicts::Row;

/// How long before the newer version an obligation may have begun that is tried.
constexpr std::int64_t kHoursBefore[] = {1,   2,   4,   6,   12,  24,  36,   48,   72,   96,
                                         120, 168, 240, 336, 504, 720, 1080, 1440, 2160, 4320};

/// One lead, which is only there to start a clock, told to a version.
struct Told {
  Agreement agreement;   ///< With the story as its only test.
  Instant start_at = 0;  ///< When the story starts the clock.
};

std::optional<Told> tell(Checked& policy, const std::string& test, Instant start_at) {
  const auto file = policy.sources.add("amendment", test);
  if (!file) return std::nullopt;
  diagnose::Findings problems;
  std::vector<syntax::File> files = policy.files;
  files.push_back(parse::parse(policy.sources, *file, problems));
  auto agreement = check::check(files, policy.sources, problems, policy.imports);
  if (!agreement) return std::nullopt;
  std::erase_if(agreement->tests,
                [&](const agreement::Test& each) { return each.span.file != *file; });
  if (agreement->tests.size() != 1) return std::nullopt;
  return Told{std::move(*agreement), start_at};
}

/// The version with the history of the story, moved so that the clock starts at an instant.
std::expected<Version, std::string> version_with(const Told& told, const Agreement& terms,
                                                 Instant start, Instant as_of) {
  Agreement agreement = told.agreement;
  // The terms as they follow each other.
  agreement.term_end = terms.term_end;
  agreement::Test test = agreement.tests.front();
  for (agreement::TestEvent& event : test.events) event.at += start - told.start_at;
  for (agreement::Expectation& each : test.expectations) each.as_of = as_of;
  exercise::TestHistory made = exercise::make_history(agreement, test, as_of);
  Histories histories;
  auto& history = histories.emplace_back(std::make_unique<History>());
  history->log = std::move(made.log);
  agreement.others.clear();
  if (auto done = complete(agreement, histories, made.roster, as_of); !done)
    return std::unexpected(done.error().message);
  return version_of(std::move(agreement), std::move(histories));
}

class Amendment {
 public:
  Amendment(Checked& older, const Agreement& older_terms, Checked& newer,
            const Agreement& newer_terms)
      : older_(older), older_terms_(older_terms), newer_(newer), newer_terms_(newer_terms) {}

  std::expected<void, std::string> find() {
    const Agreement& before = *older_.agreement;
    const Agreement& after = *newer_.agreement;
    for (std::size_t b = 0; b < before.clauses.size(); ++b) {
      for (std::size_t a = 0; a < after.clauses.size(); ++a) {
        const bool is_same = before.clauses[b].name == after.clauses[a].name &&
                             agreement::has_clock(before.clauses[b].kind) &&
                             agreement::has_clock(after.clauses[a].kind);
        if (!is_same) continue;
        if (auto done = compare(b, a); !done) return done;
      }
    }
    return {};
  }

 private:
  struct Crossed {
    Row older, newer;
  };

  std::expected<void, std::string> compare(std::size_t b, std::size_t a) {
    const Agreement& before = *older_.agreement;
    for (const analyze::Start& start : analyze::starts_of(before, before.clauses[b])) {
      if (start.is_done || start.guard == analyze::Truth::no) continue;
      const analyze::Example example = analyze::example_for(before, start.path);
      analyze::Story story(before, example.values, analyze::LeadModel(before).recordable());
      const Instant begin = analyze::Story::beginning(before);
      Instant at = begin;
      for (const analyze::Act& act : start.path) at = story.tell(act, at) + time::kMinute;
      at -= time::kMinute;
      story.expect(static_cast<int>(b), "running", at);
      const std::string test = story.finish("an obligation that crosses").test;
      const auto old_story = tell(older_, test, at);
      const auto new_story = tell(newer_, test, at);
      if (!old_story || !new_story) return {};
      for (const std::int64_t hours : kHoursBefore) {
        const Instant from = newer_terms_.term_begin - hours * time::kHour;
        if (from - (at - begin) < older_terms_.term_begin) break;
        auto crossed = judge(*old_story, *new_story, from, b, a);
        if (!crossed) return std::unexpected(crossed.error());
        if (!*crossed) continue;
        report(before, b, a, **crossed, start);
        return {};
      }
      return {};
    }
    return {};
  }

  /// The two rows, if the obligation runs in time when the newer version begins and is late by it.
  std::expected<std::optional<Crossed>, std::string> judge(const Told& old_story,
                                                           const Told& new_story, Instant from,
                                                           std::size_t b, std::size_t a) const {
    const Instant begin = newer_terms_.term_begin;
    std::vector<Version> versions;
    for (const auto& [told, terms] :
         {std::pair(&old_story, &older_terms_), std::pair(&new_story, &newer_terms_)}) {
      auto version = version_with(*told, *terms, from, begin);
      if (!version) return std::unexpected(version.error());
      versions.push_back(std::move(*version));
    }
    if (auto done = evaluate(versions, Crossing::pin, Engine::reference, begin); !done)
      return std::unexpected(done.error());
    const auto running = row_of(versions[0], b);
    if (!running || running->status != verdicts::Status::running || running->due <= begin)
      return std::nullopt;
    if (auto done = evaluate(versions, Crossing::migrate, Engine::reference, begin); !done)
      return std::unexpected(done.error());
    const auto late = row_of(versions[1], a);
    if (!late || late->status != verdicts::Status::breached || late->breach >= begin)
      return std::nullopt;
    return Crossed{*running, *late};
  }

  static std::optional<Row> row_of(const Version& version, std::size_t clause) {
    for (const Row& row : version.outcome.rows) {
      if (row.clause == clause && row.stop == verdicts::kNoInstant) return row;
    }
    return std::nullopt;
  }

  void report(const Agreement& before, std::size_t b, std::size_t a, const Crossed& crossed,
              const analyze::Start& start) {
    const Agreement& after = *newer_.agreement;
    const Clause& clause = after.clauses[a];
    const auto zone = time::Zone::find(after.zone).value_or(time::Zone::utc());
    const auto when = [&](Instant at) { return time::format_local(at, zone); };
    auto& found = newer_.findings.add(
        diagnose::Code::amended_into_the_past, clause.deadline.tiers.front().span,
        fmt::format(
            "what still runs under `{}` of version {} is late as soon as version {} applies "
            "to it",
            clause.name, before.version, after.version),
        "shorter than before");
    found.notes.push_back(fmt::format(
        "only with `--versions migrate` or `recompute`: as long as nothing is said, what has begun "
        "keeps the deadline of version {}",
        before.version));
    found.help = fmt::format(
        "keep to `--versions pin`, or let version {} begin with the longer deadline and shorten it "
        "once nothing older is open",
        after.version);
    diagnose::Timeline timeline;
    timeline.lines = {
        {when(crossed.older.start), fmt::format("a {}", before.event_name(start.path.back().code))},
        {when(crossed.newer.due),
         fmt::format("{} of a would be due by version {}", clause.name, after.version)},
        {when(newer_terms_.term_begin),
         fmt::format("version {} comes into force; nobody is late so far", after.version)},
        {when(crossed.older.due),
         fmt::format("{} of a is due by version {}", before.clauses[b].name, before.version)},
    };
    found.timeline = std::move(timeline);
  }

  Checked& older_;
  const Agreement& older_terms_;
  Checked& newer_;
  const Agreement& newer_terms_;
};

}  // namespace

std::expected<void, std::string> lint_versions(const std::vector<Checked*>& policies) {
  std::vector<Agreement> terms;
  for (const Checked* policy : policies) {
    if (policy->agreement) terms.push_back(*policy->agreement);
  }
  // Files that are not versions of each other are simply several agreements.
  if (terms.size() < 2 || terms.size() != policies.size() || order_versions(terms, true)) return {};
  const auto policy_of = [&](const Agreement& version) -> Checked& {
    return **std::ranges::find_if(policies, [&](const Checked* policy) {
      return policy->agreement->version == version.version;
    });
  };
  for (std::size_t v = 1; v < terms.size(); ++v) {
    Checked& newer = policy_of(terms[v]);
    Amendment amendment(policy_of(terms[v - 1]), terms[v - 1], newer, terms[v]);
    if (auto done = amendment.find(); !done) return done;
    newer.findings.trace_back(newer.sources);
    suppress::apply(newer.allowances, newer.sources, newer.findings);
    newer.findings.settle();
  }
  return {};
}

}  // namespace sla::driver
