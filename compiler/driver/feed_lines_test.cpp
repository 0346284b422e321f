#include "compiler/driver/feed_lines.h"

#include <gtest/gtest.h>

namespace sla::driver {
namespace {

using Step = LineRecords::Step;

/// "a=1 b=2" of each record, and "3: why" of what is wrong with the record that begins on line 3.
std::string told(const std::vector<std::string>& lines) {
  LineRecords records;
  std::string text;
  const auto wrong = [&](const std::string& why) {
    text += std::to_string(records.line()) + ": " + why + "\n";
  };
  for (const std::string& line : lines) {
    const auto step = records.take(line);
    if (!step) wrong(step.error());
    if (!step || *step == Step::nothing) continue;
    const LineCells& cells = records.cells();
    EXPECT_EQ(cells.columns.size(), cells.cells.size());
    for (std::size_t c = 0; c < cells.cells.size(); ++c)
      text += (c > 0 ? " " : "") + cells.columns[c] + "=" + cells.cells[c];
    text += "\n";
  }
  if (const auto ended = records.finish(); !ended) wrong(ended.error());
  return text;
}

TEST(LineRecords, OfCsvHaveCellsInQuotesOverLines) {
  EXPECT_EQ(told({"\xef\xbb\xbf"
                  "a;b\r",
                  "1;\"x;\"\"y\"\"\"\r", "", "2", "3;\"one", "two\""}),
            "a=1 b=x;\"y\"\na=2 b=\na=3 b=one\ntwo\n");
}

TEST(LineRecords, OfCsvThatAreWrong) {
  EXPECT_EQ(told({"a,b", "1,2,3", "\"x\"y,2", "3,\"open"}),
            "2: 3 cells, and there are 2 columns\n"
            "3: something stands behind the quote that ends a cell\n"
            "4: the stream ends within a quoted cell\n");
}

TEST(LineRecords, OfJsonKeepNumbersAsTheyAreWritten) {
  EXPECT_EQ(told({R"({"a": 1.10, "b": null, "c": true, "d": "x", "e": 12345678901234567890})",
                  R"( {"a": {"b": [1, 2]}, "c": [] })"}),
            "a=1.10 b= c=true d=x e=12345678901234567890\na={\"b\":[1,2]} c=[]\n");
}

TEST(LineRecords, OfJsonThatAreWrong) {
  const std::string text = told({R"({"a":1})", "[1]", "7", R"({"a":)", R"({"a":1} x)",
                                 "{\"a\":" + std::string(5000, '[') + "}"});
  for (const char* part : {"a=1\n2: ", "\n3: ", "\n4: ", "\n5: ", "\n6: "})
    EXPECT_NE(text.find(part), text.npos) << part << text;
  EXPECT_NE(text.find("of more than 100 levels"), text.npos) << text;
}

TEST(LineRecords, ThatNeverEndAreRefused) {
  LineRecords records;
  ASSERT_TRUE(records.take("a"));
  ASSERT_TRUE(records.take("\"x"));
  EXPECT_FALSE(records.take(std::string(LineRecords::kLongest, 'x')));
  // The next line is a record of its own.
  const auto next = records.take("y");
  ASSERT_TRUE(next);
  EXPECT_EQ(*next, Step::record);
}

}  // namespace
}  // namespace sla::driver
