#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "caravan/experiment/compare.hpp"
#include "caravan/output/comparison.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/report_output.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

/// Names, words about the scenario, how often it is run and what is expected of it.
bool says_nothing_of_the_run(std::string const& path) {
  return path == "name" || path == "about" || path == "seed" || path.starts_with("replicate") ||
         path.starts_with("expect");
}

/// What differs between two scenarios, as written.
std::vector<output::Change> changes_between(scenario::Loaded const& a, scenario::Loaded const& b) {
  std::map<std::string, output::Change> by_path;
  for (auto const& value : a.values) by_path[value.path].before = value.text;
  for (auto const& value : b.values) by_path[value.path].after = value.text;
  std::vector<output::Change> changes;
  for (auto& [path, change] : by_path) {
    if (change.before == change.after) continue;
    if (says_nothing_of_the_run(path)) continue;
    change.path = path;
    changes.push_back(change);
  }
  return changes;
}

/// All scenarios asked for: the files, then the base with each `--with`.
struct Inputs {
  std::vector<Input> all;
  ExitCode code = ExitCode::done;
};

Inputs load_all(Invocation const& invocation, Console const& console) {
  Inputs inputs;
  auto const add = [&](std::string const& file, std::vector<std::string> const& more) {
    auto one = invocation;
    one.arguments = {file};
    one.options["with"] = more;  // of this one, not of all
    auto input = load(one, console, "; nothing was run");
    if (!input.ok()) inputs.code = input.code;
    inputs.all.push_back(std::move(input));
  };
  for (auto const& file : invocation.arguments) add(file, {});
  for (auto const& change : invocation.values("with")) add(invocation.arguments.front(), {change});
  return inputs;
}

/// The measure that the sentence is about: as asked for, else what the plan waits for, else the
/// slow tenth of the lead times.
std::string headline(Invocation const& invocation, scenario::Replication const& plan) {
  auto const usual = plan.until ? plan.until->measure : std::string{"lead-time.p90"};
  return invocation.value("headline", usual);
}

std::string formatted(Invocation const& invocation, output::Versus const& versus) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::versus_csv(versus);
  if (format == "json") return output::versus_json(versus);
  return output::versus_text(versus, invocation.values("measure"));
}

/// All scenarios count from the same time on: the longest warm-up that one of them needs.
std::vector<scenario::Scenario> prepared(Inputs const& inputs, scenario::Replication const& plan,
                                         experiment::ReplicateOptions const& options,
                                         std::optional<experiment::WarmUp>& found) {
  std::vector<scenario::Scenario> scenarios;
  for (auto const& input : inputs.all) scenarios.push_back(input.scenario());
  if (!plan.find_warm_up) return scenarios;
  for (auto const& one : scenarios) {
    auto const own = experiment::find_warm_up(one, options);
    if (!found) found = own;
    found->too_short = found->too_short || own.too_short;
    found->length = std::max(found->length, own.length);
  }
  for (auto& one : scenarios) {
    if (found->length < one.clock.horizon.since_start()) {
      one = experiment::with_warm_up(std::move(one), found->length);
    }
  }
  return scenarios;
}

/// A comparison, and what it was made of.
struct Made {
  scenario::Replication plan;
  std::uint64_t seed = 1;
  std::optional<experiment::WarmUp> found;
  std::vector<scenario::Scenario> scenarios;  ///< as they were run
  experiment::Comparison comparison;

  [[nodiscard]] std::size_t runs() const {
    return comparison.tables.size() * comparison.tables.front().records.size();
  }
};

/// What `invocation` asks for, on the threads that `working` asks for.
Made make(Invocation const& invocation, Invocation const& working, Inputs const& inputs,
          Console& console) {
  auto const& base = inputs.all.front().scenario();
  Interrupt const interrupt;
  auto options = replicate_choice(invocation, base, console);
  Watched watched{working, console, interrupt, options.farm};
  Made made{plan_of(invocation, base).value_or(scenario::Replication{}), options.seed, {}, {}, {}};
  made.scenarios = prepared(inputs, made.plan, options, made.found);
  std::vector<scenario::Scenario const*> asked;
  for (auto const& each : made.scenarios) asked.push_back(&each);
  made.comparison = experiment::compare(asked, made.plan, options);
  watched.say_seconds(made.runs());
  return made;
}

Manifest manifest(Invocation const& invocation, Inputs const& inputs, Made const& made) {
  Fingerprint all;
  for (auto const& each : inputs.all) all.absorb(std::string_view{each.scenario().hash});
  return manifest_of(deciding_words("compare", invocation), inputs.all.front(), all.text(),
                     experiment::fingerprint_of(made.comparison).text());
}

