/// The graph of states as one request sees it: once for every stop that is still to be passed, and
/// without what the request forbids.
///
/// A node is (stops passed, state). Without `begins` all carriers at the start are one node, the
/// source; without `ends` all carriers at the destination are one node, the target. So a route is a
/// path from the source to the target, and no path opens or closes with a pointless transfer.
/// Nothing of the graph is built for the request: its nodes and edges are those of the `StateMap`,
/// counted once a stage.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "state_map.hpp"

namespace caravan::network {

/// Edges in order from the source.
using Path = std::vector<EdgeIndex>;

class RequestGraph {
 public:
  /// Both must live as long as the graph.
  RequestGraph(StateMap const& map, RouteRequest const& request);

  [[nodiscard]] Node source() const { return source_; }
  [[nodiscard]] Edge edge(EdgeIndex index) const;
  /// The edges that leave `node`, first and behind the last.
  [[nodiscard]] std::pair<EdgeIndex, EdgeIndex> edges_from(Node node) const;
  /// How many of the request's `via` are passed at `node`.
  [[nodiscard]] std::size_t passed(Node node) const;

  /// What the request itself forbids, one entry an edge.
  [[nodiscard]] std::vector<char> const& forbidden() const { return forbidden_; }
  /// The cheapest path from `node` to the target without the edges that are `banned`, which holds
  /// at least what is forbidden; of equal ones the first by their ways.
  [[nodiscard]] std::optional<Path> cheapest(Node node, std::vector<char> const& banned) const;

 private:
  using Range = std::pair<Node, Node>;  ///< states, first and behind the last
  /// Costs of the states, by stage.
  using Costs = std::vector<std::vector<Cost>>;

  [[nodiscard]] std::size_t advance(std::size_t passed, PlaceId place) const;
  [[nodiscard]] Range states_of(Node node) const;
  [[nodiscard]] Range ends_of(std::size_t stage) const;
  [[nodiscard]] bool allows(Carrier carrier) const;
  [[nodiscard]] bool forbids(Way const& way) const;
  void forbid_modes();
  void forbid();
  [[nodiscard]] Costs costs_from(Node node, std::vector<char> const& banned) const;
  [[nodiscard]] Cost cost_of(Node node, Costs const& costs) const;

  StateMap const* map_;
  RouteRequest const* request_;
  std::size_t stages_;
  std::size_t start_;  ///< stops passed at the source
  Range from_;         ///< the states of the source
  Range to_;           ///< the states of the target
  Node source_;
  Node target_;
  std::vector<char> forbidden_;
};

}  // namespace caravan::network
