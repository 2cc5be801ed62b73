#include <cstddef>
#include <span>

#include "cli/program.hpp"

int main(int argc, char* argv[]) {
  auto const words = std::span<char const* const>{argv, static_cast<std::size_t>(argc)};
  return caravan::cli::run_program(words.empty() ? words : words.subspan(1));
}
