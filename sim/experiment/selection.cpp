#include "caravan/experiment/selection.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "caravan/core/contract.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/experiment/estimate.hpp"

namespace caravan::experiment {

namespace {

double mean_of(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Of the differences, replication by replication.
double variance_of_difference(std::vector<double> const& a, std::vector<double> const& b) {
  double const mean = mean_of(a) - mean_of(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    double const off = a[i] - b[i] - mean;
    sum += off * off;
  }
  return sum / (static_cast<double>(a.size()) - 1);
}

/// The probability that `other` is better than `best` by more than `margin`, by the replications
/// that both have.
double doubt_of(std::vector<double> const& best, std::vector<double> const& other,
                bool more_is_better, double margin) {
  auto const shared = std::min(best.size(), other.size());
  if (shared < Estimate::kFewestForInterval) return 1;
  auto const first = [shared](std::vector<double> const& values) {
    return std::vector<double>(values.begin(),
                               values.begin() + static_cast<std::ptrdiff_t>(shared));
  };
  auto const a = first(best);
  auto const b = first(other);
  auto const n = static_cast<double>(shared);
  double const lead = more_is_better ? mean_of(a) - mean_of(b) : mean_of(b) - mean_of(a);
  double const error = std::sqrt(variance_of_difference(b, a) / n);
  if (error > 0) return 1 - student_cdf((lead + margin) / error, n - 1);
  return lead + margin > 0 ? 0 : lead + margin < 0 ? 1 : 0.5;
}

}  // namespace

double kn_eta(std::size_t variants, std::size_t first, double confidence) {
  expects(variants >= 2 && first >= 2, "a selection has two variants and two values of each");
  double const share = 2 * (1 - confidence) / (static_cast<double>(variants) - 1);
  return (portable::pow(share, -2 / (static_cast<double>(first) - 1)) - 1) / 2;
}

KnSelection::KnSelection(std::vector<std::vector<double>> const& first, KnSettings settings)
    : settings_{settings}, left_(first.size()) {
  expects(settings.within > 0, "an indifference is more than nothing");
  std::iota(left_.begin(), left_.end(), std::size_t{0});
  if (first.size() < 2) return;
  count_ = first.front().size();
  h2_ = 2 * kn_eta(first.size(), count_, settings.confidence) * (static_cast<double>(count_) - 1);
  double const sign = settings.more_is_better ? 1 : -1;
  for (auto const& values : first) {
    expects(values.size() == count_, "variants have equally many values");
    sums_.push_back(sign * mean_of(values) * static_cast<double>(count_));
    auto& row = variance_.emplace_back();
    for (auto const& other : first) row.push_back(variance_of_difference(values, other));
  }
  screen();
}

void KnSelection::add(std::vector<double> const& values) {
  expects(values.size() == left_.size(), "each variant that is left has one more value");
  for (std::size_t i = 0; i < left_.size(); ++i) {
    sums_[left_[i]] += settings_.more_is_better ? values[i] : -values[i];
  }
  ++count_;
  screen();
}

void KnSelection::screen() {
  auto const r = static_cast<double>(count_);
  double const within = settings_.within;
  std::vector<std::size_t> stay;
  for (auto const i : left_) {
    bool const goes = std::any_of(left_.begin(), left_.end(), [&](std::size_t other) {
      double const width =
          std::max(0.0, within / (2 * r) * (h2_ * variance_[i][other] / (within * within) - r));
      return sums_[i] / r < sums_[other] / r - width;
    });
    if (!goes) stay.push_back(i);
  }
  left_ = std::move(stay);
}

Sampled sampled(std::vector<double> const& values) {
  expects(!values.empty(), "a variant is known by its values");
  Sampled result{mean_of(values), 0};
  if (values.size() < 2) return result;
  double squares = 0;
  for (auto const value : values) squares += (value - result.mean) * (value - result.mean);
  result.sd = std::sqrt(squares / (static_cast<double>(values.size()) - 1));
  return result;
}

std::vector<double> ocba(std::vector<Sampled> const& variants, double budget, bool more_is_better) {
  expects(variants.size() >= 2, "a budget is spread over two variants at least");
  auto const better = [&](Sampled const& a, Sampled const& b) {
    return more_is_better ? a.mean > b.mean : a.mean < b.mean;
  };
  auto const best = static_cast<std::size_t>(
      std::min_element(variants.begin(), variants.end(), better) - variants.begin());
  std::vector<double> shares(variants.size(), 0);
  double squares = 0;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    if (i == best) continue;
    double const distance = variants[i].mean - variants[best].mean;
    if (distance == 0 || variants[i].sd == 0)
      return std::vector<double>(variants.size(), budget / static_cast<double>(variants.size()));
    shares[i] = variants[i].sd / distance * (variants[i].sd / distance);
    squares += shares[i] / variants[i].sd * (shares[i] / variants[i].sd);
  }
  shares[best] = variants[best].sd * std::sqrt(squares);
  double const whole = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (auto& share : shares) share *= budget / whole;
  return shares;
}

std::vector<std::size_t> ocba_counts(std::vector<Sampled> const& variants,
                                     std::vector<std::size_t> const& counts, std::size_t more,
                                     std::size_t at_most, bool more_is_better) {
  expects(variants.size() == counts.size(), "each variant was run a number of times");
  auto const made = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  auto const wanted = ocba(variants, static_cast<double>(made + more), more_is_better);
  auto next = counts;
  // One run at a time to whom most is missing: what some have beyond their share is nobody's.
  for (; more > 0; --more) {
    std::optional<std::size_t> neediest;
    double most = 0;
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (next[i] >= at_most) continue;
      auto const missing = wanted[i] - static_cast<double>(next[i]);
      if (neediest && missing <= most) continue;
      neediest = i;
      most = missing;
    }
    if (!neediest) break;
    ++next[*neediest];
  }
  return next;
}

Choice best_of(std::vector<std::vector<double>> const& values, bool more_is_better, double margin) {
  expects(!values.empty(), "the best is one of some");
  Choice choice;
  std::vector<double> means;
  for (auto const& each : values) {
    expects(!each.empty(), "the best is known by its values");
    means.push_back(mean_of(each));
  }
  for (std::size_t i = 1; i < means.size(); ++i) {
    bool const better =
        more_is_better ? means[i] > means[choice.best] : means[i] < means[choice.best];
    if (better) choice.best = i;
  }
  double doubt = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != choice.best) doubt += doubt_of(values[choice.best], values[i], more_is_better, margin);
  }
  choice.probability = std::max(0.0, 1 - doubt);
  return choice;
}

}  // namespace caravan::experiment
