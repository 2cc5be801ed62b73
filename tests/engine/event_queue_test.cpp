#include "caravan/engine/event_queue.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/queue_churn.hpp"

namespace caravan::engine::test {
namespace {

Event event_at(std::int64_t time, std::uint64_t number) {
  return {SimTime::at(Duration::milliseconds(time)), number, number, 0, EventKind::wake};
}

std::uint64_t next_of(EventQueue& queue) {
  queue.bring_near();
  auto const ticket = queue.top().ticket;
  queue.pop();
  return ticket;
}

class EventQueueOrder : public testing::TestWithParam<Manner> {};

TEST_P(EventQueueOrder, is_that_of_a_sorted_list) {
  for (std::size_t const most : {10U, 600U, 20'000U}) {
    churn(GetParam(), most, 50'000);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(, EventQueueOrder, testing::ValuesIn(manners()),
                         [](auto const& instance) { return std::string{instance.param.name}; });

TEST(EventQueue, keeps_the_first_and_the_last_of_all_times_apart) {
  constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
  EventQueue queue;
  // Enough of each that they leave the heap.
  for (std::uint64_t i = 0; i < 1000; ++i) {
    queue.push(event_at(kLast, 4000 + i));
    queue.push(event_at(kLast - 1, 3000 + i));
    queue.push(event_at(0, 2000 + i));
    queue.push(event_at(-1, 1000 + i));
    queue.push(event_at(-kLast, i));
  }
  for (std::uint64_t i = 0; i < 5000; ++i) ASSERT_EQ(next_of(queue), i);
  EXPECT_TRUE(queue.empty());
}

/// Little stands in it, and what is scheduled next may come before or after what is left.
TEST(EventQueue, keeps_its_order_when_what_leaves_is_followed_by_none_one_or_several) {
  for (std::int64_t const first : {5, 25, 45}) {
    for (std::int64_t const second : {4, 24, 44}) {
      EventQueue queue;
      for (std::int64_t const time : {40, 10, 30, 20}) {
        queue.push(event_at(time, static_cast<std::uint64_t>(time)));
      }
      EXPECT_EQ(next_of(queue), 10U);
      EXPECT_EQ(queue.size(), 3U);
      queue.push(event_at(first, static_cast<std::uint64_t>(first)));
      queue.push(event_at(second, static_cast<std::uint64_t>(second)));
      EXPECT_EQ(queue.size(), 5U);
      std::vector<std::int64_t> left{20, 30, 40, first, second};
      std::sort(left.begin(), left.end());
      for (auto const time : left) EXPECT_EQ(next_of(queue), static_cast<std::uint64_t>(time));
      EXPECT_TRUE(queue.empty());
    }
  }
}

TEST(EventQueue, takes_what_comes_before_all_that_was_brought_near) {
  EventQueue queue;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    queue.push(event_at(1'000'000 + static_cast<std::int64_t>(i), 5000 + i));
  }
  queue.bring_near();
  ASSERT_LT(queue.brought_near().size(), 2000U);
  for (std::uint64_t i = 0; i < 2000; ++i) queue.push(event_at(10, 1000 + i));
  for (std::uint64_t i = 0; i < 2000; ++i) ASSERT_EQ(next_of(queue), 1000 + i);
  for (std::uint64_t i = 0; i < 2000; ++i) ASSERT_EQ(next_of(queue), 5000 + i);
  EXPECT_TRUE(queue.empty());
}

/// More than the line of the present instant has room for, and every third is one that leaves
/// before those that stand there already.
TEST(EventQueue, keeps_what_is_scheduled_at_the_present_instant_among_all_that_is_due) {
  EventQueue queue;
  std::vector<std::uint64_t> due;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    auto const number = i % 3 == 2 ? 5000 - i : 10'000 + i;
    due.push_back(number);
    auto const event = event_at(7, number);
    if (i % 2 == 1 || !queue.try_present(event)) queue.push(event);
  }
  queue.push(event_at(8, 1));
  EXPECT_EQ(queue.size(), 3001U);
  std::sort(due.begin(), due.end());
  for (auto const number : due) ASSERT_EQ(next_of(queue), number);
  EXPECT_EQ(next_of(queue), 1U);
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, holds_a_million_events_in_at_most_64_bytes_each) {
  // The far ones lie in blocks of 31 events of 32 bytes; a drawer leaves at most one block open.
  EXPECT_EQ(sizeof(Event), 32U);
  FarEvents far;
  for (std::uint64_t i = 0; i < 1'000'000; ++i) {
    far.put(event_at(static_cast<std::int64_t>(scatter(i) % 10'000'000'000), i));
  }
  EXPECT_LE(far.memory(), 64'000'000U);
  EXPECT_GE(far.memory(), 32'000'000U);
}

}  // namespace
}  // namespace caravan::engine::test
