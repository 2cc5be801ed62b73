// Planned trains that stand at a terminal where they begin, and are loaded with what waits there.

#include <algorithm>

#include "model/connections.hpp"
#include "model/terminals.hpp"

namespace caravan::model {

/// The group whose loads a planned train takes at the terminal of its origin; none if no way ever
/// brings such loads.
Group* Terminals::group_for(Train const& train) {
  auto const at = world_.scenario.services[train.service].loads_at;
  auto const found = std::find_if(groups_.begin(), groups_.end(), [&](Group const& group) {
    return group.yard != nullptr && group.yard->id == at && *group.leg == *train.leg;
  });
  return found == groups_.end() ? nullptr : &*found;
}

/// Its own units do what their train does.
void Terminals::begin_standing(Train& train, StageId stage) {
  world_.stage(train, stage, train.leg->from);
  world_.for_each(train.loads,
                  [&](LoadRow, Load& load) { world_.stage(load, stage, train.leg->from); });
}

engine::Task Terminals::stand(Train& train) {
  auto const at = world_.scenario.services[train.service].loads_at;
  auto const found =
      std::find_if(yards_.begin(), yards_.end(), [at](auto const& yard) { return yard->id == at; });
  auto& yard = **found;
  begin_standing(train, world_.stages.handling_track);
  auto taking = yard.tracks->take(train, train.leg->carrier.gauge, HandlingTracks::Use::to_set_out);
  co_await taking;
  train.standing = std::move(train.ahead);
  begin_standing(train, world_.stages.positioning);
  auto positioning = yard.tracks->position(train, HandlingTracks::Use::to_set_out);
  co_await positioning;
  begin_standing(train, world_.stages.forming);
  auto* const group = group_for(train);
  if (group != nullptr) {
    group->committed_teu += train.consist->capacity_teu - train.load_teu;
    open(*group, train);
  }
  co_await world_.engine.until(train.departs, engine::Rank::decide);
  if (world_.connections->any()) {
    auto connection = world_.connections->wait(train);
    co_await connection;
  }
  if (group != nullptr) {
    auto const last = train.departs + world_.scenario.services[train.service].latest;
    while (world_.engine.now() < last &&
           train.consist->capacity_teu - train.load_teu >= group->unit_teu) {
      co_await train.progress.wait_within(last - world_.engine.now(), engine::Rank::decide);
    }
    close(*group, train);
  }
  while (train.lifts > 0) {
    co_await train.progress.wait(engine::Rank::decide);
  }
  ++yard.trains_out;
}

}  // namespace caravan::model
