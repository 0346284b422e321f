#include "runtime/events/follow.h"

#include <random>

#include <gtest/gtest.h>

namespace sla::events {
namespace {

constexpr std::uint32_t kScore = 0, kCountry = 1;                           // Of the parents.
constexpr std::uint32_t kParent = 0, kParentScore = 1, kParentCountry = 2;  // Of the children.
constexpr FollowedField kFollowed[] = {{kParentScore, kScore, false},
                                       {kParentCountry, kCountry, true}};

/// Adds one event.
class History {
 public:
  explicit History(std::size_t fields) : builder_({}, fields) { builder_.add_origin("file"); }

  History& event(const char* subject, time::Instant t, Code code,
                 const std::vector<LogBuilder::Value>& values = {}) {
    Event event;
    event.subject = builder_.subjects().intern(subject);
    event.time = t;
    event.code = code;
    event.sequence = sequence_++;
    builder_.add(event, values);
    return *this;
  }

  std::int64_t text(const char* text) { return builder_.texts().intern(text); }
  LogBuilder& builder() { return builder_; }
  Log log() { return std::move(builder_).finish(); }

 private:
  LogBuilder builder_;
  std::int64_t sequence_ = 0;
};

/// What a column says at an event: "-", "?" for unknown, or the value.
std::string said(const Log& log, std::uint32_t field, std::uint64_t event) {
  const FieldColumn& column = log.fields[field];
  if (column.set.empty() || column.set[event] == 0) return "-";
  return column.set[event] == 2 ? "?" : std::to_string(column.value[event]);
}

std::string scores(const Log& log) {
  std::string text;
  for (std::uint64_t e = 0; e < log.size(); ++e) {
    text += std::to_string(log.time[e]) + (log.code[e] == kChanged ? "c" : "e") +
            said(log, kParentScore, e) + " ";
  }
  return text;
}

TEST(FollowParents, AnEventThatNamesTheParentShowsWhatItKnowsByThen) {
  History parents(2), children(3);
  parents.event("L", 1, kChanged, {{kScore, 1, 5}}).event("L", 3, kChanged, {{kScore, 1, 6}});
  children.event("O", 2, kFirstState, {{kParent, 1, children.text("L")}});
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  EXPECT_EQ(scores(log), "2e5 3c6 ");
}

TEST(FollowParents, WhatTheParentDoesAtAnInstantComesFirst) {
  History parents(2), children(3);
  parents.event("L", 2, kChanged, {{kScore, 1, 5}}).event("L", 4, kChanged, {{kScore, 2, 0}});
  children.event("O", 2, kFirstState, {{kParent, 1, children.text("L")}})
      .event("O", 4, kFirstState);
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  EXPECT_EQ(scores(log), "2e5 4c? 4e- ");
}

TEST(FollowParents, EventsThatSayNothingOfTheFieldsAreNotFed) {
  History parents(2), children(3);
  parents.event("L", 1, kFirstState).event("L", 3, kFirstState);
  children.event("O", 2, kFirstState, {{kParent, 1, children.text("L")}});
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  EXPECT_EQ(scores(log), "2e? ");
}

TEST(FollowParents, AnotherParentCountsFromTheEventThatNamesIt) {
  History parents(2), children(3);
  parents.event("A", 1, kChanged, {{kScore, 1, 5}})
      .event("B", 1, kChanged, {{kScore, 1, 7}})
      .event("A", 5, kChanged, {{kScore, 1, 6}})
      .event("B", 6, kChanged, {{kScore, 1, 8}});
  children.event("O", 2, kFirstState, {{kParent, 1, children.text("A")}})
      .event("O", 4, kFirstState, {{kParent, 1, children.text("B")}})
      .event("O", 7, kFirstState, {{kParent, 2, 0}});
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  EXPECT_EQ(scores(log), "2e5 4e7 6c8 7e? ");
}

TEST(FollowParents, AParentThatIsNotThereKnowsNothing) {
  History parents(2), children(3);
  parents.event("A", 1, kChanged, {{kScore, 1, 5}});
  children.event("O", 2, kFirstState)
      .event("O", 3, kFirstState, {{kParent, 1, children.text("A")}})
      .event("O", 4, kFirstState, {{kParent, 1, children.text("Z")}});
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  EXPECT_EQ(scores(log), "2e- 3e5 4e? ");
}

TEST(FollowParents, AnEventFromNowhereStaysOneFromNowhere) {
  LogBuilder parents({}, 2), children({}, 3);
  const auto add = [](LogBuilder& builder, time::Instant t, const LogBuilder::Value& value) {
    Event event;
    event.subject = builder.subjects().intern("L");
    event.time = t;
    builder.add(event, {value});
  };
  add(parents, 3, {kScore, 1, 5});
  add(children, 2, {kParent, 1, children.texts().intern("L")});
  const Log log =
      follow_parents(std::move(children).finish(), std::move(parents).finish(), kParent, kFollowed);
  ASSERT_EQ(log.size(), 2u);
  EXPECT_GE(log.origin[1], log.origins.size());
}

TEST(FollowParents, AMergedParentIsTheOneItBecame) {
  History parents(2), children(3);
  parents.event("A", 1, kChanged, {{kScore, 1, 5}});
  parents.event("B", 1, kChanged, {{kScore, 1, 7}});
  parents.builder().add(Merge{0, 1, {}, 2, 0, 1, 0});
  children.event("O", 3, kFirstState, {{kParent, 1, children.text("A")}});
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  EXPECT_EQ(scores(log), "3e7 ");
}

TEST(FollowParents, TextsAreThoseOfTheChildsLog) {
  History parents(2), children(3);
  parents.text("elsewhere");
  parents.event("L", 1, kChanged, {{kCountry, 1, parents.text("US")}});
  children.event("O", 2, kFirstState, {{kParent, 1, children.text("L")}});
  const Log log = follow_parents(children.log(), parents.log(), kParent, kFollowed);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log.texts.text(static_cast<std::uint32_t>(log.fields[kParentCountry].value[0])), "US");
  EXPECT_EQ(log.subject_begin, (std::vector<std::uint64_t>{0, 1}));
}

/// What a field of the parents' log is after the events of a subject up to an instant.
std::string known(const Log& log, const std::string& subject, std::uint32_t field,
                  time::Instant t) {
  const std::uint32_t s = log.subjects.find(subject);
  std::string value = "?";
  if (s == kNone) return value;
  for (std::uint64_t e = log.subject_begin[s]; e < log.subject_begin[s + 1]; ++e) {
    if (log.time[e] > t) break;
    if (const std::string now = said(log, field, e); now != "-") value = now;
  }
  return value;
}

// At every event of their own, subjects show what the parent that they have then knows by then.
TEST(FollowParents, ShowsTheParentAsOfEveryEvent) {
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 300; ++round) {
    History parents(2), children(3);
    constexpr const char* kNames[] = {"A", "B", "C"};
    for (int e = pick(12); e > 0; --e) {
      std::vector<LogBuilder::Value> values;
      if (pick(3) > 0) values.push_back({kScore, static_cast<std::uint8_t>(1 + pick(2)), pick(9)});
      parents.event(kNames[pick(2)], pick(10), kChanged, values);
    }
    for (int e = pick(12); e > 0; --e) {
      std::vector<LogBuilder::Value> values;
      if (pick(3) == 0) {
        const bool unknown = pick(4) == 0;
        values.push_back({kParent, static_cast<std::uint8_t>(unknown ? 2 : 1),
                          unknown ? 0 : children.text(kNames[pick(3)])});
      }
      children.event(pick(2) == 0 ? "X" : "Y", pick(10), kFirstState, values);
    }
    const Log of_parents = parents.log();
    const Log log = follow_parents(children.log(), of_parents, kParent, kFollowed);
    for (std::uint32_t s = 0; s < log.subjects.size(); ++s) {
      std::string parent, score = "?";
      for (std::uint64_t e = log.subject_begin[s]; e < log.subject_begin[s + 1]; ++e) {
        const FieldColumn& id = log.fields[kParent];
        if (!id.set.empty() && id.set[e] == 1) {
          parent = log.texts.text(static_cast<std::uint32_t>(id.value[e]));
        }
        if (!id.set.empty() && id.set[e] == 2) parent.clear();
        if (const std::string now = said(log, kParentScore, e); now != "-") score = now;
        if (log.code[e] == kChanged) continue;
        ASSERT_EQ(score, known(of_parents, parent, kScore, log.time[e])) << "round " << round;
      }
    }
  }
}

TEST(ShareNames, EveryLogHasAllOwnersAndTeamsUnderTheSameIds) {
  History first(0), second(0);
  for (auto [history, owner] : {std::pair(&first, "Ann"), std::pair(&second, "Bob")}) {
    Event event;
    event.subject = history->builder().subjects().intern("s");
    event.owner = history->builder().owners().intern(owner);
    event.team = history->builder().teams().intern("East");
    history->builder().add(event, {});
  }
  Log a = first.log(), b = second.log();
  Log* const logs[] = {&a, &b};
  share_names(logs);
  EXPECT_EQ(a.owners.size(), 2u);
  EXPECT_EQ(b.owners.size(), 2u);
  EXPECT_EQ(a.owners.text(a.owner[0]), "Ann");
  EXPECT_EQ(b.owners.text(b.owner[0]), "Bob");
  EXPECT_EQ(a.owners.find("Bob"), b.owner[0]);
  EXPECT_EQ(a.team[0], b.team[0]);
}

}  // namespace
}  // namespace sla::events
