#include "runtime/verdicts/rows.h"

#include <gtest/gtest.h>

#include <sstream>

#include "runtime/verdicts/testing.h"

namespace sla::verdicts {
namespace {

using testing::utc;
using testing::World;

/// One deadline row and one volume period, with names that need quoting.
struct Example : World {
  Example() : World("2026-04-15") {
    policy.version = 3;
    clause().tiers = {"hot", "otherwise"};
    Row& answered = row("2026-03-05 09:00", Status::met_late, "Team \"A\", East");
    answered.due = answered.breach = utc("2026-03-05 10:00");
    answered.stop = utc("2026-03-05 11:30");
    answered.elapsed_business = 5;
    answered.elapsed_wall = 9;
    answered.cycle = 2;
    answered.tier = 1;
    answered.owner = log.owners.intern("Dana");
    ClauseShape& volume = policy.clauses.emplace_back();
    volume.name = "volume";
    volume.is_volume = true;
    volume.period = {PeriodUnit::month};
    volume.amount = 1;
    hit("2026-04-02", "lead-9").clause = 1;
    outcome.settle();
  }

  template <typename Write>
  std::string written(Write write) {
    std::ostringstream out;
    const Summary summary = summarize(policy, outcome, inputs);
    write(out, row_records(policy, outcome, summary, inputs));
    return out.str();
  }
};

TEST(Rows, Csv) {
  Example example;
  EXPECT_EQ(example.written(write_as_csv),
            "clause,subject,cycle,tier,status,start,due,breach,stop,elapsed_business_us,"
            "elapsed_wall_us,owner,team,version\n"
            "answer,lead-0,2,otherwise,met late,2026-03-05T09:00:00Z,2026-03-05T10:00:00Z,"
            "2026-03-05T10:00:00Z,2026-03-05T11:30:00Z,5,9,Dana,\"Team \"\"A\"\", East\",3\n"
            "volume,,1,2026-03,breached,2026-03-01T00:00:00Z,2026-04-01T00:00:00Z,"
            "2026-04-01T00:00:00Z,,0,0,,,3\n"
            "volume,,2,2026-04,met,2026-04-01T00:00:00Z,2026-05-01T00:00:00Z,"
            "2026-05-01T00:00:00Z,,0,0,,,3\n");
}

TEST(Rows, Ndjson) {
  Example example;
  example.outcome.rows[0].stop = kNoInstant;
  const std::string text = example.written(write_as_ndjson);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            R"({"clause":"answer","subject":"lead-0","cycle":2,"tier":"otherwise",)"
            R"("status":"met late","start":"2026-03-05T09:00:00Z","due":"2026-03-05T10:00:00Z",)"
            R"("breach":"2026-03-05T10:00:00Z","stop":null,"elapsed_business_us":5,)"
            R"("elapsed_wall_us":9,"owner":"Dana","team":"Team \"A\", East","version":3})");
}

TEST(Rows, JsonEscapesControlCharacters) {
  World world("2026-04-15");
  world.row("2026-03-05", Status::met, "a\tb\\");
  std::ostringstream out;
  const Summary summary = summarize(world.policy, world.outcome, world.inputs);
  write_as_ndjson(out, row_records(world.policy, world.outcome, summary, world.inputs));
  EXPECT_NE(out.str().find(R"("team":"a\u0009b\\")"), std::string::npos);
}

TEST(Rows, VolumeGroupsNameTheirTeam) {
  World world("2026-04-15");
  world.clause().is_volume = true;
  world.clause().period = {PeriodUnit::month};
  world.clause().group = GroupKind::team;
  world.hit("2026-04-02", "a", 1, "East");
  world.hit("2026-04-02", "b");
  world.outcome.settle();
  std::vector<NamedRow> rows;
  for_each_row(world.policy, world.outcome, summarize(world.policy, world.outcome, world.inputs),
               world.inputs, [&](const NamedRow& row) { rows.push_back(row); });
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].subject, "East");
  EXPECT_EQ(rows[0].team, "East");
  EXPECT_EQ(rows[1].subject, "(none)");
  EXPECT_EQ(rows[1].team, "");
  EXPECT_EQ(rows[1].cycle, 1u);
}

}  // namespace
}  // namespace sla::verdicts
