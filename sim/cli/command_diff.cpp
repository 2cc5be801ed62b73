#include <map>
#include <string>
#include <utility>
#include <vector>

#include "caravan/experiment/divergence.hpp"
#include "caravan/output/divergence.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/interrupt.hpp"
#include "cli/manifest.hpp"
#include "cli/options.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

/// One of the two: what is run, and what the user calls it.
struct Run {
  std::string name;
  Input input;
  model::RunOptions options;
};

/// A scenario, or the result of a run by its manifest.
Invocation asked_for(std::string const& word, Invocation const& invocation) {
  if (word.ends_with(".yaml") || word.ends_with(".yml") || word == "-") {
    auto asked = invocation;
    asked.arguments = {word};
    return asked;
  }
  auto const manifest = read_manifest(word);
  if (manifest.command.empty() || manifest.command.front() != "run") {
    throw FileError{word + " is no result of 'caravan run'"};
  }
  return parse({manifest.command.begin() + 1, manifest.command.end()}, run_command().options);
}

Run run_of(std::string const& word, std::vector<std::string> const& more,
           Invocation const& invocation, Console& console) {
  auto asked = asked_for(word, invocation);
  asked.options["with"] = more;  // of this one, not of both
  Run run{word, load(asked, console, "; nothing was run"), {}};
  for (auto const& change : more) run.name += " with " + change;
  if (!run.input.ok()) return run;
  run.options = run_choice(asked, run.input.scenario(), console);
  run.name += " · seed " + std::to_string(run.options.seed) + ", replication " +
              std::to_string(run.options.replication);
  return run;
}

std::vector<output::DifferentValue> different_values(scenario::Loaded const& a,
                                                     scenario::Loaded const& b) {
  std::map<std::string, output::DifferentValue> by_path;
  for (auto const& value : a.values) {
    auto& row = by_path[value.path];
    row.a = value.text;
    row.at_a = value.origin;
  }
  for (auto const& value : b.values) {
    auto& row = by_path[value.path];
    row.b = value.text;
    row.at_b = value.origin;
  }
  std::vector<output::DifferentValue> values;
  for (auto& [path, row] : by_path) {
    if (row.a == row.b || path.starts_with("expect.")) continue;
    row.path = path;
    values.push_back(std::move(row));
  }
  return values;
}

ExitCode do_diff(Invocation const& invocation, Console& console) {
  auto const& words = invocation.arguments;
  if (words.size() < 2 && !invocation.has("with")) {
    throw UsageError{"'caravan diff' needs a second run, or --with a change",
                     "e.g. caravan diff khorgos.yaml --with terminals.dry-port.cranes=8"};
  }
  if (words.size() == 2 && words[0] == "-" && words[1] == "-") {
    throw UsageError{"standard input can be only one of the two", "name a file"};
  }
  auto const a = run_of(words.front(), {}, invocation, console);
  auto const b = run_of(words.back(), invocation.values("with"), invocation, console);
  if (!a.input.ok()) return a.input.code;
  if (!b.input.ok()) return b.input.code;
  console.set_repeat("caravan " + shell_words(invocation.words));
  Interrupt const interrupt;
  auto const found = experiment::find_divergence(
      {&a.input.scenario(), a.options}, {&b.input.scenario(), b.options}, interrupt.flag());
  if (!found) return ExitCode::interrupted;
  console.out(output::parting_text({a.name, b.name, a.input.scenario(), b.input.scenario(), *found,
                                    different_values(a.input.loaded, b.input.loaded)}));
  bool const same = !found->parted && found->a.results == found->b.results;
  return same ? ExitCode::done : ExitCode::gate_failed;
}

}  // namespace

Command diff_command() {
  auto options = run_options();
  options.push_back({"with",
                     '\0',
                     "PATH=VALUE",
                     "change a value of B, which is A again if it is not given; may be repeated",
                     {},
                     true});
  return {
      "diff",
      "find where two runs part",
      "Plays both runs and tells the first thing that happens in one and not in the other: "
      "when, where, to whom, what those concerned did last, who held them up, and which values "
      "of the scenarios differ. A and B are scenarios, run with the same seed, or results that "
      "'caravan run -o' wrote. Exit code 0 if the runs are the same, 1 if they part.",
      {{"A", Argument::Kind::scenario}, {"B", Argument::Kind::scenario, false}},
      options,
      {{"caravan diff before.yaml after.yaml", "what does the change do first?"},
       {"caravan diff khorgos.yaml --with terminals.khorgos.cranes=8", "the same for one value"},
       {"caravan diff old/answer.json new/answer.json", "two results, by their manifests"}},
      do_diff};
}

}  // namespace caravan::cli
