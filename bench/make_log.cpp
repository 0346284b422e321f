// Writes a log of leads as a CRM exports it, for measurements of reading and judging files, and
// says how long DuckDB takes to do nothing but read one.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/sql_text.h"
#include "runtime/ingest/write_parquet.h"
#include "runtime/time/instant.h"

namespace {

using sla::time::Instant;

constexpr const char* kUsage =
    "usage: make_log write EVENTS time|lead FILE.csv|FILE.parquet\n"
    "       make_log read FILE.csv|FILE.parquet [THREADS]\n";
constexpr const char* kStates[] = {"inquiry", "mql", "sal", "sql", "won"};
constexpr const char* kTouches[] = {"call", "email", "meeting"};
constexpr const char* kSources[] = {"website", "trade_show", "referral", "outbound", "partner"};
constexpr const char* kCountries[] = {"US", "CA", "DE", "FR", "JP", "BR"};
constexpr int kReps = 400, kTeams = 20;

struct Event {
  Instant time = 0;
  std::uint32_t lead = 0;
  std::uint8_t kind = 0;  ///< 0-4 a state, 5-7 a touch, 8 an assignment.
  std::uint16_t rep = 0;
};

/// A lead comes in, moves on, is assigned now and then and is called between; ten events each, over
/// three weeks of a year.
std::vector<Event> make_events(std::uint64_t count) {
  std::vector<Event> events;
  events.reserve(count);
  std::mt19937_64 random(9);
  const Instant begin = 1'767'225'600 * sla::time::kSecond;  // 2026-01-01
  for (std::uint32_t lead = 0; events.size() < count; ++lead) {
    const std::uint64_t own = std::min<std::uint64_t>(5 + random() % 11, count - events.size());
    Instant t = begin + static_cast<Instant>(random() % (365ull * 86'400)) * sla::time::kSecond;
    std::uint8_t state = 0;
    auto rep = static_cast<std::uint16_t>(random() % kReps);
    for (std::uint64_t e = 0; e < own; ++e) {
      const std::uint64_t dice = random() % 10;
      std::uint8_t kind = 0;
      if (e == 0) kind = 0;
      else if (e == 2 || dice == 0) kind = 8;
      else if (dice < 4 && state < 4) kind = ++state;
      else kind = static_cast<std::uint8_t>(5 + dice % 3);
      if (kind == 8) rep = static_cast<std::uint16_t>(random() % kReps);
      events.push_back({t, lead, kind, rep});
      t += static_cast<Instant>(60 + random() % (4ull * 86'400)) * sla::time::kSecond;
    }
  }
  return events;
}

void write_csv(const std::vector<Event>& events, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  out << "lead_id,ts,event,owner,team,source,country,score,amount\n";
  std::string block;
  for (const Event& event : events) {
    const char* name = event.kind < 5   ? kStates[event.kind]
                       : event.kind < 8 ? kTouches[event.kind - 5]
                                        : "assigned";
    fmt::format_to(std::back_inserter(block), "L{:08},{},{},", event.lead,
                   sla::time::format_utc(event.time), name);
    if (event.kind == 8)
      fmt::format_to(std::back_inserter(block), "rep {},team {}", event.rep, event.rep % kTeams);
    else block += ',';
    if (event.kind == 0) {
      fmt::format_to(std::back_inserter(block), ",{},{},{},\n", kSources[event.lead % 5],
                     kCountries[event.lead % 6], event.lead * 7 % 101);
    } else if (event.kind == 4) {
      fmt::format_to(std::back_inserter(block), ",,,,{}.50\n", 1000 + event.lead % 90'000);
    } else {
      block += ",,,,\n";
    }
    if (block.size() > 1u << 20) {
      out << block;
      block.clear();
    }
  }
  out << block;
}

int fail(const std::string& message) {
  fmt::print(stderr, "error: {}\n", message);
  return 1;
}

int write(std::uint64_t count, const std::string& order, const std::string& path) {
  std::vector<Event> events = make_events(count);
  if (order == "time") std::ranges::stable_sort(events, {}, &Event::time);
  if (!path.ends_with(".parquet")) {
    write_csv(events, path);
    return 0;
  }
  using sla::ingest::ParquetType;
  const std::string csv = path + ".csv";
  write_csv(events, csv);
  auto duckdb = sla::ingest::Duckdb::open();
  if (!duckdb) return fail(duckdb.error().message);
  auto written = sla::ingest::write_parquet(*duckdb, csv,
                                            {{"lead_id", ParquetType::text},
                                             {"ts", ParquetType::instant},
                                             {"event", ParquetType::text},
                                             {"owner", ParquetType::text},
                                             {"team", ParquetType::text},
                                             {"source", ParquetType::text},
                                             {"country", ParquetType::text},
                                             {"score", ParquetType::integer},
                                             {"amount", ParquetType::text}},
                                            path);
  std::remove(csv.c_str());
  return written ? 0 : fail(written.error().message);
}

int read(const std::string& path, int threads) {
  auto duckdb = sla::ingest::Duckdb::open({.threads = threads});
  if (!duckdb) return fail(duckdb.error().message);
  const std::string from = sla::ingest::quote_path(path);
  for (const std::string& sql :
       {fmt::format("SELECT * FROM {}", from),
        fmt::format(
            "SELECT COLUMNS(*)::VARCHAR FROM {}",
            path.ends_with(".csv") ? fmt::format("read_csv({}, all_varchar=true)", from) : from)}) {
    const auto begin = std::chrono::steady_clock::now();
    if (auto done = duckdb->execute(sql); !done) return fail(done.error().message);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    fmt::print("{:.3f} s  {}\n", took.count(), sql);
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> given(arguments + 1, arguments + count);
  const auto number = [](const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  if (given.size() == 4 && given[0] == "write" && number(given[1]) > 0 &&
      (given[2] == "time" || given[2] == "lead"))
    return write(number(given[1]), given[2], given[3]);
  if (given.size() >= 2 && given[0] == "read")
    return read(given[1], given.size() > 2 ? static_cast<int>(number(given[2])) : 0);
  return fail(kUsage);
}
