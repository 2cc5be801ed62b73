/// Texts about the program itself, all made from the table of commands.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace caravan::cli {

/// `caravan --help`
[[nodiscard]] std::string program_help();
/// `caravan COMMAND --help`
[[nodiscard]] std::string command_help(Command const& command);
/// docs/man/caravan.1
[[nodiscard]] std::string manual_page();
/// docs/reference/cli.md
[[nodiscard]] std::string reference_page();
[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();

}  // namespace caravan::cli
