#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/diff_report.h"
#include "cli/exit_code.h"
#include "cli/fail_on.h"
#include "cli/git.h"
#include "cli/policy.h"
#include "cli/record_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

namespace sla::cli {
namespace {

namespace fs = std::filesystem;

struct DiffOptions {
  std::vector<std::string> what;
  std::string format = "text";
  std::vector<std::string> fail_on;
  std::optional<std::string> emit_test, verdict_changes;
  std::vector<std::string> events;
  std::optional<std::string> roster, as_of;
};

bool is_file(const std::string& path) {
  std::error_code error;
  return path == "-" || fs::is_regular_file(path, error);
}

/// One version: a file, or what a file was in a revision.
struct Side {
  std::string shown;
  std::string path;
  std::optional<Revision> revision;
};

std::optional<Side> side_of(const std::string& revision, const std::string& file, int& exit_code) {
  if (revision.empty()) return Side{file, file, std::nullopt};
  auto extracted = Revision::extract(revision, file);
  if (extracted) {
    std::string path = extracted->path();
    return Side{revision + ":" + file, std::move(path), std::move(*extracted)};
  }
  complain(extracted.error().message, extracted.error().help);
  exit_code = kUnreadable;
  return std::nullopt;
}

/// Whether a file declares an agreement, as far as its first words tell.
bool has_agreement(const fs::path& path) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("agreement ")) return true;
  }
  return false;
}

/// The one agreement of this folder; says so when there is none or more.
std::optional<std::string> only_agreement(int& exit_code) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(".", error)) {
    if (entry.path().extension() == ".sla" && has_agreement(entry.path())) {
      found.push_back(entry.path().filename().string());
    }
  }
  if (found.size() == 1) return found.front();
  std::ranges::sort(found);
  complain(found.empty()
               ? std::string("this folder has no agreement")
               : fmt::format("this folder has several agreements: {}", fmt::join(found, ", ")),
           "name the file: `sla diff main agreement.sla`");
  exit_code = kUsage;
  return std::nullopt;
}

struct Request {
  std::string was_revision, is_revision;  ///< Empty: the file itself.
  std::string was_file, is_file;
};

/// What of OLD, OLD NEW, REVISION FILE and REVISION..REVISION FILE is meant.
std::optional<Request> request_of(const std::vector<std::string>& what, int& exit_code) {
  const std::string& first = what.front();
  if (what.size() == 2 && is_file(first)) return Request{"", "", first, what[1]};
  const auto file = what.size() == 2 ? std::optional(what[1]) : only_agreement(exit_code);
  if (!file) return std::nullopt;
  const std::size_t dots = first.find("..");
  if (dots == first.npos || first.find('/') == 0 || first.starts_with("..")) {
    return Request{first, "", *file, *file};
  }
  const bool common = first.compare(dots, 3, "...") == 0;
  std::string was = first.substr(0, dots), is = first.substr(dots + (common ? 3 : 2));
  if (was.empty()) was = "HEAD";
  if (is.empty()) is = "HEAD";
  if (!common) return Request{was, is, *file, *file};
  const auto base = merge_base(was, is, *file);
  if (base) return Request{*base, is, *file, *file};
  complain(base.error().message, base.error().help);
  exit_code = kUnreadable;
  return std::nullopt;
}

bool can_write(const std::string& flag, const std::string& path, const Request& request) {
  for (const std::string& input : {request.was_file, request.is_file}) {
    std::error_code not_two_files;
    if (!fs::equivalent(input, path, not_two_files)) continue;
    complain(fmt::format("`{} {}` would replace {}, which is compared", flag, path, input));
    return false;
  }
  return true;
}

bool usable(const DiffOptions& options, const Request& request) {
  const bool history = !options.events.empty();
  if (history != options.as_of.has_value() ||
      (!history && (options.roster || options.verdict_changes))) {
    complain("a history needs `--events` and `--as-of`",
             "`--roster` and `--verdict-changes` go with them");
    return false;
  }
  if (options.verdict_changes && !is_record_file(*options.verdict_changes)) {
    complain(fmt::format("`--verdict-changes {}` does not end in .csv, .ndjson or .parquet",
                         *options.verdict_changes));
    return false;
  }
  return (!options.emit_test || can_write("--emit-test", *options.emit_test, request)) &&
         (!options.verdict_changes ||
          can_write("--verdict-changes", *options.verdict_changes, request));
}

bool write_tests(const std::string& path, const DiffReport& report) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << diff_tests(report);
  file.close();
  if (file) return true;
  complain(fmt::format("cannot write {}", path));
  return false;
}

void print(const DiffReport& report, const std::string& format) {
  if (format == "json") {
    std::cout << diff_json(report);
  } else if (format == "markdown") {
    std::cout << diff_markdown(report);
  } else {
    std::cout << diff_text(report, colour_out());
  }
}

