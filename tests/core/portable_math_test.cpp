#include "caravan/core/portable_math.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"

namespace caravan::portable {
namespace {

/// Points spread over all magnitudes: a fixed sequence of scattered words.
class Points {
 public:
  double between(double least, double greatest) {
    word_ = scatter(word_ + 1);
    return least + (greatest - least) * (static_cast<double>(word_ >> 11U) * 0x1p-53);
  }

 private:
  std::uint64_t word_ = 20261122;
};

double ulps(double value, long double truth) {
  auto const rounded = static_cast<double>(truth);
  double const ulp = std::nextafter(std::fabs(rounded), INFINITY) - std::fabs(rounded);
  return static_cast<double>(std::fabs(static_cast<long double>(value) - truth) /
                             static_cast<long double>(ulp));
}

constexpr int kPoints = 100'000;

TEST(PortableNearest, is_that_of_the_c_library) {
  Points points;
  for (int i = 0; i < kPoints; ++i) {
    double const x = std::exp2(points.between(-60, 62.9));
    double const half = std::floor(std::exp2(points.between(0, 51))) + 0.5;
    for (double const y : {x, half, std::nextafter(half, 0.0), std::nextafter(half, INFINITY)}) {
      ASSERT_EQ(nearest(y), std::llround(y)) << y;
      ASSERT_EQ(nearest(-y), std::llround(-y)) << -y;
    }
  }
}

TEST(PortableLog, errs_by_less_than_two_ulps_from_tiny_to_huge) {
  Points points;
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    double const x = std::exp2(points.between(-1074, 1023.9));
    worst = std::max(worst, ulps(log(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 2.0);
}

TEST(PortableLog, errs_by_less_than_two_ulps_next_to_one) {
  Points points;
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    double const x = points.between(0.5, 2);
    worst = std::max(worst, ulps(log(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 2.0);
}

TEST(PortableLog, knows_its_special_values) {
  EXPECT_EQ(log(1), 0.0);
  EXPECT_EQ(log(0), -INFINITY);
  EXPECT_EQ(log(INFINITY), INFINITY);
  EXPECT_TRUE(std::isnan(log(-1)));
  EXPECT_TRUE(std::isnan(log(NAN)));
}

TEST(PortableExp, errs_by_less_than_two_ulps) {
  Points points;
  double worst = 0;
  for (int i = 0; i < kPoints; ++i) {
    double const x = points.between(-708, 709.7);
    worst = std::max(worst, ulps(exp(x), std::exp(static_cast<long double>(x))));
    double const small = points.between(-1, 1);
    worst = std::max(worst, ulps(exp(small), std::exp(static_cast<long double>(small))));
  }
  EXPECT_LT(worst, 2.0);
}

TEST(PortableExp, knows_its_special_values) {
  EXPECT_EQ(exp(0), 1.0);
  EXPECT_EQ(exp(710), INFINITY);
  EXPECT_EQ(exp(-746), 0.0);
  EXPECT_GT(exp(-745), 0.0);
  EXPECT_EQ(exp(-INFINITY), 0.0);
  EXPECT_TRUE(std::isnan(exp(NAN)));
}

TEST(PortablePow, agrees_with_the_product_of_logarithm_and_exponent) {
  EXPECT_EQ(pow(0, 2), 0.0);
  EXPECT_EQ(pow(7, 0), 1.0);
  EXPECT_NEAR(pow(2, 0.5), std::sqrt(2.0), 1e-15);
  EXPECT_NEAR(pow(10, 6), 1e6, 1e-8);
  Points points;
  for (int i = 0; i < 1000; ++i) {
    double const x = points.between(0, 50);
    double const y = points.between(-5, 5);
    double const size = 1 + std::fabs(y * std::log(x));
    EXPECT_NEAR(pow(x, y) / std::pow(x, y), 1, 4e-16 * size) << x << " ^ " << y;
  }
}

long double exact_cdf(long double x) {
  return std::erfc(-x / std::sqrt(2.0L)) / 2;
}

TEST(NormalQuantile, inverts_the_normal_distribution) {
  Points points;
  for (int i = 0; i < kPoints; ++i) {
    double const p = std::exp2(points.between(-1000, -0.01));
    long double const z = normal_quantile(p);
    // One relative error of z moves the probability by z * density / p of it.
    long double const density = std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0L));
    long double const bound = 2e-15L * (1 + std::fabs(z)) * density / static_cast<long double>(p);
    ASSERT_LT(std::fabs(exact_cdf(z) / static_cast<long double>(p) - 1), bound) << p;
  }
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-15);
  EXPECT_EQ(normal_quantile(0.25), -normal_quantile(0.75));
}

TEST(NormalCdf, agrees_with_the_error_function) {
  Points points;
  for (int i = 0; i < 10'000; ++i) {
    double const x = points.between(-12, 12);
    ASSERT_NEAR(normal_cdf(x), static_cast<double>(exact_cdf(x)), 1e-15) << x;
  }
  EXPECT_EQ(normal_cdf(0), 0.5);
  EXPECT_EQ(normal_cdf(-40), 0.0);
  EXPECT_EQ(normal_cdf(40), 1.0);
  EXPECT_NEAR(normal_cdf(-10) / 7.619853024160527e-24, 1, 1e-13);
}

TEST(NormalCdf, is_as_exact_where_little_is_left) {
  Points points;
  for (int i = 0; i < 10'000; ++i) {
    double const x = points.between(-37, -3);
    long double const exact = exact_cdf(x);
    // The square of x is rounded once, and the exponential of it errs as much: x^2/2 ulps.
    ASSERT_LT(std::fabs(normal_cdf(x) / exact - 1), 2e-13L) << x;
  }
}

TEST(LogGamma, agrees_with_factorials) {
  double factorial = 1;
  for (int n = 1; n < 80; ++n) {
    EXPECT_NEAR(log_gamma(n), std::log(factorial), 1e-13 * (1 + std::log(factorial))) << n;
    factorial *= n;
  }
  EXPECT_NEAR(log_gamma(0.5), 0.5 * std::log(std::acos(-1.0)), 1e-14);
  EXPECT_NEAR(log_gamma(1e-3), 6.907178885383853682, 1e-13);
}

/// Pins the bits of every function: a compiler that contracts, reorders or replaces a single
/// operation changes the hash. The values were the same with g++ 12.2 and clang 19, -O0 and -O2.
TEST(PortableMath, gives_the_same_bits_everywhere) {
  Points points;
  std::uint64_t logs = 0;
  std::uint64_t exps = 0;
  std::uint64_t quantiles = 0;
  std::uint64_t others = 0;
  auto const absorb = [](std::uint64_t& hash, double value) {
    hash = scatter(hash ^ std::bit_cast<std::uint64_t>(value));
  };
  for (int i = 0; i < kPoints; ++i) {
    absorb(logs, log(points.between(0, 1000)));
    absorb(exps, exp(points.between(-50, 50)));
    absorb(quantiles, normal_quantile(points.between(0, 1)));
  }
  for (int i = 0; i < 1000; ++i) {
    absorb(others, normal_cdf(points.between(-9, 9)));
    absorb(others, log_gamma(points.between(0, 50)));
    absorb(others, pow(points.between(0, 9), 1.7));
  }
  EXPECT_EQ(logs, 8577819263461220470U);
  EXPECT_EQ(exps, 7620569550175207801U);
  EXPECT_EQ(quantiles, 15237638620673126616U);
  EXPECT_EQ(others, 8343749711473415799U);
}

}  // namespace
}  // namespace caravan::portable
