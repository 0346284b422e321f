#pragma once

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "runtime/events/log.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/read_events.h"

/// For tests that read files. Those that need DuckDB's library skip where it is not found.
namespace sla::ingest::testing {

/// A folder of its own for one test, removed with it.
class Folder {
 public:
  Folder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() /
            (std::string("sla_") + test->test_suite_name() + "_" + test->name() + "_" +
             std::to_string(getpid()));
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  std::string write_gzip(const std::string& name, const std::string& text) const {
    gzFile file = gzopen(path(name).c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

/// A test with a DuckDB, or skipped with the reason.
class WithDuckdb : public ::testing::Test {
 protected:
  void SetUp() override {
    auto library = load_duckdb_library();
    if (!library) GTEST_SKIP() << library.error().message << "; " << library.error().help;
    auto opened = Duckdb::open(*library, {.threads = 2});
    ASSERT_TRUE(opened) << opened.error().message;
    duckdb_.emplace(std::move(*opened));
  }

  Duckdb& duckdb() { return *duckdb_; }
  const Folder& folder() const { return folder_; }

 private:
  Folder folder_;
  std::optional<Duckdb> duckdb_;
};

/// What one reading made.
struct Reading {
  std::expected<ReadSummary, IngestError> summary;
  events::Log log;
  DataFindings findings;
};

/// Words of a small agreement: states inquiry and mql, touch call; fields source, amount, note.
inline Vocabulary small_vocabulary() {
  return {.events = {{"inquiry", 4}, {"mql", 5}, {"call", 6}},
          .fields = {{"source", ValueKind::choice, {"web", "event", "referral"}},
                     {"amount", ValueKind::money, {}},
                     {"note", ValueKind::text, {}}},
          .currency = "USD"};
}

inline Reading read_with(Duckdb& duckdb, const std::vector<std::string>& inputs,
                         const Mapping& mapping, const std::string& zone = "UTC") {
  Reading reading;
  events::LogBuilder builder({}, small_vocabulary().fields.size());
  reading.summary =
      read_events(duckdb, inputs, mapping, *time::Zone::find(zone), builder, reading.findings);
  events::RepeatedRows repeats;
  reading.log = std::move(builder).finish(events::Finishing{.repeats = &repeats});
  note_repeats(repeats, reading.log, reading.findings);
  return reading;
}

/// Reads one input with the mapping that its columns suggest.
inline Reading read_plainly(Duckdb& duckdb, const std::string& input,
                            const std::string& zone = "UTC") {
  const auto columns = read_columns(duckdb, input);
  if (!columns) return {std::unexpected(columns.error()), {}, {}};
  const auto mapping = default_mapping(small_vocabulary(), *columns);
  if (!mapping) return {std::unexpected(mapping.error()), {}, {}};
  return read_with(duckdb, {input}, *mapping, zone);
}

}  // namespace sla::ingest::testing
