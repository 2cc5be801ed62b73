#include "caravan/core/diagnostic.hpp"
#include "caravan/output/life.hpp"
#include "caravan/output/typical.hpp"

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

model::RunResult watched_run(Invocation const& invocation, scenario::Scenario const& scenario,
                             Console& console, model::Observer& observer) {
  Interrupt const interrupt;
  auto options = run_choice(invocation, scenario, console);
  options.observers.push_back(&observer);
  options.interrupt = interrupt.flag();
  Progress progress{console, scenario.clock.horizon};
  options.progress = [&progress](SimTime now) { progress.at(now); };
  return model::run(scenario, options);
}

std::string life_of(std::string const& name, Invocation const& invocation, Input const& input,
                    Console& console, model::End& end) {
  auto const& scenario = input.scenario();
  auto const running = model::Stages{scenario}.running;
  output::LifeRecorder recorder{name, running};
  auto const result = watched_run(invocation, scenario, console, recorder);
  end = result.end;
  auto const life = recorder.life(result);
  if (!life) {
    if (end != model::End::interrupted) nobody(name, recorder, result);
    return {};
  }
  if (!output::held_up_by_closures(scenario, result, *life)) {
    return output::life_text(scenario, result, *life);
  }
  // Luck goes by names: without its closures the run is the same but for what they did.
  auto calm = scenario;
  calm.closures = {};
  output::LifeRecorder undisturbed{name, running};
  auto const calm_result = watched_run(invocation, calm, console, undisturbed);
  return output::life_text(scenario, result, *life, undisturbed.life(calm_result));
}

std::string names_to_ask_for(Invocation const& invocation, Input const& input, Console& console,
                             model::End& end) {
  constexpr std::size_t kShown = 12;
  output::TypicalLoads loads{input.scenario().clock.warm_up};
  auto const result = watched_run(invocation, input.scenario(), console, loads);
  end = result.end;
  return loads.text(result, kShown);
}

ExitCode do_why(Invocation const& invocation, Console& console) {
  check_output(invocation);
  auto const input = load(invocation, console, "; nothing was run");
  if (!input.ok()) return input.code;
  auto end = model::End::horizon;
  auto const& arguments = invocation.arguments;
  auto const told = arguments.size() > 1
                        ? life_of(arguments.back(), invocation, input, console, end)
                        : names_to_ask_for(invocation, input, console, end);
  bool const partial = end == model::End::interrupted;
  deliver(invocation, console, (partial ? "PARTIAL: the run was interrupted\n" : "") + told);
  return partial ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

Command why_command() {
  auto options = run_options();
  for (auto const& option : output_options()) options.push_back(option);
  return {
      "why",
      "tell the life of one train, truck or load",
      "Runs the scenario and tells what NAME did, where and how long, what it waited for and "
      "who held that. If a closure held it up, the scenario is run once more without closures, to "
      "tell which train it missed and how late it is for them. A train is called service#12, a "
      "load on it service#12/3; trains formed "
      "at a terminal are called terminal>destination#5. Without NAME it names a middle, a late and "
      "the slowest load of each service and flow.",
      {scenario_argument(), {"NAME", Argument::Kind::name, false}},
      options,
      {{"caravan why khorgos.yaml", "which loads are worth a look"},
       {"caravan why khorgos.yaml 'xian-almaty#12'", "a train"},
       {"caravan why khorgos.yaml 'xian-almaty#12/3'", "its third load, to its destination"}},
      do_why};
}

}  // namespace caravan::cli
