#include <algorithm>
#include <cmath>
#include <set>

#include "scenario/check.hpp"
#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

void check_open(Calendar const& hours, std::optional<Name> const& name, std::string const& what,
                SimTime horizon, Diagnostics& diagnostics) {
  if (!name || hours.always_open()) return;
  if (hours.open_between(SimTime::start(), horizon) > Duration{}) return;
  diagnostics.error("never-open", name->mark,
                    what + " never works: `" + name->value + "` is not open once in the whole run",
                    "give the calendar hours on days that lie in the run");
}

void check_departures(Departures const& departures, std::string const& what, Mark const& mark,
                      Clock const& clock, Diagnostics& diagnostics) {
  if (departures_per_day(departures, clock) > 0) return;
  diagnostics.warning(
      "no-departures", mark, what + " does not set out once in the whole run",
      "let its times and its season reach into the run, or make `clock.run` longer");
}

/// What the ways of all services and flows use.
struct Used {
  std::set<PlaceId> places;
  std::set<LinkId> links;
  std::set<network::TransferId> transfers;
  std::set<ConsistId> consists;
};

/// The first leg of a service runs with its own consist; other trains are formed of loads.
void use_way(Way const& way, Demand const& demand, bool service, Scenario const& scenario,
             Used& used) {
  for (Stop const& stop : stops_of(way, scenario.network)) {
    used.places.insert(stop.place);
    if (stop.out.valid()) used.links.insert(stop.out);
  }
  for (std::size_t i = 0; i < way.legs.size(); ++i) {
    network::Leg const& leg = way.legs[i];
    if (leg.transfer_after.valid()) used.transfers.insert(leg.transfer_after);
    bool const planned = i == 0 && service;
    if (leg.carrier.mode != Mode::rail || planned || is_taken(way, i, scenario)) continue;
    used.consists.insert(consist_for(leg, demand.commodity, scenario));
  }
}

Used used_in(Scenario const& scenario) {
  Used used;
  for (Service const& service : scenario.services) {
    used.consists.insert(service.consist);
    for (Way const& way : service.ways) use_way(way, service, true, scenario, used);
  }
  for (Flow const& flow : scenario.flows) {
    for (Way const& way : flow.ways) use_way(way, flow, false, scenario, used);
  }
  return used;
}

constexpr char const* kLead = "lead a service or flow there, e.g. by `via`, or leave it out";

void unused(std::string const& noun, std::string const& name, Mark const& mark,
            std::string const& why, std::string const& help, Diagnostics& diagnostics) {
  diagnostics.warning("unused", mark, noun + " `" + name + "` is not used: " + why, help);
}

void check_calendars_used(ScenarioDraft const& draft, Diagnostics& diagnostics) {
  std::set<std::string> named;
  for (auto const& activity : draft.activities) {
    if (activity.hours) named.insert(activity.hours->value);
  }
  for (auto const& staff : draft.staff) {
    if (staff.hours) named.insert(staff.hours->value);
  }
  for (auto const& terminal : draft.terminals) {
    if (terminal.hours) named.insert(terminal.hours->value);
  }
  for (auto const& link : draft.links) {
    if (!link.possessions) continue;
    auto const* const name = std::get_if<std::string>(&link.possessions->value);
    if (name != nullptr) named.insert(*name);
  }
  for (CalendarDraft const& calendar : draft.calendars) {
    if (named.contains(calendar.id)) continue;
    unused("calendar", calendar.id, calendar.mark, "no `hours` name it",
           "name it in the `hours` of a terminal or activity, or leave it out", diagnostics);
  }
}

void check_seasons_used(ScenarioDraft const& draft, Diagnostics& diagnostics) {
  std::set<std::string> named;
  auto const note = [&named](DemandDraft const& demand) {
    if (!demand.season) return;
    auto const* const name = std::get_if<Name>(&demand.season->value);
    if (name != nullptr) named.insert(name->value);
  };
  for (ServiceDraft const& service : draft.services) note(service);
  for (FlowDraft const& flow : draft.flows) note(flow);
  for (NamedSeasonDraft const& season : draft.seasons) {
    if (named.contains(season.id)) continue;
    unused("season", season.id, season.mark, "no `season` names it",
           "name it in the `season` of a service or flow, or leave it out", diagnostics);
  }
}

