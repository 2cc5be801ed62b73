#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/files.hpp"
#include "cli/scenario_input.hpp"
#include "cli/starter.hpp"

namespace caravan::cli {

namespace {

ExitCode do_new(Invocation const& invocation, Console& console) {
  auto name = invocation.arguments.empty() ? std::string{"first"} : invocation.arguments.front();
  if (name == "-") {
    console.out(starter_scenario());
    return ExitCode::done;
  }
  if (name.empty()) throw UsageError{"a scenario needs a name"};
  if (!name.ends_with(".yaml")) name += ".yaml";
  write_file(name, starter_scenario(), false);
  console.say("wrote " + name + "; now: caravan run " + shell_words({name}) + '\n');
  return ExitCode::done;
}

}  // namespace

Command new_command() {
  return {"new",
          "write a scenario to start from",
          "Writes NAME.yaml (first.yaml without NAME): a small commented scenario with a gauge "
          "transfer, which runs as it is. A file that exists is never overwritten. With - it "
          "goes to standard output.",
          {{"NAME", Argument::Kind::name, false}},
          {},
          {{"caravan new almaty", "writes almaty.yaml"},
           {"caravan new - | caravan run -", "a first answer without a file"}},
          do_new};
}

}  // namespace caravan::cli
