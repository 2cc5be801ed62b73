#include "model/handling_tracks.hpp"

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/resources.hpp"
#include "model/stations.hpp"

namespace caravan::model {

HandlingTracks::HandlingTracks(World& world, scenario::Terminal const& terminal)
    : world_{world}, terminal_{terminal} {
  auto const& transfers = world.network.transfers();
  for (auto const& tracks : terminal.tracks) {
    network::Carrier const carrier{network::Mode::rail, tracks.gauge};
    auto const arrives = std::any_of(terminal.transfers.begin(), terminal.transfers.end(),
                                     [&](auto id) { return transfers[id].from == carrier; });
    auto const leaves = std::any_of(terminal.transfers.begin(), terminal.transfers.end(),
                                    [&](auto id) { return transfers[id].to == carrier; });
    engine::Server::Options options;
    options.name = terminal.name + " handling tracks " + text_of(carrier);
    options.capacity = tracks.count;
    options.discipline = engine::Discipline::priority;
    if (arrives && leaves) {
      share_among(options, 2);
    }
    auto& server = tracks_[tracks.gauge];
    server = std::make_unique<engine::Server>(world.engine, options);
    world.resources->add(*server, ResourceResult::Kind::handling_tracks, terminal.place,
                         terminal.mark);
  }
}

engine::Task HandlingTracks::take(Train& train, network::TrackGauge gauge, Use use) {
  auto const found = tracks_.find(gauge);
  if (found == tracks_.end()) {
    co_return;
  }
  auto& server = *found->second;
  world_.stage(train, world_.stages.handling_track, terminal_.place, {}, world_.holder_of(server));
  engine::Claim claim;
  claim.stream = static_cast<int>(use);
  claim.priority = train.priority;
  train.ahead = co_await server.acquire(claim);
}

engine::Task HandlingTracks::position(Train& train, Use use) {
  world_.stage(train, world_.stages.positioning, terminal_.place);
  auto stream = world_.stream(train.account.tag, hash_of("positioning/" + terminal_.name));
  auto const time = engine::sample_duration(terminal_.positioning, stream);
  auto const after_others = use == Use::to_arrive && time == Duration{};
  co_await world_.engine.delay(time, after_others ? engine::Rank::timeout : engine::Rank::finish);
}

engine::Server const* HandlingTracks::of(network::TrackGauge gauge) const {
  auto const found = tracks_.find(gauge);
  return found == tracks_.end() ? nullptr : found->second.get();
}

}  // namespace caravan::model
