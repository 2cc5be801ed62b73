#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caravan/core/contract.hpp"

#include "explain.hpp"
#include "request_graph.hpp"

namespace caravan::network {

namespace {

template <class T>
bool holds(std::vector<T> const& list, T const& value) {
  return std::ranges::find(list, value) != list.end();
}

/// A request without some of its own limits, and which limits those are.
struct Lifted {
  RouteRequest request;
  bool avoid = false;
  bool modes = false;
};

Lifted lift(RouteRequest request, bool avoid, bool modes) {
  Lifted lifted{std::move(request), avoid, modes};
  if (avoid) {
    lifted.request.avoid_places.clear();
    lifted.request.avoid_links.clear();
  }
  if (modes) {
    lifted.request.modes.clear();
  }
  return lifted;
}

/// The carriers and places at both ends of a step.
struct Ends {
  PlaceId place;
  Carrier carrier;
  PlaceId next_place;
  Carrier next_carrier;
};

Ends ends_of(Network const& network, Way const& way) {
  if (auto const* travel = std::get_if<Travel>(&way)) {
    auto const& link = network.links()[travel->link];
    auto const start = travel->forward ? link.a : link.b;
    return {start, link.carrier, network.other_end(travel->link, start), link.carrier};
  }
  auto const& transfer = network.transfers()[std::get<Change>(way).transfer];
  return {transfer.place, transfer.from, transfer.place, transfer.to};
}

std::string name_of_way(Network const& network, Way const& way) {
  if (auto const* travel = std::get_if<Travel>(&way)) {
    return network.links()[travel->link].name;
  }
  return network.transfers()[std::get<Change>(way).transfer].name;
}

/// What `request` forbids of a step: its link, the place it leads to, its mode.
std::vector<std::string> offences(Network const& network, RouteRequest const& request,
                                  Way const& way) {
  std::vector<std::string> names;
  auto const ends = ends_of(network, way);
  auto const* travel = std::get_if<Travel>(&way);
  auto const allows = [&](Carrier carrier) {
    return request.modes.empty() || holds(request.modes, carrier.mode);
  };
  if (travel != nullptr && holds(request.avoid_links, travel->link)) {
    names.push_back(name_of_way(network, way));
  }
  if (holds(request.avoid_places, ends.next_place)) {
    names.push_back(network.places()[ends.next_place].name);
  }
  for (auto const carrier : {ends.carrier, ends.next_carrier}) {
    if (!allows(carrier)) {
      names.push_back(name_of_way(network, way) + " (" + name_of(carrier.mode) + ")");
      break;
    }
  }
  return names;
}

std::string stretch(Network const& network, RouteRequest const& request) {
  auto const& places = network.places();
  auto text = "from " + places[request.from].name + " to " + places[request.to].name;
  if (!request.via.empty()) {
    std::vector<std::string> stops;
    for (auto const stop : request.via) {
      stops.push_back(places[stop].name);
    }
    text += " via " + list_of(stops);
  }
  return text;
}

std::string limits_text(RouteRequest const& request, Lifted const& lifted) {
  std::string text;
  if (lifted.avoid) {
    text = "what is to be avoided";
  }
  if (lifted.modes) {
    std::vector<std::string> modes;
    for (auto const mode : request.modes) {
      modes.emplace_back(name_of(mode));
    }
    text += (text.empty() ? "" : " or ");
    text += "a mode that is not allowed (allowed: " + list_of(modes) + ")";
  }
  return text;
}

/// The requests with less and less of their own limits.
std::vector<Lifted> attempts_of(RouteRequest const& request) {
  auto const avoids = !request.avoid_places.empty() || !request.avoid_links.empty();
  auto const limits_modes = !request.modes.empty();
  std::vector<Lifted> attempts;
  if (avoids) {
    attempts.push_back(lift(request, true, false));
  }
  if (limits_modes) {
    attempts.push_back(lift(request, false, true));
  }
  if (avoids && limits_modes) {
    attempts.push_back(lift(request, true, true));
  }
  return attempts;
}

/// The reason as the quickest way of an attempt shows it: it breaks off where it first offends.
Unreachable reason_along(Network const& network, RouteRequest const& request, Lifted const& attempt,
                         RequestGraph const& graph, Path const& path) {
  std::optional<Unreachable> reason;
  std::vector<std::string> named;
  for (auto const index : path) {
    auto const edge = graph.edge(index);
    for (auto& offence : offences(network, request, edge.way)) {
      if (!reason) {
        auto const here = ends_of(network, edge.way);
        reason =
            Unreachable{stop_after(request, graph.passed(edge.from)), here.place, here.carrier, {}};
      }
      if (!holds(named, offence)) {
        named.push_back(std::move(offence));
      }
    }
  }
  expects(reason.has_value(), "a way that was forbidden uses something that is forbidden");
  reason->explanation = "every way " + stretch(network, request) + " uses " +
                        limits_text(request, attempt) + "; the quickest uses " + list_of(named);
  return *std::move(reason);
}

}  // namespace

std::optional<Unreachable> explain_forbidden(StateMap const& plain, RouteRequest const& request) {
  for (auto const& attempt : attempts_of(request)) {
    RequestGraph const graph{plain, attempt.request};
    if (auto const path = graph.cheapest(graph.source(), graph.forbidden())) {
      return reason_along(plain.network(), request, attempt, graph, *path);
    }
  }
  return std::nullopt;
}

}  // namespace caravan::network
