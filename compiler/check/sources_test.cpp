#include "compiler/check/testing.h"

namespace sla::check {
namespace {

using namespace testing;

std::string source(const std::string& lines) {
  return policy("source crm {\n  lead from \"Id\"\n  time from ts\n" + lines + "\n}\n");
}

std::string events(const std::string& lines) {
  return source("  event from what {\n" + lines + "\n  }");
}

agreement::Source made(const std::string& text) {
  const Checked checked = check_text(text);
  EXPECT_THAT(checked.found, IsEmpty());
  return checked.agreement ? checked.agreement->sources.at(0) : agreement::Source{};
}

TEST(CheckSources, ColumnsAndTimes) {
  const auto source =
      made(policy("source crm \"CRM\" {\n  lead from \"Id\"\n  time from ts in \"Europe/Berlin\" "
                  "dates at 09:30\n"
                  "  owner from who\n  team from group\n  id from key\n  sequence from seq\n  "
                  "actor from by_whom\n"
                  "  each row enters mql\n}\n"));
  EXPECT_EQ(source.title, "CRM");
  EXPECT_EQ(source.subject, "Id");
  EXPECT_EQ(source.time, "ts");
  EXPECT_EQ(source.zone, "Europe/Berlin");
  EXPECT_EQ(source.dates_at_minute, 570);
  EXPECT_EQ(source.owner, "who");
  EXPECT_EQ(source.team, "group");
  EXPECT_EQ(source.id, "key");
  EXPECT_EQ(source.sequence, "seq");
  EXPECT_EQ(source.actor, "by_whom");
  EXPECT_EQ(source.each_row, 5);
}

TEST(CheckSources, ValuesBecomeEventCodes) {
  const auto source =
      made(events("\"a\" enters mql\n\"b\" is call\n\"c\" is assigned\n\"d\" is hold\n\"e\" is "
                  "resumed\n\"f\" is changed\n"
                  "\"g\" is ignored\n17 enters won\notherwise is ignored"));
  std::vector<std::int64_t> codes;
  for (const auto& mapping : source.events) codes.push_back(mapping.code);
  EXPECT_THAT(codes, ElementsAre(5, 9, events::kAssigned, events::kHeld, events::kResumed,
                                 events::kChanged, -1, 7));
  EXPECT_EQ(source.events.back().value, "17");
  EXPECT_EQ(source.otherwise, -1);
  EXPECT_EQ(made(events("\"a\" enters mql")).otherwise, -2);
}

TEST(CheckSources, RetractionsAndMerges) {
  const auto both =
      made(source("  id from key\n  event from what {\n \"a\" is retracted\n "
                  "\"b\" is merged into \"Winner\"\n }"));
  EXPECT_EQ(both.events[0].code, events::kRetractionRow);
  EXPECT_EQ(both.events[1].code, events::kMergeRow);
  EXPECT_EQ(both.into, "Winner");
  const auto merges = made(
      policy("source m {\n  time from ts\n  each row merges lead from \"old\" into \"new\"\n}\n"));
  EXPECT_EQ(merges.each_row, events::kMergeRow);
  EXPECT_EQ(merges.subject, "old");
  EXPECT_EQ(merges.into, "new");
  const auto deletions =
      made(policy("source d {\n  time from ts\n  id from key\n  each row is retracted\n}\n"));
  EXPECT_EQ(deletions.each_row, events::kRetractionRow);
  EXPECT_THAT(found(events("\"a\" is retracted")), ElementsAre("SLA3001 crm"));
  EXPECT_THAT(found(events("\"a\" is merged")), ElementsAre("SLA3001 merged"));
  EXPECT_THAT(found(events("\"a\" is call into \"b\"")), ElementsAre("SLA1017 \"b\""));
}

TEST(CheckSources, FieldsAndTheirValues) {
  const auto made_source = made(source(
      "  each row enters mql\n"
      "  source from \"Lead Source\" { \"Web form\" is web \"?\" is unknown otherwise unknown }\n"
      "  opted_in from opt { \"Y\" is yes \"N\" is no }\n"
      "  amount from \"Deal Amount\" { \"n/a\" is unknown }"));
  ASSERT_EQ(made_source.fields.size(), 3u);
  EXPECT_EQ(made_source.fields[0].field, 8);
  EXPECT_EQ(made_source.fields[0].column, "Lead Source");
  EXPECT_EQ(made_source.fields[0].values[0].code, 0);
  EXPECT_EQ(made_source.fields[0].values[1].code, -1);
  EXPECT_TRUE(made_source.fields[0].otherwise_unknown);
  EXPECT_EQ(made_source.fields[1].values[0].code, 1);
  EXPECT_EQ(made_source.fields[1].values[1].code, 0);
  EXPECT_FALSE(made_source.fields[2].otherwise_unknown);
}

TEST(CheckSources, MissingParts) {
  const std::string bare = policy("source crm {\n  owner from who\n}\n");
  EXPECT_THAT(found(bare), ElementsAre("SLA3001 crm"));
  EXPECT_THAT(help_of(bare), HasSubstr("each row"));
  EXPECT_THAT(found(source("")), ElementsAre("SLA3001 crm"));
  EXPECT_THAT(found(source("  each row enters mql")), IsEmpty());
}

TEST(CheckSources, MappedTwice) {
  EXPECT_THAT(found(events("\"a\" enters mql\n\"b\" enters sal\n\"a\" is call")),
              ElementsAre("SLA3002 \"a\""));
  EXPECT_THAT(found(events("\"a\" enters mql\notherwise is ignored\notherwise is call")),
              ElementsAre("SLA3002 otherwise is call"));
  EXPECT_THAT(found(source("  each row enters mql\n  amount from a\n  amount from b")),
              ElementsAre("SLA3002 amount"));
  EXPECT_THAT(
      found(source("  each row enters mql\n  source from a { \"x\" is web \"x\" is event }")),
      ElementsAre("SLA3002 \"x\""));
  EXPECT_THAT(found(source("  each row enters mql\n  event from what {\n \"a\" enters sal\n }")),
              ElementsAre("SLA3002 what"));
}

TEST(CheckSources, UnknownNames) {
  const std::pair<std::string, const char*> kBad[] = {
      {events("\"a\" enters mqll"), "SLA1006 mqll"},
      {events("\"a\" is clal"), "SLA1001 clal"},
      {source("  each row enters mql\n  emial from a"), "SLA1001 emial"},
      {source("  each row enters mql\n  source from a { \"x\" is wbe }"), "SLA1005 wbe"},
  };
  for (const auto& [text, finding] : kBad) {
    EXPECT_THAT(found(text), ElementsAre(finding));
    EXPECT_THAT(found(repaired(text)), IsEmpty()) << finding;
  }
  EXPECT_THAT(found(events("\"a\" is mql")), ElementsAre("SLA1001 mql"));
  EXPECT_THAT(help_of(events("\"a\" is mql")), "write `enters mql`");
}

TEST(CheckSources, ValuesOfOtherTypes) {
  EXPECT_THAT(found(source("  each row enters mql\n  country from a { \"USA\" is US }")),
              ElementsAre("SLA1003 US"));
  EXPECT_THAT(found(source("  each row enters mql\n  opted_in from a { \"Y\" is maybe }")),
              ElementsAre("SLA1003 maybe"));
  EXPECT_THAT(found(source("  each row enters mql\n  source from a { otherwise wbe }")),
              ElementsAre("SLA1005 wbe"));
}

TEST(CheckSources, ZoneOfTheTimes) {
  const std::string own =
      "source s {\n lead from a\n time from b in \"Europe/Brelin\"\n each row is call\n}\n";
  EXPECT_THAT(found(policy(own)), ElementsAre("SLA1007 \"Europe/Brelin\""));
  EXPECT_THAT(found(repaired(policy(own))), IsEmpty());
  const std::string no_zone = "agreement \"T\" {\n}\nsource s {\n lead from a\n time from b";
  EXPECT_THAT(found(no_zone + "\n each row is call\n}\n"), ElementsAre("SLA1018 time from b"));
  EXPECT_THAT(found(no_zone + " as epoch seconds\n each row is call\n}\n"), IsEmpty());
}

}  // namespace
}  // namespace sla::check
