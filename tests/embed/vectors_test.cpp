// The histories of tests/golden/verdicts, whose verdicts are derived by hand, judged by a program
// in C with a built policy: by a batch over Arrow, and by a session that takes one event at a time
// and is restored from a snapshot on the way.

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "compiler/driver/inputs.h"
#include "runtime/time/zone.h"
#include "tests/embed/building.h"

namespace sla::embed {
namespace {

namespace fs = std::filesystem;

struct Vector {
  fs::path folder;
  agreement::Agreement agreement;
  std::string library;
  time::Instant as_of = 0;
};

const fs::path kVectors = fs::path(SLA_SOURCE_DIR) / "tests/golden/verdicts";

/// Those that can be told without a source block.
std::vector<Vector> vectors() {
  std::vector<Vector> all;
  for (const auto& entry : fs::directory_iterator(kVectors)) {
    agreement::Agreement agreement = agreement_of((entry.path() / "policy.sla").string());
    const auto has_source = [](const agreement::Agreement* record) {
      return !record->sources.empty();
    };
    if (std::ranges::any_of(driver::records_of(agreement), has_source)) continue;
    std::string text = read_file((entry.path() / "as_of").string());
    while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
    const auto as_of = time::parse_instant(text, *time::Zone::find(agreement.zone));
    EXPECT_TRUE(as_of) << entry.path();
    std::string library = built(agreement, entry.path().filename().string());
    all.push_back({entry.path(), std::move(agreement), std::move(library), as_of->instant});
  }
  return all;
}

const std::vector<Vector>& built_vectors() {
  static const std::vector<Vector> all = vectors();
  return all;
}

std::string run(const Vector& vector, const std::string& more) {
  const std::string out = scratch("out.csv");
  std::string command =
      fmt::format("'{}' '{}' {} {}", SLA_JUDGE, vector.library, vector.as_of, more);
  if (fs::exists(vector.folder / "roster.csv"))
    command += fmt::format(" --roster '{}'", (vector.folder / "roster.csv").string());
  for (const agreement::Agreement* record : driver::records_of(vector.agreement)) {
    const bool is_main = record == &vector.agreement;
    fs::path file = vector.folder / "events.csv";
    if (!fs::exists(file))
      file = vector.folder / fmt::format("events-{}.csv", is_main ? "leads" : "opportunities");
    if (!is_main && file.filename() == "events.csv") continue;
    if (fs::exists(file)) command += fmt::format(" '{}={}'", record->subject_kind, file.string());
  }
  const int exit_code = std::system((command + " > '" + out + "' 2>&1").c_str());
  return exit_code == 0 ? read_file(out) : "failed: " + read_file(out);
}

TEST(Vectors, ABatchInCSaysWhatWasDerivedByHand) {
  EXPECT_GT(built_vectors().size(), 30u);
  for (const Vector& vector : built_vectors()) {
    EXPECT_EQ(run(vector, ""), read_file((vector.folder / "expected.csv").string()))
        << vector.folder.filename();
  }
}

/// The events with times of UTC, which a C program can read; nothing when they are more than
/// events.
std::string plain_events(const Vector& vector) {
  std::istringstream in(read_file((vector.folder / "events.csv").string()));
  std::string line, out;
  std::getline(in, line);
  if (!line.starts_with("lead_id,ts,event")) return {};
  out = line + "\n";
  const time::Zone zone = *time::Zone::find(vector.agreement.zone);
  while (std::getline(in, line)) {
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    if (second == line.npos || line.contains('"')) return {};
    const auto at = time::parse_instant(line.substr(first + 1, second - first - 1), zone);
    if (!at) return {};
    out += line.substr(0, first + 1) + time::format_utc(at->instant) + line.substr(second) + "\n";
  }
  return out;
}

/// A CSV file as lines in an order of their own: a session lists subjects as it met them.
std::vector<std::string> sorted_lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::ranges::sort(lines);
  return lines;
}

TEST(Vectors, ASessionInCSaysTheSame) {
  std::size_t told = 0;
  for (const Vector& vector : built_vectors()) {
    if (!vector.agreement.others.empty()) continue;
    const std::string events = plain_events(vector);
    const std::string name = vector.folder.filename().string();
    // Broken rows are findings of a batch, and malformed events of a session.
    if (events.empty() || name == "data_findings") continue;
    const std::string path = scratch("events.csv");
    write_file(path, events);
    const std::string out = scratch("session.csv");
    std::string roster;
    if (fs::exists(vector.folder / "roster.csv"))
      roster = fmt::format(" --roster '{}'", (vector.folder / "roster.csv").string());
    const std::string command = fmt::format("'{}' '{}' {} --session {} '{}' > '{}' 2>&1", SLA_JUDGE,
                                            vector.library, vector.as_of, roster, path, out);
    ASSERT_EQ(std::system(command.c_str()), 0) << name << ": " << read_file(out);
    EXPECT_EQ(sorted_lines(read_file(out)),
              sorted_lines(read_file((vector.folder / "expected.csv").string())))
        << name;
    ++told;
  }
  EXPECT_GT(told, 15u);
}

}  // namespace
}  // namespace sla::embed
