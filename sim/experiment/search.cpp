#include "experiment/search.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::experiment {

namespace {

/// The values of a measure at a point, replication by replication from 0, as far as there are.
struct Column {
  std::size_t point = 0;
  std::vector<double> values;

  [[nodiscard]] std::vector<double> first(std::size_t count) const {
    expects(count <= values.size(), "a column is not read beyond its end");
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
  }
};

Column column_of(std::size_t point, MadeRuns const& made, std::string_view measure) {
  Column column{point, {}};
  for (std::uint32_t r = 0;; ++r) {
    auto const run = made.find({point, r});
    if (run == made.end()) break;
    auto const value = run->second.record.value(measure);
    if (!value) break;
    column.values.push_back(*value);
  }
  return column;
}

/// Of all points that have a value in each replication of the first stage, and a mean.
std::vector<Column> columns_of(Study const& study, MadeRuns const& made, bool of_queue) {
  std::vector<Column> columns;
  for (std::size_t p = 0; p < study.points.size(); ++p) {
    if (of_queue && !endless_at(p, study, made).empty()) continue;
    auto column = column_of(p, made, study.sweep.best->measure);
    if (column.values.size() >= static_cast<std::size_t>(study.replications)) {
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

/// The measure of this name, as the first run that observed it has it.
Measure measure_in(MadeRuns const& made, std::string_view name) {
  for (auto const& [job, run] : made) {
    if (auto const* const found = run.record.find(name)) return found->measure;
  }
  return {};
}

/// Looks for the best of some columns, which are numbered as they lie there until the end.
class Searching {
 public:
  Searching(Study const& study, std::vector<Column> columns, bool more)
      : best_{*study.sweep.best}, columns_{std::move(columns)} {
    found_.more_is_better = more;
    counts_.assign(columns_.size(), static_cast<std::size_t>(study.replications));
    for (std::size_t i = 0; i < columns_.size(); ++i) found_.left.push_back(i);
  }

  /// The procedure of Kim and Nelson.
  void drop_the_worse() {
    KnSelection procedure{values(), {*best_.within, best_.confidence, found_.more_is_better}};
    for (;;) {
      found_.left = procedure.left();
      found_.decided = procedure.decided();
      auto const next = counts_[found_.left.front()];
      auto const until = std::max(next, std::min(next + kStage, at_most()));
      if (found_.decided || next == until) return;
      for (auto const i : found_.left) counts_[i] = until;
      if (!all_made(next)) return;
      for (auto r = next; r < until && !procedure.decided(); ++r) {
        std::vector<double> row;
        for (auto const i : procedure.left()) row.push_back(columns_[i].values[r]);
        procedure.add(row);
      }
    }
  }

  /// The optimal computing budget allocation, a run a point and stage on the mean, until the
  /// probability that the data state is reached.
  void spread_the_budget() {
    auto const stage = std::max<std::size_t>(kStage, columns_.size());
    for (;;) {
      auto const now = values();
      found_.choice = best_of(now, found_.more_is_better, best_.within.value_or(0));
      found_.decided = found_.choice.probability >= best_.confidence;
      if (found_.decided) return;
      std::vector<Sampled> known;
      for (auto const& each : now) known.push_back(sampled(each));
      auto const before = counts_;
      counts_ = ocba_counts(known, before, stage, at_most(), found_.more_is_better);
      if (counts_ == before || !all_made(before)) return;
    }
  }

  /// Chooses by what all that are left have; for procedures that do not choose by themselves.
  void choose() {
    auto common = columns_[found_.left.front()].values.size();
    for (auto const i : found_.left) common = std::min(common, columns_[i].values.size());
    std::vector<std::vector<double>> shared;
    for (auto const i : found_.left) shared.push_back(columns_[i].first(common));
    found_.choice = best_of(shared, found_.more_is_better);
    found_.choice.best = found_.left[found_.choice.best];
  }

  [[nodiscard]] bool has_nothing() const { return columns_.empty(); }
  Search found() {
    if (has_nothing()) return {std::move(found_), std::move(wanted_)};
    for (auto& i : found_.left) i = columns_[i].point;
    found_.choice.best = columns_[found_.choice.best].point;
    return {std::move(found_), std::move(wanted_)};
  }

 private:
  [[nodiscard]] std::size_t at_most() const { return static_cast<std::size_t>(best_.at_most); }
  [[nodiscard]] std::vector<std::vector<double>> values() const {
    std::vector<std::vector<double>> values;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      values.push_back(columns_[i].first(counts_[i]));
    }
    return values;
  }
  /// Whether those left have as many values as `counts_` says; else what is beyond `before` is
  /// wanted.
  bool all_made(std::vector<std::size_t> const& before) {
    bool const all = std::all_of(found_.left.begin(), found_.left.end(), [&](std::size_t i) {
      return columns_[i].values.size() >= counts_[i];
    });
    if (all) return true;
    for (auto const i : found_.left) {
      auto const jobs = jobs_of({columns_[i].point}, static_cast<std::uint32_t>(before[i]),
                                static_cast<std::uint32_t>(counts_[i]));
      wanted_.insert(wanted_.end(), jobs.begin(), jobs.end());
    }
    return false;
  }
  bool all_made(std::size_t before) {
    return all_made(std::vector<std::size_t>(columns_.size(), before));
  }

  scenario::Sweep::Best const& best_;
  std::vector<Column> columns_;
  std::vector<std::size_t> counts_;  ///< replications that count so far
  Selection found_;
  std::vector<Job> wanted_;
};

}  // namespace

std::string endless_at(std::size_t point, Study const& study, MadeRuns const& made) {
  std::vector<Record> records;
  for (std::uint32_t r = 0; r < static_cast<std::uint32_t>(study.replications); ++r) {
    auto const run = made.find({point, r});
    if (run == made.end()) continue;
    records.emplace_back().growing = run->second.record.growing;
  }
  return endless_queue(study.points[point].steady, records);
}

Search search_of(Study const& study, MadeRuns const& made) {
  auto const& best = *study.sweep.best;
  auto const measure = measure_in(made, best.measure);
  Searching searching{study, columns_of(study, made, measure.of_queue),
                      measure.better == Measure::Better::more};
  if (searching.has_nothing()) return searching.found();
  if (!best.adds_runs() || study.replications < 2) {
    searching.choose();
  } else if (best.by == scenario::Sweep::Procedure::ocba) {
    searching.spread_the_budget();
  } else {
    searching.drop_the_worse();
    searching.choose();
  }
  return searching.found();
}

}  // namespace caravan::experiment
