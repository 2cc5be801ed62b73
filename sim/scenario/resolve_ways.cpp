#include <algorithm>
#include <cmath>
#include <utility>

#include "scenario/resolver.hpp"
#include "scenario/routing.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using network::RouteAnswer;
using network::RouteRequest;

/// What holds for all ways of a trip, whatever their stops and destinations.
RouteRequest limits_of(Trip const& trip, bool by_truck, Scenario const& scenario) {
  network::Network const& network = scenario.network;
  RouteRequest limits;
  GoodsId const goods = goods_of(trip.demand.commodity, scenario);
  limits.goods = trip.demand.commodity;
  limits.bound = goods.valid() && scenario.goods[goods].own_terminals;
  limits.from = trip.from;
  limits.begins = trip.first;
  if (by_truck) limits.modes = {Mode::road};
  for (Name const& name : trip.demand.avoid) {
    if (auto const place = network.find_place(name.value)) limits.avoid_places.push_back(*place);
    if (auto const link = network.find_link(name.value)) limits.avoid_links.push_back(*link);
  }
  return limits;
}

/// Carriers that leave `place`, in order.
std::vector<Carrier> carriers_at(network::Network const& network, PlaceId place) {
  std::vector<Carrier> carriers;
  for (LinkId const link : network.links_at(place)) {
    carriers.push_back(network.links()[link].carrier);
  }
  std::sort(carriers.begin(), carriers.end());
  carriers.erase(std::unique(carriers.begin(), carriers.end()), carriers.end());
  return carriers;
}

/// A load that waits for a train or sailing: by rail, sea and air if it can, with roads further on
/// only if there is no other way.
RouteAnswer route_of_load(network::RouteFinder& finder, network::Network const& network,
                          RouteRequest request) {
  request.modes = {Mode::rail, Mode::sea, Mode::air};
  if (auto route = finder.quickest(request)) return *std::move(route);
  RouteRequest with_roads = request;
  with_roads.modes.clear();
  std::vector<Carrier> firsts = carriers_at(network, request.from);
  if (request.begins) firsts = {*request.begins};
  std::optional<network::Route> best;
  for (Carrier const carrier : firsts) {
    if (carrier.mode == Mode::road) continue;
    with_roads.begins = carrier;
    auto route = finder.quickest(with_roads);
    if (route && (!best || route->time < best->time)) best = std::move(route);
  }
  if (best) return *std::move(best);
  return finder.find(request);
}

/// Each leg needs a line to run on. A way may change carriers where it begins, or twice at one
/// place; there is no train, ship or truck for nought kilometres.
bool runs_each_leg(DemandDraft const& demand, Name const& to, Way const& way, Resolving& r) {
  network::Network const& network = r.scenario.network;
  auto const idle = std::find_if(way.legs.begin(), way.legs.end(),
                                 [](network::Leg const& leg) { return leg.travels.empty(); });
  if (idle == way.legs.end()) return true;
  bool const at_once = idle == way.legs.begin();
  std::string const place = network.places()[idle->from].name;
  Diagnostic& fault = r.diagnostics.error(
      "no-route", to.mark,
      "the quickest way of `" + demand.id + "` to " + to.value +
          (at_once ? " leaves " + place + " by another carrier than its train"
                   : " changes carriers twice at " + place),
      at_once ? "let a flow bring these loads, or keep the service off this way with `avoid`"
              : "let one terminal there change the first into the last, or keep it off this way "
                "with `avoid`");
  fault.notes.push_back({"the way is " + text_of(network, way.route), {}});
  return false;
}

/// Where trains are made up anew on the same gauge, loads that pass by change trains. The search
/// for ways knows nothing of it: it is what happens on a way, not a reason for one.
void add_making_up(network::Route& route, RouteRequest const& request,
                   network::Network const& network) {
  std::vector<network::Step> steps;
  for (network::Step const& step : route.steps) {
    auto const* const next = std::get_if<network::Travel>(&step);
    auto const* const last = steps.empty() ? nullptr : std::get_if<network::Travel>(&steps.back());
    if (next != nullptr && last != nullptr) {
      auto const& link = network.links()[next->link];
      PlaceId const here = next->forward ? link.a : link.b;
      for (auto const id : network.transfers().ids()) {
        network::Transfer const& transfer = network.transfers()[id];
        bool const fits = transfer.place == here && transfer.from == transfer.to &&
                          transfer.from == link.carrier &&
                          network.links()[last->link].carrier == link.carrier;
        if (!fits || !network::takes(transfer, request)) continue;
        steps.push_back(network::Change{id});
        route.time = route.time + transfer.time;
        break;
      }
    }
    steps.push_back(step);
  }
  route.steps = std::move(steps);
}

