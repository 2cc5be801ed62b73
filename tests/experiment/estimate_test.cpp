#include "caravan/experiment/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace caravan::experiment {
namespace {

std::vector<double> one_to(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST(Estimate, of_four_values_is_that_worked_by_hand) {
  // 2 4 4 6: mean 4, squares 4 + 0 + 0 + 4 = 8, sd sqrt(8/3), t(0.975, 3) = 3.18244630528371.
  auto const result = estimate({6, 4, 2, 4}, 0.95);
  EXPECT_EQ(result.n, 4U);
  EXPECT_DOUBLE_EQ(result.mean, 4);
  EXPECT_DOUBLE_EQ(result.sd, std::sqrt(8.0 / 3));
  ASSERT_TRUE(result.half_width);
  EXPECT_NEAR(*result.half_width, 3.18244630528371 * std::sqrt(8.0 / 3) / 2, 1e-10);
  EXPECT_EQ(result.p50.value, 4);
  EXPECT_EQ(result.p90.value, 6);
  EXPECT_DOUBLE_EQ(result.skewness, 0);
}

TEST(Estimate, has_no_interval_below_three_values) {
  EXPECT_EQ(estimate({}, 0.95).n, 0U);
  EXPECT_FALSE(estimate({7}, 0.95).half_width);
  EXPECT_EQ(estimate({7}, 0.95).sd, 0);
  EXPECT_FALSE(estimate({7, 8}, 0.95).half_width);
  EXPECT_TRUE(estimate({7, 8, 9}, 0.95).half_width);
}

TEST(Estimate, hangs_on_no_order_of_the_replications) {
  std::vector<double> values{0.1, 1e9, -0.3, 7e-5, 12, 1e-9};
  auto const once = estimate(values, 0.9);
  std::reverse(values.begin(), values.end());
  auto const again = estimate(values, 0.9);
  EXPECT_EQ(once.mean, again.mean);
  EXPECT_EQ(once.sd, again.sd);
  EXPECT_EQ(once.skewness, again.skewness);
}

TEST(Estimate, of_equal_values_is_exact_and_not_skewed) {
  auto const result = estimate(std::vector<double>(10, 0.1), 0.95);
  EXPECT_EQ(result.mean, 0.1);
  EXPECT_EQ(result.sd, 0);
  EXPECT_EQ(*result.half_width, 0);
  EXPECT_FALSE(result.skewed);
}

TEST(Estimate, names_a_skewed_sample) {
  // g1 of nine 0 and one 1 is (1 - 2·0.1) / sqrt(0.1·0.9) = 8/3.
  std::vector<double> values(10, 0.0);
  values.back() = 1;
  auto const result = estimate(values, 0.95);
  EXPECT_NEAR(result.skewness, 8.0 / 3, 1e-12);
  EXPECT_TRUE(result.skewed);
  EXPECT_FALSE(estimate(one_to(10), 0.95).skewed);
}

/// The probability that Binomial(n, p) is below k, summed from Pascal's triangle.
double below(std::size_t n, double p, std::size_t k) {
  std::vector<double> law{1};
  for (std::size_t trial = 0; trial < n; ++trial) {
    law.push_back(0);
    for (std::size_t i = law.size() - 1; i > 0; --i) law[i] = law[i] * (1 - p) + law[i - 1] * p;
    law[0] *= 1 - p;
  }
  return std::accumulate(law.begin(), law.begin() + static_cast<std::ptrdiff_t>(k), 0.0);
}

TEST(Estimator, keeps_what_it_worked_out_for_one_number_of_values_from_another) {
  std::vector<double> const few{1, 2, 4};
  std::vector<double> many;
  for (int i = 0; i < 100; ++i) many.push_back(i);
  Estimator estimator{0.9};
  auto const first = estimator.of(few);
  EXPECT_FALSE(first.p95.interval);
  // 1.660 391 156 and 2.919 985 580 are the 95 % quantiles of Student's t at 99 and 2 degrees.
  EXPECT_NEAR(*estimator.of(many).half_width, 1.660391156 * estimator.of(many).sd / 10, 1e-8);
  // The k-th of the numbers is k - 1. Of 100, the p50 lies between the 42nd and the 59th with at
  // least 90 %, the p90 between the 85th and the 96th, the p95 between the 91st and the 99th: the
  // sums of the binomial law outside are at most 5 % each.
  auto const middle = estimator.of(many);
  EXPECT_EQ(middle.p50.interval.value().low, 41);
  EXPECT_EQ(middle.p50.interval.value().high, 58);
  EXPECT_EQ(middle.p90.interval.value().low, 84);
  EXPECT_EQ(middle.p90.interval.value().high, 95);
  EXPECT_EQ(middle.p95.interval.value().low, 90);
  EXPECT_EQ(middle.p95.interval.value().high, 98);
  auto const again = estimator.of(few);
  EXPECT_NEAR(*again.half_width, 2.919985580 * again.sd / std::sqrt(3), 1e-8);
  EXPECT_EQ(*again.half_width, *first.half_width);
  EXPECT_FALSE(again.p95.interval);
}

TEST(RanksOfAQuantile, are_those_of_the_tables_for_the_median) {
  // Conover 1999, Practical Nonparametric Statistics: 97.9 % between the 2nd and 9th of 10; 95.7 %
  // between the 10th and 21st of 30.
  auto const ten = quantile_ranks(10, 0.5, 0.95);
  ASSERT_TRUE(ten);
  EXPECT_EQ(ten->low, 2U);
  EXPECT_EQ(ten->high, 9U);
  auto const thirty = quantile_ranks(30, 0.5, 0.95);
  ASSERT_TRUE(thirty);
  EXPECT_EQ(thirty->low, 10U);
  EXPECT_EQ(thirty->high, 21U);
}

TEST(RanksOfAQuantile, exist_from_the_number_on_at_which_the_extremes_suffice) {
  EXPECT_FALSE(quantile_ranks(5, 0.5, 0.95));  // 0.5^5 = 0.031
  EXPECT_TRUE(quantile_ranks(6, 0.5, 0.95));   // 0.5^6 = 0.016
  EXPECT_FALSE(quantile_ranks(35, 0.9, 0.95));
  EXPECT_TRUE(quantile_ranks(36, 0.9, 0.95));  // 0.9^36 = 0.0225
  EXPECT_FALSE(quantile_ranks(71, 0.95, 0.95));
  EXPECT_TRUE(quantile_ranks(72, 0.95, 0.95));  // 0.95^72 = 0.0249
  EXPECT_FALSE(quantile_ranks(0, 0.5, 0.95));
}

TEST(RanksOfAQuantile, miss_with_at_most_half_the_rest_on_each_side_and_no_closer_ranks_do) {
  for (std::size_t const n : {6U, 20U, 40U, 75U, 200U}) {
    for (double const p : {0.5, 0.9, 0.95}) {
      auto const ranks = quantile_ranks(n, p, 0.9);
      if (!ranks) continue;
      EXPECT_LE(below(n, p, ranks->low), 0.05 + 1e-9);
      EXPECT_GT(below(n, p, ranks->low + 1), 0.05);
      EXPECT_LE(1 - below(n, p, ranks->high), 0.05 + 1e-9);
      EXPECT_GT(1 - below(n, p, ranks->high - 1), 0.05);
    }
  }
}

// Nine of ten values are the least share that is 90 %: no value more is needed.
TEST(Estimate, takes_the_value_at_which_a_percentile_is_just_reached) {
  auto const result = estimate({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.95);
  EXPECT_EQ(result.p50.value, 5);
  EXPECT_EQ(result.p90.value, 9);
  EXPECT_EQ(result.p95.value, 10);
}

}  // namespace
}  // namespace caravan::experiment
