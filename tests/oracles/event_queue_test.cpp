// The event queue against a sorted reference, 10^8 operations in all (tests/engine does fewer).

#include <cstdint>

#include <gtest/gtest.h>

#include "tests/engine/queue_churn.hpp"

namespace caravan::engine::test {
namespace {

constexpr std::int64_t kOperations = 5'600'000;  // 6 manners, 3 sizes

class EventQueueLong : public testing::TestWithParam<Manner> {};

TEST_P(EventQueueLong, order_is_that_of_a_sorted_list) {
  for (std::size_t const most : {600U, 20'000U, 500'000U}) {
    churn(GetParam(), most, kOperations);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(, EventQueueLong, testing::ValuesIn(manners()),
                         [](auto const& instance) { return instance.param.name; });

}  // namespace
}  // namespace caravan::engine::test
