// Every vector, as a whole and event by event, gives the rows of `sla run`.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "vectors.h"

namespace sla::testing {
namespace {

class Vectors : public ::testing::TestWithParam<std::string> {
 protected:
  Vectors() : vector_(read_vector(GetParam())), policy_(Policy::open(vector_.policy())) {}

  Outcome judge(int threads) const {
    History history(policy_, threads);
    for (const auto& [record, rows] : vector_.events) {
      history.add_events(stream_of(rows), policy_.record(record).value());
    }
    history.set_roster(stream_of(vector_.roster));
    return history.judge(vector_.as_of);
  }

  const Vector vector_;
  const Policy policy_;
};

void expect_rows(const std::vector<Row>& expected, const std::vector<Row>& found) {
  for (std::size_t at = 0; at < std::min(expected.size(), found.size()); ++at) {
    ASSERT_EQ(expected[at], found[at]) << "row " << at;
  }
  ASSERT_EQ(expected.size(), found.size());
}

TEST_P(Vectors, BatchGivesTheRowsOfSlaRun) {
  const Outcome outcome = judge(0);
  expect_rows(vector_.expected("verdicts"), rows_of(outcome.verdicts()));
  expect_rows(vector_.expected("actions"), rows_of(outcome.actions()));
  expect_rows(vector_.expected("points"), rows_of(outcome.points()));
}

TEST_P(Vectors, PeriodsAndSummaryAreThere) {
  const Outcome outcome = judge(1);
  const Row summary = Row::parse(outcome.summary());
  std::size_t periods = 0;
  for (const Row& clause : summary.at("clauses")) periods += clause.at("periods").size();
  EXPECT_EQ(rows_of(outcome.periods()).size(), periods);
  EXPECT_TRUE(Row::parse(outcome.findings()).is_array());
}

Event event_of(const Row& row, const std::string& record) {
  static const std::vector<std::string> parts = {"ts",   "event", "owner",
                                                 "team", "actor", "event_id"};
  const std::string subject = record + "_id";
  const auto text = [&](const std::string& name) -> std::string_view {
    const auto found = row.find(name);
    return found == row.end() ? std::string_view() : found->get_ref<const std::string&>();
  };
  Event event(text(subject), text("event"), time_of(std::string(text("ts"))));
  event.owner(text("owner")).team(text("team")).actor(text("actor")).id(text("event_id"));
  for (const auto& cell : row.items()) {
    if (cell.key() == subject) continue;
    if (std::find(parts.begin(), parts.end(), cell.key()) != parts.end()) continue;
    event.value(cell.key(), cell.value().get_ref<const std::string&>());
  }
  return event;
}

Row row_of(const Verdict& verdict) {
  const auto text = [](std::string_view said) { return said.empty() ? Row() : Row(said); };
  const auto instant = [](std::optional<Time> at) { return at ? Row(text_of(*at)) : Row(); };
  Row row = {{"clause", text(verdict.clause())},
             {"subject", text(verdict.subject())},
             {"cycle", verdict.cycle()},
             {"tier", text(verdict.tier())},
             {"status", text(verdict.status())},
             {"start", instant(verdict.start())},
             {"due", instant(verdict.due())},
             {"breach", instant(verdict.breach())},
             {"stop", instant(verdict.stop())},
             {"elapsed_business_us", verdict.elapsed_business().count()},
             {"elapsed_wall_us", verdict.elapsed_wall().count()},
             {"owner", text(verdict.owner())},
             {"team", text(verdict.team())},
             {"version", verdict.raw->version}};
  return row;
}

// As a batch goes about a row that is wrong: without the value that cannot be read, or without the
// row. Its time, if it was taken.
std::optional<Time> take(Session& session, Row row, const std::string& record) {
  static const std::regex unreadable("cannot be read as a value of `(\\w+)`");
  while (true) {
    std::optional<Event> event;
    try {
      event = event_of(row, record);
    } catch (const std::exception&) {
      return std::nullopt;
    }
    if (session.event(*event) != Receipt::malformed) return detail::time_of(event->raw().time);
    const std::string why(session.message());
    std::smatch field;
    if (!std::regex_search(why, field, unreadable) || row.erase(field[1].str()) == 0) {
      return std::nullopt;
    }
  }
}

// A session says the verdicts of one record; in files of several records each row says which.
std::vector<Row> of_first_record(std::vector<Row> rows, const Vector& vector) {
  if (vector.events.size() > 1) {
    const std::string& record = vector.events.front().first;
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [&](const Row& row) { return row.value("record", "") != record; }),
               rows.end());
  }
  return rows;
}

// In the order of the file. The clock stops some hundred times on the way, so what is out of order
// corrects; half way the session goes on from a snapshot.
TEST_P(Vectors, EventByEventGivesTheSameRows) {
  Session session(policy_, stream_of(vector_.roster));
  const auto& [record, rows] = vector_.events.front();
  const std::size_t stride = rows.size() / 100 + 1;
  std::optional<Time> now;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const std::optional<Time> time = take(session, rows[at], record);
    if (time && *time <= vector_.as_of && (!now || *time > *now)) now = time;
    if (at % stride == 0 && now) session.advance(*now);
    if (at == rows.size() / 2) {
      session = Session::restore(policy_, session.snapshot(), stream_of(vector_.roster));
    }
  }
  session.advance(vector_.as_of);
  std::vector<Row> found;
  for (const Verdict& verdict : session.rows()) found.push_back(row_of(verdict));
  std::vector<Row> expected = of_first_record(vector_.expected("verdicts"), vector_);
  for (Row& row : expected) row.erase("record");
  expect_rows(expected, found);
}

INSTANTIATE_TEST_SUITE_P(All, Vectors, ::testing::ValuesIn(vector_names()), [](const auto& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace sla::testing
