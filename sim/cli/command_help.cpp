#include "cli/commands.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

ExitCode do_help(Invocation const& invocation, Console& console) {
  console.out(invocation.arguments.empty()
                  ? program_help()
                  : command_help(find_command(invocation.arguments.front())));
  return ExitCode::done;
}

}  // namespace

Command help_command() {
  return {"help",
          "say what a command does",
          "The same as COMMAND --help. Without COMMAND: all commands.",
          {{"COMMAND", Argument::Kind::command, false}},
          {},
          {{"caravan help run", "the options of run"}},
          do_help};
}

}  // namespace caravan::cli
