// `sla diff --format markdown`: a comment for a pull request.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/diff_report.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "compiler/agreement/words.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

/// Text from a policy as it is to be read: nothing in it is markup.
/// The name of a clause: a word of the language, which needs no escaping.
std::string code(const std::string& name) { return "`" + name + "`"; }

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '&': result += "&amp;"; break;
      case '|':
      case '*':
      case '_':
      case '`':
      case '[':
      case ']':
      case '~':
      case '@':
      case '#':
      case '\\':
        result += '\\';
        result += c;
        break;
      default: result += c;
    }
  }
  return result;
}

/// A block of code whose fence no line of it can end.
std::string fenced(const std::string& text, const char* language) {
  std::string fence = "```";
  while (text.find(fence) != text.npos) fence += '`';
  return fmt::format("{}{}\n{}{}\n", fence, language, text, fence);
}

std::string row_of(const driver::Comparison& c, const driver::ComparedPromise& promise) {
  const agreement::Clause& clause = c.clause_of(promise.change);
  std::vector<std::string> lines;
  for (const compare::Detail& each : promise.change.details) {
    lines.push_back(escaped(diff_line(each, "→")));
  }
  if (promise.change.was < 0 || promise.change.is < 0) {
    lines.push_back(escaped(agreement::sentence(c.record_of(promise.change), clause)));
  }
  if (promise.verdict == driver::PromiseChange::undecided) lines.push_back(kUndecided);
  const std::string title = clause.title.empty() ? "" : "<br>" + escaped(clause.title);
  return fmt::format("| **{}** | {}{} | {} | {} |\n", driver::name_of(promise.verdict),
                     code(clause.name), title, escaped(c.party_of(promise.change)),
                     fmt::join(lines, "<br>"));
}

std::string local(time::Instant at, const agreement::Agreement& record) {
  const auto zone = time::Zone::find(record.zone);
  return time::format_local(at, zone ? *zone : time::Zone::utc());
}

std::string details_of(const driver::Comparison& c, const driver::ComparedPromise& promise) {
  std::string text;
  const agreement::Agreement& record = c.record_of(promise.change);
  for (const driver::ShownWitness& shown : promise.witnesses) {
    const compare::Witness& witness = shown.witness;
    std::string lines;
    for (const auto& line : timeline_of(record, witness.scenario)) {
      lines += (line.when.empty() ? "" : line.when + "  ") + printable(line.what) + "\n";
    }
    lines += fmt::format("{}  before: {}, now: {}\n", local(witness.scenario.judged, record),
                         saying_of(witness.was), saying_of(witness.is));
    text +=
        fmt::format("\n<details><summary><code>{}</code>: {}</summary>\n\n{}\n</details>\n",
                    c.clause_of(promise.change).name, heading_of(witness), fenced(lines, "text"));
  }
  return text;
}

std::string percent_of(const driver::Kept& kept) {
  return kept.decided == 0 ? "–" : percentage(kept.met, kept.decided, 1) + "%";
}

std::string history_of(const driver::HistoryEffect& effect) {
  std::string text =
      "\n#### On the history so far\n\n"
      "| Promise | Kept before | Kept now | met → breached | breached → met | new | gone | Such as "
      "|\n"
      "|---|---:|---:|---:|---:|---:|---:|---|\n";
  for (const driver::ClauseEffect& each : effect.clauses) {
    std::vector<std::string> examples;
    for (const std::string& subject : examples_of(effect, each)) {
      examples.push_back(escaped(subject));
    }
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", code(each.clause),
                        percent_of(each.was), percent_of(each.is), each.flips[0], each.flips[1],
                        each.flips[2], each.flips[3], fmt::join(examples, ", "));
  }
  return text;
}

}  // namespace

std::string diff_markdown(const DiffReport& report) {
  const driver::Comparison& c = report.comparison;
  std::string text =
      fmt::format("### {} → {}: {}\n", escaped(report.was), escaped(report.is), diff_summary(c));
  std::string rows, details;
  std::vector<std::string> same;
  for (const driver::ComparedPromise& promise : c.promises) {
    if (promise.verdict == driver::PromiseChange::same) {
      same.push_back(code(c.clause_of(promise.change).name));
      continue;
    }
    rows += row_of(c, promise);
    details += details_of(c, promise);
  }
  if (!rows.empty()) {
    text += "\n| | Promise | By | What changed |\n|---|---|---|---|\n" + rows;
  }
  if (!c.changes.agreement.empty()) {
    text += "\nThe agreement:\n\n";
    for (const compare::Detail& each : c.changes.agreement) {
      text += fmt::format("- {}\n", escaped(diff_line(each, "→")));
    }
  }
  text += details;
  if (!same.empty() && !c.same_meaning) {
    text += fmt::format("\nThe same: {}\n", fmt::join(same, ", "));
  }
  if (report.history != nullptr) text += history_of(*report.history);
  return text;
}

}  // namespace sla::cli
