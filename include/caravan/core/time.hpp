/// Time as the simulation counts it: whole milliseconds since the start of the run.
///
/// `Duration` is a length of time, `SimTime` an instant. Both are 64-bit integers, so that equal
/// instants are equal on every machine. Sums that leave the range throw `Fault`; nothing saturates.
/// Formulas may use `double` hours or seconds; `rounded` is the one door back to the grid.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

#include "caravan/core/contract.hpp"

namespace caravan {

/// A length of time in milliseconds; may be negative as a difference.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration milliseconds(std::int64_t count) { return Duration{count}; }
  static constexpr Duration seconds(std::int64_t count) { return Duration{1000} * count; }
  static constexpr Duration minutes(std::int64_t count) { return Duration{60'000} * count; }
  static constexpr Duration hours(std::int64_t count) { return Duration{3'600'000} * count; }
  static constexpr Duration days(std::int64_t count) { return Duration{86'400'000} * count; }
  static constexpr Duration max() { return Duration{std::numeric_limits<std::int64_t>::max()}; }

  [[nodiscard]] constexpr std::int64_t count() const { return ms_; }
  [[nodiscard]] constexpr double in_seconds() const { return static_cast<double>(ms_) / 1e3; }
  [[nodiscard]] constexpr double in_hours() const { return static_cast<double>(ms_) / 3.6e6; }
  [[nodiscard]] constexpr double in_days() const { return static_cast<double>(ms_) / 8.64e7; }

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) {
    std::int64_t sum = 0;
    expects(!__builtin_add_overflow(a.ms_, b.ms_, &sum),
            "a duration stays within 292 million years");
    return Duration{sum};
  }
  friend constexpr Duration operator-(Duration a, Duration b) {
    std::int64_t difference = 0;
    expects(!__builtin_sub_overflow(a.ms_, b.ms_, &difference),
            "a duration stays within 292 million years");
    return Duration{difference};
  }
  friend constexpr Duration operator*(Duration a, std::int64_t times) {
    std::int64_t product = 0;
    expects(!__builtin_mul_overflow(a.ms_, times, &product),
            "a duration stays within 292 million years");
    return Duration{product};
  }
  constexpr Duration& operator+=(Duration other) { return *this = *this + other; }
  constexpr Duration& operator-=(Duration other) { return *this = *this - other; }

  /// The nearest whole millisecond, halves away from zero. Not finite or out of range: `Fault`.
  static Duration rounded(double milliseconds);

 private:
  constexpr explicit Duration(std::int64_t ms) : ms_{ms} {}
  std::int64_t ms_ = 0;
};

/// An instant, counted from the start of the run (negative before it).
class SimTime {
 public:
  constexpr SimTime() = default;
  static constexpr SimTime start() { return SimTime{}; }
  static constexpr SimTime at(Duration since_start) {
    SimTime instant;
    instant.since_start_ = since_start;
    return instant;
  }
  /// Later than every instant that a run can reach.
  static constexpr SimTime never() { return at(Duration::max()); }

  [[nodiscard]] constexpr Duration since_start() const { return since_start_; }
  [[nodiscard]] constexpr std::int64_t count() const { return since_start_.count(); }

  friend constexpr auto operator<=>(SimTime, SimTime) = default;
  friend constexpr SimTime operator+(SimTime t, Duration d) { return at(t.since_start_ + d); }
  friend constexpr SimTime operator-(SimTime t, Duration d) { return at(t.since_start_ - d); }
  friend constexpr Duration operator-(SimTime a, SimTime b) {
    return a.since_start_ - b.since_start_;
  }

 private:
  Duration since_start_;
};

}  // namespace caravan
