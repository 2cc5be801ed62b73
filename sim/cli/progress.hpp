/// How far a run is, for the person who waits for it.
#pragma once

#include <chrono>
#include <string>

#include "caravan/core/time.hpp"

#include "cli/console.hpp"

namespace caravan::cli {

/// One line on a watched terminal, redrawn at most ten times a second and wiped at the end. Silent
/// otherwise.
class Progress {
 public:
  Progress(Console const& console, SimTime horizon);
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;
  ~Progress();

  void at(SimTime now);
  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  Console const& console_;
  SimTime horizon_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
  bool visible_ = false;
};

/// `42 %  day 154 of 366  3 s to go`
[[nodiscard]] std::string progress_text(SimTime now, SimTime horizon, double seconds);

}  // namespace caravan::cli
