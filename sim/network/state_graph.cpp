#include "state_graph.hpp"

#include <algorithm>
#include <tuple>

#include "caravan/core/contract.hpp"

namespace caravan::network {

StateGraph::StateGraph(Network const& network, RouteRequest const& request, Gaps gaps)
    : network_{&network}, request_{&request}, stages_{request.via.size() + 1} {
  collect_states();
  // Two nodes beyond the grid stand for "any carrier" at the start and at the destination.
  auto const grid = stages_ * states_.size();
  auto const start = advance(0, request.from);
  source_ = static_cast<Node>(grid);
  target_ = static_cast<Node>(grid + 1);
  if (request.begins) {
    source_ = node_of(start, request.from, *request.begins);
  }
  if (request.ends) {
    target_ = node_of(stages_ - 1, request.to, *request.ends);
  }
  for (auto passed = start; passed < stages_; ++passed) {
    add_links(passed);
    add_transfers(passed);
    if (gaps == Gaps::counted) {
      add_gaps(passed);
    }
  }
  sort_edges();
}

void StateGraph::collect_states() {
  for (auto const& link : network_->links()) {
    states_.emplace_back(link.a, link.carrier);
    states_.emplace_back(link.b, link.carrier);
  }
  for (auto const& transfer : network_->transfers()) {
    states_.emplace_back(transfer.place, transfer.from);
    states_.emplace_back(transfer.place, transfer.to);
  }
  if (request_->begins) {
    states_.emplace_back(request_->from, *request_->begins);
  }
  if (request_->ends) {
    states_.emplace_back(request_->to, *request_->ends);
  }
  std::ranges::sort(states_);
  auto const repeated = std::ranges::unique(states_);
  states_.erase(repeated.begin(), repeated.end());
}

bool StateGraph::allows(Carrier carrier) const {
  auto const& modes = request_->modes;
  return modes.empty() || std::ranges::find(modes, carrier.mode) != modes.end();
}

bool StateGraph::avoids(PlaceId place) const {
  return std::ranges::find(request_->avoid_places, place) != request_->avoid_places.end();
}

std::size_t StateGraph::advance(std::size_t passed, PlaceId place) const {
  while (passed < request_->via.size() && request_->via[passed] == place) {
    ++passed;
  }
  return passed;
}

Node StateGraph::node_of(std::size_t passed, PlaceId place, Carrier carrier) const {
  if (!request_->begins && place == request_->from && passed == advance(0, place)) {
    return static_cast<Node>(stages_ * states_.size());
  }
  if (!request_->ends && place == request_->to && passed == stages_ - 1) {
    return target_;
  }
  auto const state = std::ranges::lower_bound(states_, std::pair{place, carrier});
  expects(state != states_.end() && *state == std::pair{place, carrier}, "a state is in its table");
  return static_cast<Node>(passed * states_.size() +
                           static_cast<std::size_t>(state - states_.begin()));
}

void StateGraph::add_edge(std::size_t passed, PlaceId from, Carrier from_carrier, PlaceId to,
                          Carrier to_carrier, Cost cost, Way way) {
  auto const tail = node_of(passed, from, from_carrier);
  auto const head = node_of(advance(passed, to), to, to_carrier);
  // No simple path returns to its source or leaves its target.
  if (tail != head && head != source_ && tail != target_) {
    edges_.push_back({tail, head, cost, way});
  }
}

void StateGraph::add_links(std::size_t passed) {
  auto const& avoided = request_->avoid_links;
  for (auto const id : network_->links().ids()) {
    auto const& link = network_->links()[id];
    if (!allows(link.carrier) || avoids(link.a) || avoids(link.b) ||
        std::ranges::find(avoided, id) != avoided.end()) {
      continue;
    }
    Cost const cost{0, link.running_time, 1};
    add_edge(passed, link.a, link.carrier, link.b, link.carrier, cost, Travel{id, true});
    add_edge(passed, link.b, link.carrier, link.a, link.carrier, cost, Travel{id, false});
  }
}

void StateGraph::add_transfers(std::size_t passed) {
  for (auto const id : network_->transfers().ids()) {
    auto const& transfer = network_->transfers()[id];
    if (allows(transfer.from) && allows(transfer.to) && !avoids(transfer.place)) {
      add_edge(passed, transfer.place, transfer.from, transfer.place, transfer.to,
               {0, transfer.time, 1}, Change{id});
    }
  }
}

void StateGraph::add_gaps(std::size_t passed) {
  // A pair that has a transfer gets a gap edge too; it costs more, so it is never taken.
  for (auto const& [place, from] : states_) {
    auto const here =
        std::ranges::equal_range(states_, place, {}, &decltype(states_)::value_type::first);
    for (auto const& [same_place, to] : here) {
      if (from != to && allows(from) && allows(to) && !avoids(place)) {
        add_edge(passed, place, from, same_place, to, {1, Duration{}, 1}, Gap{place, from, to});
      }
    }
  }
}

void StateGraph::sort_edges() {
  std::ranges::sort(edges_, [](Edge const& a, Edge const& b) {
    return std::tie(a.from, a.way) < std::tie(b.from, b.way);
  });
  auto const nodes = stages_ * states_.size() + 2;
  std::vector<Arc> arcs;
  arcs.reserve(edges_.size());
  first_edge_.assign(nodes + 1, 0);
  for (auto const& edge : edges_) {
    arcs.push_back({edge.from, edge.to, edge.cost});
    ++first_edge_[edge.from + 1];
  }
  for (std::size_t node = 0; node < nodes; ++node) {
    first_edge_[node + 1] += first_edge_[node];
  }
  search_.emplace(nodes, arcs);
}

std::pair<EdgeIndex, EdgeIndex> StateGraph::edges_from(Node node) const {
  return {first_edge_[node], first_edge_[node + 1]};
}

std::size_t StateGraph::passed(Node node) const {
  auto const grid = stages_ * states_.size();
  if (node == grid) {
    return advance(0, request_->from);
  }
  return node > grid ? stages_ - 1 : node / states_.size();
}

std::optional<Path> StateGraph::cheapest(Node node, std::vector<char> const& banned) const {
  auto const costs = search_->costs_to(target_, banned);
  if (costs[node] == Cost::infinite()) {
    return std::nullopt;
  }
  Path path;
  while (node != target_) {
    auto const [first, last] = edges_from(node);
    auto next = first;
    while (next < last &&
           (banned[next] != 0 || edges_[next].cost + costs[edges_[next].to] != costs[node])) {
      ++next;
    }
    expects(next < last, "a node with a finite cost has an edge that leads on at that cost");
    path.push_back(next);
    node = edges_[next].to;
  }
  return path;
}

}  // namespace caravan::network
