#include "runtime/events/payload.h"

#include <gtest/gtest.h>

namespace sla::events {
namespace {

constexpr Code kWebinar = kFirstState + 3, kCall = kFirstState;

Log log_of(const std::vector<std::pair<Code, std::vector<LogBuilder::Value>>>& history) {
  LogBuilder builder({}, 2);
  time::Instant t = 0;
  for (const auto& [code, values] : history) {
    Event event;
    event.subject = builder.subjects().intern("a");
    event.code = code;
    event.time = t++;
    builder.add(event, values);
  }
  return std::move(builder).finish();
}

TEST(SettlePayloads, AnEventSaysAllOfItsPayload) {
  Log log = log_of({{kWebinar, {{.field = 1, .value = 30}}}, {kCall, {}}, {kWebinar, {}}});
  settle_payloads(log, {std::nullopt, kWebinar});
  EXPECT_EQ(log.fields[1].set, (std::vector<std::uint8_t>{1, 0, 2}));
}

TEST(SettlePayloads, NoOtherEventSaysAnythingOfIt) {
  Log log = log_of({{kWebinar, {{.field = 1, .value = 30}}},
                    {kCall, {{.field = 0, .value = 7}, {.field = 1, .value = 9}}}});
  settle_payloads(log, {std::nullopt, kWebinar});
  EXPECT_EQ(log.fields[1].set, (std::vector<std::uint8_t>{1, 0}));
  EXPECT_EQ(log.fields[0].set, (std::vector<std::uint8_t>{0, 1})) << "a field of the lead stays";
}

TEST(SettlePayloads, AColumnThatNobodySpeaksOfStaysEmpty) {
  Log log = log_of({{kWebinar, {}}});
  settle_payloads(log, {kWebinar, kWebinar});
  EXPECT_TRUE(log.fields[0].set.empty());
}

}  // namespace
}  // namespace sla::events
