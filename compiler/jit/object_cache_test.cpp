#include "compiler/jit/object_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

namespace sla::jit {
namespace {

namespace fs = std::filesystem;

class ObjectCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "sla-cache-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    directory_ = root_ / "some" / "where";
  }
  void TearDown() override { fs::remove_all(root_); }

  ObjectCache cache() const { return ObjectCache(directory_); }
  fs::path file() const { return directory_ / (key_ + ".object"); }
  void keep(const std::string& object = "machine code") const {
    const auto stored = cache().store(key_, object);
    ASSERT_TRUE(stored) << stored.error();
  }
  std::string refusal() const {
    const auto loaded = cache().load(key_);
    return loaded ? "taken: " + *loaded : loaded.error();
  }
  std::string content() const {
    std::ifstream stream(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void overwrite(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  }
  std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(directory_), fs::directory_iterator());
  }

  fs::path root_, directory_;
  std::string key_ = cache_key({"a plan", "a machine"});
};

TEST_F(ObjectCacheTest, GivesBackWhatWasStored) {
  const std::string object("\0code\xff with zeroes\0", 20);
  keep(object);
  EXPECT_EQ(cache().load(key_), object);
  EXPECT_EQ(files(), 1);
  struct stat what {};
  ASSERT_EQ(::stat(directory_.c_str(), &what), 0);
  EXPECT_EQ(what.st_mode & 0777, 0700u);
}

TEST_F(ObjectCacheTest, NothingIsThereBefore) { EXPECT_FALSE(cache().load(key_)); }

TEST_F(ObjectCacheTest, KeysDependOnEveryPartAndItsBounds) {
  EXPECT_EQ(cache_key({"a", "b"}), cache_key({"a", "b"}));
  EXPECT_NE(cache_key({"a", "b"}), cache_key({"b", "a"}));
  EXPECT_NE(cache_key({"ab", ""}), cache_key({"a", "b"}));
  EXPECT_EQ(cache_key({"a"}).size(), 64u);
}

TEST_F(ObjectCacheTest, RefusesADirectoryThatOthersMayWriteTo) {
  keep();
  for (const mode_t mode : {0720u, 0702u}) {
    ASSERT_EQ(::chmod(directory_.c_str(), mode), 0);
    EXPECT_NE(refusal().find("can be written by them"), std::string::npos) << refusal();
    EXPECT_FALSE(cache().store(key_, "other code"));
  }
}

TEST_F(ObjectCacheTest, RefusesADirectoryOfSomebodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  keep();
  ASSERT_EQ(::chown(directory_.c_str(), 12345, 12345), 0);
  EXPECT_NE(refusal().find("belongs to others"), std::string::npos) << refusal();
}

TEST_F(ObjectCacheTest, RefusesAFileThatOthersMayWriteTo) {
  keep();
  ASSERT_EQ(::chmod(file().c_str(), 0622), 0);
  EXPECT_NE(refusal().find("can be written by them"), std::string::npos) << refusal();
}

TEST_F(ObjectCacheTest, RefusesAFileOfSomebodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  keep();
  ASSERT_EQ(::chown(file().c_str(), 12345, 12345), 0);
  EXPECT_NE(refusal().find("belongs to others"), std::string::npos) << refusal();
}

TEST_F(ObjectCacheTest, FollowsNoLinks) {
  keep();
  fs::rename(file(), root_ / "elsewhere");
  fs::create_symlink(root_ / "elsewhere", file());
  EXPECT_NE(refusal().find("no object"), std::string::npos) << refusal();
  fs::rename(directory_, root_ / "moved");
  fs::create_directory_symlink(root_ / "moved", directory_);
  EXPECT_NE(refusal().find("directory"), std::string::npos) << refusal();
}

TEST_F(ObjectCacheTest, APipeIsNoObjectAndNobodyWaitsForIt) {
  keep();
  fs::remove(file());
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  EXPECT_EQ(refusal(), "the object is not a file");
}

TEST_F(ObjectCacheTest, RefusesEveryTruncationAndEveryChangedByte) {
  keep();
  const std::string good = content();
  for (std::size_t n = 0; n < good.size(); ++n) {
    overwrite(good.substr(0, n));
    EXPECT_FALSE(cache().load(key_)) << "cut at " << n;
    std::string bad = good;
    bad[n] = static_cast<char>(bad[n] ^ 1);
    overwrite(bad);
    EXPECT_FALSE(cache().load(key_)) << "byte " << n;
  }
  overwrite(good + "x");
  EXPECT_FALSE(cache().load(key_));
  overwrite(good);
  EXPECT_TRUE(cache().load(key_));
}

TEST_F(ObjectCacheTest, AnObjectUnderAnotherKeyIsNotTaken) {
  keep();
  const std::string other = cache_key({"another plan"});
  fs::copy_file(file(), directory_ / (other + ".object"));
  EXPECT_FALSE(cache().load(other));
}

TEST_F(ObjectCacheTest, TheLongestUnusedGoFirst) {
  const std::string object(1000, 'x');
  const ObjectCache small(directory_, 4000);
  std::vector<std::string> keys;
  for (int n = 0; n < 3; ++n) {
    keys.push_back(cache_key({std::to_string(n)}));
    ASSERT_TRUE(small.store(keys.back(), object));
    const timespec when{1'000'000 + n, 0}, times[] = {when, when};
    ASSERT_EQ(::utimensat(AT_FDCWD, (directory_ / (keys.back() + ".object")).c_str(), times, 0), 0);
  }
  ASSERT_TRUE(small.load(keys[0]));  // Used again: now the youngest.
  ASSERT_TRUE(small.store(key_, object));
  EXPECT_TRUE(small.load(keys[0]));
  EXPECT_FALSE(small.load(keys[1]));
  EXPECT_TRUE(small.load(key_));
  EXPECT_FALSE(small.store(key_, std::string(5000, 'x')));
}

TEST_F(ObjectCacheTest, WritersAndReadersAtOnceSeeWholeObjects) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int n = 0; n < 100; ++n) {
        const std::string object(5000 + static_cast<std::size_t>(t) * 1000,
                                 static_cast<char>('a' + t));
        if (!cache().store(key_, object)) ++wrong;
        const auto loaded = cache().load(key_);
        if (!loaded || loaded->size() < 5000 ||
            std::ranges::count(*loaded, loaded->front()) !=
                static_cast<std::ptrdiff_t>(loaded->size()))
          ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(files(), 1);
}

TEST_F(ObjectCacheTest, TheEnvironmentNamesThePlace) {
  const std::string kept_off = std::getenv("SLA_CACHE") ? std::getenv("SLA_CACHE") : "";
  ::setenv("SLA_CACHE", "off", 1);
  EXPECT_FALSE(ObjectCache::of_environment());
  ::unsetenv("SLA_CACHE");
  ::setenv("SLA_CACHE_DIR", directory_.c_str(), 1);
  const auto named = ObjectCache::of_environment();
  ASSERT_TRUE(named);
  EXPECT_TRUE(named->store(key_, "code"));
  EXPECT_TRUE(fs::exists(file()));
  ::setenv("SLA_CACHE_DIR", "not/absolute", 1);
  EXPECT_FALSE(ObjectCache::of_environment());
  ::unsetenv("SLA_CACHE_DIR");
  if (!kept_off.empty()) ::setenv("SLA_CACHE", kept_off.c_str(), 1);
}

TEST(BuildIdentity, IsKnown) { EXPECT_FALSE(build_identity().empty()); }

}  // namespace
}  // namespace sla::jit
