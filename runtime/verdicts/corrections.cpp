#include "runtime/verdicts/corrections.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sla::verdicts {
namespace {

enum : std::size_t { kClause = 0, kSubject = 1, kCycle = 2, kVersion = kRowColumns.size() - 1 };
static_assert(kRowColumns[kCycle].name == "cycle" && kRowColumns[kVersion].name == "version");

bool is_open(const NamedRow& row) { return row.status == "running" || row.status == "paused"; }
bool says_nothing(const NamedRow& row) { return row.status == "no data"; }

/// The rows of one side that are not paired yet, by what pairs them.
template <typename Key>
class Waiting {
 public:
  void add(const NamedRow& row, std::size_t index) { places_.emplace(Key::of(row), index); }
  std::optional<std::size_t> take(const NamedRow& row) {
    const auto found = places_.find(Key::of(row));
    if (found == places_.end()) return std::nullopt;
    const std::size_t index = found->second;
    places_.erase(found);
    return index;
  }

 private:
  std::multimap<typename Key::Type, std::size_t> places_;
};

struct ByStart {
  using Type = std::tuple<std::string, std::string, std::string>;
  static Type of(const NamedRow& row) { return {row.clause, row.subject, row.start}; }
};
struct ByCycle {
  using Type = std::tuple<std::string, std::string, std::uint64_t>;
  static Type of(const NamedRow& row) { return {row.clause, row.subject, row.cycle}; }
};

std::vector<std::string_view> differing(const NamedRow& was, const NamedRow& is) {
  const auto before = cells_of(was), after = cells_of(is);
  std::vector<std::string_view> columns;
  for (std::size_t c = 0; c < kVersion; ++c) {
    if (before[c] != after[c]) columns.push_back(kRowColumns[c].name);
  }
  const bool cycle_alone = columns.size() == 1 && columns.front() == kRowColumns[kCycle].name;
  return cycle_alone ? std::vector<std::string_view>() : columns;
}

/// For every row of `was` the row of `is` that it became.
std::vector<std::optional<std::size_t>> pair_up(std::span<const NamedRow> was,
                                                std::span<const NamedRow> is,
                                                std::vector<bool>& taken) {
  std::vector<std::optional<std::size_t>> pairs(was.size());
  taken.assign(is.size(), false);
  const auto pass = [&](auto waiting) {
    for (std::size_t i = 0; i < is.size(); ++i) {
      if (!taken[i]) waiting.add(is[i], i);
    }
    for (std::size_t w = 0; w < was.size(); ++w) {
      if (pairs[w]) continue;
      pairs[w] = waiting.take(was[w]);
      if (pairs[w]) taken[*pairs[w]] = true;
    }
  };
  pass(Waiting<ByStart>());
  pass(Waiting<ByCycle>());
  return pairs;
}

}  // namespace

bool Correction::final() const { return (was && !is_open(*was)) || (is && !is_open(*is)); }

std::string_view name_of(Correction::Kind kind) {
  switch (kind) {
    case Correction::Kind::changed: return "changed";
    case Correction::Kind::added: return "added";
    case Correction::Kind::withdrawn: return "withdrawn";
  }
  return "";
}

std::vector<Correction> compare(std::span<const NamedRow> was, std::span<const NamedRow> is) {
  std::vector<bool> taken;
  const auto pairs = pair_up(was, is, taken);
  std::vector<Correction> corrections;
  for (std::size_t w = 0; w < was.size(); ++w) {
    if (pairs[w]) {
      auto columns = differing(was[w], is[*pairs[w]]);
      if (columns.empty()) continue;
      corrections.push_back({Correction::Kind::changed, was[w], is[*pairs[w]], std::move(columns)});
    } else if (!says_nothing(was[w])) {
      corrections.push_back({Correction::Kind::withdrawn, was[w], std::nullopt, {}});
    }
  }
  for (std::size_t i = 0; i < is.size(); ++i) {
    if (taken[i] || says_nothing(is[i])) continue;
    corrections.push_back({Correction::Kind::added, std::nullopt, is[i], {}});
  }
  return corrections;
}

std::span<const RecordColumn> correction_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    for (std::size_t c = kCycle; c < kRowColumns.size(); ++c) {
      made.push_back(fmt::format("was_{}", kRowColumns[c].name));
      made.push_back(fmt::format("is_{}", kRowColumns[c].name));
    }
    return made;
  }();
  static const std::vector<RecordColumn> columns = [] {
    std::vector<RecordColumn> made = {{"correction", CellType::text},
                                      {"final", CellType::text},
                                      {"clause", CellType::text},
                                      {"subject", CellType::text},
                                      {"changed", CellType::text}};
    for (std::size_t n = 0; n < names.size(); ++n) {
      made.push_back({names[n], kRowColumns[kCycle + n / 2].type});
    }
    return made;
  }();
  return columns;
}

Records::Cells cells_of(const Correction& correction) {
  Records::Cells cells = {std::string(name_of(correction.kind)), correction.final() ? "yes" : "no",
                          correction.row().clause, correction.row().subject,
                          fmt::format("{}", fmt::join(correction.columns, " "))};
  Records::Cells was(kRowColumns.size()), is(kRowColumns.size());
  if (correction.was) was = cells_of(*correction.was);
  if (correction.is) is = cells_of(*correction.is);
  for (std::size_t c = kCycle; c < kRowColumns.size(); ++c) {
    cells.push_back(was[c]);
    cells.push_back(is[c]);
  }
  return cells;
}

Records correction_records(const std::vector<Correction>& corrections) {
  return {correction_columns(), [&corrections](const auto& take) {
            for (const Correction& correction : corrections) take(cells_of(correction));
          }};
}

}  // namespace sla::verdicts
