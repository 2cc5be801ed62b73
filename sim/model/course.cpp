#include "model/course.hpp"

#include <algorithm>
#include <cstddef>

#include "model/books.hpp"

namespace caravan::model {

Duration part_of_run(scenario::Clock const& clock) {
  for (auto const minutes : {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720}) {
    auto const part = Duration::minutes(minutes);
    if (clock.horizon.count() <= part.count() * kMostParts) {
      return part;
    }
  }
  return Duration::days(1);
}

void Course::add_to(std::vector<std::int64_t>& sums, SimTime until) const {
  auto const length = part_.count();
  for (auto from = since_.count(); from < until.count();) {
    auto const number = from / length;
    auto const next = std::min(until.count(), (number + 1) * length);
    sums.resize(std::max(sums.size(), static_cast<std::size_t>(number + 1)));
    add_time(sums[static_cast<std::size_t>(number)], next - from, value_);
    from = next;
  }
}

void Course::change(std::int64_t by, SimTime now) {
  add_to(sums_, now);
  value_ += by;
  since_ = std::max(since_, now);
}

std::vector<std::int64_t> Course::sums(SimTime until) const {
  auto all = sums_;
  add_to(all, until);
  return all;
}

}  // namespace caravan::model
