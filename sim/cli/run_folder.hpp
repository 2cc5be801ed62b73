/// What `caravan run -o FOLDER` writes.
#pragma once

#include <string>

#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/output/recorder.hpp"
#include "caravan/output/run_database.hpp"

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/new_folder.hpp"
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

/// What the page of a run shows, in its folder: `caravan report` makes the page of it.
inline constexpr char const* kDocumentName = "report.json";

/// Whether the page of `--report` is a file of the folder: a plain name that ends with .html.
[[nodiscard]] bool page_in_folder(Invocation const& invocation);

/// What goes into a folder besides events. Things are borrowed.
struct FolderContent {
  experiment::Answer const& answer;  ///< of the first replication
  experiment::Replications const& table;
  std::string summary;   ///< text
  std::string results;   ///< fingerprint
  std::string document;  ///< what its page shows
  std::string page;      ///< if it goes into the folder
};

/// The folder that `--output` names, whole or not at all. `DatabaseError` if its tables cannot be
/// written.
class RunFolder {
 public:
  /// The run to be is one of `scenario`, with the warm-up that was found.
  RunFolder(Invocation const& invocation, scenario::Scenario const& scenario);
  RunFolder(RunFolder const&) = delete;
  RunFolder& operator=(RunFolder const&) = delete;

  /// What reads along while the run goes on.
  [[nodiscard]] output::EventReader& tables() { return tables_; }
  /// The run has ended: writes the rest, and the folder takes its place.
  void publish(Input const& input, FolderContent const& content, Console const& console);

 private:
  Invocation const& invocation_;
  scenario::Scenario const& scenario_;
  NewFolder folder_;
  output::RunTables tables_;
};

}  // namespace caravan::cli
