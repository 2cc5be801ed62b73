/// Which capacity to add first, which next, and when to stop.
///
/// On each rung the ledger of waits names what loads wait for longest. Each of these is relaxed by
/// its natural unit (a crane, a track, a loop, a path a day), run on common luck beside what there
/// is, and the one that gains most stays. The bottleneck then lies elsewhere, and the next rung
/// follows it. Replications are added in looks, each twice as far as the last, only as long as it
/// is not clear which step that is.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "caravan/experiment/compare.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::experiment {

/// One value of the scenario, relaxed.
struct Relaxation {
  std::string path;    ///< `terminals.dry-port.cranes`
  std::string before;  ///< as YAML
  std::string after;
  std::string cause;  ///< what loads wait for there, as in the ledger
  double share = 0;   ///< of all waiting of loads, that of this cause at this place
  /// The file in which it is counted, so that no change of the scenario relaxes it: `before` and
  /// `after` are empty then. Empty for all others.
  std::string table{};
};

/// What relaxes the waits of `result`, the longest first; waits that no capacity ends (for a
/// closure, for opening hours, for a train to fill) are left out. `loaded` is the scenario of the
/// run.
[[nodiscard]] std::vector<Relaxation> relaxations(scenario::Loaded const& loaded,
                                                  model::RunResult const& result);

struct LadderPlan {
  scenario::Replication replication;      ///< the most of each rung, and its confidence
  std::string measure = "lead-time.p90";  ///< to be improved
  double threshold = 0.01;                ///< a step must gain this share of the measure
  std::size_t at_once = 3;                ///< relaxations that are tried on a rung
  std::size_t most = 10;                  ///< rungs
};

struct Step {
  Relaxation relaxation;
  Difference gain;                 ///< of the measure, against what the rung began with
  std::optional<Difference> cost;  ///< of a load, if the scenario has costs
  /// That there is no gain, adjusted for all steps and looks of the rung (Bonferroni).
  double p = 1;
  /// The queue that grows without end with this step: the measure has no mean then, `gain` says
  /// nothing, and it is not chosen for it. Empty if there is none.
  std::string growing{};
};

struct Rung {
  std::vector<Step> tried;            ///< by waits, the longest first
  std::optional<std::size_t> chosen;  ///< of `tried`; nothing on the last rung
  std::string growing;  ///< a queue that grows without end when the rung begins; empty if none
  /// For that queue the measure has no mean: what loads wait for there was relaxed all the same.
  bool endless = false;
  double share = 0;  ///< of all waiting of loads, that for any capacity when the rung begins
  std::vector<Relaxation> counted{};  ///< of that what cannot be tried, since a table has it
};

struct Ladder {
  Measure measure;
  std::vector<Rung> rungs;
  bool interrupted = false;
  bool stalled = false;  ///< some replication locked up
  std::size_t runs = 0;
  Fingerprint results;  ///< over the fingerprints of all runs
};

/// Replications at which a rung is looked at: 5, 10, 20, …, and the last.
[[nodiscard]] std::vector<std::size_t> looks_of(scenario::Replication const& replication);

/// The scenario with values changed, each `path=value`.
using Loader = std::function<scenario::Loaded(std::vector<std::string> const& changes)>;

/// Climbs until nothing gains enough for certain. As long as the scenario has no steady state, a
/// measure that hangs on queues cannot say what gains: the thing whose queue grows is then relaxed,
/// or what loads wait for longest. Errors of a relaxed scenario leave it out. A
/// replication plan that waits for a precision ends a rung when all that is left is as precise. A
/// measure that the first run does not observe: `UnknownMeasure`.
[[nodiscard]] Ladder climb(Loader const& load, LadderPlan const& plan,
                           ReplicateOptions const& options);

}  // namespace caravan::experiment
