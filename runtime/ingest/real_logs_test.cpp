#include <cstdlib>

#include "runtime/ingest/testing.h"

/// Logs of real companies, which are not part of the project: found in $SLA_REAL_LOGS or in
/// shared/data beside the source tree.
namespace sla::ingest {
namespace {

class RealLogs : public testing::WithDuckdb {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("SLA_REAL_LOGS");
    logs_ = folder != nullptr ? folder : SLA_SOURCE_DIR "/../shared/data";
    if (!std::filesystem::is_directory(logs_))
      GTEST_SKIP() << "there are no real logs at " << logs_;
    testing::WithDuckdb::SetUp();
  }

  std::string log(const std::string& name) const { return logs_ + "/lead-events/" + name; }

 private:
  std::string logs_;
};

/// Every event word of the three logs as a touch, in alphabetical order.
Vocabulary words_of_real_logs() {
  Vocabulary vocabulary;
  events::Code code = events::kFirstState;
  for (const char* word :
       {"accepted", "assigned", "cancelled", "contacted", "created", "engaged", "follow_up_call",
        "lost", "mql", "offer_returned", "offer_sent", "qualified", "rejected", "won"}) {
    vocabulary.events.push_back({word, code++});
  }
  vocabulary.fields = {{"source", ValueKind::text, {}}, {"amount", ValueKind::money, {}}};
  return vocabulary;
}

testing::Reading read(Duckdb& duckdb, const std::string& path) {
  const Vocabulary vocabulary = words_of_real_logs();
  const auto columns = read_columns(duckdb, path);
  if (!columns) return {std::unexpected(columns.error()), {}, {}};
  testing::Reading reading;
  events::LogBuilder builder({}, vocabulary.fields.size());
  reading.summary = read_events(duckdb, path, *default_mapping(vocabulary, *columns),
                                *time::Zone::find("Europe/Amsterdam"), builder, reading.findings);
  reading.log = std::move(builder).finish();
  return reading;
}

/// The code of a word in words_of_real_logs.
events::Code code_of(std::string_view word) {
  for (const WordCode& entry : words_of_real_logs().events) {
    if (entry.word == word) return static_cast<events::Code>(entry.code);
  }
  return events::kChanged;
}

constexpr time::Instant kNone = INT64_MIN;

time::Instant first_of(const events::Log& log, std::uint64_t subject, events::Code code) {
  for (std::uint64_t i = log.subject_begin[subject]; i < log.subject_begin[subject + 1]; ++i) {
    if (log.code[i] == code) return log.time[i];
  }
  return kNone;
}

/// How many leads have both events, and how many of them within the time.
std::pair<int, int> count_within(const events::Log& log, std::string_view from, std::string_view to,
                                 std::int64_t micros) {
  int both = 0, within = 0;
  for (std::uint64_t s = 0; s < log.subjects.size(); ++s) {
    const time::Instant start = first_of(log, s, code_of(from));
    const time::Instant stop = first_of(log, s, code_of(to));
    if (start == kNone || stop == kNone) continue;
    ++both;
    within += stop - start <= micros ? 1 : 0;
  }
  return {both, within};
}

TEST_F(RealLogs, a_lenders_pipeline_gives_the_known_answers) {
  const auto reading = read(duckdb(), log("bpic2012_lead_events.csv.gz"));
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  EXPECT_EQ(reading.summary->rows, 81'813u);
  EXPECT_EQ(reading.summary->events, 81'813u);
  EXPECT_EQ(reading.log.subjects.size(), 13'087u);
  using Pair = std::pair<int, int>;
  EXPECT_EQ(count_within(reading.log, "assigned", "contacted", 5 * time::kMinute), Pair(4755, 870));
  EXPECT_EQ(count_within(reading.log, "assigned", "contacted", time::kHour), Pair(4755, 2650));
  EXPECT_EQ(count_within(reading.log, "created", "accepted", time::kDay), Pair(7367, 7255));
  EXPECT_EQ(count_within(reading.log, "offer_sent", "offer_returned", 14 * time::kDay),
            Pair(3254, 2479));
  EXPECT_EQ(count_within(reading.log, "created", "won", 30 * time::kDay), Pair(2246, 2058));
}

TEST_F(RealLogs, dates_without_a_time_and_offsets_in_one_log) {
  const auto reading = read(duckdb(), log("olist_events.csv.gz"));
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  EXPECT_EQ(reading.summary->events, 8'842u);
  EXPECT_EQ(reading.log.subjects.size(), 8'000u);
}

TEST_F(RealLogs, opportunities_with_owners_and_teams) {
  const auto reading = read(duckdb(), log("maven_events.csv.gz"));
  ASSERT_TRUE(reading.summary) << reading.summary.error().message;
  EXPECT_EQ(reading.summary->events, 15'011u);
  EXPECT_EQ(reading.log.teams.size(), 3u);
}

}  // namespace
}  // namespace sla::ingest
