/// The fourth pass: can what is written work at all?
///
/// Errors are things that cannot be: a train longer than its track, hours that never come. Warnings
/// are things that a planner rarely wants: more work than hands, things that nothing uses.
#pragma once

#include <string>
#include <vector>

#include "scenario/draft.hpp"

namespace caravan::scenario {

/// Runs all checks of this pass.
void check_feasibility(Scenario const& scenario, ScenarioDraft const& draft,
                       Diagnostics& diagnostics);

/// The parts.
void check_trains(Scenario const& scenario, Diagnostics& diagnostics);
void check_hours_and_departures(Scenario const& scenario, ScenarioDraft const& draft,
                                Diagnostics& diagnostics);
void check_unused(Scenario const& scenario, ScenarioDraft const& draft, Diagnostics& diagnostics);
void check_turns(Scenario const& scenario, Diagnostics& diagnostics);
void check_size(Scenario const& scenario, Diagnostics& diagnostics);
void check_tracks(Scenario const& scenario, Diagnostics& diagnostics);
void check_activities(Scenario const& scenario, Diagnostics& diagnostics);  ///< and staff
void check_cranes(Scenario const& scenario, Diagnostics& diagnostics);
void check_lines(Scenario const& scenario, Diagnostics& diagnostics);
void check_trains_for_flows(Scenario const& scenario, Diagnostics& diagnostics);
void check_goods(Scenario const& scenario, Diagnostics& diagnostics);
void check_fleets(Scenario const& scenario, Diagnostics& diagnostics);
void check_through_trains(Scenario const& scenario, Diagnostics& diagnostics);

/// A stop of a train, truck or load on its way: where it came from and where it goes next.
struct Stop {
  PlaceId place;
  LinkId in;                ///< none() where it sets out
  LinkId out;               ///< none() where it ends
  std::size_t leg_in = 0;   ///< leg of `in`
  std::size_t leg_out = 0;  ///< leg of `out`
  bool in_forward = true;   ///< direction on `in`
  bool out_forward = true;  ///< direction on `out`
};
[[nodiscard]] std::vector<Stop> stops_of(Way const& way, network::Network const& network);

/// What sets out by one way of a service or flow, on average over the run.
struct Stream {
  std::string what;  ///< `service x8001`
  Way const* way = nullptr;
  std::vector<Stop> stops;  ///< of the way
  double per_day = 0;       ///< trains or trucks; of a flow by rail: groups
  double units = 0;         ///< of each
  int unit_teu = 2;
  bool train = false;
  bool truck = false;
  ConsistId consist;  ///< of the first leg; none() for flows
  ServiceId service;  ///< or none()
  FlowId flow;        ///< or none()
  int consignment_units = 0;
  std::string commodity;
  Mark mark;
};
[[nodiscard]] std::vector<Stream> streams_of(Scenario const& scenario);
/// Whether a service takes loads that wait for leg `leg` of the way: at their origin, or at the
/// terminal where they wait.
[[nodiscard]] bool is_taken(Way const& way, std::size_t leg, Scenario const& scenario);
/// The share of the trains of `service` that take them.
[[nodiscard]] double share_that_takes(Service const& service, Way const& way, std::size_t leg,
                                      Scenario const& scenario);
/// The consist of the trains that run leg `leg` of the stream; none() if it is no leg by rail, or
/// if the trains are another stream's.
[[nodiscard]] ConsistId consist_on(Stream const& stream, std::size_t leg, Scenario const& scenario);
/// Trains a day on leg `leg` of the stream; where trains are formed of its loads, full ones.
[[nodiscard]] double trains_per_day(Stream const& stream, std::size_t leg,
                                    Scenario const& scenario);

/// Departures a day, on average over the run.
[[nodiscard]] double departures_per_day(Departures const& departures, Clock const& clock);

/// `3.14`, `120`, `0.05`: three figures are enough for people.
[[nodiscard]] std::string figure(double value);
/// `1 train/d`, `2.5 trains/d`.
[[nodiscard]] std::string a_day(double count, std::string const& noun);
/// One contribution to a load: the arithmetic in words, and its size.
struct Share {
  std::string text;
  double amount = 0;
  Mark mark;
};
/// What can be done in all: the arithmetic in words, its result, and the unit that shares have too.
struct Capacity {
  std::string text;
  double amount = 0;
  std::string unit;
};
/// Warns `overload` if the shares sum to more than `capacity`, with the arithmetic.
void warn_overload(std::string const& what, Mark const& mark, std::vector<Share> const& shares,
                   Capacity const& capacity, std::string const& help, Diagnostics& diagnostics);

}  // namespace caravan::scenario
