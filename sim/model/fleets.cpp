#include "model/fleets.hpp"

#include <algorithm>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/policies.hpp"
#include "model/stations.hpp"
#include "model/train_stories.hpp"

namespace caravan::model {

using scenario::FleetId;
using scenario::PlaceId;

Fleets::Stock::Stock(engine::Engine& engine, network::TrackGauge gauge_, std::string const& name_,
                     int units, int own_units, SimTime warm_up)
    : store{engine, name_, units},
      gauge{gauge_},
      name{name_},
      own{own_units},
      at_start{units},
      ready{warm_up},
      least{units},
      queue{warm_up} {
  ready.change(units, SimTime::start());
}

Fleets::Fleets(World& world) : world_{world} {
  if (world.scenario.fleets.empty()) {
    return;
  }
  locomotives_ = Table<scenario::LinkId, FleetId>{world.scenario.links.size()};
  crews_ = locomotives_;
  for (auto const id : world.scenario.fleets.ids()) {
    pools_.add(Pool{});
    build(id);
    auto const& fleet = world.scenario.fleets[id];
    for (auto const link : fleet.links) {
      (fleet.kind == scenario::Fleet::Kind::crews ? crews_ : locomotives_)[link] = id;
      work_lines_ = true;
    }
  }
  for (auto& pool : pools_) {
    auto const& regimes = world.closures.of(pool.id);
    if (!regimes.all().empty()) {
      world.engine.spawn_background(helper_of(pool).packed(), close(pool, regimes),
                                    engine::Rank::calendar);
    }
  }
}

/// Who does what nobody's train does: withholds units, or sends them home when the run begins.
Tag Fleets::helper_of(Pool const& pool) {
  return {Tag::Kind::helper, world_.add_source(Source::Kind::empties, pool.fleet->name), 1, 0};
}

void Fleets::build(FleetId id) {
  auto& pool = pools_[id];
  pool.id = id;
  pool.fleet = &world_.scenario.fleets[id];
  pool.queue = Level{world_.scenario.clock.warm_up};
  pool.use = Course{part_of_run(world_.scenario.clock)};
  if (pool.fleet->gauges.size() > 1) {
    for (auto const gauge : pool.fleet->gauges) {
      pool.in_use.emplace(gauge, Level{world_.scenario.clock.warm_up});
    }
  }
  for (auto const* const stocks : {&pool.fleet->stock, &pool.fleet->ready}) {
    for (auto const& stock : *stocks) {
      static_cast<void>(stock_at(pool, stock.place));
    }
  }
  pool.size = pool.fleet->size();
  pool.ready = pool.size;
  if (pool.fleet->back) {
    pool.choose = home_named(pool.fleet->back->choose, world_.policies);
    for (auto const& home : pool.fleet->back->homes) {
      auto const& to = world_.network.places()[home.place].name;
      pool.homes.push_back(
          {world_.add_source(Source::Kind::empties, pool.fleet->name + '>' + to), 0, 0});
    }
    pool.empties.name = pool.fleet->name;
    pool.empties.gauge = pool.fleet->gauges.front();
    if (pool.fleet->kind == scenario::Fleet::Kind::wagons) {
      pool.empties.wagons = pool.fleet->back->when;
      pool.empties.fleet = id;
    }
  }
}

/// Places without a stock of their own have one as soon as it is asked for.
Fleets::Stock& Fleets::stock_at(Pool& pool, PlaceId place) {
  auto const found = pool.stocks.find(place);
  if (found != pool.stocks.end()) {
    return found->second;
  }
  auto const units_of = [place](std::vector<scenario::Fleet::Stock> const& stocks) {
    auto const here = std::find_if(stocks.begin(), stocks.end(),
                                   [place](auto const& one) { return one.place == place; });
    return here == stocks.end() ? 0 : here->count;
  };
  return pool.stocks
      .try_emplace(place, world_.engine, pool.fleet->gauge_at(place),
                   pool.fleet->name + " at " + world_.network.places()[place].name,
                   units_of(pool.fleet->ready), units_of(pool.fleet->stock),
                   world_.scenario.clock.warm_up)
      .first->second;
}

/// Units became ready, or fewer are.
void Fleets::count(Pool& pool, Stock& stock, int ready) {
  pool.ready += ready;
  stock.ready.change(ready, world_.engine.now());
  stock.least = std::min(stock.least, stock.ready.now());
  pool.use.change(-ready, world_.engine.now());
  if (!pool.in_use.empty()) {
    pool.in_use.at(stock.gauge).change(-ready, world_.engine.now());
  }
  expects(pool.ready >= 0 && pool.with_trains >= 0 && pool.turning_round >= 0 &&
              pool.ready + pool.with_trains + pool.turning_round + pool.as_passengers == pool.size,
          "no unit of a fleet is lost or made");
}

engine::Task Fleets::take(Train& train, Pool& pool, PlaceId place, int units, StageId wait) {
  auto& stock = stock_at(pool, place);
  auto const asked = world_.engine.now();
  if (!stock.store.try_take(units, train.priority)) {
    stock.waiting.push_back(asked);
    stock.asked += units;
    stock.queue.change(+1, asked);
    pool.queue.change(+1, asked);
    world_.stage(train, wait, place);
    co_await stock.store.take(units, train.priority);
    auto const now = world_.engine.now();
    stock.waiting.erase(std::lower_bound(stock.waiting.begin(), stock.waiting.end(), asked));
    stock.asked -= units;
    stock.queue.change(-1, now);
    pool.queue.change(-1, now);
    if (now > asked) {
      stock.short_since = std::min(stock.short_since, asked);
    }
    auto const counted = std::max(asked, world_.scenario.clock.warm_up);
    stock.waits_ms += std::max<std::int64_t>(0, (now - counted).count());
  }
  ++stock.served;
  pool.with_trains += units;
  count(pool, stock, -units);
}

void Fleets::bring(Train& train, scenario::LinkId link) {
  auto const add = [&](FleetId id, int units) {
    pools_[id].size += units;
    pools_[id].with_trains += units;
    pools_[id].use.change(units, world_.engine.now());
  };
  if (train.consist->fleet.valid()) {
    train.wagons = train.consist->wagons;
    add(train.consist->fleet, train.wagons);
    auto& in_use = pools_[train.consist->fleet].in_use;
    if (!in_use.empty()) {
      in_use.at(train.leg->carrier.gauge).change(train.wagons, world_.engine.now());
    }
  }
  if (!work_lines_ || !link.valid()) {
    return;
  }
  auto const take = [&](Taken& taken, FleetId id) {
    if (id.valid()) {
      taken = {id, 1, world_.engine.now()};
      add(id, 1);
    }
  };
  take(train.locomotive, locomotives_[link]);
  take(train.crew, crews_[link]);
}

engine::Task Fleets::couple(Train& train) {
  auto& pool = pools_[train.consist->fleet];
  auto const place = train.leg->from;
  train.asked_for_wagons = world_.engine.now();
  world_.for_each(train.loads, [&](LoadRow, Load& load) {
    world_.stage(load, world_.stages.units(pool.id), place);
  });
  auto taking = take(train, pool, place, train.consist->wagons, world_.stages.units(pool.id));
  co_await taking;
  train.wagons = train.consist->wagons;
  train.has_wagons = world_.engine.now();
}

void Fleets::explain_wait(Load& load, Train const& train) {
  if (train.wagons == 0) {
    return;
  }
  auto const from = std::max(train.asked_for_wagons, load.account.since);
  if (train.has_wagons > from) {
    world_.reassign(load, world_.stages.units(train.consist->fleet), train.has_wagons - from);
  }
}

void Fleets::uncouple(Train& train) {
  if (train.wagons > 0) {
    auto& pool = pools_[train.consist->fleet];
    end_return(train, pool, train.leg->to, train.wagons);
    give_up(train.account.tag, pool, train.leg->to, train.wagons);
    train.wagons = 0;
  }
}

void Fleets::change_gauge(Train const& train, network::TrackGauge from, network::TrackGauge to) {
  if (train.wagons > 0) {
    auto& in_use = pools_[train.consist->fleet].in_use;
    in_use.at(from).change(-train.wagons, world_.engine.now());
    in_use.at(to).change(train.wagons, world_.engine.now());
  }
}

void Fleets::dissolve(Train& train) {
  if (train.wagons > 0) {
    auto& pool = pools_[train.consist->fleet];
    pool.with_trains -= train.wagons;
    make_ready(pool, train.leg->from, train.wagons);
    train.wagons = 0;
  }
}

/// Units come to stand ready at `place` soon, if it is a home, without anybody's doing.
void Fleets::expect_at_home(Pool& pool, PlaceId place, int units) {
  for (std::size_t home = 0; home < pool.homes.size(); ++home) {
    if (pool.fleet->back->homes[home].place == place) {
      pool.homes[home].expected += units;
    }
  }
}

/// What was on its way back is there.
void Fleets::end_return(Train const& train, Pool& pool, PlaceId place, int units) {
  auto const goes_back =
      std::any_of(pool.homes.begin(), pool.homes.end(),
                  [&](Homeward const& home) { return home.source == train.account.tag.source; });
  if (goes_back) {
    expect_at_home(pool, place, -units);
  }
}

/// A train gives units up where it is; they turn round.
void Fleets::give_up(Tag who, Pool& pool, PlaceId place, int units) {
  auto stream = world_.stream(who, hash_of("turn-round/" + pool.fleet->name));
  auto const& there = pool.fleet->turn_round_at;
  auto const own = std::find_if(there.begin(), there.end(),
                                [place](auto const& one) { return one.place == place; });
  auto const time =
      engine::sample_duration(own == there.end() ? pool.fleet->turn_round : own->time, stream);
  pool.with_trains -= units;
  if (time <= Duration{}) {
    make_ready(pool, place, units);
    return;
  }
  pool.turning_round += units;
  expect_at_home(pool, place, units);
  world_.engine.spawn_background(who.packed(), turn_round(pool, place, units, time),
                                 engine::Rank::finish);
}

engine::Process Fleets::turn_round(Pool& pool, PlaceId place, int units, Duration time) {
  co_await world_.engine.delay(time);
  pool.turning_round -= units;
  expect_at_home(pool, place, -units);
  make_ready(pool, place, units);
}

void Fleets::make_ready(Pool& pool, PlaceId place, int units) {
  auto& stock = stock_at(pool, place);
  count(pool, stock, units);
  auto const missing = std::clamp<std::int64_t>(pool.to_withhold - pool.withheld, 0, units);
  stock.withheld += missing;
  pool.withheld += missing;
  if (missing < units) {
    auto const fits = stock.store.try_put(units - missing);
    expects(fits, "a stock is without limit");
  }
  send_back(pool, place);
}

/// Units that nobody waits for go back when enough stand idle beyond those that stay. Those that
/// belong to where no way leads home stay there.
void Fleets::send_back(Pool& pool, PlaceId place) {
  auto const& back = pool.fleet->back;
  if (!back || back->is_home(place)) {
    return;
  }
  auto& stock = stock_at(pool, place);
  auto const is_from_here = [place](auto const& way) { return way.from == place; };
  if (stock.own > 0 && std::none_of(back->ways.begin(), back->ways.end(), is_from_here)) {
    return;
  }
  auto const stay = back->leave.value_or(stock.own);
  while (stock.store.waiting_takers() == 0 && stock.store.level() - stay >= back->when) {
    auto const& way = choose_way_back(pool, place);
    auto& home = pool.homes[way.home];
    auto const taken = stock.store.try_take(back->when);
    expects(taken, "idle units can be taken");
    ++home.returns;
    home.expected += back->when;
    if (pool.fleet->kind == scenario::Fleet::Kind::crews) {
      pool.as_passengers += back->when;
      count(pool, stock, -back->when);
      Tag const tag{Tag::Kind::helper, home.source, home.returns, 0};
      world_.engine.spawn_background(tag.packed(), go_back_as_passengers(pool, way));
    } else {
      pool.with_trains += back->when;
      count(pool, stock, -back->when);
      set_out_back(pool, {Tag::Kind::train, home.source, home.returns, 0}, way);
    }
  }
}

/// A home as it looks from where units stand idle. Lacking is what is wanted there and will not be
/// there without anybody's doing.
Home Fleets::outlook_of(Pool& pool, scenario::Fleet::WayBack const& way) {
  auto const& [place, share, wanted] = pool.fleet->back->homes[way.home];
  auto const& home = pool.homes[way.home];
  auto const& stock = stock_at(pool, place);
  auto const lacking = wanted + stock.asked - stock.ready.now() - home.expected;
  return {way.running_time, wanted, lacking, share, home.returns};
}

/// To the home that the policy of the fleet chooses, where there is more than one.
scenario::Fleet::WayBack const& Fleets::choose_way_back(Pool& pool, PlaceId from) {
  auto const& back = *pool.fleet->back;
  auto const is_from_here = [from](auto const& way) { return way.from == from; };
  auto const first = std::find_if(back.ways.begin(), back.ways.end(), is_from_here);
  auto const last = std::find_if_not(first, back.ways.end(), is_from_here);
  expects(first != last, "units can go back from where they come to rest");
  if (last - first == 1) {
    return *first;
  }
  HomeChoice question{world_.engine.now(), back.when, {}};
  std::uint32_t decided = 0;
  for (auto const& home : pool.homes) {
    decided += home.returns;
  }
  for (auto way = first; way != last; ++way) {
    question.homes.push_back(outlook_of(pool, *way));
  }
  auto stream = world_.stream("home/" + pool.fleet->name, decided);
  auto const chosen = (*pool.choose)(question, stream);
  expects(chosen < question.homes.size(), "a policy chooses one of the homes it was given");
  return *(first + static_cast<std::ptrdiff_t>(chosen));
}

/// A train of empty wagons, or light engines.
void Fleets::set_out_back(Pool& pool, Tag tag, scenario::Fleet::WayBack const& way) {
  auto& train = world_.new_train(tag, world_.stages.forming, way.from);
  train.leg = &way.leg;
  train.consist = &pool.empties;
  train.priority = pool.fleet->back->priority;
  if (pool.fleet->kind == scenario::Fleet::Kind::wagons) {
    train.wagons = pool.fleet->back->when;
  } else {
    train.locomotive = {pool.id, pool.fleet->back->when, world_.engine.now()};
  }
  world_.engine.spawn(tag.packed(), go_back(train), engine::Rank::decide);
}

/// It runs like any other train.
engine::Process Fleets::go_back(Train& train) {
  world_.begin_ride(train);
  auto reservation = world_.stations->reserve(train, train.leg->from, {});
  co_await reservation;
  train.standing = std::move(train.ahead);
  auto journey = world_.train_stories->run(train);
  co_await journey;
}

void Fleets::begin_where_they_are() {
  for (auto& pool : pools_) {
    if (pool.fleet->counted && pool.fleet->back) {
      world_.engine.spawn_background(helper_of(pool).packed(), go_back_at_start(pool),
                                     engine::Rank::timeout);
    }
  }
}

engine::Process Fleets::go_back_at_start(Pool& pool) {
  for (auto const& stock : pool.fleet->ready) {
    send_back(pool, stock.place);
  }
  co_return;
}

}  // namespace caravan::model
