#include "caravan/core/id.hpp"

#include <gtest/gtest.h>

namespace caravan {
namespace {

struct PlaceTag;
using PlaceId = Id<PlaceTag>;

TEST(Id, is_none_until_it_is_given) {
  EXPECT_FALSE(PlaceId{}.valid());
  EXPECT_FALSE(PlaceId::none().valid());
  EXPECT_TRUE(PlaceId{std::size_t{0}}.valid());
  EXPECT_LT(PlaceId{std::size_t{3}}, PlaceId{std::size_t{4}});
}

TEST(Table, refuses_an_id_that_it_did_not_give) {
  Table<PlaceId, int> table;
  auto const first = table.add(7);
  EXPECT_EQ(table[first], 7);
  EXPECT_THROW((void)table[PlaceId{std::size_t{1}}], Fault);
  EXPECT_THROW((void)table[PlaceId::none()], Fault);
}

TEST(Table, lists_its_ids_in_order) {
  Table<PlaceId, int> const table(3);
  std::size_t expected = 0;
  for (auto const id : table.ids()) EXPECT_EQ(id.number(), expected++);
  EXPECT_EQ(expected, 3U);
}

}  // namespace
}  // namespace caravan
