#include "explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "caravan/core/contract.hpp"

#include "request_graph.hpp"

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

/// A transfer that would close the gap, if it took what travels.
TransferId refusing_at(Network const& network, Gap const& gap) {
  auto const& transfers = network.transfers();
  for (auto const id : transfers.ids()) {
    auto const& transfer = transfers[id];
    if (transfer.place == gap.place && transfer.from == gap.from && transfer.to == gap.to) {
      return id;
    }
  }
  return TransferId::none();
}

/// `dry-port at khorgos changes 1435 mm to 1520 mm, but takes no grain`.
std::string refusal(Network const& network, RouteRequest const& request, TransferId id) {
  auto const& transfer = network.transfers()[id];
  auto text = transfer.name + " at " + network.places()[transfer.place].name + " changes " +
              change_text(transfer.from, transfer.to) + ", but ";
  if (transfer.goods.empty()) {
    return text + "does not name " + request.goods;
  }
  return text + (request.goods.empty() ? "takes only " + list_of(transfer.goods)
                                       : "takes no " + request.goods);
}

/// `no terminal at khorgos changes 1435 mm to 1520 mm`, and what the terminals there do instead.
std::string lack(Network const& network, RouteRequest const& request, Gap const& gap) {
  if (auto const refusing = refusing_at(network, gap); refusing.valid()) {
    return refusal(network, request, refusing);
  }
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

/// The transfers that a way lacks, in its order.
std::vector<Gap> gaps_in(std::vector<Edge> const& way) {
  std::vector<Gap> gaps;
  for (auto const& edge : way) {
    if (auto const* gap = std::get_if<Gap>(&edge.way)) {
      gaps.push_back(*gap);
    }
  }
  return gaps;
}

/// The link of a step; none() for a transfer.
LinkId link_of(Edge const& edge) {
  auto const* travel = std::get_if<Travel>(&edge.way);
  return travel != nullptr ? travel->link : LinkId::none();
}

/// One link on its own between two gaps, the second of which undoes the first, is on the wrong
/// carrier more often than it lacks two terminals.
Obstacle obstacle_of(Network const& network, std::vector<Edge> const& way,
                     std::vector<Gap> const& gaps) {
  Obstacle obstacle;
  auto const& first = gaps.front();
  auto const at = std::ranges::find_if(
      way, [](Edge const& edge) { return std::holds_alternative<Gap>(edge.way); });
  if (way.end() - at > 2) {
    auto const* back = std::get_if<Gap>(&(at + 2)->way);
    if (back != nullptr && back->from == first.to && back->to == first.from) {
      obstacle.link = link_of(*(at + 1));
    }
  }
  if (!obstacle.link.valid()) {
    obstacle.place = first.place;
    obstacle.refusing = refusing_at(network, first);
    std::tie(obstacle.carrier, obstacle.other_carrier) = std::minmax(first.from, first.to);
  }
  return obstacle;
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

std::optional<Unreachable> explain_gap(StateMap const& with_gaps, RouteRequest const& request) {
  auto const& network = with_gaps.network();
  RequestGraph const graph{with_gaps, request};
  auto const path = graph.cheapest(graph.source(), graph.forbidden());
  if (!path) {
    return std::nullopt;
  }
  std::vector<Edge> way;
  for (auto const index : *path) {
    way.push_back(graph.edge(index));
  }
  auto const is_gap = [](Edge const& edge) { return std::holds_alternative<Gap>(edge.way); };
  auto const gaps = gaps_in(way);
  expects(!gaps.empty(), "a route that does not exist lacks a transfer");
  auto const& first = gaps.front();
  auto const at = std::ranges::find_if(way, is_gap);
  auto const towards = stop_after(request, graph.passed(at->from));
  auto const ends_here = at + 1 == way.end();
  auto text = towards == request.to ? std::string{}
                                    : "on the way to " + network.places()[towards].name + ", ";
  text += (at == way.begin() ? "the route begins at " : "the search reaches ") +
          network.places()[first.place].name + " " + riding(first.from) + "; ";
  Unreachable reason{towards, first.place, first.from, {}, obstacle_of(network, way, gaps), {}, {}};
  reason.arriving = at == way.begin() ? LinkId::none() : link_of(*(at - 1));
  reason.onward = ends_here ? LinkId::none() : link_of(*(at + 1));
  if (reason.obstacle.link.valid()) {
    text += "the link that goes on from there (" + network.links()[reason.onward].name + ") is " +
            kind_of(first.to) + ", and the way goes on behind it " + riding(first.from);
  } else {
    text += way_on(network, request, first, ends_here) + ", and " + lack(network, request, first) +
            further_lacks(network, gaps);
  }
  reason.explanation = std::move(text);
  return reason;
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
    Obstacle obstacle;
    auto const other = joined_to(network, towards);
    obstacle.place = std::ranges::min(part);
    obstacle.other_place = std::ranges::min(other);
    if (obstacle.other_place < obstacle.place) {
      std::swap(obstacle.place, obstacle.other_place);
    }
    return Unreachable{towards, nearest, carrier, std::move(text), obstacle, {}, {}};
  }
  expects(false, "a route between joined places lacks a transfer");
  return {};
}

Unreachable explain(StateMap const& plain, StateMap const& with_gaps, RouteRequest const& request) {
  // A request may begin or end on a carrier that nothing at the place has.
  std::optional<StateMap> widened;
  std::vector<State> ends;
  if (request.begins) {
    ends.emplace_back(request.from, *request.begins);
  }
  if (request.ends) {
    ends.emplace_back(request.to, *request.ends);
  }
  if (!std::ranges::all_of(ends, [&](State const& end) { return plain.find(end).has_value(); })) {
    widened.emplace(plain.network(), StateMap::Gaps::counted, std::move(ends));
  }
  auto const& map = widened ? *widened : with_gaps;
  auto gap = explain_gap(map, request);
  auto forbidden = explain_forbidden(plain, request);
  if (gap && gap->obstacle.link.valid()) {
    if (forbidden) {
      gap->explanation += "; besides, " + forbidden->explanation;
    }
    return *std::move(gap);
  }
  if (forbidden) {
    return *std::move(forbidden);
  }
  if (gap) {
    return *std::move(gap);
  }
  auto free = request;
  free.avoid_places.clear();
  free.avoid_links.clear();
  free.modes.clear();
  if (auto reason = explain_gap(map, free)) {
    reason->explanation += "; besides, what is avoided or not allowed cuts every way";
    return *std::move(reason);
  }
  return explain_parted(plain.network(), request);
}

}  // namespace caravan::network
