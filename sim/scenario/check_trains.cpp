#include <algorithm>
#include <cmath>
#include <set>

#include "scenario/check.hpp"
#include "scenario/resolver.hpp"
#include "scenario/values.hpp"
#include "scenario/values_laws.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

/// Reports a track on which the consist does not fit, or that does not exist.
void check_fit(Consist const& consist, std::vector<PlaceTracks> const& tracks,
               std::string const& where, Mark const& mark, Diagnostics& diagnostics) {
  for (PlaceTracks const& track : tracks) {
    if (track.gauge != consist.gauge) continue;
    if (track.count == 0) {
      diagnostics.error("no-tracks", mark,
                        where + " has no track of " + std::to_string(track.gauge.millimetres) +
                            " mm, but trains on that gauge come here",
                        "give it tracks, or leave the gauge out for tracks without limit");
    } else if (track.length_m > 0 && consist.length_m > track.length_m) {
      diagnostics
          .error("train-length", consist.mark,
                 "trains of `" + consist.name + "` are " + number_text(consist.length_m) +
                     " m long, the tracks at " + where + " only " + number_text(track.length_m) +
                     " m",
                 "shorten the train, or lengthen the tracks")
          .notes.push_back({"these tracks", mark});
    }
  }
}

void check_leg(network::Leg const& leg, ConsistId id, Scenario const& scenario,
               Diagnostics& diagnostics) {
  Consist const& consist = scenario.consists[id];
  std::set<PlaceId> places{leg.from, leg.to};
  for (network::Travel const& travel : leg.travels) {
    network::Link const& link = scenario.network.links()[travel.link];
    places.insert(link.a);
    places.insert(link.b);
  }
  for (PlaceId const place : places) {
    network::Place const& at = scenario.network.places()[place];
    check_fit(consist, scenario.places[place].tracks, "place `" + at.name + "`", at.mark,
              diagnostics);
  }
  for (Terminal const& terminal : scenario.terminals) {
    if (terminal.place != leg.from && terminal.place != leg.to) continue;
    check_fit(consist, terminal.tracks, "terminal `" + terminal.name + "`", terminal.mark,
              diagnostics);
  }
}

/// A train that is formed for units which do not fit into it would never take one.
void check_unit(ConsistId id, int unit_teu, std::string const& what, Mark const& mark,
                Scenario const& scenario, Diagnostics& diagnostics) {
  Consist const& consist = scenario.consists[id];
  if (unit_teu <= consist.capacity_teu) return;
  diagnostics
      .error("train-load", mark,
             what + " sends units of " + std::to_string(unit_teu) + " TEU, but its onward train `" +
                 consist.name + "` takes " + std::to_string(consist.capacity_teu) + " TEU in all",
             "give the consist room for a unit at least")
      .notes.push_back({"this consist", consist.mark});
}

/// A planned train carries what it sets out with, and what it takes of the loads that wait.
void check_commodity(Consist const& consist, Demand const& demand, std::string const& what,
                     Diagnostics& diagnostics) {
  if (consist.carries(demand.commodity)) return;
  diagnostics
      .error("train-load", demand.mark,
             what + " sends " + (demand.commodity.empty() ? "loads" : demand.commodity) + " by `" +
                 consist.name + "`, whose wagons carry other goods",
             "name another consist, or this commodity among those of the consist")
      .notes.push_back({"this consist", consist.mark});
}

void check_takers(Way const& way, std::size_t leg, Demand const& demand, std::string const& what,
                  Scenario const& scenario, Diagnostics& diagnostics) {
  for (Service const& service : scenario.services) {
    if (share_that_takes(service, way, leg, scenario) <= 0) continue;
    check_commodity(scenario.consists[service.consist], demand, what, diagnostics);
  }
}

