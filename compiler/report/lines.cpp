#include <string>

#include <fmt/format.h>

#include "compiler/diagnose/display.h"
#include "compiler/diagnose/render.h"
#include "compiler/report/place.h"
#include "compiler/report/renderers.h"
#include "compiler/report/shown.h"

namespace sla::report {
namespace {

using diagnose::Finding;

/// One line of anything: without line breaks and what else could drive a terminal.
std::string plain(std::string_view text) { return diagnose::display(text).text; }

std::string place(const Shown& one) {
  const Region at = region(one.policy->sources, one.finding->primary.span);
  return fmt::format("{}:{}:{}", plain(at.file->path()), at.begin.line, at.begin.column);
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
  }
  return plain(result + "\"");
}

std::string fix_words(const diagnose::Fix& fix, const source::Sources& sources) {
  const auto edit = [&](source::Span span, const std::string& text) {
    const Region at = region(sources, span);
    return fmt::format("{}:{} {} -> {}", at.begin.line, at.begin.column, quoted(sources.text(span)),
                       quoted(text));
  };
  std::string words =
      fmt::format("; fix ({}): {}", fix.safety == diagnose::Safety::safe ? "safe" : "unsafe",
                  edit(fix.span, fix.text));
  for (const diagnose::Edit& more : fix.more) words += ", " + edit(more.span, more.text);
  return words;
}

std::string everything(const Shown& one) {
  const Finding& finding = *one.finding;
  const source::Sources& sources = one.policy->sources;
  std::string line = plain(finding.message);
  if (!finding.primary.text.empty()) line += fmt::format(" ({})", plain(finding.primary.text));
  for (const diagnose::Label& label : finding.secondary) {
    const Region at = region(sources, label.span);
    line += fmt::format("; {}:{}:{} {}", plain(at.file->path()), at.begin.line, at.begin.column,
                        plain(label.text));
  }
  if (finding.timeline) {
    line += "; example:";
    for (const diagnose::Timeline::Line& event : finding.timeline->lines) {
      if (!event.when.empty()) line += " " + plain(event.when);
      line += " " + plain(event.what);
      if (&event != &finding.timeline->lines.back()) line += ",";
    }
  }
  for (const std::string& note : finding.notes) line += "; note: " + plain(note);
  if (finding.help) line += "; help: " + plain(*finding.help);
  if (finding.fix) line += fix_words(*finding.fix, sources);
  return line;
}

}  // namespace

std::string render_brief(const Report& report, const Options& options) {
  const Selection selection = shown_of(report, options);
  std::string text;
  for (const Shown& one : selection.shown) {
    text +=
        fmt::format("{}: {}[{}]: {}\n", place(one), diagnose::severity_name(one.finding->severity),
                    diagnose::code_text(one.finding->code), plain(one.finding->message));
  }
  if (selection.hidden > 0) text += fmt::format("... and {} more\n", selection.hidden);
  return text;
}

std::string render_agent(const Report& report, const Options& options) {
  const Selection selection = shown_of(report, options);
  std::string text;
  for (const Shown& one : selection.shown) {
    text +=
        fmt::format("{} {} {}: {}\n", place(one), diagnose::severity_name(one.finding->severity),
                    diagnose::code_text(one.finding->code), everything(one));
  }
  if (selection.hidden > 0)
    text += fmt::format("... and {} more; `--max-errors 0` shows all\n", selection.hidden);
  return text;
}

}  // namespace sla::report
