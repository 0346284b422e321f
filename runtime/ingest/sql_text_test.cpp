#include "runtime/ingest/sql_text.h"

#include "runtime/ingest/testing.h"

namespace sla::ingest {
namespace {

using SqlTextWithDuckdb = testing::WithDuckdb;

TEST(SqlText, doubles_the_mark_inside) {
  EXPECT_EQ(quote_text("it's"), "'it''s'");
  EXPECT_EQ(quote_text("'; DROP TABLE x; --"), "'''; DROP TABLE x; --'");
  EXPECT_EQ(quote_identifier("a\"b"), "\"a\"\"b\"");
}

TEST(SqlText, makes_wildcards_of_a_path_stand_for_themselves) {
  EXPECT_EQ(quote_path("/a/[x]*?.csv"), "'/a/[[]x][*][?].csv'");
}

TEST(SqlText, makes_a_path_absolute_so_that_it_is_no_url) {
  EXPECT_TRUE(quote_path("s3:/bucket/x.csv").starts_with("'/"));
}

TEST_F(SqlTextWithDuckdb, reads_files_with_hostile_names) {
  for (const std::string name : {"it's.csv", "[x]*?.csv", "a'); select 1; --.csv", "quote\".csv"}) {
    const auto path = folder().write(name, "lead_id,ts,event\nL1,2026-01-01T10:00:00Z,call\n");
    const auto reading = testing::read_plainly(duckdb(), path);
    ASSERT_TRUE(reading.summary) << reading.summary.error().message;
    EXPECT_EQ(reading.summary->events, 1u) << name;
  }
}

TEST_F(SqlTextWithDuckdb, hostile_column_names_are_only_names) {
  const auto path = folder().write(
      "x.csv",
      "lead_id,\"ts\",event,\"a\"\"); drop table x; --\",c0,amount\nL1,2026-01-01,call,1,2,3\n");
  const auto reading = testing::read_plainly(duckdb(), path);
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  EXPECT_EQ(reading.summary->events, 1u);
  EXPECT_EQ(reading.log.fields[1].value[0], 3'000'000);
}

}  // namespace
}  // namespace sla::ingest
