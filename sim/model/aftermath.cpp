#include "model/aftermath.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace caravan::model {

using scenario::Closure;
using scenario::PlaceId;
using scenario::Scenario;

namespace {

/// Adds the places of a way from its origin to where an embargo bites; none if it does not.
void add_places_before(scenario::Way const& way, Closure const& embargo, Scenario const& scenario,
                       std::set<PlaceId>& places) {
  std::vector<PlaceId> passed{way.route.from};
  for (auto const& leg : way.legs) {
    for (auto const travel : leg.travels) {
      auto const& link = scenario.network.links()[travel.link];
      passed.push_back(travel.forward ? link.b : link.a);
      if (comes_to_embargoed_place(embargo, travel, scenario.network)) {
        places.insert(passed.begin(), passed.end());
        return;
      }
    }
  }
}

/// The consist of the trains that set out on leg `leg` of a way: of a service on the first, by the
/// country where they are formed on the others. None where a train goes on with its load aboard.
scenario::ConsistId consist_of(scenario::Way const& way, std::size_t leg,
                               std::string const& commodity, scenario::ConsistId of_service,
                               Scenario const& scenario) {
  if (way.legs[leg].carrier.mode != network::Mode::rail ||
      (leg > 0 && scenario::goes_on(way.legs[leg - 1], scenario))) {
    return scenario::ConsistId::none();
  }
  return leg == 0 && of_service.valid() ? of_service
                                        : consist_for(way.legs[leg], commodity, scenario);
}

/// Adds the places where trains take wagons of a fleet.
void add_origins(scenario::FleetId fleet, Scenario const& scenario, std::set<PlaceId>& places) {
  auto const add_way = [&](scenario::Way const& way, std::string const& commodity,
                           scenario::ConsistId of_service) {
    for (std::size_t leg = 0; leg < way.legs.size(); ++leg) {
      auto const consist = consist_of(way, leg, commodity, of_service, scenario);
      if (!consist.valid() || scenario.consists[consist].fleet != fleet) continue;
      places.insert(way.legs[leg].from);
    }
  };
  for (auto const& service : scenario.services) {
    for (auto const& way : service.ways) add_way(way, service.commodity, service.consist);
  }
  for (auto const& flow : scenario.flows) {
    for (auto const& way : flow.ways) add_way(way, flow.commodity, scenario::ConsistId::none());
  }
}

/// Where trains wait for units of a fleet: where they take them or it is at home, and along its
/// lines.
void add_places_of(scenario::FleetId id, Scenario const& scenario, std::set<PlaceId>& places) {
  auto const& fleet = scenario.fleets[id];
  add_origins(id, scenario, places);
  for (auto const* const stocks : {&fleet.stock, &fleet.ready}) {
    for (auto const& stock : *stocks) {
      places.insert(stock.place);
    }
  }
  for (auto const link : fleet.links) {
    places.insert(scenario.network.links()[link].a);
    places.insert(scenario.network.links()[link].b);
  }
}

/// Where those wait who wait for what is closed.
void add_places_of_closed(Closure const& closure, Scenario const& scenario,
                          std::set<PlaceId>& places) {
  auto const held = closure.holds != Closure::Holds::nobody;
  for (auto const& of : closure.of) {
    if (auto const* const place = std::get_if<PlaceId>(&of)) {
      places.insert(*place);
    } else if (auto const* const link = std::get_if<scenario::LinkId>(&of)) {
      places.insert(scenario.network.links()[*link].a);
      places.insert(scenario.network.links()[*link].b);
    } else if (auto const* const activity = std::get_if<scenario::ActivityId>(&of)) {
      places.insert(scenario.activities[*activity].place);
    } else if (auto const* const staff = std::get_if<scenario::StaffId>(&of)) {
      places.insert(scenario.staff[*staff].place);
    } else if (auto const* const terminal = std::get_if<scenario::TerminalId>(&of)) {
      places.insert(scenario.terminals[*terminal].place);
    } else if (auto const* const service = std::get_if<scenario::ServiceId>(&of)) {
      if (held) places.insert(scenario.services[*service].from);
    } else if (auto const* const flow = std::get_if<scenario::FlowId>(&of)) {
      if (held) places.insert(scenario.flows[*flow].from);
    } else if (auto const* const fleet = std::get_if<scenario::FleetId>(&of)) {
      add_places_of(*fleet, scenario, places);
    }
  }
}

/// Where those wait who wait because of a closure, if it holds them up at once.
std::set<PlaceId> places_of(Closure const& closure, Scenario const& scenario) {
  std::set<PlaceId> places;
  add_places_of_closed(closure, scenario, places);
  if (closure.towards.valid()) {
    auto const add = [&](auto const& demand) {
      for (auto const& way : demand.ways) {
        add_places_before(way, closure, scenario, places);
      }
    };
    std::for_each(scenario.services.begin(), scenario.services.end(), add);
    std::for_each(scenario.flows.begin(), scenario.flows.end(), add);
  }
  return places;
}

/// Whether all that it closes is for trucks.
bool is_of_trucks(Closure const& closure, Scenario const& scenario) {
  auto const for_trucks = [&](scenario::Closable const& of) {
    if (auto const* const link = std::get_if<scenario::LinkId>(&of)) {
      return scenario.network.links()[*link].carrier.mode == network::Mode::road;
    }
    if (auto const* const activity = std::get_if<scenario::ActivityId>(&of)) {
      auto const& work = scenario.activities[*activity];
      return work.per == scenario::Activity::Per::truck || work.filter.mode == network::Mode::road;
    }
    auto const* const flow = std::get_if<scenario::FlowId>(&of);
    return flow != nullptr && all_by_truck(scenario.flows[*flow]);
  };
  return !closure.of.empty() && std::all_of(closure.of.begin(), closure.of.end(), for_trucks);
}

}  // namespace

