#include <algorithm>
#include <map>
#include <set>

#include "scenario/fleets.hpp"
#include "scenario/initial_rows.hpp"
#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using FleetKind = Fleet::Kind;

std::vector<Fleet::Stock> stock_of(FleetDraft const& draft, Resolving& r) {
  std::vector<Fleet::Stock> stock;
  for (auto const& [place, count, mark] : draft.stock.value) {
    auto const id = id_of<PlaceId>(r.draft.places, {place, mark}, "place", r.diagnostics);
    if (id.valid()) stock.push_back({id, count, mark});
  }
  std::sort(stock.begin(), stock.end(),
            [](auto const& a, auto const& b) { return a.place < b.place; });
  return stock;
}

/// Those that stand ready: as they belong, unless the table of stocks names the fleet.
void set_ready(FleetId id, Fleet& fleet, std::vector<StockRow> const& today) {
  for (StockRow const& row : today) {
    if (row.fleet == id) fleet.ready.push_back({row.place, row.count, row.place_mark});
  }
  fleet.counted = !fleet.ready.empty();
  if (!fleet.counted) fleet.ready = fleet.stock;
  std::sort(fleet.ready.begin(), fleet.ready.end(),
            [](auto const& a, auto const& b) { return a.place < b.place; });
}

std::vector<Fleet::TurnRound> turn_round_at(FleetDraft const& draft, Resolving& r) {
  std::vector<Fleet::TurnRound> there;
  for (auto const& [place, time, mark] : draft.turn_round_at) {
    auto const id = id_of<PlaceId>(r.draft.places, {place, mark}, "place", r.diagnostics);
    if (id.valid()) there.push_back({id, time});
  }
  std::sort(there.begin(), there.end(),
            [](auto const& a, auto const& b) { return a.place < b.place; });
  return there;
}

/// Where units go back to: the places that are named, or the only one that has a stock.
std::vector<Fleet::Home> homes_of(FleetDraft const& draft, Fleet const& fleet, Resolving& r) {
  ReturnDraft const& back = draft.back->value;
  std::vector<Fleet::Home> homes;
  if (!back.to) {
    if (fleet.stock.size() == 1) return {{fleet.stock.front().place}};
    r.diagnostics.error(
        "fleet-return", draft.back->mark,
        "`" + draft.id + "` goes back, but " +
            (fleet.stock.empty() ? "no place has" : "several places have") + " a stock of it",
        "say where to, e.g. `return: {to: khorgos, when: " + std::to_string(back.when.value) +
            "}`");
    return homes;
  }
  std::vector<Choice> choices = back.to->value;
  if (!complete_shares(choices, back.to->mark, r.diagnostics)) return homes;
  for (Choice const& choice : choices) {
    for (Name const& name : choice.places) {
      auto const place = id_of<PlaceId>(r.draft.places, name, "place", r.diagnostics);
      if (!place.valid()) continue;
      if (std::any_of(homes.begin(), homes.end(),
                      [place](Fleet::Home const& home) { return home.place == place; })) {
        r.diagnostics.error("fleet-return", name.mark, "`" + name.value + "` is named twice",
                            "name each place once");
      }
      homes.push_back({place, *choice.share});
    }
  }
  return homes;
}

/// By the policy that is named; by share, if shares are given.
std::string choice_of_home(FleetDraft const& draft, Resolving& r) {
  ReturnDraft const& back = draft.back->value;
  bool const by_share = back.to && back.to->value.size() > 1;
  auto const needs_no_shares = [](std::string const& name) {
    return name == home_policy::kNeeded || name == home_policy::kNearest ||
           name == home_policy::kNearestNeeded;
  };
  if (by_share && back.choose && needs_no_shares(back.choose->value)) {
    r.diagnostics
        .error("fleet-return", back.choose->mark,
               "the places to which `" + draft.id + "` goes back have shares and a rule too",
               "leave out `choose`, or name the places in a list without shares")
        .notes.push_back({"the shares", back.to->mark});
  }
  if (back.choose) return back.choose->value;
  return by_share ? home_policy::kShare : home_policy::kNeeded;
}

