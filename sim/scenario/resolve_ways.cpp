#include <algorithm>
#include <cmath>
#include <utility>

#include "scenario/resolver.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using network::RouteAnswer;
using network::RouteRequest;

constexpr double kShareTolerance = 1e-9;

/// Gives the rest of the shares to the one choice that asks for it; the sum must be 1.
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

struct Avoided {
  std::vector<PlaceId> places;
  std::vector<LinkId> links;
};

Avoided avoided_by(DemandDraft const& demand, network::Network const& network) {
  Avoided avoided;
  for (Name const& name : demand.avoid) {
    if (auto const place = network.find_place(name.value)) avoided.places.push_back(*place);
    if (auto const link = network.find_link(name.value)) avoided.links.push_back(*link);
  }
  return avoided;
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
RouteAnswer route_of_load(network::Network const& network, RouteRequest request) {
  request.modes = {Mode::rail, Mode::sea, Mode::air};
  RouteAnswer answer = find_route(network, request);
  if (std::holds_alternative<network::Route>(answer)) return answer;
  request.modes.clear();
  std::vector<Carrier> firsts = carriers_at(network, request.from);
  if (request.begins) firsts = {*request.begins};
  std::optional<network::Route> best;
  for (Carrier const carrier : firsts) {
    if (carrier.mode == Mode::road) continue;
    request.begins = carrier;
    RouteAnswer const with_road = find_route(network, request);
    auto const* const route = std::get_if<network::Route>(&with_road);
    if (route != nullptr && (!best || route->time < best->time)) best = *route;
  }
  if (best) return *best;
  return answer;
}

void no_route(DemandDraft const& demand, std::string const& to, Mark const& mark,
              network::Unreachable const& why, Resolving& r) {
  Diagnostic& fault = r.diagnostics.error(
      "no-route", mark, "`" + demand.id + "` cannot get from " + demand.from.value + " to " + to,
      "");
  if (why.nearest.valid()) {
    fault.notes.push_back({why.explanation, r.scenario.network.places()[why.nearest].mark});
  } else {
    fault.notes.push_back({why.explanation, {}});
  }
}

/// Each leg needs a line to run on. A way may change carriers where it begins, or twice at one
/// place; there is no train, ship or truck for nought kilometres.
bool runs_each_leg(DemandDraft const& demand, std::string const& to, Mark const& mark,
                   Way const& way, Resolving& r) {
  network::Network const& network = r.scenario.network;
  auto const idle = std::find_if(way.legs.begin(), way.legs.end(),
                                 [](network::Leg const& leg) { return leg.travels.empty(); });
  if (idle == way.legs.end()) return true;
  bool const at_once = idle == way.legs.begin();
  std::string const place = network.places()[idle->from].name;
  Diagnostic& fault = r.diagnostics.error(
      "no-route", mark,
      "the quickest way of `" + demand.id + "` to " + to +
          (at_once ? " leaves " + place + " by another carrier than its train"
                   : " changes carriers twice at " + place),
      at_once ? "let a flow bring these loads, or keep the service off this way with `avoid`"
              : "let one terminal there change the first into the last, or keep it off this way "
                "with `avoid`");
  fault.notes.push_back({"the way is " + text_of(network, way.route), {}});
  return false;
}

/// The one choice of a demand that names no places on the way.
std::vector<Choice> direct() {
  return {Choice{{}, 1.0, {}}};
}

}  // namespace

std::vector<Way> ways_of(DemandDraft const& demand, PlaceId from, std::optional<Carrier> first,
                         bool by_truck, Resolving& r) {
  network::Network const& network = r.scenario.network;
  if (!demand.to) {
    Way visit;
    visit.route.from = from;
    visit.route.to = from;
    return {visit};
  }
  auto ends = demand.to->value;
  auto vias = demand.via ? demand.via->value : direct();
  bool const whole = complete_shares(ends, demand.to->mark, r.diagnostics);
  if (!(demand.via ? complete_shares(vias, demand.via->mark, r.diagnostics) : true) || !whole) {
    return {};
  }
  auto const avoided = avoided_by(demand, network);
  std::vector<Way> ways;
  for (Choice const& via : vias) {
    for (Choice const& end : ends) {
      RouteRequest request;
      request.from = from;
      request.to = *network.find_place(end.places.front().value);
      for (Name const& stop : via.places) request.via.push_back(*network.find_place(stop.value));
      request.avoid_places = avoided.places;
      request.avoid_links = avoided.links;
      request.begins = first;
      if (by_truck) request.modes = {Mode::road};
      RouteAnswer const answer =
          by_truck ? find_route(network, request) : route_of_load(network, request);
      if (auto const* const why = std::get_if<network::Unreachable>(&answer)) {
        no_route(demand, end.places.front().value, end.places.front().mark, *why, r);
        continue;
      }
      network::Route const& route = std::get<network::Route>(answer);
      Way way{*via.share * *end.share, route, network::legs_of(network, route)};
      if (!runs_each_leg(demand, end.places.front().value, end.places.front().mark, way, r)) {
        continue;
      }
      ways.push_back(std::move(way));
    }
  }
  return ways;
}

}  // namespace caravan::scenario
