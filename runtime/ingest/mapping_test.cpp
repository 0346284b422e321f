#include "runtime/ingest/mapping.h"

#include <gtest/gtest.h>

#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/testing.h"
#include "runtime/ingest/word_table.h"

namespace sla::ingest {
namespace {

TEST(DefaultMapping, finds_columns_without_regard_to_case) {
  const auto mapping = default_mapping(
      testing::small_vocabulary(), {"Lead", "Timestamp", "Activity", "OWNER", "Amount", "colour"});
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->subject, "Lead");
  EXPECT_EQ(mapping->time, "Timestamp");
  EXPECT_EQ(mapping->event, "Activity");
  EXPECT_EQ(mapping->owner, "OWNER");
  EXPECT_EQ(mapping->team, "");
  ASSERT_EQ(mapping->fields.size(), 1u);
  EXPECT_EQ(mapping->fields[0].field, 1u);
  EXPECT_EQ(mapping->currency, "USD");
}

TEST(DefaultMapping, prefers_the_more_telling_name) {
  const auto mapping = default_mapping(testing::small_vocabulary(),
                                       {"id", "date", "ts", "status", "event", "lead_id"});
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->subject, "lead_id");
  EXPECT_EQ(mapping->time, "ts");
  EXPECT_EQ(mapping->event, "event");
}

TEST(DefaultMapping, says_what_is_missing) {
  const auto mapping = default_mapping(testing::small_vocabulary(), {"lead_id", "event"});
  ASSERT_FALSE(mapping);
  EXPECT_EQ(mapping.error().message,
            "no column of the file looks like the time; it has lead_id, event");
}

TEST(DefaultMapping, the_agreements_own_words_win) {
  Vocabulary vocabulary;
  vocabulary.events = {{"Hold", 9}};
  const auto mapping = default_mapping(vocabulary, {"lead_id", "ts", "event"});
  ASSERT_TRUE(mapping);
  const WordTable words(mapping->events);
  EXPECT_EQ(words.find("hold"), 9);
  EXPECT_EQ(words.find("held"), events::kHeld);
  EXPECT_EQ(words.find("ASSIGNED"), events::kAssigned);
}

TEST(WordTable, exact_before_folded_and_nothing_when_two_fold_alike) {
  const WordTable words({{"Web", 1}, {"web", 2}, {"Event", 3}});
  EXPECT_EQ(words.find("Web"), 1);
  EXPECT_EQ(words.find("web"), 2);
  EXPECT_EQ(words.find("WEB"), std::nullopt);
  EXPECT_EQ(words.find("eVENT"), 3);
  EXPECT_EQ(words.find("vent"), std::nullopt);
}

TEST(NearestName, offers_what_was_probably_meant) {
  const std::vector<std::string> names = {"referral", "web", "event"};
  EXPECT_EQ(nearest_name("referal", names), "referral");
  EXPECT_EQ(nearest_name("EVNET", names), "event");
  EXPECT_EQ(nearest_name("cal", {"sal", "call"}), "call");
  EXPECT_EQ(nearest_name("telephone", names), std::nullopt);
  EXPECT_EQ(did_you_mean("wbe", names), "did you mean `web`?");
}

}  // namespace
}  // namespace sla::ingest
