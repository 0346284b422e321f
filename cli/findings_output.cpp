#include "cli/findings_output.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/terminal.h"

#ifndef SLA_DOCS_URL
#define SLA_DOCS_URL ""
#endif

namespace sla::cli {
namespace {

namespace fs = std::filesystem;
using report::Format;

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const report::FormatName& format : report::kFormats) names.emplace_back(format.name);
  return names;
}

/// The closest folder above that git or GitHub would call the root; empty when there is none.
std::string repository_root(const fs::path& here) {
  std::error_code ignored;
  for (fs::path folder = here; !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", ignored)) return folder.string();
    if (folder == folder.root_path()) break;
  }
  return "";
}

std::string docs_url() {
  const char* set = std::getenv("SLA_DOCS_URL");
  std::string url = set != nullptr ? set : SLA_DOCS_URL;
  while (url.ends_with('/')) url.pop_back();
  return url;
}

report::Options render_options(const FindingsOutput& output, Format format) {
  report::Options options;
  const bool to_terminal = !output.output && format == Format::text;
  options.colour = to_terminal ? colour_err() : !output.output && colour_out();
  options.most = output.max_errors;
  options.docs_url = docs_url();
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (!error) options.here = here.string();
  options.root = error ? "" : repository_root(here);
  return options;
}

/// GitHub names the file; several steps add to it.
int append_job_summary(const report::Report& report, const report::Options& options) {
  const char* path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return kClean;
  std::ofstream file(path, std::ios::app | std::ios::binary);
  file << report::job_summary(report, options);
  file.close();
  if (file) return kClean;
  complain(fmt::format("cannot write the job summary to `{}`", printable(path)),
           "GITHUB_STEP_SUMMARY names a file that can be written");
  return kUnreadable;
}

void complain_of_failures(const report::Report& report) {
  for (const report::Policy& policy : report.policies) {
    if (policy.failure) complain(policy.failure->message, policy.failure->help);
  }
}

}  // namespace

void add_findings_options(CLI::App& verb, FindingsOutput& options) {
  verb.add_option("--format", options.format,
                  "How to say what is found: text (for people), short (a line each), json, jsonl, "
                  "sarif, github (annotations), gitlab (code quality), junit, agent")
      ->check(CLI::IsMember(format_names()))
      ->envname("SLA_FORMAT");
  verb.add_option("--output", options.output, "Write it to this file")->type_name("FILE");
  verb.add_option("--max-errors", options.max_errors,
                  "How many findings text, short and agent show, errors first; 0 shows all")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
}

report::Policy reported(const std::string& path, driver::Checked checked) {
  return {path, std::move(checked.sources), checked.findings.all(), std::nullopt};
}

report::Policy not_judged(const std::string& path, report::Failure failure) {
  return {path, {}, {}, std::move(failure)};
}

int tell(const report::Report& report, const FindingsOutput& output) {
  const Format format = report::format_called(output.format).value_or(Format::text);
  const report::Options options = render_options(output, format);
  const std::string text = report::render(format, report, options);
  complain_of_failures(report);
  int exit_code = kClean;
  if (output.output && *output.output != "-") {
    exit_code = write_whole(*output.output, text);
  } else if (format == Format::text && !output.output) {
    fmt::print(stderr, "{}", text);
  } else {
    fmt::print("{}", text);
  }
  if (format == Format::github)
    exit_code = std::max(exit_code, append_job_summary(report, options));
  const bool failed = report::counts_of(report).failures > 0;
  return failed ? std::max<int>(exit_code, kUnreadable) : exit_code;
}

}  // namespace sla::cli
