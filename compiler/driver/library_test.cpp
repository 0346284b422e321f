#include "compiler/driver/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace sla::driver {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;

class Library : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::path(::testing::TempDir()) / "sla_library" / test->name();
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override {
    unsetenv("SLA_PATH");
    fs::remove_all(root_);
  }

  fs::path write(const fs::path& relative) {
    const fs::path path = root_ / relative;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "# " << relative << "\n";
    return path;
  }

  std::optional<fs::path> find(const std::vector<std::string>& parts,
                               const std::vector<std::string>& given = {}) {
    return find_library_file(parts, library_roots((root_ / "policy.sla").string(), given));
  }

  fs::path root_;
};

TEST_F(Library, PartsAreFoldersAndAFile) {
  const fs::path file = write("acme/emea.sla");
  EXPECT_EQ(find({"acme", "emea"}), file);
  EXPECT_EQ(find({"acme"}), std::nullopt) << "a folder is not a file";
  EXPECT_EQ(find({"acme", "apac"}), std::nullopt);
  EXPECT_EQ(find({}), std::nullopt);
}

TEST_F(Library, TheNearestRootWins) {
  const fs::path environment = write("environment/x.sla"), given = write("given/x.sla");
  setenv("SLA_PATH", ("::/nowhere:" + environment.parent_path().string()).c_str(), 1);
  EXPECT_EQ(find({"x"}), environment);
  EXPECT_EQ(find({"x"}, {given.parent_path().string()}), given);
  const fs::path beside = write("x.sla");
  EXPECT_EQ(find({"x"}, {given.parent_path().string()}), beside);
}

TEST_F(Library, TheStandardLibraryComesLast) {
  const auto standard = standard_library();
  ASSERT_TRUE(standard);
  EXPECT_EQ(find({"us"}), *standard / "calendars" / "us.sla");
  EXPECT_EQ(find({"calendars", "us"}), *standard / "calendars" / "us.sla");
  const fs::path own = write("us.sla");
  EXPECT_EQ(find({"us"}), own);
}

TEST_F(Library, NamesAreAsTheyAreWritten) {
  write("mine.sla");
  write("acme/emea.sla");
  write("acme/readme.txt");
  const auto names = library_names(library_roots((root_ / "policy.sla").string()));
  EXPECT_THAT(names, Contains("mine"));
  EXPECT_THAT(names, Contains("acme.emea"));
  EXPECT_THAT(names, Contains("us"));
  EXPECT_THAT(names, ::testing::Not(Contains("acme.readme")));
}

}  // namespace
}  // namespace sla::driver
