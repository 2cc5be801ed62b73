// What is exported is read back by other people's readers.

#include "caravan/network/export.hpp"

#include <sstream>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <boost/graph/graphviz.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "maps.hpp"

namespace caravan::network::test {
namespace {

using nlohmann::json;

struct ReadNode {
  std::string name;
  std::string country;
  std::string transfers;
  std::string label;
  double latitude = 0;
  double longitude = 0;
};
struct ReadEdge {
  std::string name;
  std::string carrier;
  std::string label;
  double length_m = 0;
  double running_time_s = 0;
};
using ReadGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, ReadNode, ReadEdge>;

ReadGraph read_graphml(std::string const& text) {
  ReadGraph graph;
  boost::dynamic_properties properties{boost::ignore_other_properties};
  // The names of nodes and of edges share one table of properties; the types of key tell them
  // apart.
  properties.property("name", boost::get(&ReadNode::name, graph));
  properties.property("name", boost::get(&ReadEdge::name, graph));
  properties.property("country", boost::get(&ReadNode::country, graph));
  properties.property("transfers", boost::get(&ReadNode::transfers, graph));
  properties.property("latitude", boost::get(&ReadNode::latitude, graph));
  properties.property("longitude", boost::get(&ReadNode::longitude, graph));
  properties.property("carrier", boost::get(&ReadEdge::carrier, graph));
  properties.property("length_m", boost::get(&ReadEdge::length_m, graph));
  properties.property("running_time_s", boost::get(&ReadEdge::running_time_s, graph));
  std::istringstream in{text};
  boost::read_graphml(in, graph, properties);
  return graph;
}

ReadGraph read_dot(std::string const& text) {
  ReadGraph graph;
  boost::dynamic_properties properties{boost::ignore_other_properties};
  properties.property("node_id", boost::get(&ReadNode::name, graph));
  properties.property("label", boost::get(&ReadNode::label, graph));
  properties.property("label", boost::get(&ReadEdge::label, graph));
  boost::read_graphviz(text, graph, properties);
  return graph;
}

constexpr auto kHostile = "a\"b\\c&amp;<d>'\x1b[31m\n\xE2\x80\xAE\xFF\xEF\xBF\xBF]]>--é→";
/// What `printable` makes of it: escape, line feed, right-to-left override and a broken byte are
/// shown.
constexpr auto kShown = "a\"b\\c&amp;<d>'\\x1b[31m\\x0a\\u202e\\xff\xEF\xBF\xBF]]>--é→";

Network hostile_map() {
  return network_of({{{kHostile, Position{44.25, 80.5}}, {"z", Position{43.125, -76}}},
                     {{kHostile, kHostile, "z", kBroad, 2}, {"second", "z", kHostile, kRoad, 3}},
                     {{kHostile, kHostile, kBroad, kRoad, 1}}});
}

TEST(GraphMl, IsReadBackWholeByBoost) {
  auto lines = corridor();
  lines.links.push_back({"yiwu-xian-2", "xian", "yiwu", kRoad, 40});
  auto const network = network_of(lines);
  auto const graph = read_graphml(to_graphml(network));
  ASSERT_EQ(boost::num_vertices(graph), network.places().size());
  ASSERT_EQ(boost::num_edges(graph), network.links().size());
  for (auto const id : network.places().ids()) {
    EXPECT_EQ(graph[id.number()].name, network.places()[id].name);
  }
  auto link = network.links().begin();
  for (auto const edge : boost::make_iterator_range(boost::edges(graph))) {
    EXPECT_EQ(graph[edge].name, link->name);
    EXPECT_EQ(graph[edge].carrier, text_of(link->carrier));
    EXPECT_EQ(graph[edge].running_time_s, link->running_time.in_seconds());
    EXPECT_EQ(boost::source(edge, graph), link->a.number());
    EXPECT_EQ(boost::target(edge, graph), link->b.number());
    ++link;
  }
  EXPECT_EQ(graph[network.find_place("altynkol")->number()].transfers,
            "altynkol-cranes: 1435 mm to 1520 mm; altynkol-cranes: 1520 mm to 1435 mm");
}

TEST(GraphMl, KeepsHostileNamesAndExactPositions) {
  auto const graph = read_graphml(to_graphml(hostile_map()));
  std::string shown{kShown};
  shown.replace(shown.find("\xEF\xBF\xBF"), 3, "\\uffff");
  EXPECT_EQ(graph[0].name, shown);
  EXPECT_EQ(graph[0].latitude, 44.25);
  EXPECT_EQ(graph[0].longitude, 80.5);
  EXPECT_EQ(graph[0].transfers, shown + ": 1520 mm to road");
}

TEST(Dot, IsReadBackByBoost) {
  auto const network = network_of(corridor());
  auto const graph = read_dot(to_dot(network));
  ASSERT_EQ(boost::num_vertices(graph), network.places().size());
  ASSERT_EQ(boost::num_edges(graph), network.links().size());
  for (auto const vertex : boost::make_iterator_range(boost::vertices(graph))) {
    auto const& node = graph[vertex];
    auto const& place = network.places()[PlaceId{std::stoul(node.name.substr(1))}];
    EXPECT_EQ(node.label.substr(0, place.name.size()), place.name);
  }
}

TEST(Dot, EscapesHostileNames) {
  auto const text = to_dot(hostile_map());
  EXPECT_THAT(text, ::testing::StartsWith(
                        "graph caravan {\n  node [shape=box, style=rounded];\n"
                        "  p0 [label=\"a\\\"b\\\\c&amp;amp;<d>'\\\\x1b[31m\\\\x0a\\\\u202e\\\\xff"
                        "\xEF\xBF\xBF]]>--é→\\na\\\"b"));
  auto const graph = read_dot(text);
  EXPECT_EQ(boost::num_vertices(graph), 2U);
  EXPECT_EQ(boost::num_edges(graph), 2U);
}

TEST(Dot, TellsTheCarriersApart) {
  auto const text = to_dot(
      network_of({{{"a"}, {"b"}}, {{"l1", "a", "b", kBroad, 1}, {"l2", "b", "a", kRoad, 1}}, {}}));
  EXPECT_EQ(text,
            "graph caravan {\n"
            "  node [shape=box, style=rounded];\n"
            "  p0 [label=\"a\"];\n"
            "  p1 [label=\"b\"];\n"
            "  p0 -- p1 [label=\"l1\\n1520 mm\", color=\"#D55E00\"];\n"
            "  p1 -- p0 [label=\"l2\\nroad\", color=\"#000000\", style=dashed];\n"
            "}\n");
}

TEST(GeoJson, HasAFeatureForEveryPlaceAndLink) {
  auto const network = network_of(corridor());
  auto const map = json::parse(to_geojson(network));
  EXPECT_EQ(map["type"], "FeatureCollection");
  ASSERT_EQ(map["features"].size(), network.places().size() + network.links().size());
  EXPECT_EQ(map["features"][0]["properties"]["name"], "alashankou");
  EXPECT_TRUE(map["features"][0]["geometry"].is_null());
  auto const& last = map["features"].back();
  EXPECT_EQ(last["properties"], (json{{"kind", "link"},
                                      {"name", "yiwu-xian"},
                                      {"a", "yiwu"},
                                      {"b", "xian"},
                                      {"carrier", "1435 mm"},
                                      {"length_m", 0},
                                      {"running_time_s", 108000}}));
}

TEST(GeoJson, KeepsHostileNamesAndPutsTheLongitudeFirst) {
  auto const map = json::parse(to_geojson(hostile_map()));
  auto const& place = map["features"][0];
  EXPECT_EQ(place["properties"]["name"], kShown);
  EXPECT_EQ(place["geometry"], (json{{"type", "Point"}, {"coordinates", {80.5, 44.25}}}));
  EXPECT_EQ(place["properties"]["transfers"],
            json::array({std::string{kShown} + ": 1520 mm to road"}));
  EXPECT_EQ(map["features"][2]["geometry"]["coordinates"],
            json::parse("[[80.5, 44.25], [-76, 43.125]]"));
}

TEST(GeoJson, CutsALineThatCrossesTheAntimeridian) {
  auto const map = json::parse(to_geojson(
      network_of({{{"fiji", Position{-18, 178}}, {"samoa", Position{-14, -172}}},
                  {{"ship", "fiji", "samoa", kSea, 40}, {"back", "samoa", "fiji", kSea, 40}},
                  {}})));
  // 2 of the 10 degrees lie west of the antimeridian, so it is crossed 2/10 of the way to samoa.
  EXPECT_EQ(map["features"][3]["geometry"]["type"], "MultiLineString");
  auto const lines = map["features"][3]["geometry"]["coordinates"];
  EXPECT_EQ(lines[0][0], json::parse("[178, -18]"));
  EXPECT_EQ(lines[0][1][0], 180);
  EXPECT_NEAR(lines[0][1][1].get<double>(), -17.2, 1e-9);
  EXPECT_EQ(lines[1][0][0], -180);
  EXPECT_EQ(lines[1][1], json::parse("[-172, -14]"));
  auto const back = map["features"][2]["geometry"]["coordinates"];
  EXPECT_EQ(back[0][1][0], -180);
  EXPECT_NEAR(back[0][1][1].get<double>(), -17.2, 1e-9);
}

TEST(Export, OfAnEmptyMapIsStillAWholeDocument) {
  Network const empty;
  EXPECT_EQ(boost::num_vertices(read_graphml(to_graphml(empty))), 0U);
  EXPECT_EQ(boost::num_vertices(read_dot(to_dot(empty))), 0U);
  EXPECT_EQ(json::parse(to_geojson(empty))["features"].size(), 0U);
}

}  // namespace
}  // namespace caravan::network::test
