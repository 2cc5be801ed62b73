#include "model/at_start.hpp"

#include <algorithm>
#include <vector>

#include "caravan/core/hash.hpp"

#include "model/deliveries.hpp"
#include "model/fleets.hpp"
#include "model/lines.hpp"
#include "model/load_stories.hpp"
#include "model/new_loads.hpp"
#include "model/stations.hpp"
#include "model/terminals.hpp"
#include "model/train_stories.hpp"

namespace caravan::model {

using scenario::PlaceId;
using scenario::Position;
using scenario::Present;

namespace {

/// The place where it is, or by which it entered the line.
PlaceId place_of(Position const& position, scenario::Way const& way,
                 network::Network const& network) {
  if (way.legs.empty()) {
    return way.route.from;
  }
  auto place = way.legs[position.leg].from;
  for (std::size_t step = 0; step < position.stop; ++step) {
    place = network.other_end(way.legs[position.leg].travels[step].link, place);
  }
  return place;
}

}  // namespace

AtStart::AtStart(World& world) : world_{world} {
  if (!world.scenario.initial) {
    return;
  }
  world.fleets->begin_where_they_are();
  // On each line the foremost is placed first: the others are behind it.
  std::vector<Present const*> trains;
  for (auto const& row : world.scenario.initial->trains) {
    trains.push_back(&row);
  }
  std::stable_sort(trains.begin(), trains.end(), [](Present const* a, Present const* b) {
    return a->positions.front().run_m > b->positions.front().run_m;
  });
  for (auto const* const row : trains) {
    add_train(*row);
  }
  for (auto const& row : world.scenario.initial->loads) {
    add_loads(row);
  }
}

scenario::Demand const& AtStart::demand_of(Present const& row) const {
  if (row.service.valid()) {
    return world_.scenario.services[row.service];
  }
  return world_.scenario.flows[row.flow];
}

/// They are called by the row of their table: `xian-duisburg@start#3`.
Tag AtStart::tag_of(Present const& row, Tag::Kind kind, std::string const& what) {
  auto const name = demand_of(row).name + what;
  auto const source_kind = row.service.valid() ? Source::Kind::service : Source::Kind::flow;
  auto const key = std::to_string(static_cast<int>(source_kind)) + name;
  auto const found = sources_.find(key);
  auto const source =
      found != sources_.end()
          ? found->second
          : sources_.emplace(key, world_.add_source(source_kind, name)).first->second;
  return {kind, source, static_cast<std::uint32_t>(row.row), 0};
}

Position const& AtStart::choose(Present const& row, Tag tag) const {
  if (row.positions.size() == 1) {
    return row.positions.front();
  }
  auto const& ways = demand_of(row).ways;
  double sum = 0;
  for (auto const& position : row.positions) {
    sum += ways[position.way].share;
  }
  auto stream = world_.stream(tag, hash_of("way"));
  auto luck = stream.uniform() * sum;
  for (auto const& position : row.positions) {
    luck -= ways[position.way].share;
    if (luck < 0) {
      return position;
    }
  }
  return row.positions.back();
}

void AtStart::add_train(Present const& row) {
  auto const tag = tag_of(row, Tag::Kind::train, "@start");
  auto const& demand = demand_of(row);
  auto const& position = choose(row, tag);
  auto const& way = demand.ways[position.way];
  auto const place = place_of(position, way, world_.network);
  auto& train = world_.new_train(tag, world_.stages.before, place, row.set_out);
  train.leg = &way.legs[position.leg];
  train.consist = &world_.scenario.consists[position.consist];
  train.priority = demand.priority;
  if (position.leg == 0 && row.service.valid()) {
    auto const& service = world_.scenario.services[row.service];
    train.service = row.service;
    train.way = &way;
    train.commodity = &service.commodity;
    train.consignment_units = service.consignment_units;
    train.speed_mps = service.speed_mps;
  }
  for (int unit = 1; unit <= row.units; ++unit) {
    auto of_unit = tag;
    of_unit.kind = Tag::Kind::unit;
    of_unit.part = static_cast<std::uint32_t>(unit);
    auto const load = new_load(
        world_, {of_unit, row.service, row.flow, &way, world_.stages.before, place, row.set_out});
    world_.loads[load].leg = position.leg;
    world_.loads[load].of_start = true;
    train.load_teu += world_.loads[load].teu;
    train.powered += world_.loads[load].powered ? 1 : 0;
    train.loads.push_back(load);
  }
  world_.fleets->bring(
      train, position.run_m ? train.leg->travels[position.stop].link : scenario::LinkId::none());
  if (position.run_m) {
    if (has_traction(*train.consist)) {
      train.exit_mps = world_.train_stories->exit_speed(train, position.stop + 1);
    }
    world_.lines->place(train, train.leg->travels[position.stop], *position.run_m);
    world_.engine.spawn(tag.packed(), from_line(train, position));
  } else {
    auto const by =
        position.stop > 0 ? train.leg->travels[position.stop - 1].link : scenario::LinkId::none();
    auto const has_track = world_.stations->reserve_now(train, place, by);
    world_.engine.spawn(tag.packed(), from_place(train, position, has_track));
  }
}

engine::Process AtStart::from_line(Train& train, Position const& position) {
  world_.begin_ride(train);
  auto crossing = world_.lines->resume(train, train.leg->travels[position.stop]);
  co_await crossing;
  auto journey = world_.train_stories->run(train, position.stop + 1);
  co_await journey;
}

/// A train that has no track, since those left are kept for other directions, stands before the
/// place until it gets one.
engine::Process AtStart::from_place(Train& train, Position const& position, bool has_track) {
  world_.begin_ride(train);
  if (!has_track) {
    auto const by =
        position.stop > 0 ? train.leg->travels[position.stop - 1].link : scenario::LinkId::none();
    auto reservation = world_.stations->reserve(train, train.account.place, by);
    co_await reservation;
  }
  train.standing = std::move(train.ahead);
  if (train.standing) {
    train.standing.held_by(world_.engine.current());
  }
  auto journey = world_.train_stories->run(train, position.stop);
  co_await journey;
}

void AtStart::add_loads(Present const& row) {
  auto const truck = row.flow.valid() && some_by_truck(world_.scenario.flows[row.flow]);
  for (int unit = 1; unit <= row.units; ++unit) {
    auto tag = tag_of(row, truck ? Tag::Kind::truck : Tag::Kind::unit, "@waiting");
    tag.part = row.units == 1 ? 0 : static_cast<std::uint32_t>(unit);
    auto const& position = choose(row, tag);
    auto const& way = demand_of(row).ways[position.way];
    auto const place = place_of(position, way, world_.network);
    auto const load = new_load(
        world_, {tag, row.service, row.flow, &way, world_.stages.before, place, row.set_out});
    world_.loads[load].leg = position.leg;
    world_.loads[load].of_start = true;
    world_.loads[load].waited = SimTime::start() - row.since;
    if (truck || way.legs.empty()) {
      world_.load_stories->go_on_from(load, position.stop, position.run_m);
    } else {
      world_.terminals->take_in(load);
    }
  }
}

}  // namespace caravan::model
