/// Many replications made in parts, on several machines, and put together.
#pragma once

#include "caravan/experiment/study.hpp"

#include "cli/command.hpp"
#include "cli/study_folder.hpp"

namespace caravan::cli {

/// `caravan run --shard I/N`: makes the runs of a part that are not yet in the folder of
/// `--output`, which all parts share.
[[nodiscard]] ExitCode run_shard(Invocation const& invocation, Console& console);

/// Writes what `caravan run` would have printed of all replications, in each of its forms, and
/// prints it. The table is complete.
[[nodiscard]] ExitCode merge_run(Invocation const& asked, StudyInput const& input,
                                 StudyFolder const& folder, experiment::SweepTable const& table,
                                 Console& console);

}  // namespace caravan::cli
