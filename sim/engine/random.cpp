#include "caravan/engine/random.hpp"

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

namespace caravan::engine {

namespace {

constexpr std::uint32_t low(std::uint64_t word) {
  return static_cast<std::uint32_t>(word);
}
constexpr std::uint32_t high(std::uint64_t word) {
  return static_cast<std::uint32_t>(word >> 32U);
}

}  // namespace

/// Constants: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11,
/// table 2.
PhiloxCounter philox(PhiloxCounter c, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    auto const even = std::uint64_t{0xd2511f53U} * c[0];
    auto const odd = std::uint64_t{0xcd9e8d57U} * c[2];
    c = {high(odd) ^ c[1] ^ key[0], low(odd), high(even) ^ c[3] ^ key[1], low(even)};
    key[0] += 0x9e3779b9U;
    key[1] += 0xbb67ae85U;
  }
  return c;
}

StreamRoot::StreamRoot(StreamKey key) {
  auto const mixed = scatter(scatter(key.seed) + key.replication);
  key_ = {low(mixed), high(mixed)};
}

std::uint64_t Stream::bits() {
  auto const number = draws_++;
  if (number % 2 == 1) return second_;
  auto const block = number / 2;
  expects(high(block) == 0, "a stream draws at most 2^33 words");
  auto const words = philox({low(block), entity_, low(name_), high(name_)}, key_);
  second_ = (std::uint64_t{words[3]} << 32U) | words[2];
  return (std::uint64_t{words[1]} << 32U) | words[0];
}

double Stream::uniform() {
  // The middle of one of 2^52 equal cells: exact in a double, at both ends too.
  return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52;
}

}  // namespace caravan::engine
