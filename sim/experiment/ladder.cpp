#include "caravan/experiment/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/model/model.hpp"

namespace caravan::experiment {

namespace {

/// The steps of one rung with the scenarios that they lead to.
struct Trial {
  std::vector<Relaxation> relaxations;
  std::vector<scenario::Loaded> loaded;
};

std::vector<std::string> with(std::vector<std::string> changes, Relaxation const& step) {
  // The latest value of a path is the one that counts.
  std::erase_if(changes,
                [&](std::string const& each) { return each.starts_with(step.path + '='); });
  changes.push_back(step.path + '=' + step.after);
  return changes;
}

Trial trial_of(Loader const& load, std::vector<std::string> const& changes,
               std::vector<Relaxation> candidates, std::size_t at_once) {
  Trial trial;
  for (auto& candidate : candidates) {
    if (trial.relaxations.size() == at_once) break;
    auto loaded = load(with(changes, candidate));
    if (!loaded.scenario) continue;
    trial.relaxations.push_back(std::move(candidate));
    trial.loaded.push_back(std::move(loaded));
  }
  return trial;
}

std::string growing_queue(Replications const& table) {
  auto const queues = unstable(table);
  return queues.empty() ? std::string{} : queues.front().resource;
}

/// How much better a difference makes the measure; below 0: worse.
double gain_of(Difference const& difference, Measure const& measure) {
  return measure.better == Measure::Better::more ? difference.mean : -difference.mean;
}

/// The step that gains most, of those that gain enough for certain.
std::optional<std::size_t> best_of(Rung const& rung, Measure const& measure,
                                   LadderPlan const& plan) {
  std::optional<std::size_t> best;
  double most = 0;
  for (std::size_t i = 0; i < rung.tried.size(); ++i) {
    auto const& step = rung.tried[i];
    auto const gain = gain_of(step.gain, measure);
    if (step.p >= 1 - plan.replication.confidence) continue;
    if (gain < plan.threshold * std::fabs(step.gain.base) || gain <= most) continue;
    best = i;
    most = gain;
  }
  return best;
}

Rung rung_of(Comparison const& found, std::vector<Relaxation> relaxations, std::size_t row) {
  Rung rung;
  rung.growing = growing_queue(found.tables.front());
  auto const cost = found.find("cost");
  std::vector<double> p;
  for (auto const& differences : found.differences) p.push_back(differences[row].p);
  auto const adjusted = holm(p);
  for (std::size_t i = 0; i < relaxations.size(); ++i) {
    Step step{std::move(relaxations[i]), found.differences[i][row], std::nullopt, adjusted[i]};
    if (cost) step.cost = found.differences[i][*cost];
    rung.tried.push_back(std::move(step));
  }
  return rung;
}

bool locked_up(Comparison const& found) {
  return std::any_of(found.tables.begin(), found.tables.end(), [](Replications const& table) {
    return std::any_of(table.records.begin(), table.records.end(),
                       [](Record const& each) { return each.end == model::End::stalled; });
  });
}

UnknownMeasure unknown(std::string const& name, std::vector<Measure> const& measures) {
  std::vector<std::string> names;
  for (auto const& each : measures) names.push_back(each.name);
  return UnknownMeasure{name, nearest(name, names)};
}

/// One run, for its ledger of waits.
model::RunResult pilot(scenario::Scenario const& scenario, ReplicateOptions const& options) {
  model::RunOptions one;
  one.seed = options.seed;
  one.replication = options.first;
  one.shuffled_ties = options.shuffled_ties;
  one.interrupt = options.farm.interrupt;
  return model::run(scenario, one);
}

}  // namespace

Ladder climb(Loader const& load, LadderPlan const& plan, ReplicateOptions const& options) {
  Ladder ladder;
  ladder.measure.name = plan.measure;
  std::vector<std::string> changes;
  auto now = load(changes);
  expects(now.scenario.has_value(), "a ladder begins with a scenario that loads");
  while (ladder.rungs.size() < plan.most) {
    auto const first = pilot(*now.scenario, options);
    if (first.end == model::End::interrupted) {
      ladder.interrupted = true;
      break;
    }
    auto trial = trial_of(load, changes, relaxations(now, first), plan.at_once);
    if (trial.relaxations.empty()) {
      ladder.rungs.emplace_back();
      break;
    }
    std::vector<scenario::Scenario const*> scenarios{&*now.scenario};
    for (auto const& each : trial.loaded) scenarios.push_back(&*each.scenario);
    auto const found = compare(scenarios, plan.replication, options);
    if (found.interrupted) {
      ladder.interrupted = true;
      break;
    }
    ladder.stalled = ladder.stalled || locked_up(found);
    auto const row = found.find(plan.measure);
    if (!row) throw unknown(plan.measure, found.measures);
    ladder.measure = found.measures[*row];
    auto rung = rung_of(found, std::move(trial.relaxations), *row);
    rung.chosen = best_of(rung, ladder.measure, plan);
    auto const chosen = rung.chosen;
    ladder.rungs.push_back(std::move(rung));
    if (!chosen) break;
    changes = with(std::move(changes), ladder.rungs.back().tried[*chosen].relaxation);
    now = std::move(trial.loaded[*chosen]);
  }
  return ladder;
}

}  // namespace caravan::experiment
