/// What wants to travel: trains by plan (services), loads and trucks (flows), and what a train is.
///
/// Laws of time give milliseconds; times are milliseconds since the start of the run.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/core/time.hpp"
#include "caravan/network/route.hpp"
#include "caravan/scenario/capacity.hpp"
#include "caravan/scenario/ids.hpp"

namespace caravan::scenario {

/// What an onward train on a gauge, in some countries, may be.
struct Consist {
  std::string name;
  network::TrackGauge gauge;
  std::vector<std::string> countries;    ///< where it is formed; empty = anywhere
  std::vector<std::string> commodities;  ///< that its wagons carry, and no others; empty = all
  int capacity_teu = 0;
  int wagons = 0;
  double length_m = 0;
  std::optional<double> acceleration;  ///< metres a second, each second; absent = at once
  std::optional<double> braking;       ///< likewise
  std::optional<int> plugs;            ///< most powered loads; absent = no limit
  FleetId fleet;                       ///< whose wagons it is made of; none: without limit
  Mark mark;

  [[nodiscard]] bool carries(std::string const& commodity) const {
    return commodities.empty() ||
           std::find(commodities.begin(), commodities.end(), commodity) != commodities.end();
  }
};

/// When trains, trucks or loads set out.
struct Departures {
  struct Timetable {
    std::vector<SimTime> at;   ///< sorted, within the horizon
    std::vector<SimTime> due;  ///< by which each was promised to arrive; empty if none was
  };
  struct Renewal {           ///< gaps drawn from a law, stretched by the season
    Law gap;                 ///< milliseconds at factor 1
    SimTime first_gap_from;  ///< the first gap is counted from here
  };
  std::variant<Timetable, Renewal> pattern;
  StepFunction<double> season{1.0};  ///< factor on the rate (renewal), by date
  Law delay = law::Constant{0};      ///< milliseconds, added to each departure
};

/// One of the ways that a service or flow takes, with its share.
struct Way {
  double share = 1;
  bool by_truck = false;  ///< each load is a truck of its own; else waits for a train or sailing
  network::Route route;
  std::vector<network::Leg> legs;  ///< empty for a visit to one place
};

/// What services and flows have in common.
struct Demand {
  std::string name;
  PlaceId from;
  std::vector<Way> ways;  ///< shares sum to 1
  std::string choose;     ///< name of the policy that chooses among ways to one destination
  Departures departures;
  int unit_teu = 2;
  int priority = 0;      ///< higher goes first
  double speed_mps = 0;  ///< its own limit; 0 = that of line or road
  std::string commodity;
  GoodsId goods;                ///< what is particular about the commodity; none() if nothing is
  std::string service_class;    ///< e.g. `express`: lead times are told apart by it
  std::optional<Duration> due;  ///< promised lead time
  Mark mark;
};

/// Trains of a service wait for one of another where they set out.
struct Connection {
  ServiceId service;  ///< who is waited for
  PlaceId at;         ///< comes to this place
  /// Of its trains the last that was to set out so long before, by plan, or longer.
  Duration lead;
  Duration transfer;  ///< from its arrival to this departure
  std::optional<Duration>
      at_most;  ///< is waited for, counted from the departure; absent = for ever
  Mark mark;
};

/// Trains that run by plan from an origin, with their own load, or taking loads that wait.
struct Service : Demand {
  ConsistId consist;
  Law units = law::Constant{0};  ///< load units that set out with each train; 0 = none
  bool takes_waiting = false;    ///< also loads units that wait here for this leg
  TerminalId loads_at;           ///< whose cranes put them aboard; none: those without a terminal
  Duration stands;               ///< at this terminal, before it departs
  Duration latest;               ///< so long after its time it leaves, if it is not full before
  int consignment_units = 0;     ///< units of one consignment; 0 = all of the train
  std::vector<Connection> connections;  ///< that its trains wait for; by name
};

/// Empty boxes that come back, or trucks: what is delivered where a flow begins sets out again,
/// after a while, as one of that flow.
struct Returns {
  std::vector<ServiceId> services;  ///< whose loads come back; ascending
  std::vector<FlowId> flows;        ///< ascending
  double share = 1;                 ///< of what is delivered there
  Law after = law::Constant{0};     ///< milliseconds from delivery to setting out
};

/// Loads, or trucks with their load, that set out one by one or in groups. Each way says by what.
struct Flow : Demand {
  std::optional<Returns> returns;  ///< then nothing else makes it set out
  Law group = law::Constant{1};    ///< units that set out together
};

/// Whether all of a flow, or some of it, goes by truck.
[[nodiscard]] inline bool all_by_truck(Flow const& flow) {
  return std::all_of(flow.ways.begin(), flow.ways.end(),
                     [](Way const& way) { return way.by_truck; });
}
[[nodiscard]] inline bool some_by_truck(Flow const& flow) {
  return std::any_of(flow.ways.begin(), flow.ways.end(),
                     [](Way const& way) { return way.by_truck; });
}

/// A part of the way whose time is measured: from a load's first arrival at one of `from` (or its
/// setting out there) to its next arrival at one of `to`.
struct Transit {
  std::string name;
  std::vector<PlaceId> from;  ///< ascending
  std::vector<PlaceId> to;    ///< ascending
  Mark mark;
};

}  // namespace caravan::scenario
