#include "caravan/experiment/study.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "caravan/experiment/estimate.hpp"

namespace caravan::experiment {

namespace {

std::optional<Measured> measured_in(Made const& made, std::string_view name) {
  auto const& all = made.record.measured;
  auto const found = std::lower_bound(
      all.begin(), all.end(), name,
      [](Measured const& each, std::string_view wanted) { return each.measure.name < wanted; });
  if (found == all.end() || found->measure.name != name) return std::nullopt;
  return *found;
}

/// The values of a measure at a point, replication by replication from 0, as far as there are.
struct Column {
  std::size_t point = 0;
  std::vector<double> values;
};

Column column_of(std::size_t point, MadeRuns const& made, std::string_view measure) {
  Column column{point, {}};
  for (std::uint32_t r = 0;; ++r) {
    auto const run = made.find({point, r});
    if (run == made.end()) break;
    auto const value = measured_in(run->second, measure);
    if (!value) break;
    column.values.push_back(value->value);
  }
  return column;
}

bool more_is_better(MadeRuns const& made, std::string_view measure) {
  for (auto const& [job, run] : made) {
    if (auto const found = measured_in(run, measure)) {
      return found->measure.better == Measure::Better::more;
    }
  }
  return false;
}

/// How far the procedure has come by whole stages: what one that was cut off would decide does not
/// count, so that a study goes on as if it had never stopped.
struct Stages {
  KnSelection procedure;
  std::size_t next = 0;   ///< first replication of the next stage
  std::size_t until = 0;  ///< and the one after its last
};

Stages stages_of(Study const& study, std::vector<Column> const& columns, bool more) {
  auto const& best = *study.sweep.best;
  auto const first = static_cast<std::size_t>(study.replications);
  auto const at_most = static_cast<std::size_t>(best.at_most);
  std::vector<std::vector<double>> stage;
  for (auto const& column : columns) {
    stage.emplace_back(column.values.begin(),
                       column.values.begin() + static_cast<std::ptrdiff_t>(first));
  }
  Stages stages{KnSelection{stage, {*best.within, best.confidence, more}}, first, first};
  auto& procedure = stages.procedure;
  for (;;) {
    stages.until = std::max(stages.next, std::min(stages.next + kStage, at_most));
    auto const has_it = [&](std::size_t i) { return columns[i].values.size() >= stages.until; };
    if (procedure.decided() || stages.next == stages.until ||
        !std::all_of(procedure.left().begin(), procedure.left().end(), has_it)) {
      return stages;
    }
    for (; stages.next < stages.until; ++stages.next) {
      if (procedure.decided()) continue;
      std::vector<double> values;
      for (auto const i : procedure.left()) values.push_back(columns[i].values[stages.next]);
      procedure.add(values);
    }
  }
}

/// Of all points that have a value in each replication of the first stage.
std::vector<Column> columns_of(Study const& study, MadeRuns const& made) {
  std::vector<Column> columns;
  for (std::size_t p = 0; p < study.points.size(); ++p) {
    auto column = column_of(p, made, study.sweep.best->measure);
    if (column.values.size() >= static_cast<std::size_t>(study.replications)) {
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

bool has_stages(Study const& study) {
  return study.sweep.best && study.sweep.best->within && study.replications >= 2;
}

}  // namespace

void drop_unwanted(Study const& study, Made& made) {
  auto const& sweep = study.sweep;
  if (sweep.measures.empty()) return;
  auto const begins_as = [](std::vector<std::string> const& names, std::string const& name) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string const& each) { return name.starts_with(each); });
  };
  std::erase_if(made.record.measured, [&](Measured const& each) {
    auto const& name = each.measure.name;
    return !begins_as(sweep.measures, name) && !begins_as(study.shown, name) &&
           !(sweep.best && sweep.best->measure == name);
  });
  made.record.measured.shrink_to_fit();
}

std::optional<Selection> selection_of(Study const& study, MadeRuns const& made) {
  auto const& best = study.sweep.best;
  if (!best) return std::nullopt;
  Selection selection;
  selection.more_is_better = more_is_better(made, best->measure);
  auto const columns = columns_of(study, made);
  if (columns.empty()) return selection;
  std::vector<std::size_t> left(columns.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  if (has_stages(study)) {
    auto const stages = stages_of(study, columns, selection.more_is_better);
    left = stages.procedure.left();
    selection.decided = stages.procedure.decided();
  }
  auto common = columns[left.front()].values.size();
  for (auto const i : left) common = std::min(common, columns[i].values.size());
  std::vector<std::vector<double>> values;
  for (auto const i : left) {
    selection.left.push_back(columns[i].point);
    values.emplace_back(columns[i].values.begin(),
                        columns[i].values.begin() + static_cast<std::ptrdiff_t>(common));
  }
  selection.choice = best_of(values, selection.more_is_better);
  selection.choice.best = selection.left[selection.choice.best];
  return selection;
}

std::vector<Job> jobs_left(Study const& study, MadeRuns const& made) {
  std::vector<std::size_t> all(study.points.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  auto jobs = jobs_of(all, 0, static_cast<std::uint32_t>(study.replications));
  std::erase_if(jobs, [&made](Job const& job) { return made.contains(job); });
  if (!jobs.empty() || !has_stages(study)) return jobs;
  auto const columns = columns_of(study, made);
  if (columns.size() < 2) return jobs;
  auto const stages = stages_of(study, columns, more_is_better(made, study.sweep.best->measure));
  if (stages.procedure.decided()) return jobs;
  std::vector<std::size_t> points;
  for (auto const i : stages.procedure.left()) points.push_back(columns[i].point);
  jobs = jobs_of(points, static_cast<std::uint32_t>(stages.next),
                 static_cast<std::uint32_t>(stages.until));
  std::erase_if(jobs, [&made](Job const& job) { return made.contains(job); });
  return jobs;
}

SweepTable table_of(Study const& study, MadeRuns const& made) {
  SweepTable table;
  std::vector<std::vector<Record>> records(study.points.size());
  table.results.resize(study.points.size());
  for (auto const& [job, run] : made) {
    records[job.point].push_back(run.record);
    table.results[job.point].push_back(run.results);
  }
  for (auto& own : records) table.points.push_back(tabulate(std::move(own)));
  table.complete = jobs_left(study, made).empty();
  return table;
}

std::size_t SweepTable::runs() const {
  std::size_t sum = 0;
  for (auto const& point : points) sum += point.records.size();
  return sum;
}

std::vector<std::optional<double>> means_of(SweepTable const& table, std::string_view measure) {
  std::vector<std::optional<double>> means;
  for (auto const& point : table.points) {
    auto const number = point.find(measure);
    auto& mean = means.emplace_back();
    if (number) mean = estimate(point.observed(*number), 0.95).mean;
  }
  return means;
}

Fingerprint fingerprint_of(SweepTable const& table) {
  Fingerprint print;
  for (auto const& point : table.results) {
    for (auto const& results : point) print.absorb(std::string_view{results});
  }
  return print;
}

}  // namespace caravan::experiment
