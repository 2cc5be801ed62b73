#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/compare.hpp"
#include "caravan/experiment/estimate.hpp"

namespace caravan::experiment {

namespace {

/// What is left of `value` when the rounding of sums of about `size` is taken for nothing: luck of
/// that sort is neither a difference nor a variance to divide another by.
double beyond_rounding(double value, double size) {
  constexpr double kRounding = 1e-12;
  return std::fabs(value) <= kRounding * size ? 0 : value;
}

}  // namespace

Difference difference(std::vector<std::optional<double>> const& base,
                      std::vector<std::optional<double>> const& other, Estimator& estimator) {
  expects(base.size() == other.size(), "replications are compared in pairs");
  std::vector<double> first;
  std::vector<double> second;
  std::vector<double> differences;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (!base[i] || !other[i]) continue;
    first.push_back(*base[i]);
    second.push_back(*other[i]);
    differences.push_back(*other[i] - *base[i]);
  }
  Difference result;
  result.n = differences.size();
  if (result.n == 0) return result;
  auto const a = estimator.of(std::move(first));
  auto const b = estimator.of(std::move(second));
  auto d = estimator.of(std::move(differences));
  auto const size = std::max(std::fabs(a.mean), std::fabs(b.mean));
  d.mean = beyond_rounding(d.mean, size);
  d.sd = beyond_rounding(d.sd, size);
  if (d.half_width && d.sd == 0) d.half_width = 0;
  d.skewed = d.skewed && d.sd > 0;
  result.base = a.mean;
  result.other = b.mean;
  result.mean = d.mean;
  result.sd = d.sd;
  result.half_width = d.half_width;
  result.skewed = d.skewed;
  double const independent = a.sd * a.sd + b.sd * b.sd;
  if (independent > 0 && d.sd > 0) result.reduction = independent / (d.sd * d.sd);
  if (!d.half_width) return result;
  auto const n = static_cast<double>(result.n);
  if (d.sd > 0) {
    result.p = 2 * student_cdf(-std::fabs(d.mean) / (d.sd / std::sqrt(n)), n - 1);
  } else {
    result.p = d.mean == 0 ? 1 : 0;
  }
  return result;
}

Difference difference(std::vector<std::optional<double>> const& base,
                      std::vector<std::optional<double>> const& other, double confidence) {
  Estimator estimator{confidence};
  return difference(base, other, estimator);
}

std::vector<double> holm(std::vector<double> const& p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return std::pair{p[a], a} < std::pair{p[b], b}; });
  std::vector<double> adjusted(p.size());
  double greatest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    auto const left = static_cast<double>(order.size() - rank);
    greatest = std::max(greatest, std::min(1.0, left * p[order[rank]]));
    adjusted[order[rank]] = greatest;
  }
  return adjusted;
}

std::size_t pairs_to_show(Difference const& difference) {
  if (difference.mean == 0 || !difference.half_width) return 0;
  // The half-width falls with the root of the number of pairs.
  double const ratio = *difference.half_width / difference.mean;
  double const needed = std::ceil(static_cast<double>(difference.n) * ratio * ratio);
  constexpr double kMost = 1e9;
  return static_cast<std::size_t>(std::min(needed, kMost));
}

}  // namespace caravan::experiment
