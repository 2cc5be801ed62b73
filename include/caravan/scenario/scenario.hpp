/// A scenario as the model reads it: complete, checked, immutable.
///
/// The loader (`scenario/load.hpp`) makes it from YAML; nothing in it can change afterwards, so any
/// number of runs may share it. References are ids, times are milliseconds since the start of the
/// run, time zones and seasons are expanded over the whole run. Every object keeps the mark of its
/// line. Tables are sorted by name. `docs/reference/scenario.md` says what each field means in
/// YAML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "caravan/core/id.hpp"
#include "caravan/core/time.hpp"
#include "caravan/network/network.hpp"
#include "caravan/scenario/closure.hpp"
#include "caravan/scenario/costs.hpp"
#include "caravan/scenario/demand.hpp"
#include "caravan/scenario/fleet.hpp"
#include "caravan/scenario/goods.hpp"
#include "caravan/scenario/ids.hpp"
#include "caravan/scenario/initial.hpp"
#include "caravan/scenario/map.hpp"
#include "caravan/scenario/replication.hpp"
#include "caravan/scenario/work.hpp"

namespace caravan::scenario {

/// The run's frame of time.
struct Clock {
  std::int64_t epoch_ms = 0;  ///< start of the run, UTC milliseconds since 1970-01-01
  LocalClock local;           ///< the scenario's own zone
  SimTime horizon;            ///< the run covers [0, horizon)
  SimTime warm_up;            ///< statistics of lead times count what is created from here on
};

struct Scenario {
  std::string name;
  std::string about;
  std::uint64_t seed = 1;
  Clock clock;
  network::Network network;
  Table<PlaceId, PlaceDetail> places;  ///< same ids as network.places()
  Table<LinkId, LinkDetail> links;     ///< same ids as network.links()
  Table<ActivityId, Activity> activities;
  Table<StaffId, Staff> staff;
  Table<TerminalId, Terminal> terminals;
  Table<ConsistId, Consist> consists;
  Table<FleetId, Fleet> fleets;
  Table<GoodsId, Goods> goods;
  Table<ServiceId, Service> services;
  Table<FlowId, Flow> flows;
  Table<TransitId, Transit> transits;
  std::optional<Initial> initial;
  std::optional<Costs> costs;
  std::optional<Energy> energy;
  Table<ClosureId, Closure> closures;
  std::optional<Replication> replication;
  std::string hash;  ///< of the canonical resolved text: 32 hexadecimal digits
};

/// The terminal of a transfer.
[[nodiscard]] TerminalId terminal_of(network::TransferId transfer, Scenario const& scenario);
/// Whether trains that have run `leg` go on by the next with their load aboard.
[[nodiscard]] bool goes_on(network::Leg const& leg, Scenario const& scenario);
/// Whether the train that sets out by `way` comes to `place` after its origin.
[[nodiscard]] bool comes_to(Way const& way, PlaceId place, Scenario const& scenario);
/// The consist of trains that are formed for `leg`, or run it with the load that they brought: the
/// first of its gauge for the country where it begins, else the first for any; or none().
[[nodiscard]] ConsistId consist_for(network::Leg const& leg, std::string const& commodity,
                                    Scenario const& scenario);

}  // namespace caravan::scenario
