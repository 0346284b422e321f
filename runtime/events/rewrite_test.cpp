#include <gtest/gtest.h>

#include "runtime/events/log.h"

namespace sla::events {
namespace {

constexpr EventId kFirst{1, 1}, kSecond{2, 2};

/// A builder with one event for each (lead, time); the id is the time.
struct Made {
  LogBuilder builder{{}, 0};
  std::vector<RewriteNote> notes;

  void event(const char* lead, time::Instant at, EventId id = {}, const char* team = nullptr) {
    Event event;
    event.subject = builder.subjects().intern(lead);
    event.time = at;
    event.sequence = static_cast<std::int64_t>(builder.size());
    if (team != nullptr) event.team = builder.teams().intern(team);
    builder.add(event, {}, id);
  }
  void retract(EventId id, time::Instant at, bool of_any_source = false) {
    builder.add(Retraction{.id = id, .of_any_source = of_any_source, .time = at});
  }
  void merge(const char* loser, const char* winner, time::Instant at, EventId id = {}) {
    builder.add(Merge{.loser = builder.subjects().intern(loser),
                      .winner = builder.subjects().intern(winner),
                      .id = id,
                      .time = at});
  }
  std::string finish(time::Instant known = time::kNever) {
    const Log log = std::move(builder).finish(known, &notes);
    std::string text;
    for (std::uint32_t s = 0; s < log.subjects.size(); ++s) {
      text += std::string(log.subjects.text(s)) + ":";
      for (std::uint64_t e = log.subject_begin[s]; e < log.subject_begin[s + 1]; ++e) {
        text += " " + std::to_string(log.time[e]);
      }
      text += "\n";
    }
    teams = log.teams.size();
    return text;
  }
  std::uint32_t teams = 0;
};

using Kind = RewriteNote::Kind;

TEST(Rewrite, ARetractionTakesItsEventAndWhatOnlyThatSpokeOf) {
  Made made;
  made.event("a", 10, kFirst, "East");
  made.event("b", 10, kSecond, "West");
  made.retract(kFirst, 20);
  EXPECT_EQ(made.finish(), "b: 10\n");
  EXPECT_EQ(made.teams, 1u);
  ASSERT_EQ(made.notes.size(), 1u);
  EXPECT_EQ(made.notes[0].kind, Kind::retracted);
}

TEST(Rewrite, WhatIsSaidLaterIsNotKnownYet) {
  for (const time::Instant known : {19, 20}) {
    Made made;
    made.event("a", 10, kFirst);
    made.event("a", 11);
    made.retract(kFirst, 20);
    made.merge("a", "b", 20);
    EXPECT_EQ(made.finish(known), known < 20 ? "a: 10 11\n" : "b: 11\n");
  }
}

TEST(Rewrite, IdsAreThoseOfTheirSourceUnlessTheSourceHasNothingElse) {
  for (const bool of_any_source : {false, true}) {
    Made made;
    made.builder.begin_source();
    made.event("a", 10, kFirst);
    made.builder.begin_source();
    made.retract(kFirst, 20, of_any_source);
    EXPECT_EQ(made.finish(), of_any_source ? "" : "a: 10\n");
    ASSERT_EQ(made.notes.size(), 1u);
    EXPECT_EQ(made.notes[0].kind, of_any_source ? Kind::retracted : Kind::unknown_retraction);
  }
}

TEST(Rewrite, HistoriesAreUnitedInTheOrderOfTime) {
  Made made;
  made.event("loser", 30);
  made.event("winner", 20);
  made.event("loser", 10);
  made.event("winner", 30);
  made.merge("loser", "winner", 25);
  EXPECT_EQ(made.finish(), "winner: 10 20 30 30\n");
}

TEST(Rewrite, ChainsEndAtTheLastWinnerWhateverTheirOrder) {
  for (const bool forward : {false, true}) {
    Made made;
    made.event("a", 1);
    made.event("b", 2);
    made.merge("a", "b", forward ? 10 : 20);
    made.merge("b", "c", forward ? 20 : 10);
    EXPECT_EQ(made.finish(), "c: 1 2\n");
  }
}

TEST(Rewrite, ACircleIsNotClosedAndTheFirstWinnerStays) {
  Made made;
  made.event("a", 1);
  made.event("b", 2);
  made.merge("a", "b", 10);
  made.merge("b", "a", 11);
  made.merge("b", "b", 12);
  made.merge("a", "c", 13);
  made.merge("a", "b", 14);
  EXPECT_EQ(made.finish(), "b: 1 2\n");
  std::vector<Kind> kinds;
  for (const RewriteNote& note : made.notes) kinds.push_back(note.kind);
  EXPECT_EQ(kinds,
            (std::vector{Kind::merged, Kind::merge_cycle, Kind::merge_cycle, Kind::merged_twice}));
}

TEST(Rewrite, AMergeCanBeTakenBack) {
  Made made;
  made.event("a", 1);
  made.merge("a", "b", 10, kFirst);
  made.retract(kFirst, 20);
  EXPECT_EQ(made.finish(), "a: 1\n");
}

}  // namespace
}  // namespace sla::events
