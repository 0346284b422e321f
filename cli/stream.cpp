#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/line_input.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/record_file.h"
#include "cli/report_live.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/driver/live.h"
#include "compiler/driver/session.h"
#include "runtime/ingest/value_text.h"
#include "runtime/verdicts/rows.h"

namespace sla::cli {
namespace {

struct StreamOptions {
  std::string policy;
  std::vector<std::string> events;
  std::string source, engine = "jit";
  std::optional<std::string> roster, as_of, snapshot, verdicts, tick, lateness, retention;
  bool strict = false;
};

/// A length of time as the flag says it, in microseconds.
std::optional<std::int64_t> length_of(const char* flag, const std::string& text, int& exit_code) {
  const ingest::ParsedValue parsed = ingest::parse_duration(text, true);
  if (parsed.problem == ingest::ValueProblem::none && parsed.value > 0) return parsed.value;
  complain(fmt::format("`{} {}` is no length of time", flag, text),
           "write it as 15 min, 36 hours or 40 days");
  exit_code = kUsage;
  return std::nullopt;
}

/// The settings of the session; says what is wrong with them.
bool read_settings(const StreamOptions& options, const agreement::Agreement& agreement,
                   driver::Live::Options& live, int& exit_code) {
  const std::tuple<const char*, const std::optional<std::string>*, std::optional<std::int64_t>*>
      lengths[] = {{"--tick", &options.tick, &live.tick},
                   {"--lateness", &options.lateness, &live.session.lateness},
                   {"--retention", &options.retention, &live.session.retention}};
  for (const auto& [flag, text, value] : lengths) {
    if (!*text) continue;
    *value = length_of(flag, **text, exit_code);
    if (!*value) return false;
  }
  if (options.as_of) {
    live.as_of = parse_as_of(*options.as_of, agreement, exit_code);
    if (!live.as_of) return false;
  }
  if (!live.session.retention) return true;
  if (!live.session.lateness) {
    complain("`--retention` needs `--lateness`: what is forgotten must not be told of again");
    exit_code = kUsage;
    return false;
  }
  const driver::Retention needed = driver::retention_of(agreement);
  if (needed.span && *live.session.retention >= *needed.span) return true;
  complain(fmt::format("`--retention {}` is too short for this agreement: it needs {}",
                       *options.retention, driver::words(needed)),
           "a lead that is forgotten begins anew with its next event");
  exit_code = kUsage;
  return false;
}

/// Names a place in the input: `events.csv:17`.
std::string place_of(const std::string& input, std::uint64_t line) {
  return fmt::format("{}:{}", input == "-" ? "standard input" : printable(input), line);
}

/// Goes through the inputs. Ends early, with an exit code, when that cannot go on.
class Streaming {
 public:
  Streaming(const StreamOptions& options, driver::Feed& feed, driver::Live& live)
      : options_(options), feed_(feed), live_(live) {}

  int read(const std::string& path) {
    auto input = LineInput::open(path);
    if (!input) {
      complain(input.error().message, input.error().help);
      return kUnreadable;
    }
    driver::LineRecords records(path.ends_with(".csv")      ? driver::LineRecords::Kind::csv
                                : path.ends_with(".ndjson") ? driver::LineRecords::Kind::ndjson
                                                            : driver::LineRecords::Kind::unknown);
    while (const auto line = input->next()) {
      if (const int code = take(path, records, records.take(*line)); code != kClean) return code;
      if (!input->has_more()) std::cout.flush();
    }
    if (!input->problem().empty()) {
      complain(fmt::format("{} cannot be read: {}", path, input->problem()));
      return kUnreadable;
    }
    if (LineInput::was_stopped()) return kClean;
    if (auto ended = records.finish(); !ended) return problem(path, records.line(), ended.error());
    return kClean;
  }

 private:
  int take(const std::string& path, driver::LineRecords& records,
           const std::expected<driver::LineRecords::Step, std::string>& step) {
    if (!step) return problem(path, records.line(), step.error());
    if (*step == driver::LineRecords::Step::nothing) return kClean;
    auto told = feed_.take(records.cells(), live_.records());
    if (!told) {
      return problem(path, records.line(), told.error().message, told.error().help);
    }
    const auto left_out = live_.take(std::move(told->facts));
    if (!left_out) {
      complain(left_out.error());
      return kInternal;
    }
    told->problems.insert(told->problems.end(), left_out->begin(), left_out->end());
    for (const std::string& one : told->problems) {
      if (const int code = problem(path, records.line(), one); code != kClean) return code;
    }
    return kClean;
  }

  /// Says what is wrong with a line; the rest goes on, unless `--strict`.
  int problem(const std::string& path, std::uint64_t line, const std::string& what,
              const std::string& help = {}) {
    fmt::print(stderr, "{}: {}: {}\n", options_.strict ? "error" : "warning", place_of(path, line),
               printable(what));
    if (!help.empty()) fmt::print(stderr, "help: {}\n", printable(help));
    return options_.strict ? kUnreadable : kClean;
  }

