/// What a command is: its words, its options, its examples, and what it does.
///
/// Help, the manual page, the reference page, shell completion and the parser all read the same
/// description, so that none of them can lag behind.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"

namespace caravan::cli {

struct Option {
  std::string name;                       ///< without dashes
  char letter = '\0';                     ///< short form; none if 0
  std::string argument;                   ///< name of its value; empty = a flag
  std::string help;                       ///< one line
  std::vector<std::string> choices = {};  ///< allowed values; empty = any
  bool repeatable = false;
};

struct Argument {
  enum class Kind : std::uint8_t { scenario, name, command, key, shell };
  std::string name;  ///< as in usage: SCENARIO
  Kind kind = Kind::name;
  bool required = true;
  bool repeatable = false;  ///< the last: any number of such words
};

struct Example {
  std::string words;
  std::string what;
};

/// The words that a user gave, sorted out.
struct Invocation {
  std::vector<std::string> words;  ///< all words after the program's name, as given
  std::vector<std::string> arguments;
  std::map<std::string, std::vector<std::string>> options;  ///< by name; a flag has no values

  [[nodiscard]] bool has(std::string const& option) const { return options.contains(option); }
  /// The value of an option, or `otherwise`.
  [[nodiscard]] std::string value(std::string const& option, std::string const& otherwise) const;
  [[nodiscard]] std::vector<std::string> values(std::string const& option) const;
};

struct Command {
  std::string name;
  std::string summary;  ///< a few words without a full stop
  std::string about;    ///< a few sentences
  std::vector<Argument> arguments;
  std::vector<Option> options;
  std::vector<Example> examples;
  ExitCode (*act)(Invocation const&, Console&) = nullptr;
};

/// `caravan run [options] SCENARIO`
[[nodiscard]] std::string usage_of(Command const& command);
/// `--seed N`, `-o, --output FILE`
[[nodiscard]] std::string form_of(Option const& option);

}  // namespace caravan::cli
