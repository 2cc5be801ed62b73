#include "caravan/experiment/compare.hpp"

#include <cmath>
#include <map>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::experiment {

namespace {

/// Values of a measure in the first `pairs` records of scenario number `system` of `systems`.
std::vector<std::optional<double>> column(std::vector<Record> const& records, std::size_t system,
                                          std::size_t systems, std::size_t pairs,
                                          std::string const& measure) {
  std::vector<std::optional<double>> values;
  for (std::size_t i = 0; i < pairs; ++i) {
    values.push_back(records[i * systems + system].value(measure));
  }
  return values;
}

bool precise(scenario::Replication const& plan, std::vector<Record> const& records,
             std::size_t systems, std::size_t pairs) {
  auto const& measure = plan.until->measure;
  auto const base = column(records, 0, systems, pairs, measure);
  for (std::size_t system = 1; system < systems; ++system) {
    auto const found =
        difference(base, column(records, system, systems, pairs, measure), plan.confidence);
    if (!found.half_width) return false;
    if (*found.half_width > plan.until->within * std::fabs(found.base)) return false;
  }
  return true;
}

std::vector<std::optional<double>> values_in(Replications const& table,
                                             std::string const& measure) {
  if (auto const row = table.find(measure)) return table.values[*row];
  return std::vector<std::optional<double>>(table.records.size());
}

/// Sorts records, which lie system by system within each replication, into tables.
Comparison sorted(std::vector<Record> records, std::size_t systems, double confidence) {
  Comparison result;
  std::map<std::string, Measure> known;
  for (std::size_t system = 0; system < systems; ++system) {
    std::vector<Record> own;
    for (std::size_t i = system; i < records.size(); i += systems) {
      own.push_back(std::move(records[i]));
    }
    result.tables.push_back(tabulate(std::move(own)));
    for (auto const& measure : result.tables.back().measures) {
      known.try_emplace(measure.name, measure);
    }
  }
  for (auto& [name, measure] : known) result.measures.push_back(std::move(measure));
  Estimator estimator{confidence};
  for (std::size_t system = 1; system < systems; ++system) {
    std::vector<Difference> differences;
    for (auto const& measure : result.measures) {
      differences.push_back(difference(values_in(result.tables.front(), measure.name),
                                       values_in(result.tables[system], measure.name), estimator));
    }
    result.differences.push_back(std::move(differences));
  }
  return result;
}

}  // namespace

Fingerprint fingerprint_of(Comparison const& comparison) {
  Fingerprint print;
  for (auto const& table : comparison.tables) print.absorb(fingerprint_of(table).text());
  return print;
}

Comparison compare(std::vector<scenario::Scenario const*> const& scenarios,
                   scenario::Replication const& plan, ReplicateOptions const& options) {
  expects(scenarios.size() >= 2, "a comparison has a base and an alternative");
  expects(plan.at_least >= 1 && plan.at_most >= plan.at_least, "a plan has replications");
  auto const systems = scenarios.size();
  auto const most = static_cast<std::size_t>(plan.until ? plan.at_most : plan.at_least);
  std::vector<Record> records(systems * most);
  auto const work = [&](std::size_t i) {
    records[i] = record_of(*scenarios[i % systems], options.run(i / systems));
  };
  std::size_t pairs = 0;
  bool enough = false;
  auto const take = [&](std::size_t i) {
    if (records[i].end == model::End::interrupted) return false;
    if (i == 0) check_measure(plan, records[i]);
    if (i % systems + 1 < systems) return true;
    pairs = i / systems + 1;
    enough = pairs >= static_cast<std::size_t>(plan.at_least) &&
             (!plan.until || precise(plan, records, systems, pairs));
    return !enough;
  };
  options.farm.run(records.size(), work, take);
  bool const all = pairs == most;
  records.resize(pairs * systems);
  auto result = sorted(std::move(records), systems, plan.confidence);
  result.interrupted = !all && !enough;
  result.precise_enough = enough;
  return result;
}

}  // namespace caravan::experiment
