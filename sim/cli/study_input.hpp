/// What the commands about sweeps have in common: the study in a scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/study.hpp"
#include "caravan/output/journal.hpp"
#include "caravan/output/sweep.hpp"

#include "cli/command.hpp"
#include "cli/manifest.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

inline constexpr std::size_t kMostShards = 100'000;

/// `--set`, `--seed`, `--ties`, `--replications`, `--threads`, `--measure`.
[[nodiscard]] std::vector<Option> study_options();

/// What is put together from many runs.
enum class StudyOf : std::uint8_t {
  points,        ///< of `caravan sweep`: those of the key `sweep`, or one without it
  replications,  ///< of `caravan run`, which heeds no key `sweep`
  either,        ///< points if the scenario has the key, else replications
};
/// What the manifest of a study is of. One of something else: `FileError`.
[[nodiscard]] StudyOf study_of(Manifest const& manifest);
/// What the manifest of a study asks for.
[[nodiscard]] Invocation study_invocation(Manifest const& manifest);

/// A study that is ready to be run, or the exit code that ends the command because there is none.
class StudyInput {
 public:
  /// Reads the scenario of the first argument and checks each of its points; tells diagnostics.
  StudyInput(Invocation const& invocation, Console& console, StudyOf of = StudyOf::points);

  [[nodiscard]] bool ok() const { return code_ == ExitCode::done; }
  [[nodiscard]] ExitCode code() const { return code_; }
  /// Points or replications, once it is read.
  [[nodiscard]] StudyOf of() const { return of_; }
  [[nodiscard]] experiment::Study const& study() const { return study_; }
  [[nodiscard]] scenario::Scenario const& scenario() const { return base_.scenario(); }
  [[nodiscard]] experiment::ReplicateOptions const& options() const { return options_; }
  [[nodiscard]] std::shared_ptr<scenario::Scenario const> load(std::size_t point) const;
  /// Names what runs may be put together: version, scenario, points, seed, ties.
  [[nodiscard]] std::string key() const;
  /// What keeps its runs in `folder`; for replications, the words of a shard without `--shard`.
  [[nodiscard]] std::vector<std::string> words_into(std::string const& folder) const;
  /// Of a study whose runs have this fingerprint; empty while some are missing.
  [[nodiscard]] Manifest manifest(std::string results) const;
  [[nodiscard]] output::SweepReport report(experiment::SweepTable const& table,
                                           experiment::MadeRuns const& made) const;

 private:
  void number_replications(Invocation const& invocation, StudyOf asked);
  void check_points(Invocation const& invocation, Console const& console);

  std::string path_;
  StudyOf of_;
  std::vector<std::string> words_;
  scenario::LoadOptions load_options_;
  Input base_;
  experiment::ReplicateOptions options_;
  experiment::Study study_;
  ExitCode code_ = ExitCode::done;
};

/// Part `number` of `count` of the runs of a study: every count-th.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;
};
/// Those of the first stage of `study` that belong to `shard`.
[[nodiscard]] std::vector<experiment::Job> jobs_of(Shard shard, experiment::Study const& study);

/// Makes the runs of `shard` that `made` does not hold yet, and adds them to it and to `journal`,
/// which may be null; a person sees how far it is. False if it was interrupted.
[[nodiscard]] bool make_runs(Invocation const& invocation, Console const& console,
                             StudyInput const& input, Shard shard, experiment::MadeRuns& made,
                             output::Journal* journal);

/// What became of the runs, books that do not close first.
[[nodiscard]] ExitCode code_of_table(experiment::SweepTable const& table, bool interrupted,
                                     Console const& console);

/// A word that ends the program if a journal cannot be used: exit code 4.
[[nodiscard]] ExitCode told_of_journals(Console const& console,
                                        std::function<ExitCode()> const& act);

}  // namespace caravan::cli
