#include "runtime/ingest/read_events.h"

#include "runtime/ingest/testing.h"

namespace sla::ingest {
namespace {

using ReadEvents = testing::WithDuckdb;
using Kind = DataFindingKind;
using testing::read_plainly;
using testing::read_with;

constexpr const char* kHead = "lead_id,ts,event,owner,team,source,amount,note\n";
/// 2026-03-06T10:00:00Z.
constexpr time::Instant kTen = time::days_from_civil(2026, 3, 6) * time::kDay + 10 * time::kHour;

Mapping mapping_of(std::vector<std::string> columns) {
  return *default_mapping(testing::small_vocabulary(), columns);
}

TEST_F(ReadEvents, reads_all_that_a_row_says) {
  const auto path = folder().write(
      "x.csv", std::string(kHead) +
                   "L1,2026-03-06 11:00:00+01:00, MQL ,Dana,East,Web,\"$1,234.50\",\"a, b\"\n"
                   "L1,2026-03-06T12:00,assigned,Eli,,,,\n");
  const auto reading = read_plainly(duckdb(), path, "America/New_York");
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  EXPECT_TRUE(reading.findings.empty());
  const auto& log = reading.log;
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log.time[0], kTen);
  EXPECT_EQ(log.time[1], kTen + 7 * time::kHour);
  EXPECT_EQ(log.code[0], 5);
  EXPECT_EQ(log.code[1], events::kAssigned);
  EXPECT_EQ(log.owners.text(log.owner[0]), "Dana");
  EXPECT_EQ(log.owners.text(log.owner[1]), "Eli");
  EXPECT_EQ(log.teams.text(log.team[0]), "East");
  EXPECT_EQ(log.team[1], events::kNone);
  EXPECT_EQ(log.fields[0].value[0], 0);
  EXPECT_EQ(log.fields[1].value[0], 1'234'500'000);
  EXPECT_EQ(log.texts.text(static_cast<std::uint32_t>(log.fields[2].value[0])), "a, b");
  EXPECT_EQ(log.fields[2].set[1], 0);
  EXPECT_EQ(log.row[1], 2u);
  EXPECT_EQ(log.origins[log.origin[1]], path);
}

TEST_F(ReadEvents, formats_of_one_log_agree) {
  const auto csv =
      folder().write("x.csv", "lead_id,ts,event,amount\nL1,2026-03-06T11:00:00+01:00,call,12.5\n");
  const auto semicolons = folder().write(
      "s.csv", "\xef\xbb\xbflead_id;ts;event;amount\r\nL1;2026-03-06T11:00:00+01:00;call;12.5\r\n");
  const auto gzip = folder().write_gzip(
      "x.csv.gz", "lead_id,ts,event,amount\nL1,2026-03-06T11:00:00+01:00,call,12.5\n");
  const std::string object =
      "{\"lead_id\": \"L1\", \"ts\": \"2026-03-06T11:00:00+01:00\", \"event\": \"call\", "
      "\"amount\": 12.5, \"more\": {\"x\": 1}}";
  const auto lines = folder().write("x.ndjson", object + "\n");
  const auto array = folder().write("x.json", "[" + object + "]");
  const auto parquet = folder().path("x.parquet");
  const std::string query =
      "SELECT 'L1' AS lead_id, TIMESTAMPTZ '2026-03-06 11:00:00+01' AS ts, 'call' AS event, "
      "12.5::DOUBLE AS amount";
  ASSERT_TRUE(duckdb().execute("COPY (" + query + ") TO '" + parquet + "' (FORMAT parquet)"));
  const auto sql = folder().write("x.sql", "-- one call\n" + query + "; -- done\n");
  for (const std::string& input : {csv, semicolons, gzip, lines, array, parquet, query, sql}) {
    const auto reading = read_plainly(duckdb(), input);
    ASSERT_TRUE(reading.summary) << input << ": " << reading.summary.error().message;
    ASSERT_EQ(reading.log.size(), 1u) << input;
    EXPECT_EQ(reading.log.time[0], kTen) << input;
    EXPECT_EQ(reading.log.fields[1].value[0], 12'500'000) << input;
    EXPECT_FALSE(reading.findings.has_problems()) << input;
  }
}

TEST_F(ReadEvents, a_header_alone_is_a_log_without_events) {
  const auto reading = read_plainly(duckdb(), folder().write("x.csv", kHead));
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  EXPECT_EQ(reading.log.size(), 0u);
}

TEST_F(ReadEvents, accounts_for_every_row_that_is_left_out) {
  const auto path = folder().write("x.csv", std::string(kHead) +
                                                ",2026-03-06,call,,,,,\n"
                                                "L1,,call,,,,,\n"
                                                "L1,6 March,call,,,,,\n"
                                                "L1,2026-03-06,,,,,,\n"
                                                "L1,2026-03-06,cal,,,,,\n"
                                                "L1,1850-01-01,call,,,,,\n"
                                                "L1,2026-03-06,call,,,,,\n");
  const auto reading = read_plainly(duckdb(), path);
  ASSERT_TRUE(reading.summary);
  EXPECT_EQ(reading.summary->rows, 7u);
  EXPECT_EQ(reading.summary->events, 1u);
  for (const Kind kind : {Kind::missing_subject, Kind::missing_time, Kind::unparsable_time,
                          Kind::missing_event, Kind::unknown_event, Kind::time_out_of_range}) {
    EXPECT_EQ(reading.findings.count(kind), 1u) << name_of(kind);
  }
  for (const DataFinding& finding : reading.findings.all()) {
    if (finding.kind != Kind::unknown_event) continue;
    EXPECT_EQ(finding.examples[0].row, 5u);
    EXPECT_EQ(finding.examples[0].text, "cal");
    EXPECT_EQ(finding.examples[0].help, "did you mean `call`?");
  }
}

TEST_F(ReadEvents, a_bad_value_is_reported_and_the_event_kept) {
  const auto path = folder().write("x.csv", std::string(kHead) +
                                                "L1,2026-03-06,call,,,wbe,1 EUR,\n"
                                                "L1,2026-03-07,call,,,,99999999999999,\n"
                                                "L1,2026-03-08,assigned,,,,,\n");
  const auto reading = read_plainly(duckdb(), path);
  ASSERT_TRUE(reading.summary);
  EXPECT_EQ(reading.log.size(), 3u);
  EXPECT_EQ(reading.findings.count(Kind::unknown_choice), 1u);
  EXPECT_EQ(reading.findings.count(Kind::unparsable_value), 1u);
  EXPECT_EQ(reading.findings.count(Kind::value_out_of_range), 1u);
  EXPECT_EQ(reading.findings.count(Kind::missing_owner), 1u);
  EXPECT_TRUE(reading.log.fields[1].set.empty() || reading.log.fields[1].set[0] == 0);
}

TEST_F(ReadEvents, local_times_that_clock_changes_touch_are_reported) {
  const auto path = folder().write("x.csv",
                                   "lead_id,ts,event\nL1,2026-03-08 02:30,call\nL1,2026-11-01 "
                                   "01:30,call\nL1,2026-11-01T01:30:00-05:00,call\n");
  const auto reading = read_plainly(duckdb(), path, "America/New_York");
  EXPECT_EQ(reading.findings.count(Kind::nonexistent_local_time), 1u);
  EXPECT_EQ(reading.findings.count(Kind::ambiguous_local_time), 1u);
  ASSERT_EQ(reading.log.size(), 3u);
  EXPECT_EQ(time::format_utc(reading.log.time[0]), "2026-03-08T07:00:00Z");
  EXPECT_EQ(reading.log.time[2] - reading.log.time[1], time::kHour);
}

TEST_F(ReadEvents, an_id_counts_once_also_across_files) {
  const auto first = folder().write(
      "a.csv", "lead_id,ts,event,event_id\nL1,2026-03-06,call,e1\nL1,2026-03-06,call,e2\n");
  const auto second = folder().write(
      "b.csv", "lead_id,ts,event,event_id\nL1,2026-03-06,call,e1\nL2,2026-03-06,call,e2\n");
  const auto reading =
      read_with(duckdb(), {first, second}, mapping_of({"lead_id", "ts", "event", "event_id"}));
  ASSERT_TRUE(reading.summary);
  EXPECT_EQ(reading.log.size(), 2u);
  EXPECT_EQ(reading.log.subjects.size(), 1u);
  EXPECT_EQ(reading.findings.count(Kind::duplicate_event_id), 1u);
  EXPECT_EQ(reading.findings.count(Kind::conflicting_event_id), 1u);
  EXPECT_EQ(reading.findings.count(Kind::identical_row), 0u);
  EXPECT_EQ(reading.findings.all().front().examples[0].help, "first in row 1 of " + first);
}

TEST_F(ReadEvents, without_ids_equal_rows_are_kept_and_reported) {
  const auto path =
      folder().write("x.csv", "lead_id,ts,event\nL1,2026-03-06,call\nL1,2026-03-06,call\n");
  const auto reading = read_plainly(duckdb(), path);
  EXPECT_EQ(reading.log.size(), 2u);
  EXPECT_EQ(reading.findings.count(Kind::identical_row), 1u);
  EXPECT_FALSE(reading.findings.has_problems());
}

TEST_F(ReadEvents, orders_by_time_then_row_and_says_when_it_had_to) {
  const auto path = folder().write("x.csv",
                                   "lead_id,ts,event\nL1,2026-03-07,mql\nL1,2026-03-06,inquiry\nL1,"
                                   "2026-03-07,call\nL2,2026-03-01,call\n");
  const auto reading = read_plainly(duckdb(), path);
  EXPECT_EQ(reading.findings.count(Kind::out_of_order), 1u);
  EXPECT_EQ(reading.log.row, (std::vector<std::uint64_t>{2, 1, 3, 4}));
}

TEST_F(ReadEvents, a_mapped_sequence_orders_ties_and_then_the_id) {
  const auto path = folder().write("x.csv",
                                   "lead_id,ts,event,event_id,n\nL1,2026-03-06,call,b,2\nL1,2026-"
                                   "03-06,mql,z,1\nL1,2026-03-06,inquiry,a,2\n");
  Mapping mapping = mapping_of({"lead_id", "ts", "event", "event_id"});
  mapping.sequence = "n";
  const auto reading = read_with(duckdb(), {path}, mapping);
  ASSERT_TRUE(reading.summary);
  EXPECT_EQ(reading.summary->events, 3u);
  EXPECT_EQ(reading.log.row, (std::vector<std::uint64_t>{2, 3, 1}));
}

TEST_F(ReadEvents, follows_the_mapping) {
  const auto path = folder().write("x.csv",
                                   "Id,When,What,Deal Amount,Src\n1,1772791200,Reached out,n/a,Web "
                                   "form\n1,1772791200.5,noise,7,?\n");
  Mapping mapping;
  mapping.subject = "Id";
  mapping.time = "When";
  mapping.time_format = TimeFormat::epoch_seconds;
  mapping.event = "What";
  mapping.events = {{"Reached out", 6}, {"noise", WordCode::kNothing}};
  mapping.currency = "USD";
  const auto fields = testing::small_vocabulary().fields;
  mapping.fields = {{0, fields[0], "Src", {{"Web form", 0}}, true},
                    {1, fields[1], "Deal Amount", {{"n/a", WordCode::kNothing}}, false}};
  auto reading = read_with(duckdb(), {path}, mapping);
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  ASSERT_EQ(reading.log.size(), 1u);
  EXPECT_EQ(reading.log.time[0], kTen);
  EXPECT_EQ(reading.log.fields[0].value[0], 0);
  EXPECT_EQ(reading.log.fields[1].set[0], 2);
  EXPECT_EQ(reading.findings.count(Kind::ignored_event), 1u);

  mapping.events = {{"Reached out", 6}};
  mapping.otherwise = 4;
  reading = read_with(duckdb(), {path}, mapping);
  ASSERT_EQ(reading.log.size(), 2u);
  EXPECT_EQ(reading.log.code[1], 4);
  EXPECT_EQ(reading.log.time[1] - reading.log.time[0], 500'000);
  EXPECT_EQ(reading.log.fields[0].set[1], 2);
}

TEST_F(ReadEvents, each_row_and_bare_dates_in_a_zone_of_their_own) {
  const auto path = folder().write("x.csv", "lead_id,ts\nL1,2026-03-06\n");
  Mapping mapping;
  mapping.subject = "lead_id";
  mapping.time = "ts";
  mapping.each_row = 4;
  mapping.zone = "Europe/Berlin";
  mapping.dates_at_minute = 11 * 60;
  const auto reading = read_with(duckdb(), {path}, mapping, "America/New_York");
  ASSERT_TRUE(reading.summary);
  EXPECT_EQ(reading.log.time[0], kTen);
  EXPECT_EQ(reading.log.code[0], 4);
}

TEST_F(ReadEvents, a_mapped_column_that_is_missing_stops_the_reading) {
  const auto path = folder().write("x.csv", "lead_id,ts,event,amout\nL1,2026-03-06,call,1\n");
  Mapping mapping = mapping_of({"lead_id", "ts", "event", "amount"});
  const auto reading = read_with(duckdb(), {path}, mapping);
  ASSERT_FALSE(reading.summary);
  EXPECT_EQ(reading.summary.error().message, path + " has no column `amount`");
  EXPECT_EQ(reading.summary.error().help, "did you mean `amout`?");
  EXPECT_EQ(reading.findings.count(Kind::missing_column), 1u);
}

TEST_F(ReadEvents, keeps_the_order_of_a_large_file_read_in_parallel) {
  std::string text = "lead_id,ts,event,note\n";
  for (int i = 1; i <= 400'000; ++i) {
    text +=
        "L" + std::to_string(i % 1000) + ",2026-03-06T10:00:00Z,call," + std::to_string(i) + "\n";
  }
  const auto reading = read_plainly(duckdb(), folder().write("x.csv", text));
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  ASSERT_EQ(reading.log.size(), 400'000u);
  for (std::uint64_t i = 0; i < reading.log.size(); ++i) {
    const auto note = static_cast<std::uint32_t>(reading.log.fields[2].value[i]);
    ASSERT_EQ(reading.log.texts.text(note), std::to_string(reading.log.row[i]));
  }
}

TEST_F(ReadEvents, retractions_and_merges_need_no_source_block) {
  const auto path = folder().write("x.csv",
                                   "lead_id,ts,event,event_id,into\n"
                                   "L1,2026-03-06 10:00,mql,e1,\n"
                                   "L1,2026-03-06 10:10,call,e2,\n"
                                   ",2026-03-06 11:00,retracted,e2,\n"
                                   "L1,2026-03-06 12:00,merged,,L2\n"
                                   "L1,2026-03-06 12:00,retracted,,\n"
                                   "L1,2026-03-06 12:00,merged,,\n");
  const auto reading = read_plainly(duckdb(), path);
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  ASSERT_EQ(reading.log.size(), 1u);
  EXPECT_EQ(reading.log.subjects.size(), 1u);
  EXPECT_EQ(reading.log.subjects.text(0), "L2");
  EXPECT_EQ(reading.log.time[0], kTen);
  ASSERT_EQ(reading.log.merged.size(), 1u);
  EXPECT_EQ(reading.log.merged[0].loser, "L1");
  EXPECT_EQ(reading.findings.count(Kind::missing_id), 1u);
  EXPECT_EQ(reading.findings.count(Kind::missing_winner), 1u);
}

}  // namespace
}  // namespace sla::ingest
