// When a queue is said to grow without end, on daily counts alone.

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "model/resources.hpp"

namespace caravan::model {
namespace {

/// Three more in sixteen days, for so many days.
std::vector<std::int32_t> slow_growth(int days) {
  std::vector<std::int32_t> daily;
  for (int day = 0; day < days; ++day) daily.push_back(day * 3 / 16);
  return daily;
}

// A slope of 0.1834 a day; counts are whole, and lie off the line by a sum of squares of 2.43. Four
// standard errors of a line through what remembers 30 days are 4 · √(2.43 / 26 / 1827 · 30) =
// 0.157.
TEST(GrowthOfAQueue, IsCertainWhereTheLineAloneExplainsTheCounts) {
  EXPECT_NEAR(growth_per_week(slow_growth(28), 0.5), 7 * 0.18336, 1e-4);
}

TEST(GrowthOfAQueue, IsNotToldOfLessThanFourWeeks) {
  EXPECT_EQ(growth_per_week(slow_growth(27), 0.5), 0);
}

}  // namespace
}  // namespace caravan::model
