#include <algorithm>
#include <map>
#include <numeric>

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
      uses.push_back({id, taken, place, run.per_day, 1, {}, {}});
      taken = PlaceId::none();
    }
    if (theirs && !taken.valid()) taken = place;
    place = scenario.network.other_end(travel.link, place);
  }
  if (taken.valid()) uses.push_back({id, taken, place, run.per_day, 1, {}, {}});
}

using WaysBack = std::vector<Fleet::WayBack>;

/// How the ways from one place part what goes back from there: in the long run, where most is
/// needed is where most is lacking day by day.
std::vector<double> weights_of(Fleet const& fleet, WaysBack const& ways,
                               std::map<PlaceId, double>& surplus) {
  auto const nearest = std::min_element(ways.begin(), ways.end(), [](auto const& a, auto const& b) {
    return a.running_time < b.running_time;
  });
  std::vector<double> weights;
  for (auto way = ways.begin(); way != ways.end(); ++way) {
    auto const& home = fleet.back->homes[way->home];
    if (fleet.back->choose == home_policy::kShare) {
      weights.push_back(home.share);
    } else if (fleet.back->choose == home_policy::kNearest) {
      weights.push_back(way == nearest ? 1 : 0);
    } else {  // of `nearest-needed` the nearer fill up first, then those behind them
      weights.push_back(std::max(0.0, -surplus[home.place]));
    }
  }
  if (std::accumulate(weights.begin(), weights.end(), 0.0) <= 0) {
    weights.assign(ways.size(), 1.0);
  }
  return weights;
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
      auto const& legs = stream.way->legs;
      runs.push_back({&legs[leg], consist, trains_per_day(stream, leg, scenario),
                      leg + 1 < legs.size() && goes_on(legs[leg], scenario), stream.what,
                      stream.mark});
    }
  }
  return runs;
}

std::vector<FleetUse> uses_of(FleetId id, std::vector<Run> const& runs, Scenario const& scenario) {
  std::vector<FleetUse> uses;
  network::Leg const* first = nullptr;  // of a train that goes on over changes of gauge
  for (Run const& run : runs) {
    if (scenario.fleets[id].kind != FleetKind::wagons) {
      add_stretches(id, run, scenario, uses);
      continue;
    }
    if (!run.consist.valid() || scenario.consists[run.consist].fleet != id) continue;
    if (first == nullptr) first = run.leg;
    if (run.goes_on) continue;
    uses.push_back({id, first->from, run.leg->to, run.per_day,
                    scenario.consists[run.consist].wagons, first->carrier.gauge,
                    run.leg->carrier.gauge});
    first = nullptr;
  }
  return uses;
}

std::vector<double> units_back(Fleet const& fleet, std::vector<FleetUse> const& uses) {
  std::map<PlaceId, double> surplus;
  for (FleetUse const& use : uses) {
    surplus[use.taken] -= use.trains_per_day * use.units;
    surplus[use.given] += use.trains_per_day * use.units;
  }
  auto const& ways = fleet.back->ways;
  std::vector<double> units;
  for (auto first = ways.begin(); first != ways.end();) {
    auto const last = std::find_if(
        first, ways.end(), [from = first->from](auto const& way) { return way.from != from; });
    auto const weights = weights_of(fleet, {first, last}, surplus);
    double const sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double const weight : weights) {
      units.push_back(std::max(0.0, surplus[first->from]) * weight / sum);
    }
    first = last;
  }
  return units;
}

void add_ways_back(FleetId id, std::vector<FleetUse> const& uses, Scenario const& scenario,
                   std::vector<Run>& runs) {
  Fleet const& fleet = scenario.fleets[id];
  if (!fleet.back || fleet.kind == FleetKind::crews) return;
  auto const units = units_back(fleet, uses);
  for (std::size_t i = 0; i < units.size(); ++i) {
    runs.push_back({&fleet.back->ways[i].leg, ConsistId::none(), units[i] / fleet.back->when, false,
                    "the return of `" + fleet.name + "`", fleet.mark});
  }
}

}  // namespace caravan::scenario
