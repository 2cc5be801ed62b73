#include <algorithm>
#include <cstddef>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/run.hpp"

namespace caravan::experiment {

namespace {

// Holds the sum of any number of 64-bit values that fits into memory.
__extension__ using Wide = __int128;

}  // namespace

std::int64_t percentile(std::vector<std::int64_t> const& values, double p) {
  expects(p >= 0 && p <= 1, "a percentile's share lies between 0 and 1");
  if (values.empty()) return 0;
  auto const size = values.size();
  auto const n = static_cast<double>(size);
  // p·n is rounded, so that 0.07 · 100 comes out above 7. The quotient rank / n is the double that
  // `p` was read as, whenever p is that decimal: compare quotients and approach from below.
  auto rank = static_cast<std::size_t>(p * n);
  rank = rank > 1 ? rank - 1 : 1;
  while (rank < size && static_cast<double>(rank) / n < p) ++rank;
  return values[rank - 1];
}

std::int64_t mean(std::vector<std::int64_t> const& values) {
  if (values.empty()) return 0;
  Wide sum = 0;
  for (auto const value : values) sum += value;
  auto const n = static_cast<Wide>(values.size());
  auto const half = n / 2;
  return static_cast<std::int64_t>((sum >= 0 ? sum + half : sum - half) / n);
}

}  // namespace caravan::experiment
