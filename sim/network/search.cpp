#include "search.hpp"

#include <functional>
#include <numeric>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/property_map/function_property_map.hpp>

#include "caravan/core/contract.hpp"

namespace caravan::network {

namespace {

/// An edge carries the number of its arc. A struct of this file around it would make a type of this
/// file of the whole graph, which the class of the header cannot hold.
using Reversed = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, EdgeIndex,
                                                    boost::no_property, Node, EdgeIndex>;

std::vector<std::pair<Node, Node>> reversed_ends(std::vector<Arc> const& arcs) {
  std::vector<std::pair<Node, Node>> ends;
  ends.reserve(arcs.size());
  for (auto const& arc : arcs) {
    ends.emplace_back(arc.to, arc.from);
  }
  return ends;
}

std::vector<EdgeIndex> numbers_of(std::vector<Arc> const& arcs) {
  std::vector<EdgeIndex> numbers(arcs.size());
  std::iota(numbers.begin(), numbers.end(), EdgeIndex{});
  return numbers;
}

/// Thrown to leave a search early: Boost.Graph knows no other way.
struct Known {};

class StopWhenKnown : public boost::default_dijkstra_visitor {
 public:
  StopWhenKnown(Node first, Node last) : first_{first}, last_{last}, unknown_{last - first} {}
  template <class Graph>
  void examine_vertex(Node node, Graph const&) {
    if (node >= first_ && node < last_ && --unknown_ == 0) {
      throw Known{};
    }
  }

 private:
  Node first_;
  Node last_;
  Node unknown_;
};

}  // namespace

struct Search::Graph {
  Reversed reversed;
  std::vector<Cost> costs;
};

Search::Search(std::size_t nodes, std::vector<Arc> const& arcs) {
  auto const ends = reversed_ends(arcs);
  auto const numbers = numbers_of(arcs);
  std::vector<Cost> costs;
  costs.reserve(arcs.size());
  for (auto const& arc : arcs) {
    costs.push_back(arc.cost);
  }
  graph_ =
      std::make_unique<Graph>(Graph{Reversed(boost::edges_are_unsorted_multi_pass, ends.begin(),
                                             ends.end(), numbers.begin(), static_cast<Node>(nodes)),
                                    std::move(costs)});
}

Search::Search(Search&&) noexcept = default;
Search& Search::operator=(Search&&) noexcept = default;
Search::~Search() = default;

std::vector<Cost> Search::costs_to(std::vector<End> const& ends, std::span<char const> banned,
                                   Node wanted_first, Node wanted_last) const {
  auto const& reversed = graph_->reversed;
  auto const& costs = graph_->costs;
  expects(banned.size() == costs.size(), "every arc has an entry in the list of banned arcs");
  std::vector<Cost> result(boost::num_vertices(reversed), Cost::infinite());
  std::vector<Node> starts;
  for (auto const& end : ends) {
    if (end.cost != Cost::infinite()) {
      starts.push_back(end.node);
      result[end.node] = end.cost;
    }
  }
  // An infinite weight is never relaxed, so a banned arc needs no filtered copy of the graph.
  auto const weight =
      boost::make_function_property_map<boost::graph_traits<Reversed>::edge_descriptor>(
          [&](boost::graph_traits<Reversed>::edge_descriptor edge) {
            auto const arc = reversed[edge];
            return banned[arc] != 0 ? Cost::infinite() : costs[arc];
          });
  auto const index = boost::get(boost::vertex_index, reversed);
  try {
    boost::dijkstra_shortest_paths_no_init(
        reversed, starts.begin(), starts.end(), boost::dummy_property_map{},
        boost::make_iterator_property_map(result.begin(), index), weight, index, std::less<Cost>{},
        std::plus<Cost>{}, Cost{}, StopWhenKnown{wanted_first, wanted_last});
  } catch (Known const&) {
  }
  return result;
}

}  // namespace caravan::network
