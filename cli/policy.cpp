#include "cli/policy.h"

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "compiler/diagnose/render.h"

namespace sla::cli {

void complain(const std::string& message, const std::string& help) {
  fmt::print(stderr, "error: {}\n", message);
  if (!help.empty()) fmt::print(stderr, "help: {}\n", help);
}

std::optional<driver::Checked> read_policy(const std::string& path, int& exit_code) {
  auto checked = driver::check(path);
  if (!checked) {
    complain(checked.error().message, checked.error().help);
    exit_code = kUnreadable;
    return std::nullopt;
  }
  for (const diagnose::Finding& finding : checked->findings.all()) {
    fmt::print(stderr, "{}\n", diagnose::render_text(finding, checked->sources, colour_err()));
  }
  return std::move(*checked);
}

std::optional<driver::Checked> load_policy(const std::string& path, int& exit_code) {
  auto checked = read_policy(path, exit_code);
  if (!checked || checked->agreement) return checked;
  exit_code = kFindings;
  return std::nullopt;
}

std::optional<time::Instant> parse_as_of(const std::string& text,
                                         const agreement::Agreement& agreement, int& exit_code) {
  auto zone = time::Zone::find(agreement.zone);
  auto parsed = time::parse_instant(text, zone ? *zone : time::Zone::utc());
  if (parsed) return parsed->instant;
  complain(fmt::format("`--as-of {}` is not an instant: {}", text, parsed.error().message),
           fmt::format("write 2026-07-01, 2026-07-01 09:00 (both in {}) or 2026-07-01T13:00:00Z",
                       agreement.zone));
  exit_code = kUsage;
  return std::nullopt;
}

bool can_generate_code() {
  auto problem = driver::code_generation_problem();
  if (problem)
    complain(*problem,
             "keep libsla_jit.so beside the program or in ../lib, or use `--engine reference`");
  return !problem;
}

std::unique_ptr<driver::History> load_history(const agreement::Agreement& agreement,
                                              const HistoryOptions& options, int& exit_code) {
  auto as_of = parse_as_of(options.as_of, agreement, exit_code);
  if (!as_of) return nullptr;
  auto history = driver::read_history(
      agreement, {options.events, options.roster, *as_of, progress_line("reading events")});
  finish_progress();
  if (!history) {
    complain(history.error().message, history.error().help);
    exit_code = kUnreadable;
    return nullptr;
  }
  return std::move(*history);
}

}  // namespace sla::cli
