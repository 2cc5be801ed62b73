#include "caravan/core/time.hpp"

#include <cmath>

#include "caravan/core/portable_math.hpp"

namespace caravan {

Duration Duration::rounded(double milliseconds) {
  // 2^63 is exact in a double; the greatest int64 is not.
  constexpr double kBeyond = 9223372036854775808.0;
  expects(std::isfinite(milliseconds), "a duration is a finite number of milliseconds");
  expects(milliseconds > -kBeyond && milliseconds < kBeyond,
          "a duration stays within 292 million years");
  return Duration{portable::nearest(milliseconds)};
}

}  // namespace caravan
