#include "cli/console.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "cli/files.hpp"

namespace caravan::cli {

namespace {

std::string_view variable(char const* name) {
  auto const* value = std::getenv(name);
  return value != nullptr ? std::string_view{value} : std::string_view{};
}

bool stderr_is_smart() {
  auto const term = variable("TERM");
  return isatty(STDERR_FILENO) == 1 && !term.empty() && term != "dumb";
}

}  // namespace

Console::Console() {
  // Open for reading only: whoever writes to a stream that was closed must get an error.
  for (int const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
      [[maybe_unused]] auto const opened = open("/dev/null", O_RDONLY);
    }
  }
  std::signal(SIGPIPE, SIG_IGN);
}

void Console::say(std::string_view text) const {
  // Nobody is left to tell if this fails.
  [[maybe_unused]] auto const error = write_all(STDERR_FILENO, text);
}

bool Console::finish() {
  auto const error = write_all(STDOUT_FILENO, data_);
  data_.clear();
  if (error == 0) return true;
  say("caravan: cannot write to the standard output: " + std::string{std::strerror(error)} + '\n');
  return false;
}

bool Console::coloured() const {
  if (colour_ != Colour::automatic) return colour_ == Colour::always;
  if (!variable("NO_COLOR").empty()) return false;  // no-color.org
  auto const force = variable("CLICOLOR_FORCE");    // bixense.com/clicolors
  return (!force.empty() && force != "0") || stderr_is_smart();
}

bool Console::draws() const {
  auto const term = variable("TERM");
  return isatty(STDOUT_FILENO) == 1 && !term.empty() && term != "dumb";
}

bool Console::watched() const {
  return !quiet_ && stderr_is_smart() && variable("CI").empty();
}

}  // namespace caravan::cli
