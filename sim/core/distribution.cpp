#include "caravan/core/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/portable_math.hpp"

namespace caravan {

namespace {

struct Moments {
  double mean;
  double variance;
};

constexpr double square(double x) {
  return x * x;
}

double density(double z) {
  constexpr double kOneOverSqrtTwoPi = 0x1.9884533d43651p-2;
  return kOneOverSqrtTwoPi * portable::exp(-0.5 * z * z);
}

/// Mean and variance of a standard normal cut to [a, b].
/// Source: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 1, section 13.10.1.
Moments cut_standard_normal(double a, double b) {
  if (a > 0) {  // the mirrored interval has its small probabilities below, where they are exact
    auto const mirrored = cut_standard_normal(-b, -a);
    return {-mirrored.mean, mirrored.variance};
  }
  bool const bounded_below = a > -std::numeric_limits<double>::infinity();
  bool const bounded_above = b < std::numeric_limits<double>::infinity();
  double const mass = portable::normal_cdf(b) - portable::normal_cdf(a);
  if (!(mass > 0)) return {bounded_above ? b : a, 0};  // too far out for a double: all at the edge
  double const at_a = bounded_below ? density(a) : 0;
  double const at_b = bounded_above ? density(b) : 0;
  double const mean = (at_a - at_b) / mass;
  double const edges = ((bounded_below ? a * at_a : 0) - (bounded_above ? b * at_b : 0)) / mass;
  return {mean, std::max(0.0, 1 + edges - square(mean))};
}

Moments moments(law::Constant const& l) {
  return {l.value, 0};
}
Moments moments(law::Exponential const& l) {
  return {l.mean, square(l.mean)};
}
Moments moments(law::Uniform const& l) {
  return {(l.least + l.greatest) / 2, square(l.greatest - l.least) / 12};
}
Moments moments(law::Triangular const& l) {
  double const rise = l.mode - l.least;
  double const width = l.greatest - l.least;
  return {(l.least + l.mode + l.greatest) / 3, (square(width) - rise * (width - rise)) / 18};
}
double least_drawn(law::Normal const& l) {
  return std::max(0.0, l.least);
}
double greatest_drawn(law::Normal const& l) {
  return l.greatest == 0 ? std::numeric_limits<double>::infinity() : l.greatest;
}
Moments moments(law::Normal const& l) {
  double const least = least_drawn(l);
  double const greatest = greatest_drawn(l);
  if (l.sd == 0) return {std::clamp(l.mean, least, greatest), 0};
  auto const cut = cut_standard_normal((least - l.mean) / l.sd, (greatest - l.mean) / l.sd);
  return {l.mean + l.sd * cut.mean, square(l.sd) * cut.variance};
}
Moments moments(law::Lognormal const& l) {
  double const spread = portable::exp(square(l.log_sd));
  return {portable::exp(l.log_mean + square(l.log_sd) / 2),
          (spread - 1) * portable::exp(2 * l.log_mean) * spread};
}
Moments moments(law::Gamma const& l) {
  return {l.shape * l.scale, l.shape * square(l.scale)};
}
Moments moments(law::Erlang const& l) {
  return {l.shape * l.scale, l.shape * square(l.scale)};
}
Moments moments(law::Weibull const& l) {
  double const first = portable::exp(portable::log_gamma(1 + 1 / l.shape));
  double const second = portable::exp(portable::log_gamma(1 + 2 / l.shape));
  return {l.scale * first, square(l.scale) * (second - square(first))};
}
/// Source: Vose, Risk Analysis, PERT distribution.
Moments moments(law::BetaPert const& l) {
  double const mean = (l.least + l.weight * l.mode + l.greatest) / (l.weight + 2);
  return {mean, (mean - l.least) * (l.greatest - mean) / (l.weight + 3)};
}
Moments moments(law::Hyperexponential const& l) {
  double weight = 0;
  double first = 0;
  double second = 0;
  for (std::size_t i = 0; i < l.means.size(); ++i) {
    weight += l.weights[i];
    first += l.weights[i] * l.means[i];
    second += 2 * l.weights[i] * square(l.means[i]);
  }
  return {first / weight, second / weight - square(first / weight)};
}
Moments moments(law::Discrete const& l) {
  double weight = 0;
  double first = 0;
  for (std::size_t i = 0; i < l.values.size(); ++i) {
    weight += l.weights[i];
    first += l.weights[i] * l.values[i];
  }
  double const mean = first / weight;
  double spread = 0;
  for (std::size_t i = 0; i < l.values.size(); ++i) {
    spread += l.weights[i] * square(l.values[i] - mean);
  }
  return {mean, spread / weight};
}

struct AlwaysTheSame {
  bool operator()(law::Constant const&) const { return true; }
  bool operator()(law::Exponential const& l) const { return l.mean == 0; }
  bool operator()(law::Uniform const& l) const { return l.least == l.greatest; }
  bool operator()(law::Triangular const& l) const { return l.least == l.greatest; }
  bool operator()(law::Normal const& l) const { return l.sd == 0; }
  bool operator()(law::Lognormal const& l) const { return l.log_sd == 0; }
  bool operator()(law::Gamma const& l) const { return l.scale == 0; }
  bool operator()(law::Erlang const& l) const { return l.scale == 0; }
  bool operator()(law::Weibull const& l) const { return l.scale == 0; }
  bool operator()(law::BetaPert const& l) const { return l.least == l.greatest; }
  bool operator()(law::Hyperexponential const& l) const {
    return std::all_of(l.means.begin(), l.means.end(), [](double mean) { return mean == 0; });
  }
  bool operator()(law::Discrete const& l) const {
    double const* only = nullptr;
    for (std::size_t i = 0; i < l.values.size(); ++i) {
      if (l.weights[i] == 0) continue;
      if (only != nullptr && *only != l.values[i]) return false;
      only = &l.values[i];
    }
    return true;
  }
};

}  // namespace

Weights::Weights(std::vector<double> each) : each_{std::move(each)}, sums_(each_.size()) {
  std::partial_sum(each_.begin(), each_.end(), sums_.begin());
}

/// A binary search among the running sums. They carry rounding errors, so next to one of them the
/// weights are walked through, as they always were: the answer is that of `walk` to the last bit.
/// Each of the two adds or takes away at most n numbers, none of them above the whole, and so
/// strays by at most n half units in the last place of the whole.
std::size_t Weights::choose(double u) const {
  expects(!each_.empty(), "a choice is among one at least");
  double const whole = sums_.back();
  double const target = u * whole;
  double const stray =
      2 * static_cast<double>(size()) * std::numeric_limits<double>::epsilon() * whole;
  auto const passed = std::upper_bound(sums_.begin(), sums_.end(), target);
  if (passed == sums_.end() || *passed - target <= stray) return walk(target);
  if (passed != sums_.begin() && target - *std::prev(passed) <= stray) return walk(target);
  return static_cast<std::size_t>(passed - sums_.begin());
}

std::size_t Weights::walk(double target) const {
  std::size_t last = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    if (each_[i] <= 0) continue;
    last = i;
    target -= each_[i];
    if (target < 0) break;
  }
  return last;
}

