#include "runtime/ingest/duckdb.h"

#include "runtime/ingest/testing.h"

namespace sla::ingest {
namespace {

using DuckdbTest = testing::WithDuckdb;

TEST(DuckdbLibrary, says_where_it_looked_and_what_to_do) {
  const auto library = load_duckdb_library({"/nowhere/libduckdb.so"});
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().message,
            "reading logs needs DuckDB's library, which is not at /nowhere/libduckdb.so");
  EXPECT_NE(library.error().help.find("fetch-duckdb"), std::string::npos);
}

TEST(DuckdbLibrary, a_file_that_is_no_library_is_not_skipped_in_silence) {
  const testing::Folder folder;
  const auto library = load_duckdb_library({folder.write("libduckdb.so", "text"), "libduckdb.so"});
  ASSERT_FALSE(library);
  EXPECT_NE(library.error().message.find("does not load"), std::string::npos);
}

TEST_F(DuckdbTest, gives_text_null_and_long_text) {
  auto result = duckdb().query("SELECT 'short', NULL::VARCHAR, repeat('x', 100)");
  ASSERT_TRUE(result);
  const auto chunk = result->next();
  ASSERT_TRUE(chunk && *chunk);
  EXPECT_EQ((*chunk)->text(0, 0), "short");
  EXPECT_EQ((*chunk)->text(1, 0), "");
  EXPECT_EQ((*chunk)->text(2, 0), std::string(100, 'x'));
  const auto end = result->next();
  ASSERT_TRUE(end);
  EXPECT_EQ(*end, nullptr);
}

TEST_F(DuckdbTest, refuses_to_hand_out_what_is_not_text) {
  auto result = duckdb().query("SELECT 1");
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->all_text());
  EXPECT_FALSE(result->next());
}

TEST_F(DuckdbTest, can_neither_be_reconfigured_nor_load_extensions) {
  EXPECT_FALSE(duckdb().execute("SET autoload_known_extensions = true"));
  EXPECT_FALSE(duckdb().execute("LOAD httpfs"));
  EXPECT_FALSE(duckdb().execute("SELECT * FROM 's3://bucket/x.parquet'"));
}

TEST_F(DuckdbTest, results_survive_a_move_of_their_database) {
  std::optional<Duckdb> moved;
  auto result = duckdb().query("SELECT range::VARCHAR FROM range(5000)");
  ASSERT_TRUE(result);
  moved.emplace(std::move(duckdb()));
  std::uint64_t rows = 0;
  for (;;) {
    const auto chunk = result->next();
    ASSERT_TRUE(chunk);
    if (*chunk == nullptr) break;
    for (std::uint64_t row = 0; row < (*chunk)->size(); ++row) {
      ASSERT_EQ((*chunk)->text(0, row), std::to_string(rows++));
    }
  }
  EXPECT_EQ(rows, 5000u);
}

}  // namespace
}  // namespace sla::ingest
