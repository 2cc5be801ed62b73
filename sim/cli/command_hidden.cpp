#include "caravan/core/contract.hpp"
#include "caravan/scenario/schema.hpp"

#include "cli/commands.hpp"
#include "cli/pages.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

std::vector<Command> hidden_commands() {
  return {{"__man",
           "print the manual page",
           "",
           {},
           {},
           {},
           [](Invocation const&, Console& console) {
             console.out(manual_page());
             return ExitCode::done;
           }},
          {"__reference",
           "print docs/reference/cli.md",
           "",
           {},
           {},
           {},
           [](Invocation const&, Console& console) {
             console.out(reference_page());
             return ExitCode::done;
           }},
          {"__keys",
           "print every key of the scenario language",
           "",
           {},
           {},
           {},
           [](Invocation const&, Console& console) {
             for (auto const& key : scenario::all_keys()) console.out(key + '\n');
             return ExitCode::done;
           }},
          {"__bug",
           "break a promise, to see how a bug is reported",
           "",
           {},
           {},
           {},
           [](Invocation const& invocation, Console& console) -> ExitCode {
             console.set_repeat("caravan " + shell_words(invocation.words));
             expects(false, "a promise that is broken on purpose");
             return ExitCode::done;
           }}};
}

}  // namespace caravan::cli
