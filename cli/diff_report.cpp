#include "cli/diff_report.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/terminal.h"
#include "compiler/agreement/words.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

using driver::PromiseChange;

constexpr std::size_t kFewEvents = 12;  // More are told by the first and the last of a kind.

Shade shade_of(PromiseChange change) {
  switch (change) {
    case PromiseChange::stricter:
    case PromiseChange::added: return Shade::bad;
    case PromiseChange::looser:
    case PromiseChange::removed: return Shade::good;
    case PromiseChange::same: return Shade::faint;
    default: return Shade::strong;
  }
}

std::string local(time::Instant at, const agreement::Agreement& record) {
  const auto zone = time::Zone::find(record.zone);
  return time::format_local(at, zone ? *zone : time::Zone::utc());
}

}  // namespace

const char* const kUndecided = "no difference in verdicts found";

std::string diff_summary(const driver::Comparison& comparison) {
  if (comparison.same_meaning) return "no change of meaning";
  std::map<PromiseChange, std::size_t> counts;
  for (const driver::ComparedPromise& each : comparison.promises) ++counts[each.verdict];
  std::vector<std::string> parts;
  const std::pair<PromiseChange, const char*> order[] = {
      {PromiseChange::stricter, "stricter"},
      {PromiseChange::looser, "looser"},
      {PromiseChange::both, "changed both ways"},
      {PromiseChange::added, "new"},
      {PromiseChange::removed, "gone"},
      {PromiseChange::undecided, "changed without a difference in verdicts found"},
      {PromiseChange::around, "with the same verdicts but other things around them"},
  };
  for (const auto& [change, name] : order) {
    if (counts[change] > 0) parts.push_back(fmt::format("{} {}", counts[change], name));
  }
  const std::size_t same = counts[PromiseChange::same] + counts[PromiseChange::reworded];
  if (same > 0) parts.push_back(fmt::format("{} the same", same));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string diff_line(const compare::Detail& detail, const char* arrow) {
  if (detail.was.empty()) return fmt::format("{}: now {}", detail.what, detail.is);
  if (detail.is.empty()) return fmt::format("{}: no longer {}", detail.what, detail.was);
  return fmt::format("{}: {} {} {}", detail.what, detail.was, arrow, detail.is);
}

std::vector<diagnose::Timeline::Line> timeline_of(const agreement::Agreement& record,
                                                  const compare::Scenario& scenario) {
  std::vector<diagnose::Timeline::Line> lines;
  for (const compare::ScenarioLead& lead : scenario.leads) {
    if (lead.given.empty() || lines.size() >= kFewEvents) continue;
    const std::string values = compare::words(record, lead.given, ", ");
    lines.push_back({"", fmt::format("{} {}: {}", record.subject_kind, lead.name, values)});
  }
  const std::size_t events = scenario.events.size();
  for (std::size_t e = 0; e < events; ++e) {
    if (events > kFewEvents && e == kFewEvents - 2) {
      const std::size_t left = events - kFewEvents + 1;
      lines.push_back({"", fmt::format("… {} more such events …", left)});
      e = events - 2;
      continue;
    }
    lines.push_back({local(scenario.events[e].at, record),
                     compare::words(record, scenario, scenario.events[e])});
  }
  return lines;
}

const char* heading_of(const compare::Witness& witness) {
  const bool stricter = witness.direction == compare::Direction::stricter;
  const compare::Saying& kept = stricter ? witness.was : witness.is;
  if (kept.promised) return stricter ? "kept before, broken now" : "broken before, kept now";
  return stricter ? "not promised before, broken now" : "broken before, not promised now";
}

std::string saying_of(const compare::Saying& saying) {
  return saying.tier.empty() ? saying.status
                             : fmt::format("{} (tier {})", saying.status, saying.tier);
}

namespace {

std::string text_of(const DiffReport& report, const driver::ComparedPromise& promise, bool colour) {
  const driver::Comparison& c = report.comparison;
  const agreement::Clause& clause = c.clause_of(promise.change);
  const agreement::Agreement& record = c.record_of(promise.change);
  const std::string about = record.subject_kind == "lead" ? "" : ", " + record.subject_kind;
  std::string text =
      fmt::format("\n{}  {}{}  ({}{})\n",
                  shaded(driver::name_of(promise.verdict), shade_of(promise.verdict), colour),
                  shaded(clause.name, Shade::strong, colour),
                  clause.title.empty() ? "" : fmt::format(" \"{}\"", printable(clause.title)),
                  c.party_of(promise.change), about);
  for (const compare::Detail& detail : promise.change.details) {
    text += fmt::format("  {}\n", printable(diff_line(detail, "->")));
  }
  if (promise.change.was < 0 || promise.change.is < 0) {
    text += fmt::format("  {}\n", printable(agreement::sentence(record, clause)));
  }
  if (promise.verdict == PromiseChange::undecided) text += fmt::format("  {}\n", kUndecided);
  for (const driver::ShownWitness& shown : promise.witnesses) {
    const compare::Witness& witness = shown.witness;
    text += fmt::format("  {}:\n", shaded(heading_of(witness), Shade::strong, colour));
    for (const auto& line : timeline_of(record, witness.scenario)) {
      text += fmt::format("    {}{}\n", line.when.empty() ? "" : line.when + "  ",
                          printable(line.what));
    }
    text += fmt::format("    {}  before: {}, now: {}\n", local(witness.scenario.judged, record),
                        saying_of(witness.was), saying_of(witness.is));
  }
  return text;
}

}  // namespace

std::string diff_text(const DiffReport& report, bool colour) {
  const driver::Comparison& c = report.comparison;
  std::string text = fmt::format("{} -> {}: {}\n", printable(report.was), printable(report.is),
                                 shaded(diff_summary(c), Shade::strong, colour));
  if (c.terms_apart && !c.same_meaning) {
    text +=
        "The terms have no day in common: timelines lie in the new one, judged as if the old "
        "version were still in force.\n";
  }
  std::string agreement;
  for (const compare::Detail& each : c.changes.agreement) {
    agreement += fmt::format("  {}\n", printable(diff_line(each, "->")));
  }
  if (!agreement.empty()) {
    text += fmt::format("\n{}\n{}", shaded("the agreement", Shade::strong, colour), agreement);
  }
  std::vector<std::string> same;
  for (const driver::ComparedPromise& promise : c.promises) {
    if (promise.verdict == PromiseChange::same) {
      same.push_back(c.clause_of(promise.change).name);
    } else {
      text += text_of(report, promise, colour);
    }
  }
  if (!same.empty() && !c.same_meaning) {
    text += shaded(fmt::format("\nthe same: {}\n", fmt::join(same, ", ")), Shade::faint, colour);
  }
  if (report.history != nullptr) {
    const compare::RecordPair& main = c.changes.records.front();
    text += diff_history_text(*report.history, main.is->zone, colour);
  }
  return text;
}

std::string diff_tests(const DiffReport& report) {
  std::string text;
  const auto add = [&](bool old) {
    std::string part;
    for (const driver::ComparedPromise& promise : report.comparison.promises) {
      for (const driver::ShownWitness& shown : promise.witnesses) {
        const std::string& test = old ? shown.was_test : shown.is_test;
        if (!test.empty()) part += "\n" + test;
      }
    }
    return part;
  };
  const std::string now = add(false), before = add(true);
  if (!now.empty()) {
    text += fmt::format("# What {} makes of the timelines by which it differs from {}.\n",
                        report.is, report.was);
    text += now;
  }
  if (before.empty()) return text;
  text += fmt::format("\n# What {} made of them. These tests pass there, not here.\n", report.was);
  for (std::size_t begin = 0; begin < before.size();) {
    const std::size_t end = std::min(before.find('\n', begin), before.size());
    const std::string line = before.substr(begin, end - begin);
    text += line.empty() ? "#\n" : "# " + line + "\n";
    begin = end + 1;
  }
  return text;
}

}  // namespace sla::cli
