#include "model/outlook.hpp"

#include <algorithm>
#include <cmath>

#include "model/embargoes.hpp"
#include "model/expenses.hpp"
#include "model/stations.hpp"
#include "model/terminals.hpp"
#include "model/wheelsets.hpp"

namespace caravan::model {

using network::Mode;
using scenario::PlaceId;

namespace {

constexpr double kTeuOfUnit = 2;  // a container of 40 feet

std::int64_t at(engine::Server const& server) {
  return server.in_use() + server.waiting();
}

std::int64_t waiting(engine::Server const* server) {
  return server == nullptr ? 0 : server->waiting();
}

/// What `pieces` keep `server` busy for; a server that is closed altogether is no measure.
double busy_ms(engine::Server const& server, double pieces, double each_ms) {
  return pieces * each_ms / std::max(1, server.capacity());
}

/// The place at which a leg arrives at stop `stop`.
PlaceId place_at(network::Network const& network, network::Leg const& leg, std::size_t stop) {
  auto place = leg.from;
  for (std::size_t step = 0; step < stop; ++step) {
    place = network.other_end(leg.travels[step].link, place);
  }
  return place;
}

}  // namespace

Outlook::Outlook(World& world, Traveller const& traveller, std::size_t way)
    : world_{world},
      source_{traveller.source},
      way_{&traveller.demand->ways[way]},
      free_ms_{static_cast<double>(way_->route.time.count())} {
  for (std::size_t leg = 0; leg < way_->legs.size(); ++leg) {
    add_leg(leg, traveller);
  }
  if (auto const& costs = world.scenario.costs) {
    cost_ = carriage_per_teu(*way_, traveller.demand->commodity, world.scenario) +
            lift_costs(*way_, world.scenario) / traveller.demand->unit_teu;
    value_of_time_ = costs->value_of_time.of(traveller.demand->commodity);
  }
}

void Outlook::watch(Regimes const& regimes) {
  if (!regimes.all().empty()) {
    watched_.push_back(&regimes);
  }
}

void Outlook::add_leg(std::size_t number, Traveller const& traveller) {
  auto const& leg = way_->legs[number];
  auto const on_land = leg.carrier.mode == Mode::rail || leg.carrier.mode == Mode::road;
  for (std::size_t stop = 0; stop <= leg.travels.size(); ++stop) {
    if (stop > 0) {
      watch(world_.closures.of(place_at(world_.network, leg, stop)));
    }
    if (stop < leg.travels.size()) {
      watch(world_.closures.of(leg.travels[stop].link));
    }
    if (on_land) {
      add_stop(leg, stop, number, traveller);
    }
  }
  if (leg.transfer_after.valid()) {
    add_terminal(number, traveller);
  }
}

void Outlook::add_stop(network::Leg const& leg, std::size_t stop, std::size_t number,
                       Traveller const& traveller) {
  auto const last = stop == leg.travels.size();
  Passage passage;
  passage.place = place_at(world_.network, leg, stop);
  if (stop > 0) {
    passage.from = place_at(world_.network, leg, stop - 1);
  }
  if (!last) {
    passage.to = place_at(world_.network, leg, stop + 1);
  }
  Desks::Expected const who{way_,
                            number,
                            traveller.service,
                            traveller.flow,
                            traveller.units,
                            traveller.wagons,
                            &traveller.demand->commodity};
  add_desks(world_.desks->ahead(who, passage, {stop > 0, !last, false}), leg, stop);
  if (last) {
    if (number + 1 < way_->legs.size()) {
      passage.to = place_at(world_.network, way_->legs[number + 1], 1);
    }
    add_desks(world_.desks->ahead(who, passage, {false, false, true}), leg, stop);
  } else {
    lines_.push_back(world_.lines->ahead(leg.travels[stop]));
  }
}

void Outlook::add_desks(std::vector<Prospect> const& prospects, network::Leg const& leg,
                        std::size_t stop) {
  for (auto const& prospect : prospects) {
    Desk desk{prospect, nullptr, nullptr};
    if (stop > 0 && leg.carrier.mode == Mode::rail) {
      desk.tracks = world_.stations->tracks(place_at(world_.network, leg, stop), leg.carrier.gauge);
      desk.line = world_.lines->ahead(leg.travels[stop - 1]).end;
    }
    free_ms_ += prospect.free_ms;
    watch(world_.closures.of(prospect.activity));
    desks_.push_back(desk);
  }
}

/// Work is done unit by unit with cranes, wagon by wagon on bogies, or on the train as such.
void Outlook::add_terminal(std::size_t number, Traveller const& traveller) {
  using Means = scenario::Terminal::Means;
  auto const& leg = way_->legs[number];
  auto const through = scenario::goes_on(leg, world_.scenario);
  auto const prospect =
      through ? world_.wheelsets->ahead(leg) : world_.terminals->ahead(*way_, number + 1);
  auto const& terminal = world_.scenario.terminals[prospect.terminal];
  Transfer transfer{prospect, 1, mean(terminal.time)};
  if (terminal.by == Means::bogies) {
    transfer.pieces = traveller.wagons;
  } else if (terminal.by != Means::variable_gauge) {
    auto const consist = scenario::consist_for(leg, traveller.demand->commodity, world_.scenario);
    auto const own = number == 0 && traveller.service.valid();
    transfer.pieces = own || !consist.valid()
                          ? traveller.units
                          : world_.scenario.consists[consist].capacity_teu / kTeuOfUnit;
  }
  transfers_.push_back(transfer);
  watch(world_.closures.of(prospect.terminal));
}

WayOutlook Outlook::now() const {
  auto const time = world_.engine.now();
  WayOutlook look;
  look.share = way_->share;
  look.open = std::all_of(watched_.begin(), watched_.end(),
                          [&](Regimes const* regimes) { return regimes->left(time) > 0; }) &&
              !(world_.embargoes->any() && world_.embargoes->holds_departure(source_, *way_));
  double waiting_ms = 0;
  for (auto const& desk : desks_) {
    auto const& server = *desk.prospect.server;
    auto const outside = waiting(desk.tracks) + waiting(desk.line);
    auto const pieces =
        static_cast<double>(at(server)) + static_cast<double>(outside) * desk.prospect.pieces;
    look.queue += std::llround(pieces);
    waiting_ms += busy_ms(server, pieces, desk.prospect.each_ms);
  }
  for (auto const& line : lines_) {
    auto const trains = at(*line.gate);
    look.queue += trains;
    waiting_ms += static_cast<double>(trains) * line.spacing_ms;
  }
  for (auto const& transfer : transfers_) {
    auto const& server = *transfer.prospect.server;
    auto const* const beside = transfer.prospect.beside;
    auto const pieces = static_cast<double>(beside != nullptr ? beside->now() : at(server)) +
                        static_cast<double>(waiting(transfer.prospect.tracks)) * transfer.pieces;
    look.queue += std::llround(pieces);
    waiting_ms += busy_ms(server, pieces, transfer.each_ms);
  }
  look.free = Duration::rounded(free_ms_);
  look.waiting = Duration::rounded(waiting_ms);
  look.cost = cost_;
  look.value_of_time = value_of_time_;
  return look;
}

}  // namespace caravan::model
