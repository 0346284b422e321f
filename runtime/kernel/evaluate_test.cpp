#include <gtest/gtest.h>

#include <cstring>

#include "runtime/kernel/batch.h"
#include "runtime/kernel/ranges.h"

namespace sla::kernel {
namespace {

template <typename Item>
void write(sla_sink* sink, sla_buffer& buffer, const Item& item) {
  if (buffer.size == buffer.capacity && sink->grow(sink, &buffer, sizeof item) != 0) {
    sink->failed = 1;
    return;
  }
  std::memcpy(static_cast<char*>(buffer.data) + buffer.size++ * sizeof item, &item, sizeof item);
}

/// Stands in for generated code: of every subject a row of clause 1 and then one of clause 0 for
/// each of its events, and a violation for every fifth event.
void code(const sla_batch* batch, std::uint64_t first, std::uint64_t last, sla_sink* sink) {
  for (std::uint64_t s = first; s < last; ++s) {
    std::uint32_t cycle = 0;
    for (std::uint64_t e = batch->subject_begin[s]; e < batch->subject_begin[s + 1]; ++e) {
      ++cycle;
      for (const std::uint16_t clause : {std::uint16_t{1}, std::uint16_t{0}}) {
        verdicts::Row row;
        row.subject = static_cast<std::uint32_t>(s);
        row.cycle = cycle;
        row.clause = clause;
        row.start_event = e;
        row.owner = batch->owner_now[e];
        write(sink, sink->rows, row);
      }
      if (e % 5 == 0) write(sink, sink->violations, verdicts::Violation{.event = e});
    }
  }
}

void no_memory(const sla_batch*, std::uint64_t first, std::uint64_t, sla_sink* sink) {
  if (first > 0) sink->failed = 1;
}

/// Many small subjects, one large one, and some without events.
events::Log uneven_log() {
  events::Log log;
  log.subject_begin = {0};
  for (std::uint32_t s = 0; s < 60'000; ++s) {
    const std::uint64_t events = s == 777 ? 100'000 : s % 4;
    log.subjects.intern(std::to_string(s));
    log.subject_begin.push_back(log.subject_begin.back() + events);
  }
  const std::uint64_t size = log.subject_begin.back();
  log.time.assign(size, 0);
  log.code.assign(size, events::kAssigned);
  log.owner.assign(size, events::kNone);
  for (std::uint64_t e = 0; e < size; e += 3) {
    log.owner[e] = log.owners.intern("rep " + std::to_string(e % 50));
  }
  log.team.assign(size, events::kNone);
  log.actor.assign(size, events::kNone);
  return log;
}

struct Setting {
  events::Log log = uneven_log();
  events::People people = events::bind_people(log, {}, -1);
  verdicts::Inputs inputs{&log, &people, {}, 0};
};

TEST(Evaluate, SaysTheSameOnAnyNumberOfThreads) {
  const Setting setting;
  Sink sink;
  const Batch plain(setting.inputs);
  code(plain.view(), 0, plain.subjects(), &sink);
  const auto expected = sink.take();
  ASSERT_TRUE(expected);
  for (const int threads : {1, 2, 5}) {
    parallel::Pool pool(threads);
    const Batch batch(setting.inputs, {}, "UTC", &pool);
    const auto outcome = evaluate(code, batch, pool);
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->rows == expected->rows) << threads;
    EXPECT_TRUE(outcome->violations == expected->violations) << threads;
  }
}

TEST(Evaluate, HasNoOutcomeWhenOneRangeHasNoMemory) {
  const Setting setting;
  parallel::Pool pool(3);
  EXPECT_FALSE(evaluate(no_memory, Batch(setting.inputs), pool));
}

TEST(Evaluate, OfNothingIsNothing) {
  events::Log log;
  const events::People people = events::bind_people(log, {}, -1);
  const verdicts::Inputs inputs{&log, &people, {}, 0};
  parallel::Pool pool(3);
  const auto outcome = evaluate(code, Batch(inputs), pool);
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->rows.empty());
}

TEST(Ranges, CutBetweenSubjectsAndLeaveNoneOut) {
  const events::Log log = uneven_log();
  const Ranges ranges(log.subject_begin);
  EXPECT_GT(ranges.count(), 3u);
  std::uint64_t next = 0;
  for (std::size_t r = 0; r < ranges.count(); ++r) {
    EXPECT_EQ(ranges.first(r), next);
    EXPECT_LT(ranges.first(r), ranges.last(r));
    next = ranges.last(r);
  }
  EXPECT_EQ(next, log.subjects.size());
}

}  // namespace
}  // namespace sla::kernel
