#include "runtime/events/log_parts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/parallel/pool.h"

namespace sla::events {
namespace {

constexpr std::uint32_t kSubjects = 3 * EventStore::kSubjects + 400;

/// The same events each time: over four parts of a store, many at one instant, some out of order,
/// some repeated, some with a sequence of their own.
LogBuilder random_log(std::uint64_t spill_above) {
  LogBuilder builder({"constant"}, 3);
  builder.spill_above(spill_above);
  builder.begin_source(/*compares_rows=*/true);
  const std::uint16_t origin = builder.add_origin("a.csv");
  std::mt19937 random(7);
  for (std::uint64_t row = 1; row <= 60'000; ++row) {
    Event event;
    event.subject = builder.subjects().intern("lead " + std::to_string(random() % kSubjects));
    event.time = random() % 4;
    event.code = static_cast<Code>(random() % 2);
    if (random() % 4 == 0)
      event.owner = builder.owners().intern("rep " + std::to_string(random() % 9));
    event.row = row;
    event.origin = origin;
    event.sequence = random() % 50 == 0 ? -1 : static_cast<std::int64_t>(builder.size());
    std::vector<LogBuilder::Value> values;
    if (random() % 3 == 0)
      values.push_back({.field = 1, .set = 1, .value = static_cast<std::int64_t>(random() % 2)});
    if (random() % 9 == 0) values.push_back({.field = 2, .set = 2, .value = 0});
    builder.add(event, values);
  }
  return builder;
}

void expect_same_repeats(const RepeatedRows& is, const RepeatedRows& should_be) {
  EXPECT_GT(should_be.count, 0u);
  EXPECT_EQ(is.count, should_be.count);
  ASSERT_EQ(is.examples.size(), should_be.examples.size());
  for (std::size_t e = 0; e < is.examples.size(); ++e) {
    EXPECT_EQ(is.examples[e].row, should_be.examples[e].row);
    EXPECT_EQ(is.examples[e].first_row, should_be.examples[e].first_row);
    EXPECT_EQ(is.examples[e].text, should_be.examples[e].text);
  }
}

TEST(Log, IsTheSameOnAnyNumberOfThreads) {
  RepeatedRows repeats_alone, repeats;
  const Log alone = random_log(0).finish(Finishing{.repeats = &repeats_alone});
  parallel::Pool pool(4);
  const Log log = random_log(0).finish(Finishing{.repeats = &repeats, .pool = &pool});
  EXPECT_EQ(log.subject_begin, alone.subject_begin);
  EXPECT_EQ(log.row, alone.row);
  EXPECT_EQ(log.fields[1].value, alone.fields[1].value);
  expect_same_repeats(repeats, repeats_alone);
}

TEST(LogParts, TogetherAreTheLogThatFitsIntoMemory) {
  RepeatedRows repeats;
  const Log whole = random_log(0).finish(Finishing{.repeats = &repeats});
  LogBuilder builder = random_log(100'000);
  ASSERT_TRUE(builder.is_spilled());
  ASSERT_TRUE(builder.problem().empty()) << builder.problem();
  Log names;
  const auto parts = std::move(builder).parts(names);
  EXPECT_EQ(parts->size(), whole.size());
  EXPECT_EQ(names.subjects.size(), whole.subjects.size());
  parallel::Pool pool(2);
  std::uint64_t event = 0;
  std::uint32_t subject = 0;
  int pieces = 0;
  for (;; ++pieces) {
    auto piece = parts->next(1, names.subjects, pool);
    ASSERT_TRUE(piece) << piece.error();
    if (!*piece) break;
    const Log& log = **piece;
    EXPECT_TRUE(log.fields[0].set.empty());
    for (std::uint32_t s = 0; s < log.subjects.size(); ++s, ++subject) {
      EXPECT_EQ(log.subjects.text(s), whole.subjects.text(subject));
      ASSERT_EQ(event + log.subject_begin[s + 1], whole.subject_begin[subject + 1]);
    }
    for (std::uint64_t e = 0; e < log.size(); ++e, ++event) {
      ASSERT_EQ(log.row[e], whole.row[event]);
      EXPECT_EQ(log.time[e], whole.time[event]);
      EXPECT_EQ(log.owner[e], whole.owner[event]);
      EXPECT_EQ(log.fields[1].value[e], whole.fields[1].value[event]);
      EXPECT_EQ(log.fields[2].set[e], whole.fields[2].set[event]);
    }
  }
  EXPECT_EQ(pieces, 4);
  EXPECT_EQ(event, whole.size());
  expect_same_repeats(parts->repeats(names.subjects), repeats);
}

TEST(LogParts, SayWhereNoFileCanBeMade) {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before != nullptr ? before : "/tmp";
  setenv("TMPDIR", "/no/such/folder", 1);
  const LogBuilder builder = random_log(100'000);
  setenv("TMPDIR", kept.c_str(), 1);
  EXPECT_NE(builder.problem().find("/no/such/folder"), std::string::npos) << builder.problem();
}

TEST(LogParts, AreNotForALogThatTakesEventsBack) {
  LogBuilder early({}, 0);
  early.spill_above(1);
  early.add(Retraction{.id = {1, 2}});
  early.add(Event{.subject = early.subjects().intern("a")}, {});
  EXPECT_FALSE(early.is_spilled());
  EXPECT_TRUE(early.problem().empty());

  LogBuilder late({}, 0);
  late.spill_above(1);
  late.add(Event{.subject = late.subjects().intern("a")}, {});
  ASSERT_TRUE(late.is_spilled());
  late.add(Retraction{.id = {1, 2}});
  EXPECT_NE(late.problem().find("must fit into memory"), std::string::npos);
}

}  // namespace
}  // namespace sla::events
