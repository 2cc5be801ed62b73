/// The program: from words to an exit code.
#pragma once

#include <span>

namespace caravan::cli {

/// Runs the command that `words` (without the program's name) ask for. Catches everything, also
/// that there is no memory, at whatever moment.
[[nodiscard]] int run_program(std::span<char const* const> words);

}  // namespace caravan::cli
