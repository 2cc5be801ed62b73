#include "caravan/experiment/warm_up.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "caravan/core/contract.hpp"
#include "caravan/model/model.hpp"

namespace caravan::experiment {

namespace {

using model::Tag;

constexpr std::size_t kBatch = 5;
constexpr std::size_t kPilots = 5;
constexpr std::int64_t kFewestSamples = 480;

/// Loads inside at the end of each step of time.
class Inside final : public model::Observer {
 public:
  explicit Inside(Duration step) : step_{step} {}

  void observe(model::Observation const& observation) override {
    if (auto const* const created = std::get_if<model::observed::Created>(&observation)) {
      if (is_load(created->who)) change(created->at, 1);
    } else if (auto const* const ended = std::get_if<model::observed::Ended>(&observation)) {
      if (is_load(ended->who)) change(ended->at, -1);
    }
  }
  std::vector<double> until(SimTime end) {
    change(end, 0);
    return std::move(samples_);
  }

 private:
  static bool is_load(Tag who) {
    return who.kind == Tag::Kind::unit || who.kind == Tag::Kind::truck;
  }
  void change(SimTime at, double by) {
    while (next_ <= at) {
      samples_.push_back(now_);
      next_ = next_ + step_;
    }
    now_ += by;
  }

  Duration step_;
  SimTime next_ = SimTime::start() + step_;
  double now_ = 0;
  std::vector<double> samples_;
};

/// An hour, or less in runs of less than 20 days.
Duration step_of(SimTime horizon) {
  auto const step = horizon.count() / kFewestSamples;
  return std::clamp(Duration::milliseconds(step), Duration::milliseconds(1), Duration::hours(1));
}

Duration in_whole_days(Duration length) {
  auto const day = Duration::days(1).count();
  return Duration::days((length.count() + day - 1) / day);
}

}  // namespace

Truncation mser5(std::vector<double> const& series) {
  auto const n = series.size() / kBatch;
  Truncation best{0, 0, true};
  if (n < 2) return best;
  std::vector<double> batches(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < kBatch; ++j) batches[i] += series[kBatch * i + j] / kBatch;
  }
  // From the end, so that mean and sum of squares of what is kept grow by one batch a step (Welford
  // 1962); a tie goes to the smaller cut, which comes later.
  double mean = 0;
  double squares = 0;
  bool first = true;
  for (std::size_t kept = 1; kept <= n; ++kept) {
    auto const cut = n - kept;
    auto const size = static_cast<double>(kept);
    double const off = batches[cut] - mean;
    mean += off / size;
    squares += off * (batches[cut] - mean);
    if (2 * cut > n) continue;
    double const statistic = squares / (size * size);
    if (!first && statistic > best.statistic) continue;
    first = false;
    best = {kBatch * cut, statistic, cut == n / 2};
  }
  return best;
}

WarmUp find_warm_up(scenario::Scenario const& scenario, ReplicateOptions const& options) {
  auto const step = step_of(scenario.clock.horizon);
  std::vector<std::vector<double>> pilots(kPilots);
  auto const work = [&](std::size_t i) {
    Inside inside{step};
    auto one = options.run(i);
    one.observers = {&inside};
    auto const result = model::run(scenario, one);
    if (result.end == model::End::horizon) pilots[i] = inside.until(scenario.clock.horizon);
  };
  options.farm.run(kPilots, work, [](std::size_t) { return true; });
  // A pilot that locked up or was interrupted tells nothing of a steady state.
  std::erase_if(pilots, [](auto const& pilot) { return pilot.empty(); });
  WarmUp found{scenario.clock.warm_up.since_start(), true, pilots.size()};
  if (pilots.empty()) return found;
  std::vector<double> mean(pilots.front().size());
  for (auto const& pilot : pilots) {
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += pilot[i] / static_cast<double>(pilots.size());
    }
  }
  auto const cut = mser5(mean);
  auto const length = in_whole_days(step * static_cast<std::int64_t>(cut.at));
  if (cut.too_short || length >= scenario.clock.horizon.since_start()) return found;
  return {length, false, pilots.size()};
}

scenario::Scenario with_warm_up(scenario::Scenario scenario, Duration warm_up) {
  expects(SimTime::at(warm_up) < scenario.clock.horizon, "a warm-up is shorter than the run");
  scenario.clock.warm_up = SimTime::at(warm_up);
  return scenario;
}

}  // namespace caravan::experiment
