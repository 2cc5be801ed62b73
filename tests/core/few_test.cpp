#include "caravan/core/few.hpp"

#include <string>
#include <utility>
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

TEST(Few, is_moved_whole_and_leaves_nothing_behind) {
  for (int const size : {0, 1, 2, 5}) {
    Few<int> from;
    for (int i = 0; i < size; ++i) from.emplace_back() = 10 + i;
    auto const all = listed(from);

    Few<int> made{std::move(from)};
    EXPECT_EQ(listed(made), all);
    EXPECT_EQ(listed(from), std::vector<int>{});  // NOLINT(bugprone-use-after-move): it is empty
    from.emplace_back() = 7;
    EXPECT_THAT(listed(from), ElementsAre(7));
    EXPECT_EQ(listed(made), all);

    Few<int> given;
    given.emplace_back() = 1;
    given.emplace_back() = 2;
    given = std::move(made);
    EXPECT_EQ(listed(given), all);
    given.emplace_back() = 8;
    EXPECT_EQ(given.back(), 8);
    EXPECT_EQ(given.size(), all.size() + 1);
  }
}

TEST(Few, stays_as_it_is_when_it_is_given_to_itself) {
  Few<int> few;
  few.emplace_back() = 1;
  auto& same = few;
  few = std::move(same);
  EXPECT_THAT(listed(few), ElementsAre(1));
}

}  // namespace
}  // namespace caravan