/// Whether a load that takes `way` passes an end of `transit` and later its other end.
bool passes(Way const& way, Transit const& transit, network::Network const& network) {
  bool begun = false;
  for (Stop const& stop : stops_of(way, network)) {
    if (begun && std::binary_search(transit.to.begin(), transit.to.end(), stop.place)) return true;
    begun = begun || std::binary_search(transit.from.begin(), transit.from.end(), stop.place);
  }
  return false;
}

void check_transits_used(Scenario const& scenario, Diagnostics& diagnostics) {
  for (Transit const& transit : scenario.transits) {
    auto const taken = [&](Demand const& demand) {
      return std::any_of(demand.ways.begin(), demand.ways.end(),
                         [&](Way const& way) { return passes(way, transit, scenario.network); });
    };
    if (std::any_of(scenario.services.begin(), scenario.services.end(), taken) ||
        std::any_of(scenario.flows.begin(), scenario.flows.end(), taken)) {
      continue;
    }
    unused("transit", transit.name, transit.mark, "no route passes its ends in this order",
           "lead a service or flow over both ends, or leave it out", diagnostics);
  }
}

void check_goods_used(Scenario const& scenario, Diagnostics& diagnostics) {
  for (GoodsId const id : scenario.goods.ids()) {
    auto const carries = [&](Demand const& demand) { return demand.goods == id; };
    if (std::any_of(scenario.services.begin(), scenario.services.end(), carries) ||
        std::any_of(scenario.flows.begin(), scenario.flows.end(), carries)) {
      continue;
    }
    unused("commodity", scenario.goods[id].name, scenario.goods[id].mark,
           "no service and no flow carries it",
           "name it as the `commodity` of a service or flow, or leave it out", diagnostics);
  }
}

/// Whether an embargo holds back who takes `way`: he passes its place, or ends there.
bool concerns(Closure const& embargo, Way const& way, network::Network const& network) {
  return std::any_of(way.legs.begin(), way.legs.end(), [&](network::Leg const& leg) {
    return std::any_of(leg.travels.begin(), leg.travels.end(), [&](network::Travel const travel) {
      return comes_to_embargoed_place(embargo, travel, network);
    });
  });
}

void check_embargoes_used(Scenario const& scenario, Diagnostics& diagnostics) {
  for (Closure const& closure : scenario.closures) {
    if (!closure.towards.valid()) continue;
    auto const held = [&](Demand const& demand) {
      return std::any_of(demand.ways.begin(), demand.ways.end(),
                         [&](Way const& way) { return concerns(closure, way, scenario.network); });
    };
    if (std::any_of(scenario.services.begin(), scenario.services.end(), held) ||
        std::any_of(scenario.flows.begin(), scenario.flows.end(), held)) {
      continue;
    }
    unused("closure", closure.name, closure.mark,
           closure.coming_by.empty()
               ? "nothing goes towards its place"
               : "nothing goes towards its place over the lines that it names",
           "name a place that services or flows pass, or leave it out", diagnostics);
  }
}

}  // namespace

