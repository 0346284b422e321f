#include "lsp/framing.h"

#include <gtest/gtest.h>

namespace sla::lsp {
namespace {

std::vector<Frame> all(Framing& framing) {
  std::vector<Frame> frames;
  while (auto frame = framing.next()) frames.push_back(*frame);
  return frames;
}

TEST(Framing, CutsAStreamIntoMessagesHoweverItArrives) {
  const std::string stream = framed("{\"a\":1}") + framed("") + framed("ä");
  Framing framing;
  std::vector<std::string> bodies;
  for (const char c : stream) {
    framing.feed({&c, 1});
    for (const Frame& frame : all(framing)) bodies.push_back(frame.body + frame.problem);
  }
  EXPECT_EQ(bodies, (std::vector<std::string>{"{\"a\":1}", "", "ä"}));
}

TEST(Framing, TakesOtherHeadersAndAnyCase) {
  Framing framing;
  framing.feed("content-type: x\r\nCONTENT-LENGTH:  2 \r\n\r\n{}");
  const auto frames = all(framing);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].body, "{}");
}

TEST(Framing, GoesOnAfterWhatIsNoMessage) {
  for (const std::string bad :
       {"Content-Length: x\r\n\r\nbody", "Content-Length: -1\r\n\r\n", "Nothing: 1\r\n\r\n{}",
        "Content-Length: 99999999999999999999999\r\n\r\n", "Content-Length:\r\n\r\n"}) {
    Framing framing;
    framing.feed(bad + framed("{}"));
    const auto frames = all(framing);
    ASSERT_EQ(frames.size(), 2u) << bad;
    EXPECT_NE(frames[0].problem, "") << bad;
    EXPECT_EQ(frames[1].body, "{}") << bad;
  }
}

TEST(Framing, SkipsABodyThatIsTooLargeWithoutKeepingIt) {
  Framing framing;
  framing.feed("Content-Length: " + std::to_string(kLargestBody + 10) + "\r\n\r\n");
  ASSERT_EQ(all(framing).size(), 1u);
  for (std::size_t left = kLargestBody + 10; left > 0;) {
    const std::size_t piece = std::min<std::size_t>(left, 1 << 20);
    framing.feed(std::string(piece, 'x'));
    left -= piece;
    EXPECT_TRUE(all(framing).empty());
  }
  framing.feed(framed("{}"));
  const auto frames = all(framing);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].body, "{}");
}

TEST(Framing, DoesNotWaitForeverForTheEndOfAHeader) {
  Framing framing;
  framing.feed(std::string(2 * kLargestHeader, 'x'));
  const auto frames = all(framing);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_NE(frames[0].problem, "");
  framing.feed(framed("{}"));
  EXPECT_EQ(all(framing).size(), 1u);
}

}  // namespace
}  // namespace sla::lsp
