// A stream says as of T what a batch over everything up to T says: whatever the order of arrival,
// with repetitions, late events, retractions and merges, and also when it is cut anywhere, stored
// and taken up again. Random agreements and histories; both engines are asked in turn.
//
// SLA_PROPERTY_CASES and SLA_PROPERTY_SEED as for the engines.

#include <algorithm>
#include <cstdlib>
#include <map>

#include <gtest/gtest.h>

#include "compiler/driver/stream.h"
#include "tests/property/facts.h"
#include "tests/property/recipe.h"
#include "tests/property/settings.h"
#include "tests/property/snapshots.h"

namespace sla::property {
namespace {

using driver::Engine;
using stream::Fact;
using verdicts::NamedRow;

/// What a receiver of changes knows: rows by clause, subject and start.
class Receiver {
 public:
  void take(const std::vector<stream::Change>& changes) {
    for (const stream::Change& change : changes) {
      if (change.what.was)
        std::erase_if(rows_, [&](const NamedRow& row) { return same(row, *change.what.was); });
      if (change.what.is) rows_.push_back(*change.what.is);
    }
  }
  /// Status and instants; time used goes on without being told.
  static std::vector<std::string> known(const std::vector<NamedRow>& rows) {
    std::vector<std::string> lines;
    for (const NamedRow& row : rows) {
      if (row.status == "no data") continue;
      const bool open = row.status == "paused";
      lines.push_back(row.clause + "|" + row.subject + "|" + row.start + "|" + row.status + "|" +
                      row.stop + "|" + (open ? "" : row.due + "|" + row.breach) + "|" + row.owner +
                      "|" + row.team);
    }
    std::ranges::sort(lines);
    return lines;
  }
  const std::vector<NamedRow>& rows() const { return rows_; }

 private:
  static bool same(const NamedRow& a, const NamedRow& b) {
    return a.clause == b.clause && a.subject == b.subject && a.start == b.start;
  }
  std::vector<NamedRow> rows_;
};

struct Case {
  Recipe recipe;
  std::vector<Fact> facts;
  Engine engine;

