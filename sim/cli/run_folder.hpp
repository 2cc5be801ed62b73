/// What `caravan run -o FOLDER` writes.
#pragma once

#include <string>

#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/output/recorder.hpp"
#include "caravan/output/run_database.hpp"

#include "cli/command.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

/// `--events`: what of a run is kept in its folder.
[[nodiscard]] Option events_option();

/// Whether the answer goes into a folder: `--output` names one that is there, ends with a slash, or
/// has no ending, while `--format` asks for no file.
[[nodiscard]] bool into_folder(Invocation const& invocation);

/// What `--events` asks for. A word that is neither `none` nor `all` nor a service or flow of the
/// scenario: `UsageError`.
[[nodiscard]] output::KeptEvents kept_events(Invocation const& invocation,
                                             scenario::Scenario const& scenario);

/// A result that goes into a folder. Things are borrowed.
struct FolderContent {
  scenario::Scenario const& scenario;  ///< as run, with the warm-up that was found
  experiment::Answer const& answer;    ///< of the first replication
  experiment::Replications const& table;
  output::Recorder const* recorder = nullptr;
  output::KeptEvents kept;
  std::string summary;  ///< text
  std::string results;  ///< fingerprint
};

/// Writes the folder that `--output` names, whole or not at all.
void write_run_folder(Invocation const& invocation, Input const& input,
                      FolderContent const& content);

}  // namespace caravan::cli
