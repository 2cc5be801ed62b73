#include "model/load_stories.hpp"

#include <algorithm>

#include "model/lines.hpp"
#include "model/terminals.hpp"
#include "model/transits.hpp"

namespace caravan::model {

using network::Mode;
using network::Travel;
using scenario::PlaceId;

Loads::Loads(World& world) : world_{world} {
  auto const helpers = world.add_source(Source::Kind::terminal, "sailings");
  for (auto const id : world.network.links().ids()) {
    auto const mode = world.network.links()[id].carrier.mode;
    if (mode == Mode::sea || mode == Mode::air) {
      auto const& detail = world.scenario.links[id];
      piers_.push_back({id, true, &detail.sailings_forward, {}});
      piers_.push_back({id, false, &detail.sailings_backward, {}});
    }
  }
  for (std::size_t number = 0; number < piers_.size(); ++number) {
    Tag const tag{Tag::Kind::helper, helpers, static_cast<std::uint32_t>(number), 0};
    world_.engine.spawn_background(tag.packed(), sail(piers_[number]), engine::Rank::decide);
  }
}

PlaceId Loads::start_of(Travel travel) const {
  auto const& link = world_.network.links()[travel.link];
  return travel.forward ? link.a : link.b;
}

PlaceId Loads::end_of(Travel travel) const {
  return start_of({travel.link, !travel.forward});
}

double Loads::speed_of(Load const& load) const {
  return load.flow.valid() ? world_.scenario.flows[load.flow].speed_mps : 0;
}

void Loads::set_out(LoadRow row) {
  world_.engine.spawn(world_.loads[row].account.tag.packed(), truck(row));
}

engine::Process Loads::truck(LoadRow row) {
  auto& load = world_.loads[row];
  auto const& legs = load.way->legs;
  Passage passage;
  passage.place = load.way->route.from;
  if (!legs.empty()) {
    passage.to = end_of(legs.front().travels.front());
  }
  if (world_.lines->is_closed(passage.place)) {
    auto entry = world_.lines->enter(load, passage.place);
    co_await entry;
  }
  // A visit to one place is arrival and departure in one.
  auto visit = world_.desks->visit(load, passage, legs.empty(), true);
  co_await visit;
  if (load.turned_away) {
    world_.end_load(row, observed::Ended::How::turned_away);
    co_return;
  }
  if (legs.empty()) {
    world_.end_load(row, observed::Ended::How::delivered);
    co_return;
  }
  auto journey = drive(row);
  co_await journey;
  end_drive(row);
}

void Loads::go_on_from(LoadRow row, std::size_t stop, std::optional<double> run_m) {
  world_.engine.spawn(world_.loads[row].account.tag.packed(), truck_from(row, stop, run_m));
}

engine::Process Loads::truck_from(LoadRow row, std::size_t stop, std::optional<double> run_m) {
  auto& load = world_.loads[row];
  auto const& legs = load.way->legs;
  if (!run_m) {
    auto const ends = legs.empty() || stop == legs[load.leg].travels.size();
    Passage passage;
    passage.place = load.account.place;
    if (stop > 0) {
      passage.from = start_of(legs[load.leg].travels[stop - 1]);
    }
    if (!ends) {
      passage.to = end_of(legs[load.leg].travels[stop]);
    }
    auto visit = world_.desks->visit(load, passage, stop > 0 || ends, !ends || legs.empty());
    co_await visit;
    if (load.turned_away || legs.empty()) {
      world_.end_load(row, load.turned_away ? observed::Ended::How::turned_away
                                            : observed::Ended::How::delivered);
      co_return;
    }
  }
  auto journey = drive(row, stop, run_m);
  co_await journey;
  end_drive(row);
}

/// The present leg, over roads and through the places on its way.
engine::Task Loads::drive(LoadRow row, std::size_t first, std::optional<double> run_m) {
  auto& load = world_.loads[row];
  auto const& travels = load.way->legs[load.leg].travels;
  for (auto step = first; step < travels.size(); ++step) {
    auto const last = step + 1 == travels.size();
    Passage passage;
    passage.from = start_of(travels[step]);
    passage.place = end_of(travels[step]);
    if (!last) {
      passage.to = end_of(travels[step + 1]);
    }
    world_.desks->declare(load, passage);
    auto crossing = run_m && step == first
                        ? world_.lines->resume(load, travels[step], speed_of(load), *run_m)
                        : world_.lines->cross(load, travels[step], speed_of(load));
    co_await crossing;
    world_.transits->pass(row, end_of(travels[step]));
    auto visit = world_.desks->visit(load, passage, true, !last);
    co_await visit;
    if (load.turned_away) {
      co_return;
    }
  }
}

engine::Process Loads::drive_on(LoadRow row) {
  world_.terminals->leave_yard(row);
  auto journey = drive(row);
  co_await journey;
  end_drive(row);
}

void Loads::end_drive(LoadRow row) {
  if (world_.loads[row].turned_away) {
    world_.end_load(row, observed::Ended::How::turned_away);
  } else {
    end_leg(row);
  }
}

void Loads::go_on(LoadRow row) {
  auto const& load = world_.loads[row];
  auto const& leg = load.way->legs[load.leg];
  if (leg.carrier.mode == Mode::road) {
    world_.engine.spawn(load.account.tag.packed(), drive_on(row));
    return;
  }
  auto const first = leg.travels.front();
  auto const pier = std::find_if(piers_.begin(), piers_.end(), [&](Pier const& candidate) {
    return candidate.link == first.link && candidate.forward == first.forward;
  });
  expects(pier != piers_.end(), "every sea or air link has its departures");
  pier->waiting.push_back(row);
}

engine::Process Loads::sail(Pier& pier) {
  for (auto const departure : *pier.sailings) {
    co_await world_.engine.until(departure, engine::Rank::decide);
    auto const closed = world_.closures.of(pier.link).left(departure) <= 0;
    if (closed || pier.waiting.empty()) {
      continue;
    }
    auto const row = voyages_.take();
    board(pier, voyages_[row]);
    Tag const tag = world_.loads[voyages_[row].loads.front()].account.tag;
    world_.engine.spawn(tag.packed(), voyage(pier, row), engine::Rank::decide);
  }
  // The next sailing is after the end of the run: nobody waits for what cannot come.
  co_await world_.engine.until(world_.scenario.clock.horizon);
}

void Loads::board(Pier& pier, Voyage& voyage) {
  auto const& detail = world_.scenario.links[pier.link];
  // A cut leaves its share of the slots, but never less than one load.
  auto const slots = detail.slots_teu * world_.closures.of(pier.link).left(world_.engine.now());
  auto taken = 0;
  voyage.loads.clear();
  while (!pier.waiting.empty()) {
    auto const row = pier.waiting.front();
    auto& load = world_.loads[row];
    if (detail.slots_teu > 0 && taken + load.teu > slots && !voyage.loads.empty()) {
      break;
    }
    taken += load.teu;
    pier.waiting.pop_front();
    voyage.loads.push_back(row);
    if (load.way->legs[load.leg].travels.front().link == pier.link) {
      world_.terminals->leave_yard(row);
    }
    world_.stage(load, world_.stages.running, start_of({pier.link, pier.forward}), pier.link);
  }
}

engine::Process Loads::voyage(Pier const& pier, VoyageRow row) {
  co_await world_.engine.delay(world_.network.links()[pier.link].running_time,
                               engine::Rank::arrive);
  for (auto const load : voyages_[row].loads) {
    world_.transits->pass(load, end_of({pier.link, pier.forward}));
    ashore(pier, load);
  }
  voyages_.give_back(row);
}

void Loads::ashore(Pier const& pier, LoadRow row) {
  auto& load = world_.loads[row];
  auto const& travels = load.way->legs[load.leg].travels;
  auto const here = std::find_if(travels.begin(), travels.end(), [&](Travel travel) {
    return travel.link == pier.link && travel.forward == pier.forward;
  });
  if (here + 1 == travels.end()) {
    end_leg(row);
    return;
  }
  world_.stage(load, world_.stages.onward, end_of(*here));
  auto const next = std::find_if(piers_.begin(), piers_.end(), [&](Pier const& candidate) {
    return candidate.link == (here + 1)->link && candidate.forward == (here + 1)->forward;
  });
  next->waiting.push_back(row);
}

void Loads::end_leg(LoadRow row) {
  auto& load = world_.loads[row];
  if (load.leg + 1 < load.way->legs.size()) {
    load.desk.release();
    load.queue_place.release();
    ++load.leg;
    world_.terminals->take_in(row);
  } else {
    arrive(row);
  }
}

void Loads::arrive(LoadRow row) {
  auto& load = world_.loads[row];
  Passage passage;
  passage.place = load.way->route.to;
  if (!load.way->legs.empty()) {
    passage.from = start_of(load.way->legs.back().travels.back());
  }
  if (load.account.tag.kind == Tag::Kind::unit && world_.desks->chosen_to_hold(load, passage)) {
    world_.engine.spawn(load.account.tag.packed(), hold_at_destination(row), engine::Rank::decide);
    return;
  }
  world_.end_load(row, observed::Ended::How::delivered);
}

engine::Process Loads::hold_at_destination(LoadRow row) {
  auto& load = world_.loads[row];
  Passage passage;
  passage.place = load.way->route.to;
  passage.from = start_of(load.way->legs.back().travels.back());
  auto work = world_.desks->hold(load, passage);
  co_await work;
  world_.end_load(row, observed::Ended::How::delivered);
}

}  // namespace caravan::model
