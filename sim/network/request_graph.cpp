#include "request_graph.hpp"

#include <algorithm>
#include <span>

#include "caravan/core/contract.hpp"

namespace caravan::network {

namespace {

/// The states at which a request begins or ends: of one carrier, or of all there.
std::pair<Node, Node> states_at(StateMap const& map, PlaceId place,
                                std::optional<Carrier> const& carrier) {
  if (!carrier) {
    return map.nodes_at(place);
  }
  auto const node = map.find({place, *carrier});
  return node ? std::pair{*node, *node + 1} : std::pair{Node{0}, Node{0}};
}

/// Whether some transfers are not for what travels.
bool is_refused(Network const& network, RouteRequest const& request) {
  return std::ranges::any_of(network.transfers(),
                             [&](Transfer const& transfer) { return !takes(transfer, request); });
}

bool is_in(Node node, std::pair<Node, Node> range) {
  return node >= range.first && node < range.second;
}

}  // namespace

// Two nodes beyond the grid of stages and states stand for the source and the target.
RequestGraph::RequestGraph(StateMap const& map, RouteRequest const& request)
    : map_{&map},
      request_{&request},
      stages_{request.via.size() + 1},
      start_{advance(0, request.from)},
      from_{states_at(map, request.from, request.begins)},
      to_{states_at(map, request.to, request.ends)},
      source_{static_cast<Node>(stages_ * map.size())},
      target_{source_ + 1},
      forbidden_(stages_ * map.edges().size(), 0) {
  forbid();
}

std::size_t RequestGraph::advance(std::size_t passed, PlaceId place) const {
  while (passed < request_->via.size() && request_->via[passed] == place) {
    ++passed;
  }
  return passed;
}

bool RequestGraph::allows(Carrier carrier) const {
  auto const& modes = request_->modes;
  return modes.empty() || std::ranges::find(modes, carrier.mode) != modes.end();
}

/// Every edge is between states of the carriers that it uses, so these say it.
void RequestGraph::forbid_modes() {
  if (request_->modes.empty()) {
    return;
  }
  auto const edges = map_->edges().size();
  for (Node node = 0; node < map_->size(); ++node) {
    if (allows(map_->state(node).second)) {
      continue;
    }
    auto const [first, last] = map_->edges_from(node, node + 1);
    for (std::size_t stage = 0; stage < stages_; ++stage) {
      auto const begin = forbidden_.begin() + static_cast<std::ptrdiff_t>(stage * edges);
      std::fill(begin + first, begin + last, char{1});
      for (auto const into : map_->edges_to(node, node + 1)) {
        forbidden_[stage * edges + into] = 1;
      }
    }
  }
}

bool RequestGraph::forbids(Way const& way) const {
  auto const avoids = [&](PlaceId place) {
    return std::ranges::find(request_->avoid_places, place) != request_->avoid_places.end();
  };
  auto const& network = map_->network();
  if (auto const* travel = std::get_if<Travel>(&way)) {
    auto const& link = network.links()[travel->link];
    auto const& avoided = request_->avoid_links;
    return avoids(link.a) || avoids(link.b) ||
           std::ranges::find(avoided, travel->link) != avoided.end();
  }
  if (auto const* change = std::get_if<Change>(&way)) {
    auto const& transfer = network.transfers()[change->transfer];
    return avoids(transfer.place) || !takes(transfer, *request_);
  }
  return avoids(std::get<Gap>(way).place);
}

void RequestGraph::forbid() {
  auto const& edges = map_->edges();
  auto const limited = !request_->avoid_places.empty() || !request_->avoid_links.empty() ||
                       is_refused(map_->network(), *request_);
  forbid_modes();
  for (std::size_t i = 0; limited && i < edges.size(); ++i) {
    if (!forbids(edges[i].way)) {
      continue;
    }
    for (std::size_t stage = 0; stage < stages_; ++stage) {
      forbidden_[stage * edges.size() + i] = 1;
    }
  }
  // No simple path returns to its source, goes on from its target, or lingers at a stop.
  auto const source_edges = start_ * edges.size();
  for (auto const i : map_->edges_to(from_.first, from_.second)) {
    forbidden_[source_edges + i] = 1;
  }
  for (std::size_t stage = 0; stage < stages_; ++stage) {
    auto const ends = ends_of(stage);
    auto const [first, last] = map_->edges_from(ends.first, ends.second);
    auto const begin = forbidden_.begin() + static_cast<std::ptrdiff_t>(stage * edges.size());
    std::fill(begin + first, begin + last, char{1});
  }
}

/// Where a stage ends: at its stop, or at the target.
RequestGraph::Range RequestGraph::ends_of(std::size_t stage) const {
  return stage + 1 == stages_ ? to_ : map_->nodes_at(request_->via[stage]);
}

RequestGraph::Range RequestGraph::states_of(Node node) const {
  if (node == source_) {
    return from_;
  }
  auto const state = static_cast<Node>(node % map_->size());
  return {state, state + 1};
}

std::size_t RequestGraph::passed(Node node) const {
  if (node >= source_) {
    return node == source_ ? start_ : stages_ - 1;
  }
  return node / map_->size();
}

Edge RequestGraph::edge(EdgeIndex index) const {
  auto const stage = index / map_->edges().size();
  auto edge = map_->edges()[index % map_->edges().size()];
  auto const next = advance(stage, map_->state(edge.to).first);
  auto const starts = stage == start_ && is_in(edge.from, from_);
  auto const ends = next + 1 == stages_ && is_in(edge.to, to_);
  edge.from = starts ? source_ : static_cast<Node>(stage * map_->size() + edge.from);
  edge.to = ends ? target_ : static_cast<Node>(next * map_->size() + edge.to);
  return edge;
}

std::pair<EdgeIndex, EdgeIndex> RequestGraph::edges_from(Node node) const {
  auto const states = states_of(node);
  auto const [first, last] = map_->edges_from(states.first, states.second);
  auto const before = static_cast<EdgeIndex>(passed(node) * map_->edges().size());
  return {before + first, before + last};
}

/// Searched stage by stage from the last: where a stage ends, the way goes on in a later one.
RequestGraph::Costs RequestGraph::costs_from(Node node, std::vector<char> const& banned) const {
  Costs costs(stages_);
  auto const first_stage = passed(node);
  for (auto stage = stages_; stage-- > first_stage;) {
    std::vector<End> ends;
    auto const [first, last] = ends_of(stage);
    for (auto state = first; state < last; ++state) {
      auto const next = stage + 1 == stages_ ? stage : advance(stage, request_->via[stage]);
      ends.push_back({state, next == stage ? Cost{} : costs[next][state]});
    }
    auto const wanted =
        stage == first_stage ? states_of(node) : map_->nodes_at(request_->via[stage - 1]);
    auto const edges = map_->edges().size();
    costs[stage] = map_->search().costs_to(ends, std::span{banned}.subspan(stage * edges, edges),
                                           wanted.first, wanted.second);
  }
  return costs;
}

Cost RequestGraph::cost_of(Node node, Costs const& costs) const {
  if (node == target_) {
    return {};
  }
  auto const [first, last] = states_of(node);
  auto least = Cost::infinite();
  for (auto state = first; state < last; ++state) {
    least = std::min(least, costs[passed(node)][state]);
  }
  return least;
}

std::optional<Path> RequestGraph::cheapest(Node node, std::vector<char> const& banned) const {
  auto const costs = costs_from(node, banned);
  if (cost_of(node, costs) == Cost::infinite()) {
    return std::nullopt;
  }
  Path path;
  while (node != target_) {
    auto const left = cost_of(node, costs);
    std::optional<EdgeIndex> best;
    auto const [first, last] = edges_from(node);
    for (auto next = first; next < last; ++next) {
      if (banned[next] != 0) {
        continue;
      }
      auto const way_on = edge(next);
      if (way_on.cost + cost_of(way_on.to, costs) == left &&
          (!best || way_on.way < edge(*best).way)) {
        best = next;
      }
    }
    expects(best.has_value(), "a node with a finite cost has an edge that leads on at that cost");
    path.push_back(*best);
    node = edge(*best).to;
  }
  return path;
}

}  // namespace caravan::network