law::Normal::Normal(double mean_, double sd_, double least_, double greatest_)
    : mean{mean_}, sd{sd_}, least{least_}, greatest{greatest_} {
  if (sd == 0) return;
  double const low = (least_drawn(*this) - mean) / sd;
  double const high = (greatest_drawn(*this) - mean) / sd;
  cut.mirrored = low > 0;
  cut.low = cut.mirrored ? -high : low;
  cut.high = cut.mirrored ? -low : high;
  cut.below = portable::normal_cdf(cut.low);
  cut.between = portable::normal_cdf(cut.high) - cut.below;
}

double mean(Law const& law) {
  return std::visit([](auto const& one) { return moments(one).mean; }, law);
}

double variance(Law const& law) {
  return std::visit([](auto const& one) { return moments(one).variance; }, law);
}

bool is_constant(Law const& law) {
  return std::visit(AlwaysTheSame{}, law);
}

law::Lognormal lognormal_from_mean_sd(double mean, double sd) {
  expects(mean > 0 && sd >= 0, "a lognormal has a mean above 0");
  double const log_variance = portable::log(1 + square(sd / mean));
  return {portable::log(mean) - log_variance / 2, std::sqrt(log_variance)};
}

law::Lognormal lognormal_from_median_p95(double median, double p95) {
  expects(median > 0 && p95 >= median, "a lognormal has 0 < median <= 95 % quantile");
  return {portable::log(median), portable::log(p95 / median) / portable::normal_quantile(0.95)};
}

law::Lognormal lognormal_from_median_cv(double median, double cv) {
  expects(median > 0 && cv >= 0, "a lognormal has a median above 0");
  return {portable::log(median), std::sqrt(portable::log(1 + square(cv)))};
}

law::Gamma gamma_from_mean_cv(double mean, double cv) {
  expects(mean >= 0 && cv > 0, "a gamma law has a coefficient of variation above 0");
  return {1 / square(cv), mean * square(cv)};
}

}  // namespace caravan
