#include "runtime/parallel/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

namespace sla::parallel {
namespace {

TEST(Pool, DoesEveryPieceOnceInManyCalls) {
  Pool pool(4);
  for (std::size_t count = 0; count < 300; ++count) {
    std::vector<int> done(count, 0);
    pool.each(count, [&](std::size_t piece) { ++done[piece]; });
    EXPECT_EQ(std::accumulate(done.begin(), done.end(), std::size_t{0}), count);
  }
}

TEST(Pool, OfOneThreadWorksInOrderOnTheCallersThread) {
  Pool pool(1);
  std::vector<std::size_t> order;
  const auto caller = std::this_thread::get_id();
  pool.each(5, [&](std::size_t piece) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(piece);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(Pool, ThrowsWhatAPieceThrowsAndGoesOnWorking) {
  Pool pool(3);
  EXPECT_THROW(pool.each(100,
                         [](std::size_t piece) {
                           if (piece == 7) throw std::runtime_error("seven");
                         }),
               std::runtime_error);
  std::atomic<int> done = 0;
  pool.each(100, [&](std::size_t) { ++done; });
  EXPECT_EQ(done, 100);
}

TEST(Pool, TakesAsManyThreadsAsTheMachineHas) { EXPECT_GE(Pool(0).threads(), 1u); }

}  // namespace
}  // namespace sla::parallel
