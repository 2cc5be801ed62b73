#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "caravan/experiment/estimate.hpp"
#include "caravan/output/json.hpp"
#include "caravan/output/report.hpp"

#include "output/report_parts.hpp"
#include "output/report_traces.hpp"

namespace caravan::output {

namespace {

using Numbers = std::vector<std::int64_t>;
using Crowds = std::map<Crowd, Numbers>;

// Means over replications are told of longer intervals: of a year by days, or they would fill the
// page.
constexpr std::size_t kJoined = 4;

/// Sums over `together` intervals, and the next so many.
Numbers in_longer_intervals(Numbers const& sums, std::size_t together) {
  Numbers all((sums.size() + together - 1) / together);
  for (std::size_t i = 0; i < sums.size(); ++i) all[i / together] += sums[i];
  return all;
}

char const* crowd_of(model::Tag::Kind kind) {
  if (kind == model::Tag::Kind::train) return "trains";
  return kind == model::Tag::Kind::truck ? "trucks" : "units";
}

/// Turns milliseconds within intervals into hundredths of a mean number.
class Means {
 public:
  Means(Duration interval, SimTime end) : interval_{interval.count()}, end_{end.count()} {}

  [[nodiscard]] double at(Numbers const& sums, std::size_t number) const {
    auto const from = static_cast<std::int64_t>(number) * interval_;
    auto const length = std::min(interval_, end_ - from);
    if (number >= sums.size() || length <= 0) return 0;
    return static_cast<double>(sums[number]) * 100 / static_cast<double>(length);
  }
  [[nodiscard]] Numbers all(Numbers const& sums) const {
    Numbers hundredths;
    for (std::size_t i = 0; i < sums.size(); ++i) hundredths.push_back(std::lround(at(sums, i)));
    return hundredths;
  }

 private:
  std::int64_t interval_;
  std::int64_t end_;
};

/// All that a count is told by: what it was in the run in front, and what it was on the mean.
class CountsInTime {
 public:
  CountsInTime(Report const& report, ReportedRun const& run, std::size_t replications)
      : interval_{run.reader.traces().interval},
        means_{interval_, run.answer.result.ended_at},
        longer_{interval_ * static_cast<std::int64_t>(kJoined), run.answer.result.ended_at},
        known_{replications >= experiment::Estimate::kFewestForInterval},
        estimator_{report.confidence} {}

  [[nodiscard]] Duration interval() const { return interval_; }
  /// Whether there are replications enough for intervals.
  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] Numbers hundredths(Numbers const& sums) const { return means_.all(sums); }

  /// The mean over the replications and half the width of its interval.
  void write_interval(JsonWriter& json, std::vector<Numbers> const& replications) {
    std::size_t count = 0;
    std::vector<Numbers> rows;
    for (auto const& sums : replications) {
      rows.push_back(in_longer_intervals(sums, kJoined));
      count = std::max(count, rows.back().size());
    }
    Numbers mean;
    Numbers half;
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<double> values;
      for (auto const& row : rows) values.push_back(longer_.at(row, i));
      auto const found = estimator_.of(std::move(values));
      mean.push_back(std::lround(found.mean));
      half.push_back(std::lround(found.half_width.value_or(0)));
    }
    json.key("mean_hundredths").numbers(mean).key("half_hundredths").numbers(half);
  }

 private:
  Duration interval_;
  Means means_;
  Means longer_;
  bool known_;
  experiment::Estimator estimator_;
};

Numbers sums_of(Crowd const& crowd, Crowds const& crowds) {
  auto const found = crowds.find(crowd);
  return found == crowds.end() ? Numbers{} : found->second;
}

/// A fleet's use by the intervals of a page, which are whole numbers of the parts of a run.
Numbers use_of(scenario::FleetId fleet, ReportedRun const& run) {
  auto const part = model::part_of_run(run.scenario.clock).count();
  auto const together = static_cast<std::size_t>(run.reader.traces().interval.count() / part);
  for (auto const& row : run.answer.result.fleets) {
    if (row.fleet == fleet) return in_longer_intervals(row.in_use_ms, together);
  }
  return {};
}

}  // namespace

// Crowds that never came to a hundredth are left out.
void write_crowds(JsonWriter& json, Report const& report, ReportedRun const& run, bool in_front) {
  std::vector<Crowds> all{run.reader.traces().crowds_until(run.answer.result.ended_at)};
  if (in_front) {
    for (auto const& one : report.further) {
      all.push_back(one.reader.traces().crowds_until(run.answer.result.ended_at));
    }
  }
  CountsInTime counts{report, run, all.size()};
  json.member("interval_minutes", counts.interval().count() / kMinute);
  json.member("crowd_replications", all.size()).member("joined_intervals", kJoined);
  json.key("crowds").begin_array();
  for (auto const& [crowd, sums] : all.front()) {
    auto const& stage = run.answer.result.stages[crowd.spot.stage];
    bool const waits = stage.kind == model::Stage::Kind::waiting;
    if (!in_front && !waits && !crowd.spot.link.valid()) continue;
    auto const hundredths = counts.hundredths(sums);
    if (std::all_of(hundredths.begin(), hundredths.end(), [](auto x) { return x == 0; })) continue;
    json.begin_object().member("stage", number_or_none(crowd.spot.stage));
    json.member("place", number_or_none(crowd.spot.place));
    json.member("link", number_or_none(crowd.spot.link)).member("who", crowd_of(crowd.kind));
    json.key("hundredths").numbers(hundredths);
    if (counts.known()) {
      std::vector<Numbers> replications;
      for (auto const& one : all) replications.push_back(sums_of(crowd, one));
      counts.write_interval(json, replications);
    }
    json.end_object();
  }
  json.end_array();
}

void write_fleets(JsonWriter& json, Report const& report, ReportedRun const& run) {
  CountsInTime counts{report, run, 1 + report.further.size()};
  json.key("fleets_in_use").begin_array();
  for (auto const& row : run.answer.result.fleets) {
    std::vector<Numbers> replications{use_of(row.fleet, run)};
    for (auto const& one : report.further) replications.push_back(use_of(row.fleet, one));
    json.begin_object().member("name", run.scenario.fleets[row.fleet].name);
    json.key("hundredths").numbers(counts.hundredths(replications.front()));
    if (counts.known()) counts.write_interval(json, replications);
    json.end_object();
  }
  json.end_array();
}

}  // namespace caravan::output
