#include "caravan/core/diagnostic.hpp"
#include "caravan/output/life.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

[[noreturn]] void nobody(std::string const& name, output::LifeRecorder const& recorder,
                         model::RunResult const& result) {
  constexpr std::size_t kShown = 12;
  auto const all = recorder.who_lived(result);
  std::string help = "there were: ";
  for (std::size_t i = 0; i < all.size() && i < kShown; ++i) help += (i > 0 ? ", " : "") + all[i];
  if (all.size() > kShown) help += ", and " + std::to_string(all.size() - kShown) + " more kinds";
  throw UsageError{"no train, truck or load called '" + name + "' lived in this run",
                   all.empty() ? "nobody set out at all" : help};
}

ExitCode act(Invocation const& invocation, Console& console) {
  check_output(invocation);
  auto const input = load(invocation, console, "; nothing was run");
  if (!input.ok()) return input.code;
  auto const& name = invocation.arguments.back();
  output::LifeRecorder recorder{name};
  Interrupt const interrupt;
  auto options = run_choice(invocation, input.scenario(), console);
  options.observers.push_back(&recorder);
  options.interrupt = interrupt.flag();
  auto const result = [&] {
    Progress progress{console, input.scenario().clock.horizon};
    options.progress = [&progress](SimTime now) { progress.at(now); };
    return model::run(input.scenario(), options);
  }();
  auto const life = recorder.life(result);
  bool const partial = result.end == model::End::interrupted;
  if (!life && !partial) nobody(name, recorder, result);
  auto text = std::string{partial ? "PARTIAL: the run was interrupted\n" : ""};
  if (life) text += output::life_text(input.scenario(), result, *life);
  deliver(invocation, console, text);
  return partial ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

Command why_command() {
  auto options = run_options();
  for (auto const& option : output_options()) options.push_back(option);
  return {"why",
          "tell the life of one train, truck or load",
          "Runs the scenario and tells what NAME did, where and how long, what it waited for and "
          "who held that. A train is called service#12, a load on it service#12/3; trains formed "
          "at a terminal are called terminal>destination#5.",
          {scenario_argument(), {"NAME", Argument::Kind::name, true}},
          options,
          {{"caravan why khorgos.yaml 'xian-almaty#12'", "a train"},
           {"caravan why khorgos.yaml 'xian-almaty#12/3'", "its third load, to its destination"}},
          act};
}

}  // namespace caravan::cli
