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

/// Sums over so many intervals, and the next so many.
Numbers in_longer_intervals(Numbers const& sums) {
  Numbers all((sums.size() + kJoined - 1) / kJoined);
  for (std::size_t i = 0; i < sums.size(); ++i) all[i / kJoined] += sums[i];
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

/// The mean over the replications and half the width of its interval. `means` knows the length of
/// joined intervals.
void write_interval(JsonWriter& json, Crowd const& crowd, std::vector<Crowds> const& all,
                    Means const& means, experiment::Estimator& estimator) {
  std::size_t count = 0;
  std::vector<Numbers> rows;
  for (auto const& one : all) {
    auto const found = one.find(crowd);
    rows.push_back(found == one.end() ? Numbers{} : in_longer_intervals(found->second));
    count = std::max(count, rows.back().size());
  }
  Numbers mean;
  Numbers half;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<double> values;
    for (auto const& row : rows) values.push_back(means.at(row, i));
    auto const found = estimator.of(std::move(values));
    mean.push_back(std::lround(found.mean));
    half.push_back(std::lround(found.half_width.value_or(0)));
  }
  json.key("mean_hundredths").numbers(mean).key("half_hundredths").numbers(half);
}

}  // namespace

// Crowds that never came to a hundredth are left out.
void write_crowds(JsonWriter& json, Report const& report, ReportedRun const& run, bool in_front) {
  auto const& traces = run.reader.traces();
  auto const end = run.answer.result.ended_at;
  Means const means{traces.interval, end};
  auto const together = static_cast<std::int64_t>(kJoined);
  Means const longer{traces.interval * together, end};
  std::vector<Crowds> all{traces.crowds_until(end)};
  if (in_front) {
    for (auto const* one : report.further) all.push_back(one->traces().crowds_until(end));
  }
  bool const known = all.size() >= experiment::Estimate::kFewestForInterval;
  experiment::Estimator estimator{report.confidence};
  json.member("interval_minutes", traces.interval.count() / kMinute);
  json.member("crowd_replications", all.size()).member("joined_intervals", kJoined);
  json.key("crowds").begin_array();
  for (auto const& [crowd, sums] : all.front()) {
    auto const& stage = run.answer.result.stages[crowd.spot.stage];
    bool const waits = stage.kind == model::Stage::Kind::waiting;
    if (!in_front && !waits && !crowd.spot.link.valid()) continue;
    auto const hundredths = means.all(sums);
    if (std::all_of(hundredths.begin(), hundredths.end(), [](auto x) { return x == 0; })) continue;
    json.begin_object().member("stage", number_or_none(crowd.spot.stage));
    json.member("place", number_or_none(crowd.spot.place));
    json.member("link", number_or_none(crowd.spot.link)).member("who", crowd_of(crowd.kind));
    json.key("hundredths").numbers(hundredths);
    if (known) write_interval(json, crowd, all, longer, estimator);
    json.end_object();
  }
  json.end_array();
}

}  // namespace caravan::output
