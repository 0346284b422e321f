#include "cli/report.h"

#include <gtest/gtest.h>

#include "runtime/verdicts/testing.h"

namespace sla::cli {
namespace {

using verdicts::Status;
using verdicts::testing::utc;
using verdicts::testing::World;

/// The report on the one clause of a world; the history takes the world's log.
std::string report_on(World& world, bool json = false) {
  world.outcome.settle();
  const verdicts::Summary summary = summarize(world.policy, world.outcome, world.inputs);
  agreement::Agreement agreement;
  agreement.title = "Acme";
  agreement.currency = "USD";
  driver::History history;
  history.log = std::move(world.log);
  history.inputs.as_of = world.inputs.as_of;
  const driver::Around around;
  const Report report{agreement,
                      history,
                      world.policy,
                      summary,
                      driver::Engine::reference,
                      around,
                      {{"lead", history.log.subjects.size()}}};
  return json ? report_json(report) : report_text(report, false);
}

void expect_says(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text;
  }
}

void be_a_prohibition(World& world) {
  world.clause().kind = "prohibition";
  world.clause().act = "move";
  world.clause().acts = "moves";
}

TEST(Report, SaysHowOftenAProhibitionWasBroken) {
  World world("2026-06-01");
  be_a_prohibition(world);
  world.rows("2026-03-02", Status::met, 1409);
  world.rows("2026-03-02", Status::breached, 3);
  expect_says(report_on(world),
              {"\nanswer\n  3 breaches in 1,412 moves\n", "1,412 leads, 1,412 events"});
}

TEST(Report, OneIsOne) {
  World world("2026-06-01");
  be_a_prohibition(world);
  world.row("2026-03-02", Status::breached);
  expect_says(report_on(world), {"1 breach in 1 move\n", "· 1 lead, 1 event ·"});
}

void be_a_share_of_money(World& world) {
  world.clause().kind = "share";
  world.clause().is_volume = world.clause().is_share = world.clause().is_sum = true;
  world.clause().scale = 1'000'000;
  world.clause().period = {verdicts::PeriodUnit::quarter};
  world.clause().micro_percent = 40'000'000;
  constexpr std::int64_t kDollar = 1'000'000;
  world.part("2026-01-05", "a", true, 508'408 * kDollar + kDollar / 2);
  world.part("2026-01-06", "b", false, 725'591 * kDollar + kDollar / 2);
}

TEST(Report, SaysWhatPartOfWhatAShareIs) {
  World world("2026-04-01");
  world.term("2026-01-01", "2026-04-01");
  be_a_share_of_money(world);
  expect_says(report_on(world),
              {"≥ 40 %", "2026-Q1  508,408.50 USD  41.2 %  1,234,000.00 USD  met"});
}

TEST(Report, GivesAShareAsNumbersToPrograms) {
  World world("2026-04-01");
  world.term("2026-01-01", "2026-04-01");
  be_a_share_of_money(world);
  const std::string json = report_on(world, true);
  expect_says(json, {"\"kind\": \"share\"", "\"decided\": 1234000", "\"met\": 508408.5",
                     "\"percent\": 41.2,", "\"target\": 40,"});
  EXPECT_EQ(json.find("best_percent"), std::string::npos);
}

TEST(Report, ShowsAnAtMostConversionWithItsBound) {
  World world("2026-06-01");
  world.clause().kind = "conversion";
  world.clause().has_target = true;
  world.clause().at_least = false;
  world.clause().micro_percent = 5'000'000;
  world.row("2026-03-02", Status::met);
  expect_says(report_on(world), {"≤ 5 %"});
}

TEST(Percentage, IsRoundedDownAlsoBelowZero) {
  EXPECT_EQ(percentage(2, 3, 1), "66.6");
  EXPECT_EQ(percentage(-1, 3, 1), "-33.4");
  EXPECT_EQ(percentage(1, -3, 1), "-33.4");
  EXPECT_EQ(percentage(-1, -3, 1), "33.3");
  EXPECT_EQ(percentage(0, 3, 0), "0");
  EXPECT_EQ(percentage(1, 0, 1), "");
}

}  // namespace
}  // namespace sla::cli