void check_hours_and_departures(Scenario const& scenario, ScenarioDraft const& draft,
                                Diagnostics& diagnostics) {
  SimTime const horizon = scenario.clock.horizon;
  for (ActivityId const id : scenario.activities.ids()) {
    Activity const& activity = scenario.activities[id];
    check_open(activity.hours, draft.activities[id.number()].hours,
               "activity `" + activity.name + "`", horizon, diagnostics);
  }
  for (StaffId const id : scenario.staff.ids()) {
    Staff const& staff = scenario.staff[id];
    check_open(staff.hours, draft.staff[id.number()].hours, "staff `" + staff.name + "`", horizon,
               diagnostics);
  }
  for (TerminalId const id : scenario.terminals.ids()) {
    Terminal const& terminal = scenario.terminals[id];
    check_open(terminal.hours, draft.terminals[id.number()].hours,
               "terminal `" + terminal.name + "`", horizon, diagnostics);
  }
  for (Service const& service : scenario.services) {
    check_departures(service.departures, "service `" + service.name + "`", service.mark,
                     scenario.clock, diagnostics);
  }
  for (Flow const& flow : scenario.flows) {
    if (flow.returns) continue;
    check_departures(flow.departures, "flow `" + flow.name + "`", flow.mark, scenario.clock,
                     diagnostics);
  }
}

void check_unused(Scenario const& scenario, ScenarioDraft const& draft, Diagnostics& diagnostics) {
  if (scenario.services.empty() && scenario.flows.empty()) {
    diagnostics.warning("unused", draft.clock.mark,
                        "nothing moves: there are no services and no flows",
                        "add a service, e.g. `shuttle: {from: khorgos, to: almaty, departs: daily "
                        "at 06:00, units: 50}`");
    return;
  }
  Used const used = used_in(scenario);
  network::Network const& network = scenario.network;
  for (PlaceId const id : network.places().ids()) {
    if (used.places.contains(id)) continue;
    network::Place const& place = network.places()[id];
    unused("place", place.name, place.mark, "no route passes it", kLead, diagnostics);
  }
  for (LinkId const id : network.links().ids()) {
    if (used.links.contains(id)) continue;
    network::Link const& link = network.links()[id];
    unused("link", link.name, link.mark, "no route takes it", kLead, diagnostics);
  }
  for (Terminal const& terminal : scenario.terminals) {
    bool const works =
        std::any_of(terminal.transfers.begin(), terminal.transfers.end(),
                    [&used](network::TransferId id) { return used.transfers.contains(id); });
    if (works) continue;
    unused("terminal", terminal.name, terminal.mark, "no route changes carriers there", kLead,
           diagnostics);
  }
  for (ConsistId const id : scenario.consists.ids()) {
    Consist const& consist = scenario.consists[id];
    if (used.consists.contains(id) || !is_written(consist.mark)) continue;
    unused("consist", consist.name, consist.mark, "no service and no onward train is one",
           "name it as the `consist` of a service, or leave it out", diagnostics);
  }
  check_goods_used(scenario, diagnostics);
  check_calendars_used(draft, diagnostics);
  check_seasons_used(draft, diagnostics);
  check_transits_used(scenario, diagnostics);
  check_embargoes_used(scenario, diagnostics);
}

