#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

/// Findings as people and programs outside read them.
namespace sla::report {

enum class Format : std::uint8_t { text, brief, json, jsonl, sarif, github, gitlab, junit, agent };

/// What a format is called on the command line, in the order that it is offered.
struct FormatName {
  Format format;
  std::string_view name;
};
inline constexpr std::array<FormatName, 9> kFormats = {{{Format::text, "text"},
                                                        {Format::brief, "short"},
                                                        {Format::json, "json"},
                                                        {Format::jsonl, "jsonl"},
                                                        {Format::sarif, "sarif"},
                                                        {Format::github, "github"},
                                                        {Format::gitlab, "gitlab"},
                                                        {Format::junit, "junit"},
                                                        {Format::agent, "agent"}}};
std::optional<Format> format_called(std::string_view name);

/// Why a policy has no findings at all: it could not be read, or not be judged.
struct Failure {
  std::string message, help;
};

/// What was found in one policy and the files that it uses. Findings are in the order in which they
/// are told; their spans are of texts that somebody wrote (`Findings::trace_back`).
struct Policy {
  std::string path;  ///< As the command line has it.
  source::Sources sources;
  std::vector<diagnose::Finding> findings;
  std::optional<Failure> failure;
};

/// What one call of the command found.
struct Report {
  std::string verb;  ///< "check", "lint".
  std::vector<Policy> policies;
};

struct Options {
  bool colour = false;
  /// How many findings text, short and agent show, errors first; 0: all.
  std::size_t most = 0;
  /// Where the pages of the codes are, without a slash at the end; empty where they are nowhere.
  std::string docs_url;
  /// Absolute paths, for formats whose paths are relative to the repository: the working directory,
  /// and the repository's root or nothing.
  std::string here, root;
};

/// Findings that count, by severity, and those that do not.
struct Counts {
  std::size_t errors = 0, warnings = 0, notes = 0, suppressed = 0, failures = 0;
  std::size_t all() const { return errors + warnings + notes; }
};
Counts counts_of(const Report& report);

/// The report in a format. UTF-8 with a line break at its end, or nothing where there is nothing to
/// say (text, short, agent and github without findings). Never throws for what findings hold: bytes
/// that are not UTF-8 come out as U+FFFD. Deterministic.
std::string render(Format format, const Report& report, const Options& options);

/// The report as GitHub shows it on the page of a job: Markdown.
std::string job_summary(const Report& report, const Options& options);

/// For each finding of a policy, in their order, what it is known by while lines move: made of its
/// code, the declaration that it is in and the words that it points at, and counted where several
/// are alike: "9c1f0e6b2a77d310:1".
std::vector<std::string> fingerprints(const Policy& policy);

}  // namespace sla::report
