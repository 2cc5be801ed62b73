/// The shortest-path search itself: numbered nodes, arcs with costs, and nothing of the railway.
/// Boost.Graph is behind this header and nowhere else.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "caravan/core/time.hpp"

namespace caravan::network {

using Node = std::uint32_t;
using EdgeIndex = std::uint32_t;

/// Cost of a way, compared from left to right. Every edge adds a step, so every edge costs
/// something and a cheapest way has no circle, even where times are zero.
struct Cost {
  int gaps = 0;  ///< transfers that do not exist: only in searches that explain a missing route
  Duration time;
  int steps = 0;

  static constexpr Cost infinite() {
    return {std::numeric_limits<int>::max(), Duration::max(), std::numeric_limits<int>::max()};
  }
  friend constexpr auto operator<=>(Cost const&, Cost const&) = default;
  /// Infinite if either is.
  friend constexpr Cost operator+(Cost const& a, Cost const& b) {
    if (a == infinite() || b == infinite()) {
      return infinite();
    }
    return {a.gaps + b.gaps, a.time + b.time, a.steps + b.steps};
  }
};

struct Arc {
  Node from = 0;
  Node to = 0;
  Cost cost;
};

/// A node at which a search may end, and what the way costs from there on.
struct End {
  Node node = 0;
  Cost cost;
};

/// A directed multigraph that answers how far its nodes are from the ends of a search.
class Search {
 public:
  Search(std::size_t nodes, std::vector<Arc> const& arcs);
  Search(Search&&) noexcept;
  Search& operator=(Search&&) noexcept;
  ~Search();

  /// The least cost from each node by any of `ends`, infinite where there is no way. `banned` has
  /// one entry an arc; an arc whose entry is not 0 is not used. The search stops when the nodes
  /// `wanted`, first and behind the last, are known: right are the costs of these and of all that
  /// cost less than each of them.
  [[nodiscard]] std::vector<Cost> costs_to(std::vector<End> const& ends,
                                           std::span<char const> banned, Node wanted_first,
                                           Node wanted_last) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace caravan::network
