/// Sorting out the words of a command line.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace caravan::cli {

/// The words after the program's name, split at the first that is not an option.
struct Split {
  std::vector<std::string> global;
  std::string command;  ///< empty if there is none
  std::vector<std::string> rest;
};
[[nodiscard]] Split split_words(std::vector<std::string> const& words);

/// Reads `words` by `options`. Anything else than options is an argument; `--` ends the options. No
/// option is guessed from its beginning. An unknown option, a missing or unknown value, a
/// repetition that has no meaning: `UsageError`.
[[nodiscard]] Invocation parse(std::vector<std::string> const& words,
                               std::vector<Option> const& options);

/// Too few or too many arguments: `UsageError`.
void check_arguments(Invocation const& invocation, Command const& command);

}  // namespace caravan::cli
