/// A number of units, and its sum over time in unit-milliseconds.
///
/// Between two changes nothing is added up: with a change by d at the instant s, what d comes to
/// until a later instant t is d·t - d·s, so that the sum up to t is the number at t times t, less
/// the d·s of all changes so far. A change costs a product, and the time in between nothing.
#pragma once

#include <cstdint>

#include "caravan/core/time.hpp"

namespace caravan::engine::detail {

/// An instant by the clock, and by how much of the time so far was closed.
struct Moment {
  Duration clock;
  Duration closed;
};

/// Sums are kept modulo 2^64, so that those which are representable are exact, however large the
/// products.
class UnitTime {
 public:
  [[nodiscard]] int number() const { return number_; }
  void change(int by, Moment at) {
    number_ += by;
    clock_ -= product(by, at.clock);
    if (at.closed != Duration{}) closed_ -= product(by, at.closed);
  }
  [[nodiscard]] Duration by_clock(Moment at) const { return sum(clock_, at.clock); }
  [[nodiscard]] Duration in_open_time(Moment at) const {
    return by_clock(at) - sum(closed_, at.closed);
  }
  friend UnitTime operator-(UnitTime a, UnitTime const& b) {
    a.number_ -= b.number_;
    a.clock_ -= b.clock_;
    a.closed_ -= b.closed_;
    return a;
  }

 private:
  static std::uint64_t product(int number, Duration time) {
    return static_cast<std::uint64_t>(number) * static_cast<std::uint64_t>(time.count());
  }
  [[nodiscard]] Duration sum(std::uint64_t changes, Duration until) const {
    return Duration::milliseconds(static_cast<std::int64_t>(changes + product(number_, until)));
  }

  int number_ = 0;
  std::uint64_t clock_ = 0;
  std::uint64_t closed_ = 0;
};

}  // namespace caravan::engine::detail
