// Shunting: trains on one gauge are made up anew from the wagons of others.

#include <utility>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/terminals.hpp"

namespace caravan::model {

/// A shunting engine takes a train apart, wagon by wagon. Then the wagons stand on tracks by where
/// they go next, and the loads on them wait for their onward trains.
engine::Task Terminals::sort_wagons(Yard& yard, Train& train) {
  auto const& terminal = *yard.terminal;
  world_.stage(train, world_.stages.queue(terminal.by), terminal.place, {},
               world_.holder_of(*yard.cranes));
  auto stream = world_.stream(train.account.tag, hash_of("shunting/" + terminal.name));
  double time = 0;
  for (int wagon = 0; wagon < train.consist->wagons; ++wagon) {
    time += engine::sample(terminal.time, stream);
  }
  engine::Claim claim;
  claim.priority = train.priority;
  claim.work = Duration::rounded(time);
  engine::Lease lease = co_await yard.cranes->acquire(claim);
  world_.stage(train, world_.stages.work(terminal.by), terminal.place);
  auto const slowness = world_.closures.of(yard.id).time(world_.engine.now());
  co_await yard.cranes->work(lease, Duration::rounded(slowness * time));
  yard.wagons += train.consist->wagons;
  world_.end_ride(train, world_.stages.onward, terminal.place);
  auto const loads = std::exchange(train.loads, {});
  for (auto const row : loads) {
    auto const& load = world_.loads[row];
    if (!load.held) {
      group_of(load).expected_teu -= load.teu;
    }
    arrive_in_yard(yard, row);
  }
}

/// Puts the wagons that wait on the trains of their group that are being made up.
void Terminals::couple_wagons(Group& group) {
  for (auto* const train : group.yard->loading) {
    if (train->group == &group) {
      auto const before = train->load_teu;
      take_aboard(group, *train);
      group.committed_teu -= train->load_teu - before;
    }
  }
  tell_trains(group);
}

}  // namespace caravan::model
