// What a change of the agreement would have changed on history, for people at a terminal.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/diff_report.h"
#include "cli/report.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

constexpr std::size_t kExamples = 3;
constexpr std::size_t kPeople = 12;

std::string percent_of(const driver::Kept& kept) {
  return kept.decided == 0 ? "-" : percentage(kept.met, kept.decided, 1) + "%";
}

std::string periods_of(const driver::Kept& periods) {
  return periods.decided == 0 ? "-" : fmt::format("{}/{}", periods.met, periods.decided);
}

Cell flips_cell(std::int64_t count, Shade shade) {
  return {fmt::format("{}", count), count == 0 ? Shade::faint : shade};
}

std::string clauses_table(const driver::HistoryEffect& effect, bool colour) {
  Table table({"clause", "kept before", "now", "periods before", "now", "met -> breached",
               "breached -> met", "new", "gone", "such as"});
  for (std::size_t column = 1; column <= 8; ++column) table.align_right(column);
  for (const driver::ClauseEffect& each : effect.clauses) {
    table.add({{each.clause},
               {percent_of(each.was)},
               {percent_of(each.is)},
               {periods_of(each.was_periods)},
               {periods_of(each.is_periods)},
               flips_cell(each.flips[0], Shade::bad),
               flips_cell(each.flips[1], Shade::good),
               flips_cell(each.flips[2], Shade::strong),
               flips_cell(each.flips[3], Shade::strong),
               {fmt::format("{}", fmt::join(examples_of(effect, each), ", "))}});
  }
  return table.render(colour, 2);
}

std::string people_table(const driver::HistoryEffect& effect, const char* heading,
                         std::map<std::string, driver::FlipCounts> driver::ClauseEffect::*people,
                         bool colour) {
  std::map<std::string, driver::FlipCounts> all;
  for (const driver::ClauseEffect& each : effect.clauses) {
    for (const auto& [name, flips] : each.*people) {
      for (std::size_t f = 0; f < driver::kFlips; ++f) all[name][f] += flips[f];
    }
  }
  if (all.empty()) return {};
  std::vector<std::pair<std::string, driver::FlipCounts>> most(all.begin(), all.end());
  std::ranges::stable_sort(most, std::ranges::greater{}, [](const auto& each) {
    return each.second[0] + each.second[1] + each.second[2] + each.second[3];
  });
  Table table({heading, "met -> breached", "breached -> met", "new", "gone"});
  for (std::size_t column = 1; column <= 4; ++column) table.align_right(column);
  for (std::size_t i = 0; i < most.size() && i < kPeople; ++i) {
    const auto& [name, flips] = most[i];
    table.add({{name},
               flips_cell(flips[0], Shade::bad),
               flips_cell(flips[1], Shade::good),
               flips_cell(flips[2], Shade::strong),
               flips_cell(flips[3], Shade::strong)});
  }
  std::string text = "\n" + table.render(colour, 2);
  if (most.size() > kPeople) text += fmt::format("  … and {} more\n", most.size() - kPeople);
  return text;
}

}  // namespace

std::vector<std::string> examples_of(const driver::HistoryEffect& effect,
                                     const driver::ClauseEffect& clause) {
  std::vector<std::string> subjects;
  for (const driver::FlippedRow& each : effect.rows) {
    const verdicts::NamedRow& row = each.row();
    if (row.clause != clause.clause || row.record != clause.record) continue;
    if (std::ranges::find(subjects, row.subject) == subjects.end()) subjects.push_back(row.subject);
    if (subjects.size() == kExamples) break;
  }
  return subjects;
}

std::string diff_history_text(const driver::HistoryEffect& effect, const std::string& zone,
                              bool colour) {
  const auto local = time::Zone::find(zone);
  const std::string when =
      time::format_local_with_zone(effect.as_of, local ? *local : time::Zone::utc());
  std::string text =
      fmt::format("\n{}\n", shaded(fmt::format("On the history as of {}, {} would be another", when,
                                               plural(effect.rows.size(), "verdict", "verdicts")),
                                   Shade::strong, colour));
  text += clauses_table(effect, colour);
  text += people_table(effect, "team", &driver::ClauseEffect::teams, colour);
  return text + people_table(effect, "owner", &driver::ClauseEffect::owners, colour);
}

}  // namespace sla::cli
