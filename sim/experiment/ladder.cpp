#include "caravan/experiment/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"

#include "experiment/race.hpp"

namespace caravan::experiment {

namespace {

std::vector<std::string> with(std::vector<std::string> changes, Relaxation const& step) {
  // The latest value of a path is the one that counts.
  std::erase_if(changes,
                [&](std::string const& each) { return each.starts_with(step.path + '='); });
  changes.push_back(step.path + '=' + step.after);
  return changes;
}

/// The first of `candidates` that load.
std::vector<Runner> runners_of(Loader const& load, std::vector<std::string> const& changes,
                               std::vector<Relaxation> const& candidates, std::size_t at_once) {
  std::vector<Runner> runners;
  for (auto const& candidate : candidates) {
    if (runners.size() == at_once) break;
    if (!candidate.table.empty()) continue;
    auto loaded = load(with(changes, candidate));
    if (!loaded.scenario) continue;
    runners.emplace_back(std::move(loaded));
    runners.back().step = candidate;
  }
  return runners;
}

/// The relaxations of the thing that `resource` belongs to before all others: of `dry-port cranes`
/// those of `terminals.dry-port`.
std::vector<Relaxation> first_of(std::vector<Relaxation> relaxations, std::string const& resource) {
  auto const thing = '.' + resource.substr(0, resource.find(' ')) + '.';
  std::stable_partition(relaxations.begin(), relaxations.end(), [&](Relaxation const& each) {
    return each.path.find(thing) != std::string::npos;
  });
  return relaxations;
}

/// The measure of this name, as a run has it.
Measure measure_of(std::string const& name, Runner const& runner) {
  std::vector<std::string> names;
  for (auto const& record : runner.records) {
    if (auto const* const found = record.find(name)) return found->measure;
    for (auto const& each : record.measured) names.push_back(each.measure.name);
  }
  throw UnknownMeasure{name, nearest(name, names)};
}

Rung rung_of(Race const& race, Runner const& base) {
  Rung rung;
  rung.growing = endless_queue(true, base.records);
  for (auto const& each : base.relaxations) {
    rung.share += each.share;
    if (!each.table.empty()) rung.counted.push_back(each);
  }
  for (std::size_t i = 0; i < race.runners().size(); ++i) {
    rung.tried.push_back({race.runners()[i].step, race.gain(i), race.difference_in("cost", i),
                          race.adjusted_p(i), race.growing(i)});
  }
  rung.chosen = race.winner();
  return rung;
}

/// Takes note of the runs of `runner` from number `first` on.
void count(Ladder& ladder, Runner const& runner, std::size_t first) {
  for (auto i = first; i < runner.records.size(); ++i) {
    auto const& record = runner.records[i];
    ladder.results.absorb(std::string_view{record.results.text()});
    ladder.stalled = ladder.stalled || record.end == model::End::stalled;
    ++ladder.runs;
  }
}

}  // namespace

std::vector<std::size_t> looks_of(scenario::Replication const& replication) {
  constexpr std::size_t kFirst = 5;
  auto const last =
      static_cast<std::size_t>(replication.until ? replication.at_most : replication.at_least);
  std::vector<std::size_t> looks;
  for (auto look = kFirst; look < last; look *= 2) looks.push_back(look);
  looks.push_back(last);
  return looks;
}

Ladder climb(Loader const& load, LadderPlan const& plan, ReplicateOptions const& options) {
  Ladder ladder;
  ladder.measure.name = plan.measure;
  std::vector<std::string> changes;
  Runner base{load(changes)};
  expects(base.loaded.scenario.has_value(), "a ladder begins with a scenario that loads");
  while (ladder.rungs.size() < plan.most) {
    auto const known = base.records.size();
    if (!make_runs({&base}, looks_of(plan.replication).front(), options)) {
      ladder.interrupted = true;
      break;
    }
    ladder.measure = measure_of(plan.measure, base);
    auto const queue = endless_for(ladder.measure, base, base.records.size());
    bool const endless = !queue.empty();
    auto const candidates = endless ? first_of(base.relaxations, queue) : base.relaxations;
    Race race{plan, ladder.measure, base,
              runners_of(load, changes, candidates, endless ? 1 : plan.at_once)};
    if (!(endless ? race.look_once(options) : race.run(options))) {
      ladder.interrupted = true;
      break;
    }
    count(ladder, base, known);
    for (auto const& runner : race.runners()) count(ladder, runner, 0);
    ladder.rungs.push_back(rung_of(race, base));
    ladder.rungs.back().endless = endless;
    auto const chosen = ladder.rungs.back().chosen;
    if (!chosen) break;
    changes = with(std::move(changes), ladder.rungs.back().tried[*chosen].relaxation);
    base = race.take(*chosen);
  }
  return ladder;
}

}  // namespace caravan::experiment
