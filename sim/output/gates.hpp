/// What all reports on gates share.
#pragma once

#include <cstddef>

#include "caravan/output/gates.hpp"

namespace caravan::output {

struct GateSums {
  std::size_t gates = 0;
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t undecided = 0;
  std::size_t errors = 0;  ///< files that could not be tested
};
[[nodiscard]] GateSums sums_of(TestReport const& report);

/// `pass`, `FAIL`, `undecided`
[[nodiscard]] char const* verdict_word(experiment::Verdict verdict);

}  // namespace caravan::output
