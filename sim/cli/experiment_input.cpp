#include "cli/experiment_input.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

#include "cli/errors.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

constexpr std::uint64_t kMostReplications = 100'000;
constexpr std::uint64_t kMostThreads = 1024;

/// Of all measures, and of what stands before their first dots.
std::vector<std::string> names_of(std::set<std::string> const& measures) {
  std::set<std::string> names{measures};
  for (auto const& name : measures) names.insert(name.substr(0, name.find('.')));
  return {names.begin(), names.end()};
}

std::set<std::string> measures_in(std::vector<experiment::Replications const*> const& tables) {
  std::set<std::string> measures;
  for (auto const* const table : tables) {
    for (auto const& measure : table->measures) measures.insert(measure.name);
  }
  return measures;
}

}  // namespace

std::vector<Option> experiment_options() {
  return {{"replications", '\0', "N", "make N independent repetitions, instead of the scenario's"},
          {"threads", '\0', "N", "threads to work on; the answer does not depend on it"},
          {"measure",
           '\0',
           "NAME",
           "show also the measures whose names begin so, e.g. waits; may be repeated",
           {},
           true}};
}

void check_experiment(Invocation const& invocation) {
  if (whole_number(invocation, "replications", kMostReplications) == 0U) {
    throw UsageError{"--replications cannot be '0'", "one is the least"};
  }
  if (whole_number(invocation, "threads", kMostThreads) == 0U) {
    throw UsageError{"--threads cannot be '0'", "one is the least"};
  }
}

std::optional<scenario::Replication> plan_of(Invocation const& invocation,
                                             scenario::Scenario const& scenario) {
  auto const times = whole_number(invocation, "replications", kMostReplications);
  if (!times) return scenario.replication;
  auto plan = scenario.replication.value_or(scenario::Replication{});
  plan.until.reset();
  plan.at_least = plan.at_most = static_cast<int>(*times);
  return plan;
}

std::optional<scenario::Replication> plan_of_run(Invocation const& invocation,
                                                 scenario::Scenario const& scenario) {
  bool const one = invocation.has("replication") && !invocation.has("replications");
  return one ? std::nullopt : plan_of(invocation, scenario);
}

experiment::ReplicateOptions replicate_choice(Invocation const& invocation,
                                              scenario::Scenario const& scenario,
                                              Console& console) {
  auto const choice = run_choice(invocation, scenario, console);
  experiment::ReplicateOptions options;
  options.seed = choice.seed;
  options.first = choice.replication;
  options.shuffled_ties = choice.shuffled_ties;
  return options;
}

Prepared prepare(scenario::Scenario const& scenario, scenario::Replication const& plan,
                 experiment::ReplicateOptions const& options) {
  if (!plan.find_warm_up) return {scenario, std::nullopt};
  auto const found = experiment::find_warm_up(scenario, options);
  return {experiment::with_warm_up(scenario, found.length), found};
}

Watched::Watched(Invocation const& invocation, Console const& console, Interrupt const& interrupt,
                 experiment::Farm& farm)
    : console_{console} {
  progress_.emplace(console);
  farm.threads =
      static_cast<unsigned>(whole_number(invocation, "threads", kMostThreads).value_or(0));
  farm.interrupt = interrupt.flag();
  farm.progress = [this](experiment::FarmProgress progress) { progress_->at(progress); };
}

void Watched::say_seconds(std::size_t runs) {
  auto const seconds = progress_->seconds();
  progress_.reset();  // wipes its line
  if (!console_.watched()) return;
  console_.say(output::grouped(static_cast<std::int64_t>(runs)) + " runs in " +
               output::brief(seconds) + " s\n");
}

ExitCode code_of(std::vector<experiment::Replications const*> const& tables,
                 Console const& console) {
  bool interrupted = false;
  bool stalled = false;
  for (auto const* const table : tables) {
    interrupted = interrupted || table->interrupted;
    for (auto const& record : table->records) {
      stalled = stalled || record.end == model::End::stalled;
      if (record.broken.empty()) continue;
      console.say("caravan: the books of replication " + std::to_string(record.replication) +
                  " do not close; this is a bug in Caravan\n  repeat it with: " + console.repeat() +
                  '\n');
      return ExitCode::bug;
    }
  }
  return interrupted ? ExitCode::interrupted : stalled ? ExitCode::stalled : ExitCode::done;
}

void tell_of_unmet_measures(Invocation const& invocation,
                            std::vector<experiment::Replications const*> const& tables,
                            Console const& console) {
  auto const measures = measures_in(tables);
  if (measures.empty()) return;
  for (auto const& wanted : invocation.values("measure")) {
    auto const first = measures.lower_bound(wanted);
    if (first != measures.end() && first->starts_with(wanted)) continue;
    auto const near = nearest(wanted, names_of(measures));
    console.say("caravan: no measure begins with '" + printable(wanted) + "'\n  " +
                (near ? "did you mean '" + printable(*near) + "'?" : "--format csv names all") +
                '\n');
  }
}

void check_headline(Invocation const& invocation,
                    std::vector<experiment::Replications> const& tables) {
  if (!invocation.has("headline")) return;
  auto const headline = invocation.value("headline", "");
  std::vector<experiment::Replications const*> all;
  for (auto const& table : tables) all.push_back(&table);
  auto const measures = measures_in(all);
  if (measures.empty() || measures.contains(headline)) return;
  throw experiment::UnknownMeasure{headline, nearest(headline, names_of(measures))};
}

ExitCode told_of_measures(Console const& console, std::function<ExitCode()> const& act) {
  try {
    return act();
  } catch (experiment::UnknownMeasure const& error) {
    console.say("caravan: " + printable(error.what()) + '\n');
    if (error.near()) console.say("  did you mean `" + printable(*error.near()) + "`?\n");
    return ExitCode::scenario_invalid;
  }
}

}  // namespace caravan::cli
