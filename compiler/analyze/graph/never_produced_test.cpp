#include "compiler/analyze/graph/testing.h"

namespace sla::analyze::testing {
namespace {

std::string with_source(const std::string& clause, const std::string& events,
                        const std::string& fields = "") {
  return policy(std::string(kSound) + "clause c {\n  " + clause + "\n}\n" +
                R"(source crm {
  lead   from id
  time   from at
  event  from what {
    "mql"  enters mql
    "sal"  enters sal
    "recycled"  enters recycled
    )" + events +
                "\n  }\n" + fields + "}\n");
}

TEST(NeverProduced, WhatStartsAClock) {
  const std::string clause = "sales must move a lead to sal within 2 business hours of a meeting";
  EXPECT_THAT(codes_in(with_source(clause, "")), ElementsAre("SLA2122"));
  EXPECT_THAT(codes_in(with_source(clause, "\"met\" is meeting")), IsEmpty());
  EXPECT_THAT(codes_in(with_source(clause, "otherwise is meeting")), IsEmpty());
}

TEST(NeverProduced, WhatStopsIt) {
  const std::string call = "sales must make a call within 2 business hours of entering sal";
  EXPECT_THAT(codes_in(with_source(call, "\"met\" is meeting")), ElementsAre("SLA2122"));
  EXPECT_THAT(codes_in(with_source(call, "\"called\" is call")), IsEmpty());
  const std::string either =
      "sales must make a call or meeting within 2 business hours of entering sal";
  EXPECT_THAT(codes_in(with_source(either, "\"met\" is meeting")), IsEmpty());
  const std::string both =
      "sales must make a call and hold a meeting within 2 business hours of entering sal";
  EXPECT_THAT(codes_in(with_source(both, "\"met\" is meeting")), ElementsAre("SLA2122"));
}

TEST(NeverProduced, AFieldThatIsToBeRecorded) {
  const std::string clause = "sales must record reason within 2 business hours of entering sal";
  EXPECT_THAT(codes_in(with_source(clause, "")), ElementsAre("SLA2122"));
  EXPECT_THAT(codes_in(with_source(clause, "", "  reason from why\n")), IsEmpty());
}

TEST(NeverProduced, WithoutASourceTheLogSpeaksAsThePolicyDoes) {
  EXPECT_THAT(codes_in(policy(std::string(kSound) +
                              "clause c { sales must make a call within 2 business hours of "
                              "entering sal }\n")),
              IsEmpty());
}

}  // namespace
}  // namespace sla::analyze::testing