/// The one choice of a demand that names no places on the way.
std::vector<Choice> direct() {
  return {Choice{{}, 1.0, {}}};
}

bool is_truck(Choice const& means) {
  return means.places.front().value == "truck";
}

/// Where a way leads, and what is asked of it.
struct Aim {
  Name to;
  RouteRequest request;
};

/// The way with what is said of it so far, if there is one.
void add_way(std::vector<Way>& ways, Trip const& trip, Way way, Aim aim, Routing& routing,
             Resolving& r) {
  network::Network const& network = r.scenario.network;
  DemandDraft const& demand = trip.demand;
  aim.request.to = *network.find_place(aim.to.value);
  RouteAnswer const answer = way.by_truck ? routing.finder.find(aim.request)
                                          : route_of_load(routing.finder, network, aim.request);
  if (auto const* const why = std::get_if<network::Unreachable>(&answer)) {
    routing.cut_off.push_back({&demand, trip.noun, aim.to, way.by_truck, *why});
    return;
  }
  way.route = std::get<network::Route>(answer);
  if (!way.by_truck && !trip.passes_yards) add_making_up(way.route, aim.request, network);
  way.legs = network::legs_of(network, way.route);
  if (runs_each_leg(demand, aim.to, way, r)) ways.push_back(std::move(way));
}

}  // namespace

bool complete_shares(std::vector<Choice>& choices, Mark const& mark, Diagnostics& diagnostics) {
  double sum = 0;
  std::string arithmetic;
  Choice* rest = nullptr;
  for (Choice& choice : choices) {
    if (!choice.share) {
      if (rest != nullptr) {
        diagnostics.error("shares", choice.mark, "`rest` is said twice", "say it once")
            .notes.push_back({"said here first", rest->mark});
        return false;
      }
      rest = &choice;
      continue;
    }
    sum += *choice.share;
    arithmetic += (arithmetic.empty() ? "" : " + ") + number_text(*choice.share);
  }
  if (rest != nullptr && sum <= 1 + kShareTolerance) {
    rest->share = std::max(0.0, 1 - sum);
    return true;
  }
  if (rest == nullptr && std::abs(sum - 1) <= kShareTolerance) return true;
  diagnostics.error("shares", mark,
                    "the shares sum to " + number_text(sum) + " (" + arithmetic + "), not to 1",
                    rest != nullptr ? "nothing is left for the rest; make the others smaller"
                                    : "correct them, or write `rest` for one of them");
  return false;
}

std::vector<Way> ways_of(Trip const& trip, Routing& routing, Resolving& r) {
  DemandDraft const& demand = trip.demand;
  auto by = trip.by;
  if (!complete_shares(by, by.front().mark, r.diagnostics)) return {};
  if (!demand.to) {
    std::vector<Way> visits;
    for (Choice const& means : by) {
      Way visit;
      visit.share = *means.share;
      visit.by_truck = is_truck(means);
      visit.route.from = trip.from;
      visit.route.to = trip.from;
      visits.push_back(visit);
    }
    return visits;
  }
  auto ends = demand.to->value;
  auto vias = demand.via ? demand.via->value : direct();
  bool const whole = complete_shares(ends, demand.to->mark, r.diagnostics);
  if (!(demand.via ? complete_shares(vias, demand.via->mark, r.diagnostics) : true) || !whole) {
    return {};
  }
  std::vector<Way> ways;
  for (Choice const& via : vias) {
    for (Choice const& means : by) {
      RouteRequest request = limits_of(trip, is_truck(means), r.scenario);
      for (Name const& stop : via.places) {
        request.via.push_back(*r.scenario.network.find_place(stop.value));
      }
      for (Choice const& end : ends) {
        add_way(ways, trip, {*via.share * *means.share * *end.share, is_truck(means), {}, {}},
                {end.places.front(), request}, routing, r);
      }
    }
  }
  return ways;
}

}  // namespace caravan::scenario