/// How many each home wants: what is written, or its own part of the stock.
void set_wants(FleetDraft const& draft, Fleet const& fleet, Fleet::Return& back, Resolving& r) {
  for (Fleet::Home& home : back.homes) {
    auto const own =
        std::find_if(fleet.stock.begin(), fleet.stock.end(),
                     [&home](Fleet::Stock const& one) { return one.place == home.place; });
    home.wanted = own == fleet.stock.end() ? 0 : own->count;
  }
  for (auto const& [name, wanted, mark] : draft.back->value.wants) {
    auto const place = id_of<PlaceId>(r.draft.places, Name{name, mark}, "place", r.diagnostics);
    auto const home = std::find_if(back.homes.begin(), back.homes.end(),
                                   [place](Fleet::Home const& one) { return one.place == place; });
    if (home != back.homes.end()) {
      home->wanted = wanted;
    } else if (place.valid()) {
      r.diagnostics.error("fleet-return", mark,
                          "`" + draft.id + "` does not go back to " + name + ", which wants some",
                          "name it in `to` too, or leave it out here");
    }
  }
}

/// The home to which units always go from a place; null if none is ordered.
std::string const* ordered_home(ReturnDraft const& back, std::string const& place) {
  auto const found = std::find_if(back.from.begin(), back.from.end(),
                                  [&place](auto const& order) { return order.key == place; });
  return found == back.from.end() ? nullptr : &found->value;
}

/// Both ends of an order must be there, and the second a place to which units go back.
void check_orders(FleetDraft const& draft, Fleet::Return const& back, Resolving& r) {
  for (auto const& [from, to, mark] : draft.back->value.from) {
    auto const begin = id_of<PlaceId>(r.draft.places, Name{from, mark}, "place", r.diagnostics);
    auto const end = id_of<PlaceId>(r.draft.places, Name{to, mark}, "place", r.diagnostics);
    if (!begin.valid() || !end.valid() || back.is_home(end)) continue;
    r.diagnostics.error("fleet-return", mark,
                        "`" + draft.id + "` is to go from " + from + " to " + to +
                            ", which is not among the places to which it goes back",
                        "name it in `to` too");
  }
}

std::optional<Fleet::Return> return_of(FleetDraft const& draft, Fleet const& fleet, Resolving& r) {
  if (!draft.back) return std::nullopt;
  Fleet::Return back;
  back.when = draft.back->value.when.value;
  back.priority = draft.back->value.priority;
  back.leave = draft.back->value.leave;
  back.homes = homes_of(draft, fleet, r);
  back.choose = choice_of_home(draft, r);
  set_wants(draft, fleet, back, r);
  check_orders(draft, back, r);
  if (back.when > fleet.size()) {
    Diagnostic& fault =
        r.diagnostics.error("fleet-return", draft.back->value.when.mark,
                            std::to_string(back.when) + " are to go back together, but `" +
                                draft.id + "` has " + std::to_string(fleet.size()) + " in all",
                            "let fewer go");
    if (fleet.counted) fault.notes.push_back({"they are counted here", fleet.ready.front().mark});
  }
  return back;
}

/// What a fleet is; nothing, with an error, if it does not say or says it twice.
std::optional<FleetKind> kind_of(FleetDraft const& draft, Diagnostics& diagnostics) {
  std::vector<FleetKind> kinds;
  if (draft.wagons) kinds.push_back(FleetKind::wagons);
  if (draft.locomotives) kinds.push_back(FleetKind::locomotives);
  if (draft.crews) kinds.push_back(FleetKind::crews);
  if (kinds.size() == 1) return kinds.front();
  diagnostics.error("fleet-kind", draft.mark,
                    "fleet `" + draft.id + "` " +
                        (kinds.empty() ? "does not say what it is" : "is more than one thing"),
                    "give exactly one of `wagons: 1520 mm`, `locomotives: [kz-south]`, `crews: "
                    "[kz-south]`");
  return std::nullopt;
}

/// Keys that make sense only for some kinds.
void check_keys_of(FleetDraft const& draft, FleetKind kind, Diagnostics& diagnostics) {
  auto const refuse = [&](auto const& key, char const* name, char const* why) {
    if (!key) return;
    diagnostics.error("fleet-key", key->mark,
                      "fleet `" + draft.id + "` cannot have `" + name + "`: " + why);
  };
  if (kind == FleetKind::wagons) {
    refuse(draft.change, "change", "only locomotives and crews are changed on the way");
  }
  if (kind != FleetKind::crews) {
    refuse(draft.duty, "duty", "only crews have hours of duty");
    refuse(draft.changes_at, "changes-at", "only crews are relieved on the way");
  }
}

