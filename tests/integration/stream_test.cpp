// `sla stream`: what it has said at the end of a stream is what `sla run` says of the same events,
// whatever their order and wherever it was stored and taken up again; and what is wrong with a line
// is said of that line.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const Lines& lines, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t l = first; l < last; ++l) text += lines[l] + "\n";
  return text;
}

/// The verdicts of a file in no order; an empty period is listed or not.
Lines verdicts(const std::string& path) {
  Lines lines = lines_of(read_file(path));
  std::erase_if(lines, [](const std::string& line) { return line.contains(",no data,"); });
  std::ranges::sort(lines);
  return lines;
}

std::string unpacked(const std::string& log, const std::string& name) {
  const std::string path = scratch(name);
  EXPECT_EQ(std::system(("gzip -dc '" + project(log) + "' > '" + path + "'").c_str()), 0);
  return path;
}

struct Example {
  const char* policy;
  const char* log;
  const char* roster;
  const char* as_of;
};
void PrintTo(const Example& example, std::ostream* out) { *out << example.policy; }

/// Keys of what was done, as `run` says it.
Lines sent_keys(const std::string& path) {
  Lines keys;
  for (const std::string& line : lines_of(read_file(path))) {
    const json notice = json::parse(line);
    if (notice["state"] == "sent") keys.push_back(notice["key"]);
  }
  std::ranges::sort(keys);
  return keys;
}

/// The same, as somebody knows it who hears nothing but changes.
Lines done_keys(const std::string& out) {
  std::map<std::string, bool> done;
  for (const std::string& line : lines_of(out)) {
    const json change = json::parse(line);
    if (change["type"] != "action") continue;
    const std::string what = change["change"];
    done[change["action"]["key"]] = what == "due" || what == "changed";
  }
  Lines keys;
  for (const auto& [key, is_done] : done) {
    if (is_done) keys.push_back(key);
  }
  return keys;
}

class Stream : public testing::TestWithParam<Example> {};

TEST_P(Stream, EndsWhereRunDoes) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const auto& [policy, log, roster, as_of] = GetParam();
  const std::string events = unpacked(log, "events.csv");
  const std::string run = scratch("run.csv"), actions = scratch("run.ndjson");
  const std::string stream = scratch("stream.csv");
  Answer answer = sla({"run", policy, "--events", events, "--roster", roster, "--as-of", as_of,
                       "--verdicts", run, "--actions", actions});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  answer = sla({"stream", policy, "--events", events, "--roster", roster, "--as-of", as_of,
                "--tick", "1 day", "--verdicts", stream});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_GT(verdicts(run).size(), 100u);
  EXPECT_EQ(verdicts(stream), verdicts(run));
  EXPECT_EQ(done_keys(answer.out), sent_keys(actions));
}

INSTANTIATE_TEST_SUITE_P(
    Examples, Stream,
    testing::Values(Example{"examples/speed-to-lead/agreement.sla",
                            "examples/speed-to-lead/data/leads.csv.gz",
                            "examples/speed-to-lead/roster.csv", "2026-06-01"},
                    Example{"examples/twenty-one-days/agreement.sla",
                            "examples/twenty-one-days/data/leads.csv.gz",
                            "examples/twenty-one-days/roster.csv", "2026-07-01"},
                    Example{"examples/two-segments/agreement.sla",
                            "examples/two-segments/data/leads.csv.gz",
                            "examples/two-segments/roster.csv", "2026-07-01"},
                    Example{"examples/northwind.sla", "examples/data/leads.csv.gz",
                            "examples/data/roster.csv", "2026-07-01"}),
    [](const auto& info) { return std::to_string(info.index); });

const char* const kPolicy = R"(agreement "Streamed" {
  version    1
  between    marketing and sales
  time zone  "UTC"
}
lead {
  score integer?
}
lifecycle lead {
  mql        owned by marketing
  sal        owned by sales
}
clause reply "A reply within the hour" {
  sales must log a call or email within 1 hour of entering mql
  30 minutes before due  remind owner by email
}
)";

