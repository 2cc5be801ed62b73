#include "caravan/network/route.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <set>
#include <tuple>
#include <utility>

#include "caravan/core/contract.hpp"

#include "explain.hpp"
#include "request_graph.hpp"

namespace caravan::network {

namespace {

/// Quickest first, then fewest steps, then by the steps' ids.
struct Earlier {
  bool operator()(Route const& a, Route const& b) const {
    auto const steps_a = a.steps.size();
    auto const steps_b = b.steps.size();
    return std::tie(a.time, steps_a, a.steps) < std::tie(b.time, steps_b, b.steps);
  }
};

Route route_along(RequestGraph const& graph, RouteRequest const& request, Path const& path) {
  Route route{request.from, request.to, {}, {}};
  for (auto const index : path) {
    auto const edge = graph.edge(index);
    route.time += edge.cost.time;
    if (auto const* travel = std::get_if<Travel>(&edge.way)) {
      route.steps.emplace_back(*travel);
    } else {
      route.steps.emplace_back(std::get<Change>(edge.way));
    }
  }
  return route;
}

/// A route that has passed all its stops before the first step.
bool is_already_there(RouteRequest const& request) {
  return request.from == request.to &&
         std::ranges::all_of(request.via, [&](PlaceId stop) { return stop == request.from; }) &&
         (!request.begins || !request.ends || request.begins == request.ends);
}

void check(Network const& network, RouteRequest const& request) {
  auto const known = [&](PlaceId place) { return network.places().contains(place); };
  expects(known(request.from) && known(request.to) && std::ranges::all_of(request.via, known) &&
              std::ranges::all_of(request.avoid_places, known),
          "the places of a route request are in the network");
  expects(std::ranges::all_of(request.avoid_links,
                              [&](LinkId link) { return network.links().contains(link); }),
          "the links of a route request are in the network");
}

/// The deviations from `path` that Yen's algorithm tries: for each node of the path, the cheapest
/// way on that shares the path's beginning, passes none of its nodes again, and leaves it by an
/// edge that no accepted path with the same beginning takes.
std::vector<Path> deviations(RequestGraph const& graph, std::vector<Path> const& accepted,
                             Path const& path) {
  std::vector<Path> result;
  auto passed_nodes = graph.forbidden();
  auto node = graph.source();
  for (auto spur = path.begin(); spur != path.end(); ++spur) {
    auto banned = passed_nodes;
    auto const shared = spur - path.begin();
    for (auto const& other : accepted) {
      if (std::ssize(other) > shared && std::equal(path.begin(), spur, other.begin())) {
        banned[other[static_cast<std::size_t>(shared)]] = 1;
      }
    }
    if (auto const way_on = graph.cheapest(node, banned)) {
      result.emplace_back(path.begin(), spur);
      result.back().insert(result.back().end(), way_on->begin(), way_on->end());
    }
    auto const [first, last] = graph.edges_from(node);
    std::fill(passed_nodes.begin() + first, passed_nodes.begin() + last, char{1});
    node = graph.edge(*spur).to;
  }
  return result;
}

/// A path with its route, ordered by the route.
struct Candidate {
  Route route;
  Path path;
  friend bool operator<(Candidate const& a, Candidate const& b) {
    return Earlier{}(a.route, b.route);
  }
};

double radians(double degrees) {
  return degrees * (std::numbers::pi / 180.0);
}

}  // namespace

/// The map that explains is built when it is first needed.
struct RouteFinder::Maps {
  explicit Maps(Network const& network) : plain{network, StateMap::Gaps::none} {}
  StateMap plain;
  std::optional<StateMap> with_gaps;
};

RouteFinder::RouteFinder(Network const& network) : maps_{std::make_unique<Maps>(network)} {}
RouteFinder::RouteFinder(RouteFinder&&) noexcept = default;
RouteFinder& RouteFinder::operator=(RouteFinder&&) noexcept = default;
RouteFinder::~RouteFinder() = default;

std::optional<Route> RouteFinder::quickest(RouteRequest const& request) const {
  check(maps_->plain.network(), request);
  if (contradiction_in(maps_->plain.network(), request)) {
    return std::nullopt;
  }
  if (is_already_there(request)) {
    return Route{request.from, request.to, {}, {}};
  }
  RequestGraph const graph{maps_->plain, request};
  auto const path = graph.cheapest(graph.source(), graph.forbidden());
  return path ? std::optional{route_along(graph, request, *path)} : std::nullopt;
}

RouteAnswer RouteFinder::find(RouteRequest const& request) {
  if (auto route = quickest(request)) {
    return *std::move(route);
  }
  auto const& network = maps_->plain.network();
  if (auto refusal = contradiction_in(network, request)) {
    return *std::move(refusal);
  }
  if (!maps_->with_gaps) {
    maps_->with_gaps.emplace(network, StateMap::Gaps::counted);
  }
  return explain(maps_->plain, *maps_->with_gaps, request);
}

std::vector<Route> RouteFinder::alternatives(RouteRequest const& request, std::size_t count) const {
  check(maps_->plain.network(), request);
  std::vector<Route> routes;
  if (count == 0 || contradiction_in(maps_->plain.network(), request)) {
    return routes;
  }
  if (is_already_there(request)) {
    return {Route{request.from, request.to, {}, {}}};
  }
  RequestGraph const graph{maps_->plain, request};
  std::vector<Path> accepted;
  std::set<Candidate> candidates;
  auto const propose = [&](Path path) {
    auto route = route_along(graph, request, path);
    candidates.insert({std::move(route), std::move(path)});
  };
  if (auto path = graph.cheapest(graph.source(), graph.forbidden())) {
    propose(*std::move(path));
  }
  while (!candidates.empty() && routes.size() < count) {
    auto best = candidates.extract(candidates.begin());
    routes.push_back(best.value().route);
    accepted.push_back(best.value().path);
    if (routes.size() == count) {
      break;
    }
    for (auto& path : deviations(graph, accepted, accepted.back())) {
      propose(std::move(path));
    }
  }
  return routes;
}

RouteAnswer find_route(Network const& network, RouteRequest const& request) {
  return RouteFinder{network}.find(request);
}

std::vector<Leg> legs_of(Network const& network, Route const& route) {
  std::vector<Leg> legs;
  if (route.steps.empty()) {
    return legs;
  }
  auto const* const opening = std::get_if<Travel>(&route.steps.front());
  auto const begins =
      opening != nullptr ? network.links()[opening->link].carrier
                         : network.transfers()[std::get<Change>(route.steps.front()).transfer].from;
  Leg leg{route.from, route.from, begins, {}, TransferId::none()};
  for (auto const& step : route.steps) {
    if (auto const* travel = std::get_if<Travel>(&step)) {
      auto const& link = network.links()[travel->link];
      expects(link.carrier == leg.carrier, "a leg stays on one carrier");
      expects(leg.to == (travel->forward ? link.a : link.b), "the steps of a route join");
      leg.travels.push_back(*travel);
      leg.to = travel->forward ? link.b : link.a;
    } else {
      leg.transfer_after = std::get<Change>(step).transfer;
      auto const& transfer = network.transfers()[leg.transfer_after];
      expects(transfer.from == leg.carrier && transfer.place == leg.to,
              "a transfer takes up where the leg ends");
      auto const next = Leg{leg.to, leg.to, transfer.to, {}, TransferId::none()};
      legs.push_back(std::exchange(leg, next));
    }
  }
  legs.push_back(std::move(leg));
  return legs;
}

bool takes(Transfer const& transfer, RouteRequest const& request) {
  auto const& goods = transfer.goods;
  return goods.empty() ? !request.bound
                       : std::find(goods.begin(), goods.end(), request.goods) != goods.end();
}

std::string text_of(Network const& network, Route const& route) {
  auto text = network.places()[route.from].name;
  for (auto const& step : route.steps) {
    if (auto const* travel = std::get_if<Travel>(&step)) {
      auto const& link = network.links()[travel->link];
      text += " → " + network.places()[travel->forward ? link.b : link.a].name;
    } else {
      text += " ⇄ " + text_of(network.transfers()[std::get<Change>(step).transfer].to);
    }
  }
  return text;
}

// Haversine formula. Source: Sinnott, Virtues of the Haversine, Sky and Telescope 68(2), 1984.
// Radius: mean radius R1 of GRS 80, Moritz, Journal of Geodesy 74, 2000.
double great_circle_m(Position a, Position b) {
  constexpr double kMeanRadius = 6'371'008.8;
  auto const half_sine = [](double degrees) { return std::sin(radians(degrees) / 2); };
  auto const north = half_sine(b.latitude - a.latitude);
  auto const east = half_sine(b.longitude - a.longitude);
  auto const haversine =
      north * north + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * east * east;
  return 2 * kMeanRadius * std::asin(std::min(1.0, std::sqrt(haversine)));
}

}  // namespace caravan::network
