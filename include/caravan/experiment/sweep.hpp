/// Many variants of one scenario, each replicated under the same luck.
///
/// The smallest piece of work is a run: one replication of one point. What a run gives depends on
/// its point and its number alone, so runs may be made in any order, on any machine, and put
/// together afterwards: the whole is the same, byte for byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/experiment/replicate.hpp"
#include "caravan/scenario/sweep.hpp"

namespace caravan::experiment {

/// A variant: one setting for each variable of the sweep.
struct Point {
  std::vector<scenario::Setting> settings;
  bool steady = false;  ///< its scenario counts from a warm-up on
};

/// The points of `sweep`, skipped and repeated ones left out, numbered from 0 in this order. A grid
/// runs through its last variable fastest. In a Latin hypercube of n points each variable has n
/// strata of equal width, and each stratum one point (McKay, Beckman and Conover 1979); the strata
/// of a variable are shuffled by `seed` and its path, so that a further variable leaves the others
/// as they are.
[[nodiscard]] std::vector<Point> points_of(scenario::Sweep const& sweep, std::uint64_t seed);

/// One run to be made.
struct Job {
  std::size_t point = 0;
  std::uint32_t replication = 0;
  friend auto operator<=>(Job const&, Job const&) = default;
};
/// Replications from `first` to below `last` of each of `points`, by point.
[[nodiscard]] std::vector<Job> jobs_of(std::vector<std::size_t> const& points, std::uint32_t first,
                                       std::uint32_t last);

/// One run that was made. `record.results` is not kept, its text is.
struct Made {
  Job job;
  std::string results;
  Record record;
};

/// `made` as bytes that are the same on every machine, and back; nothing if they are no such bytes.
[[nodiscard]] std::string bytes_of(Made const& made);
[[nodiscard]] std::optional<Made> made_of(std::string_view bytes);

/// Gives the scenario of a point. Called from several threads, for a point once or, rarely, again.
using LoadPoint = std::function<std::shared_ptr<scenario::Scenario const>(std::size_t point)>;
/// Takes what was made, in the order of ending, never two at once.
using KeepMade = std::function<void(Made const&)>;

/// Makes `jobs` on the threads of `options.farm`; replications count from its first.
/// False if it was interrupted: what had been finished is kept.
bool make(std::vector<Job> const& jobs, LoadPoint const& load, ReplicateOptions const& options,
          KeepMade const& keep);

}  // namespace caravan::experiment
