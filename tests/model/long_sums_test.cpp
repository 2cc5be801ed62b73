// Sums over very many, or over very long: exact, or the run stops. None goes wrong without a word.
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

#include "sim/model/books.hpp"

namespace caravan::model {
namespace {

TEST(LongSums, of_times_fill_64_bits_and_no_more) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  std::int64_t sum = kMost - 30;
  add_time(sum, 10, 3);
  EXPECT_EQ(sum, kMost);
  EXPECT_THROW(add_time(sum, 1), Fault);
  sum = 0;
  EXPECT_THROW(add_time(sum, kMost / 2, 3), Fault);
}

/// Four million that wait for a century are 1.26e19 ms: more than 64 bits hold, and yet their mean
/// number is known.
TEST(LongSums, of_a_queue_over_a_century_keep_its_mean) {
  auto const century = SimTime::at(Duration::days(36'525));
  Level queue;
  queue.change(4'000'000, SimTime::start());
  EXPECT_EQ(queue.mean(century), 4e6);
  EXPECT_EQ(queue.greatest(century), 4'000'000);
  EXPECT_THROW(static_cast<void>(queue.sum(century)), Fault);
  queue.change(-2'000'000, SimTime::start());
  EXPECT_EQ(queue.sum(century).count(), 2'000'000 * century.since_start().count());
}

}  // namespace
}  // namespace caravan::model