std::string policy() { return written("stream.sla", kPolicy); }

/// What the changes of a stream are, in short.
Lines told(const std::string& out) {
  Lines all;
  for (const std::string& line : lines_of(out)) {
    const json change = json::parse(line);
    std::string text = change["at"].get<std::string>() + " " + change["type"].get<std::string>() +
                       " " + change["change"].get<std::string>();
    if (change["correction"] == true) text += " corrected";
    if (change["type"] == "verdict" && !change["is"].is_null())
      text += " " + change["is"]["subject"].get<std::string>() + " " +
              change["is"]["status"].get<std::string>();
    all.push_back(text);
  }
  return all;
}

TEST(StreamOfLines, SaysWhatChangesAtItsInstant) {
  const std::string events = written("stream.ndjson", R"(
{"lead_id": "L-1", "ts": "2026-03-02T09:00:00Z", "event": "mql", "owner": "Ann", "score": 7}
{"lead_id": "L-2", "ts": "2026-03-02T09:20:00Z", "event": "mql"}
{"lead_id": "L-2", "ts": "2026-03-02T09:50:00Z", "event": "call", "owner": null}
{"lead_id": "L-3", "ts": "2026-03-02T11:00:00Z", "event": "mql"}
{"lead_id": "L-1", "ts": "2026-03-02T09:45:00Z", "event": "call"}
)");
  const Answer answer =
      sla({"stream", policy(), "--events", events, "--as-of", "2026-03-02T11:00:00Z"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(told(answer.out), (Lines{"2026-03-02T09:00:00Z verdict added L-1 running",
                                     "2026-03-02T09:20:00Z verdict added L-2 running",
                                     "2026-03-02T09:30:00Z action due",
                                     "2026-03-02T09:50:00Z verdict changed L-2 met",
                                     "2026-03-02T09:50:00Z action withdrawn",
                                     "2026-03-02T09:50:00Z verdict changed corrected L-1 met",
                                     "2026-03-02T11:00:00Z verdict added L-3 running"}))
      << answer.out;
}

TEST(StreamOfLines, IsStoredAndTakenUp) {
  const Lines rows = {
      "event_id,lead_id,ts,event,owner",     "e1,L-1,2026-03-02T09:00:00Z,mql,Ann",
      "e2,L-2,2026-03-02T09:20:00Z,mql,Bob", "e3,L-2,2026-03-02T09:50:00Z,call,",
      "e4,L-3,2026-03-02T11:00:00Z,mql,\"A", " B\"",
      "e1,,2026-03-02T11:30:00Z,retracted,", "e5,L-3,2026-03-02T11:40:00Z,email,",
  };
  const std::string whole = written("whole.csv", joined(rows, 0, rows.size()));
  const std::string first = written("first.csv", joined(rows, 0, 4));
  // The second part repeats what the first said last, as a queue may.
  const std::string second =
      written("second.csv", rows[0] + "\n" + rows[3] + "\n" + joined(rows, 4, rows.size()));
  const std::string state = scratch("state"), once = scratch("once.csv"),
                    twice = scratch("twice.csv");
  std::filesystem::remove(state);
  ASSERT_EQ(sla({"stream", policy(), "--events", whole, "--verdicts", once}).exit_code, 0);
  Answer answer = sla({"stream", policy(), "--events", first, "--snapshot", state});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  answer = sla({"stream", policy(), "--events", second, "--snapshot", state, "--verdicts", twice});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(verdicts(twice), verdicts(once));
  // The header, and two leads, one of them on two lines: the third was taken back.
  EXPECT_EQ(verdicts(once).size(), 4u);
  // A clock does not go back, and a damaged file is not taken up.
  answer =
      sla({"stream", policy(), "--events", first, "--snapshot", state, "--as-of", "2026-03-01"});
  EXPECT_EQ(answer.exit_code, 2);
  std::string bytes = read_file(state);
  bytes[bytes.size() / 2] ^= 1;
  written("state", bytes);
  answer = sla({"stream", policy(), "--events", first, "--snapshot", state});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_TRUE(answer.err.contains("it is damaged or not complete")) << answer.err;
  // Nor is one of another agreement.
  const std::string other = written(
      "other.sla", std::string(kPolicy).replace(std::string(kPolicy).find("1 hour"), 6, "2 hours"));
  ASSERT_EQ(sla({"stream", other, "--events", first, "--snapshot", scratch("another")}).exit_code,
            0);
  answer = sla({"stream", policy(), "--events", first, "--snapshot", scratch("another")});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_TRUE(answer.err.contains("of another agreement")) << answer.err;
}

TEST(StreamOfLines, WhatIsWrongIsSaidOfItsLine) {
  const std::string events =
      written("wrong.ndjson", R"({"lead_id":"L-1","ts":"2026-03-02T09:00:00Z","event":"mql"}
{"lead_id":"L-1","ts":"yesterday","event":"call"}
nonsense
{"lead_id":"L-1","ts":"2026-03-02T09:10:00Z","event":"cal"}

{"ts":"2026-03-02T09:10:00Z"}
{"lead_id":"L-1","ts":"2026-03-02T09:20:00Z","event":"call","score":"seven","more":{"a":[1]}}
)");
  Answer answer = sla({"stream", policy(), "--events", events});
  EXPECT_EQ(answer.exit_code, 0);
  for (const char* part : {":2: unparsable_time", ":3: ", ":4: unknown_event",
                           ":6: the record has the columns of no", ":7: unparsable_value (score)"})
    EXPECT_TRUE(answer.err.contains(part)) << part << " is not in:\n" << answer.err;
  // What can be read of a line counts.
  EXPECT_EQ(told(answer.out).back(), "2026-03-02T09:20:00Z action withdrawn") << answer.out;
  answer = sla({"stream", policy(), "--events", events, "--strict"});
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_FALSE(answer.err.contains(":3: ")) << answer.err;
}

TEST(StreamOfLines, LateEventsAreCorrectionsOrRefused) {
  const std::string events = written("late.csv",
                                     "lead_id,ts,event\n"
                                     "L-1,2026-03-02T09:00:00Z,mql\n"
                                     "L-2,2026-03-02T12:00:00Z,mql\n"
                                     "L-3,2026-03-02T12:30:00Z,sal\n"
                                     "L-1,2026-03-02T09:30:00Z,call\n");
  Answer answer = sla({"stream", policy(), "--events", events});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_TRUE(answer.out.contains("\"correction\":true")) << answer.out;
  answer = sla({"stream", policy(), "--events", events, "--lateness", "2 hours"});
  EXPECT_TRUE(answer.err.contains(":5: too late")) << answer.err;
  EXPECT_FALSE(answer.out.contains("\"correction\":true")) << answer.out;
}

TEST(StreamOfLines, RefusesWhatItCannotDo) {
  EXPECT_EQ(sla({"stream", policy(), "--tick", "soon"}).exit_code, 2);
  EXPECT_EQ(sla({"stream", policy(), "--source", "crm"}).exit_code, 2);
  EXPECT_EQ(sla({"stream", policy(), "--retention", "1 day"}).exit_code, 2);
  EXPECT_EQ(sla({"stream", policy(), "--as-of", "never"}).exit_code, 2);
  EXPECT_EQ(sla({"stream", policy(), "--events", "/no/such/file"}).exit_code, 3);
  EXPECT_EQ(sla({"stream", policy(), "--verdicts", "x.txt"}).exit_code, 2);
  // An empty stream is one of which nothing is to be said.
  const Answer answer = sla({"stream", policy()});
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.out + answer.err, "");
}

}  // namespace
}  // namespace sla::integration
