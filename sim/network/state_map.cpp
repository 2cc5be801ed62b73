#include "state_map.hpp"

#include <algorithm>
#include <tuple>

#include "caravan/core/contract.hpp"

namespace caravan::network {

StateMap::StateMap(Network const& network, Gaps gaps, std::vector<State> further)
    : network_{&network} {
  collect_states(std::move(further));
  add_links();
  add_transfers();
  if (gaps == Gaps::counted) {
    add_gaps();
  }
  sort_edges();
}

void StateMap::collect_states(std::vector<State> further) {
  states_ = std::move(further);
  for (auto const& link : network_->links()) {
    states_.emplace_back(link.a, link.carrier);
    states_.emplace_back(link.b, link.carrier);
  }
  for (auto const& transfer : network_->transfers()) {
    states_.emplace_back(transfer.place, transfer.from);
    states_.emplace_back(transfer.place, transfer.to);
  }
  std::ranges::sort(states_);
  auto const repeated = std::ranges::unique(states_);
  states_.erase(repeated.begin(), repeated.end());
}

std::pair<Node, Node> StateMap::nodes_at(PlaceId place) const {
  auto const here = std::ranges::equal_range(states_, place, {}, &State::first);
  return {static_cast<Node>(here.begin() - states_.begin()),
          static_cast<Node>(here.end() - states_.begin())};
}

std::optional<Node> StateMap::find(State const& state) const {
  auto const found = std::ranges::lower_bound(states_, state);
  if (found == states_.end() || *found != state) {
    return std::nullopt;
  }
  return static_cast<Node>(found - states_.begin());
}

Node StateMap::node_of(PlaceId place, Carrier carrier) const {
  auto const node = find({place, carrier});
  expects(node.has_value(), "a state is in its table");
  return *node;
}

void StateMap::add_edge(Node from, Node to, Cost cost, Way way) {
  // What leads to where it begins is on no way without repeated states.
  if (from != to) {
    edges_.push_back({from, to, cost, way});
  }
}

void StateMap::add_links() {
  for (auto const id : network_->links().ids()) {
    auto const& link = network_->links()[id];
    auto const a = node_of(link.a, link.carrier);
    auto const b = node_of(link.b, link.carrier);
    Cost const cost{0, link.running_time, 1};
    add_edge(a, b, cost, Travel{id, true});
    add_edge(b, a, cost, Travel{id, false});
  }
}

void StateMap::add_transfers() {
  for (auto const id : network_->transfers().ids()) {
    auto const& transfer = network_->transfers()[id];
    add_edge(node_of(transfer.place, transfer.from), node_of(transfer.place, transfer.to),
             {0, transfer.time, 1}, Change{id});
  }
}

void StateMap::add_gaps() {
  // A pair that has a transfer gets a gap edge too; it costs more, so it is never taken.
  for (Node from = 0; from < states_.size(); ++from) {
    auto const [place, carrier] = states_[from];
    auto const [first, last] = nodes_at(place);
    for (auto to = first; to < last; ++to) {
      add_edge(from, to, {1, Duration{}, 1}, Gap{place, carrier, states_[to].second});
    }
  }
}

void StateMap::sort_edges() {
  std::ranges::sort(edges_, [](Edge const& a, Edge const& b) {
    return std::tie(a.from, a.way) < std::tie(b.from, b.way);
  });
  std::vector<Arc> arcs;
  arcs.reserve(edges_.size());
  first_edge_.assign(states_.size() + 1, 0);
  for (auto const& edge : edges_) {
    arcs.push_back({edge.from, edge.to, edge.cost});
    ++first_edge_[edge.from + 1];
  }
  for (std::size_t node = 0; node < states_.size(); ++node) {
    first_edge_[node + 1] += first_edge_[node];
  }
  search_.emplace(states_.size(), arcs);
  sort_into();
}

void StateMap::sort_into() {
  first_into_.assign(states_.size() + 1, 0);
  for (auto const& edge : edges_) {
    ++first_into_[edge.to + 1];
  }
  for (std::size_t node = 0; node < states_.size(); ++node) {
    first_into_[node + 1] += first_into_[node];
  }
  auto next = first_into_;
  into_.resize(edges_.size());
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    into_[next[edges_[i].to]++] = static_cast<EdgeIndex>(i);
  }
}

}  // namespace caravan::network
