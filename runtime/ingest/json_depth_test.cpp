#include "runtime/ingest/json_depth.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace sla::ingest {
namespace {

bool too_deep(const std::string& text) {
  auto path = std::filesystem::temp_directory_path() / "sla-json-depth-test.json";
  std::ofstream(path, std::ios::binary) << text;
  bool answer = is_json_too_deep(path.string());
  std::filesystem::remove(path);
  return answer;
}

TEST(JsonDepth, CountsBracketsAndBraces) {
  EXPECT_FALSE(too_deep(std::string(100, '[') + std::string(100, ']')));
  EXPECT_TRUE(too_deep(std::string(101, '[')));
  EXPECT_TRUE(too_deep(std::string(200'000, '{')));
}

TEST(JsonDepth, BracketsInTextsAndOfEarlierValuesDoNotCount) {
  EXPECT_FALSE(too_deep("{\"a\": \"\\\"" + std::string(500, '[') + "\"}"));
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "{\"a\": [1]}\n";
  EXPECT_FALSE(too_deep(lines));
}

}  // namespace
}  // namespace sla::ingest