  const StreamOptions& options_;
  driver::Feed& feed_;
  driver::Live& live_;
};

/// Goes on where the file was written, if it is there.
int take_up(const StreamOptions& options, driver::Live& live) {
  if (!options.snapshot || !std::filesystem::exists(*options.snapshot)) return kClean;
  std::ifstream file(*options.snapshot, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  auto restored = file ? live.restore(bytes.str())
                       : std::expected<void, std::string>(std::unexpected("it cannot be read"));
  if (!restored) {
    complain(
        fmt::format("the snapshot {} cannot be taken up: {}", *options.snapshot, restored.error()),
        "name another file, or remove this one to begin anew with all events");
    return kUnreadable;
  }
  return kClean;
}

int save(const StreamOptions& options, driver::Live& live) {
  if (!options.snapshot) return kClean;
  return write_whole(*options.snapshot, live.snapshot());
}

int write_verdicts(const StreamOptions& options, driver::Live& live) {
  if (!options.verdicts) return kClean;
  const auto rows = live.session().rows();
  if (!rows) {
    complain(rows.error());
    return kInternal;
  }
  const auto written = write_record_file(
      *options.verdicts, {verdicts::row_columns(live.session().shape()), [&](const auto& take) {
                            for (const verdicts::NamedRow& row : *rows) take(cells_of(row));
                          }});
  if (written) return kClean;
  complain(written.error().message, written.error().help);
  return kUnreadable;
}

int stream(const StreamOptions& options) {
  int exit_code = kClean;
  const auto checked = load_policy(options.policy, exit_code);
  if (!checked) return exit_code;
  const agreement::Agreement& agreement = *checked->agreement;
  if (const std::string why = driver::Live::why_not(agreement); !why.empty()) {
    complain(why, "judge it with `sla run`");
    return kUsage;
  }
  if (options.verdicts && !is_record_file(*options.verdicts)) {
    complain(fmt::format("`--verdicts {}` does not end in .csv, .ndjson or .parquet",
                         *options.verdicts));
    return kUsage;
  }
  driver::Live::Options settings;
  settings.engine = options.engine == "jit" ? driver::Engine::jit : driver::Engine::reference;
  if (!read_settings(options, agreement, settings, exit_code)) return exit_code;
  if (settings.engine == driver::Engine::jit && !can_generate_code()) return kUnreadable;
  auto feed = driver::Feed::make(agreement, options.source);
  if (!feed) {
    complain(feed.error().message, feed.error().help);
    return kUsage;
  }
  events::Roster roster;
  if (options.roster) {
    auto read = driver::read_roster(agreement, *options.roster);
    if (!read) {
      complain(read.error().message, read.error().help);
      return kUnreadable;
    }
    roster = std::move(*read);
  }
  verdicts::PolicyShape shape;
  auto live = driver::Live::make(
      agreement, std::move(roster), settings,
      [&](time::Instant at, const auto& changes) { std::cout << live_lines(at, changes, shape); });
  if (!live) {
    complain(live.error());
    return kInternal;
  }
  if (const int code = take_up(options, *live); code != kClean) return code;
  shape = live->session().shape();
  if (settings.as_of && live->now() && *settings.as_of < *live->now()) {
    complain(
        fmt::format("the clock of the snapshot stands at {} and does not go back to `--as-of "
                    "{}`",
                    time::format_utc(*live->now()), *options.as_of));
    return kUsage;
  }
  Streaming streaming(options, *feed, *live);
  for (const std::string& path : options.events) {
    if (const int code = streaming.read(path); code != kClean) return code;
    if (LineInput::was_stopped()) break;
  }
  // Who stops it wants it to go on later: what lies ahead of the clock is not judged.
  if (!LineInput::was_stopped()) {
    if (auto done = live->finish(); !done) {
      complain(done.error());
      return kInternal;
    }
  }
  std::cout.flush();
  if (const int code = save(options, *live); code != kClean) return code;
  return write_verdicts(options, *live);
}

}  // namespace

void add_stream(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "stream",
      "Follow events as they arrive: what changes, and what is to be done, when it is so");
  auto options = std::make_shared<StreamOptions>();
  verb->add_option("FILE", options->policy, "The agreement")->required();
  verb->add_option("--events", options->events,
                   "Lines of CSV (with a header) or NDJSON, in the order of arrival; - is standard "
                   "input, which is read unless this is given. May be repeated")
      ->allow_extra_args(false);
  verb->add_option("--source", options->source,
                   "The source of the policy that all lines are of; else each line is for those "
                   "whose columns it has");
  verb->add_option("--roster", options->roster,
                   "Who is who: owner, team, manager, time_zone, calendar, roles");
  verb->add_option("--as-of", options->as_of,
                   "The clock ends there: 2026-07-01, or with time and offset; at the last event "
                   "unless said");
  verb->add_option("--tick", options->tick,
                   "Judge only at multiples of this, such as 15min; at each instant at which "
                   "something changes unless said");
  verb->add_option("--snapshot", options->snapshot,
                   "Go on from this file if it is there, and write it at the end");
  verb->add_option("--lateness", options->lateness,
                   "Leave out events this far behind the clock; none unless said");
  verb->add_option("--retention", options->retention,
                   "Forget leads with nothing open of which nothing was heard for so long");
  verb->add_option("--verdicts", options->verdicts,
                   "Also write all verdicts as of the end: .csv, .ndjson or .parquet");
  verb->add_option("--engine", options->engine, "jit (compiled) or reference (the plain oracle)")
      ->check(CLI::IsMember({"jit", "reference"}))
      ->capture_default_str();
  verb->add_flag("--strict", options->strict, "End at the first line that has a problem");
  verb->footer(
      "Example:\n  tail -n +1 -f events.ndjson | sla stream agreement.sla --roster roster.csv "
      "--snapshot state.sla-stream");
  verb->callback([options, &exit_code] {
    if (options->events.empty()) options->events = {"-"};
    exit_code = stream(*options);
  });
}

}  // namespace sla::cli
