/// How long things took, without keeping each: so many, and in which class of length.
///
/// Classes are 1/128 of their length wide, so a percentile is known to within 0.4 %. Durations are
/// not negative.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/core/time.hpp"

namespace caravan {

class Spread {
 public:
  void add(Duration length);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] Duration sum() const { return sum_; }
  /// In square milliseconds.
  [[nodiscard]] double sum_of_squares() const { return squares_; }
  /// The nearest rank for `share`, 0 to 1; 0 s if there are none.
  [[nodiscard]] Duration percentile(double share) const;

 private:
  std::int64_t count_ = 0;
  Duration sum_;
  double squares_ = 0;
  std::vector<std::uint32_t> classes_;  ///< up to the longest there was
};

}  // namespace caravan