Aftermath::Aftermath(Scenario const& scenario, Closures const& closures)
    : by_place_(scenario.closures.empty() ? 0 : scenario.places.size()) {
  auto const& spells = closures.spells();
  std::vector<std::size_t> watch_of(scenario.closures.size());
  for (std::size_t number = 0; number < spells.size(); ++number) {
    auto const& spell = spells[number];
    auto const& closure = scenario.closures[spell.closure];
    auto& result = results_.emplace_back();
    result.closure = spell.closure;
    result.when = spell.when;
    if (number == 0 || spells[number - 1].closure != spell.closure) {
      watch_of[spell.closure.number()] = watches_.size();
      auto const places = places_of(closure, scenario);
      for (auto const place : places) {
        by_place_[place].push_back(watches_.size());
      }
      auto& watch = watches_.emplace_back();
      watch.queue = Level{scenario.clock.warm_up};
      watch.of_trucks = is_of_trucks(closure, scenario);
    }
    auto& watch = watches_[watch_of[spell.closure.number()]];
    result.of_trucks = watch.of_trucks;
    auto const places = places_of(closure, scenario);
    result.places.assign(places.begin(), places.end());
    result.has_queue = !places.empty();
    watch.spells.push_back(number);
  }
}

/// Takes note of what has been so since the last change: a value that lasts no time does not count.
void Aftermath::look(Watch& watch, SimTime now) {
  if (!watch.open || now <= watch.last_change) {
    return;
  }
  auto& result = results_[watch.spells[watch.begun - 1]];
  if (now > result.when.until && queue_of(watch) <= result.waiting_before) {
    result.recovered = std::max(watch.last_change, result.when.until);
    watch.open = false;
    now = result.recovered;
  }
  if (now > watch.last_change && now > result.when.from) {
    result.greatest_trains = std::max(result.greatest_trains, watch.trains);
    result.greatest_loads = std::max(result.greatest_loads, watch.loads);
  }
}

/// Brings a watch to `now`, before anything changes there.
void Aftermath::advance(Watch& watch, SimTime now) {
  while (watch.begun < watch.spells.size() &&
         results_[watch.spells[watch.begun]].when.from <= now) {
    auto& next = results_[watch.spells[watch.begun]];
    look(watch, next.when.from);
    ++watch.begun;
    watch.open = true;
    auto const mean = static_cast<std::int64_t>(std::ceil(watch.queue.mean(next.when.from)));
    next.waiting_before = std::max(queue_of(watch), mean);
  }
  look(watch, now);
}

void Aftermath::waiting(PlaceId place, bool train, std::int64_t by, SimTime now) {
  for (auto const number : by_place_[place]) {
    auto& watch = watches_[number];
    advance(watch, now);
    (train ? watch.trains : watch.loads) += by;
    if (train != watch.of_trucks) {
      watch.queue.change(by, now);
    }
    watch.last_change = now;
  }
}

std::vector<ClosureResult> Aftermath::results(SimTime now) const {
  auto at_end = *this;
  for (auto& watch : at_end.watches_) {
    at_end.advance(watch, now);
  }
  std::vector<ClosureResult> rows;
  std::copy_if(at_end.results_.begin(), at_end.results_.end(), std::back_inserter(rows),
               [&](ClosureResult const& row) { return row.when.from < now; });
  return rows;
}

}  // namespace caravan::model
