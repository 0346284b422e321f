#include <string>

#include <fmt/format.h>

#include "compiler/diagnose/display.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"
#include "compiler/report/shown.h"

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions: a line
// `::error file=...,line=...::message` on standard output becomes an annotation.
namespace sla::report {
namespace {

using diagnose::Finding;

/// Values of properties also escape what would end them.
std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '%': result += "%25"; break;
      case '\r': result += "%0D"; break;
      case '\n': result += "%0A"; break;
      case ':': result += property ? "%3A" : ":"; break;
      case ',': result += property ? "%2C" : ","; break;
      default: result += c;
    }
  }
  return result;
}

std::string clean(std::string_view text) { return diagnose::display(text).text; }
std::string property(std::string_view text) { return escaped(clean(text), true); }

std::string_view command(diagnose::Severity severity) {
  switch (severity) {
    case diagnose::Severity::error: return "error";
    case diagnose::Severity::warning: return "warning";
    case diagnose::Severity::note: return "notice";
  }
  return "";
}

/// All there is to say, a line each.
std::string words(const Shown& one, const Options& options) {
  const Finding& finding = *one.finding;
  std::string text = clean(finding.message);
  if (!finding.primary.text.empty()) text += "\n" + clean(finding.primary.text);
  for (const diagnose::Label& label : finding.secondary) {
    const Region at = region(one.policy->sources, label.span);
    text += fmt::format("\n{}:{}: {}", clean(repository_path(at.file->path(), options)),
                        at.begin.line, clean(label.text));
  }
  if (finding.timeline) {
    text += "\nfor example:";
    for (const diagnose::Timeline::Line& line : finding.timeline->lines) {
      text += "\n  ";
      if (!line.when.empty()) text += clean(line.when) + "  ";
      text += clean(line.what);
    }
  }
  for (const std::string& note : finding.notes) text += "\nnote: " + clean(note);
  if (finding.help) text += "\nhelp: " + clean(*finding.help);
  const std::string url = page_url(finding.code, options);
  if (!url.empty()) text += "\n" + clean(url);
  return escaped(text, false);
}

}  // namespace

std::string render_github(const Report& report, const Options& options) {
  std::string text;
  for (const Policy& policy : report.policies) {
    if (!policy.failure) continue;
    std::string why = clean(policy.failure->message);
    if (!policy.failure->help.empty()) why += "\nhelp: " + clean(policy.failure->help);
    text += fmt::format("::error file={},title=sla cannot read this::{}\n",
                        property(repository_path(policy.path, options)), escaped(why, false));
  }
  for (const Shown& one : shown_of(report, {}).shown) {
    const Region at = region(one.policy->sources, one.finding->primary.span);
    text += fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
                        command(one.finding->severity),
                        property(repository_path(at.file->path(), options)), at.begin.line,
                        at.end.line, at.begin.column, at.end.column,
                        property(fmt::format("{}: {}", diagnose::code_text(one.finding->code),
                                             diagnose::entry(one.finding->code).meaning)),
                        words(one, options));
  }
  return text;
}

}  // namespace sla::report
