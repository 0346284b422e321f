#include "runtime/ingest/table.h"

#include "runtime/ingest/testing.h"

namespace sla::ingest {
namespace {

using TableWithDuckdb = testing::WithDuckdb;
using Names = std::vector<std::string>;

TEST(TableHeader, splits_like_csv) {
  EXPECT_EQ(*split_header("a, b ,\"c,d\",\"e\"\"f\",na\"me", ','),
            (Names{"a", "b", "c,d", "e\"f", "na\"me"}));
  EXPECT_EQ(*split_header("a,,", ','), (Names{"a", "", ""}));
  EXPECT_FALSE(split_header("a,\"b", ','));
}

TEST(TableHeader, takes_the_separator_it_has_most_of) {
  EXPECT_EQ(separator_of_header("a,b,c"), ',');
  EXPECT_EQ(separator_of_header("a;b;\"c,d,e,f\""), ';');
  EXPECT_EQ(separator_of_header("a\tb"), '\t');
  EXPECT_EQ(separator_of_header("a|b|c,d"), '|');
  EXPECT_EQ(separator_of_header("alone"), ',');
}

TEST(TableFind, exact_then_folded_then_the_nearest) {
  const Table table{{.kind = InputKind::csv, .origin = "x.csv", .text = "x.csv", .gzip = false},
                    {"Owner", "owner", "Deal Amount", "twice", "Twice "},
                    ""};
  EXPECT_EQ(table.find("owner"), 1u);
  EXPECT_EQ(table.find("deal amount"), 2u);
  EXPECT_EQ(table.find("OWNER").error().message, "x.csv has 2 columns called `OWNER`");
  EXPECT_EQ(table.find("Deal Amunt").error().help, "did you mean `Deal Amount`?");
}

std::string error_of(Duckdb& duckdb, const std::string& input) {
  const auto reading = testing::read_plainly(duckdb, input);
  return reading.summary ? "read" : reading.summary.error().message;
}

TEST_F(TableWithDuckdb, says_what_a_file_is_when_it_is_not_a_log) {
  const auto at = [&](const char* name) { return folder().path(name); };
  EXPECT_EQ(error_of(duckdb(), at("none.csv")), "there is no file " + at("none.csv"));
  EXPECT_EQ(error_of(duckdb(), "/tmp"), "/tmp is a directory");
  EXPECT_EQ(error_of(duckdb(), folder().write("e.csv", "")), at("e.csv") + " is empty");
  EXPECT_EQ(error_of(duckdb(), folder().write("x.xlsx", "PK\x03\x04")),
            at("x.xlsx") + " does not say what it is");
  EXPECT_EQ(error_of(duckdb(), folder().write("x.csv", "PK\x03\x04")),
            at("x.csv") + " is a zip archive or an Excel workbook");
  EXPECT_EQ(error_of(duckdb(), folder().write("u.csv",
                                              "\xff\xfe"
                                              "a")),
            at("u.csv") + " is UTF-16, not UTF-8");
  EXPECT_EQ(error_of(duckdb(), folder().write("p.parquet", "text")),
            at("p.parquet") + " is not a Parquet file");
  EXPECT_EQ(error_of(duckdb(), folder().write("q.parquet", "PAR1"))
                .find(at("q.parquet") + " cannot be read as Parquet"),
            0u);
  EXPECT_EQ(error_of(duckdb(), folder().write("n.csv.gz", "a,b\n")),
            at("n.csv.gz") + " ends in .gz but is not gzip");
  EXPECT_EQ(error_of(duckdb(), folder().write("b.csv", "\n\n1,2\n")),
            at("b.csv") + " has no header row");
}

TEST_F(TableWithDuckdb, never_takes_a_cut_gzip_file_for_a_short_log) {
  const std::string rows = "lead_id,ts,event\nL1,2026-01-01,call\nL2,2026-01-02,call\n";
  const auto path = folder().write_gzip("x.csv.gz", rows);
  EXPECT_EQ(testing::read_plainly(duckdb(), path).summary->events, 2u);
  // Without the last bytes of the trailer every row is still there, but nothing says so.
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 3);
  EXPECT_EQ(error_of(duckdb(), path), path + " is cut short: its gzip stream does not end");
}

TEST_F(TableWithDuckdb, names_the_line_of_malformed_csv) {
  const std::string head = "lead_id,ts,event\nL1,2026-01-01,call\n";
  const auto path = [&](const std::string& text) { return folder().write("x.csv", head + text); };
  const std::string place = folder().path("x.csv") + ", line ";
  EXPECT_EQ(error_of(duckdb(), path("L2,2026-01-01\n")),
            place + "3: 2 cells where the header has 3");
  EXPECT_EQ(error_of(duckdb(), path("L2,2026-01-01,call,x\n")),
            place + "3: 4 cells where the header has 3");
  EXPECT_EQ(error_of(duckdb(), path("L2,\"2026-01-01,call\n")),
            place + "3: a quoted cell does not end where it should");
  EXPECT_EQ(error_of(duckdb(), path("L\xff,2026-01-01,call\n")), place + "3: not UTF-8");
}

TEST_F(TableWithDuckdb, names_the_line_of_malformed_csv_far_into_a_file) {
  std::string text = "lead_id,ts,event\n";
  for (int i = 0; i < 300'000; ++i)
    text += "L" + std::to_string(i) + ",2026-01-01T00:00:00Z,call\n";
  text += "short\n";
  const auto path = folder().write("x.csv", text);
  EXPECT_EQ(error_of(duckdb(), path), path + ", line 300002: 1 cells where the header has 3");
}

TEST_F(TableWithDuckdb, explains_json_and_queries) {
  const auto path = folder().write("x.ndjson", "{\"lead_id\": 1}\n{\"lead_id\": }\n");
  EXPECT_EQ(error_of(duckdb(), path), path + ", line 2: not valid JSON: unexpected character");
  const auto array = folder().write("a.json", "[{\"lead_id\": 1},\n{\"lead_id\": }]");
  EXPECT_EQ(error_of(duckdb(), array).find(array + ", record 2: not valid JSON"), 0u);
  const auto list = folder().write("l.json", "[1, 2]");
  EXPECT_EQ(error_of(duckdb(), list), list + " holds no JSON objects");
  EXPECT_EQ(error_of(duckdb(), "select frm").find("the query fails: "), 0u);
  EXPECT_EQ(error_of(duckdb(), "select 1; select 2").find("the query fails: "), 0u);
}

}  // namespace
}  // namespace sla::ingest
