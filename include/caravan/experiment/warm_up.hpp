/// How long a corridor that begins empty takes to fill.
///
/// What comes before is left out, since it would make a steady state look better than it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/experiment/replicate.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::experiment {

/// Where a series is best cut: MSER-5. Source: White, Cobb and Spratt 2000. The series is averaged
/// in batches of 5 and cut before the batch d, at most half of them, that makes the sum of squares
/// about the mean of the rest by the square of their number least; the first of equals.
struct Truncation {
  std::size_t at = 0;      ///< values to leave out: 5 d
  double statistic = 0;    ///< that least value
  bool too_short = false;  ///< it lies at the half: the series has not settled
};
/// Fewer than ten values have not settled.
[[nodiscard]] Truncation mser5(std::vector<double> const& series);

struct WarmUp {
  Duration length;         ///< whole days; as the clock has it if `too_short`
  bool too_short = false;  ///< the run has not settled by its half
  std::size_t pilots = 0;  ///< replications that were looked at
};

/// The warm-up of `scenario` by MSER-5 on the number of loads inside, hour by hour, averaged over
/// the first five replications of `options`, rounded up to whole days.
[[nodiscard]] WarmUp find_warm_up(scenario::Scenario const& scenario,
                                  ReplicateOptions const& options);

/// `scenario` with another warm-up, shorter than its run.
[[nodiscard]] scenario::Scenario with_warm_up(scenario::Scenario scenario, Duration warm_up);

}  // namespace caravan::experiment
