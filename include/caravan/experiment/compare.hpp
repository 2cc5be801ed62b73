/// Scenarios side by side on common luck: is the difference real, and how large is it?
///
/// Replication r of one scenario is paired with replication r of the other. Both draw the same luck
/// for every train, load and breakdown that they share, so that most of what chance does falls out
/// of the difference.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "caravan/experiment/estimate.hpp"
#include "caravan/experiment/replicate.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::experiment {

/// A measure of an alternative less that of the base, over the pairs in which both have it.
struct Difference {
  std::size_t n = 0;  ///< pairs
  double base = 0;    ///< means over the pairs
  double other = 0;
  double mean = 0;                   ///< other - base
  double sd = 0;                     ///< of one difference
  std::optional<double> half_width;  ///< of the interval of `mean`; absent below 3 pairs
  /// Variance of the difference of independent runs by that of the pairs: what common luck saved.
  /// Absent if one of them is 0.
  std::optional<double> reduction;
  double p = 1;  ///< two-sided, of no difference (Student's t); 1 below 3 pairs
  bool skewed = false;
};

/// From values in order of replication.
[[nodiscard]] Difference difference(std::vector<std::optional<double>> const& base,
                                    std::vector<std::optional<double>> const& other,
                                    Estimator& estimator);
[[nodiscard]] Difference difference(std::vector<std::optional<double>> const& base,
                                    std::vector<std::optional<double>> const& other,
                                    double confidence);

/// p-values adjusted so that the probability of any false alarm in the whole family is at most the
/// level at which they are read. Source: Holm 1979. In the order given.
[[nodiscard]] std::vector<double> holm(std::vector<double> const& p);

/// About how many pairs would show a difference of this size; 0 if it is 0.
[[nodiscard]] std::size_t pairs_to_show(Difference const& difference);

struct Comparison {
  std::vector<Replications> tables;  ///< by scenario, the base first; equally many records
  std::vector<Measure> measures;     ///< of all tables, by name
  std::vector<std::vector<Difference>> differences;  ///< by alternative, then as `measures`
  bool interrupted = false;
  bool precise_enough = true;

  /// The number of the measure of this name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view measure) const {
    return experiment::find(measures, measure);
  }
};

/// Over the fingerprints of all runs, scenario by scenario.
[[nodiscard]] Fingerprint fingerprint_of(Comparison const& comparison);

/// Replicates each of `scenarios` (the base first, then at least one alternative) equally often by
/// `plan`. A precision is then that of each difference, as a share of the base's mean.
[[nodiscard]] Comparison compare(std::vector<scenario::Scenario const*> const& scenarios,
                                 scenario::Replication const& plan,
                                 ReplicateOptions const& options);

}  // namespace caravan::experiment
