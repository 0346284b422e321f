#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "compiler/diagnose/display.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/report.h"
#include "compiler/report/shown.h"

namespace sla::report {
namespace {

using diagnose::Finding;

/// GitHub takes a mebibyte for a step; a page of more rows than this is not read anyway.
constexpr std::size_t kRows = 200;

/// Text in a cell of a table: Markdown and HTML mean nothing in it, but `names` stay code.
std::string cell(std::string_view text) {
  std::string result;
  bool code = false;
  const std::string shown = diagnose::display(text).text;
  const auto ticks = std::count(shown.begin(), shown.end(), '`');
  for (const char c : shown) {
    if (c == '`' && ticks % 2 == 0) {
      code = !code;
      result += c;
    } else if (c == '|') {
      result += "\\|";
    } else if (code) {
      result += c;
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '&') {
      result += "&amp;";
    } else {
      if (std::string_view("\\*_[]~`#!").find(c) != std::string_view::npos) result += '\\';
      result += c;
    }
  }
  return result;
}

std::string code_cell(const Finding& finding, const Options& options) {
  const std::string code = diagnose::code_text(finding.code);
  const std::string url = page_url(finding.code, options);
  return url.empty() ? code : fmt::format("[{}]({})", code, url);
}

std::string row(const Shown& one, const Options& options) {
  const Region at = region(one.policy->sources, one.finding->primary.span);
  std::string what = cell(one.finding->message);
  if (one.finding->timeline) {
    for (const diagnose::Timeline::Line& line : one.finding->timeline->lines)
      what += fmt::format("<br>{} {}", cell(line.when), cell(line.what));
  }
  if (one.finding->help) what += "<br>help: " + cell(*one.finding->help);
  return fmt::format("| {} | {} | {}:{} | {} |\n", diagnose::severity_name(one.finding->severity),
                     code_cell(*one.finding, options),
                     cell(repository_path(at.file->path(), options)), at.begin.line, what);
}

}  // namespace

std::string job_summary(const Report& report, const Options& options) {
  const Counts counts = counts_of(report);
  std::string text = fmt::format("## sla {}\n\n", report.verb);
  for (const Policy& policy : report.policies) {
    if (policy.failure) text += fmt::format("Not judged: {}\n\n", cell(policy.failure->message));
  }
  if (counts.all() == 0 && counts.failures == 0)
    return text + fmt::format("Nothing found in {} {}.\n", report.policies.size(),
                              report.policies.size() == 1 ? "agreement" : "agreements");
  if (counts.all() == 0) return text;
  Options rows = options;
  rows.most = kRows;
  const Selection selection = shown_of(report, rows);
  text +=
      fmt::format("Found {}.\n\n| | code | where | what |\n|---|---|---|---|\n", counted(counts));
  for (const Shown& one : selection.shown) text += row(one, options);
  if (selection.hidden > 0) text += fmt::format("\n... and {} more.\n", selection.hidden);
  return text;
}

}  // namespace sla::report