/// The lines that locomotives or crews work: railways of one track gauge.
void read_links(Names const& names, Fleet& fleet, Resolving& r) {
  for (Name const& name : names) {
    auto const id = id_of<LinkId>(r.draft.links, name, "link", r.diagnostics);
    if (!id.valid()) continue;
    auto const& rail = r.draft.links[id.number()].rail;
    if (!rail || (!fleet.links.empty() && !fleet.runs_on(rail->value))) {
      r.diagnostics.error("fleet-links", name.mark,
                          "`" + fleet.name + "` cannot work `" + name.value + "`: it is " +
                              (rail ? "of another track gauge than its first line" : "no railway"),
                          "one fleet works railways of one track gauge");
      continue;
    }
    fleet.gauges = {rail->value};
    fleet.links.push_back(id);
  }
  std::sort(fleet.links.begin(), fleet.links.end());
  fleet.links.erase(std::unique(fleet.links.begin(), fleet.links.end()), fleet.links.end());
}

Fleet fleet_of(FleetDraft const& draft, std::vector<StockRow> const& today, Resolving& r) {
  Fleet fleet;
  fleet.name = draft.id;
  fleet.type = draft.type;
  fleet.turn_round = draft.turn_round;
  fleet.turn_round_at = turn_round_at(draft, r);
  fleet.mark = draft.mark;
  if (auto const kind = kind_of(draft, r.diagnostics)) {
    fleet.kind = *kind;
    check_keys_of(draft, *kind, r.diagnostics);
  }
  if (draft.wagons) {
    fleet.gauges = draft.wagons->value;
    std::sort(fleet.gauges.begin(), fleet.gauges.end());
    fleet.gauges.erase(std::unique(fleet.gauges.begin(), fleet.gauges.end()), fleet.gauges.end());
  }
  if (draft.locomotives) read_links(draft.locomotives->value, fleet, r);
  if (draft.crews) read_links(draft.crews->value, fleet, r);
  if (draft.change) fleet.change = draft.change->value;
  if (draft.duty) fleet.duty = draft.duty->value;
  if (draft.changes_at) {
    for (Name const& name : draft.changes_at->value) {
      fleet.changes_at.push_back(id_of<PlaceId>(r.draft.places, name, "place", r.diagnostics));
    }
  }
  fleet.stock = stock_of(draft, r);
  set_ready(FleetId{r.scenario.fleets.size()}, fleet, today);
  fleet.back = return_of(draft, fleet, r);
  return fleet;
}

/// The way on which units return from `place`, on their own carrier throughout.
std::optional<Fleet::WayBack> way_back(Fleet const& fleet, PlaceId place, std::size_t home,
                                       network::Network const& network,
                                       network::RouteFinder const& finder) {
  network::RouteRequest request;
  request.from = place;
  request.to = fleet.back->homes[home].place;
  request.begins = Carrier{Mode::rail, fleet.gauge_at(place)};
  request.ends = request.begins;
  request.modes = {Mode::rail};
  for (LinkId const link : network.links().ids()) {
    bool const theirs = fleet.kind == FleetKind::wagons
                            ? network.links()[link].carrier == *request.begins
                            : std::binary_search(fleet.links.begin(), fleet.links.end(), link);
    if (!theirs) request.avoid_links.push_back(link);
  }
  auto const route = finder.quickest(request);
  if (!route) return std::nullopt;
  auto const legs = network::legs_of(network, *route);
  if (legs.size() != 1) return std::nullopt;
  return Fleet::WayBack{place, home, legs.front(), route->time};
}

/// The units ready at a place of their own when the run begins are enough to go back from there.
bool may_go_back(Fleet const& fleet, Fleet::Stock const& ready) {
  auto const own = std::find_if(fleet.stock.begin(), fleet.stock.end(),
                                [&](auto const& one) { return one.place == ready.place; });
  auto const stay = fleet.back->leave.value_or(own == fleet.stock.end() ? 0 : own->count);
  return ready.count - stay >= fleet.back->when;
}

