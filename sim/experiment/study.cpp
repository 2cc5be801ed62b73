#include "caravan/experiment/study.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "caravan/experiment/estimate.hpp"

#include "experiment/search.hpp"

namespace caravan::experiment {

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
  if (!study.sweep.best) return std::nullopt;
  return search_of(study, made).selection;
}

std::vector<Job> jobs_left(Study const& study, MadeRuns const& made) {
  std::vector<std::size_t> all(study.points.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  auto jobs = jobs_of(all, 0, static_cast<std::uint32_t>(study.replications));
  auto const was_made = [&made](Job const& job) { return made.contains(job); };
  std::erase_if(jobs, was_made);
  if (!jobs.empty() || !study.sweep.best) return jobs;
  jobs = search_of(study, made).wanted;
  std::erase_if(jobs, was_made);
  return jobs;
}

void drop_beyond(Study const& study, MadeRuns& made) {
  MadeRuns counted;
  std::size_t before = 0;
  do {
    before = counted.size();
    for (auto const& job : jobs_left(study, counted)) {
      if (auto run = made.extract(job)) counted.insert(std::move(run));
    }
  } while (counted.size() > before);
  made = std::move(counted);
}

SweepTable table_of(Study const& study, MadeRuns const& made) {
  SweepTable table;
  std::vector<std::vector<Record>> records(study.points.size());
  table.results.resize(study.points.size());
  for (auto const& [job, run] : made) {
    records[job.point].push_back(run.record);
    table.results[job.point].push_back(run.results);
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    table.endless.push_back(endless_at(i, study, made));
    table.points.push_back(tabulate(std::move(records[i])));
  }
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
  for (std::size_t i = 0; i < table.points.size(); ++i) {
    auto const& point = table.points[i];
    auto const number = point.find(measure);
    auto& mean = means.emplace_back();
    if (!number || !table.has_mean(i, point.measures[*number])) continue;
    mean = estimate(point.observed(*number), 0.95).mean;
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
