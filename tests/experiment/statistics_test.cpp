#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/run.hpp"

namespace caravan::experiment {
namespace {

std::vector<std::int64_t> one_to(std::size_t n) {
  std::vector<std::int64_t> values(n);
  std::iota(values.begin(), values.end(), 1);
  return values;
}

TEST(Percentile, of_nothing_is_zero) {
  EXPECT_EQ(percentile({}, 0.5), 0);
}

TEST(Percentile, of_one_value_is_that_value) {
  EXPECT_EQ(percentile({7}, 0), 7);
  EXPECT_EQ(percentile({7}, 0.5), 7);
  EXPECT_EQ(percentile({7}, 1), 7);
}

TEST(Percentile, takes_the_nearest_rank_and_never_interpolates) {
  std::vector<std::int64_t> const values{15, 20, 35, 40, 50};  // ranks 0.3·5 = 1.5, so the second
  EXPECT_EQ(percentile(values, 0.05), 15);
  EXPECT_EQ(percentile(values, 0.30), 20);
  EXPECT_EQ(percentile(values, 0.40), 20);
  EXPECT_EQ(percentile(values, 0.50), 35);
  EXPECT_EQ(percentile(values, 1.00), 50);
}

TEST(Percentile, of_each_hundredth_of_1_to_100_is_that_number) {
  auto const values = one_to(100);
  for (int k = 1; k <= 100; ++k) {
    EXPECT_EQ(percentile(values, static_cast<double>(k) / 100), k) << k;
  }
  EXPECT_EQ(percentile(values, 0.07), 7);  // 0.07 · 100 is above 7 in binary
  EXPECT_EQ(percentile(values, 0.001), 1);
  EXPECT_EQ(percentile(values, 0.991), 100);
}

TEST(Percentile, has_at_least_the_share_at_or_below_and_less_than_it_strictly_below) {
  for (std::size_t n = 1; n <= 60; ++n) {
    auto const values = one_to(n);
    for (std::size_t k = 1; k <= 1000; ++k) {
      auto const rank = static_cast<std::size_t>(percentile(values, static_cast<double>(k) / 1000));
      EXPECT_GE(rank * 1000, k * n);
      if (rank > 1) {
        EXPECT_LT((rank - 1) * 1000, k * n);
      }
    }
  }
}

TEST(Percentile, refuses_a_share_above_one) {
  EXPECT_THROW((void)percentile({1}, 1.5), Fault);
}

TEST(Mean, of_nothing_is_zero) {
  EXPECT_EQ(mean({}), 0);
}

TEST(Mean, rounds_halves_away_from_zero) {
  EXPECT_EQ(mean({1, 2}), 2);
  EXPECT_EQ(mean({-1, -2}), -2);
  EXPECT_EQ(mean({1, 1, 2}), 1);
  EXPECT_EQ(mean({1, 2, 2}), 2);
}

TEST(Mean, is_exact_beyond_64_bits_and_beyond_the_53_bits_of_a_double) {
  auto const greatest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(mean({greatest, greatest, greatest}), greatest);
  EXPECT_EQ(mean({(std::int64_t{1} << 53) + 1, (std::int64_t{1} << 53) + 1}),
            (std::int64_t{1} << 53) + 1);
}

}  // namespace
}  // namespace caravan::experiment