/// Places from which units may go back, each once, in order: where they are given up, and where
/// enough of them stand when the run begins.
std::vector<PlaceId> rests_of(Fleet const& fleet, std::vector<FleetUse> const& uses) {
  std::vector<PlaceId> places;
  for (FleetUse const& use : uses) places.push_back(use.given);
  for (Fleet::Stock const& ready : fleet.ready) {
    if (may_go_back(fleet, ready)) places.push_back(ready.place);
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

bool come_to_rest_at(PlaceId place, std::vector<FleetUse> const& uses) {
  return std::any_of(uses.begin(), uses.end(),
                     [place](FleetUse const& use) { return use.given == place; });
}

/// Where it is said that units stand ready at `place`.
Mark ready_mark(Fleet const& fleet, PlaceId place) {
  return std::find_if(fleet.ready.begin(), fleet.ready.end(),
                      [place](Fleet::Stock const& one) { return one.place == place; })
      ->mark;
}

void find_ways_back(FleetId id, std::vector<FleetUse> const& uses, Resolving& r) {
  auto const& places = r.scenario.network.places();
  network::RouteFinder const finder{r.scenario.network};
  Fleet& fleet = r.scenario.fleets[id];
  FleetDraft const& draft = r.draft.fleets[id.number()];
  for (PlaceId const place : rests_of(fleet, uses)) {
    if (fleet.back->is_home(place)) continue;
    auto const known = fleet.back->ways.size();
    std::string names;
    auto const ordered = ordered_home(draft.back->value, places[place].name);
    for (std::size_t home = 0; home < fleet.back->homes.size(); ++home) {
      if (ordered != nullptr && places[fleet.back->homes[home].place].name != *ordered) continue;
      auto way = way_back(fleet, place, home, r.scenario.network, finder);
      if (way) fleet.back->ways.push_back(std::move(*way));
      names += (names.empty() ? "" : " or ") + places[fleet.back->homes[home].place].name;
    }
    if (fleet.back->ways.size() > known) continue;
    // Who comes to rest there must go back, and whom the table of stocks counts there, as the run
    // begins; those of the fleet's own stock may as well stay.
    bool const rest = come_to_rest_at(place, uses);
    if (!rest && !fleet.counted) continue;
    auto const mark = rest ? draft.back->mark : ready_mark(fleet, place);
    Diagnostic& fault =
        r.diagnostics.error("fleet-return", mark,
                            "`" + fleet.name + "` cannot go back from " + places[place].name +
                                " to " + names + " on its own lines",
                            "name a place that it can reach on " +
                                network::text_of(Carrier{Mode::rail, fleet.gauge_at(place)}));
    if (!rest) fault.notes.push_back({"where it goes back to", draft.back->mark});
  }
}

/// On which track gauge the wagons of several stand where they rest: at each place on one.
void find_sides(FleetId id, std::vector<FleetUse> const& uses, Resolving& r) {
  Fleet& fleet = r.scenario.fleets[id];
  network::Network const& network = r.scenario.network;
  std::map<PlaceId, std::set<network::TrackGauge>> gauges;
  for (FleetUse const& use : uses) {
    gauges[use.taken].insert(use.taken_on);
    gauges[use.given].insert(use.given_on);
  }
  std::map<PlaceId, Mark> marks;  // of places where only a stock is
  auto const add = [&](Fleet::Stock const& stock) {
    if (gauges.contains(stock.place)) return;
    marks.emplace(stock.place, stock.mark);
    for (LinkId const link : network.links_at(stock.place)) {
      auto const& carrier = network.links()[link].carrier;
      if (carrier.mode == Mode::rail && fleet.runs_on(carrier.gauge)) {
        gauges[stock.place].insert(carrier.gauge);
      }
    }
  };
  std::for_each(fleet.stock.begin(), fleet.stock.end(), add);
  std::for_each(fleet.ready.begin(), fleet.ready.end(), add);
  for (auto const& [place, here] : gauges) {
    fleet.sides.push_back({place, *here.begin()});
    if (here.size() == 1) continue;
    auto const stock = marks.find(place);
    r.diagnostics.error("fleet-stock", stock == marks.end() ? fleet.mark : stock->second,
                        "wagons of `" + fleet.name + "` would stand at " +
                            network.places()[place].name + " on more than one track gauge",
                        "let the trains of one gauge begin and end at another place, or have a "
                        "fleet of their own");
  }
}

}  // namespace

void resolve_fleets(Resolving& r) {
  std::vector<StockRow> today;
  if (r.draft.initial && r.draft.initial->value.stock) {
    today = read_stock(*r.draft.initial->value.stock, r);
  }
  for (FleetDraft const& draft : r.draft.fleets) r.scenario.fleets.add(fleet_of(draft, today, r));
}

void expand_fleets(Resolving& r) {
  if (r.scenario.fleets.empty()) return;
  auto runs = runs_of(r.scenario);
  for (FleetId const id : fleets_in_order(r.scenario)) {
    auto const uses = uses_of(id, runs, r.scenario);
    if (r.scenario.fleets[id].gauges.size() > 1) find_sides(id, uses, r);
    if (r.scenario.fleets[id].back) find_ways_back(id, uses, r);
    add_ways_back(id, uses, r.scenario, runs);
  }
}

}  // namespace caravan::scenario
