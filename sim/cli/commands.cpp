#include "cli/commands.hpp"

#include "caravan/core/diagnostic.hpp"

#include "cli/errors.hpp"

namespace caravan::cli {

std::vector<Command> commands() {
  return {new_command(),     check_command(),   show_command(),       run_command(),
          compare_command(), ladder_command(),  test_command(),       diff_command(),
          sweep_command(),   plan_command(),    merge_command(),      repro_command(),
          why_command(),     unlock_command(),  report_command(),     export_command(),
          graph_command(),   explain_command(), completion_command(), help_command()};
}

std::vector<Option> global_options() {
  return {{"help", 'h', "", "say what a command does, examples first"},
          {"version", '\0', "", "print the version"},
          {"quiet", 'q', "", "no progress and no timing on stderr"},
          {"color", '\0', "WHEN", "colour diagnostics", {"auto", "always", "never"}}};
}

Command find_command(std::string const& name) {
  std::vector<std::string> names;
  for (auto const& command : commands()) {
    if (command.name == name) return command;
    names.push_back(command.name);
  }
  for (auto const& command : hidden_commands()) {
    if (command.name == name) return command;
  }
  auto const near = nearest(name, names);
  throw UsageError{"there is no command '" + name + "'",
                   near ? "did you mean 'caravan " + *near + "'?" : "'caravan help' lists them"};
}

}  // namespace caravan::cli
