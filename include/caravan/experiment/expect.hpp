/// A scenario held to what it is expected to yield: all gates of one file together.
///
/// Replications are made until every gate is decided, or there are as many as the file allows. The
/// probability that any gate fails although all is as expected is at most `alpha`: it is divided
/// among the gates, and each gate's part among its looks at the growing sample.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/gate.hpp"
#include "caravan/experiment/replicate.hpp"
#include "caravan/scenario/expect.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::experiment {

/// What a scenario yielded once, replication by replication.
struct Baseline {
  std::uint64_t seed = 1;
  std::string scenario_hash;
  std::vector<std::string> measures;                       ///< names
  std::vector<std::vector<std::optional<double>>> values;  ///< by measure, then by replication
};

/// With what a gate is compared: one of the two, or neither. Borrowed.
struct Reference {
  scenario::Scenario const* scenario = nullptr;
  Baseline const* baseline = nullptr;
};

struct GateOutcome {
  scenario::Gate gate;
  Measure measure;  ///< of a fingerprint: none
  Judgement judgement;
  std::string fingerprint;        ///< the one that was seen
  bool without_baseline = false;  ///< there is none, or none of this measure: the gate fails
  std::optional<std::size_t> baseline_rows;  ///< replications that its baseline has
  /// The queue for which the measure has no mean, here or in what it is compared with: the gate
  /// fails. Empty if it has one.
  std::string endless;
  bool endless_there = false;
};

struct Outcome {
  std::vector<GateOutcome> gates;  ///< as in the file
  double alpha = 0;
  std::size_t statistical = 0;  ///< gates among which `alpha` is divided
  std::size_t runs = 0;         ///< replications of the scenario itself
  bool interrupted = false;
  std::optional<std::uint32_t> stalled;  ///< the first replication that did, of any scenario
  std::optional<std::uint32_t> broken;   ///< the first whose books do not close
  Diagnostics faults;                    ///< measures and units that cannot be: nothing was decided
  [[nodiscard]] std::size_t count(Verdict verdict) const;
};

/// Tests `scenario`; `references` are as the gates of `expectations`. The same outcome by any
/// number of threads.
[[nodiscard]] Outcome test(scenario::Scenario const& scenario,
                           scenario::Expectations const& expectations,
                           std::vector<Reference> const& references,
                           ReplicateOptions const& options);

/// What `replications` of `scenario` yield for the gates that need a baseline; by name.
[[nodiscard]] Baseline baseline_of(scenario::Scenario const& scenario,
                                   scenario::Expectations const& expectations,
                                   Replications const& replications);

}  // namespace caravan::experiment
