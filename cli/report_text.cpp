#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/report.h"
#include "cli/table.h"
#include "compiler/agreement/words.h"
#include "compiler/driver/review.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

using verdicts::ClauseShape;
using verdicts::ClauseSummary;
using verdicts::PeriodSummary;
using verdicts::Verdict;

Shade shade_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return Shade::good;
    case Verdict::breached: return Shade::bad;
    default: return Shade::faint;
  }
}

std::string with_sign(const std::string& percent) { return percent.empty() ? "–" : percent + " %"; }

// "3,000,000.5": groups of three digits before the point.
std::string grouped(std::string number) {
  std::size_t end = std::min(number.find('.'), number.size());
  std::size_t begin = number.starts_with('-') ? 1 : 0;
  while (end > begin + 3) {
    end -= 3;
    number.insert(end, ",");
  }
  return number;
}

// " USD" after a sum of money, else nothing.
std::string unit_of(const Report& report, const ClauseShape& shape) {
  return shape.is_sum && !report.agreement.currency.empty() && shape.scale > 1
             ? " " + report.agreement.currency
             : "";
}

// "≥ 500", "≤ 5 %": what the clause promises, short.
std::string target_words(const Report& report, const ClauseShape& shape) {
  const char* side = shape.at_least ? "≥" : "≤";
  if (shape.is_volume && !shape.is_share) {
    return fmt::format("{} {}{}", side, grouped(scaled(shape.amount, shape.scale)),
                       unit_of(report, shape));
  }
  if (!shape.is_share && !shape.has_target) return "–";
  return fmt::format("{} {} %", side, scaled(shape.micro_percent, 1'000'000));
}

// "1 lead", "2 leads".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(fmt::format("{}", number)), number == 1 ? one : many);
}

// An amount of money with two places at least; others as they are.
std::string amount_words(const Report& report, const ClauseShape& shape, std::int64_t value) {
  std::string number = scaled(value, shape.scale);
  const std::string unit = unit_of(report, shape);
  if (!unit.empty()) {
    const std::size_t point = number.find('.');
    if (point == std::string::npos) number += ".00";
    else if (number.size() - point == 2) number += "0";
  }
  return grouped(number) + unit;
}

// What can still change is said so; a volume's verdict never does once it is there.
std::string shown_verdict(Verdict verdict, bool provisional) {
  std::string text(verdicts::name_of(verdict));
  return provisional && verdict != Verdict::running && verdict != Verdict::no_data
             ? text + " so far"
             : text;
}

Table clause_table(const Report& report) {
  Table table({"clause", "party", "attached", "met", "breached", "met late", "running", "%",
               "target", "verdict"});
  for (std::size_t column = 2; column <= 8; ++column) table.align_right(column);
  for (std::size_t c = 0; c < report.summary.clauses.size(); ++c) {
    const ClauseSummary& clause = report.summary.clauses[c];
    const ClauseShape& shape = report.shape.clauses[c];
    const verdicts::Counts& n = clause.counts;
    auto count = [](std::int64_t value) { return fmt::format("{}", value); };
    table.add({{clause.name, Shade::strong},
               {clause.party},
               {count(n.attached)},
               {count(n.met)},
               {count(n.breached)},
               {count(n.met_late)},
               {count(n.running + n.paused)},
               {with_sign(percentage(clause.met, clause.decided, 1))},
               {target_words(report, shape)},
               {std::string(verdicts::name_of(clause.verdict)), shade_of(clause.verdict)}});
  }
  return table;
}

Table deadline_periods(const ClauseSummary& clause) {
  Table table({"period", "group", "cohort", "decided", "met", "%", "attainable", "verdict"});
  for (std::size_t column = 2; column <= 6; ++column) table.align_right(column);
  for (const PeriodSummary& period : clause.periods) {
    std::string attainable;
    if (period.provisional && period.cohort > period.decided) {
      attainable = fmt::format("{}–{} %", percentage(period.worst, period.cohort, 1),
                               percentage(period.best, period.cohort, 1));
    }
    table.add({{period.label},
               {period.group},
               {fmt::format("{}", period.cohort)},
               {fmt::format("{}", period.decided)},
               {fmt::format("{}", period.met)},
               {with_sign(percentage(period.met, period.decided, 1))},
               {attainable},
               {shown_verdict(period.verdict, period.provisional), shade_of(period.verdict)}});
  }
  return table;
}

