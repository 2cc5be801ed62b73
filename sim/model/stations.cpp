#include "model/stations.hpp"

#include <algorithm>

#include "model/resources.hpp"

namespace caravan::model {

using scenario::LinkId;
using scenario::PlaceId;

void share_among(engine::Server::Options& options, std::size_t streams) {
  if (static_cast<std::size_t>(options.capacity) >= streams) {
    options.streams = static_cast<int>(streams);
  } else {
    options.quotas = std::vector<int>(streams, 1);
  }
}

namespace {

/// Whether a train of some service or flow comes to `place` over `link`.
bool comes_over(scenario::Scenario const& scenario, LinkId link, PlaceId place) {
  auto const& ends = scenario.network.links()[link];
  auto const ends_here = [&](network::Travel const& travel) {
    return travel.link == link && (travel.forward ? ends.b : ends.a) == place;
  };
  auto const brings = [&](scenario::Way const& way) {
    return std::any_of(way.route.steps.begin(), way.route.steps.end(), [&](auto const& step) {
      auto const* const travel = std::get_if<network::Travel>(&step);
      return travel != nullptr && ends_here(*travel);
    });
  };
  auto const any = [&](auto const& demand) {
    return std::any_of(demand.ways.begin(), demand.ways.end(), brings);
  };
  auto const any_back = [&](scenario::Fleet const& fleet) {
    return fleet.back && fleet.kind != scenario::Fleet::Kind::crews &&
           std::any_of(fleet.back->ways.begin(), fleet.back->ways.end(), [&](auto const& way) {
             return std::any_of(way.leg.travels.begin(), way.leg.travels.end(), ends_here);
           });
  };
  return std::any_of(scenario.services.begin(), scenario.services.end(), any) ||
         std::any_of(scenario.flows.begin(), scenario.flows.end(), any) ||
         std::any_of(scenario.fleets.begin(), scenario.fleets.end(), any_back);
}

/// Whether trains of some service or flow begin at `place`, or empties and light engines.
bool begins_at(scenario::Scenario const& scenario, PlaceId place, network::TrackGauge gauge) {
  network::Carrier const rail{network::Mode::rail, gauge};
  auto const any = [&](auto const& demand) {
    return std::any_of(demand.ways.begin(), demand.ways.end(), [&](scenario::Way const& way) {
      return way.route.from == place && !way.legs.empty() && way.legs.front().carrier == rail;
    });
  };
  auto const goes_back = [&](scenario::Fleet const& fleet) {
    return fleet.kind != scenario::Fleet::Kind::crews && fleet.back &&
           std::any_of(fleet.back->ways.begin(), fleet.back->ways.end(), [&](auto const& way) {
             return way.from == place && way.leg.carrier == rail;
           });
  };
  return std::any_of(scenario.services.begin(), scenario.services.end(), any) ||
         std::any_of(scenario.flows.begin(), scenario.flows.end(), any) ||
         std::any_of(scenario.fleets.begin(), scenario.fleets.end(), goes_back);
}

}  // namespace

Stations::Stations(World& world) : world_{world} {
  for (auto const place : world.scenario.places.ids()) {
    for (auto const& tracks : world.scenario.places[place].tracks) {
      add(place, tracks);
    }
  }
}

void Stations::add(PlaceId place, scenario::PlaceTracks const& tracks) {
  auto& entry = tracks_[{place, tracks.gauge}];
  for (auto const link : world_.network.links_at(place)) {
    auto const& carrier = world_.network.links()[link].carrier;
    if (carrier.mode == network::Mode::rail && carrier.gauge == tracks.gauge &&
        comes_over(world_.scenario, link, place)) {
      entry.streams.push_back(link);
    }
  }
  auto const begins = begins_at(world_.scenario, place, tracks.gauge);
  auto const streams = std::max<std::size_t>(1, entry.streams.size() + (begins ? 1 : 0));
  auto const& detail = world_.network.places()[place];
  engine::Server::Options options;
  options.name = detail.name + " tracks " + text_of(network::Carrier{{}, tracks.gauge});
  options.capacity = tracks.count;
  options.discipline = engine::Discipline::priority;
  share_among(options, streams);
  entry.server = std::make_unique<engine::Server>(world_.engine, options);
  world_.resources->add(*entry.server, ResourceResult::Kind::tracks, place, detail.mark,
                        &world_.closures.of(place));
}

int Stations::stream_of(Tracks const& tracks, LinkId by) {
  auto const found = std::find(tracks.streams.begin(), tracks.streams.end(), by);
  return static_cast<int>(found - tracks.streams.begin());
}

engine::Server* Stations::tracks(PlaceId place, network::TrackGauge gauge) {
  auto const found = tracks_.find({place, gauge});
  return found == tracks_.end() ? nullptr : found->second.server.get();
}

bool Stations::reserve_now(Train& train, PlaceId place, LinkId by) {
  auto const found = tracks_.find({place, train.leg->carrier.gauge});
  if (found == tracks_.end()) {
    return true;
  }
  engine::Claim claim;
  claim.stream = stream_of(found->second, by);
  claim.priority = train.priority;
  train.ahead = found->second.server->try_acquire(claim);
  return static_cast<bool>(train.ahead);
}

engine::Task Stations::reserve(Train& train, PlaceId place, LinkId by) {
  auto const opens = world_.closures.of(place).open_from(world_.engine.now());
  if (opens > world_.engine.now()) {
    world_.stage(train, world_.stages.closure, place, {});
    co_await world_.engine.until(opens, engine::Rank::calendar);
  }
  auto const found = tracks_.find({place, train.leg->carrier.gauge});
  if (found == tracks_.end()) {
    co_return;
  }
  auto& server = *found->second.server;
  engine::Claim claim;
  claim.stream = stream_of(found->second, by);
  claim.priority = train.priority;
  world_.stage(train, world_.stages.track, place, {}, world_.holder_of(server));
  train.ahead = co_await server.acquire(claim);
}

}  // namespace caravan::model
