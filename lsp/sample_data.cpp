#include "lsp/sample_data.h"

#include <algorithm>
#include <filesystem>

namespace sla::lsp {
namespace {

namespace fs = std::filesystem;

bool is_log(const std::string& name) {
  return name.ends_with(".csv") || name.ends_with(".csv.gz") || name.ends_with(".parquet");
}

std::vector<std::string> logs_in(const fs::path& folder) {
  std::vector<std::string> logs;
  std::error_code error;
  for (fs::directory_iterator at(folder, error);
       !error && at != fs::directory_iterator() && logs.size() < 20; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (is_log(name) && name != "roster.csv" && at->is_regular_file(ignored))
      logs.push_back(at->path().string());
  }
  std::ranges::sort(logs);
  return logs;
}

}  // namespace

std::optional<SampleData> sample_data(const std::string& policy) {
  const fs::path folder = fs::path(policy).parent_path();
  SampleData data{logs_in(folder / "data"), std::nullopt};
  if (data.events.empty()) data.events = logs_in(folder);
  if (data.events.empty()) return std::nullopt;
  std::error_code ignored;
  for (const fs::path& roster : {folder / "roster.csv", folder / "data" / "roster.csv"}) {
    if (!data.roster && fs::is_regular_file(roster, ignored)) data.roster = roster.string();
  }
  return data;
}

}  // namespace sla::lsp
