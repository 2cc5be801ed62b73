#include <algorithm>

#include "scenario/resolver.hpp"
#include "scenario/routing.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

/// Exactly one way of stating departures.
void check_pattern(DemandDraft const& demand, std::string const& noun, Diagnostics& diagnostics) {
  std::vector<std::pair<char const*, Mark>> given;
  if (demand.departs) given.push_back({"departs", demand.departs->mark});
  if (demand.every) given.push_back({"every", demand.every->mark});
  if (demand.rate_per_ms) given.push_back({"rate", demand.rate_per_ms->mark});
  if (demand.trace) given.push_back({"trace", demand.trace->mark});
  if (demand.returns) given.push_back({"returns", demand.returns->mark});
  if (given.empty()) {
    diagnostics.error("departures", demand.mark,
                      noun + " `" + demand.id + "` does not say when it sets out",
                      "give one of `departs: daily at 20:00`, `every: 8 h`, `rate: 3 /d`, `trace: "
                      "data/trains.csv#departure`");
  } else if (given.size() > 1) {
    diagnostics
        .error("departures", given[1].second,
               noun + " `" + demand.id + "` says twice when it sets out: `" + given[0].first +
                   "` and `" + given[1].first + "`",
               "keep one of them")
        .notes.push_back({"the other", given[0].second});
  } else if (demand.due_at && (!demand.trace || demand.due)) {
    diagnostics.error("departures", demand.due_at->mark,
                      demand.trace ? noun + " `" + demand.id + "` has both `due` and `due-at`"
                                   : noun + " `" + demand.id +
                                         "` has due times row by row, but does not set out by them",
                      demand.trace ? "keep one of them" : "give the `trace` of the same table");
  } else if (demand.every && mean(demand.every->value) < 1) {
    diagnostics.error("range", demand.every->mark,
                      "there is no time between the departures of `" + demand.id + "`",
                      "give a mean of at least 1 ms");
  } else if ((demand.departs || demand.trace || demand.returns) &&
             (demand.season || demand.weekdays)) {
    diagnostics.error("season", demand.season ? demand.season->mark : demand.weekdays->mark,
                      "a season changes a rate, and `" + std::string{given[0].first} + "` has none",
                      "leave it out, or state the departures as `rate` or `every`");
  }
}

void check_avoided(DemandDraft const& demand, Resolving& r) {
  if (demand.avoid.empty()) return;
  std::vector<std::string> all;
  for (auto const& place : r.draft.places) all.push_back(place.id);
  for (auto const& link : r.draft.links) all.push_back(link.id);
  for (Name const& name : demand.avoid) {
    if (std::find(all.begin(), all.end(), name.value) != all.end()) continue;
    no_such_thing(name, "place or link", all, r.diagnostics);
  }
}

void check_names(DemandDraft const& demand, std::string const& noun, Resolving& r) {
  auto const known = [&](Name const& name) {
    static_cast<void>(id_of<PlaceId>(r.draft.places, name, "place", r.diagnostics));
  };
  known(demand.from);
  for (auto const* const choices : {&demand.to, &demand.via}) {
    if (!*choices) continue;
    for (Choice const& choice : (*choices)->value) {
      for (Name const& name : choice.places) known(name);
    }
  }
  check_avoided(demand, r);
  if (!demand.to && (demand.via || !demand.avoid.empty())) {
    r.diagnostics.error("visit", demand.mark,
                        noun + " `" + demand.id + "` has no `to`, so it passes nothing",
                        "leave out `via` and `avoid`, or say where it goes");
  }
  if (demand.to) {
    for (Choice const& choice : demand.to->value) {
      if (choice.places.front().value != demand.from.value) continue;
      r.diagnostics.error(
          "visit", choice.places.front().mark,
          noun + " `" + demand.id + "` goes to where it sets out",
          noun == "flow" ? "leave out `to` for a visit of one place" : "name another place");
    }
  }
  if (demand.season) {
    auto const* const named = std::get_if<Name>(&demand.season->value);
    if (named != nullptr) {
      static_cast<void>(id_of<SeasonId>(r.draft.seasons, *named, "season", r.diagnostics));
    }
  }
  check_pattern(demand, noun, r.diagnostics);
}

