#include "output/roll.hpp"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/model/entity.hpp"

namespace caravan::output {
namespace {

using model::SourceId;
using model::Tag;

std::uint64_t packed(Tag::Kind kind, std::size_t source, std::uint32_t number, std::uint32_t part) {
  return Tag{kind, SourceId{source}, number, part}.packed();
}

TEST(Roll, numbers_all_in_the_order_of_entry_and_finds_nobody_else) {
  Roll roll;
  EXPECT_EQ(roll.find(0), 0U);
  EXPECT_EQ(roll.find(packed(Tag::Kind::train, 0, 1, 0)), 0U);
  std::vector<std::uint64_t> order;
  for (std::size_t const source : {3U, 0U}) {
    for (std::uint32_t number = 1; number <= 300; ++number) {
      order.push_back(packed(Tag::Kind::train, source, number, 0));
      for (std::uint32_t part = 40; part > 0; --part) {
        order.push_back(packed(Tag::Kind::unit, source, number, part));
      }
      order.push_back(packed(Tag::Kind::truck, source, number, 0));
    }
  }
  for (auto const who : order) roll.enter(who);
  EXPECT_EQ(roll.size(), order.size());
  for (std::size_t i = 0; i < order.size(); ++i) ASSERT_EQ(roll.find(order[i]), i + 1);
  EXPECT_EQ(roll.find(packed(Tag::Kind::unit, 0, 300, 41)), 0U);
  EXPECT_EQ(roll.find(packed(Tag::Kind::unit, 0, 301, 1)), 0U);
  EXPECT_EQ(roll.find(packed(Tag::Kind::unit, 0, 300, 0)), 0U);
  EXPECT_EQ(roll.find(packed(Tag::Kind::crane, 9, 1, 0)), 0U);
  EXPECT_THROW(roll.enter(order.front()), Fault);
  EXPECT_THROW(roll.enter(0), Fault);
}

}  // namespace
}  // namespace caravan::output
