#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/record_file.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "runtime/actions/records.h"
#include "runtime/verdicts/rows.h"

namespace sla::cli {
namespace {

struct RunOptions : HistoryOptions {
  std::string engine = "jit";
  std::string format = "text";
  std::optional<std::string> verdicts, actions, points;
  bool strict = false;

  /// The files to write, by the flags that ask for them.
  std::vector<std::pair<const char*, std::string>> outputs() const {
    std::vector<std::pair<const char*, std::string>> all;
    if (verdicts) all.emplace_back("--verdicts", *verdicts);
    if (actions) all.emplace_back("--actions", *actions);
    if (points) all.emplace_back("--points", *points);
    return all;
  }
};

// --strict: a log that does not say what it should is not judged.
bool refused(const RunOptions& options, const driver::History& history) {
  if (!options.strict || !history.findings.has_problems()) return false;
  for (const ingest::DataFinding& finding : history.findings.all()) {
    if (ingest::severity_of(finding.kind) != ingest::DataSeverity::problem) continue;
    const ingest::DataExample& first = finding.examples.front();
    fmt::print(stderr, "error: {} × {}{}: {}\n  first: {} row {}: {}\n", finding.count,
               ingest::name_of(finding.kind),
               finding.about.empty() ? "" : " (" + finding.about + ")",
               ingest::meaning_of(finding.kind), printable(first.origin), first.row,
               printable(first.text));
  }
  fmt::print(stderr,
             "help: repair the log or the source block, or leave out `--strict` to have the rest "
             "judged\n");
  return true;
}

// Says what is wrong with a file that is to be written: an ending that names no format, an input
// (whatever each is called) that it would replace, or another output.
bool can_write_outputs(const agreement::Agreement& agreement, const RunOptions& options) {
  auto inputs = driver::inputs_of(agreement, {options.events, options.roster, 0, {}});
  inputs.push_back(options.policy);
  std::set<std::string> paths;
  for (const auto& [flag, path] : options.outputs()) {
    if (!is_record_file(path)) {
      complain(fmt::format("`{} {}` does not end in .csv, .ndjson or .parquet", flag, path));
      return false;
    }
    for (const std::string& input : inputs) {
      std::error_code not_two_files;
      if (!std::filesystem::equivalent(input, path, not_two_files)) continue;
      complain(fmt::format("`{} {}` would replace {}, which it is judged from", flag, path, input));
      return false;
    }
    if (!paths.insert(std::filesystem::path(path).lexically_normal().string()).second) {
      complain(fmt::format("`{} {}` would replace what another flag writes there", flag, path));
      return false;
    }
  }
  return true;
}

bool write_outputs(const RunOptions& options, const Report& report,
                   const verdicts::Outcome& outcome) {
  const auto write = [](const std::optional<std::string>& path, const verdicts::Records& records) {
    if (!path) return true;
    auto written = write_record_file(*path, records);
    if (!written) complain(written.error().message, written.error().help);
    return written.has_value();
  };
  const actions::Actions& actions = report.around.actions;
  return write(options.verdicts, verdicts::row_records(report.shape, outcome, report.summary,
                                                       report.history.inputs)) &&
         write(options.actions, notice_records(actions, report.shape)) &&
         write(options.points, points_records(actions, report.shape));
}

int run(const RunOptions& options) {
  int exit_code = kClean;
  auto checked = load_policy(options.policy, exit_code);
  if (!checked) return exit_code;
  const agreement::Agreement& agreement = *checked->agreement;
  if (!can_write_outputs(agreement, options)) return kUsage;
  auto history = load_history(agreement, options, exit_code);
  if (!history) return exit_code;
  driver::Engine engine = options.engine == "jit" ? driver::Engine::jit : driver::Engine::reference;
  if (engine == driver::Engine::jit && !can_generate_code()) return kUnreadable;
  auto outcome = driver::evaluate(agreement, *history, engine);
  if (!outcome) {
    complain(outcome.error());
    return kInternal;
  }
  driver::note_findings(agreement, *outcome, *history);
  if (refused(options, *history)) return kUnreadable;
  verdicts::PolicyShape shape = driver::shape_of(agreement, history->log);
  verdicts::Summary summary = verdicts::summarize(shape, *outcome, history->inputs);
  driver::Around around = driver::around(agreement, *history, shape, *outcome, summary);
  Report report{agreement, *history, shape, summary, engine, around};
  if (!write_outputs(options, report, *outcome)) return kUnreadable;
  std::cout << (options.format == "json" ? report_json(report) : report_text(report, colour_out()));
  return kClean;
}

}  // namespace

void add_history_options(CLI::App& verb, HistoryOptions& options) {
  verb.add_option("FILE", options.policy, "The agreement")->required();
  verb.add_option("--events", options.events,
                  "The history: CSV (also .gz), NDJSON, JSON, Parquet, a .sql file or a query; "
                  "NAME=PATH for one "
                  "source of several")
      ->required()
      ->allow_extra_args(false);
  verb.add_option("--roster", options.roster,
                  "Who is who: owner, team, manager, time_zone, calendar, roles");
  verb.add_option("--as-of", options.as_of,
                  "The instant of judgement: 2026-07-01, or with time and offset")
      ->required();
}

void add_run(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("run", "Evaluate a history: who kept which promise as of an instant");
  auto options = std::make_shared<RunOptions>();
  add_history_options(*verb, *options);
  verb->add_option("--engine", options->engine, "jit (compiled) or reference (the plain oracle)")
      ->check(CLI::IsMember({"jit", "reference"}))
      ->capture_default_str();
  verb->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  verb->add_option("--verdicts", options->verdicts,
                   "Also write one row per obligation: .csv, .ndjson or .parquet");
  verb->add_option(
      "--actions", options->actions,
      "Also write one row per reminder, escalation and task: what was, is to be and is "
      "no longer to be done");
  verb->add_option("--points", options->points,
                   "Also write one row for each time points were given");
  verb->add_flag("--strict", options->strict,
                 "Refuse a log with problems instead of reporting them");
  verb->footer(
      "Example:\n  sla run agreement.sla --events leads.csv.gz --roster roster.csv --as-of "
      "2026-07-01 "
      "--verdicts verdicts.csv");
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace sla::cli