/// The consist of a service: named, or the only one that fits its origin.
ConsistId consist_of(ServiceDraft const& draft, PlaceId from, Resolving& r) {
  if (draft.consist) {
    return id_of<ConsistId>(r.draft.consists, *draft.consist, "consist", r.diagnostics);
  }
  Scenario const& s = r.scenario;
  std::vector<network::TrackGauge> gauges;
  for (LinkId const id : s.network.links_at(from)) {
    Carrier const carrier = s.network.links()[id].carrier;
    if (carrier.mode == Mode::rail) gauges.push_back(carrier.gauge);
  }
  std::sort(gauges.begin(), gauges.end());
  gauges.erase(std::unique(gauges.begin(), gauges.end()), gauges.end());
  std::vector<ConsistId> fitting;
  for (auto const gauge : gauges) {
    for (ConsistId const id : consists_for(gauge, from, s)) {
      if (s.consists[id].carries(draft.commodity)) fitting.push_back(id);
    }
  }
  if (fitting.size() == 1) return fitting.front();
  std::string names;
  for (ConsistId const id : fitting) names += (names.empty() ? "" : ", ") + s.consists[id].name;
  r.diagnostics.error(
      "consist", draft.mark,
      "service `" + draft.id + "` does not name its consist, and " +
          (fitting.empty() ? "none fits the track gauge and country of " : "several fit at ") +
          draft.from.value + (fitting.empty() ? "" : ": " + names),
      fitting.empty() ? "add a consist of that gauge under `consists`"
                      : "write `consist: " + s.consists[fitting.front()].name + "`");
  return ConsistId::none();
}

void fill(DemandDraft const& draft, Demand& demand, Resolving& r) {
  demand.name = draft.id;
  demand.from = *r.scenario.network.find_place(draft.from.value);
  demand.choose = draft.choose ? draft.choose->value : way_policy::kShare;
  demand.departures = departures_of(draft, demand.from, r);
  demand.unit_teu = draft.unit_teu;
  demand.priority = draft.priority;
  demand.speed_mps = draft.speed_mps;
  demand.commodity = draft.commodity;
  demand.goods = goods_of(draft.commodity, r.scenario);
  demand.service_class = draft.service_class;
  demand.due = draft.due;
  demand.mark = draft.mark;
}

/// The terminal at which trains of a service are loaded.
TerminalId loading_place_of(ServiceDraft const& draft, Service const& service, Carrier rail,
                            Resolving& r) {
  auto const& transfers = r.scenario.network.transfers();
  std::vector<TerminalId> fitting;
  for (TerminalId const id : r.scenario.terminals.ids()) {
    Terminal const& terminal = r.scenario.terminals[id];
    bool const here = terminal.place == service.from && !terminal.lets_trains_through();
    if (here && std::any_of(terminal.transfers.begin(), terminal.transfers.end(),
                            [&](auto transfer) { return transfers[transfer].to == rail; })) {
      fitting.push_back(id);
    }
  }
  if (service.takes_waiting && fitting.size() == 1) return fitting.front();
  std::string const train = "trains of `" + draft.id + "` ";
  r.diagnostics.error(
      "stands", draft.stands->mark,
      !service.takes_waiting ? train + "stand at a terminal, but take no loads there"
      : fitting.empty()      ? train + "stand at " + draft.from.value +
                              ", where no terminal loads trains of " + network::text_of(rail)
                        : train + "stand at " + draft.from.value + ", where two terminals load " +
                              network::text_of(rail),
      !service.takes_waiting ? "add `takes-waiting: true`, or leave out `stands`"
      : fitting.empty()      ? "leave out `stands`: units of flows are taken without it"
                             : "let one terminal there load them all");
  return TerminalId::none();
}

