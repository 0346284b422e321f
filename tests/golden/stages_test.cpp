// What a policy becomes on its way to machine code, one construct a file: NAME.syntax,
// NAME.agreement and NAME.plan beside NAME.sla.

#include <gtest/gtest.h>

#include "compiler/agreement/print.h"
#include "compiler/driver/compile.h"
#include "compiler/plan/print.h"
#include "compiler/syntax/print.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

struct Stages : testing::TestWithParam<std::string> {};

TEST_P(Stages, PrintAsExpected) {
  const fs::path base = folder("stages") / GetParam();
  auto checked = driver::check(base.string() + ".sla");
  ASSERT_TRUE(checked) << checked.error().message;
  ASSERT_TRUE(checked->agreement) << checked->findings.all().front().message;
  const plan::Plan plan = driver::lower(*checked->agreement);
  EXPECT_EQ(plan::verify(plan), "");
  EXPECT_EQ(plan::read(plan::print(plan)), plan) << "the printed plan does not read back";
  expect_file(base.string() + ".syntax", syntax::print(checked->files.front()));
  expect_file(base.string() + ".agreement", agreement::print(*checked->agreement));
  expect_file(base.string() + ".plan", plan::print(plan));
}

INSTANTIATE_TEST_SUITE_P(Golden, Stages, testing::ValuesIn(names(folder("stages"), ".sla")),
                         [](const auto& info) { return info.param; });

TEST(StageFiles, AreAllOfAPolicy) {
  const std::vector<std::string> policies = names(folder("stages"), ".sla");
  for (const char* stage : {".syntax", ".agreement", ".plan"}) {
    EXPECT_EQ(names(folder("stages"), stage), policies) << stage;
  }
}

}  // namespace
}  // namespace sla::golden
