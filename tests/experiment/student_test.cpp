#include <cmath>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/experiment/estimate.hpp"

namespace caravan::experiment {
namespace {

TEST(StudentQuantile, has_the_values_of_the_tables) {
  EXPECT_NEAR(student_quantile(0.975, 9), 2.26215716279820, 1e-11);
  EXPECT_NEAR(student_quantile(0.975, 1), 12.7062047361747, 1e-9);
  EXPECT_NEAR(student_quantile(0.975, 2), 4.30265272974946, 1e-10);
  EXPECT_NEAR(student_quantile(0.95, 4), 2.13184678632665, 1e-11);
  EXPECT_NEAR(student_quantile(0.995, 29), 2.75638590367061, 1e-11);
}

TEST(StudentQuantile, with_one_or_two_degrees_is_the_closed_form) {
  // One degree: tan of pi (p - 1/2). Two: a sqrt(2 / (1 - a²)) with a = 2 p - 1.
  constexpr double kPi = 3.14159265358979323846;
  for (double const p : {0.001, 0.1, 0.3, 0.6, 0.9, 0.999, 0.9999999}) {
    double const one = std::tan(kPi * (p - 0.5));
    double const a = 2 * p - 1;
    double const two = a * std::sqrt(2 / (1 - a * a));
    EXPECT_NEAR(student_quantile(p, 1), one, 1e-8 * std::fabs(one)) << p;
    EXPECT_NEAR(student_quantile(p, 2), two, 1e-8 * std::fabs(two)) << p;
  }
}

TEST(StudentQuantile, becomes_that_of_the_normal_law) {
  EXPECT_NEAR(student_quantile(0.975, 1e6), portable::normal_quantile(0.975), 3e-6);
  EXPECT_GT(student_quantile(0.975, 1000), portable::normal_quantile(0.975));
}

TEST(StudentQuantile, is_odd_and_the_inverse_of_the_distribution) {
  for (double const degrees : {1.0, 2.0, 3.0, 9.0, 29.0, 199.0}) {
    EXPECT_EQ(student_quantile(0.5, degrees), 0);
    for (double const p : {0.0001, 0.025, 0.2, 0.45, 0.7, 0.95, 0.999}) {
      double const t = student_quantile(p, degrees);
      EXPECT_EQ(student_quantile(1 - p, degrees) > 0, t < 0);
      EXPECT_NEAR(student_cdf(t, degrees), p, 1e-12) << p << ' ' << degrees;
      EXPECT_NEAR(student_cdf(-t, degrees), 1 - p, 1e-12);
    }
  }
}

TEST(StudentQuantile, refuses_shares_that_no_value_has) {
  EXPECT_THROW((void)student_quantile(1, 5), Fault);
  EXPECT_THROW((void)student_quantile(0.5, 0), Fault);
}

}  // namespace
}  // namespace caravan::experiment
