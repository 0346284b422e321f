// A log that was tampered with is refused with a reason, or both engines give the same rows for it.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/time/zone.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/shrink.h"
#include "tests/fuzz/watch.h"

namespace sla::fuzz {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kCells = {
    ",",
    "\n",
    "\"",
    "\"\"",
    "\r\n",
    "NULL",
    "mql",
    "sal",
    "won",
    "assigned",
    "held",
    "resumed",
    "changed",
    "call",
    "Dana",
    "Eli",
    "2026-03-02 10:00",
    "2026-03-02T10:00:00Z",
    "2026-03-29 02:30",
    "2026-10-25 02:30",
    "1899-12-31",
    "2200-01-01",
    "2199-12-31 23:59:59.999999",
    "1900-01-01 00:00",
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    "0.0000001",
    "1,000",
    "5000 EUR",
    "yes",
    "no",
    "Asia/Tokyo",
    "Mars/Olympus",
    "lead_id,ts,event",
    "{\"lead_id\": 1}",
    "\t",
    ";",
    "'",
};

/// One case of tests/golden/verdicts, checked, and where its mutated log is written.
struct Setting {
  driver::Checked checked;
  fs::path folder;
  time::Instant as_of = 0;
  std::string extension;
};

fs::path log_path(const std::string& extension) {
  return fs::temp_directory_path() / fmt::format("sla-fuzz-log-{}{}", getpid(), extension);
}

std::string differences(const verdicts::Outcome& left, const verdicts::Outcome& right) {
  if (left.rows != right.rows) return "the engines' rows differ";
  if (left.hits != right.hits) return "the engines' hits differ";
  if (left.violations != right.violations) return "the engines' violations differ";
  return left.faults != right.faults ? "the engines' faults differ" : "";
}

std::string problem_of_log(const Setting& setting, const std::string& text) {
  const Watch watch(text, setting.extension.c_str());
  const fs::path path = log_path(setting.extension);
  std::ofstream(path, std::ios::binary) << text;
  driver::HistoryRequest request;
  request.events = {path.string()};
  if (fs::exists(setting.folder / "roster.csv"))
    request.roster = (setting.folder / "roster.csv").string();
  request.as_of = setting.as_of;
  const auto history = driver::read_history(*setting.checked.agreement, request);
  fs::remove(path);
  if (!history)
    return history.error().message.empty() ? "a log that is refused without a reason" : "";
  const auto plain =
      driver::evaluate(*setting.checked.agreement, **history, driver::Engine::reference);
  const auto compiled =
      driver::evaluate(*setting.checked.agreement, **history, driver::Engine::jit);
  if (!plain) return plain.error();
  if (!compiled) return compiled.error();
  return differences(*plain, *compiled);
}

// The rows of a CSV without quotes as one JSON object a line.
std::string as_ndjson(const std::string& csv) {
  const auto cells_of = [](const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',') cells.emplace_back();
      else cells.back() += c;
    }
    return cells;
  };
  std::istringstream lines(csv);
  std::string line, text;
  std::getline(lines, line);
  const std::vector<std::string> names = cells_of(line);
  while (std::getline(lines, line)) {
    const std::vector<std::string> cells = cells_of(line);
    std::string object;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) {
      object += fmt::format("{}\"{}\": \"{}\"", i == 0 ? "" : ", ", names[i], cells[i]);
    }
    text += "{" + object + "}\n";
  }
  return text;
}

std::optional<Setting> setting_of(const fs::path& folder, Random& random) {
  auto checked = driver::check((folder / "policy.sla").string());
  if (!checked || !checked->agreement) return std::nullopt;
  const auto zone = time::Zone::find(checked->agreement->zone);
  std::string as_of = read(folder / "as_of");
  while (as_of.ends_with('\n')) as_of.pop_back();
  Setting setting{std::move(*checked), folder, time::parse_instant(as_of, *zone)->instant, ".csv"};
  // Sometimes long before or after everything that happened.
  if (below(random, 4) == 0)
    setting.as_of = static_cast<time::Instant>(below(random, 72'000)) * 24 * time::kHour;
  if (below(random, 4) == 0) setting.extension = ".ndjson";
  return setting;
}

TEST(FuzzLogs, AreRefusedOrTheEnginesAgree) {
  if (!ingest::Duckdb::open())
    GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const std::vector<fs::path> folders = histories();
  ASSERT_GT(folders.size(), 10u);
  const std::uint64_t first = first_seed(), count = cases(3000) / 50 + 1;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
    Random random(seed);
    const fs::path& folder = folders[below(random, folders.size())];
    const auto setting = setting_of(folder, random);
    ASSERT_TRUE(setting) << folder;
    const std::string log = read(folder / "events.csv");
    const Material material{{setting->extension == ".csv" ? log : as_ndjson(log)}, kCells};
    const std::string text = mutated(material, random);
    const Problem problem = [&](const std::string& input) {
      return problem_of_log(*setting, input);
    };
    if (problem(text).empty()) continue;
    ++failures;
    ADD_FAILURE() << "with the policy of " << folder << " as of " << setting->as_of;
    report(text, problem, seed, setting->extension.c_str());
  }
}

}  // namespace
}  // namespace sla::fuzz
