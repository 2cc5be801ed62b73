/// The network as a graph of states (place, carrier): built once, searched for any number of
/// requests.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "caravan/network/route.hpp"

#include "search.hpp"

namespace caravan::network {

/// A transfer that does not exist but would lead on.
struct Gap {
  PlaceId place;
  Carrier from;
  Carrier to;
  friend auto operator<=>(Gap const&, Gap const&) = default;
};
using Way = std::variant<Travel, Change, Gap>;

struct Edge {
  Node from = 0;
  Node to = 0;
  Cost cost;
  Way way;
};

using State = std::pair<PlaceId, Carrier>;

class StateMap {
 public:
  enum class Gaps : bool { none, counted };
  /// `further` are states at which no link and no transfer is, but where a request begins or ends.
  StateMap(Network const& network, Gaps gaps, std::vector<State> further = {});

  [[nodiscard]] Network const& network() const { return *network_; }
  [[nodiscard]] std::size_t size() const { return states_.size(); }
  /// The nodes of the states at `place`, first and behind the last.
  [[nodiscard]] std::pair<Node, Node> nodes_at(PlaceId place) const;
  [[nodiscard]] std::optional<Node> find(State const& state) const;
  [[nodiscard]] State const& state(Node node) const { return states_[node]; }

  /// Sorted by the node that they leave, then by their ways.
  [[nodiscard]] std::vector<Edge> const& edges() const { return edges_; }
  /// The edges that leave the nodes from `first` to before `last`: first and behind the last.
  [[nodiscard]] std::pair<EdgeIndex, EdgeIndex> edges_from(Node first, Node last) const {
    return {first_edge_[first], first_edge_[last]};
  }
  /// The edges that lead to the nodes from `first` to before `last`.
  [[nodiscard]] std::span<EdgeIndex const> edges_to(Node first, Node last) const {
    return std::span{into_}.subspan(first_into_[first], first_into_[last] - first_into_[first]);
  }
  [[nodiscard]] Search const& search() const { return *search_; }

 private:
  void collect_states(std::vector<State> further);
  [[nodiscard]] Node node_of(PlaceId place, Carrier carrier) const;
  void add_links();
  void add_transfers();
  void add_gaps();
  void add_edge(Node from, Node to, Cost cost, Way way);
  void sort_edges();
  void sort_into();

  Network const* network_;
  std::vector<State> states_;          // sorted
  std::vector<Edge> edges_;            // sorted by (from, way)
  std::vector<EdgeIndex> first_edge_;  // by node, and one behind the last
  std::vector<EdgeIndex> into_;        // sorted by the node to which they lead
  std::vector<EdgeIndex> first_into_;  // by node, and one behind the last
  std::optional<Search> search_;
};

}  // namespace caravan::network
