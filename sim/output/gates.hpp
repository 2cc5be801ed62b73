/// What all reports on gates share.
#pragma once

#include <cstddef>
#include <string>

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

/// `seed 1 · 15 runs · false alarm in at most 1 % of such tests`
[[nodiscard]] std::string circumstances(TestedFile const& file);

/// `pass`, `FAIL`, `undecided`
[[nodiscard]] char const* verdict_word(experiment::Verdict verdict);

}  // namespace caravan::output
