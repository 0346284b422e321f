// A policy for aarch64, its code run by an emulator where there is one.

#include <fmt/format.h>

#include "tests/embed/building.h"

namespace sla::embed {
namespace {

bool has(const char* program) {
  return std::system(fmt::format("command -v {} > /dev/null 2>&1", program).c_str()) == 0;
}

TEST(Cross, APolicyForAnotherMachineDecidesThere) {
  const std::string source = scratch("cross.sla");
  write_file(source, policy_text("2 hours"));
  const auto object = driver::build(agreement_of(source), emit::Output::object, "cross_policy",
                                    "aarch64-linux-gnu");
  ASSERT_TRUE(object) << object.error();
  if (!has("qemu-aarch64") || !has("clang++-19") || !has("ld.lld-19"))
    GTEST_SKIP() << "qemu-aarch64, clang++-19 or ld.lld-19 is not here";
  const std::string path = scratch("cross.o"), main = scratch("main.o"), program = scratch("cross");
  write_file(path, *object);
  const std::string compile = fmt::format(
      "clang++-19 --target=aarch64-linux-gnu -std=c++20 -O1 -ffreestanding -nostdlibinc "
      "-fno-exceptions -fno-rtti -fno-stack-protector -I'{}' -x c++ "
      "-c '{}/tests/embed/other_machine.inc' -o '{}' && ld.lld-19 -static -o '{}' '{}' '{}' 2>&1",
      SLA_SOURCE_DIR, SLA_SOURCE_DIR, main, program, main, path);
  ASSERT_EQ(std::system(compile.c_str()), 0) << compile;
  EXPECT_EQ(std::system(fmt::format("qemu-aarch64 '{}'", program).c_str()), 0);
}

}  // namespace
}  // namespace sla::embed
