/// How a count went over the run, in memory that does not grow with its changes.
#pragma once

#include <cstdint>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::model {

/// A count from the start of the run on, summed up over parts of equal length.
class Course {
 public:
  Course() = default;
  explicit Course(Duration part) : part_{part} {}
  void change(std::int64_t by, SimTime now);
  /// Count times milliseconds of each part, the last one up to `until`.
  [[nodiscard]] std::vector<std::int64_t> sums(SimTime until) const;

 private:
  void add_to(std::vector<std::int64_t>& sums, SimTime until) const;
  Duration part_ = Duration::days(1);
  std::int64_t value_ = 0;
  SimTime since_;
  std::vector<std::int64_t> sums_;
};

}  // namespace caravan::model
