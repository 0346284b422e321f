#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/codes/pages.h"
#include "compiler/diagnose/display.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"
#include "compiler/report/shown.h"

namespace sla::report {
namespace {

using diagnose::Finding;

/// More codes than this are not listed: the first will do to learn the command.
constexpr std::size_t kCodesListed = 8;

/// "More about SLA1001 and SLA1004: `sla explain CODE`", where there are pages to read.
std::string where_to_read_on(const std::vector<Shown>& shown) {
  std::set<std::string> codes;
  for (const Shown& one : shown) {
    if (!codes::page_of(one.finding->code).empty())
      codes.insert(diagnose::code_text(one.finding->code));
  }
  if (codes.empty()) return "";
  if (codes.size() == 1) return fmt::format("more about it: `sla explain {}`\n", *codes.begin());
  std::vector<std::string> listed(codes.begin(), codes.end());
  if (listed.size() > kCodesListed) {
    listed.resize(kCodesListed);
    listed.emplace_back("others");
  }
  const std::string last = listed.back();
  listed.pop_back();
  return fmt::format("more about {} and {}: `sla explain CODE`\n", fmt::join(listed, ", "), last);
}

std::string closing(const Report& report, std::size_t hidden) {
  const Counts counts = counts_of(report);
  std::string line = "found " + counted(counts);
  if (report.policies.size() > 1) line += fmt::format(" in {} policies", report.policies.size());
  if (hidden > 0) line += fmt::format("; {} not shown: `--max-errors 0` shows all", hidden);
  if (counts.suppressed > 0) line += fmt::format("; {} suppressed", counts.suppressed);
  return line + "\n";
}

}  // namespace

Selection shown_of(const Report& report, const Options& options) {
  Selection selection;
  for (const Policy& policy : report.policies) {
    for (const Finding& finding : policy.findings) {
      if (!finding.suppressed) selection.shown.push_back({&policy, &finding});
    }
  }
  if (options.most == 0 || selection.shown.size() <= options.most) return selection;
  const auto is_error = [](const Shown& one) {
    return one.finding->severity == diagnose::Severity::error;
  };
  // Errors first, where not all have room; those that are shown stay in their order.
  const auto errors = static_cast<std::size_t>(std::ranges::count_if(selection.shown, is_error));
  std::size_t room_for_errors = std::min(errors, options.most);
  std::size_t room_for_others = options.most - room_for_errors;
  selection.hidden = selection.shown.size() - options.most;
  std::erase_if(selection.shown, [&](const Shown& one) {
    std::size_t& room = is_error(one) ? room_for_errors : room_for_others;
    if (room == 0) return true;
    --room;
    return false;
  });
  return selection;
}

std::string render_text(const Report& report, const Options& options) {
  const Selection selection = shown_of(report, options);
  std::string text;
  for (const Shown& one : selection.shown)
    text += diagnose::render_text(*one.finding, one.policy->sources, options.colour) + "\n";
  if (selection.shown.empty()) return text;
  return text + closing(report, selection.hidden) + where_to_read_on(selection.shown);
}

}  // namespace sla::report
