/// A sweep as a whole: which runs it still needs, and what those that were made say together.
///
/// Both depend on the runs alone, not on the order in which they were made: whoever stops a study
/// and goes on later, elsewhere or by parts gets the same table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/experiment/selection.hpp"
#include "caravan/experiment/sweep.hpp"

namespace caravan::experiment {

/// What was made so far, once each.
using MadeRuns = std::map<Job, Made>;

/// What is to be made.
struct Study {
  scenario::Sweep sweep;
  std::vector<Point> points;
  int replications = 10;           ///< of each point, before any are added to find the best
  std::vector<std::string> shown;  ///< measures that are wanted beside the sweep's, or beginnings
};

/// Drops what no table of `study` shows, so that many runs fit into memory.
void drop_unwanted(Study const& study, Made& made);

/// What the selection of the best has come to.
struct Selection {
  std::vector<std::size_t> left;  ///< points that may be the best; empty if none can be compared
  bool decided = false;           ///< one is left, as surely as was wanted
  Choice choice;                  ///< the best mean of those left, numbered as points
  bool more_is_better = false;
};

/// The runs that `study` still needs, in order; none if it is complete. Where runs are added to
/// find the best, they come in stages: of `kStage` replications of each point that is left (KN), or
/// of as many runs as there are points, at least `kStage` (OCBA).
inline constexpr std::uint32_t kStage = 5;
[[nodiscard]] std::vector<Job> jobs_left(Study const& study, MadeRuns const& made);

/// Drops the runs that `study` would not have made by itself: those of a time when more
/// replications were asked for, or another best. So what was made before changes no answer.
void drop_beyond(Study const& study, MadeRuns& made);

/// Of the study's measure of the best; nothing if it looks for none. A point that stalled, or has
/// no value in some replication, is not the best; nor is one without a steady state, by a measure
/// that hangs on queues: of a queue without end, only the quick ones come out to be measured.
[[nodiscard]] std::optional<Selection> selection_of(Study const& study, MadeRuns const& made);

/// Every run, point by point.
struct SweepTable {
  std::vector<Replications> points;
  std::vector<std::vector<std::string>> results;  ///< fingerprints, as the records
  /// By point: a queue that grows without end, by the replications that every point has; or empty.
  std::vector<std::string> endless;
  bool complete = false;  ///< the study needs no more runs

  [[nodiscard]] std::size_t runs() const;
  /// Whether a measure has a mean at a point.
  [[nodiscard]] bool has_mean(std::size_t point, Measure const& measure) const {
    return !measure.of_queue || endless[point].empty();
  }
};
[[nodiscard]] SweepTable table_of(Study const& study, MadeRuns const& made);

/// The mean of a measure at each point; absent where it was never observed, or has none.
[[nodiscard]] std::vector<std::optional<double>> means_of(SweepTable const& table,
                                                          std::string_view measure);

/// Over the fingerprints of all runs, in order.
[[nodiscard]] Fingerprint fingerprint_of(SweepTable const& table);

}  // namespace caravan::experiment
