#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/rewrite.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/diagnose/render.h"
#include "compiler/format/format.h"

namespace sla::cli {
namespace {

struct FormatOptions {
  std::vector<std::string> files;
  bool check = false, diff = false;
};

// The text in the one style; nothing, with the exit code and the reason said, when that cannot be.
std::optional<std::string> formatted(source::Sources& sources, std::uint32_t file, int& exit_code) {
  diagnose::Findings findings;
  auto result = format::format(sources, file, findings);
  if (result) return result;
  findings.settle();
  for (const diagnose::Finding& finding : findings.all())
    fmt::print(stderr, "{}\n", diagnose::render_text(finding, sources, colour_err()));
  exit_code = kFindings;
  return std::nullopt;
}

int format_one(const std::string& path, const FormatOptions& options) {
  source::Sources sources;
  const auto file = sources.load(path);
  if (!file) {
    complain(file.error().message, file.error().help);
    return kUnreadable;
  }
  int exit_code = kClean;
  const auto text = formatted(sources, *file, exit_code);
  if (!text) return exit_code;
  const std::string_view before = sources.file(*file).text();
  const bool same = before == *text;
  if (options.diff && !same) fmt::print("{}", unified_diff(path, before, *text));
  if (options.check || options.diff) {
    if (options.check && !same) fmt::print(stderr, "{} is not formatted\n", path);
    return same ? kClean : kFindings;
  }
  if (path == "-") {
    fmt::print("{}", *text);
    return kClean;
  }
  if (same) return kClean;
  fmt::print(stderr, "formatted {}\n", path);
  return rewrite(path, *text);
}

}  // namespace

void add_fmt(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("fmt", "Set agreements out in the one style");
  auto options = std::make_shared<FormatOptions>();
  verb->add_option(
          "FILE", options->files,
          "Agreements, rewritten in place (`-` goes from standard input to standard output)")
      ->required();
  verb->add_flag("--check", options->check,
                 "Write nothing; exit with 1 when a file is not in the style, and name it");
  verb->add_flag("--diff", options->diff,
                 "Write nothing; print what would change, and exit with 1 when something would");
  verb->footer(
      "Examples:\n  sla fmt agreement.sla\n  sla fmt --check *.sla\n  sla fmt - < agreement.sla");
  verb->callback([options, &exit_code] {
    exit_code = kClean;
    for (const std::string& file : options->files)
      exit_code = std::max(exit_code, format_one(file, *options));
  });
}

}  // namespace sla::cli
