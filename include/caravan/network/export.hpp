/// The map for other programs: Graphviz draws it, graph tools read it, web maps show it.
///
/// Everything comes in the order of ids, places first. Links may be used both ways, so they are
/// undirected edges with their carrier; two links between the same places stay two edges. Names are
/// escaped as each format asks, after `printable` has made control characters visible. Lengths are
/// metres, times seconds.
#pragma once

#include <string>

#include "caravan/network/network.hpp"

namespace caravan::network {

/// Graphviz DOT. Colours and dashes tell the carriers apart; places list their transfers.
[[nodiscard]] std::string to_dot(Network const& network);

/// GraphML 1.0 (graphml.graphdrawing.org). The keys of nodes are name, country, latitude, longitude
/// and transfers; those of edges name, carrier, length_m and running_time_s.
[[nodiscard]] std::string to_graphml(Network const& network);

/// GeoJSON (RFC 7946): a point for each place, a line for each link, with the same properties. What
/// has no position has a null geometry. Lines over the antimeridian are cut there (section 3.1.9).
[[nodiscard]] std::string to_geojson(Network const& network);

}  // namespace caravan::network
