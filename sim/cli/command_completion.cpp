#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/pages.hpp"

namespace caravan::cli {

namespace {

ExitCode do_completion(Invocation const& invocation, Console& console) {
  auto const& shell = invocation.arguments.front();
  if (shell == "bash") {
    console.out(bash_completion());
  } else if (shell == "zsh") {
    console.out(zsh_completion());
  } else {
    throw UsageError{"there is no completion for '" + shell + "'", "it can be: bash, zsh"};
  }
  return ExitCode::done;
}

}  // namespace

Command completion_command() {
  return {"completion",
          "print shell completion",
          "Prints a script that completes commands, options, scenarios and keys in bash or zsh.",
          {{"SHELL", Argument::Kind::shell, true}},
          {},
          {{"source <(caravan completion bash)", "in ~/.bashrc"},
           {"caravan completion zsh > ~/.zfunc/_caravan", "a folder of fpath"}},
          do_completion};
}

}  // namespace caravan::cli
