#include "runtime/helpers/clock.h"

#include <gtest/gtest.h>

namespace sla {
namespace {

// Generated code sets only the phase of a clock before a subject's first event.
sla_clock with_phase(std::uint32_t phase) {
  sla_clock clock{};
  clock.phase = phase;
  clock.calendar = reinterpret_cast<const sla_calendar*>(std::uintptr_t{2});
  return clock;
}

TEST(ClockStatus, NothingIsReadOfAClockThatNeverStarted) {
  const sla_clock never = with_phase(SLA_NOT_STARTED);
  EXPECT_EQ(sla_clock_status(&never, 1), 0u);
}

TEST(ClockStatus, NothingIsReadOfTheGapOfACadenceThatNeverStarted) {
  const sla_clock never = with_phase(SLA_NOT_STARTED);
  const sla_clock whatever_was_there_before = with_phase(SLA_RUNNING);
  EXPECT_EQ(sla_cadence_status(&never, &whatever_was_there_before, 1), 0u);
}

}  // namespace
}  // namespace sla
