#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "compiler/source/source.h"

namespace sla::source {
namespace {

namespace fs = std::filesystem;

std::string message_of(std::string text) {
  Sources sources;
  const auto added = sources.add("f.sla", std::move(text));
  return added ? "" : added.error().message;
}

class Folder : public testing::Test {
 protected:
  void SetUp() override {
    path_ =
        fs::temp_directory_path() / ("sla-sources-" + std::to_string(::getpid()) + "-" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directory(path_);
  }
  void TearDown() override { fs::remove_all(path_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

  fs::path path_;
};

using SourcesLoad = Folder;

TEST_F(SourcesLoad, ReadsAFile) {
  Sources sources;
  const auto file = sources.load(write("a.sla", "define x = 3\n"));
  ASSERT_TRUE(file);
  EXPECT_EQ(sources.file(*file).text(), "define x = 3\n");
}

TEST_F(SourcesLoad, SaysWhatIsMissing) {
  Sources sources;
  const std::string missing = (path_ / "b.sla").string();
  EXPECT_EQ(sources.load(missing).error().message,
            "cannot read `" + missing + "`: No such file or directory");
  EXPECT_EQ(sources.load(path_.string()).error().message,
            "`" + path_.string() + "` is a directory");
}

TEST_F(SourcesLoad, SaysWhatIsForbidden) {
  const std::string path = write("c.sla", "x");
  fs::permissions(path, fs::perms::none);
  if (std::ifstream(path)) GTEST_SKIP() << "this user may read everything";
  Sources sources;
  EXPECT_EQ(sources.load(path).error().message, "cannot read `" + path + "`: Permission denied");
}

TEST_F(SourcesLoad, RefusesWhatIsTooLarge) {
  Sources sources;
  EXPECT_TRUE(sources.load(write("d.sla", std::string(kMaximumBytes, ' '))));
  EXPECT_FALSE(sources.load(write("e.sla", std::string(kMaximumBytes + 1, ' '))));
  EXPECT_FALSE(sources.load(write("f.sla", std::string(10 * kMaximumBytes, '('))));
  EXPECT_FALSE(sources.load("/dev/zero"));
}

TEST(Sources, RefusesWhatIsNotText) {
  EXPECT_EQ(message_of("ab\n c\xFFz"), "`f.sla` is not UTF-8: byte 0xFF at line 2, column 3");
  EXPECT_EQ(message_of("\xC3\xA4\xC3"), "`f.sla` is not UTF-8: byte 0xC3 at line 1, column 2");
  EXPECT_EQ(message_of("\xC0\xAF"), "`f.sla` is not UTF-8: byte 0xC0 at line 1, column 1");
  EXPECT_EQ(message_of("\xED\xA0\x80"), "`f.sla` is not UTF-8: byte 0xED at line 1, column 1");
  EXPECT_EQ(message_of("\xF4\x90\x80\x80"), "`f.sla` is not UTF-8: byte 0xF4 at line 1, column 1");
  EXPECT_EQ(message_of(std::string("a\0b", 3)), "`f.sla` holds a NUL byte at line 1, column 2");
  EXPECT_EQ(message_of("\xF0\x9F\x98\x80 \xE6\x97\xA5"), "");
}

TEST(Sources, SkipsAByteOrderMark) {
  Sources sources;
  const auto file = sources.add("f.sla",
                                "\xEF\xBB\xBF"
                                "agreement");
  EXPECT_EQ(sources.file(*file).text(), "agreement");
  EXPECT_EQ(sources.text({*file, 0, 5}), "agree");
}

TEST(Sources, AnswersSpansOutsideTheText) {
  Sources sources;
  const auto file = sources.add("f.sla", "abc");
  EXPECT_EQ(sources.text({*file, 1, 99}), "bc");
  EXPECT_EQ(sources.text({*file, 99, 100}), "");
}

TEST(File, CountsLinesOfEveryKind) {
  const File file("f.sla", "a\nb\r\nc\rd");
  ASSERT_EQ(file.line_count(), 4U);
  EXPECT_EQ(file.line(1), "a");
  EXPECT_EQ(file.line(2), "b");
  EXPECT_EQ(file.line(3), "c");
  EXPECT_EQ(file.line(4), "d");
  EXPECT_EQ(file.line(5), "");
}

TEST(File, CountsColumnsInCodePoints) {
  const File file("f.sla", "x\n\xC3\xA4\xE6\x97\xA5z");
  const Position z = file.position(7);
  EXPECT_EQ(z.line, 2U);
  EXPECT_EQ(z.column, 3U);
  EXPECT_EQ(file.position(1000).column, 4U);
}

}  // namespace
}  // namespace sla::source
