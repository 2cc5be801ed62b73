/// Small maps for the tests, written as lists of names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "caravan/network/network.hpp"
#include "caravan/network/route.hpp"

namespace caravan::network::test {

inline constexpr Carrier kChina{Mode::rail, {1435}};  ///< also Europe
inline constexpr Carrier kBroad{Mode::rail, {1520}};
inline constexpr Carrier kIberia{Mode::rail, {1668}};
inline constexpr Carrier kRoad{Mode::road, {}};
inline constexpr Carrier kSea{Mode::sea, {}};

struct PlaceLine {
  std::string name;
  std::optional<Position> position = std::nullopt;
};
struct LinkLine {
  std::string name;
  std::string a;
  std::string b;
  Carrier carrier;
  std::int64_t hours;
};
struct TransferLine {
  std::string name;
  std::string place;
  Carrier from;
  Carrier to;
  std::int64_t hours;
};
struct Lines {
  std::vector<PlaceLine> places;
  std::vector<LinkLine> links;
  std::vector<TransferLine> transfers;
};

inline PlaceId place_in(std::vector<PlaceLine> const& sorted, std::string const& name) {
  auto const found = std::ranges::find(sorted, name, &PlaceLine::name);
  expects(found != sorted.end(), "the place of a test map exists");
  return PlaceId{static_cast<std::size_t>(found - sorted.begin())};
}

/// Sorts the lines by name, as the loader does, and builds the network.
inline Network network_of(Lines lines) {
  std::ranges::sort(lines.places, {}, &PlaceLine::name);
  std::ranges::sort(lines.links, {}, &LinkLine::name);
  std::ranges::sort(lines.transfers, [](TransferLine const& a, TransferLine const& b) {
    return std::tie(a.name, a.place, a.from, a.to) < std::tie(b.name, b.place, b.from, b.to);
  });
  Table<PlaceId, Place> places;
  Table<LinkId, Link> links;
  Table<TransferId, Transfer> transfers;
  for (auto const& line : lines.places) {
    places.add({line.name, "", line.position, {}});
  }
  for (auto const& line : lines.links) {
    links.add({line.name,
               place_in(lines.places, line.a),
               place_in(lines.places, line.b),
               line.carrier,
               0,
               Duration::hours(line.hours),
               {}});
  }
  for (auto const& line : lines.transfers) {
    transfers.add({line.name,
                   place_in(lines.places, line.place),
                   line.from,
                   line.to,
                   Duration::hours(line.hours),
                   {}});
  }
  return {std::move(places), std::move(links), std::move(transfers)};
}

/// The corridor in miniature: hours of running on the lines, hours of transfer in brackets.
///
///   yiwu ─30─ xian ─50─ urumqi ─20─ alashankou(6) ═══════28═══════ moiynty ══60══ brest(9)
///                          └─24─ khorgos ─1─ altynkol(5) ═12═ almaty ═8═╝            │1
///   madrid ┄20┄ (7)irun ─45─ duisburg ───────────────40──────────────── malaszewicze ┘
///
///   ─ 1435 mm   ═ 1520 mm   ┄ 1668 mm
inline Lines corridor() {
  Lines lines;
  for (auto const* name : {"yiwu", "xian", "urumqi", "alashankou", "khorgos", "altynkol", "almaty",
                           "moiynty", "brest", "malaszewicze", "duisburg", "irun", "madrid"}) {
    lines.places.push_back({name});
  }
  lines.links = {
      {"yiwu-xian", "yiwu", "xian", kChina, 30},
      {"xian-urumqi", "xian", "urumqi", kChina, 50},
      {"urumqi-alashankou", "urumqi", "alashankou", kChina, 20},
      {"urumqi-khorgos", "urumqi", "khorgos", kChina, 24},
      {"khorgos-altynkol", "khorgos", "altynkol", kChina, 1},
      {"altynkol-almaty", "altynkol", "almaty", kBroad, 12},
      {"almaty-moiynty", "almaty", "moiynty", kBroad, 8},
      {"alashankou-moiynty", "alashankou", "moiynty", kBroad, 28},
      {"moiynty-brest", "moiynty", "brest", kBroad, 60},
      {"brest-malaszewicze", "malaszewicze", "brest", kChina, 1},
      {"malaszewicze-duisburg", "malaszewicze", "duisburg", kChina, 40},
      {"duisburg-irun", "duisburg", "irun", kChina, 45},
      {"irun-madrid", "irun", "madrid", kIberia, 20},
  };
  for (auto const& [name, place, hours] :
       {std::tuple{"dostyk-cranes", "alashankou", 6}, std::tuple{"altynkol-cranes", "altynkol", 5},
        std::tuple{"brest-cranes", "brest", 9}}) {
    lines.transfers.push_back({name, place, kChina, kBroad, hours});
    lines.transfers.push_back({name, place, kBroad, kChina, hours});
  }
  lines.transfers.push_back({"irun-cranes", "irun", kChina, kIberia, 7});
  lines.transfers.push_back({"irun-cranes", "irun", kIberia, kChina, 7});
  return lines;
}

/// A request by names.
struct Ask {
  std::string from;
  std::string to;
  std::vector<std::string> via = {};
  std::vector<std::string> avoid_places = {};
  std::vector<std::string> avoid_links = {};
  std::vector<Mode> modes = {};
  std::optional<Carrier> begins = std::nullopt;
  std::optional<Carrier> ends = std::nullopt;
};

inline RouteRequest request_of(Network const& network, Ask const& ask) {
  auto const place = [&](std::string const& name) { return network.find_place(name).value(); };
  RouteRequest request{place(ask.from), place(ask.to), {}, {}, {}, ask.modes, ask.begins, ask.ends};
  for (auto const& name : ask.via) {
    request.via.push_back(place(name));
  }
  for (auto const& name : ask.avoid_places) {
    request.avoid_places.push_back(place(name));
  }
  for (auto const& name : ask.avoid_links) {
    request.avoid_links.push_back(network.find_link(name).value());
  }
  return request;
}

/// The route as text with its hours, or why there is none.
inline std::string answer(Network const& network, Ask const& ask) {
  auto const found = find_route(network, request_of(network, ask));
  if (auto const* route = std::get_if<Route>(&found)) {
    return text_of(network, *route) + " (" +
           std::to_string(route->time.count() / Duration::hours(1).count()) + " h)";
  }
  return std::get<Unreachable>(found).explanation;
}

}  // namespace caravan::network::test
