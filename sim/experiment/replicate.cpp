#include "caravan/experiment/replicate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/estimate.hpp"
#include "caravan/experiment/run.hpp"

namespace caravan::experiment {

namespace {

/// Values of `measure` in the records so far.
std::vector<double> values_in(std::vector<Record> const& records, std::size_t count,
                              std::string const& measure) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    if (auto const value = records[i].value(measure)) values.push_back(*value);
  }
  return values;
}

bool precise(scenario::Replication const& plan, std::vector<Record> const& records,
             std::size_t count) {
  auto const result = estimate(values_in(records, count, plan.until->measure), plan.confidence);
  return result.half_width && *result.half_width <= plan.until->within * std::fabs(result.mean);
}

}  // namespace

UnknownMeasure::UnknownMeasure(std::string const& name, std::optional<std::string> nearest_name)
    : std::runtime_error{"there is no measure `" + name + "` in the first replication"},
      near_{std::move(nearest_name)} {}

Measured const* Record::find(std::string_view measure) const {
  auto const found = std::lower_bound(
      measured.begin(), measured.end(), measure,
      [](Measured const& each, std::string_view name) { return each.measure.name < name; });
  return found == measured.end() || found->measure.name != measure ? nullptr : &*found;
}

std::optional<double> Record::value(std::string_view measure) const {
  auto const* const found = find(measure);
  if (found == nullptr) return std::nullopt;
  return found->value;
}

void check_measure(scenario::Replication const& plan, Record const& first) {
  if (!plan.until || first.end != model::End::horizon) return;
  auto const& wanted = plan.until->measure;
  if (first.value(wanted)) return;
  std::vector<std::string> names;
  for (auto const& each : first.measured) names.push_back(each.measure.name);
  throw UnknownMeasure{wanted, nearest(wanted, names)};
}

Record record_of(scenario::Scenario const& scenario, Answer const& answer) {
  Record record;
  record.seed = answer.seed;
  record.replication = answer.replication;
  record.end = answer.result.end;
  record.events = answer.result.events;
  record.broken = answer.result.audit.broken;
  record.results = answer.results;
  for (auto const& resource : answer.result.resources) {
    if (resource.growth_per_week > 0) {
      record.growing.push_back({resource.name, resource.growth_per_week});
    }
  }
  if (record.end == model::End::horizon) record.measured = measures_of(scenario, answer.result);
  return record;
}

Record record_of(scenario::Scenario const& scenario, model::RunOptions const& options,
                 std::function<void(model::RunResult const&)> const& look) {
  auto const answer = [&] {
    try {
      return experiment::run(scenario, options);
    } catch (Fault const& fault) {
      throw Fault{std::string{fault.what()} + " (seed " + std::to_string(options.seed) +
                  ", replication " + std::to_string(options.replication) + ')'};
    }
  }();
  if (look) look(answer.result);
  return record_of(scenario, answer);
}

std::vector<double> Replications::observed(std::size_t measure) const {
  std::vector<double> there;
  for (auto const& value : values[measure]) {
    if (value) there.push_back(*value);
  }
  return there;
}

Fingerprint fingerprint_of(Replications const& table) {
  Fingerprint print;
  for (auto const& record : table.records) print.absorb(std::string_view{record.results.text()});
  return print;
}

Replications tabulate(std::vector<Record> records) {
  Replications table;
  std::map<std::string, Measure> known;
  for (auto const& record : records) {
    for (auto const& each : record.measured) known.try_emplace(each.measure.name, each.measure);
  }
  for (auto& [name, measure] : known) table.measures.push_back(std::move(measure));
  table.values.resize(table.measures.size());
  for (auto& column : table.values) column.resize(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::size_t row = 0;
    for (auto const& each : records[i].measured) {
      while (table.measures[row].name != each.measure.name) ++row;
      table.values[row][i] = each.value;
    }
    records[i].measured.clear();
  }
  table.records = std::move(records);
  return table;
}

model::RunOptions ReplicateOptions::run(std::size_t replication) const {
  model::RunOptions one;
  one.seed = seed;
  one.replication = first + static_cast<std::uint32_t>(replication);
  one.shuffled_ties = shuffled_ties;
  one.interrupt = farm.interrupt;
  return one;
}

Replications replicate(scenario::Scenario const& scenario, scenario::Replication const& plan,
                       ReplicateOptions const& options) {
  expects(plan.at_least >= 1 && plan.at_most >= plan.at_least, "a plan has replications");
  std::vector<Record> records(static_cast<std::size_t>(plan.at_most));
  auto const work = [&](std::size_t i) { records[i] = record_of(scenario, options.run(i)); };
  std::size_t kept = 0;
  bool enough = false;
  auto const take = [&](std::size_t i) {
    if (records[i].end == model::End::interrupted) return false;
    if (i == 0) check_measure(plan, records[i]);
    kept = i + 1;
    enough = plan.until
                 ? kept >= static_cast<std::size_t>(plan.at_least) && precise(plan, records, kept)
                 : kept >= static_cast<std::size_t>(plan.at_least);
    return !enough;
  };
  options.farm.run(records.size(), work, take);
  bool const all = kept == records.size();
  records.resize(kept);
  auto table = tabulate(std::move(records));
  table.interrupted = !all && !enough;
  table.precise_enough = enough;
  return table;
}

std::vector<Unstable> unstable(std::span<Record const> records) {
  std::map<std::string, Unstable> by_resource;
  for (auto const& record : records) {
    for (auto const& growth : record.growing) {
      auto& row = by_resource[growth.resource];
      row.resource = growth.resource;
      ++row.in;
      row.per_week += growth.per_week;
    }
  }
  std::vector<Unstable> rows;
  for (auto& [name, row] : by_resource) {
    if (2 * row.in <= records.size()) continue;
    row.per_week /= static_cast<double>(row.in);
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](Unstable const& a, Unstable const& b) {
    return std::tie(b.per_week, a.resource) < std::tie(a.per_week, b.resource);
  });
  return rows;
}

bool is_steady(scenario::Scenario const& scenario) {
  return scenario.clock.warm_up > SimTime::start();
}

std::string endless_queue(bool steady, std::span<Record const> records) {
  if (!steady) return {};
  auto queues = unstable(records);
  return queues.empty() ? std::string{} : std::move(queues.front().resource);
}

}  // namespace caravan::experiment
