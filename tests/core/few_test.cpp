#include "caravan/core/few.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan {
namespace {

using testing::ElementsAre;

template <class T>
std::vector<T> listed(Few<T> const& few) {
  return {few.begin(), few.end()};
}

TEST(Few, keeps_what_it_has_as_it_grows) {
  Few<std::string> few;
  EXPECT_EQ(few.size(), 0U);
  EXPECT_EQ(few.begin(), few.end());
  few.emplace_back() = "a name that is too long to stand in the string itself";
  auto const first = few[0];
  EXPECT_THAT(listed(few), ElementsAre(first));
  few.emplace_back() = "b";
  few.emplace_back() = "c";
  EXPECT_THAT(listed(few), ElementsAre(first, "b", "c"));
  EXPECT_EQ(few.back(), "c");
}

TEST(Few, gets_longer_and_never_shorter) {
  Few<int> few;
  few.resize(1);
  few[0] = 7;
  few.resize(3);
  EXPECT_THAT(listed(few), ElementsAre(7, 0, 0));
  few.resize(2);
  EXPECT_THAT(listed(few), ElementsAre(7, 0, 0));
}

TEST(Few, is_copied_whole) {
  Few<int> few;
  few.emplace_back() = 1;
  auto const one = few;
  few.emplace_back() = 2;
  auto const two = few;
  few[0] = 9;
  EXPECT_THAT(listed(one), ElementsAre(1));
  EXPECT_THAT(listed(two), ElementsAre(1, 2));
}

}  // namespace
}  // namespace caravan
