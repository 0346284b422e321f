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

int explain(const ExplainOptions& options) {
  int exit_code = kClean;
  auto checked = load_policy(options.policy, exit_code);
  if (!checked) return exit_code;
  auto history = load_history(*checked->agreement, options, exit_code);
  if (!history) return exit_code;
  std::string lead = options.lead;
  for (const events::MergedSubject& merged : history->log.merged) {
    if (merged.loser != options.lead) continue;
    lead = merged.winner;
    std::cout << printable(fmt::format("Lead {} was merged into {}.\n\n", merged.loser, lead),
                           true);
  }
  std::uint32_t subject = history->log.subjects.find(lead);
  if (subject == events::kNone) {
    auto near = nearest_lead(history->log, options.lead);
    complain(fmt::format("no event of the history is about a lead `{}`", options.lead),
             near ? fmt::format("did you mean `{}`?", *near) : "");
    return kUsage;
  }
  reference::Trace trace = reference::trace(*checked->agreement, history->inputs, subject);
  std::cout << printable(reference::story(*checked->agreement, history->inputs, trace) +
                             around_story(*checked->agreement, *history, trace.outcome),
                         true);
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
