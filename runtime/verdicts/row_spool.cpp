#include "runtime/verdicts/row_spool.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace sla::verdicts {
namespace {

constexpr std::size_t kPiece = 1 << 20;

void put(std::string& record, std::uint32_t number) {
  record.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// A record as its length, the number of its cells, and each cell with its length.
std::string packed(const Records::Cells& cells) {
  std::string record;
  put(record, 0);
  put(record, static_cast<std::uint32_t>(cells.size()));
  for (const std::string& cell : cells) {
    put(record, static_cast<std::uint32_t>(cell.size()));
    record += cell;
  }
  const auto size = static_cast<std::uint32_t>(record.size());
  std::memcpy(record.data(), &size, sizeof size);
  return record;
}

std::uint32_t number_at(const char* at) {
  std::uint32_t number = 0;
  std::memcpy(&number, at, sizeof number);
  return number;
}

void unpack(const char* at, Records::Cells& cells) {
  cells.resize(number_at(at + 4));
  at += 8;
  for (std::string& cell : cells) {
    const std::uint32_t size = number_at(at);
    cell.assign(at + 4, size);
    at += 4 + size;
  }
}

}  // namespace

std::expected<RowSpool, std::string> RowSpool::make(std::size_t clauses) {
  RowSpool spool;
  for (std::size_t c = 0; c < clauses; ++c) {
    auto file = events::SpillFile::make();
    if (!file) return std::unexpected(file.error());
    spool.files_.push_back(std::move(*file));
  }
  return spool;
}

std::expected<void, std::string> RowSpool::add(const PolicyShape& policy, const Outcome& outcome,
                                               const events::Log& log) {
  std::expected<void, std::string> done;
  for_each_obligation(policy, outcome, log, [&](std::size_t clause, const NamedRow& row) {
    if (!done) return;
    const std::string record = packed(cells_of(row));
    auto written = files_[clause].append(record.data(), record.size());
    if (!written) done = std::unexpected(written.error());
  });
  return done;
}

std::expected<void, std::string> RowSpool::flush() {
  for (events::SpillFile& file : files_) {
    if (auto done = file.flush(); !done) return done;
  }
  return {};
}

void RowSpool::each(std::size_t clause,
                    const std::function<void(const Records::Cells&)>& take) const {
  const events::SpillFile& file = files_[clause];
  std::string waiting;
  Records::Cells cells;
  for (std::uint64_t at = 0; at < file.size();) {
    const std::size_t size = std::min<std::uint64_t>(kPiece, file.size() - at);
    const std::size_t before = waiting.size();
    waiting.resize(before + size);
    if (auto read = file.read(at, waiting.data() + before, size); !read)
      throw std::runtime_error(read.error());
    at += size;
    std::size_t from = 0;
    while (waiting.size() - from >= 4 && waiting.size() - from >= number_at(&waiting[from])) {
      unpack(&waiting[from], cells);
      take(cells);
      from += number_at(&waiting[from]);
    }
    waiting.erase(0, from);
  }
}

Records RowSpool::records(const PolicyShape& policy, const Summary& summary) const {
  return {row_columns(policy), [&](const auto& take) {
            for (std::size_t c = 0; c < policy.clauses.size(); ++c) {
              each(c, take);
              for_each_period(policy, c, summary,
                              [&](const NamedRow& row) { take(cells_of(row)); });
            }
          }};
}

}  // namespace sla::verdicts
