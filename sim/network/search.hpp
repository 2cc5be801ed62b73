/// The shortest-path search itself: numbered nodes, edges with costs, and nothing of the railway.
/// Boost.Graph is behind this header and nowhere else.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
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

/// A directed multigraph that answers how far every node is from a target.
class Search {
 public:
  Search(std::size_t nodes, std::vector<Arc> const& arcs);
  Search(Search&&) noexcept;
  Search& operator=(Search&&) noexcept;
  ~Search();

  /// The cost from each node to `target`, infinite where there is no way. `banned` has one entry an
  /// arc; an arc whose entry is not 0 is not used.
  [[nodiscard]] std::vector<Cost> costs_to(Node target, std::vector<char> const& banned) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace caravan::network
