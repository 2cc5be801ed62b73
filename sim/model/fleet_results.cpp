// What fleets tell at the end of a run.

#include <algorithm>

#include "model/fleets.hpp"
#include "model/resources.hpp"

namespace caravan::model {

void Fleets::look() {
  for (auto& pool : pools_) {
    pool.daily.push_back(static_cast<std::int32_t>(pool.queue.now()));
  }
}

bool Fleets::only_short(engine::StallReport const& stall) const {
  auto const is_wagons = [&](std::string const& name) {
    return std::any_of(pools_.begin(), pools_.end(), [&](Pool const& pool) {
      return pool.fleet->kind == scenario::Fleet::Kind::wagons &&
             std::any_of(pool.stocks.begin(), pool.stocks.end(),
                         [&](auto const& entry) { return entry.second.name == name; });
    });
  };
  return !stall.circle && !stall.all.empty() &&
         std::all_of(stall.all.begin(), stall.all.end(),
                     [&](engine::Blocked const& blocked) { return is_wagons(blocked.resource); });
}

/// Waiting of trains since the warm-up, those who still wait included.
std::int64_t Fleets::waits_of(Stock const& stock) const {
  auto const now = world_.engine.now();
  auto sum = stock.waits_ms;
  for (auto const since : stock.waiting) {
    auto const counted = std::max(since, world_.scenario.clock.warm_up);
    sum += std::max<std::int64_t>(0, (now - counted).count());
  }
  return sum;
}

FleetStockResult Fleets::result_of(scenario::PlaceId place, Stock const& stock) const {
  auto const now = world_.engine.now();
  FleetStockResult result;
  result.place = place;
  result.at_start = stock.at_start;
  result.at_end = stock.ready.now();
  result.least = stock.least;
  result.mean = stock.ready.mean(now);
  result.trains = stock.served;
  result.short_since = stock.short_since;
  if (!stock.waiting.empty() && stock.waiting.front() < now) {
    result.short_since = std::min(result.short_since, stock.waiting.front());
  }
  result.waits_ms = waits_of(stock);
  result.waiting_at_end = static_cast<std::int64_t>(stock.waiting.size());
  result.greatest_queue = stock.queue.greatest(now);
  return result;
}

std::vector<FleetResult> Fleets::results() const {
  std::vector<FleetResult> results;
  for (auto const& pool : pools_) {
    FleetResult result;
    result.fleet = pool.id;
    result.size = pool.size;
    result.with_trains_at_end = pool.with_trains;
    result.turning_round_at_end = pool.turning_round;
    result.as_passengers_at_end = pool.as_passengers;
    for (auto const& home : pool.homes) {
      result.returns += home.returns;
    }
    result.overtime = pool.overtime;
    for (auto const& [gauge, level] : pool.in_use) {
      result.in_use.push_back({gauge, level.mean(world_.engine.now()), level.now()});
    }
    result.in_use_ms = pool.use.sums(world_.engine.now());
    for (auto const& [place, stock] : pool.stocks) {
      result.places.push_back(result_of(place, stock));
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<ResourceResult> Fleets::resources() const {
  std::vector<ResourceResult> rows;
  auto const elapsed = world_.engine.now() - world_.scenario.clock.warm_up;
  for (auto const& pool : pools_) {
    ResourceResult row;
    row.name = pool.fleet->name;
    row.kind = static_cast<ResourceResult::Kind>(static_cast<int>(ResourceResult::Kind::wagons) +
                                                 static_cast<int>(pool.fleet->kind));
    row.place = pool.fleet->stock.empty() ? scenario::PlaceId{} : pool.fleet->stock.front().place;
    row.capacity = static_cast<int>(pool.size);
    double ready = 0;
    for (auto const& [place, stock] : pool.stocks) {
      ready += stock.ready.mean(world_.engine.now());
      row.served += stock.served;
      row.waits_ms += waits_of(stock);
    }
    if (row.capacity > 0 && elapsed > Duration{}) {
      row.utilisation = 1 - ready / row.capacity;
      row.mean_queue = static_cast<double>(row.waits_ms) / static_cast<double>(elapsed.count());
    }
    row.greatest_queue = pool.queue.greatest(world_.engine.now());
    row.growth_per_week = growth_per_week(pool.daily, row.utilisation);
    row.mark = pool.fleet->mark;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> Fleets::broken_accounts() const {
  std::vector<std::string> broken;
  for (auto const& pool : pools_) {
    std::int64_t ready = 0;
    for (auto const& [place, stock] : pool.stocks) {
      ready += stock.ready.now();
      // A run that was interrupted may have granted units which their train has not yet taken.
      auto const granted = static_cast<int>(stock.waiting.size()) - stock.store.waiting_takers();
      if (granted < 0 ||
          (granted == 0 && stock.store.level() + stock.withheld != stock.ready.now())) {
        broken.push_back("the stock of " + stock.name + " is not what is counted");
      }
    }
    if (ready + pool.with_trains + pool.turning_round + pool.as_passengers != pool.size) {
      broken.push_back("the units of " + pool.fleet->name + " do not add up");
    }
  }
  return broken;
}

Mark Fleets::mark_of(std::string const& name) const {
  for (auto const& pool : pools_) {
    for (auto const& [place, stock] : pool.stocks) {
      if (stock.name == name) {
        return pool.fleet->mark;
      }
    }
  }
  return Mark{};
}

}  // namespace caravan::model
