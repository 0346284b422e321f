#include "compiler/agreement/words.h"

#include <gtest/gtest.h>

namespace sla::agreement {
namespace {

Discharge discharge(EventSet events, std::vector<int> fields) {
  Discharge made;
  made.events = std::move(events);
  made.fields = std::move(fields);
  return made;
}

TEST(Words, Durations) {
  const auto micros = [](TargetKind kind, std::int64_t amount) {
    return words(Duration{kind, amount});
  };
  EXPECT_EQ(micros(TargetKind::elapsed, 0), "immediately");
  EXPECT_EQ(micros(TargetKind::elapsed, time::kHour), "1 hour");
  EXPECT_EQ(micros(TargetKind::elapsed, 90 * time::kMinute), "90 minutes");
  EXPECT_EQ(micros(TargetKind::elapsed, 1'500'000), "1.5 seconds");
  EXPECT_EQ(micros(TargetKind::elapsed, 2 * time::kDay), "48 hours");
  EXPECT_EQ(micros(TargetKind::elapsed, 30 * time::kDay), "30 days");
  EXPECT_EQ(micros(TargetKind::business, 4 * time::kHour), "4 business hours");
  EXPECT_EQ(micros(TargetKind::business, 24 * time::kHour), "24 business hours");
  EXPECT_EQ(micros(TargetKind::business_days, 1), "1 business day");
  EXPECT_EQ(micros(TargetKind::business_days, 2), "2 business days");
  EXPECT_EQ(micros(TargetKind::end_of_business_day, 0), "end of business day 0");
}

TEST(Words, ExactDecimals) {
  EXPECT_EQ(exact_decimal(0), "0");
  EXPECT_EQ(exact_decimal(1'500'000), "1.5");
  EXPECT_EQ(exact_decimal(-1), "-0.000001");
  EXPECT_EQ(exact_decimal(100'000'000), "100");
  EXPECT_EQ(exact_decimal(INT64_MIN), "-9223372036854.775808");
}

TEST(Words, Listings) {
  EXPECT_EQ(listing({}, "or"), "");
  EXPECT_EQ(listing({"a"}, "or"), "a");
  EXPECT_EQ(listing({"a", "b"}, "or"), "a or b");
  EXPECT_EQ(listing({"a", "b", "c"}, "and"), "a, b and c");
}

TEST(Words, Periods) {
  EXPECT_EQ(words(Period{}), "over the whole term");
  EXPECT_EQ(words(Period{PeriodUnit::month, 1}), "each month");
  EXPECT_EQ(words(Period{PeriodUnit::quarter, 2}), "each fiscal quarter starting February");
}

Agreement small() {
  Agreement agreement;
  agreement.currency = "USD";
  agreement.lifecycle.states.resize(2);
  agreement.lifecycle.states[0].name = "mql";
  agreement.lifecycle.states[1].name = "sal";
  agreement.events = {{"call", "", true}, {"email", "", true}};
  Field source{.name = "source",
               .title = {},
               .type = {TypeKind::choice, 0, -1},
               .optional = true,
               .choices = {"web", "event"},
               .span = {}};
  agreement.fields = {source};
  agreement.texts = {"a \"b\" \\c"};
  return agreement;
}

TEST(Words, EventNamesFollowTheirCodes) {
  const Agreement agreement = small();
  EXPECT_EQ(agreement.event_name(events::kAssigned), "assigned");
  EXPECT_EQ(agreement.event_name(agreement.entering(1)), "enters sal");
  EXPECT_EQ(agreement.event_name(agreement.code_of_event(1)), "email");
  EXPECT_EQ(agreement.code_count(), 8);
}

TEST(Words, TriggersAndDischarges) {
  const Agreement agreement = small();
  Trigger trigger;
  trigger.events = {4, 5};
  EXPECT_EQ(words(agreement, trigger), "entering mql or sal");
  trigger.events = {events::kAssigned};
  trigger.in_states = 1;
  EXPECT_EQ(words(agreement, trigger), "being assigned in mql");
  trigger = {
      .kind = Trigger::Kind::leaving, .events = {5}, .in_states = 0, .left_states = 1, .span = {}};
  EXPECT_EQ(words(agreement, trigger), "leaving mql");
  EXPECT_EQ(words(agreement, discharge({5}, {})), "move a lead to sal");
  EXPECT_EQ(words(agreement, discharge({6, 7}, {})), "make a call or email");
  EXPECT_EQ(words(agreement, discharge({events::kAssigned}, {})), "assign a lead");
  EXPECT_EQ(words(agreement, discharge({}, {0})), "record source");
}

TEST(Words, Values) {
  const Agreement agreement = small();
  const auto say = [&](TypeKind kind, std::int64_t value) {
    return value_words(agreement, Type{kind, 0, -1}, value);
  };
  EXPECT_EQ(say(TypeKind::integer, -5), "-5");
  EXPECT_EQ(say(TypeKind::decimal, 2'000'000), "2.0");
  EXPECT_EQ(say(TypeKind::percent, 97'500'000), "97.5%");
  EXPECT_EQ(say(TypeKind::money, 500'000'000), "500 USD");
  EXPECT_EQ(say(TypeKind::text, 0), "\"a \\\"b\\\" \\\\c\"");
  EXPECT_EQ(say(TypeKind::choice, 1), "event");
  EXPECT_EQ(say(TypeKind::yes_no, 1), "yes");
  EXPECT_EQ(say(TypeKind::date, 0), "1970-01-01");
  EXPECT_EQ(say(TypeKind::instant, 0), "1970-01-01 00:00");
  EXPECT_EQ(say(TypeKind::duration, 240 * time::kHour), "240 hours");
  EXPECT_EQ(say(TypeKind::business_duration, 90 * time::kMinute), "90 business minutes");
  EXPECT_EQ(type_words(agreement, agreement.fields[0]), "one of web or event?");
}

}  // namespace
}  // namespace sla::agreement
