#include "explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caravan/core/contract.hpp"

#include "state_graph.hpp"

namespace caravan::network {

namespace {

constexpr std::size_t kNamesInSentence = 4;

/// `on 1435 mm`, `by road`.
std::string riding(Carrier carrier) {
  return (carrier.mode == Mode::rail ? "on " : "by ") + text_of(carrier);
}

/// What a link is: `1435 mm`, `by road`.
std::string kind_of(Carrier carrier) {
  return carrier.mode == Mode::rail ? text_of(carrier) : riding(carrier);
}

std::string change_text(Carrier from, Carrier to) {
  return text_of(from) + " to " + text_of(to);
}

/// `the links that go on from there (kz-north, kz-south) are 1520 mm`.
std::string way_on(Network const& network, RouteRequest const& request, Gap const& gap,
                   bool ends_here) {
  if (ends_here) {
    return "the route must end there " + riding(gap.to);
  }
  std::vector<std::string> names;
  for (auto const id : network.links_at(gap.place)) {
    auto const& link = network.links()[id];
    if (link.carrier == gap.to &&
        std::ranges::find(request.avoid_links, id) == request.avoid_links.end()) {
      names.push_back(link.name);
    }
  }
  auto const one = names.size() == 1;
  return std::string{one ? "the link that goes" : "the links that go"} + " on from there (" +
         list_of(names) + ") " + (one ? "is " : "are ") + kind_of(gap.to);
}

/// `no terminal at khorgos changes 1435 mm to 1520 mm`, and what the terminals there do instead.
std::string lack(Network const& network, Gap const& gap) {
  auto const& place = network.places()[gap.place].name;
  std::vector<std::string> others;
  for (auto const& transfer : network.transfers()) {
    if (transfer.place != gap.place) {
      continue;
    }
    if (transfer.from == gap.to && transfer.to == gap.from) {
      return transfer.name + " at " + place + " changes only the other way, " +
             change_text(gap.to, gap.from) + ", not " + change_text(gap.from, gap.to);
    }
    if (transfer.from == gap.from) {
      others.push_back(transfer.name + " (to " + text_of(transfer.to) + ")");
    }
  }
  auto text = "no terminal at " + place + " changes " + change_text(gap.from, gap.to);
  if (!others.empty()) {
    text += ", only " + list_of(others);
  }
  return text;
}

std::string further_lacks(Network const& network, std::vector<Gap> const& gaps) {
  std::vector<std::string> names;
  for (auto gap = gaps.begin() + 1; gap < gaps.end(); ++gap) {
    names.push_back(network.places()[gap->place].name + " (" + change_text(gap->from, gap->to) +
                    ")");
  }
  return names.empty() ? "" : "; further on, transfers are missing at " + list_of(names);
}

/// Everything that links join to `place`, whatever the carrier, in order of discovery.
std::vector<PlaceId> joined_to(Network const& network, PlaceId place) {
  Table<PlaceId, char> seen{network.places().size()};
  std::vector<PlaceId> found{place};
  seen[place] = 1;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (auto const link : network.links_at(found[i])) {
      auto const next = network.other_end(link, found[i]);
      if (seen[next] == 0) {
        seen[next] = 1;
        found.push_back(next);
      }
    }
  }
  return found;
}

/// The place of `part` nearest to `towards`; the last one if no distance is known.
std::pair<PlaceId, std::optional<double>> nearest_to(Network const& network,
                                                     std::vector<PlaceId> const& part,
                                                     PlaceId towards) {
  auto const& target = network.places()[towards].position;
  std::pair<PlaceId, std::optional<double>> nearest{part.back(), std::nullopt};
  for (auto const id : part) {
    auto const& position = network.places()[id].position;
    if (!target || !position) {
      continue;
    }
    auto const distance = great_circle_m(*position, *target);
    if (!nearest.second || distance < *nearest.second) {
      nearest = {id, distance};
    }
  }
  return nearest;
}

std::string part_text(Network const& network, std::vector<PlaceId> part) {
  auto const& start = network.places()[part.front()].name;
  if (part.size() == 1) {
    return "no link touches " + start;
  }
  std::ranges::sort(part);
  std::vector<std::string> names;
  for (auto const id : part) {
    names.push_back(network.places()[id].name);
  }
  return std::to_string(part.size()) + " places are joined to " + start + " (" + list_of(names) +
         ")";
}

}  // namespace

