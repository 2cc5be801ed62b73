/// What ends a command early: a wrong command line, or a file that cannot be read or written.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace caravan::cli {

/// The command line is wrong: exit code 2. `help` says how to mend it and may be empty.
class UsageError : public std::runtime_error {
 public:
  explicit UsageError(std::string const& text, std::string help = {})
      : std::runtime_error{text}, help_{std::move(help)} {}
  [[nodiscard]] std::string const& help() const { return help_; }

 private:
  std::string help_;
};

/// Something cannot be read or written: exit code 4.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace caravan::cli