  stream::Stream fresh() const {
    return {driver::stream_setting(recipe.agreement),
            driver::stream_judge(recipe.agreement, recipe.roster, engine)};
  }
};

Case make(std::uint64_t seed) {
  Random random(seed * 7919 + 1);
  Case made{random_recipe(seed), {}, seed % 2 == 0 ? Engine::jit : Engine::reference};
  made.facts = facts_of(made.recipe);
  add_history_of_history(random, made.facts);
  return made;
}

/// Everything at once, in the order of the file.
std::vector<NamedRow> batch(const Case& c, time::Instant as_of) {
  stream::Stream all = c.fresh();
  for (const Fact& fact : c.facts) EXPECT_EQ(all.add(fact), stream::Receipt::taken);
  const auto done = all.advance(as_of);
  EXPECT_TRUE(done) << done.error();
  return all.rows();
}

/// The engine over a log that knows nothing of streams, for histories without retractions.
TEST(Stream, SaysWhatABatchOverThePlainLogSays) {
  for (std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1), end = seed + 15; seed < end; ++seed) {
    Case c{random_recipe(seed), {}, Engine::reference};
    c.facts = facts_of(c.recipe);
    std::unique_ptr<World> world = build(c.recipe);
    const auto plain = driver::stream_judge(c.recipe.agreement, c.recipe.roster, c.engine)(
        std::move(world->log), c.recipe.as_of);
    ASSERT_TRUE(plain) << plain.error();
    EXPECT_EQ(said(batch(c, c.recipe.as_of)), said(*plain)) << "seed " << seed;
  }
}

TEST(Stream, DoesNotDependOnArrivalCutsOrRepetitions) {
  const std::uint64_t first = setting("SLA_PROPERTY_SEED", 1);
  const std::uint64_t cases = std::max<std::uint64_t>(1, setting("SLA_PROPERTY_CASES", 600) / 10);
  int failures = 0;
  std::size_t corrections = 0;
  for (std::uint64_t seed = first; seed < first + cases && failures < 3; ++seed) {
    const Case c = make(seed);
    Random random(seed);
    std::vector<Fact> arriving = c.facts;
    std::ranges::shuffle(arriving, random);
    stream::Stream live = c.fresh();
    Receiver receiver;
    const std::size_t step = std::max<std::size_t>(1, arriving.size() / 3 + 1);
    std::vector<time::Instant> ticks;
    for (int t = 0; t < 4; ++t) {
      ticks.push_back(c.recipe.as_of -
                      static_cast<time::Instant>(pick(random, 0, 40)) * time::kDay);
    }
    ticks.push_back(c.recipe.as_of);
    std::ranges::sort(ticks);
    std::size_t next = 0;
    for (const time::Instant tick : ticks) {
      for (std::size_t n = 0; n < step && next < arriving.size(); ++n, ++next) {
        ASSERT_EQ(live.add(arriving[next]), stream::Receipt::taken);
        const Fact& fact = arriving[next];
        const bool has_id = fact.kind != Fact::Kind::retraction && !fact.id.empty();
        if (!has_id || !chance(random, 30)) continue;
        ASSERT_EQ(live.add(fact), stream::Receipt::repeated);
      }
      if (chance(random, 50)) {
        auto again = stream::Stream::restore(
            live.snapshot(), driver::stream_setting(c.recipe.agreement),
            driver::stream_judge(c.recipe.agreement, c.recipe.roster, c.engine));
        ASSERT_TRUE(again) << again.error();
        live = std::move(*again);
      }
      const auto changes = live.advance(tick);
      ASSERT_TRUE(changes) << changes.error();
      for (const stream::Change& change : *changes) corrections += change.correction ? 1 : 0;
      receiver.take(*changes);
    }
    ASSERT_EQ(next, arriving.size());
    const bool same = said(live.rows()) == said(batch(c, c.recipe.as_of)) &&
                      Receiver::known(receiver.rows()) == Receiver::known(live.rows());
    if (same) continue;
    ++failures;
    ADD_FAILURE() << "seed " << seed << "\n" << describe(c.recipe);
    EXPECT_EQ(said(live.rows()), said(batch(c, c.recipe.as_of)));
    EXPECT_EQ(Receiver::known(receiver.rows()), Receiver::known(live.rows()));
  }
  if (cases >= 30) {
    EXPECT_GT(corrections, 0u) << "no case was corrected: the test shows too little";
  }
}

TEST(Stream, InOrderAndOnTimeNothingIsACorrection) {
  for (std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1), end = seed + 15; seed < end; ++seed) {
    Case c{random_recipe(seed), {}, Engine::reference};
    c.facts = facts_of(c.recipe);
    std::ranges::stable_sort(c.facts, {}, &Fact::time);
    stream::Stream live = c.fresh();
    std::size_t next = 0;
    for (time::Instant tick = c.recipe.as_of - 40 * time::kDay; tick <= c.recipe.as_of;
         tick += 10 * time::kDay) {
      for (; next < c.facts.size() && c.facts[next].time <= tick; ++next) live.add(c.facts[next]);
      const auto changes = live.advance(tick);
      ASSERT_TRUE(changes) << changes.error();
      for (const stream::Change& change : *changes)
        EXPECT_FALSE(change.correction) << "seed " << seed;
    }
  }
}

TEST(Stream, AnotherRosterCorrectsWhatWasSaid) {
  std::size_t corrections = 0;
  for (std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1), end = seed + 15; seed < end; ++seed) {
    Case c = make(seed);
    stream::Stream live = c.fresh();
    for (const Fact& fact : c.facts) ASSERT_EQ(live.add(fact), stream::Receipt::taken);
    ASSERT_TRUE(live.advance(c.recipe.as_of));
    for (events::Person& person : c.recipe.roster.people) person.team += " and more";
    live.judge_by(driver::stream_judge(c.recipe.agreement, c.recipe.roster, c.engine));
    const auto changes = live.advance(c.recipe.as_of);
    ASSERT_TRUE(changes) << changes.error();
    for (const stream::Change& change : *changes) EXPECT_TRUE(change.correction);
    corrections += changes->size();
    EXPECT_EQ(said(live.rows()), said(batch(c, c.recipe.as_of))) << "seed " << seed;
    const auto nothing = live.advance(c.recipe.as_of);
    ASSERT_TRUE(nothing);
    EXPECT_TRUE(nothing->empty());
  }
  EXPECT_GT(corrections, 0u);
}

TEST(Stream, HostileSnapshotsAreErrors) {
  const Case c = make(3);
  stream::Stream live = c.fresh();
  for (const Fact& fact : c.facts) live.add(fact);
  ASSERT_TRUE(live.advance(c.recipe.as_of));
  const std::string good = live.snapshot();
  const auto restored = [&](const std::string& bytes) {
    return stream::Stream::restore(
               bytes, driver::stream_setting(c.recipe.agreement),
               driver::stream_judge(c.recipe.agreement, c.recipe.roster, c.engine))
        .has_value();
  };
  expect_only_whole_snapshots(good, restored);
  stream::Setting other = driver::stream_setting(c.recipe.agreement);
  other.policy += " ";
  EXPECT_FALSE(stream::Stream::restore(good, other, {}).has_value());
}

}  // namespace
}  // namespace sla::property
