/// A scenario as written: typed and in base units, but with names where `Scenario` has ids.
///
/// The binder fills drafts from the merged YAML tree; the resolver turns them into a `Scenario`.
/// Every value that a later pass may complain about keeps its mark.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/draft_costs.hpp"
#include "scenario/draft_demand.hpp"
#include "scenario/draft_experiments.hpp"
#include "scenario/draft_map.hpp"
#include "scenario/draft_trains.hpp"
#include "scenario/draft_work.hpp"

namespace caravan::scenario {

struct ClockDraft {
  Given<LocalDateTime> start;
  Given<std::string> zone;
  Given<Duration> run;
  Given<Duration> warm_up;
  Mark mark;
};

struct ClosureDraft {
  std::string id;
  Mark mark;
  Names of;
  std::optional<Given<LocalDateTime>> from;
  std::optional<Given<LocalDateTime>> until;
  std::optional<Given<Law>> every;
  std::optional<Given<Law>> lasts;
  std::optional<Given<std::vector<int>>> months;  ///< 1 = January
  Given<double> left;
  std::optional<Given<double>> time;
  std::optional<Given<double>> share;
  std::optional<Given<double>> speed_mps;  ///< then it is a slow order
  std::optional<Given<double>> over_m;
  Given<double> at_m;
  std::optional<Name> towards;
  std::optional<Given<Names>> coming_by;
  std::optional<Given<Closure::Holds>> holds;
  std::optional<Given<bool>> departures_held;
};

struct ScenarioDraft {
  std::string schema;
  std::string extends;
  std::string name;
  std::string about;
  std::uint64_t seed = 1;
  ClockDraft clock;
  std::vector<PlaceDraft> places;
  std::vector<LinkDraft> links;
  std::vector<ConsistDraft> consists;
  std::vector<FleetDraft> fleets;
  std::vector<GoodsDraft> goods;
  std::vector<TerminalDraft> terminals;
  std::vector<ActivityDraft> activities;
  std::vector<StaffDraft> staff;
  std::vector<ServiceDraft> services;
  std::vector<FlowDraft> flows;
  std::vector<NamedSeasonDraft> seasons;
  std::vector<TransitDraft> transits;
  std::vector<CalendarDraft> calendars;
  std::vector<ClosureDraft> closures;
  std::optional<Given<InitialDraft>> initial;
  std::optional<CostsDraft> costs;
  std::optional<EnergyDraft> energy;
  std::optional<Given<ReplicationDraft>> replicate;
  std::optional<Given<SweepDraft>> sweep;
  std::optional<Given<ExpectDraft>> expect;
};

}  // namespace caravan::scenario
