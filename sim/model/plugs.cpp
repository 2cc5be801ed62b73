// Plugs: powered loads take one of the yard while they stand there, and one of the train that they
// ride. Who finds none lets others past, who need none.

#include <algorithm>

#include "model/terminals.hpp"

namespace caravan::model {

bool lacks_plug(Train const& train, Load const& load) {
  return load.powered && train.consist->plugs && train.powered >= *train.consist->plugs;
}

/// The load that has waited longest of those that the train can supply with power; none if all that
/// wait need a plug and it has none left.
LoadRow Terminals::next_for(Train const& train, Group const& group) const {
  auto const& ready = group.ready;
  if (ready.empty() || !train.consist->plugs) {
    return ready.empty() ? LoadRow::none() : ready.front();
  }
  auto const found = std::find_if(ready.begin(), ready.end(), [&](LoadRow row) {
    return !lacks_plug(train, world_.loads[row]);
  });
  return found == ready.end() ? LoadRow::none() : *found;
}

/// Where a load takes a plug in the yard. One that goes on by truck is not set down.
engine::Store* Terminals::plugs_for(Yard const& yard, Load const& load) {
  auto const by_road = load.way->legs[load.leg].carrier.mode == network::Mode::road;
  return load.powered && !by_road ? yard.plugs.get() : nullptr;
}

void Terminals::plug_in(Yard& yard, Load& load) {
  load.plugged = true;
  yard.plugged.change(+1, world_.engine.now());
}

void Terminals::unplug(Yard& yard, Load& load) {
  if (!load.plugged) {
    return;
  }
  load.plugged = false;
  yard.plugged.change(-1, world_.engine.now());
  auto const fits = yard.plugs->try_put(1);
  expects(fits, "a yard has no more plugs free than it has");
}

}  // namespace caravan::model
