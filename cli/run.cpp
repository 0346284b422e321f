#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "cli/corrections.h"
#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/record_file.h"
#include "cli/report.h"
#include "cli/report_versions.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/driver/joint.h"
#include "compiler/driver/large.h"
#include "runtime/actions/records.h"
#include "runtime/verdicts/row_spool.h"
#include "runtime/verdicts/rows.h"

namespace sla::cli {
namespace {

struct RunOptions : HistoryOptions {
  std::string engine = "jit";
  std::string format = "text";
  std::optional<std::string> verdicts, actions, points;
  CorrectionOptions corrections;
  bool strict = false;
  int threads = 0;
  std::uint64_t memory = 0;
  bool timings = false;

  /// The files to write, by the flags that ask for them.
  std::vector<std::pair<const char*, std::string>> outputs() const {
    std::vector<std::pair<const char*, std::string>> all;
    if (verdicts) all.emplace_back("--verdicts", *verdicts);
    if (actions) all.emplace_back("--actions", *actions);
    if (points) all.emplace_back("--points", *points);
    if (corrections.to) all.emplace_back("--corrections", *corrections.to);
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
bool can_write_outputs(const std::vector<agreement::Agreement>& agreements,
                       const RunOptions& options) {
  std::vector<std::string> inputs = options.policies;
  if (options.corrections.of) inputs.push_back(*options.corrections.of);
  for (const agreement::Agreement& agreement : agreements) {
    auto more = driver::inputs_of(agreement, {options.events, options.roster, 0, {}});
    inputs.insert(inputs.end(), more.begin(), more.end());
  }
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

// Versions as they are judged, all records together. Borrows the versions.
std::vector<driver::Joint> joined(const std::vector<driver::Version>& versions) {
  std::vector<driver::Joint> all;
  bool several = false;
  for (const driver::Version& version : versions) {
    all.push_back(driver::join(version));
    several |= all.back().shape.several_records;
  }
  // Rows of all versions stand in one file and have the same columns.
  for (driver::Joint& joint : all) joint.shape.several_records = several;
  return all;
}

// Records of all versions, one after the other; `of` makes those of one.
template <class Of>
verdicts::Records of_all(std::size_t versions, Of of) {
  return {of(0).columns, [versions, of](const auto& take) {
            for (std::size_t v = 0; v < versions; ++v) of(v).each(take);
          }};
}

bool write_outputs(const RunOptions& options, const verdicts::Records& rows,
                   const std::vector<Report>& reports, const Corrections* corrections) {
  const auto write = [](const std::optional<std::string>& path, const verdicts::Records& records) {
    if (!path) return true;
    auto written = write_record_file(*path, records);
    if (!written) complain(written.error().message, written.error().help);
    return written.has_value();
  };
  const auto notices = of_all(reports.size(), [&](std::size_t v) {
    return notice_records(reports[v].around.actions, reports[v].shape);
  });
  const auto points = of_all(reports.size(), [&](std::size_t v) {
    return points_records(reports[v].around.actions, reports[v].shape);
  });
  return write(options.verdicts, rows) && write(options.actions, notices) &&
         write(options.points, points) &&
         (corrections == nullptr ||
          write(options.corrections.to, verdicts::correction_records(corrections->rows)));
}

std::optional<Corrections> corrections_of(std::vector<driver::Version>& versions,
                                          const RunOptions& options, driver::Engine engine,
                                          time::Instant now, int& exit_code) {
  const RowsAsOf rows_as_of =
      [&](time::Instant t) -> std::expected<std::vector<verdicts::NamedRow>, std::string> {
    if (auto done = judge(versions, options, engine, t); !done)
      return std::unexpected(done.error());
    std::vector<verdicts::NamedRow> rows;
    for (const driver::Version& version : versions) {
      if (!version.has_say) continue;
      const driver::Joint joint = driver::join(version);
      verdicts::for_each_row(joint.shape, *joint.outcome, joint.summary, joint.history->inputs,
                             [&](const verdicts::NamedRow& row) { rows.push_back(row); });
    }
    return rows;
  };
  return find_corrections(options.corrections, rows_as_of, now, versions.front().agreement.zone,
                          exit_code);
}

int report(const RunOptions& options, const std::vector<driver::Version>& versions,
           driver::Engine engine, const Corrections* corrections) {
  const std::vector<driver::Joint> said = joined(versions);
  std::vector<driver::Around> around;
  for (const driver::Joint& joint : said) around.push_back(driver::around(joint));
  std::vector<Report> reports;
  for (std::size_t v = 0; v < said.size(); ++v) {
    reports.push_back({*said[v].agreement, *said[v].history, said[v].shape, said[v].summary, engine,
                       around[v], said[v].subjects});
  }
  std::optional<driver::Timing> timing(std::in_place, options.resources.timings,
                                       driver::Stage::write);
  const auto rows = of_all(said.size(), [&](std::size_t v) {
    return verdicts::row_records(reports[v].shape, *said[v].outcome, reports[v].summary,
                                 reports[v].history.inputs);
  });
  if (!write_outputs(options, rows, reports, corrections)) return kUnreadable;
  timing.reset();
  std::cout << (options.format == "json" ? reports_json(reports, corrections)
                                         : reports_text(reports, corrections, colour_out()));
  return kClean;
}

// The same for a history that is judged a range of subjects at a time.
int run_large(const RunOptions& options, driver::Version& version, driver::Engine engine) {
  driver::History& history = *version.history;
  std::optional<verdicts::RowSpool> spool;
  if (options.verdicts) {
    auto made = verdicts::RowSpool::make(version.agreement.clauses.size());
    if (!made) {
      complain(made.error());
      return kUnreadable;
    }
    spool.emplace(std::move(*made));
  }
  auto judged =
      driver::evaluate_large(version.agreement, history, engine, spool ? &*spool : nullptr);
  if (judged && spool) {
    if (auto done = spool->flush(); !done) judged = std::unexpected(done.error());
  }
  if (!judged) {
    complain(judged.error(), "set TMPDIR to a folder with more room, or give more `--memory`");
    return kUnreadable;
  }
  if (refused(options, history)) return kUnreadable;
  const driver::Around nothing_around;
  const std::vector<Report> reports = {
      {version.agreement,
       history,
       judged->shape,
       judged->summary,
       engine,
       nothing_around,
       {{version.agreement.subject_kind, history.log.subjects.size()}}}};
  std::optional<driver::Timing> timing(std::in_place, options.resources.timings,
                                       driver::Stage::write);
  const verdicts::Records rows =
      spool ? spool->records(judged->shape, judged->summary) : verdicts::Records{};
  try {
    if (!write_outputs(options, rows, reports, nullptr)) return kUnreadable;
  } catch (const std::runtime_error& problem) {
    complain(problem.what());
    return kUnreadable;
  }
  timing.reset();
  std::cout << (options.format == "json" ? reports_json(reports, nullptr)
                                         : reports_text(reports, nullptr, colour_out()));
  return kClean;
}

// Half of the machine's.
std::uint64_t usual_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
  return pages <= 0 || size <= 0
             ? 0
             : static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) / 2;
}

// What else is asked for besides verdicts of one version may need all obligations at once.
std::string why_whole(const RunOptions& options) {
  if (options.policies.size() > 1) return "several versions are judged together";
  if (options.corrections.of) return "corrections are of all verdicts at once";
  return "";
}

// Said only to who asked for a limit: else the log fits or does not, as ever.
void note_whole_history(const RunOptions& options, const driver::History& history) {
  if (options.memory == 0 || history.whole_because.empty()) return;
  fmt::print(stderr, "note: the history is in memory whole, beyond `--memory`: {}\n",
             history.whole_because);
}

void print_timings(const driver::Timings& timings) {
  double total = 0;
  for (std::size_t s = 0; s < driver::kStages; ++s) {
    const auto stage = static_cast<driver::Stage>(s);
    total += timings.seconds(stage);
    fmt::print(stderr, "{:>9.3f} s  {}\n", timings.seconds(stage), driver::name_of(stage));
  }
  fmt::print(stderr, "{:>9.3f} s  in all\n", total);
}

int run(const RunOptions& options) {
  int exit_code = kClean;
  driver::Timings* const timings = options.resources.timings;
  std::optional<driver::Timing> timing(std::in_place, timings, driver::Stage::check);
  if (!options.corrections.of && (options.corrections.to || options.corrections.as_of)) {
    complain("`--corrections` and `--corrections-as-of` need `--corrections-of OLD`");
    return kUsage;
  }
  auto agreements = load_agreements(options, exit_code);
  if (agreements.empty()) return exit_code;
  if (!can_write_outputs(agreements, options)) return kUsage;
  timing.reset();
  auto versions = load_versions(std::move(agreements), options, exit_code);
  if (versions.empty()) return exit_code;
  driver::Engine engine = options.engine == "jit" ? driver::Engine::jit : driver::Engine::reference;
  if (engine == driver::Engine::jit && !can_generate_code()) return kUnreadable;
  if (versions.front().history->parts) return run_large(options, versions.front(), engine);
  note_whole_history(options, *versions.front().history);
  const time::Instant now = versions.front().history->inputs.as_of;
  std::optional<Corrections> corrections;
  if (options.corrections.of) {
    corrections = corrections_of(versions, options, engine, now, exit_code);
    if (!corrections) return exit_code;
  }
  if (auto done = judge(versions, options, engine, now); !done) {
    complain(done.error());
    return kInternal;
  }
  std::erase_if(versions, [](const driver::Version& version) { return !version.has_say; });
  if (versions.empty()) {
    complain("none of the versions is in force by the as-of instant");
    return kUsage;
  }
  for (driver::Version& version : versions) {
    driver::note_findings(version);
    for (const driver::Version* record : driver::records_of(version)) {
      if (refused(options, *record->history)) return kUnreadable;
    }
  }
  return report(options, versions, engine, corrections ? &*corrections : nullptr);
}

}  // namespace

void add_history_options(CLI::App& verb, HistoryOptions& options) {
  verb.add_option("FILE", options.policies,
                  "The agreement; several are its versions, told apart by their terms")
      ->required();
  verb.add_option("--versions", options.versions,
                  "What becomes of what is open when the next version comes into force: pin (it "
                  "stays with its version; the default), migrate (it goes on under the next one), "
                  "recompute (the newest judges everything)")
      ->check(CLI::IsMember({"pin", "migrate", "recompute"}));
  verb.add_option("--events", options.events,
                  "The history: CSV (also .gz), NDJSON, JSON, Parquet, a .sql file or a query; "
                  "NAME=PATH for one source of several, NAME,NAME=PATH for some")
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
  verb->add_option("--corrections-of", options->corrections.of,
                   "An earlier verdict file: what of it is to be corrected by what is known now");
  verb->add_option("--corrections", options->corrections.to,
                   "Also write the corrections: .csv, .ndjson or .parquet");
  verb->add_option("--corrections-as-of", options->corrections.as_of,
                   "As of when the earlier file was judged, if nothing in it is open");
  verb->add_flag("--strict", options->strict,
                 "Refuse a log with problems instead of reporting them");
  verb->add_option("--threads", options->threads,
                   "How many threads to use; as many as the machine runs at once unless said")
      ->check(CLI::Range(1, 1024));
  verb->add_option(
          "--memory", options->memory,
          "Judge a history that needs more than this, such as 2GiB, a range of subjects at "
          "a time; half of the machine's memory unless said")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::PositiveNumber);
  verb->add_flag("--timings", options->timings,
                 "Also say on standard error how long each stage took (in JSON: `timings`)");
  verb->footer(
      "Example:\n  sla run agreement.sla --events leads.csv.gz --roster roster.csv --as-of "
      "2026-07-01 "
      "--verdicts verdicts.csv");
  verb->callback([options, &exit_code] {
    parallel::Pool pool(options->threads);
    driver::Timings timings;
    options->resources = {&pool, options->timings ? &timings : nullptr,
                          options->memory > 0 ? options->memory : usual_memory(),
                          why_whole(*options)};
    exit_code = run(*options);
    if (options->timings) print_timings(timings);
  });
}

}  // namespace sla::cli