void check_way(Way const& way, ConsistId first, Demand const& demand, std::string const& what,
               Scenario const& scenario, Diagnostics& diagnostics) {
  auto const& mark = demand.mark;
  for (std::size_t i = 0; i < way.legs.size(); ++i) {
    network::Leg const& leg = way.legs[i];
    if (leg.carrier.mode != Mode::rail) continue;
    bool const planned = i == 0 && first.valid();
    if (!planned && is_taken(way, i, scenario)) {
      check_takers(way, i, demand, what, scenario, diagnostics);
      continue;
    }
    ConsistId const consist = planned ? first : consist_for(leg, demand.commodity, scenario);
    if (consist.valid()) {
      check_leg(leg, consist, scenario, diagnostics);
      if (!planned) check_unit(consist, demand.unit_teu, what, mark, scenario, diagnostics);
      continue;
    }
    network::Place const& place = scenario.network.places()[leg.from];
    diagnostics.error("no-consist", mark,
                      what + (i == 0 ? " waits at " : " goes on from ") + place.name +
                          (i == 0 ? " for a train on " : " on ") + network::text_of(leg.carrier) +
                          ", but no consist of that gauge is formed " +
                          (place.country.empty() ? "there" : "in " + place.country),
                      "add one under `consists`, e.g. `onward: {gauge: " +
                          network::text_of(leg.carrier) + ", capacity: 114 TEU}`");
  }
}

/// A train takes as many of the units that are drawn for it as fit; the others never set out.
void check_greatest_load(Service const& service, Consist const& consist, Diagnostics& diagnostics) {
  auto const greatest = greatest_of(service.units);
  if (!greatest) return;
  double const units = std::round(*greatest);
  if (units * service.unit_teu <= consist.capacity_teu) return;
  std::string const fit = std::to_string(consist.capacity_teu / service.unit_teu);
  diagnostics
      .warning("train-load", service.mark,
               "service `" + service.name + "` may draw " + figure(units) + " units of " +
                   std::to_string(service.unit_teu) + " TEU = " + figure(units * service.unit_teu) +
                   " TEU, but its train takes " + std::to_string(consist.capacity_teu) +
                   " TEU: what does not fit never sets out",
               "let the distribution end at " + fit + " units")
      .notes.push_back({"its consist", consist.mark});
}

void check_load(Service const& service, Scenario const& scenario, Diagnostics& diagnostics) {
  Consist const& consist = scenario.consists[service.consist];
  double const teu = mean(service.units) * service.unit_teu;
  if (teu <= consist.capacity_teu * (1 + 1e-9)) {
    return check_greatest_load(service, consist, diagnostics);
  }
  diagnostics
      .error("train-load", service.mark,
             "service `" + service.name + "` sets out with " + figure(mean(service.units)) +
                 " units of " + std::to_string(service.unit_teu) + " TEU = " + figure(teu) +
                 " TEU, but its train takes " + std::to_string(consist.capacity_teu) + " TEU",
             "at most " + std::to_string(consist.capacity_teu / service.unit_teu) + " units fit")
      .notes.push_back({"its consist", consist.mark});
}

/// Units are held aside where they leave their train: in the yard of a terminal, or at their end.
void check_holds(Activity const& activity, Scenario const& scenario, Diagnostics& diagnostics) {
  bool leaves_train = false;
  for (Terminal const& terminal : scenario.terminals) {
    bool const here = terminal.place == activity.place && !terminal.lets_trains_through();
    leaves_train = leaves_train || here;
  }
  auto const ends_here = [&](auto const& demand) {
    return std::any_of(demand.ways.begin(), demand.ways.end(),
                       [&](Way const& way) { return way.route.to == activity.place; });
  };
  leaves_train = leaves_train ||
                 std::any_of(scenario.services.begin(), scenario.services.end(), ends_here) ||
                 std::any_of(scenario.flows.begin(), scenario.flows.end(), ends_here);
  if (leaves_train) return;
  network::Place const& at = scenario.network.places()[activity.place];
  diagnostics.error("holds", activity.mark,
                    "activity `" + activity.name + "` holds units at " + at.name +
                        ", where none leaves its train: there is no terminal, and none ends there",
                    "let it hold the train (`holds: train`), or move it to a terminal");
}

/// Empties and light engines on their way back pass places too.
void add_sides(Fleet::WayBack const& way, PlaceId place, Scenario const& scenario,
               std::set<LinkId>& sides, bool& begins) {
  PlaceId at = way.from;
  begins = begins || at == place;
  LinkId in;
  for (network::Travel const& travel : way.leg.travels) {
    if (at == place && in.valid()) sides.insert(in);
    in = travel.link;
    at = scenario.network.other_end(travel.link, at);
  }
}

