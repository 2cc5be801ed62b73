#include "model/terminals.hpp"

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/expenses.hpp"
#include "model/fleets.hpp"
#include "model/load_stories.hpp"
#include "model/stations.hpp"

namespace caravan::model {

using network::Mode;
using scenario::PlaceId;
using scenario::TerminalId;

namespace {

PlaceId start_of(network::Network const& network, network::Travel travel) {
  auto const& link = network.links()[travel.link];
  return travel.forward ? link.a : link.b;
}

}  // namespace

Terminals::Terminals(World& world) : world_{world} {
  for (auto const id : world.scenario.terminals.ids()) {
    if (!world.scenario.terminals[id].lets_trains_through()) {
      build(id);
    }
  }
  build_groups();
}

void Terminals::build(TerminalId id) {
  auto& yard = *yards_.emplace_back(std::make_unique<Yard>(world_.engine));
  auto const& terminal = world_.scenario.terminals[id];
  yard.id = id;
  yard.terminal = &terminal;
  yard.order = crane_named(terminal.crane_order, world_.policies);
  yard.at_cranes.length = Level{world_.scenario.clock.warm_up};
  yard.yard_teu = Level{world_.scenario.clock.warm_up};
  yard.bonded_teu = Level{world_.scenario.clock.warm_up};
  yard.plugged = Level{world_.scenario.clock.warm_up};
  engine::Server::Options options;
  options.name = terminal.name + (yard.by_cranes() ? " cranes" : " shunting engines");
  options.capacity = terminal.servers;
  options.hours = &terminal.hours;
  options.at_closing = static_cast<engine::AtClosing>(terminal.at_closing);
  yard.cranes = std::make_unique<engine::Server>(world_.engine, options);
  auto const kind =
      yard.by_cranes() ? ResourceResult::Kind::cranes : ResourceResult::Kind::shunting_engines;
  world_.resources->add(*yard.cranes, kind, terminal.place, terminal.mark, &world_.closures.of(id),
                        yard.by_cranes() ? &yard.at_cranes : nullptr);
  if (terminal.breakdowns) {
    world_.resources->let_break_down(*yard.cranes, *terminal.breakdowns);
  }
  if (terminal.yard_teu) {
    yard.room = std::make_unique<engine::Store>(world_.engine, terminal.name + " yard",
                                                *terminal.yard_teu, *terminal.yard_teu);
  }
  if (terminal.bonded_teu) {
    yard.bonded = std::make_unique<engine::Store>(world_.engine, terminal.name + " bonded yard",
                                                  *terminal.bonded_teu, *terminal.bonded_teu);
  }
  if (terminal.plugs) {
    yard.plugs = std::make_unique<engine::Store>(world_.engine, terminal.name + " plugs",
                                                 *terminal.plugs, *terminal.plugs);
  }
  yard.tracks = std::make_unique<HandlingTracks>(world_, terminal);
  auto const source = world_.add_source(Source::Kind::terminal, terminal.name);
  if (!yard.by_cranes()) {
    return;
  }
  for (int number = 1; number <= terminal.servers; ++number) {
    Tag const tag{Tag::Kind::crane, source, static_cast<std::uint32_t>(number), 0};
    world_.engine.spawn_background(tag.packed(), crane(yard, tag.number));
  }
}

Passage Terminals::passage_of(Load const& load) const {
  Passage passage;
  auto const& legs = load.way->legs;
  passage.place = load.leg < legs.size() ? legs[load.leg].from : load.way->route.to;
  if (load.leg > 0) {
    passage.from = start_of(world_.network, legs[load.leg - 1].travels.back());
  }
  if (load.leg < legs.size()) {
    auto const first = legs[load.leg].travels.front();
    passage.to = world_.network.other_end(first.link, passage.place);
  }
  return passage;
}

engine::Task Terminals::unload(Train& train) {
  auto const& first = world_.loads[train.loads.front()];
  auto& yard = *yard_before(*first.way, first.leg + 1);
  ++yard.trains_in;
  auto arrival = yard.tracks->take(train, train.leg->carrier.gauge, HandlingTracks::Use::to_arrive);
  co_await arrival;
  train.standing = std::move(train.ahead);
  expect_loads(train);
  auto positioning = yard.tracks->position(train, HandlingTracks::Use::to_arrive);
  co_await positioning;
  if (yard.by_cranes()) {
    auto lifting = lift_off(yard, train);
    co_await lifting;
  } else {
    auto sorting = sort_wagons(yard, train);
    co_await sorting;
  }
}

engine::Task Terminals::lift_off(Yard& yard, Train& train) {
  auto const place = yard.terminal->place;
  world_.end_ride(train, world_.stages.crane, place);
  world_.stage(train, world_.stages.lift, place);
  offer_loads(yard, train);
  while (!train.loads.empty() || train.lifts > 0) {
    co_await train.progress.wait();
  }
}

/// The loads of a train will soon stand beside the cranes: their groups may count on them, so that
/// an onward train can be placed at the same time.
void Terminals::expect_loads(Train const& train) {
  world_.for_each(train.loads, [&](LoadRow, Load& load) {
    ++load.leg;
    load.held = world_.desks->chosen_to_hold(load, passage_of(load));
    if (!load.held && load.way->legs[load.leg].carrier.mode == Mode::rail) {
      auto& group = group_of(load);
      group.expected_teu += load.teu;
      tell(group);
    }
  });
}

/// Calls the cranes to a train that is in position.
void Terminals::offer_loads(Yard& yard, Train& train) {
  train.blocked = false;
  yard.at_cranes.length.change(static_cast<std::int64_t>(train.loads.size()), world_.engine.now());
  auto const behind =
      std::find_if(yard.unloading.begin(), yard.unloading.end(),
                   [&](Train const* other) { return other->priority < train.priority; });
  yard.unloading.insert(behind, &train);
  yard.call.fire_all();
}

void Terminals::take_in(LoadRow row) {
  auto& load = world_.loads[row];
  auto* const yard = yard_of(load);
  load.held = yard != nullptr && world_.desks->chosen_to_hold(load, passage_of(load));
  auto const limited =
      yard != nullptr && (room_for(*yard, load) != nullptr || plugs_for(*yard, load) != nullptr);
  if (limited) {
    world_.engine.spawn(load.account.tag.packed(), wait_for_room(row), engine::Rank::decide);
  } else if (yard != nullptr) {
    arrive_in_yard(*yard, row);
  } else {
    make_ready(row);
  }
}

engine::Process Terminals::wait_for_room(LoadRow row) {
  auto& load = world_.loads[row];
  auto& yard = *yard_of(load);
  if (auto* const room = room_for(yard, load); room != nullptr) {
    world_.stage(load, room == yard.bonded.get() ? world_.stages.bonded : world_.stages.yard,
                 yard.terminal->place);
    co_await room->take(load.teu);
    enter_yard(yard, load);
  }
  if (auto* const plugs = plugs_for(yard, load); plugs != nullptr) {
    world_.stage(load, world_.stages.plug, yard.terminal->place);
    co_await plugs->take(1);
    plug_in(yard, load);
  }
  arrive_in_yard(yard, row);
}

/// Where a load takes up room: a load that is held in the bonded yard, if there is one. Others that
/// go on by truck take up none.
engine::Store* Terminals::room_for(Yard const& yard, Load const& load) {
  if (load.held && yard.bonded) {
    return yard.bonded.get();
  }
  auto const by_road = load.way->legs[load.leg].carrier.mode == Mode::road;
  return by_road ? nullptr : yard.room.get();
}

/// The load has taken room.
void Terminals::enter_yard(Yard& yard, Load& load) {
  load.in_yard = true;
  load.bonded = load.held && yard.bonded;
  if (load.bonded) {
    yard.bonded_teu.change(load.teu, world_.engine.now());
  }
}

void Terminals::arrive_in_yard(Yard& yard, LoadRow row) {
  auto& load = world_.loads[row];
  yard.yard_teu.change(load.teu, world_.engine.now());
  if (world_.priced) {
    set_down(load, yard.id, world_.engine.now());
  }
  if (load.held) {
    world_.engine.spawn(load.account.tag.packed(), hold(row), engine::Rank::decide);
  } else {
    make_ready(row);
  }
}

engine::Process Terminals::hold(LoadRow row) {
  auto& load = world_.loads[row];
  auto work = world_.desks->hold(load, passage_of(load));
  co_await work;
  load.held = false;
  make_ready(row);
}

void Terminals::make_ready(LoadRow row) {
  auto& load = world_.loads[row];
  auto const& leg = load.way->legs[load.leg];
  world_.stage(load, world_.stages.onward, leg.from);
  load.ready = world_.engine.now() - load.waited;
  load.waited = {};
  if (leg.carrier.mode != Mode::rail) {
    world_.load_stories->go_on(row);
    return;
  }
  auto& group = group_of(load);
  group.ready.push_back(row);
  group.ready_teu += load.teu;
  tell(group);
  if (group.yard != nullptr && !group.yard->by_cranes()) {
    couple_wagons(group);
  } else if (group.yard != nullptr && open_train(*group.yard, group, load) != nullptr) {
    group.yard->call.fire_one();
  }
}

/// Wakes the forming of trains if the loads at hand now call for one, if a first load begins to
/// wait, or if there may now be the least for a train.
void Terminals::tell(Group& group) {
  if (group.taken_by_service) {
    return;
  }
  auto const any_counts = group.formation.least > 0 || group.forming != nullptr;
  if (any_counts || should_order(group) || group.ready.size() == 1) {
    group.changed.fire_all();
  }
}

/// Wakes the trains of a group that are now complete.
void Terminals::tell_trains(Group const& group) {
  for (auto* const train : group.yard->loading) {
    if (train->group == &group && complete(group, *train)) {
      train->progress.fire_all();
    }
  }
}

void Terminals::leave_yard(LoadRow row) {
  auto& load = world_.loads[row];
  auto* const yard = yard_of(load);
  if (yard == nullptr) {
    return;
  }
  ++yard->units;
  yard->yard_teu.change(-load.teu, world_.engine.now());
  if (world_.priced) {
    picked_up(load, world_.scenario, world_.engine.now());
  }
  if (load.in_yard) {
    auto& room = load.bonded ? *yard->bonded : *yard->room;
    if (load.bonded) {
      yard->bonded_teu.change(-load.teu, world_.engine.now());
    }
    load.in_yard = false;
    load.bonded = false;
    auto const fits = room.try_put(load.teu);
    expects(fits, "a yard holds no less than nothing");
  }
  unplug(*yard, load);
  if (yard->room || yard->bonded || yard->plugs) {
    auto const blocked = std::any_of(yard->unloading.begin(), yard->unloading.end(),
                                     [](Train const* train) { return train->blocked; });
    if (blocked) {
      yard->call.fire_all();
    }
  }
}

void Terminals::put_aboard(Train& train, LoadRow row, SimTime waited_from) {
  train.loads.push_back(row);
  if (train.group != nullptr && !train.service.valid()) {
    auto const limit = waited_from + train.group->formation.oldest;
    auto const sooner = limit < train.deadline;
    train.deadline = std::min(train.deadline, limit);
    if (sooner || train.group->forming != nullptr) {
      train.progress.fire_all();  // it may leave sooner than it thought
    }
  }
  world_.stage(world_.loads[row], world_.stages.forming, train.leg->from);
}

void Terminals::fill(Train& train) {
  for (auto& group : groups_) {
    if (group.yard != nullptr || !(*group.leg == *train.leg)) {
      continue;
    }
    take_aboard(group, train);
  }
}

/// Puts waiting loads on a train without a crane, longest waiting first, until the next does not
/// fit.
void Terminals::take_aboard(Group& group, Train& train) {
  for (auto row = next_for(train, group); row.valid(); row = next_for(train, group)) {
    auto const teu = world_.loads[row].teu;
    if (train.load_teu + teu > train.consist->capacity_teu) {
      break;
    }
    group.ready.erase(std::find(group.ready.begin(), group.ready.end(), row));
    group.ready_teu -= teu;
    train.load_teu += teu;
    train.powered += world_.loads[row].powered ? 1 : 0;
    leave_yard(row);
    world_.fleets->explain_wait(world_.loads[row], train);
    put_aboard(train, row, world_.loads[row].ready);
  }
}

std::vector<TerminalResult> Terminals::results() const {
  std::vector<TerminalResult> results;
  auto const now = world_.engine.now();
  for (auto const& yard : yards_) {
    auto const& waiting = world_.books.trains_waiting(yard->terminal->place);
    results.push_back({yard->id, yard->trains_in, yard->trains_out, yard->units,
                       yard->at_cranes.served, yard->direct, yard->wagons, waiting.mean(now),
                       waiting.greatest(now), waiting.now(), yard->yard_teu.mean(now), std::nullopt,
                       std::nullopt, 0});
    if (yard->bonded) {
      results.back().mean_bonded_teu = yard->bonded_teu.mean(now);
    }
    if (yard->plugs) {
      results.back().mean_plugged = yard->plugged.mean(now);
      results.back().greatest_plugged = yard->plugged.greatest(now);
    }
  }
  return results;
}

}  // namespace caravan::model
