/// The folder in which the runs of a study are kept, for as many processes and machines as there
/// are.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/study.hpp"
#include "caravan/output/journal.hpp"
#include "caravan/output/sweep.hpp"

#include "cli/manifest.hpp"
#include "cli/study_input.hpp"

namespace caravan::cli {

/// `--shard 2/8`; the whole without it.
[[nodiscard]] Shard shard_of(Invocation const& invocation);

/// A folder that keeps the runs of a study, in a journal for each shard.
class StudyFolder {
 public:
  /// Creates the folder if need be. `FileError` if there are other things in it and no study yet: a
  /// word that was mistyped is not to strew files among them. A journal of another study:
  /// `JournalError` when it is read.
  StudyFolder(std::string path, std::string key);

  /// What all journals hold of what `study` shows.
  [[nodiscard]] experiment::MadeRuns read(experiment::Study const& study) const;
  /// The journal of a shard, to be added to.
  [[nodiscard]] std::unique_ptr<output::Journal> open(Shard shard) const;
  /// Writes a file whole, in place of an older one.
  void write(std::string const& name, std::string const& text) const;
  [[nodiscard]] bool has(std::string const& name) const;
  /// What the manifest in it says, if there is one. One of a result that is no study, which runs
  /// would spoil: `FileError`.
  [[nodiscard]] std::optional<Manifest> manifest() const;
  /// The same, if runs of `input` may be added: one of another study or command is a `FileError`.
  [[nodiscard]] std::optional<Manifest> manifest_for(StudyInput const& input) const;
  /// Says in a manifest, from the first shard on, of what the runs are; the same errors.
  void keep_manifest(StudyInput const& input) const;
  /// Into how many shards its journals say that the runs were divided; 1 if they do not agree.
  [[nodiscard]] std::size_t shards() const;
  [[nodiscard]] std::string path() const { return path_; }

 private:
  std::string path_;
  std::string key_;
};

/// Says how many runs of a shard, which others complete, are in the folder.
[[nodiscard]] ExitCode told_of_shard(StudyInput const& input, Shard shard,
                                     StudyFolder const& folder, experiment::MadeRuns const& made,
                                     bool interrupted, Console& console);

/// Writes the tables of a complete study, and its manifest.
void write_results(StudyFolder const& folder, StudyInput const& input,
                   output::SweepReport const& report, std::vector<std::string> const& more);

}  // namespace caravan::cli
