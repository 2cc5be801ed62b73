#include "caravan/core/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"
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

/// The first index at which the running sum of weights passes u times their total, step by step.
std::size_t walk(std::vector<double> const& weights, double u) {
  double const total = std::accumulate(weights.begin(), weights.end(), 0.0);
  double rest = u * total;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    last = i;
    rest -= weights[i];
    if (rest < 0) break;
  }
  return last;
}

/// All numbers within three of the last place of `middle`, where a sum and a walk may differ.
std::vector<double> next_to(double middle) {
  std::vector<double> list{middle};
  double below = middle;
  double above = middle;
  for (int i = 0; i < 3; ++i) {
    list.push_back(below = std::nextafter(below, 0.0));
    list.push_back(above = std::nextafter(above, 1.0));
  }
  return list;
}

TEST(Weights, are_chosen_from_as_by_a_walk_to_the_last_bit) {
  std::uint64_t word = 1;
  std::size_t checked = 0;
  for (std::size_t const size : {1U, 2U, 3U, 10U, 97U, 300U}) {
    for (int kind = 0; kind < 4; ++kind) {
      std::vector<double> each(size, 1.0 / static_cast<double>(size));
      for (auto& weight : each) {
        word = scatter(word + 1);
        double const share = static_cast<double>(word >> 11U) * 0x1p-53;
        if (kind == 1) weight = share;
        if (kind == 2) weight = word % 3 == 0 ? 0 : std::ldexp(share, -static_cast<int>(word % 60));
        if (kind == 3) weight = static_cast<double>(word % 5);
      }
      each.back() += 0x1p-60;
      Weights const weights{each};
      double const whole = std::accumulate(each.begin(), each.end(), 0.0);
      double sum = 0;
      for (double const weight : each) {
        sum += weight;
        for (double const u : next_to(std::clamp(sum / whole, 0x1p-53, 1 - 0x1p-53))) {
          ASSERT_EQ(weights.choose(u), walk(each, u)) << size << ' ' << kind << ' ' << u;
          ++checked;
        }
        word = scatter(word + 1);
        double const anywhere = (static_cast<double>(word >> 12U) + 0.5) * 0x1p-52;
        ASSERT_EQ(weights.choose(anywhere), walk(each, anywhere));
      }
    }
  }
  EXPECT_EQ(checked, 4U * 7U * 413U);
}

}  // namespace
}  // namespace caravan
