#include "caravan/core/time.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace caravan {
namespace {

TEST(Duration, rounds_to_the_nearest_millisecond_and_halves_away_from_zero) {
  EXPECT_EQ(Duration::rounded(1.49).count(), 1);
  EXPECT_EQ(Duration::rounded(1.5).count(), 2);
  EXPECT_EQ(Duration::rounded(-1.5).count(), -2);
  EXPECT_EQ(Duration::rounded(0.49999999999999994).count(), 0);
}

TEST(Duration, refuses_what_is_not_a_number_or_out_of_range) {
  EXPECT_THROW((void)Duration::rounded(NAN), Fault);
  EXPECT_THROW((void)Duration::rounded(INFINITY), Fault);
  EXPECT_THROW((void)Duration::rounded(9.3e18), Fault);
  EXPECT_THROW((void)Duration::rounded(-9.3e18), Fault);
  EXPECT_EQ(Duration::rounded(9.2e18).count(), 9'200'000'000'000'000'000);
}

TEST(Duration, never_wraps_or_saturates) {
  auto const most = Duration::max();
  auto const one = Duration::milliseconds(1);
  EXPECT_THROW((void)(most + one), Fault);
  EXPECT_THROW((void)(Duration{} - most - one - one), Fault);
  EXPECT_THROW((void)(most * 2), Fault);
  EXPECT_THROW((void)Duration::days(200'000'000'000), Fault);
  EXPECT_THROW((void)(SimTime::never() + one), Fault);
}

TEST(Duration, knows_its_units) {
  static_assert(Duration::days(1) == Duration::hours(24));
  static_assert(Duration::hours(1) == Duration::minutes(60));
  static_assert(Duration::minutes(1) == Duration::seconds(60));
  EXPECT_DOUBLE_EQ(Duration::minutes(90).in_hours(), 1.5);
  EXPECT_DOUBLE_EQ(Duration::hours(36).in_days(), 1.5);
}

TEST(Contract, a_broken_promise_names_itself_and_its_place) {
  try {
    expects(false, "the sky is blue");
    FAIL() << "no fault was thrown";
  } catch (Fault const& fault) {
    std::string const text = fault.what();
    EXPECT_NE(text.find("the sky is blue (tests/core/time_test.cpp:"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace caravan