Table volume_periods(const ClauseShape& shape, const ClauseSummary& clause) {
  constexpr std::size_t kPace = 5;
  Table table({"period", "group", "reached", "of", "%", "pace", "verdict"});
  for (std::size_t column = 2; column <= kPace; ++column) table.align_right(column);
  bool paced = false;
  for (const PeriodSummary& period : clause.periods) {
    std::string pace;
    if (period.pace && period.provisional && period.pace->expected > 0) {
      pace = fmt::format("{} {}", period.pace->behind ? "behind" : "ahead of",
                         grouped(scaled(period.pace->expected, shape.scale)));
    }
    paced = paced || !pace.empty();
    table.add({{period.label},
               {period.group},
               {grouped(scaled(period.met, shape.scale))},
               {grouped(scaled(period.target, shape.scale))},
               {with_sign(percentage(period.met, period.target, 0))},
               {pace},
               {std::string(verdicts::name_of(period.verdict)), shade_of(period.verdict)}});
  }
  if (!paced) table.hide(kPace);
  return table;
}

Table share_periods(const Report& report, const ClauseShape& shape, const ClauseSummary& clause) {
  Table table({"period", "group", "part", "%", "of", "verdict"});
  for (std::size_t column = 2; column <= 4; ++column) table.align_right(column);
  for (const PeriodSummary& period : clause.periods) {
    table.add({{period.label},
               {period.group},
               {amount_words(report, shape, period.met)},
               {with_sign(percentage(period.met, period.decided, 1))},
               {amount_words(report, shape, period.decided)},
               {std::string(verdicts::name_of(period.verdict)), shade_of(period.verdict)}});
  }
  return table;
}

// "3 breaches in 412 moves": what a prohibition has seen; empty for every other kind.
std::string acts_words(const ClauseShape& shape, const ClauseSummary& clause) {
  if (shape.act.empty() || clause.counts.attached == 0) return "";
  return fmt::format(
      "  {} in {}\n",
      counted(static_cast<std::uint64_t>(clause.counts.breached), "breach", "breaches"),
      counted(static_cast<std::uint64_t>(clause.counts.attached), shape.act, shape.acts));
}

Table period_table(const Report& report, const ClauseShape& shape, const ClauseSummary& clause) {
  if (shape.is_share) return share_periods(report, shape, clause);
  return shape.is_volume ? volume_periods(shape, clause) : deadline_periods(clause);
}

std::string clause_details(const Report& report, bool colour) {
  std::string text;
  for (std::size_t c = 0; c < report.summary.clauses.size(); ++c) {
    const ClauseSummary& clause = report.summary.clauses[c];
    const ClauseShape& shape = report.shape.clauses[c];
    const std::string acts = acts_words(shape, clause);
    if (clause.periods.empty() && acts.empty()) continue;
    std::string title = clause.title.empty() ? "" : "  " + clause.title;
    text += fmt::format("\n{}{}\n", shaded(clause.name, Shade::strong, colour),
                        shaded(title, Shade::faint, colour));
    text += acts;
    if (clause.periods.empty()) continue;
    Table periods = period_table(report, shape, clause);
    if (shape.group == verdicts::GroupKind::none) periods.hide(1);
    text += periods.render(colour, 2);
  }
  return text;
}

