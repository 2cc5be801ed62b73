/// What the commands that read a scenario have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "cli/command.hpp"

namespace caravan::cli {

/// Further faults are counted, not told.
inline constexpr std::size_t kDiagnosticsShown = 20;

[[nodiscard]] Argument scenario_argument();
/// `--set`, `--seed`: change the scenario.
[[nodiscard]] std::vector<Option> scenario_options();
/// Those, and `--replication`, `--ties`: choose the run.
[[nodiscard]] std::vector<Option> run_options();
/// `--output`, `--force`: where data goes.
[[nodiscard]] std::vector<Option> output_options();

/// A scenario, or the exit code that ends the command because there is none.
struct Input {
  scenario::Loaded loaded;
  ExitCode code = ExitCode::done;
  [[nodiscard]] bool ok() const { return loaded.scenario.has_value(); }
  [[nodiscard]] scenario::Scenario const& scenario() const { return *loaded.scenario; }
};

/// Whether the values of a scenario are kept as text too (`LoadOptions::texts`).
enum class Texts : std::uint8_t { kept, left_out };

/// Loads the scenario that the first argument names and tells its diagnostics, ending with
/// `2 errors, 1 warning; nothing was run`.
[[nodiscard]] Input load(Invocation const& invocation, Console const& console,
                         std::string const& consequence, Texts texts = Texts::kept);

/// Warnings that were told: of files that several scenarios extend, each once.
using Warned = std::set<std::string>;

/// The same for one of several files, without the warnings in `warned`, to which it adds.
[[nodiscard]] Input load(std::string const& path, scenario::LoadOptions const& options,
                         Console const& console, std::string const& consequence,
                         Warned* warned = nullptr);
/// `--set`, `--with` and `--seed` as they are to be loaded with.
[[nodiscard]] scenario::LoadOptions load_options(Invocation const& invocation);
/// Whether not even the first file could be read, which is no fault of the scenario's text.
[[nodiscard]] bool unreadable(scenario::Loaded const& loaded);
/// Tells the diagnostics of what was loaded, if there are any, and takes it for an input.
[[nodiscard]] Input told(scenario::Loaded loaded, Console const& console,
                         std::string const& consequence, Warned* warned = nullptr);

/// Seed, replication and ties as asked for; also tells `console` what repeats the run.
[[nodiscard]] model::RunOptions run_choice(Invocation const& invocation,
                                           scenario::Scenario const& scenario, Console& console);

/// The value of a whole number from 0 to `greatest`; nothing if the option is absent.
[[nodiscard]] std::optional<std::uint64_t> whole_number(Invocation const& invocation,
                                                        std::string const& option,
                                                        std::uint64_t greatest);

/// Ends early if the file of `--output` cannot be written. To be called before long work.
void check_output(Invocation const& invocation);
/// `FileError` if it is to be written where the scenario is read from; so with each other file.
void check_keeps_input(Invocation const& invocation, scenario::Loaded const& loaded);
/// Data to the file of `--output`, or to standard output.
void deliver(Invocation const& invocation, Console& console, std::string const& data);

/// `words` so that a POSIX shell reads them back.
[[nodiscard]] std::string shell_words(std::vector<std::string> const& words);

}  // namespace caravan::cli
