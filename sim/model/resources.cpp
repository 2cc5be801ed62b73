#include "model/resources.hpp"

#include <algorithm>
#include <cmath>

#include "caravan/engine/sampling.hpp"

namespace caravan::model {

namespace {

struct Line {
  double slope = 0;  // a day
  double error = 0;  // its standard error
};

/// Least squares through daily counts of a queue. They lean on each other: a queue that wanders for
/// a month counts as one value, not as thirty.
Line fit(std::vector<std::int32_t> const& daily) {
  constexpr double kDaysOfMemory = 30;
  auto const n = static_cast<double>(daily.size());
  auto const middle = (n - 1) / 2;
  double mean = 0;
  for (auto const count : daily) {
    mean += count / n;
  }
  double across = 0;
  double along = 0;
  for (std::size_t day = 0; day < daily.size(); ++day) {
    auto const x = static_cast<double>(day) - middle;
    across += x * (daily[day] - mean);
    along += x * x;
  }
  Line line{across / along, 0};
  double residual = 0;
  for (std::size_t day = 0; day < daily.size(); ++day) {
    auto const x = static_cast<double>(day) - middle;
    auto const off = daily[day] - mean - line.slope * x;
    residual += off * off;
  }
  line.error = std::sqrt(residual / (n - 2) / along * kDaysOfMemory);
  return line;
}

}  // namespace

using engine::Rank;
using scenario::PlaceId;

Resources::Resources(World& world)
    : world_{world}, helpers_{world.add_source(Source::Kind::terminal, "resources")} {}

/// Over all that were served since the warm-up, those included that had not to wait.
WaitResult Resources::waits_of(Entry const& entry) const {
  auto const times = entry.server.times();
  auto const& waits = entry.server.waits();
  auto const served = times.granted - entry.at_warm_up.granted;
  auto const gave_up = times.gave_up - entry.at_warm_up.gave_up;
  WaitResult result;
  if (served == 0) {
    return result;
  }
  auto const all = static_cast<double>(served);
  auto const at_once = static_cast<double>(served - waits.count());
  auto const waited = static_cast<double>(waits.count() + gave_up);
  result.share = waited / (all + static_cast<double>(gave_up));
  result.mean_ms = static_cast<double>(waits.sum().count()) / all;
  auto const variance = waits.sum_of_squares() / all - result.mean_ms * result.mean_ms;
  result.sd_ms = std::sqrt(std::max(0.0, variance));
  auto const percentile = [&](double share) {
    auto const rank = std::ceil(share * all - 1e-9);
    return rank <= at_once ? Duration{} : waits.percentile((rank - at_once) / (all - at_once));
  };
  result.p90 = percentile(0.9);
  result.p95 = percentile(0.95);
  result.p99 = percentile(0.99);
  return result;
}

void Resources::add(engine::Server server, ResourceResult::Kind kind, PlaceId place, Mark mark,
                    Regimes const* regimes, Queue const* queue) {
  entries_.push_back(
      {server, kind, place, std::move(mark), server.capacity(), queue, {}, 0, {}, false});
  if (regimes != nullptr && !regimes->all().empty()) {
    Tag const tag{Tag::Kind::helper, helpers_, 1, 0};
    world_.engine.spawn_background(tag.packed(), cut(server, server.capacity(), *regimes),
                                   Rank::calendar);
  }
}

engine::Process Resources::cut(engine::Server server, int capacity, Regimes const& regimes) {
  for (auto const& regime : regimes.all()) {
    co_await world_.engine.until(regime.from, Rank::calendar);
    server.set_capacity(static_cast<int>(std::floor(regime.left * capacity + 1e-9)));
  }
}

void Resources::let_break_down(engine::Server server, scenario::Breakdowns const& breakdowns) {
  for (auto& entry : entries_) {
    entry.breaks_down = entry.breaks_down || entry.server == server;
  }
  for (int unit = 0; unit < server.capacity(); ++unit) {
    Tag const tag{Tag::Kind::helper, helpers_, 2, static_cast<std::uint32_t>(unit)};
    world_.engine.spawn_background(tag.packed(), break_down(server, unit, breakdowns),
                                   Rank::calendar);
  }
}

engine::Process Resources::break_down(engine::Server server, int unit,
                                      scenario::Breakdowns const& breakdowns) {
  auto stream = world_.stream("breakdowns/" + server.name(), static_cast<std::uint32_t>(unit));
  for (;;) {
    auto const up = engine::sample_duration(breakdowns.up, stream);
    if (breakdowns.only_busy) {
      co_await server.busy_for(unit, up);
    } else {
      co_await world_.engine.delay(up, Rank::calendar);
    }
    server.fail(unit);
    auto const down = engine::sample_duration(breakdowns.down, stream);
    co_await world_.engine.delay(down, Rank::calendar);
    server.repair(unit);
  }
}

void Resources::look() {
  for (auto& entry : entries_) {
    auto const* const queue = entry.queue;
    if (looks_ == 0) {
      entry.at_warm_up = entry.server.times();
      entry.served_before = queue != nullptr ? queue->served : entry.at_warm_up.granted;
      entry.server.forget_waits();
    }
    auto const waiting =
        queue != nullptr ? static_cast<std::int32_t>(queue->length.now()) : entry.server.waiting();
    if (waiting > 0) {
      entry.daily.push_back({looks_, waiting});
    }
  }
  ++looks_;
}

double Resources::growth_of(Entry const& entry, double utilisation) const {
  if (entry.daily.empty()) {
    return 0;
  }
  std::vector<std::int32_t> each_day(looks_);
  for (auto const& [day, count] : entry.daily) {
    each_day[day] = count;
  }
  return growth_per_week(each_day, utilisation);
}

void Resources::measure_queue(Entry const& entry, ResourceResult& result) const {
  auto const now = world_.engine.now();
  auto const elapsed = now - world_.scenario.clock.warm_up;
  auto waited = Duration{};
  if (entry.queue != nullptr) {
    waited = entry.queue->length.sum(now);
    result.served = entry.queue->served - entry.served_before;
    result.greatest_queue = entry.queue->length.greatest(now);
  } else {
    auto const times = entry.server.times();
    waited = times.waited - entry.at_warm_up.waited;
    result.served = times.granted - entry.served_before;
    result.greatest_queue = times.longest;
  }
  result.waits_ms = waited.count();
  if (elapsed > Duration{}) {
    result.mean_queue = static_cast<double>(waited.count()) / static_cast<double>(elapsed.count());
  }
  result.growth_per_week = growth_of(entry, result.utilisation);
}

std::vector<ResourceResult> Resources::results() const {
  std::vector<ResourceResult> results;
  for (auto const& entry : entries_) {
    auto const times = entry.server.times();
    auto const used =
        (times.working + times.blocked) - (entry.at_warm_up.working + entry.at_warm_up.blocked);
    auto const idle = times.idle - entry.at_warm_up.idle;
    ResourceResult result;
    result.name = entry.server.name();
    result.kind = entry.kind;
    result.place = entry.place;
    result.capacity = entry.capacity;
    if (used + idle > Duration{}) {
      result.utilisation =
          static_cast<double>(used.count()) / static_cast<double>((used + idle).count());
    }
    auto const down = times.down - entry.at_warm_up.down;
    if (down > Duration{}) {
      auto const total = times.total - entry.at_warm_up.total;
      result.out_of_order = static_cast<double>(down.count()) / static_cast<double>(total.count());
    }
    measure_queue(entry, result);
    if (entry.kind == ResourceResult::Kind::activity || entry.kind == ResourceResult::Kind::staff) {
      auto const blocked = times.blocked - entry.at_warm_up.blocked;
      auto const total = times.total - entry.at_warm_up.total;
      if (total > Duration{}) {
        result.blocked = static_cast<double>(blocked.count()) / static_cast<double>(total.count());
      }
      result.waits = waits_of(entry);
    }
    result.breaks_down = entry.breaks_down;
    result.mark = entry.mark;
    results.push_back(std::move(result));
  }
  std::sort(results.begin(), results.end(),
            [](auto const& a, auto const& b) { return a.name < b.name; });
  return results;
}

std::vector<std::string> Resources::broken_accounts() const {
  std::vector<std::string> broken;
  for (auto const& entry : entries_) {
    auto const times = entry.server.times();
    auto const parts = times.working + times.blocked + times.idle + times.closed + times.down;
    if (parts != times.total) {
      broken.push_back("the time of " + entry.server.name() + " does not add up");
    }
  }
  return broken;
}

Mark Resources::mark_of(std::string const& name) const {
  auto const found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](Entry const& entry) { return entry.server.name() == name; });
  return found == entries_.end() ? Mark{} : found->mark;
}

double growth_per_week(std::vector<std::int32_t> const& daily, double utilisation) {
  constexpr std::size_t kFewestDays = 28;
  constexpr double kStandardErrors = 4;
  constexpr double kLeastGrowth = 5;
  constexpr double kNeverFree = 0.995;
  if (daily.size() < kFewestDays) {
    return 0;
  }
  auto const line = fit(daily);
  auto const grown = line.slope * static_cast<double>(daily.size());
  auto const certain = line.slope > kStandardErrors * line.error || utilisation >= kNeverFree;
  return certain && grown >= kLeastGrowth ? line.slope * 7 : 0;
}

}  // namespace caravan::model
