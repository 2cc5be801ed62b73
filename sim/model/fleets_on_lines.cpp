// Locomotives and crews: taken for a line, given up where the next line is not theirs.

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/fleets.hpp"

namespace caravan::model {

using scenario::FleetId;
using scenario::PlaceId;

void Fleets::arrive(Train& train, PlaceId place, std::size_t stop) {
  auto const& travels = train.leg->travels;
  auto const next = stop < travels.size() ? travels[stop].link : scenario::LinkId::none();
  if (train.locomotive.units > 0 &&
      (!next.valid() || locomotives_[next] != train.locomotive.fleet)) {
    give_up(train, train.locomotive, place);
  }
  if (train.crew.units > 0 && (!next.valid() || crews_[next] != train.crew.fleet)) {
    give_up(train, train.crew, place);
  }
}

bool Fleets::change_between(scenario::LinkId before, scenario::LinkId next) const {
  return work_lines_ &&
         (locomotives_[before] != locomotives_[next] || crews_[before] != crews_[next]);
}

void Fleets::give_up(Train& train, Taken& taken, PlaceId place) {
  auto& pool = pools_[taken.fleet];
  auto const& duty = pool.fleet->duty;
  if (duty && world_.engine.now() - taken.since > *duty) {
    ++pool.overtime;
  }
  end_return(train, pool, place, taken.units);
  give_up(train.account.tag, pool, place, taken.units);
  taken.units = 0;
}

engine::Task Fleets::man(Train& train, PlaceId place, std::size_t stop) {
  auto const next = train.leg->travels[stop].link;
  if (locomotives_[next].valid() && train.locomotive.units == 0) {
    auto engine_change = change(train, train.locomotive, locomotives_[next], place);
    co_await engine_change;
  }
  if (train.crew.units > 0 && must_be_relieved(train, place, stop)) {
    give_up(train, train.crew, place);
  }
  if (crews_[next].valid() && train.crew.units == 0) {
    auto crew_change = change(train, train.crew, crews_[next], place);
    co_await crew_change;
  }
}

engine::Task Fleets::change(Train& train, Taken& taken, FleetId id, PlaceId place) {
  auto& pool = pools_[id];
  auto taking = take(train, pool, place, 1, world_.stages.units(id));
  co_await taking;
  taken = {id, 1, world_.engine.now()};
  auto stream =
      world_.stream(train.account.tag, hash_of("change of " + stock_at(pool, place).name));
  auto const time = engine::sample_duration(pool.fleet->change, stream);
  if (time > Duration{}) {
    world_.stage(train, world_.stages.change(id), place);
    co_await world_.engine.delay(time);
  }
}

/// Crews go back with trains that are not looked at here: undisturbed, and on no path of their own.
engine::Process Fleets::go_back_as_passengers(Pool& pool, scenario::Fleet::WayBack const& way) {
  co_await world_.engine.delay(way.running_time);
  auto const& back = *pool.fleet->back;
  auto const to = back.homes[way.home].place;
  pool.as_passengers -= back.when;
  pool.homes[way.home].expected -= back.when;
  make_ready(pool, to, back.when);
}

/// Whether the crew could not reach the next place of change, by the undisturbed running times of
/// its lines, before its duty ends.
bool Fleets::must_be_relieved(Train const& train, PlaceId place, std::size_t stop) const {
  auto const& fleet = *pools_[train.crew.fleet].fleet;
  auto const can_change = [&](PlaceId at) {
    return fleet.changes_at.empty() || std::find(fleet.changes_at.begin(), fleet.changes_at.end(),
                                                 at) != fleet.changes_at.end();
  };
  if (!fleet.duty || train.crew.since == world_.engine.now() || !can_change(place)) {
    return false;
  }
  auto const& travels = train.leg->travels;
  auto on_duty = world_.engine.now() - train.crew.since;
  do {
    on_duty += world_.network.links()[travels[stop].link].running_time;
    place = world_.network.other_end(travels[stop].link, place);
    ++stop;
  } while (stop < travels.size() && crews_[travels[stop].link] == train.crew.fleet &&
           !can_change(place));
  return on_duty > *fleet.duty;
}

}  // namespace caravan::model