/// A load that is held must fit into the bonded yard, or it stays on its train for ever.
void check_bonded(Terminal const& terminal, Scenario const& scenario, Diagnostics& diagnostics) {
  auto const held_here = [&](Activity const& activity) {
    return activity.holds_unit && activity.place == terminal.place;
  };
  if (std::none_of(scenario.activities.begin(), scenario.activities.end(), held_here)) {
    diagnostics.warning("unused", terminal.mark,
                        "the bonded yard of terminal `" + terminal.name +
                            "` stays empty: no activity there holds units",
                        "let one hold them (`holds: unit`)");
  }
  for (Stream const& stream : streams_of(scenario)) {
    auto const& legs = stream.way->legs;
    auto const changes_here = std::any_of(legs.begin(), legs.end(), [&](network::Leg const& leg) {
      auto const& transfers = terminal.transfers;
      return std::find(transfers.begin(), transfers.end(), leg.transfer_after) != transfers.end();
    });
    if (!changes_here || stream.unit_teu <= *terminal.bonded_teu) continue;
    diagnostics.error("holds", terminal.mark,
                      "the bonded yard of terminal `" + terminal.name + "` has room for " +
                          std::to_string(*terminal.bonded_teu) + " TEU, but units of " +
                          stream.what + " are " + std::to_string(stream.unit_teu) + " TEU",
                      "give it room for one unit at least");
    return;
  }
}

/// Trains from several sides that pass a place may each wait for the track of another. The model
/// keeps one track for each side; with fewer tracks than sides it cannot.
void check_streams(PlaceId place, PlaceTracks const& tracks, std::vector<Stream> const& streams,
                   Scenario const& scenario, Diagnostics& diagnostics) {
  std::set<LinkId> sides;
  bool begins = false;
  for (Stream const& stream : streams) {
    for (Stop const& stop : stream.stops) {
      if (stop.place != place || !stop.out.valid()) continue;
      Carrier const rail{Mode::rail, tracks.gauge};
      if (scenario.network.links()[stop.out].carrier != rail) continue;
      if (!stop.in.valid()) {
        begins = true;
      } else if (scenario.network.links()[stop.in].carrier == rail) {
        sides.insert(stop.in);
      }
    }
  }
  for (Fleet const& fleet : scenario.fleets) {
    if (!fleet.back || fleet.kind == Fleet::Kind::crews) continue;
    for (auto const& way : fleet.back->ways) {
      if (way.leg.carrier.gauge == tracks.gauge) add_sides(way, place, scenario, sides, begins);
    }
  }
  std::size_t const needed = sides.size() + (begins ? 1 : 0);
  if (sides.empty() || needed < 2 || static_cast<std::size_t>(tracks.count) >= needed) return;
  network::Place const& at = scenario.network.places()[place];
  diagnostics.warning("can-lock", at.mark,
                      "place `" + at.name + "` has " + std::to_string(tracks.count) + " track" +
                          (tracks.count == 1 ? "" : "s") + " of " +
                          std::to_string(tracks.gauge.millimetres) + " mm for trains from " +
                          std::to_string(needed) +
                          " sides, which may wait for one another for ever",
                      "give it at least " + std::to_string(needed) + " tracks");
}

}  // namespace

void check_trains(Scenario const& scenario, Diagnostics& diagnostics) {
  for (Activity const& activity : scenario.activities) {
    if (activity.holds_unit) check_holds(activity, scenario, diagnostics);
  }
  for (Terminal const& terminal : scenario.terminals) {
    if (terminal.bonded_teu) check_bonded(terminal, scenario, diagnostics);
  }
  for (Service const& service : scenario.services) {
    check_load(service, scenario, diagnostics);
    if (mean(service.units) > 0) {
      check_commodity(scenario.consists[service.consist], service, "service `" + service.name + "`",
                      diagnostics);
    }
    for (Way const& way : service.ways) {
      check_way(way, service.consist, service, "service `" + service.name + "`", scenario,
                diagnostics);
    }
  }
  for (Flow const& flow : scenario.flows) {
    for (Way const& way : flow.ways) {
      check_way(way, ConsistId::none(), flow, "flow `" + flow.name + "`", scenario, diagnostics);
    }
  }
}

void check_tracks(Scenario const& scenario, Diagnostics& diagnostics) {
  auto const streams = streams_of(scenario);
  for (PlaceId const place : scenario.places.ids()) {
    for (PlaceTracks const& tracks : scenario.places[place].tracks) {
      check_streams(place, tracks, streams, scenario, diagnostics);
    }
  }
}

}  // namespace caravan::scenario