/// The first replication of each scenario, and what differs.
std::string document_of_versus(Invocation const& invocation, output::Versus const& versus,
                               Console& console) {
  std::deque<WatchedRun> runs;
  output::Report report;
  for (auto const& compared : versus.scenarios) {
    auto options = run_choice(invocation, *compared.scenario, console);
    options.seed = versus.seed;
    auto const& run = runs.emplace_back(*compared.scenario, std::move(options), console);
    report.runs.push_back({*compared.scenario, run.answer, run.reader});
  }
  report.comparison = output::versus_json(versus);
  return document_of(std::move(report));
}

/// `made` must outlive it.
output::Versus versus_of(Invocation const& invocation, Inputs const& inputs, Made const& made) {
  std::vector<output::Compared> compared;
  for (std::size_t i = 0; i < made.scenarios.size(); ++i) {
    auto const changes = changes_between(inputs.all.front().loaded, inputs.all[i].loaded);
    compared.push_back({&made.scenarios[i], output::changes_text(changes)});
  }
  return {std::move(compared), made.plan, made.seed, made.found, headline(invocation, made.plan),
          made.comparison};
}

std::vector<experiment::Replications const*> tables_of(Made const& made) {
  std::vector<experiment::Replications const*> tables;
  for (auto const& table : made.comparison.tables) tables.push_back(&table);
  return tables;
}

ExitCode run_comparison(Invocation const& invocation, Inputs const& inputs, Console& console) {
  auto const made = make(invocation, invocation, inputs, console);
  check_headline(invocation, made.comparison.tables);
  auto const versus = versus_of(invocation, inputs, made);
  deliver(invocation, console, formatted(invocation, versus));
  if (!made.comparison.interrupted) {
    if (invocation.has("report")) {
      auto const document = document_of_versus(invocation, versus, console);
      keep_report(invocation, output::report_page(document, inputs.all.front().scenario().name));
    }
    keep_manifest(invocation, manifest(invocation, inputs, made));
  }
  tell_of_unmet_measures(invocation, tables_of(made), console);
  auto const code = code_of(tables_of(made), console);
  return code == ExitCode::done && made.comparison.interrupted ? ExitCode::interrupted : code;
}

ExitCode do_compare(Invocation const& invocation, Console& console) {
  check_output(invocation);
  check_report(invocation);
  check_experiment(invocation);
  if (invocation.arguments.size() < 2 && !invocation.has("with")) {
    throw UsageError{"'caravan compare' needs a second scenario, or --with a change",
                     "e.g. caravan compare khorgos.yaml --with terminals.dry-port.cranes=8"};
  }
  auto const inputs = load_all(invocation, console);
  if (inputs.code != ExitCode::done) return inputs.code;
  return told_of_measures(console, [&] { return run_comparison(invocation, inputs, console); });
}

}  // namespace

Again compare_again(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const asked = asked_by(was, compare_command());
  auto const inputs = load_all(asked, console);
  if (inputs.code != ExitCode::done) return {inputs.code, {}};
  auto const made = make(asked, invocation, inputs, console);
  if (made.comparison.interrupted) return {ExitCode::interrupted, {}};
  return {ExitCode::done, manifest(asked, inputs, made), made.runs()};
}

Shown compare_shown(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const asked = asked_by(was, compare_command());
  auto const inputs = load_all(asked, console);
  if (inputs.code != ExitCode::done) return {inputs.code};
  auto const made = make(asked, invocation, inputs, console);
  if (made.comparison.interrupted) return {ExitCode::interrupted};
  auto const versus = versus_of(asked, inputs, made);
  return {code_of(tables_of(made), console), document_of_versus(asked, versus, console),
          inputs.all.front().scenario().name};
}

Command compare_command() {
  auto options = run_options();
  options.push_back({"with",
                     '\0',
                     "PATH=VALUE",
                     "also compare SCENARIO with one value changed; may be repeated",
                     {},
                     true});
  options.push_back({"headline", '\0', "NAME", "the measure that the sentence is about"});
  options.push_back({"format",
                     '\0',
                     "FORM",
                     "table for people, csv or json for programs",
                     {"table", "csv", "json"}});
  options.push_back(report_option());
  for (auto const& option : experiment_options()) options.push_back(option);
  for (auto const& option : output_options()) options.push_back(option);
  return {"compare",
          "compare scenarios on common luck",
          "Runs SCENARIO and each OTHER equally often, in pairs that share their luck, and prints "
          "what differs: the differences with their intervals, which of them are real, and how "
          "much variance the common luck saved. Without --replications and without the key "
          "`replicate` in SCENARIO it makes 10. --set changes all scenarios.",
          {scenario_argument(), {"OTHER", Argument::Kind::scenario, false, true}},
          options,
          {{"caravan compare khorgos.yaml third-crane.yaml", "two files"},
           {"caravan compare khorgos.yaml --with terminals.dry-port.cranes=8", "what if"},
           {"caravan compare a.yaml b.yaml c.yaml --replications 30", "several at once"}},
          do_compare};
}

}  // namespace caravan::cli
