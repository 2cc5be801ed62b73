/// How far a run is, for the person who waits for it.
#pragma once

#include <chrono>
#include <string>

#include "caravan/core/time.hpp"
#include "caravan/experiment/farm.hpp"

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

/// The same for an experiment of many runs.
class ExperimentProgress {
 public:
  explicit ExperimentProgress(Console const& console) : console_{console} {}
  ExperimentProgress(ExperimentProgress const&) = delete;
  ExperimentProgress& operator=(ExperimentProgress const&) = delete;
  ~ExperimentProgress();

  void at(experiment::FarmProgress progress);
  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  Console const& console_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
  bool visible_ = false;
};

/// `3 of 10 runs  12 s to go`
[[nodiscard]] std::string progress_text(experiment::FarmProgress progress, double seconds);

/// `42 %  day 154 of 366  3 s to go`
[[nodiscard]] std::string progress_text(SimTime now, SimTime horizon, double seconds);

}  // namespace caravan::cli
