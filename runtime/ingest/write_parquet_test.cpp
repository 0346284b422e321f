#include "runtime/ingest/write_parquet.h"

#include "runtime/ingest/sql_text.h"
#include "runtime/ingest/testing.h"

namespace sla::ingest {
namespace {

using WriteParquet = testing::WithDuckdb;

const std::vector<ParquetColumn> kColumns = {{"lead's", ParquetType::text},
                                             {"start", ParquetType::instant},
                                             {"elapsed \"b\"", ParquetType::integer},
                                             {"late", ParquetType::yes_no}};

TEST_F(WriteParquet, keeps_types_and_nulls) {
  const auto csv =
      folder().write("x.csv",
                     "lead's,start,\"elapsed "
                     "\"\"b\"\"\",late\nL1,2026-03-06T21:30:00.000001Z,-5,true\n\"L,2\",,,\n");
  const auto parquet = folder().path("it's.parquet");
  const auto written = write_parquet(duckdb(), csv, kColumns, parquet);
  ASSERT_TRUE(written) << written.error().message;
  auto result =
      duckdb().query("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(" + quote_path(parquet) + ")");
  ASSERT_TRUE(result) << result.error().message;
  const auto chunk = result->next();
  ASSERT_TRUE(chunk && *chunk);
  EXPECT_EQ((*chunk)->text(0, 0), "L1");
  EXPECT_EQ((*chunk)->text(1, 0), "2026-03-06 21:30:00.000001+00");
  EXPECT_EQ((*chunk)->text(2, 0), "-5");
  EXPECT_EQ((*chunk)->text(3, 0), "true");
  EXPECT_EQ((*chunk)->text(0, 1), "L,2");
  EXPECT_EQ((*chunk)->text(1, 1), "");

  auto types = duckdb().query(
      "SELECT string_agg(column_type, ' ') FROM (DESCRIBE SELECT * FROM read_parquet(" +
      quote_path(parquet) + "))");
  const auto described = types->next();
  EXPECT_EQ((*described)->text(0, 0), "VARCHAR TIMESTAMP WITH TIME ZONE BIGINT BOOLEAN");
}

TEST_F(WriteParquet, leaves_nothing_behind_when_it_fails) {
  const auto csv = folder().write("x.csv", "lead's,start,e,late\nL1,not a time,1,true\n");
  const auto parquet = folder().path("x.parquet");
  const auto written = write_parquet(duckdb(), csv, kColumns, parquet);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message.find(parquet + " cannot be written: "), 0u);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(parquet).parent_path())) {
    ++files;
  }
  EXPECT_EQ(files, 1u);
}

}  // namespace
}  // namespace sla::ingest
