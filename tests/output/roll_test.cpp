#include "output/roll.hpp"

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

namespace caravan::output {
namespace {

TEST(Roll, numbers_all_in_the_order_of_entry_and_finds_nobody_else) {
  Roll roll;
  EXPECT_FALSE(roll.find(0));
  EXPECT_FALSE(roll.find(7));
  constexpr std::uint64_t kMany = 50'000;
  for (std::uint64_t i = 1; i <= kMany; ++i) roll.enter(i << 20U);
  EXPECT_EQ(roll.size(), kMany);
  for (std::uint64_t i = 1; i <= kMany; ++i) {
    ASSERT_EQ(roll.find(i << 20U), i - 1);
    ASSERT_FALSE(roll.find((i << 20U) + 1));
  }
  EXPECT_THROW(roll.enter(1U << 20U), Fault);
  EXPECT_THROW(roll.enter(0), Fault);
}

}  // namespace
}  // namespace caravan::output
