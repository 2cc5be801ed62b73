#include "caravan/core/sort.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace caravan {

namespace {

constexpr std::size_t kFew = 2'000;  // for so few a comparison each is quicker
constexpr unsigned kDigitBits = 11;
constexpr std::size_t kValues = std::size_t{1} << kDigitBits;

/// Brings `from` to `to` in the order of one digit; equal digits keep their order.
void sort_by_digit(std::vector<std::int64_t> const& from, std::vector<std::int64_t>& to,
                   std::uint64_t least, unsigned shift) {
  auto const digit = [&](std::int64_t number) {
    return ((static_cast<std::uint64_t>(number) - least) >> shift) % kValues;
  };
  std::array<std::size_t, kValues> places{};
  for (auto const number : from) ++places[digit(number)];
  std::size_t before = 0;
  for (auto& place : places) {
    auto const count = place;
    place = before;
    before += count;
  }
  for (auto const number : from) to[places[digit(number)]++] = number;
}

}  // namespace

void sort_numbers(std::vector<std::int64_t>& numbers) {
  if (numbers.size() <= kFew) {
    std::sort(numbers.begin(), numbers.end());
    return;
  }
  auto const [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  auto const least = static_cast<std::uint64_t>(*low);
  auto const span = static_cast<std::uint64_t>(*high) - least;
  std::vector<std::int64_t> other(numbers.size());
  for (unsigned shift = 0; shift < static_cast<unsigned>(std::bit_width(span));
       shift += kDigitBits) {
    sort_by_digit(numbers, other, least, shift);
    numbers.swap(other);
  }
}

}  // namespace caravan
