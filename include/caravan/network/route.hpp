/// Finding the way of a load through the network, over every break of gauge.
///
/// The search runs over states (place, carrier): a link moves between places on its own carrier, a
/// transfer moves between carriers at its own place, at the cost of its typical time. So a route
/// with three changes of gauge is an ordinary shortest path, and a missing transfer is a missing
/// edge. Routes are ordered by time, then by the number of steps, then by the steps' ids: never by
/// the order in a file.
#pragma once

#include <compare>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/network/network.hpp"

namespace caravan::network {

struct Travel {
  LinkId link;
  bool forward = true;  ///< from end a to end b
  friend auto operator<=>(Travel const&, Travel const&) = default;
};
struct Change {
  TransferId transfer;
  friend auto operator<=>(Change const&, Change const&) = default;
};
/// Ordered: travels before changes, then by id.
using Step = std::variant<Travel, Change>;

struct Route {
  PlaceId from;
  PlaceId to;
  std::vector<Step> steps;
  Duration time;  ///< running and transfer times, nothing waiting
  friend bool operator==(Route const&, Route const&) = default;
};

/// What is asked of a route. Places in `via` are passed in this order; between two of them no state
/// is passed twice. Without `begins` a route does not open with a transfer, without `ends` it does
/// not close with one.
struct RouteRequest {
  PlaceId from;
  PlaceId to;
  std::vector<PlaceId> via;
  std::vector<PlaceId> avoid_places;
  std::vector<LinkId> avoid_links;
  std::vector<Mode> modes;        ///< empty = every mode
  std::optional<Carrier> begins;  ///< carrier at the start; any if absent
  std::optional<Carrier> ends;    ///< carrier at the end; any if absent
  std::string goods = {};         ///< what travels: transfers may take only some goods
  bool bound = false;             ///< uses only transfers that name its goods
};

/// Whether what `request` is about may use `transfer`.
[[nodiscard]] bool takes(Transfer const& transfer, RouteRequest const& request);

/// What stands in the way, from whichever side one comes: equal for all requests that fail for one
/// reason. Without any member it is the request's own limits, `avoid` and `modes`.
struct Obstacle {
  PlaceId
      place;  ///< where a transfer is missing or refuses; or the first place of a part of the map
  PlaceId other_place;  ///< the first place of the other part, which no link joins to it
  LinkId link;          ///< one link that is another carrier than the lines at both its ends
  Carrier carrier;      ///< the two between which a transfer is missing, in order
  Carrier other_carrier;
  TransferId refusing = {};  ///< a transfer that is there, but not for what travels
  friend auto operator<=>(Obstacle const&, Obstacle const&) = default;
};

/// Why there is no route, in terms of the map.
struct Unreachable {
  PlaceId towards;  ///< the stop (via or destination) that was not reached
  PlaceId nearest;  ///< the reached place where the way breaks off; if the map has no way on from
                    ///< anywhere, the reached place nearest by great circle
  Carrier carrier;  ///< on which it was reached
  /// One sentence for people, e.g. "the search reaches khorgos on 1435 mm; the links that go on
  /// from there (kz-south) are 1520 mm, and no terminal at khorgos changes 1435 mm to 1520 mm".
  std::string explanation;
  Obstacle obstacle = {};
  LinkId arriving = {};  ///< by which `nearest` was reached; none() at the start
  LinkId onward = {};    ///< by which the way would go on from there; none() if it would not
};

using RouteAnswer = std::variant<Route, Unreachable>;

/// Answers any number of requests on one network, which must outlive it: the graph of states is
/// built once. Asking costs one search; explaining why there is no route, a few.
class RouteFinder {
 public:
  explicit RouteFinder(Network const& network);
  RouteFinder(RouteFinder&&) noexcept;
  RouteFinder& operator=(RouteFinder&&) noexcept;
  ~RouteFinder();

  /// The quickest route, if there is one.
  [[nodiscard]] std::optional<Route> quickest(RouteRequest const& request) const;
  /// The quickest route, or why there is none.
  [[nodiscard]] RouteAnswer find(RouteRequest const& request);
  /// Up to `count` routes without repeated states, quickest first. Source: Yen 1971.
  [[nodiscard]] std::vector<Route> alternatives(RouteRequest const& request,
                                                std::size_t count) const;

 private:
  struct Maps;
  std::unique_ptr<Maps> maps_;
};

/// The quickest route, for a single request.
[[nodiscard]] RouteAnswer find_route(Network const& network, RouteRequest const& request);

/// A stretch of a route on one carrier, between transfers: what one train, truck or ship does. It
/// has no travels where two transfers follow each other at one place, or where `begins` or `ends`
/// make a transfer the first or last step. A route without steps has no legs.
struct Leg {
  PlaceId from;
  PlaceId to;
  Carrier carrier;
  std::vector<Travel> travels;
  TransferId transfer_after;  ///< none() on the last leg
  friend bool operator==(Leg const&, Leg const&) = default;
};
[[nodiscard]] std::vector<Leg> legs_of(Network const& network, Route const& route);

/// `yiwu → xian → khorgos ⇄ 1520 mm → almaty`
[[nodiscard]] std::string text_of(Network const& network, Route const& route);

/// Great-circle distance in metres on a sphere of radius 6 371.0088 km (IUGG mean radius).
[[nodiscard]] double great_circle_m(Position a, Position b);

}  // namespace caravan::network
