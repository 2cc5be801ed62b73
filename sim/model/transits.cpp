#include "model/transits.hpp"

#include <algorithm>

#include "caravan/core/sort.hpp"

namespace caravan::model {

using scenario::PlaceId;
using scenario::TransitId;

namespace {

constexpr auto kNotStarted = SimTime::never();
constexpr auto kStopped = SimTime::at(Duration::milliseconds(-1));

}  // namespace

Transits::Transits(World& world)
    : world_{world}, ends_(world.scenario.places.size()), times_(world.scenario.transits.size()) {
  for (auto const id : world.scenario.transits.ids()) {
    auto const& transit = world.scenario.transits[id];
    for (auto const place : transit.to) {
      ends_[place].push_back({id, true});
    }
    for (auto const place : transit.from) {
      ends_[place].push_back({id, false});
    }
  }
}

SimTime& Transits::clock(LoadRow row, TransitId transit) {
  return clocks_[row.number() * times_.size() + transit.number()];
}

void Transits::begin(LoadRow row) {
  auto const count = times_.size();
  if (count == 0) {
    return;
  }
  clocks_.resize(std::max(clocks_.size(), (row.number() + 1) * count));
  std::fill_n(clocks_.begin() + static_cast<std::ptrdiff_t>(row.number() * count), count,
              kNotStarted);
}

void Transits::pass(LoadRow row, PlaceId place) {
  for (auto const& end : ends_[place]) {
    if (end.stops) {
      stop(row, end.transit);
    } else if (clock(row, end.transit) == kNotStarted) {
      clock(row, end.transit) = world_.engine.now();
    }
  }
}

void Transits::pass(Train const& train, PlaceId place) {
  if (!times_.empty() && !ends_[place].empty()) {
    world_.for_each(train.loads, [&](LoadRow row, Load&) { pass(row, place); });
  }
}

void Transits::stop(LoadRow row, TransitId transit) {
  auto& started = clock(row, transit);
  if (started == kNotStarted || started == kStopped) {
    return;
  }
  if (world_.loads[row].account.created >= world_.scenario.clock.warm_up) {
    times_[transit].push_back((world_.engine.now() - started).count());
  }
  started = kStopped;
}

std::vector<TransitResult> Transits::results() const {
  std::vector<TransitResult> results;
  for (auto const id : world_.scenario.transits.ids()) {
    results.push_back({world_.scenario.transits[id].name, times_[id]});
    sort_numbers(results.back().times);
  }
  return results;
}

}  // namespace caravan::model
