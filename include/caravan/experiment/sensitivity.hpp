/// What of the inputs of a sweep moves a measure most.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/sweep.hpp"

namespace caravan::experiment {

struct Effect {
  std::size_t variable = 0;
  /// Of the variance between points, what follows from this variable alone: ε² (Kelley 1935), from
  /// 0 to 1, by its values, or by groups of neighbours where there are many.
  double share = 0;
  /// Spearman's: +1 if the measure always rises with the variable; absent if that is no amount.
  std::optional<double> rank_correlation;
  std::string low;  ///< value, or first value of the group, with the least mean of the measure
  double low_mean = 0;
  std::string high;
  double high_mean = 0;
  /// Another variable that at no point is changed without this one, nor this one without it: what
  /// either does cannot be told from what the other does.
  std::optional<std::size_t> together_with;
};

/// The effects of all variables on `measured`, one value for each point, the greatest share first.
/// Points without a value are left out; fewer than two points: nothing.
[[nodiscard]] std::vector<Effect> effects_on(std::vector<std::optional<double>> const& measured,
                                             std::vector<Point> const& points);

}  // namespace caravan::experiment
