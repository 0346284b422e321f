#include "runtime/ingest/data_findings.h"

#include <algorithm>

namespace sla::ingest {
namespace {

constexpr std::size_t kLongestText = 80;

struct Entry {
  std::string_view name;
  DataSeverity severity;
  std::string_view meaning;
};

constexpr Entry kEntries[] = {
#define SLA_DATA_FINDING(name, severity, meaning) {#name, DataSeverity::severity, meaning},
#include "runtime/ingest/data_findings.def"
#undef SLA_DATA_FINDING
};

const Entry& entry_of(DataFindingKind kind) { return kEntries[static_cast<std::size_t>(kind)]; }

std::string shorten(std::string_view text) {
  if (text.size() <= kLongestText) return std::string(text);
  std::size_t end = kLongestText;
  // Never in the middle of a UTF-8 sequence.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

/// What DataFindings::add says.
DataExample* count_one(
    std::map<std::pair<DataFindingKind, std::string>, DataFinding, std::less<>>& findings,
    DataFindingKind kind, std::string_view about, const std::string& origin, std::uint64_t row,
    std::string_view text) {
  DataFinding& finding = findings[{kind, std::string(about)}];
  finding.kind = kind;
  if (finding.count++ == 0) finding.about = about;
  if (finding.examples.size() >= DataFindings::kMaximumExamples) return nullptr;
  std::string shown = shorten(text);
  const auto same_text = [&](const DataExample& example) { return example.text == shown; };
  if (std::ranges::any_of(finding.examples, same_text)) return nullptr;
  finding.examples.push_back({origin, row, std::move(shown), {}});
  return &finding.examples.back();
}

}  // namespace

std::string_view name_of(DataFindingKind kind) { return entry_of(kind).name; }
std::string_view meaning_of(DataFindingKind kind) { return entry_of(kind).meaning; }
DataSeverity severity_of(DataFindingKind kind) { return entry_of(kind).severity; }

void DataFindings::add_all(const DataFindings& others) {
  for (const auto& [key, other] : others.findings_) {
    DataFinding& finding = findings_[key];
    finding.kind = other.kind;
    finding.about = other.about;
    finding.count += other.count;
    for (const DataExample& example : other.examples) {
      if (finding.examples.size() < kMaximumExamples) finding.examples.push_back(example);
    }
  }
  for (const auto& [origin, columns] : others.columns_) {
    auto file = std::ranges::find(columns_, origin, &decltype(columns_)::value_type::first);
    if (file == columns_.end()) file = columns_.insert(file, {origin, {}});
    for (const auto& [column, used] : columns) file->second[column] |= used;
  }
}

DataExample* DataFindings::add(DataFindingKind kind, std::string_view about,
                               const std::string& origin, std::uint64_t row,
                               std::string_view text) {
  return count_one(findings_, kind, about, origin, row, text);
}

void DataFindings::add_more(DataFindingKind kind, std::string_view about, std::uint64_t count) {
  const auto found = findings_.find({kind, std::string(about)});
  if (found != findings_.end()) found->second.count += count;
}

void DataFindings::read_columns(const std::string& origin, const std::vector<std::string>& columns,
                                const std::vector<std::size_t>& used) {
  auto file = std::ranges::find(columns_, origin, &decltype(columns_)::value_type::first);
  if (file == columns_.end()) file = columns_.insert(file, {origin, {}});
  for (const std::string& column : columns) file->second.try_emplace(column, false);
  for (const std::size_t position : used) file->second[columns[position]] = true;
}

DataFindings::Findings DataFindings::with_unused_columns() const {
  Findings findings = findings_;
  for (const auto& [origin, columns] : columns_) {
    for (const auto& [column, used] : columns) {
      if (!used) count_one(findings, DataFindingKind::unknown_column, column, origin, 0, column);
    }
  }
  return findings;
}

std::vector<DataFinding> DataFindings::all() const {
  std::vector<DataFinding> list;
  for (auto& [key, finding] : with_unused_columns()) list.push_back(finding);
  return list;
}

std::uint64_t DataFindings::count(DataFindingKind kind) const {
  std::uint64_t total = 0;
  for (const auto& [key, finding] : with_unused_columns()) {
    if (key.first == kind) total += finding.count;
  }
  return total;
}

bool DataFindings::has_problems() const {
  return std::ranges::any_of(findings_, [](const auto& entry) {
    return severity_of(entry.first.first) == DataSeverity::problem;
  });
}

}  // namespace sla::ingest
