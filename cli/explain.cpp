#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "cli/around_story.h"
#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/diagnose/finding.h"
#include "compiler/reference/evaluate.h"
#include "compiler/reference/story.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

struct ExplainOptions : HistoryOptions {
  std::string lead;
};

// Edit distance to every id would take seconds on a large log; ids of about the same spelling are
// near in the part that is looked at or not worth naming.
std::optional<std::string> nearest_lead(const events::Log& log, const std::string& lead) {
  constexpr std::uint32_t kLookedAt = 100'000;
  std::vector<std::string> ids;
  for (std::uint32_t s = 0; s < std::min(log.subjects.size(), kLookedAt); ++s) {
    ids.emplace_back(log.subjects.text(s));
  }
  return diagnose::nearest(lead, ids);
}

// Under which name the lead's events are now; says so if it is another.
std::string name_now(const events::Log& log, const std::string& lead) {
  for (const events::MergedSubject& merged : log.merged) {
    if (merged.loser != lead) continue;
    std::cout << printable(fmt::format("Lead {} was merged into {}.\n\n", lead, merged.winner),
                           true);
    return merged.winner;
  }
  return lead;
}

// The heading of one version's part of the story.
std::string version_heading(const agreement::Agreement& version) {
  const auto zone = time::Zone::find(version.zone);
  const auto day = [&](time::Instant t) {
    return time::format_local(t, zone ? *zone : time::Zone::utc());
  };
  return fmt::format("Version {}, in force from {} until {}\n\n", version.version,
                     day(version.term_begin), day(version.term_end));
}

int explain(const ExplainOptions& options) {
  int exit_code = kClean;
  auto versions = load_versions(load_agreements(options, exit_code), options, exit_code);
  if (versions.empty()) return exit_code;
  const driver::History& history = *versions.front().history;
  const std::string lead = name_now(history.log, options.lead);
  if (history.log.subjects.find(lead) == events::kNone) {
    auto near = nearest_lead(history.log, lead);
    complain(fmt::format("no event of the history is about a lead `{}`", lead),
             near ? fmt::format("did you mean `{}`?", *near) : "");
    return kUsage;
  }
  // What one version may start depends on what the ones before it have.
  if (versions.size() > 1) {
    auto done = judge(versions, options, driver::Engine::reference, history.inputs.as_of);
    if (!done) {
      complain(done.error());
      return kInternal;
    }
  }
  for (const driver::Version& version : versions) {
    const agreement::Agreement& judged = versions.size() > 1 ? version.judged : version.agreement;
    const std::uint32_t subject = version.history->log.subjects.find(lead);
    if (versions.size() > 1) std::cout << printable(version_heading(version.agreement), true);
    if (subject == events::kNone) continue;
    reference::Trace trace = reference::trace(judged, version.history->inputs, subject);
    std::cout << printable(reference::story(judged, version.history->inputs, trace) +
                               around_story(judged, *version.history, trace.outcome),
                           true);
    if (&version != &versions.back()) std::cout << "\n";
  }
  return kClean;
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("explain", "Tell one lead's whole story: what was due when, and why");
  auto options = std::make_shared<ExplainOptions>();
  add_history_options(*verb, *options);
  verb->add_option("--lead", options->lead, "The lead's id, as the history has it")->required();
  verb->footer(
      "Example:\n  sla explain agreement.sla --events leads.csv --as-of 2026-07-01 --lead L-00042");
  verb->callback([options, &exit_code] { exit_code = explain(*options); });
}

}  // namespace sla::cli
