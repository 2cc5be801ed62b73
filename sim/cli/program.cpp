#include "cli/program.hpp"

#include <exception>
#include <filesystem>
#include <new>
#include <system_error>

#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/options.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

void obey_globals(Invocation const& invocation, Console& console) {
  auto const when = invocation.value("color", "");
  if (when == "always") console.set_colour(Colour::always);
  if (when == "never") console.set_colour(Colour::never);
  if (invocation.has("quiet")) console.set_quiet();
}

ExitCode without_command(Invocation const& global, Console& console) {
  if (global.has("version")) {
    console.out("caravan " CARAVAN_VERSION "\n");
    return ExitCode::done;
  }
  if (global.has("help")) {
    console.out(program_help());
    return ExitCode::done;
  }
  console.say(program_help());
  return ExitCode::usage;
}

ExitCode act(std::vector<std::string> const& words, Console& console) {
  auto const split = split_words(words);
  auto const global = parse(split.global, global_options());
  obey_globals(global, console);
  if (split.command.empty() || global.has("version")) return without_command(global, console);

  auto const command = find_command(split.command);
  auto options = command.options;
  for (auto const& option : global_options()) options.push_back(option);
  auto invocation = parse(split.rest, options);
  invocation.words = words;
  obey_globals(invocation, console);
  if (global.has("help") || invocation.has("help")) {
    console.out(command_help(command));
    return ExitCode::done;
  }
  check_arguments(invocation, command);
  return command.act(invocation, console);
}

ExitCode report_bug(Console& console, std::string const& what) {
  console.say("caravan: this is a bug in Caravan, not in your scenario: " + printable(what) +
              "\n  version: " CARAVAN_VERSION "\n");
  if (!console.repeat().empty()) console.say("  repeat it with: " + console.repeat() + '\n');
  return ExitCode::bug;
}

/// Takes no memory, for there is none.
ExitCode report_no_memory(Console const& console) {
  console.say("caravan: there is not enough memory\n");
  return ExitCode::no_memory;
}

ExitCode report_system(Console const& console, std::system_error const& error) {
  console.say("caravan: the system refuses: " + printable(error.what()) + '\n');
  return ExitCode::no_memory;
}

ExitCode report_file(Console const& console, std::filesystem::filesystem_error const& error) {
  console.say("caravan: cannot read or write " + printable(error.path1().string()) + ": " +
              error.code().message() + '\n');
  return ExitCode::cannot_read_or_write;
}

ExitCode act_and_report(std::vector<std::string> const& words, Console& console) {
  try {
    return act(words, console);
  } catch (std::bad_alloc const&) {
    throw;
  } catch (UsageError const& error) {
    console.say("caravan: " + printable(error.what()) + '\n');
    if (!error.help().empty()) console.say("  " + printable(error.help()) + '\n');
    return ExitCode::usage;
  } catch (FileError const& error) {
    console.say("caravan: " + printable(error.what()) + '\n');
    return ExitCode::cannot_read_or_write;
  } catch (std::filesystem::filesystem_error const& error) {
    return report_file(console, error);
  } catch (std::system_error const& error) {
    return report_system(console, error);
  } catch (std::exception const& error) {
    return report_bug(console, error.what());
  } catch (...) {
    return report_bug(console, "an exception of unknown type");
  }
}

}  // namespace

int run_program(std::span<char const* const> words) {
  Console console;
  auto code = ExitCode::no_memory;
  try {
    code = act_and_report({words.begin(), words.end()}, console);
  } catch (std::bad_alloc const&) {  // here or while something else was reported
    code = report_no_memory(console);
  }
  if (!console.finish()) code = ExitCode::cannot_read_or_write;
  return static_cast<int>(code);
}

}  // namespace caravan::cli
