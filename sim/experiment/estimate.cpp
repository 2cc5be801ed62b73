#include "caravan/experiment/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/portable_math.hpp"

namespace caravan::experiment {

namespace {

/// The nearest rank of the share `p` of n values: the least k with k/n >= p. As `percentile` does
/// it, quotients are compared, not products, because 0.07 · 100 is above 7 in binary.
std::size_t nearest_rank(std::size_t n, double p) {
  auto const whole = static_cast<double>(n);
  auto rank = static_cast<std::size_t>(p * whole);
  rank = rank > 1 ? rank - 1 : 1;
  while (rank < n && static_cast<double>(rank) / whole < p) ++rank;
  return rank;
}

Quantile quantile(std::vector<double> const& ascending, double p,
                  std::optional<Ranks> const& ranks) {
  Quantile quantile{ascending[nearest_rank(ascending.size(), p) - 1], std::nullopt};
  if (ranks) quantile.interval = Interval{ascending[ranks->low - 1], ascending[ranks->high - 1]};
  return quantile;
}

/// Whether the interval of a mean of n values with this skewness covers too little. The skewness is
/// beyond doubt when it is two standard errors from that of a normal sample (Fisher 1930); n > 25
/// g1² suffices for 95 % intervals (Cochran 1977, Sampling Techniques, section 2.15).
bool too_skewed(double skewness, std::size_t n) {
  constexpr double kStandardErrors = 2;
  constexpr double kCochran = 25;
  auto const size = static_cast<double>(n);
  double const error = std::sqrt(6 * (size - 2) / ((size + 1) * (size + 3)));
  return std::fabs(skewness) > kStandardErrors * error && size < kCochran * skewness * skewness;
}

/// Sums of powers of the distances from the mean.
struct Moments {
  double second = 0;
  double third = 0;
};

Moments moments(std::vector<double> const& values, double mean) {
  Moments sums;
  for (auto const value : values) {
    double const off = value - mean;
    sums.second += off * off;
    sums.third += off * off * off;
  }
  return sums;
}

/// The probability of k successes in n trials.
double binomial(std::size_t n, std::size_t k, double p) {
  auto const all = static_cast<double>(n);
  auto const hits = static_cast<double>(k);
  return portable::exp(portable::log_gamma(all + 1) - portable::log_gamma(hits + 1) -
                       portable::log_gamma(all - hits + 1) + hits * portable::log(p) +
                       (all - hits) * portable::log(1 - p));
}

/// How many of the outcomes 0, 1, 2 … (or n, n - 1, … from above) have together at most `share`.
std::size_t outcomes_within(std::size_t n, double p, double share, bool from_above) {
  double sum = 0;
  for (std::size_t i = 0; i <= n; ++i) {
    sum += binomial(n, from_above ? n - i : i, p);
    if (sum > share) return i;
  }
  return n + 1;
}

}  // namespace

std::optional<Ranks> quantile_ranks(std::size_t n, double p, double confidence) {
  expects(p > 0 && p < 1 && confidence > 0 && confidence < 1,
          "shares of a quantile lie within 0 and 1");
  // The l-th value lies above the quantile if fewer than l values lie below it, and so on: David
  // and Nagaraja 2003, Order Statistics, section 7.1.
  double const share = (1 - confidence) / 2;
  auto const low = outcomes_within(n, p, share, false);
  auto const above = outcomes_within(n, p, share, true);
  if (low == 0 || above == 0) return std::nullopt;
  return Ranks{low, n + 1 - above};
}

Estimator::Estimator(double confidence) : confidence_{confidence} {
  expects(confidence > 0 && confidence < 1, "a confidence lies within 0 and 1");
}

Estimator::Factors const& Estimator::factors(std::size_t n) {
  auto const [place, is_new] = factors_.try_emplace(n);
  auto& factors = place->second;
  if (is_new) {
    if (n >= Estimate::kFewestForInterval) {
      factors.student = student_quantile((1 + confidence_) / 2, static_cast<double>(n) - 1);
    }
    factors.p50 = quantile_ranks(n, 0.5, confidence_);
    factors.p90 = quantile_ranks(n, 0.9, confidence_);
    factors.p95 = quantile_ranks(n, 0.95, confidence_);
  }
  return factors;
}

Estimate Estimator::of(std::vector<double> values) {
  Estimate result;
  result.n = values.size();
  if (values.empty()) return result;
  // Ascending, so that the sums do not hang on the order of the replications.
  std::sort(values.begin(), values.end());
  auto const n = static_cast<double>(values.size());
  double sum = 0;
  for (auto const value : values) sum += value;
  result.mean = std::clamp(sum / n, values.front(), values.back());
  auto const sums = moments(values, result.mean);
  if (values.size() > 1) result.sd = std::sqrt(sums.second / (n - 1));
  auto const& known = factors(values.size());
  if (values.size() >= Estimate::kFewestForInterval) {
    result.half_width = known.student * result.sd / std::sqrt(n);
    if (sums.second > 0) {
      double const variance = sums.second / n;
      result.skewness = sums.third / n / (variance * std::sqrt(variance));
      result.skewed = too_skewed(result.skewness, values.size());
    }
  }
  result.p50 = quantile(values, 0.5, known.p50);
  result.p90 = quantile(values, 0.9, known.p90);
  result.p95 = quantile(values, 0.95, known.p95);
  return result;
}

Estimate estimate(std::vector<double> values, double confidence) {
  return Estimator{confidence}.of(std::move(values));
}

}  // namespace caravan::experiment
