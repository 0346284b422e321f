#include "cli/report_versions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/table.h"
#include "runtime/verdicts/corrections.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;
using verdicts::ClauseSummary;
using verdicts::PeriodSummary;
using verdicts::Verdict;

struct Entry {
  std::string text;
  Verdict verdict = Verdict::no_data;
};

std::string percent_of(std::int64_t met, std::int64_t decided, const char* of) {
  const std::string percent = percentage(met, decided, 1);
  return percent.empty() ? "–" : fmt::format("{} % of {}", percent, of);
}

Entry entry_of(const ClauseSummary& clause) {
  return {percent_of(clause.met, clause.decided, fmt::format("{}", clause.decided).c_str()),
          clause.verdict};
}

Entry entry_of(const verdicts::ClauseShape& shape, const PeriodSummary& period) {
  const std::int64_t of = shape.is_volume ? period.target : period.decided;
  const std::string bound = shape.is_volume ? scaled(of, shape.scale) : fmt::format("{}", of);
  return {percent_of(period.met, of, bound.c_str()), period.verdict};
}

/// What each version says, line by line; lines in the order of the clauses, then of time.
class SideBySide {
 public:
  explicit SideBySide(const std::vector<Report>& reports) : versions_(reports.size()) {
    for (std::size_t v = 0; v < reports.size(); ++v) add(reports[v], v);
  }

  Table table(const std::vector<Report>& reports) const {
    std::vector<std::string> header = {"clause", "period", "group"};
    for (const Report& report : reports) {
      header.push_back(fmt::format("version {}", report.agreement.version));
      header.push_back("verdict");
    }
    Table table(header);
    for (const auto& [key, entries] : lines_) {
      const auto& [clause, begin, period, group] = key;
      std::vector<Cell> row = {{clauses_[clause], Shade::strong}, {period}, {group}};
      for (const std::optional<Entry>& entry : entries) {
        row.push_back({entry ? entry->text : ""});
        if (!entry) row.push_back({""});
        else
          row.push_back({std::string(verdicts::name_of(entry->verdict)), shade_of(entry->verdict)});
      }
      table.add(std::move(row));
    }
    return table;
  }

 private:
  using Key = std::tuple<std::size_t, time::Instant, std::string, std::string>;

  static Shade shade_of(Verdict verdict) {
    if (verdict == Verdict::met) return Shade::good;
    return verdict == Verdict::breached ? Shade::bad : Shade::faint;
  }

  void add(const Report& report, std::size_t v) {
    for (std::size_t c = 0; c < report.summary.clauses.size(); ++c) {
      const ClauseSummary& clause = report.summary.clauses[c];
      auto place = std::ranges::find(clauses_, clause.name);
      if (place == clauses_.end()) place = clauses_.insert(place, clause.name);
      const auto number = static_cast<std::size_t>(place - clauses_.begin());
      set({number, time::kMinInstant, "all", ""}, v, entry_of(clause));
      for (const PeriodSummary& period : clause.periods) {
        if (period.verdict == Verdict::no_data) continue;
        set({number, period.begin, period.label, period.group}, v,
            entry_of(report.shape.clauses[c], period));
      }
    }
  }

  void set(const Key& key, std::size_t v, Entry entry) {
    auto& entries = lines_[key];
    entries.resize(versions_);
    entries[v] = std::move(entry);
  }

  std::size_t versions_;
  std::vector<std::string> clauses_;
  std::map<Key, std::vector<std::optional<Entry>>> lines_;
};

Json correction_json(const verdicts::Correction& correction) {
  const auto names = verdicts::correction_columns();
  const auto cells = verdicts::cells_of(correction);
  Json json;
  for (std::size_t c = 0; c < names.size(); ++c) {
    json[std::string(names[c].name)] = cells[c].empty() ? Json(nullptr) : Json(cells[c]);
  }
  return json;
}

}  // namespace

std::string reports_text(const std::vector<Report>& reports, const Corrections* corrections,
                         bool colour) {
  std::string text;
  for (const Report& report : reports) {
    text += (text.empty() ? "" : "\n\n") + report_text(report, colour);
  }
  if (reports.size() > 1) {
    text += fmt::format("\n\n{}\n", shaded("versions side by side", Shade::strong, colour));
    text += SideBySide(reports).table(reports).render(colour, 0);
  }
  if (corrections != nullptr) text += corrections_text(*corrections, colour);
  return text;
}

std::string reports_json(const std::vector<Report>& reports, const Corrections* corrections) {
  if (reports.size() == 1 && corrections == nullptr) return report_json(reports.front());
  Json json;
  if (reports.size() == 1) {
    json = Json::parse(report_json(reports.front()));
  } else {
    json["versions"] = Json::array();
    for (const Report& report : reports)
      json["versions"].push_back(Json::parse(report_json(report)));
  }
  if (corrections != nullptr) {
    Json rows = Json::array();
    for (const verdicts::Correction& row : corrections->rows) rows.push_back(correction_json(row));
    json["corrections"] = {{"of", corrections->of},
                           {"as_of", time::format_utc(corrections->as_of)},
                           {"rows", std::move(rows)}};
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sla::cli
