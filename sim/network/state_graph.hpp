/// The network as a request sees it: a graph of states (place, carrier), once for every stop that
/// is still to be passed.
///
/// A node is (stops passed, place, carrier). Without `begins` all carriers at the start are one
/// node, the source; without `ends` all carriers at the destination are one node, the target. So a
/// route is a path from the source to the target, and no path opens or closes with a pointless
/// transfer.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
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
/// Edges in order from the source.
using Path = std::vector<EdgeIndex>;

class StateGraph {
 public:
  enum class Gaps : bool { none, counted };
  StateGraph(Network const& network, RouteRequest const& request, Gaps gaps = Gaps::none);

  [[nodiscard]] Node source() const { return source_; }
  [[nodiscard]] Edge const& edge(EdgeIndex index) const { return edges_[index]; }
  /// The edges that leave `node`, first and behind the last, ordered by their ways.
  [[nodiscard]] std::pair<EdgeIndex, EdgeIndex> edges_from(Node node) const;
  /// How many of the request's `via` are passed at `node`.
  [[nodiscard]] std::size_t passed(Node node) const;

  [[nodiscard]] std::vector<char> nothing_banned() const {
    return std::vector<char>(edges_.size(), 0);
  }
  /// The cheapest path from `node` to the target; of equal ones the first by their ways.
  [[nodiscard]] std::optional<Path> cheapest(Node node, std::vector<char> const& banned) const;

 private:
  void collect_states();
  [[nodiscard]] bool allows(Carrier carrier) const;
  [[nodiscard]] bool avoids(PlaceId place) const;
  [[nodiscard]] std::size_t advance(std::size_t passed, PlaceId place) const;
  [[nodiscard]] Node node_of(std::size_t passed, PlaceId place, Carrier carrier) const;
  void add_links(std::size_t passed);
  void add_transfers(std::size_t passed);
  void add_gaps(std::size_t passed);
  void add_edge(std::size_t passed, PlaceId from, Carrier from_carrier, PlaceId to,
                Carrier to_carrier, Cost cost, Way way);
  void sort_edges();

  Network const* network_;
  RouteRequest const* request_;
  std::vector<std::pair<PlaceId, Carrier>> states_;  // sorted
  std::vector<Edge> edges_;                          // sorted by (from, way)
  std::vector<EdgeIndex> first_edge_;                // by node, and one behind the last
  std::optional<Search> search_;
  std::size_t stages_ = 1;
  Node source_ = 0;
  Node target_ = 0;
};

}  // namespace caravan::network