void check_latest(ServiceDraft const& draft, Resolving& r) {
  if (draft.stands) return;
  r.diagnostics.error(
      "stands", draft.latest->mark,
      "trains of `" + draft.id + "` have a latest time, but stand nowhere to wait for more loads",
      "say how long before its time a train stands there, e.g. `stands: 3 h`");
}

bool carries(ServiceDraft const& draft) {
  return draft.takes_waiting || mean(draft.units) > 0;
}

std::vector<Choice> by_rail() {
  return {Choice{{{"rail", {}}}, 1.0, {}}};
}

void add_service(ServiceDraft const& draft, Routing& routing, Resolving& r) {
  Service service;
  fill(draft, service, r);
  service.units = draft.units;
  service.takes_waiting = draft.takes_waiting;
  service.consignment_units = draft.consignment_units;
  service.consist = consist_of(draft, service.from, r);
  if (service.consist.valid()) {
    Carrier const first{Mode::rail, r.scenario.consists[service.consist].gauge};
    service.ways = ways_of(
        {draft, "service", service.from, first, by_rail(), draft.block_train || !carries(draft)},
        routing, r);
    if (draft.stands) {
      service.stands = draft.stands->value;
      service.loads_at = loading_place_of(draft, service, first, r);
    }
    if (draft.latest) {
      service.latest = draft.latest->value;
      check_latest(draft, r);
    }
  }
  r.scenario.services.add(std::move(service));
}

void add_flow(FlowDraft const& draft, Routing& routing, Resolving& r) {
  Flow flow;
  fill(draft, flow, r);
  flow.ways = ways_of({draft, "flow", flow.from, std::nullopt, draft.by.value, draft.block_train},
                      routing, r);
  flow.group = draft.group;
  flow.returns = returns_of(draft, r);
  r.scenario.flows.add(std::move(flow));
}

std::vector<PlaceId> ends_of(Names const& names, Resolving const& r) {
  std::vector<PlaceId> places;
  for (Name const& name : names) places.push_back(*r.scenario.network.find_place(name.value));
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

std::vector<ConsistId> consists_for(network::TrackGauge gauge, PlaceId place,
                                    Scenario const& scenario) {
  std::string const& country = scenario.network.places()[place].country;
  std::vector<ConsistId> fitting;
  for (ConsistId const id : scenario.consists.ids()) {
    Consist const& consist = scenario.consists[id];
    auto const& countries = consist.countries;
    bool const here = countries.empty() ||
                      std::find(countries.begin(), countries.end(), country) != countries.end();
    if (consist.gauge == gauge && here) fitting.push_back(id);
  }
  return fitting;
}

void check_demand_names(Resolving& r) {
  for (ServiceDraft const& service : r.draft.services) {
    check_names(service, "service", r);
    if (!service.consist) continue;
    static_cast<void>(
        id_of<ConsistId>(r.draft.consists, *service.consist, "consist", r.diagnostics));
  }
  check_connection_names(r);
  for (FlowDraft const& flow : r.draft.flows) check_names(flow, "flow", r);
  for (TransitDraft const& transit : r.draft.transits) {
    for (auto const* const ends : {&transit.from, &transit.to}) {
      for (Name const& name : *ends) {
        static_cast<void>(id_of<PlaceId>(r.draft.places, name, "place", r.diagnostics));
      }
    }
  }
}

void expand_demand(Resolving& r) {
  Routing routing{network::RouteFinder{r.scenario.network}, {}};
  for (ServiceDraft const& draft : r.draft.services) add_service(draft, routing, r);
  for (FlowDraft const& draft : r.draft.flows) add_flow(draft, routing, r);
  report_cut_off(routing.cut_off, r.scenario.network, r.diagnostics);
  if (r.diagnostics.ok()) resolve_connections(r);
  if (r.diagnostics.ok()) check_returns(r);
  for (TransitDraft const& draft : r.draft.transits) {
    r.scenario.transits.add(
        Transit{draft.id, ends_of(draft.from, r), ends_of(draft.to, r), draft.mark});
  }
}

}  // namespace caravan::scenario
