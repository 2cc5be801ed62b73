/// Opening hours and local time, already expanded into plain intervals of simulated time.
///
/// The scenario loader knows time zones, weekdays and holidays; here nothing does. A calendar is
/// open in half-open intervals [from, until): at its closing instant it is closed.
#pragma once

#include <string>
#include <vector>

#include "caravan/core/time.hpp"

namespace caravan {

struct Interval {
  SimTime from;
  SimTime until;
  friend bool operator==(Interval const&, Interval const&) = default;
};

/// When something is open. Empty-constructed: always.
class Calendar {
 public:
  Calendar() = default;
  /// Open exactly in `intervals`, which are sorted here and joined where they touch.
  explicit Calendar(std::vector<Interval> intervals);

  [[nodiscard]] bool always_open() const { return always_; }
  [[nodiscard]] bool is_open(SimTime t) const;
  /// The first instant >= t at which it is open; `SimTime::never()` if there is none.
  [[nodiscard]] SimTime next_open(SimTime t) const;
  /// The first instant > t at which it changes between open and closed; never() if there is none.
  [[nodiscard]] SimTime next_change(SimTime t) const;
  /// Open time within [from, until).
  [[nodiscard]] Duration open_between(SimTime from, SimTime until) const;
  [[nodiscard]] std::vector<Interval> const& intervals() const { return intervals_; }

  /// Open where both are open.
  [[nodiscard]] static Calendar both(Calendar const& a, Calendar const& b);
  /// Open where `calendar` is open and none of `closed` holds.
  [[nodiscard]] static Calendar without(Calendar const& calendar, std::vector<Interval> closed);

 private:
  bool always_ = true;
  std::vector<Interval> intervals_;
};

/// A value that holds from an instant until the next step, e.g. an offset from UTC or a rate.
template <class Value>
struct Step {
  SimTime from;
  Value value;
};

/// A function of time that is constant between steps. Before the first step the first value holds.
template <class Value>
class StepFunction {
 public:
  StepFunction() = default;
  explicit StepFunction(Value constant) : steps_{{SimTime::start(), constant}} {}
  explicit StepFunction(std::vector<Step<Value>> steps) : steps_{std::move(steps)} {}
  [[nodiscard]] std::vector<Step<Value>> const& steps() const { return steps_; }
  [[nodiscard]] Value const& at(SimTime t) const { return steps_[index_at(t)].value; }
  /// The first instant > t at which a new step begins; never() if there is none.
  [[nodiscard]] SimTime next_step(SimTime t) const {
    auto const next = index_at(t) + (t < steps_.front().from ? 0 : 1);
    return next < steps_.size() ? steps_[next].from : SimTime::never();
  }

 private:
  [[nodiscard]] std::size_t index_at(SimTime t) const {
    std::size_t low = 0;
    std::size_t high = steps_.size();
    while (high - low > 1) {
      auto const middle = low + (high - low) / 2;
      (steps_[middle].from <= t ? low : high) = middle;
    }
    return low;
  }
  std::vector<Step<Value>> steps_;
};

/// A time zone over the run: its offset from UTC, as a function of simulated time.
struct LocalClock {
  std::string zone;  ///< IANA name, e.g. Asia/Almaty
  StepFunction<Duration> utc_offset{Duration{}};
};

/// `2024-03-01 14:05` in local time. `epoch_ms` is the start of the run in UTC milliseconds since
/// 1970.
[[nodiscard]] std::string local_time_text(LocalClock const& clock, std::int64_t epoch_ms, SimTime t,
                                          bool with_seconds = false);

/// `3 d 04 h 12 min`, `35 min`, `12.5 s`: a duration for people.
[[nodiscard]] std::string duration_text(Duration d);

}  // namespace caravan
