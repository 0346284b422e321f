// The tutorial about lint: its files are written, its commands run, and it shows what they print.

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/integration/command.h"
#include "tests/integration/page.h"

namespace sla::integration {
namespace {

TEST(LintTutorial, ShowsWhatItsCommandsPrint) {
  const std::string page = project("docs/tutorial/from-a-failing-lint-to-green.md"),
                    folder = scratch("lint-tutorial");
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const PageRun run = run_page(page, folder);
  EXPECT_GE(run.commands, 9);
  for (const std::string& failure : run.failures) ADD_FAILURE() << failure;
  if (blessing()) std::ofstream(page) << run.text;
  EXPECT_EQ(run.text, read_file(page)) << "SLA_BLESS=1 writes what the commands print now";
  EXPECT_NE(run.text.find("$ sla fmt --check agreement.sla\n$ sla test"), std::string::npos)
      << "the tutorial ends green";
}

}  // namespace
}  // namespace sla::integration
