/// The ways of services and flows, and those that have none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caravan/network/route.hpp"

#include "scenario/resolver.hpp"

namespace caravan::scenario {

/// A service or flow that cannot reach one of its destinations.
struct CutOff {
  DemandDraft const* demand;
  std::string noun;  ///< `service` or `flow`
  Name to;
  bool by_truck = false;
  network::Unreachable why;
};

/// What finding the ways of all services and flows needs and yields.
struct Routing {
  network::RouteFinder finder;
  std::vector<CutOff> cut_off;
};

/// Who travels: the origin and, of a train, the carrier on which it sets out.
struct Trip {
  DemandDraft const& demand;
  std::string noun;  ///< `service` or `flow`
  PlaceId from;
  std::optional<Carrier> first;
  std::vector<Choice> by;     ///< `rail`, `truck`, or both with shares
  bool passes_yards = false;  ///< trains without loads, and block trains, are not made up anew
};

/// The ways of a train or load; what has none is kept in `routing`.
[[nodiscard]] std::vector<Way> ways_of(Trip const& trip, Routing& routing, Resolving& r);

/// Reports who is cut off, all that one obstacle stops together.
void report_cut_off(std::vector<CutOff> const& cut_off, network::Network const& network,
                    Diagnostics& diagnostics);

}  // namespace caravan::scenario
