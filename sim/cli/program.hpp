/// The program: from words to an exit code.
#pragma once

#include <string>
#include <vector>

namespace caravan::cli {

/// Runs the command that `words` (without the program's name) ask for. Catches everything.
[[nodiscard]] int run_program(std::vector<std::string> const& words);

}  // namespace caravan::cli
