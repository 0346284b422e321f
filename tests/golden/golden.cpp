#include "tests/golden/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "runtime/time/zone.h"

namespace sla::golden {
namespace {

bool blessing() {
  const char* value = std::getenv("SLA_BLESS");
  return value != nullptr && std::string_view(value) == "1";
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// A difference of two long texts is told by its first line; the rest is for `git diff` after
// blessing.
std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream left(expected), right(actual);
  std::string a, b;
  for (int line = 1;; ++line) {
    const bool more_left = static_cast<bool>(std::getline(left, a));
    const bool more_right = static_cast<bool>(std::getline(right, b));
    if (!more_left && !more_right) return "only the line ends differ";
    if (more_left && more_right && a == b) continue;
    return "line " + std::to_string(line) + "\n  expected: " + (more_left ? a : "(the end)") +
           "\n  is:       " + (more_right ? b : "(the end)");
  }
}

}  // namespace

fs::path folder(const std::string& name) {
  return fs::path(SLA_SOURCE_DIR) / "tests" / "golden" / name;
}

std::vector<std::string> names(const fs::path& folder, const std::string& extension) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) {
      found.push_back(entry.path().stem().string());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> folders(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) found.push_back(entry.path().filename().string());
  }
  std::ranges::sort(found);
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void expect_file(const fs::path& path, const std::string& actual) {
  if (blessing()) {
    std::ofstream file(path, std::ios::binary);
    file << actual;
    ASSERT_TRUE(file.flush()) << "cannot write " << path;
    return;
  }
  ASSERT_TRUE(fs::exists(path)) << path << " is missing; tests/bless writes it";
  const std::string expected = read(path);
  EXPECT_TRUE(expected == actual) << path << ": " << first_difference(expected, actual)
                                  << "\nif that is right, run tests/bless and read the difference";
}

std::string portable(std::string text) {
  replace_all(text, std::string(SLA_SOURCE_DIR) + "/", "");
  replace_all(text, "tz database " + std::string(time::tzdb_version()), "tz database …");
  return text;
}

}  // namespace sla::golden
