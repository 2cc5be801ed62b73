/// The table of commands.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/manifest.hpp"

namespace caravan::cli {

/// Every command, in the order of help.
[[nodiscard]] std::vector<Command> commands();
/// Options that stand before or after any command.
[[nodiscard]] std::vector<Option> global_options();
/// The command called `name`; a hidden one too. Unknown: `UsageError` with the nearest name.
[[nodiscard]] Command find_command(std::string const& name);

// One file each: sim/cli/command_NAME.cpp.
[[nodiscard]] Command new_command();
[[nodiscard]] Command check_command();
[[nodiscard]] Command show_command();
[[nodiscard]] Command run_command();
[[nodiscard]] Command compare_command();
[[nodiscard]] Command ladder_command();
[[nodiscard]] Command test_command();
[[nodiscard]] Command diff_command();
[[nodiscard]] Command sweep_command();
[[nodiscard]] Command plan_command();
[[nodiscard]] Command merge_command();
[[nodiscard]] Command repro_command();
[[nodiscard]] Command why_command();
[[nodiscard]] Command unlock_command();
[[nodiscard]] Command report_command();
[[nodiscard]] Command export_command();
[[nodiscard]] Command graph_command();
[[nodiscard]] Command explain_command();
[[nodiscard]] Command completion_command();
[[nodiscard]] Command help_command();
/// What `caravan repro` does with a manifest of each; `invocation` is that of repro.
[[nodiscard]] Again run_again(Manifest const& was, Invocation const& invocation, Console& console);
[[nodiscard]] Again compare_again(Manifest const& was, Invocation const& invocation,
                                  Console& console);
[[nodiscard]] Again ladder_again(Manifest const& was, Invocation const& invocation,
                                 Console& console);
[[nodiscard]] Again sweep_again(Manifest const& was, Invocation const& invocation,
                                Console& console);

/// What a page shows: a document and its title, or the exit code that says why there is none.
struct Shown {
  ExitCode code = ExitCode::done;
  std::string document = {};
  std::string title = {};
};
/// What `caravan report` does with a manifest of each; `invocation` is that of report.
[[nodiscard]] Shown compare_shown(Manifest const& was, Invocation const& invocation,
                                  Console& console);
[[nodiscard]] Shown ladder_shown(Manifest const& was, Invocation const& invocation,
                                 Console& console);
[[nodiscard]] Shown sweep_shown(Manifest const& was, Invocation const& invocation,
                                Console& console);

/// `__man`, `__reference`, `__keys`, `__bug`: what the house itself needs.
[[nodiscard]] std::vector<Command> hidden_commands();

}  // namespace caravan::cli
