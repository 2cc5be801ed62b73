#include "model/train_stories.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "caravan/core/hash.hpp"
#include "caravan/engine/sampling.hpp"

#include "model/connections.hpp"
#include "model/embargoes.hpp"
#include "model/expenses.hpp"
#include "model/fleets.hpp"
#include "model/lines.hpp"
#include "model/load_stories.hpp"
#include "model/new_loads.hpp"
#include "model/stations.hpp"
#include "model/terminals.hpp"
#include "model/transits.hpp"
#include "model/wheelsets.hpp"

namespace caravan::model {

using scenario::PlaceId;

namespace {

constexpr int kMostPlugs = std::numeric_limits<int>::max();

}  // namespace

void Trains::depart(scenario::ServiceId id, std::uint32_t number, scenario::Way const& way,
                    SimTime planned_for, SimTime departs) {
  auto const& service = world_.scenario.services[id];
  Tag const tag{Tag::Kind::train, world_.source_of(id), number, 0};
  auto& train = world_.new_train(tag, world_.stages.forming, service.from);
  train.leg = &way.legs.front();
  train.service = id;
  train.way = &way;
  train.planned = planned_for;
  train.departs = departs;
  train.consist = &world_.scenario.consists[service.consist];
  train.commodity = &service.commodity;
  train.consignment_units = service.consignment_units;
  train.priority = service.priority;
  train.speed_mps = service.speed_mps;
  load_up(train, way);
  auto const process = world_.engine.spawn(tag.packed(), planned(train, way));
  if (world_.connections->any()) {
    world_.connections->set_out(train, process);
  }
}

/// The train's own load: units that set out with it, as many as fit.
void Trains::load_up(Train& train, scenario::Way const& way) {
  auto const& service = world_.scenario.services[train.service];
  auto stream = world_.stream(train.account.tag, hash_of("units"));
  auto const wanted = std::llround(engine::sample(service.units, stream));
  auto const powered = service.goods.valid() && world_.scenario.goods[service.goods].powered;
  for (std::uint32_t part = 1; part <= wanted; ++part) {
    auto const full = train.load_teu + service.unit_teu > train.consist->capacity_teu;
    if (full || (powered && train.powered >= train.consist->plugs.value_or(kMostPlugs))) {
      break;
    }
    Tag tag = train.account.tag;
    tag.kind = Tag::Kind::unit;
    tag.part = part;
    auto const row = new_load(
        world_,
        {tag, train.service, {}, &way, world_.stages.forming, service.from, world_.engine.now()});
    train.load_teu += service.unit_teu;
    train.powered += powered ? 1 : 0;
    train.loads.push_back(row);
  }
}

engine::Process Trains::planned(Train& train, scenario::Way const& way) {
  auto const origin = train.leg->from;
  auto const& service = world_.scenario.services[train.service];
  if (world_.connections->any() && !service.loads_at.valid()) {
    auto connection = world_.connections->wait(train);
    co_await connection;
  }
  if (world_.embargoes->any()) {
    auto embargo = world_.embargoes->hold_departure(train, way);
    co_await embargo;
  }
  if (train.consist->fleet.valid()) {
    auto coupling = world_.fleets->couple(train);
    co_await coupling;
  }
  if (service.loads_at.valid()) {
    auto loading = world_.terminals->stand(train);
    co_await loading;
  }
  if (service.takes_waiting) {
    world_.terminals->fill(train);
  }
  world_.begin_ride(train);
  if (!service.loads_at.valid()) {
    auto reservation = world_.stations->reserve(train, origin, {});
    co_await reservation;
    train.standing = std::move(train.ahead);
  }
  auto journey = run(train);
  co_await journey;
}

Passage Trains::passage(Train const& train, std::size_t stop) const {
  auto const& travels = train.leg->travels;
  Passage passage;
  passage.from = train.came_from;
  passage.place = train.leg->from;
  for (std::size_t step = 0; step < stop; ++step) {
    passage.from = passage.place;
    passage.place = world_.network.other_end(travels[step].link, passage.place);
  }
  if (stop < travels.size()) {
    passage.to = world_.network.other_end(travels[stop].link, passage.place);
  }
  return passage;
}

Passage Trains::after(Train const& train, Passage here, std::size_t stop) const {
  auto const& travels = train.leg->travels;
  Passage next;
  next.from = here.place;
  next.place = here.to;
  if (stop + 1 < travels.size()) {
    next.to = world_.network.other_end(travels[stop + 1].link, next.place);
  }
  return next;
}

bool Trains::is_to_stop(Train const& train, std::size_t stop) const {
  auto const& travels = train.leg->travels;
  return stop == travels.size() ||
         world_.fleets->change_between(travels[stop - 1].link, travels[stop].link) ||
         world_.desks->await(train, passage(train, stop));
}

double Trains::exit_speed(Train const& train, std::size_t stop) const {
  auto const braking = traction_of(*train.consist).braking;
  auto most = std::numeric_limits<double>::infinity();
  double ahead_m = 0;
  for (auto next = stop;; ++next) {
    if (is_to_stop(train, next)) {
      return std::min(most, speed_before(ahead_m, 0, braking));
    }
    auto const link = train.leg->travels[next].link;
    auto const there = greatest_speed(world_.scenario.links[link], train.speed_mps);
    most = std::min(most, speed_before(ahead_m, there, braking));
    ahead_m += world_.network.links()[link].length_m;
    if (speed_before(ahead_m, 0, braking) >= most) {
      return most;
    }
  }
}

engine::Task Trains::run(Train& train, std::size_t first) {
  auto leg = over_lines(train, first);
  co_await leg;
  while (world_.wheelsets->goes_on(train)) {
    auto change = world_.wheelsets->change(train);
    co_await change;
    auto further = over_lines(train, 0);
    co_await further;
  }
  if (train.leg->transfer_after.valid() && !train.loads.empty()) {
    auto unloading = world_.terminals->unload(train);
    co_await unloading;
  } else {
    give_up_load(train);
  }
  world_.fleets->uncouple(train);
  world_.end_train(train);
}

/// Over every line and through every place of its leg, from the place before travel `first` on.
engine::Task Trains::over_lines(Train& train, std::size_t first) {
  share_train(world_, train);
  auto const& travels = train.leg->travels;
  auto here = passage(train, first);
  for (auto stop = first; stop <= travels.size(); ++stop) {
    if (stop < travels.size()) {
      world_.lines->fetch(travels[stop]);
    }
    if (stop > 0) {
      world_.transits->pass(train, here.place);
      if (world_.connections->any()) {
        world_.connections->arrive(train, here.place);
      }
    }
    if (world_.fleets->work_lines()) {
      world_.fleets->arrive(train, here.place, stop);
    }
    if (world_.desks->works_at(here.place)) {
      auto visit = world_.desks->visit(train, here, stop > 0, stop < travels.size());
      co_await visit;
    }
    if (stop < travels.size() && world_.embargoes->any()) {
      auto embargo = world_.embargoes->hold_on_the_way(train, stop, here.place);
      co_await embargo;
    }
    if (stop < travels.size()) {
      if (world_.fleets->work_lines()) {
        auto manning = world_.fleets->man(train, here.place, stop);
        co_await manning;
      }
      here = after(train, here, stop);
      if (world_.desks->works_at(here.place)) {
        world_.desks->declare(train, here);
      }
      if (has_traction(*train.consist)) {
        train.exit_mps = exit_speed(train, stop + 1);
      }
      auto crossing = world_.lines->cross(train, travels[stop]);
      co_await crossing;
    }
  }
}

void Trains::give_up_load(Train& train) {
  world_.end_ride(train, world_.stages.forming, train.leg->to);
  auto const loads = std::exchange(train.loads, {});
  for (auto const row : loads) {
    world_.load_stories->arrive(row);
  }
}

}  // namespace caravan::model
