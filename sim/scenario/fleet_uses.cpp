#include <algorithm>
#include <map>

#include "scenario/fleets.hpp"

namespace caravan::scenario {
namespace {

using FleetKind = Fleet::Kind;

bool works(Fleet const& fleet, LinkId link) {
  return std::binary_search(fleet.links.begin(), fleet.links.end(), link);
}

/// Locomotives and crews keep with a train from the first line that they work to the last in a row.
/// Crews may also change on the way: as many come as go there.
void add_stretches(FleetId id, Run const& run, Scenario const& scenario,
                   std::vector<FleetUse>& uses) {
  Fleet const& fleet = scenario.fleets[id];
  PlaceId place = run.leg->from;
  PlaceId taken;
  for (network::Travel const& travel : run.leg->travels) {
    bool const theirs = works(fleet, travel.link);
    bool const relieved = theirs && taken.valid() && fleet.duty && may_change(fleet, place);
    if (taken.valid() && (!theirs || relieved)) {
      uses.push_back({id, taken, place, run.per_day, 1});
      taken = PlaceId::none();
    }
    if (theirs && !taken.valid()) taken = place;
    place = scenario.network.other_end(travel.link, place);
  }
  if (taken.valid()) uses.push_back({id, taken, place, run.per_day, 1});
}

}  // namespace

bool may_change(Fleet const& fleet, PlaceId place) {
  auto const& places = fleet.changes_at;
  return places.empty() || std::find(places.begin(), places.end(), place) != places.end();
}

std::vector<FleetId> fleets_in_order(Scenario const& scenario) {
  std::vector<FleetId> order;
  for (auto const kind : {FleetKind::wagons, FleetKind::locomotives, FleetKind::crews}) {
    for (FleetId const id : scenario.fleets.ids()) {
      if (scenario.fleets[id].kind == kind) order.push_back(id);
    }
  }
  return order;
}

std::vector<Run> runs_of(Scenario const& scenario) {
  std::vector<Run> runs;
  for (Stream const& stream : streams_of(scenario)) {
    for (std::size_t leg = 0; leg < stream.way->legs.size(); ++leg) {
      ConsistId const consist = consist_on(stream, leg, scenario);
      if (!consist.valid()) continue;
      runs.push_back({&stream.way->legs[leg], consist, trains_per_day(stream, leg, scenario),
                      stream.what, stream.mark});
    }
  }
  return runs;
}

std::vector<FleetUse> uses_of(FleetId id, std::vector<Run> const& runs, Scenario const& scenario) {
  std::vector<FleetUse> uses;
  for (Run const& run : runs) {
    if (scenario.fleets[id].kind != FleetKind::wagons) {
      add_stretches(id, run, scenario, uses);
    } else if (run.consist.valid() && scenario.consists[run.consist].fleet == id) {
      uses.push_back(
          {id, run.leg->from, run.leg->to, run.per_day, scenario.consists[run.consist].wagons});
    }
  }
  return uses;
}

void add_ways_back(FleetId id, std::vector<FleetUse> const& uses, Scenario const& scenario,
                   std::vector<Run>& runs) {
  Fleet const& fleet = scenario.fleets[id];
  if (!fleet.back || fleet.kind == FleetKind::crews) return;
  std::map<PlaceId, double> surplus;
  for (FleetUse const& use : uses) {
    surplus[use.taken] -= use.trains_per_day * use.units;
    surplus[use.given] += use.trains_per_day * use.units;
  }
  for (auto const& way : fleet.back->ways) {
    double const trains = std::max(0.0, surplus[way.from]) / fleet.back->when;
    runs.push_back(
        {&way.leg, ConsistId::none(), trains, "the return of `" + fleet.name + "`", fleet.mark});
  }
}

}  // namespace caravan::scenario