/// The exports of a CRM have hundreds of columns that no agreement asks for: one line for all of
/// them.
std::string unused_columns(const std::vector<ingest::DataFinding>& findings, bool colour) {
  constexpr std::size_t kMostNamed = 8;
  std::vector<std::string> names;
  for (const ingest::DataFinding& finding : findings) {
    if (finding.kind == ingest::DataFindingKind::unknown_column)
      names.push_back(printable(finding.about));
  }
  if (names.empty()) return "";
  const std::size_t more = names.size() - std::min(names.size(), kMostNamed);
  const std::size_t count = names.size();
  names.resize(count - more);
  std::string text = fmt::format("  {} × {}: {}\n", count,
                                 ingest::name_of(ingest::DataFindingKind::unknown_column),
                                 ingest::meaning_of(ingest::DataFindingKind::unknown_column));
  text += shaded(fmt::format("      {}{}\n", fmt::join(names, ", "),
                             more == 0 ? "" : fmt::format(" and {} more", more)),
                 Shade::faint, colour);
  return text;
}

std::string data_notes(const Report& report, bool colour) {
  auto findings = report.history.findings.all();
  if (findings.empty()) return "";
  std::string text =
      fmt::format("\n{}\n", shaded("what the data says about itself", Shade::strong, colour));
  text += unused_columns(findings, colour);
  for (const ingest::DataFinding& finding : findings) {
    if (finding.kind == ingest::DataFindingKind::unknown_column) continue;
    bool problem = ingest::severity_of(finding.kind) == ingest::DataSeverity::problem;
    text += fmt::format("  {} × {}{}: {}\n", finding.count,
                        shaded(std::string(ingest::name_of(finding.kind)),
                               problem ? Shade::bad : Shade::plain, colour),
                        finding.about.empty() ? "" : " (" + printable(finding.about) + ")",
                        ingest::meaning_of(finding.kind));
    for (const ingest::DataExample& example : finding.examples) {
      std::string where =
          example.row == 0 ? example.origin : fmt::format("{} row {}", example.origin, example.row);
      // A zone that many leads share has no single place; an empty cell has no text.
      const char* between = where.empty() || example.text.empty() ? "" : ": ";
      std::string help = example.help.empty() ? "" : fmt::format(" – {}", example.help);
      text += shaded(fmt::format("      {}{}{}{}\n", printable(where), between,
                                 printable(example.text), printable(help)),
                     Shade::faint, colour);
    }
  }
  return text;
}

// "review each quarter: due since 2026-07-01, the next on 2026-10-01"
std::string review_line(const Report& report, bool colour) {
  if (!report.agreement.review) return "";
  const driver::Reviews reviews = driver::reviews_of(report.agreement, report.history.inputs.as_of);
  std::string when;
  if (reviews.last) when = "due since " + time::format_date(*reviews.last);
  if (reviews.next) {
    when += fmt::format("{}on {}", reviews.last ? ", the next " : "the first ",
                        time::format_date(*reviews.next));
  }
  return shaded(fmt::format("review {}: {}\n", agreement::words(*report.agreement.review), when),
                Shade::faint, colour);
}

// "1,200 leads, 85 opportunities".
std::string subjects(const Report& report) {
  std::string text;
  for (const auto& [record, count] : report.subjects) {
    text += (text.empty() ? "" : ", ") + counted(count, record, agreement::plural(record));
  }
  return text;
}

}  // namespace

std::string report_text(const Report& report, bool colour) {
  auto zone = time::Zone::find(report.agreement.zone);
  std::string as_of =
      time::format_local_with_zone(report.history.inputs.as_of, zone ? *zone : time::Zone::utc());
  std::string text = fmt::format(
      "{}\n{}\n{}\n",
      shaded(fmt::format("{}, version {}", report.agreement.title, report.agreement.version),
             Shade::strong, colour),
      shaded(fmt::format("as of {} · {}, {} · tz database {} · engine {}", as_of, subjects(report),
                         counted(report.history.events(), "event", "events"), time::tzdb_version(),
                         driver::name_of(report.engine)),
             Shade::faint, colour),
      review_line(report, colour));
  text += clause_table(report).render(colour, 0);
  text += clause_details(report, colour);
  text += around_text(report, colour);
  text += data_notes(report, colour);
  return text;
}

}  // namespace sla::cli