/// The history as one version judges it; nothing, with the exit code set, when it cannot be read.
std::optional<driver::Version> judged(const agreement::Agreement& agreement,
                                      const DiffOptions& options, int& exit_code) {
  HistoryOptions history;
  history.events = options.events;
  history.roster = options.roster;
  history.as_of = *options.as_of;
  history.resources.whole_because = "two versions are compared";
  auto versions = load_versions({agreement}, history, exit_code);
  if (versions.empty()) return std::nullopt;
  const bool compiled = !driver::code_generation_problem();
  const auto engine = compiled ? driver::Engine::jit : driver::Engine::reference;
  const time::Instant now = versions.front().history->inputs.as_of;
  if (auto done = driver::evaluate(versions.front(), engine, now); !done) {
    complain(done.error());
    exit_code = kInternal;
    return std::nullopt;
  }
  return std::move(versions.front());
}

int report_on(const DiffOptions& options, const std::vector<FailOn>& conditions, const Side& was,
              const Side& is, driver::Checked& old_policy, driver::Checked& new_policy) {
  const auto comparison = driver::compare(old_policy, new_policy);
  if (!comparison) {
    complain(comparison.error());
    return kInternal;
  }
  DiffReport report{was.shown, is.shown, *comparison, nullptr};
  std::optional<driver::Version> before, now;
  std::optional<driver::HistoryEffect> effect;
  if (!options.events.empty()) {
    int exit_code = kClean;
    before = judged(*old_policy.agreement, options, exit_code);
    if (before) now = judged(*new_policy.agreement, options, exit_code);
    if (!now) return exit_code;
    effect = driver::effect_of(*comparison, *before, *now);
    report.history = &*effect;
  }
  if (options.emit_test && !write_tests(*options.emit_test, report)) return kUnreadable;
  if (options.verdict_changes) {
    auto written = write_record_file(*options.verdict_changes, driver::flip_records(*effect));
    if (!written) {
      complain(written.error().message, written.error().help);
      return kUnreadable;
    }
  }
  print(report, options.format);
  return exit_code_of(conditions, *comparison);
}

int diff(const DiffOptions& options) {
  int exit_code = kClean;
  const auto conditions = parse_fail_on(options.fail_on, exit_code);
  if (!conditions) return exit_code;
  const auto request = request_of(options.what, exit_code);
  if (!request) return exit_code;
  if (!usable(options, *request)) return kUsage;
  const auto was = side_of(request->was_revision, request->was_file, exit_code);
  if (!was) return exit_code;
  const auto is = side_of(request->is_revision, request->is_file, exit_code);
  if (!is) return exit_code;
  auto old_policy = load_policy(was->path, exit_code);
  if (!old_policy) return exit_code;
  auto new_policy = load_policy(is->path, exit_code);
  if (!new_policy) return exit_code;
  if (!know_parties(*conditions, *old_policy->agreement, *new_policy->agreement)) return kUsage;
  return report_on(options, *conditions, *was, *is, *old_policy, *new_policy);
}

}  // namespace

void add_diff(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "diff", "Compare two versions of an agreement: what became stricter, looser, new or gone");
  auto options = std::make_shared<DiffOptions>();
  verb->add_option("WHAT", options->what,
                   "OLD NEW; or a git revision (or two: A..B) and the agreement, which may be left "
                   "out where the folder has one")
      ->required()
      ->expected(1, 2);
  verb->add_option("--format", options->format, "text, markdown (for a pull request) or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->capture_default_str();
  verb->add_option("--fail-on", options->fail_on,
                   "Exit with 1 only if a promise is this: stricter, looser, new, gone, changed or "
                   "any; of one party: stricter:sales; with another exit code: "
                   "stricter:sales=10. May be repeated: the first that holds counts")
      ->type_name("CHANGE[:PARTY][=CODE]")
      ->allow_extra_args(false);
  verb->add_option("--emit-test", options->emit_test,
                   "Also write the timelines as test blocks of the language");
  verb->add_option("--events", options->events,
                   "A history: also what would have been judged differently on it")
      ->allow_extra_args(false);
  verb->add_option("--roster", options->roster, "Who is who, with `--events`");
  verb->add_option("--as-of", options->as_of, "The instant of judgement, with `--events`");
  verb->add_option("--verdict-changes", options->verdict_changes,
                   "Also write every verdict that differs: .csv, .ndjson or .parquet");
  verb->footer(
      "Examples:\n  sla diff old.sla new.sla\n  sla diff main --format markdown\n"
      "  sla diff HEAD~1..HEAD agreement.sla --fail-on stricter:sales");
  verb->callback([options, &exit_code] { exit_code = diff(*options); });
}

}  // namespace sla::cli
