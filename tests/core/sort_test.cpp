#include "caravan/core/sort.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"

namespace caravan {
namespace {

/// `count` numbers from `least` on, spread over `span`.
std::vector<std::int64_t> scattered(std::size_t count, std::int64_t least, std::uint64_t span) {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    auto const number = static_cast<std::uint64_t>(least) + scatter(i) % span;
    numbers.push_back(static_cast<std::int64_t>(number));
  }
  return numbers;
}

void expect_sorted_as_by_comparison(std::vector<std::int64_t> numbers) {
  auto expected = numbers;
  std::sort(expected.begin(), expected.end());
  sort_numbers(numbers);
  EXPECT_EQ(numbers, expected);
}

TEST(SortNumbers, AgreesWithComparisonForFewAndMany) {
  for (std::size_t const count : {0U, 1U, 2U, 1'999U, 2'000U, 2'001U, 50'000U}) {
    expect_sorted_as_by_comparison(scattered(count, 0, 10'000'000'000U));
  }
}

TEST(SortNumbers, AgreesWithComparisonForNegativeEqualAndFarApartNumbers) {
  expect_sorted_as_by_comparison(scattered(10'000, -5'000, 10'000));
  expect_sorted_as_by_comparison(scattered(10'000, 7, 1));
  auto far_apart = scattered(10'000, -1'000'000, 2'000'000);
  far_apart.push_back(std::numeric_limits<std::int64_t>::max());
  far_apart.push_back(std::numeric_limits<std::int64_t>::min());
  expect_sorted_as_by_comparison(far_apart);
}

}  // namespace
}  // namespace caravan