namespace {

/// What the own units of its trains leave free: whole units, if all trains carry the same.
double free_teu(Service const& service, int unit_teu, Scenario const& scenario) {
  double const free = std::max(0.0, scenario.consists[service.consist].capacity_teu -
                                        mean(service.units) * service.unit_teu);
  bool const same = std::holds_alternative<law::Constant>(service.units);
  return same ? std::floor(free / unit_teu) * unit_teu : free;
}

std::string leg_text(network::Leg const& leg, Scenario const& scenario) {
  auto const& places = scenario.network.places();
  return places[leg.from].name + " to " + places[leg.to].name + " on " +
         network::text_of(leg.carrier);
}

/// A leg by rail that loads wait for, at their origin or at a terminal, with all that want it.
struct Wanted {
  Way const* way = nullptr;
  std::size_t number = 0;  ///< of the leg
  TerminalId at;           ///< none() at their origin
  std::vector<Share> shares;
  int unit_teu = 1;  ///< of the smallest units
  Mark mark;
  [[nodiscard]] network::Leg const& leg() const { return way->legs[number]; }
};

/// Where the loads of a stream wait for leg `number`.
TerminalId waiting_place(Stream const& stream, std::size_t number, Scenario const& scenario) {
  if (number == 0) return TerminalId::none();
  return terminal_of(stream.way->legs[number - 1].transfer_after, scenario);
}

void add_wanted(Stream const& stream, std::size_t number, Scenario const& scenario,
                std::vector<Wanted>& wanted) {
  network::Leg const& leg = stream.way->legs[number];
  auto const at = waiting_place(stream, number, scenario);
  double const teu = stream.per_day * stream.units * stream.unit_teu;
  Share share{stream.what + ": " + a_day(stream.per_day * stream.units, "unit") + " x " +
                  std::to_string(stream.unit_teu) + " TEU",
              teu, stream.mark};
  auto const same = std::find_if(wanted.begin(), wanted.end(), [&](Wanted const& other) {
    return other.leg() == leg && other.at == at;
  });
  if (same != wanted.end()) {
    same->shares.push_back(std::move(share));
    same->unit_teu = std::min(same->unit_teu, stream.unit_teu);
  } else {
    wanted.push_back({stream.way, number, at, {std::move(share)}, stream.unit_teu, stream.mark});
  }
}

std::vector<Wanted> wanted_legs(std::vector<Stream> const& streams, Scenario const& scenario) {
  std::vector<Wanted> wanted;
  for (Stream const& stream : streams) {
    auto const& legs = stream.way->legs;
    for (std::size_t leg = stream.train || stream.truck ? 1 : 0; leg < legs.size(); ++leg) {
      bool const comes_with_its_train = leg > 0 && goes_on(legs[leg - 1], scenario);
      if (legs[leg].carrier.mode != Mode::rail || comes_with_its_train) continue;
      add_wanted(stream, leg, scenario, wanted);
    }
  }
  return wanted;
}

/// The first link that a leg takes both ways.
std::optional<LinkId> turns_at(Way const& way) {
  for (network::Leg const& leg : way.legs) {
    for (network::Travel const& there : leg.travels) {
      for (network::Travel const& back : leg.travels) {
        if (there.link == back.link && there.forward != back.forward) return there.link;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

void check_turns(Scenario const& scenario, Diagnostics& diagnostics) {
  LinkId told;
  for (Stream const& stream : streams_of(scenario)) {
    auto const link = turns_at(*stream.way);
    if (!link || *link == told) continue;
    told = *link;
    diagnostics.warning("turns-back", stream.mark,
                        stream.what + " goes back over `" + scenario.network.links()[*link].name +
                            "`: " + network::text_of(scenario.network, stream.way->route),
                        "check `via` and `avoid`, or whether a terminal is missing");
  }
}

void check_trains_for_flows(Scenario const& scenario, Diagnostics& diagnostics) {
  auto const streams = streams_of(scenario);
  for (Wanted const& wanted : wanted_legs(streams, scenario)) {
    double room = 0;
    std::vector<Note> rooms;
    std::string text;
    for (Service const& service : scenario.services) {
      double const share = share_that_takes(service, *wanted.way, wanted.number, scenario);
      if (share <= 0) continue;
      double const trains = share * departures_per_day(service.departures, scenario.clock);
      double const free = free_teu(service, wanted.unit_teu, scenario);
      room += trains * free;
      std::string const term = a_day(trains, "train") + " x " + figure(free) + " TEU";
      text += (text.empty() ? "" : " + ") + term + " of `" + service.name + "`";
      rooms.push_back({"`" + service.name + "`: " + term + " beside its own units", service.mark});
    }
    if (text.empty()) continue;  // they form trains of their own
    std::string const leg = leg_text(wanted.leg(), scenario);
    if (room > 0) {
      warn_overload("trains from " + leg, wanted.mark, wanted.shares, {text, room, "TEU/d"},
                    "let more trains run, or longer ones", diagnostics);
      continue;
    }
    diagnostics
        .warning("no-room", wanted.mark,
                 "loads wait for trains from " + leg + " that have no room for them",
                 "let the trains carry fewer `units`, or leave out `takes-waiting`: then the loads "
                 "form trains of their own")
        .notes = std::move(rooms);
  }
}

}  // namespace caravan::scenario