PlaceId stop_after(RouteRequest const& request, std::size_t passed) {
  return passed < request.via.size() ? request.via[passed] : request.to;
}

std::string list_of(std::vector<std::string> const& names) {
  std::string text;
  auto const shown = std::min(names.size(), kNamesInSentence);
  for (std::size_t i = 0; i < shown; ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > shown) {
    text += " and " + std::to_string(names.size() - shown) + " more";
  }
  return text;
}

std::optional<Unreachable> contradiction_in(Network const& network, RouteRequest const& request) {
  auto const refusal = [&](PlaceId place, std::string const& part) -> std::optional<Unreachable> {
    auto const& avoided = request.avoid_places;
    if (std::ranges::find(avoided, place) == avoided.end()) {
      return std::nullopt;
    }
    return Unreachable{
        place, request.from, request.begins.value_or(Carrier{}),
        network.places()[place].name + " is " + part + " of the route and is also to be avoided"};
  };
  if (auto refused = refusal(request.from, "the start")) {
    return refused;
  }
  for (auto const stop : request.via) {
    if (auto refused = refusal(stop, "a stop")) {
      return refused;
    }
  }
  return refusal(request.to, "the destination");
}

std::optional<Unreachable> explain_gap(Network const& network, RouteRequest const& request) {
  StateGraph const graph{network, request, StateGraph::Gaps::counted};
  auto const path = graph.cheapest(graph.source(), graph.nothing_banned());
  if (!path) {
    return std::nullopt;
  }
  std::vector<Gap> gaps;
  PlaceId towards = request.to;
  for (auto const index : *path) {
    auto const& edge = graph.edge(index);
    if (auto const* gap = std::get_if<Gap>(&edge.way)) {
      towards = gaps.empty() ? stop_after(request, graph.passed(edge.from)) : towards;
      gaps.push_back(*gap);
    }
  }
  expects(!gaps.empty(), "a route that does not exist lacks a transfer");
  auto const& first = gaps.front();
  auto const at_start = std::holds_alternative<Gap>(graph.edge(path->front()).way);
  auto const ends_here =
      gaps.size() == 1 && std::holds_alternative<Gap>(graph.edge(path->back()).way);
  auto text = towards == request.to ? std::string{}
                                    : "on the way to " + network.places()[towards].name + ", ";
  text += (at_start ? "the route begins at " : "the search reaches ") +
          network.places()[first.place].name + " " + riding(first.from) + "; " +
          way_on(network, request, first, ends_here) + ", and " + lack(network, first) +
          further_lacks(network, gaps);
  return Unreachable{towards, first.place, first.from, std::move(text)};
}

Unreachable explain_parted(Network const& network, RouteRequest const& request) {
  auto from = request.from;
  for (std::size_t passed = 0; passed <= request.via.size(); ++passed) {
    auto const towards = stop_after(request, passed);
    auto const part = joined_to(network, from);
    if (std::ranges::find(part, towards) != part.end()) {
      from = towards;
      continue;
    }
    auto const& places = network.places();
    auto const [nearest, distance] = nearest_to(network, part, towards);
    auto text = "no chain of links joins " + places[from].name + " to " + places[towards].name +
                ": " + part_text(network, part) + "; " +
                part_text(network, joined_to(network, towards));
    if (distance) {
      text += "; the nearest joined place is " + places[nearest].name + ", " +
              std::to_string(std::llround(*distance / 1000)) + " km from " + places[towards].name;
    }
    auto const& links = network.links_at(nearest);
    auto const carrier =
        links.empty() ? request.begins.value_or(Carrier{}) : network.links()[links.front()].carrier;
    return Unreachable{towards, nearest, carrier, std::move(text)};
  }
  expects(false, "a route between joined places lacks a transfer");
  return {};
}

Unreachable explain(Network const& network, RouteRequest const& request) {
  if (auto reason = explain_forbidden(network, request)) {
    return *std::move(reason);
  }
  if (auto reason = explain_gap(network, request)) {
    return *std::move(reason);
  }
  auto free = request;
  free.avoid_places.clear();
  free.avoid_links.clear();
  free.modes.clear();
  if (auto reason = explain_gap(network, free)) {
    reason->explanation += "; besides, what is avoided or not allowed cuts every way";
    return *std::move(reason);
  }
  return explain_parted(network, request);
}

}  // namespace caravan::network
