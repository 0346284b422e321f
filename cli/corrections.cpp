#include "cli/corrections.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "runtime/ingest/read_rows.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

using verdicts::Correction;
using verdicts::NamedRow;

constexpr std::size_t kShown = 20;

std::optional<std::vector<NamedRow>> read_earlier(const std::string& path, int& exit_code) {
  auto duckdb = ingest::Duckdb::open();
  auto rows = duckdb ? ingest::read_rows(*duckdb, path) : std::unexpected(duckdb.error());
  if (rows) return std::move(*rows);
  complain(rows.error().message, rows.error().help);
  exit_code = kUnreadable;
  return std::nullopt;
}

// An obligation that was open says it: plain time passes from its start to the as-of instant.
std::optional<time::Instant> shown_as_of(const std::vector<NamedRow>& rows) {
  for (const NamedRow& row : rows) {
    if (row.status != "running" && row.status != "paused") continue;
    if (row.elapsed_wall_us <= 0) continue;
    const auto start = time::parse_instant(row.start, time::Zone::utc());
    if (start) return start->instant + row.elapsed_wall_us;
  }
  return std::nullopt;
}

std::optional<time::Instant> earlier_as_of(const CorrectionOptions& options,
                                           const std::vector<NamedRow>& rows,
                                           const std::string& zone_name, int& exit_code) {
  exit_code = kUsage;
  if (options.as_of) {
    const auto zone = time::Zone::find(zone_name);
    const auto parsed = time::parse_instant(*options.as_of, zone ? *zone : time::Zone::utc());
    if (parsed) return parsed->instant;
    complain(fmt::format("`--corrections-as-of {}` is not an instant: {}", *options.as_of,
                         parsed.error().message));
    return std::nullopt;
  }
  if (const auto shown = shown_as_of(rows)) return shown;
  complain(fmt::format("{} does not show as of when it was judged, because nothing in it is open",
                       *options.of),
           "say it with `--corrections-as-of T`");
  return std::nullopt;
}

std::string shown(std::string_view cell) { return cell.empty() ? "nothing" : std::string(cell); }

std::string words(const Correction& correction) {
  const NamedRow& row = correction.row();
  std::string text = fmt::format("{} of {}, cycle {}: ", row.clause, shown(row.subject), row.cycle);
  if (correction.kind == Correction::Kind::added) {
    return text + fmt::format("nothing was said; {} since {}", row.status, row.start);
  }
  if (correction.kind == Correction::Kind::withdrawn) {
    return text + fmt::format("was {}; there is no such obligation", row.status);
  }
  const auto was = cells_of(*correction.was), is = cells_of(*correction.is);
  std::vector<std::string> changes;
  for (const std::string_view column : correction.columns) {
    const auto c = static_cast<std::size_t>(
        std::ranges::find(verdicts::kRowColumns, column, &verdicts::RecordColumn::name) -
        verdicts::kRowColumns.begin());
    // How much time was used follows from start and stop.
    if (column.ends_with("_us") && correction.columns.size() > 1) continue;
    changes.push_back(fmt::format("{} was {}, is {}", column, shown(was[c]), shown(is[c])));
  }
  return text + fmt::format("{}", fmt::join(changes, "; "));
}

std::string listed(const std::vector<Correction>& rows, bool final, bool colour) {
  std::string text;
  std::size_t count = 0;
  for (const Correction& row : rows) {
    if (row.final() != final) continue;
    if (++count <= kShown) text += fmt::format("  {}\n", printable(words(row)));
  }
  if (count > kShown) {
    text += shaded(
        fmt::format("  … and {} more; `--corrections FILE` writes all of them\n", count - kShown),
        Shade::faint, colour);
  }
  return text;
}

}  // namespace

std::optional<Corrections> find_corrections(const CorrectionOptions& options,
                                            const RowsAsOf& rows_as_of, time::Instant now,
                                            const std::string& zone, int& exit_code) {
  const auto earlier = read_earlier(*options.of, exit_code);
  if (!earlier) return std::nullopt;
  const auto as_of = earlier_as_of(options, *earlier, zone, exit_code);
  if (!as_of) return std::nullopt;
  if (*as_of > now) {
    complain(fmt::format("{} was judged as of {}, which is after `--as-of`", *options.of,
                         time::format_utc(*as_of)),
             "corrections are what is known later about an earlier instant");
    return std::nullopt;
  }
  const auto again = rows_as_of(*as_of);
  if (!again) {
    complain(again.error());
    exit_code = kInternal;
    return std::nullopt;
  }
  exit_code = kClean;
  return Corrections{*options.of, *as_of, zone, verdicts::compare(*earlier, *again)};
}

std::string corrections_text(const Corrections& corrections, bool colour) {
  const auto zone = time::Zone::find(corrections.zone);
  const auto final = static_cast<std::size_t>(
      std::ranges::count_if(corrections.rows, [](const Correction& row) { return row.final(); }));
  const std::size_t open = corrections.rows.size() - final;
  const auto count = [](std::size_t n, const char* one, const char* many) {
    return n == 0 ? fmt::format("no {}", many) : plural(n, one, many);
  };
  std::string text = fmt::format(
      "\n{}\n",
      shaded(fmt::format(
                 "{} to verdicts of {} (as of {})", count(final, "correction", "corrections"),
                 printable(corrections.of),
                 time::format_local_with_zone(corrections.as_of, zone ? *zone : time::Zone::utc())),
             Shade::strong, colour));
  text += listed(corrections.rows, true, colour);
  if (open == 0) return text;
  text += fmt::format("{}\n", count(open, "open obligation reads differently too",
                                    "open obligations read differently too"));
  return text + listed(corrections.rows, false, colour);
}

}  // namespace sla::cli
