#include "caravan/core/distribution.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/portable_math.hpp"

namespace caravan {
namespace {

void expect_moments(Law const& law, double expected_mean, double expected_variance) {
  EXPECT_NEAR(mean(law), expected_mean, 1e-9 * (1 + expected_mean)) << law.index();
  EXPECT_NEAR(variance(law), expected_variance, 1e-9 * (1 + expected_variance)) << law.index();
}

TEST(Moments, agree_with_closed_forms) {
  expect_moments(law::Constant{4}, 4, 0);
  expect_moments(law::Exponential{3}, 3, 9);
  expect_moments(law::Uniform{2, 8}, 5, 3);
  expect_moments(law::Triangular{0, 0, 6}, 2, 2);
  expect_moments(law::Triangular{1, 2, 6}, 3, 42.0 / 36);
  expect_moments(law::Lognormal{0, 1}, std::exp(0.5), (std::exp(1) - 1) * std::exp(1));
  expect_moments(law::Gamma{2.5, 4}, 10, 40);
  expect_moments(law::Erlang{3, 2}, 6, 12);
  expect_moments(law::Weibull{1, 5}, 5, 25);
  expect_moments(law::Weibull{2, 1}, std::sqrt(std::acos(-1.0)) / 2, 1 - std::acos(-1.0) / 4);
  expect_moments(law::BetaPert{0, 3, 6, 4}, 3, 9.0 / 7);
  expect_moments(law::Hyperexponential{{0.25, 0.75}, {4, 2}}, 2.5, 14 - 6.25);
  expect_moments(law::Discrete{{1, 2, 10}, {0.5, 0.25, 0.25}}, 3.5, 14.25);
}

/// Half a normal: mean sqrt(2/pi), variance 1 - 2/pi.
TEST(Moments, of_a_truncated_normal_are_those_after_truncation) {
  double const pi = std::acos(-1.0);
  expect_moments(law::Normal{0, 1, 0, 0}, std::sqrt(2 / pi), 1 - 2 / pi);
  expect_moments(law::Normal{100, 1, 0, 0}, 100, 1);
  expect_moments(law::Normal{5, 2, 3, 7}, 5, 4 * 0.2911250947727934);  // symmetric cut at one sd
  expect_moments(law::Normal{9, 0, 0, 7}, 7, 0);
  auto const far = mean(law::Normal{-10, 1, 0, 0});  // Mills' ratio: about 1/10 - 2/1000
  EXPECT_NEAR(far, 0.09809, 1e-4);
  EXPECT_EQ(mean(law::Normal{-100, 1, 0, 0}), 0);
}

TEST(Moments, of_parameters_from_practice_are_the_ones_asked_for) {
  expect_moments(lognormal_from_mean_sd(6, 2), 6, 4);
  expect_moments(gamma_from_mean_cv(12, 0.5), 12, 36);
  auto const by_quantile = lognormal_from_median_p95(3, 10);
  EXPECT_NEAR(std::exp(by_quantile.log_mean), 3, 1e-12);
  EXPECT_NEAR(std::exp(by_quantile.log_mean + 1.6448536269514722 * by_quantile.log_sd), 10, 1e-12);
  auto const by_cv = lognormal_from_median_cv(3, 0.4);
  EXPECT_NEAR(std::sqrt(variance(by_cv)) / mean(by_cv), 0.4, 1e-12);
  EXPECT_THROW((void)lognormal_from_mean_sd(0, 1), Fault);
  EXPECT_THROW((void)gamma_from_mean_cv(1, 0), Fault);
}

TEST(IsConstant, sees_through_degenerate_parameters) {
  EXPECT_TRUE(is_constant(law::Constant{4}));
  EXPECT_TRUE(is_constant(law::Uniform{4, 4}));
  EXPECT_TRUE(is_constant(law::Normal{4, 0, 0, 0}));
  EXPECT_TRUE(is_constant(law::Discrete{{4, 5, 4}, {0.5, 0, 0.5}}));
  EXPECT_FALSE(is_constant(law::Discrete{{4, 5}, {0.5, 0.5}}));
  EXPECT_FALSE(is_constant(law::Exponential{4}));
  EXPECT_FALSE(is_constant(law::Triangular{4, 4, 5}));
}

}  // namespace
}  // namespace caravan
