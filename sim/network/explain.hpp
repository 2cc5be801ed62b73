/// Why there is no route: the sentences of `Unreachable`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "caravan/network/route.hpp"

#include "state_map.hpp"

namespace caravan::network {

/// A request that rules itself out: a place that is both to be passed and to be avoided.
[[nodiscard]] std::optional<Unreachable> contradiction_in(Network const& network,
                                                          RouteRequest const& request);

/// The reason why `request`, which has no route and no contradiction, has none. Looked for in this
/// order: one link on another carrier than its neighbours; what the request forbids; a transfer
/// that is missing; parts of the map that no link joins.
[[nodiscard]] Unreachable explain(StateMap const& plain, StateMap const& with_gaps,
                                  RouteRequest const& request);

/// The request's own `avoid` and `modes`, if there is a route without them.
[[nodiscard]] std::optional<Unreachable> explain_forbidden(StateMap const& plain,
                                                           RouteRequest const& request);
/// The transfer that is missing at the place where the way breaks off; of all ways that lack the
/// fewest transfers the quickest is taken. Nothing if no transfers could make a route.
[[nodiscard]] std::optional<Unreachable> explain_gap(StateMap const& with_gaps,
                                                     RouteRequest const& request);
/// Two stops that follow each other and lie in parts of the map that no link joins.
[[nodiscard]] Unreachable explain_parted(Network const& network, RouteRequest const& request);

/// The stop (via or destination) that is next when `passed` of the `via` are passed.
[[nodiscard]] PlaceId stop_after(RouteRequest const& request, std::size_t passed);
/// `a, b, c, d and 3 more`: at most four names.
[[nodiscard]] std::string list_of(std::vector<std::string> const& names);

}  // namespace caravan::network
