#include "caravan/network/export.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"

namespace caravan::network {

namespace {

/// The shortest decimal digits that give the same number back.
std::string number(double value) {
  expects(std::isfinite(value), "a position or length is a finite number");
  std::array<char, 32> digits{};
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string id_of(char kind, std::uint32_t id) {
  return kind + std::to_string(id);
}

/// `text` with each character of `special` replaced by the text that stands beside it.
template <std::size_t N>
std::string replaced(std::string_view text,
                     std::array<std::pair<char, std::string_view>, N> const& special) {
  std::string result;
  for (char const c : text) {
    std::string_view written{&c, 1};
    for (auto const& [character, replacement] : special) {
      if (c == character) {
        written = replacement;
      }
    }
    result += written;
  }
  return result;
}

/// For labels in double quotes, where Graphviz reads `\` as an escape and `&` as an HTML entity.
/// Source: graphviz.org/docs/attr-types/escString and graphviz.org/doc/info/lang.html.
std::string dot_text(std::string_view text) {
  using namespace std::string_view_literals;
  constexpr std::array kSpecial{std::pair{'\\', "\\\\"sv}, std::pair{'"', "\\\""sv},
                                std::pair{'&', "&amp;"sv}};
  return replaced(printable(text), kSpecial);
}

/// XML 1.0 has no way to write U+FFFE and U+FFFF (section 2.2), so they are made visible.
std::string xml_text(std::string_view text) {
  using namespace std::string_view_literals;
  constexpr std::array kSpecial{std::pair{'&', "&amp;"sv}, std::pair{'<', "&lt;"sv},
                                std::pair{'>', "&gt;"sv}, std::pair{'"', "&quot;"sv},
                                std::pair{'\'', "&apos;"sv}};
  auto result = replaced(printable(text), kSpecial);
  for (auto const& [character, shown] :
       {std::pair{"\xEF\xBF\xBE"sv, "\\ufffe"sv}, std::pair{"\xEF\xBF\xBF"sv, "\\uffff"sv}}) {
    for (auto at = result.find(character); at != std::string::npos; at = result.find(character)) {
      result.replace(at, character.size(), shown);
    }
  }
  return result;
}

/// RFC 8259, section 7; `printable` has left no control characters.
std::string json_text(std::string_view text) {
  using namespace std::string_view_literals;
  constexpr std::array kSpecial{std::pair{'\\', "\\\\"sv}, std::pair{'"', "\\\""sv}};
  return '"' + replaced(printable(text), kSpecial) + '"';
}

/// `altynkol-cranes: 1435 mm to 1520 mm`, one text for each transfer at `place`.
std::vector<std::string> transfers_at(Network const& network, PlaceId place) {
  std::vector<std::string> texts;
  for (auto const& transfer : network.transfers()) {
    if (transfer.place == place) {
      texts.push_back(transfer.name + ": " + text_of(transfer.from) + " to " +
                      text_of(transfer.to));
    }
  }
  return texts;
}

/// Rail is drawn in full lines, one colour a track gauge; other modes are dashed.
/// Colours: Okabe and Ito's set for all kinds of colour vision, jfly.uni-koeln.de/color.
std::string dot_style(Carrier carrier) {
  switch (carrier.mode) {
    case Mode::rail:
      switch (carrier.gauge.millimetres) {
        case 1435:
          return "color=\"#0072B2\"";
        case 1520:
          return "color=\"#D55E00\"";
        case 1668:
          return "color=\"#009E73\"";
        default:
          return "color=\"#CC79A7\"";
      }
    case Mode::road:
      return "color=\"#000000\", style=dashed";
    case Mode::sea:
      return "color=\"#56B4E9\", style=dashed";
    case Mode::air:
      return "color=\"#E69F00\", style=dotted";
  }
  expects(false, "a mode is one of the four");
  return {};
}

std::string xml_data(std::string_view key, std::string const& text) {
  return "      <data key=\"" + std::string{key} + "\">" + text + "</data>\n";
}

std::string xml_keys() {
  std::string text;
  for (auto const& [of, key, type] :
       {std::array{"node", "name", "string"}, std::array{"node", "country", "string"},
        std::array{"node", "latitude", "double"}, std::array{"node", "longitude", "double"},
        std::array{"node", "transfers", "string"}, std::array{"edge", "name", "string"},
        std::array{"edge", "carrier", "string"}, std::array{"edge", "length_m", "double"},
        std::array{"edge", "running_time_s", "double"}}) {
    text += std::string{"  <key id=\""} + of + "_" + key + "\" for=\"" + of + "\" attr.name=\"" +
            key + "\" attr.type=\"" + type + "\"/>\n";
  }
  return text;
}

std::string xml_node(Network const& network, PlaceId id) {
  auto const& place = network.places()[id];
  auto text = "    <node id=\"" + id_of('p', id.number()) + "\">\n" +
              xml_data("node_name", xml_text(place.name)) +
              xml_data("node_country", xml_text(place.country));
  if (place.position) {
    text += xml_data("node_latitude", number(place.position->latitude)) +
            xml_data("node_longitude", number(place.position->longitude));
  }
  std::string transfers;
  for (auto const& transfer : transfers_at(network, id)) {
    transfers += (transfers.empty() ? "" : "; ") + transfer;
  }
  return text + xml_data("node_transfers", xml_text(transfers)) + "    </node>\n";
}

std::string xml_edge(LinkId id, Link const& link) {
  return "    <edge id=\"" + id_of('l', id.number()) + "\" source=\"" +
         id_of('p', link.a.number()) + "\" target=\"" + id_of('p', link.b.number()) + "\">\n" +
         xml_data("edge_name", xml_text(link.name)) +
         xml_data("edge_carrier", text_of(link.carrier)) +
         xml_data("edge_length_m", number(link.length_m)) +
         xml_data("edge_running_time_s", number(link.running_time.in_seconds())) + "    </edge>\n";
}

/// RFC 7946 puts the longitude first.
std::string json_position(double latitude, double longitude) {
  return '[' + number(longitude) + ", " + number(latitude) + ']';
}

std::string json_position(Position position) {
  return json_position(position.latitude, position.longitude);
}

std::string json_line(Position a, Position b) {
  auto const east = b.longitude - a.longitude;
  if (std::abs(east) <= 180) {
    return "{\"type\": \"LineString\", \"coordinates\": [" + json_position(a) + ", " +
           json_position(b) + "]}";
  }
  // The short way round leaves a over the antimeridian at `edge` and comes in at the other one.
  auto const edge = a.longitude > 0 ? 180.0 : -180.0;
  auto const short_way = 360 - std::abs(east);
  auto const share = short_way > 0 ? std::abs(edge - a.longitude) / short_way : 0.0;
  auto const latitude = a.latitude + share * (b.latitude - a.latitude);
  return "{\"type\": \"MultiLineString\", \"coordinates\": [[" + json_position(a) + ", " +
         json_position(latitude, edge) + "], [" + json_position(latitude, -edge) + ", " +
         json_position(b) + "]]}";
}

std::string json_feature(std::string const& id, std::string const& geometry,
                         std::string const& properties) {
  return "    {\"type\": \"Feature\", \"id\": \"" + id + "\", \"geometry\": " + geometry +
         ",\n     \"properties\": {" + properties + "}}";
}

std::string json_place(Network const& network, PlaceId id) {
  auto const& place = network.places()[id];
  auto const geometry =
      place.position
          ? "{\"type\": \"Point\", \"coordinates\": " + json_position(*place.position) + "}"
          : "null";
  std::string transfers;
  for (auto const& transfer : transfers_at(network, id)) {
    transfers += (transfers.empty() ? "" : ", ") + json_text(transfer);
  }
  return json_feature(id_of('p', id.number()), geometry,
                      "\"kind\": \"place\", \"name\": " + json_text(place.name) +
                          ", \"country\": " + json_text(place.country) + ", \"transfers\": [" +
                          transfers + "]");
}

std::string json_link(Network const& network, LinkId id) {
  auto const& link = network.links()[id];
  auto const& a = network.places()[link.a];
  auto const& b = network.places()[link.b];
  auto const geometry =
      a.position && b.position ? json_line(*a.position, *b.position) : std::string{"null"};
  return json_feature(id_of('l', id.number()), geometry,
                      "\"kind\": \"link\", \"name\": " + json_text(link.name) +
                          ", \"a\": " + json_text(a.name) + ", \"b\": " + json_text(b.name) +
                          ", \"carrier\": " + json_text(text_of(link.carrier)) +
                          ", \"length_m\": " + number(link.length_m) +
                          ", \"running_time_s\": " + number(link.running_time.in_seconds()));
}

}  // namespace

std::string to_dot(Network const& network) {
  std::string text = "graph caravan {\n  node [shape=box, style=rounded];\n";
  for (auto const id : network.places().ids()) {
    text += "  " + id_of('p', id.number()) + " [label=\"" + dot_text(network.places()[id].name);
    for (auto const& transfer : transfers_at(network, id)) {
      text += "\\n" + dot_text(transfer);
    }
    text += "\"];\n";
  }
  for (auto const& link : network.links()) {
    text += "  " + id_of('p', link.a.number()) + " -- " + id_of('p', link.b.number()) +
            " [label=\"" + dot_text(link.name) + "\\n" + text_of(link.carrier) + "\", " +
            dot_style(link.carrier) + "];\n";
  }
  return text + "}\n";
}

std::string to_graphml(Network const& network) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n" +
      xml_keys() + "  <graph id=\"caravan\" edgedefault=\"undirected\">\n";
  for (auto const id : network.places().ids()) {
    text += xml_node(network, id);
  }
  for (auto const id : network.links().ids()) {
    text += xml_edge(id, network.links()[id]);
  }
  return text + "  </graph>\n</graphml>\n";
}

std::string to_geojson(Network const& network) {
  std::string text = "{\n  \"type\": \"FeatureCollection\",\n  \"features\": [";
  auto const add = [&](std::string const& feature) {
    text += (text.ends_with('[') ? "\n" : ",\n") + feature;
  };
  for (auto const id : network.places().ids()) {
    add(json_place(network, id));
  }
  for (auto const id : network.links().ids()) {
    add(json_link(network, id));
  }
  return text + "\n  ]\n}\n";
}

}  // namespace caravan::network
