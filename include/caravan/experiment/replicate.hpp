/// Replications: independent repetitions of one scenario under one seed.
///
/// Replication r of a seed is the same run on every machine, by whatever thread it was made; two
/// scenarios draw common luck in it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/experiment/farm.hpp"
#include "caravan/experiment/measure.hpp"
#include "caravan/model/model.hpp"
#include "caravan/scenario/replication.hpp"

namespace caravan::experiment {

/// A queue that grows for certain.
struct GrowingQueue {
  std::string resource;
  double per_week = 0;
};

/// What is kept of one replication.
struct Record {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  model::End end = model::End::horizon;
  std::uint64_t events = 0;
  std::vector<std::string> broken;    ///< books that do not close; empty = audit ok
  Fingerprint results;                ///< as of `run`
  std::vector<GrowingQueue> growing;  ///< by resource
  std::vector<Measured> measured;     ///< by name

  /// The measure of this name, null if it was not observed; and its value.
  [[nodiscard]] Measured const* find(std::string_view measure) const;
  [[nodiscard]] std::optional<double> value(std::string_view measure) const;
};

struct Answer;

/// An answer, reduced to what is kept.
[[nodiscard]] Record record_of(scenario::Scenario const& scenario, Answer const& answer);
/// One run, reduced to what is kept. `look`, if given, sees the whole before.
[[nodiscard]] Record record_of(scenario::Scenario const& scenario, model::RunOptions const& options,
                               std::function<void(model::RunResult const&)> const& look = {});

/// Records of one scenario side by side. A value is absent where the replication observed nothing.
struct Replications {
  std::vector<Measure> measures;  ///< of all records, by name
  std::vector<Record> records;    ///< by replication, their `measured` moved out
  std::vector<std::vector<std::optional<double>>> values;  ///< by measure, then as `records`
  bool interrupted = false;                                ///< fewer replications than were wanted
  bool precise_enough = true;  ///< false: the most replications did not reach the precision

  /// The number of the measure of this name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view measure) const {
    return experiment::find(measures, measure);
  }
  /// Values of a measure that are there.
  [[nodiscard]] std::vector<double> observed(std::size_t measure) const;
};

/// Over the fingerprints of all replications, in order.
[[nodiscard]] Fingerprint fingerprint_of(Replications const& table);

/// Puts records in columns. They must be in order of replication.
[[nodiscard]] Replications tabulate(std::vector<Record> records);

/// How the runs are made; `plan` says how many.
struct ReplicateOptions {
  std::uint64_t seed = 1;
  std::uint32_t first = 0;  ///< number of the first replication
  bool shuffled_ties = false;
  Farm farm;

  /// Of the replication that many after the first.
  [[nodiscard]] model::RunOptions run(std::size_t replication) const;
};

/// The first replication observed nothing by the name on which the plan waits.
class UnknownMeasure : public std::runtime_error {
 public:
  UnknownMeasure(std::string const& name, std::optional<std::string> nearest_name);
  [[nodiscard]] std::optional<std::string> const& near() const { return near_; }

 private:
  std::optional<std::string> near_;
};

/// Throws `UnknownMeasure` if `plan` waits for what `first` did not observe.
void check_measure(scenario::Replication const& plan, Record const& first);

/// Replicates `scenario` by `plan`: a number of times, or until a measure is precise enough. The
/// number of replications is then the least that suffices, whatever the number of threads. A
/// replication that was interrupted is not counted. A `Fault` in a run names its replication. A
/// plan that waits for what the first replication does not observe: `UnknownMeasure`.
[[nodiscard]] Replications replicate(scenario::Scenario const& scenario,
                                     scenario::Replication const& plan,
                                     ReplicateOptions const& options);

/// A queue that grows in more than half of the replications: the corridor has no steady state.
struct Unstable {
  std::string resource;
  std::size_t in = 0;   ///< so many replications
  double per_week = 0;  ///< mean growth over those
};
/// The fastest growth first.
[[nodiscard]] std::vector<Unstable> unstable(std::span<Record const> records);
[[nodiscard]] inline std::vector<Unstable> unstable(Replications const& replications) {
  return unstable(replications.records);
}

/// Whether the scenario counts from a warm-up on, so that its means are those of a steady state.
[[nodiscard]] bool is_steady(scenario::Scenario const& scenario);
/// The queue for which measures that hang on queues have no mean in these records; empty if they
/// have one. A run that counts from its beginning to its end (not `steady`) always has.
[[nodiscard]] std::string endless_queue(bool steady, std::span<Record const> records);

}  // namespace caravan::experiment
