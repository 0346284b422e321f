// The tutorial: its files are written, its commands run, and it shows what they print.

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/integration/command.h"
#include "tests/integration/page.h"

namespace sla::integration {
namespace {

TEST(Tutorial, ShowsWhatItsCommandsPrint) {
  if (!has_duckdb()) GTEST_SKIP() << "DuckDB's library is not here; scripts/setup installs it";
  const std::string page = project("docs/tutorial/first-agreement.md"),
                    folder = scratch("tutorial");
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const PageRun run = run_page(page, folder);
  EXPECT_GE(run.commands, 9);
  for (const std::string& failure : run.failures) ADD_FAILURE() << failure;
  if (blessing()) std::ofstream(page) << run.text;
  EXPECT_EQ(run.text, read_file(page)) << "SLA_BLESS=1 writes what the commands print now";
}

}  // namespace
}  // namespace sla::integration
