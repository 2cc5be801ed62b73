#include "caravan/core/spread.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

#include "caravan/core/contract.hpp"

namespace caravan {

namespace {

constexpr unsigned kBits = 7;
constexpr std::uint64_t kParts = std::uint64_t{1} << kBits;  // of each doubling

/// Below 256 each length is a class of its own; from there on 128 of them to each doubling.
std::size_t class_of(std::uint64_t length) {
  auto const width = static_cast<unsigned>(std::bit_width(length));
  if (width <= kBits + 1) return length;
  auto const shift = width - kBits - 1;
  return shift * kParts + (length >> shift);
}

/// The middle of a class.
std::uint64_t length_of(std::size_t number) {
  if (number < 2 * kParts) return number;
  auto const shift = number / kParts - 1;
  auto const least = (number - shift * kParts) << shift;
  return least + ((std::uint64_t{1} << shift) >> 1U);
}

}  // namespace

void Spread::add(Duration length) {
  expects(length >= Duration{}, "a length is not negative");
  auto const number = class_of(static_cast<std::uint64_t>(length.count()));
  if (number >= classes_.size()) classes_.resize(number + 1);
  ++classes_[number];
  ++count_;
  sum_ += length;
  auto const ms = static_cast<double>(length.count());
  squares_ += ms * ms;
}

Duration Spread::percentile(double share) const {
  auto const rank = std::max<std::int64_t>(
      1, static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count_) - 1e-9)));
  std::int64_t passed = 0;
  for (std::size_t number = 0; number < classes_.size(); ++number) {
    passed += classes_[number];
    if (passed >= rank) {
      return Duration::milliseconds(static_cast<std::int64_t>(length_of(number)));
    }
  }
  return Duration{};
}

}  // namespace caravan
