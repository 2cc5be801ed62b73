#include "caravan/core/spread.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace caravan {
namespace {

Duration ms(std::int64_t count) {
  return Duration::milliseconds(count);
}

TEST(Spread, of_short_lengths_is_exact) {
  Spread spread;
  for (std::int64_t length = 255; length >= 0; --length) spread.add(ms(length));
  EXPECT_EQ(spread.count(), 256);
  EXPECT_EQ(spread.sum(), ms(255 * 256 / 2));
  EXPECT_EQ(spread.percentile(0), ms(0));
  EXPECT_EQ(spread.percentile(0.5), ms(127));  // the 128th of them
  EXPECT_EQ(spread.percentile(1), ms(255));
  EXPECT_DOUBLE_EQ(spread.sum_of_squares(), 255.0 * 256 * 511 / 6);
}

TEST(Spread, of_nothing_is_nothing) {
  Spread const spread;
  EXPECT_EQ(spread.count(), 0);
  EXPECT_EQ(spread.percentile(0.9), Duration{});
}

/// Every doubling up to a hundred years: the class of a length is never further than 0.4 % from it.
TEST(Spread, of_long_lengths_is_known_to_within_four_in_a_thousand) {
  for (std::int64_t length = 1; length < 3'200'000'000'000; length += length / 100 + 1) {
    Spread spread;
    spread.add(ms(length));
    auto const found = static_cast<double>(spread.percentile(0.5).count());
    ASSERT_NEAR(found, static_cast<double>(length), 0.004 * static_cast<double>(length));
  }
}

/// Of squares of whole numbers, whose order and ranks are plain.
TEST(Spread, finds_the_nearest_rank_whatever_the_order) {
  Spread spread;
  std::vector<std::int64_t> all;
  for (std::int64_t i = 1; i <= 1000; ++i) {
    auto const root = i * 617 % 1009;  // another order of most of 1 to 1008
    spread.add(ms(root * root));
    all.push_back(root * root);
  }
  std::sort(all.begin(), all.end());
  for (double const share : {0.1, 0.5, 0.9, 0.99}) {
    auto const rank = static_cast<std::size_t>(share * static_cast<double>(all.size()) + 0.999999);
    auto const exact = static_cast<double>(all[rank - 1]);
    EXPECT_NEAR(static_cast<double>(spread.percentile(share).count()), exact, 0.004 * exact);
  }
}

}  // namespace
}  // namespace caravan
