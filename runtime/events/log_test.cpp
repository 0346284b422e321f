#include "runtime/events/log.h"

#include <gtest/gtest.h>

#include <utility>

namespace sla::events {
namespace {

Event event(std::uint32_t subject, time::Instant at, std::uint64_t row, std::int64_t sequence = 0) {
  Event made;
  made.subject = subject;
  made.time = at;
  made.row = row;
  made.sequence = sequence;
  return made;
}

TEST(LogBuilder, GroupsBySubjectInTheOrderFirstSeen) {
  LogBuilder builder({}, 0);
  const std::uint32_t b = builder.subjects().intern("b");
  const std::uint32_t a = builder.subjects().intern("a");
  builder.add(event(b, 10, 1), {});
  builder.add(event(a, 5, 2), {});
  builder.add(event(b, 20, 3), {});
  EXPECT_EQ(builder.size(), 3u);
  const Log log = std::move(builder).finish();
  EXPECT_EQ(log.subjects.text(0), "b");
  EXPECT_EQ(log.subject_begin, (std::vector<std::uint64_t>{0, 2, 3}));
  EXPECT_EQ(log.row, (std::vector<std::uint64_t>{1, 3, 2}));
}

TEST(LogBuilder, OrdersByTimeThenSequenceThenTheOrderGiven) {
  LogBuilder builder({}, 0);
  const std::uint32_t s = builder.subjects().intern("s");
  builder.add(event(s, 20, 1, 0), {});
  builder.add(event(s, 10, 2, 7), {});
  builder.add(event(s, 10, 3, 5), {});
  builder.add(event(s, 10, 4, 7), {});
  builder.add(event(s, -3, 5, 9), {});
  const Log log = std::move(builder).finish();
  EXPECT_EQ(log.row, (std::vector<std::uint64_t>{5, 3, 2, 4, 1}));
  EXPECT_EQ(log.time, (std::vector<time::Instant>{-3, 10, 10, 10, 20}));
}

TEST(LogBuilder, MovesFieldValuesWithTheirEvents) {
  LogBuilder builder({}, 3);
  const std::uint32_t s = builder.subjects().intern("s");
  builder.add(event(s, 20, 1), {{.field = 2, .set = 1, .value = 42}});
  builder.add(event(s, 10, 2),
              {{.field = 0, .set = 2, .value = 9}, {.field = 2, .set = 1, .value = 7}});
  const Log log = std::move(builder).finish();
  ASSERT_EQ(log.fields.size(), 3u);
  EXPECT_EQ(log.fields[2].value, (std::vector<std::int64_t>{7, 42}));
  EXPECT_EQ(log.fields[2].set, (std::vector<std::uint8_t>{1, 1}));
  EXPECT_EQ(log.fields[0].set, (std::vector<std::uint8_t>{2, 0}));
  EXPECT_EQ(log.fields[0].value, (std::vector<std::int64_t>{0, 0}));
  EXPECT_TRUE(log.fields[1].set.empty());
  EXPECT_TRUE(log.fields[1].value.empty());
}

TEST(LogBuilder, InternsThePolicysTextsFirst) {
  LogBuilder builder({"US", "CA"}, 0);
  EXPECT_EQ(builder.texts().intern("CA"), 1u);
  EXPECT_EQ(builder.texts().intern("DE"), 2u);
}

TEST(LogBuilder, ASubjectWithoutEventsHasAnEmptyRange) {
  LogBuilder builder({}, 1);
  builder.subjects().intern("empty");
  const std::uint32_t full = builder.subjects().intern("full");
  builder.add(event(full, 1, 1), {});
  const Log log = std::move(builder).finish();
  EXPECT_EQ(log.subject_begin, (std::vector<std::uint64_t>{0, 0, 1}));
}

TEST(LogBuilder, AnEmptyLogIsWellFormed) {
  const Log log = LogBuilder({}, 2).finish();
  EXPECT_EQ(log.size(), 0u);
  EXPECT_EQ(log.subject_begin, (std::vector<std::uint64_t>{0}));
  EXPECT_EQ(log.fields.size(), 2u);
}

TEST(LogBuilder, KeepsEveryColumn) {
  LogBuilder builder({}, 0);
  Event made = event(builder.subjects().intern("s"), 1, 8);
  made.code = kHeld;
  made.owner = builder.owners().intern("Dana");
  made.team = builder.teams().intern("East");
  made.actor = builder.owners().intern("Bot");
  made.origin = builder.add_origin("leads.csv");
  builder.add(made, {});
  const Log log = std::move(builder).finish();
  EXPECT_EQ(log.code[0], kHeld);
  EXPECT_EQ(log.owners.text(log.owner[0]), "Dana");
  EXPECT_EQ(log.teams.text(log.team[0]), "East");
  EXPECT_EQ(log.owners.text(log.actor[0]), "Bot");
  EXPECT_EQ(log.origins[log.origin[0]], "leads.csv");
}

}  // namespace
}  // namespace sla::events
