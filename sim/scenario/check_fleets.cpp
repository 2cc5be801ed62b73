#include <algorithm>
#include <map>
#include <set>

#include "scenario/fleets.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using FleetKind = Fleet::Kind;

/// The stock of each place is on lines that its units can use.
void check_stock(Fleet const& fleet, Scenario const& scenario, Diagnostics& diagnostics) {
  network::Network const& network = scenario.network;
  std::string gauges;
  for (auto const gauge : fleet.gauges) {
    gauges += (gauges.empty() ? "" : " or ") + network::text_of(Carrier{Mode::rail, gauge});
  }
  auto stocks = fleet.stock;
  if (fleet.counted) stocks.insert(stocks.end(), fleet.ready.begin(), fleet.ready.end());
  for (auto const& stock : stocks) {
    auto const links = network.links_at(stock.place);
    bool const fits = std::any_of(links.begin(), links.end(), [&](LinkId const link) {
      return fleet.kind == FleetKind::wagons
                 ? network.links()[link].carrier.mode == Mode::rail &&
                       fleet.runs_on(network.links()[link].carrier.gauge)
                 : std::binary_search(fleet.links.begin(), fleet.links.end(), link);
    });
    if (fits) continue;
    diagnostics.error("fleet-stock", stock.mark,
                      "`" + fleet.name + "` stands at " + network.places()[stock.place].name +
                          ", where there is no line of " +
                          (fleet.kind == FleetKind::wagons ? gauges : "its own"),
                      "let it stand where its trains are formed");
  }
}

/// A consist can be made up of the fleet that it names.
void check_consist(Consist const& consist, Scenario const& scenario, Diagnostics& diagnostics) {
  if (!consist.fleet.valid()) return;
  Fleet const& fleet = scenario.fleets[consist.fleet];
  std::string const name = "consist `" + consist.name + "`";
  auto const report = [&](std::string const& what, std::string const& help) -> Diagnostic& {
    auto& fault = diagnostics.error("fleet-consist", consist.mark, what, help);
    fault.notes.push_back({"this fleet", fleet.mark});
    return fault;
  };
  if (fleet.kind != FleetKind::wagons) {
    report(name + " names `" + fleet.name + "` as the fleet of its wagons, which is " +
               (fleet.kind == FleetKind::crews ? "crews" : "locomotives"),
           "name a fleet of wagons");
  } else if (!fleet.runs_on(consist.gauge)) {
    report(name + " runs on " + std::to_string(consist.gauge.millimetres) +
               " mm, but the wagons of `" + fleet.name + "` on " +
               std::to_string(fleet.gauges.front().millimetres) + " mm",
           "name a fleet of its own track gauge");
  } else if (consist.wagons == 0) {
    report(name + " names its fleet, but not how many wagons it takes from it",
           "give it `wagons`, e.g. `wagons: 57`");
  } else if (consist.wagons > fleet.size()) {
    auto& fault = report(name + " needs " + std::to_string(consist.wagons) + " wagons, but `" +
                             fleet.name + "` has " + std::to_string(fleet.size()) + " in all",
                         "give the fleet more, or the consist fewer");
    if (fleet.counted) fault.notes.push_back({"they are counted here", fleet.ready.front().mark});
  }
}

std::map<PlaceId, Balance> balances_of(std::vector<FleetUse> const& uses) {
  std::map<PlaceId, Balance> balances;
  for (FleetUse const& use : uses) {
    balances[use.taken].out += use.trains_per_day * use.units;
    balances[use.given].in += use.trains_per_day * use.units;
  }
  return balances;
}

/// Units that go back leave the places with too many for those that they belong to.
void add_returns(Fleet const& fleet, std::vector<FleetUse> const& uses,
                 std::map<PlaceId, Balance>& balances) {
  if (!fleet.back) return;
  auto const units = units_back(fleet, uses);
  for (std::size_t i = 0; i < units.size(); ++i) {
    balances[fleet.back->homes[fleet.back->ways[i].home].place].in += units[i];
  }
}

/// More leave a place than come back, for ever: its stock lasts only so long.
void check_balance(FleetId id, std::vector<FleetUse> const& uses, Scenario const& scenario,
                   Diagnostics& diagnostics) {
  constexpr double kTolerance = 0.02;  // rates of trains that are formed of loads are estimates
  Fleet const& fleet = scenario.fleets[id];
  auto balances = balances_of(uses);
  add_returns(fleet, uses, balances);
  double const horizon = scenario.clock.horizon.since_start().in_days();
  for (auto const& [place, balance] : balances) {
    double const loss = balance.out - balance.in;
    if (loss <= kTolerance * balance.out) continue;
    auto const stock = std::find_if(fleet.ready.begin(), fleet.ready.end(),
                                    [at = place](auto const& one) { return one.place == at; });
    double const days = (stock == fleet.ready.end() ? 0 : stock->count) / loss;
    if (days >= horizon) continue;
    Diagnostic& fault = diagnostics.warning(
        "fleet-dry", fleet.mark,
        "`" + fleet.name + "` must run dry at " + scenario.network.places()[place].name +
            ": more leave than come back",
        fleet.back ? "run fewer trains, or have them return elsewhere"
                   : "let them go back, e.g. `return: {to: " +
                         scenario.network.places()[place].name + ", when: 50}`");
    fault.notes.push_back({figure(balance.out) + " a day leave, " + figure(balance.in) +
                               " come back, so the stock lasts " + figure(days) + " days at most",
                           fleet.counted && stock != fleet.ready.end() ? stock->mark : Mark{}});
  }
}

/// A line is worked by the locomotives of one fleet, and by the crews of one. Where some lines of a
/// track gauge are worked by a fleet and others by none, trains on the others have what they need.
void check_links(FleetKind kind, std::vector<Run> const& runs, Scenario const& scenario,
                 Diagnostics& diagnostics) {
  network::Network const& network = scenario.network;
  std::map<LinkId, FleetId> workers;
  std::set<network::TrackGauge> gauges;
  for (FleetId const id : scenario.fleets.ids()) {
    Fleet const& fleet = scenario.fleets[id];
    if (fleet.kind != kind) continue;
    gauges.insert(fleet.gauges.begin(), fleet.gauges.end());
    for (LinkId const link : fleet.links) {
      auto const [first, fresh] = workers.emplace(link, id);
      if (fresh) continue;
      diagnostics
          .error("fleet-links", fleet.mark,
                 "`" + network.links()[link].name + "` is worked by both `" +
                     scenario.fleets[first->second].name + "` and `" + fleet.name + "`",
                 "let one fleet work it; trains change at the place between two fleets' lines")
          .notes.push_back({"the other fleet", scenario.fleets[first->second].mark});
    }
  }
  std::set<LinkId> without;
  for (Run const& run : runs) {
    for (network::Travel const& travel : run.leg->travels) {
      auto const& link = network.links()[travel.link];
      if (gauges.contains(link.carrier.gauge) && !workers.contains(travel.link)) {
        without.insert(travel.link);
      }
    }
  }
  if (without.empty()) return;
  std::string names;
  for (LinkId const link : without) {
    names += (names.empty() ? "`" : ", `") + network.links()[link].name + "`";
  }
  auto const what = kind == FleetKind::locomotives ? "locomotives" : "crews";
  diagnostics.warning("fleet-links", network.links()[*without.begin()].mark,
                      "no fleet of " + std::string{what} + " works " + names +
                          ", so trains there always have what they need",
                      "name these lines in the `" + std::string{what} + "` of a fleet");
}

/// A crew that cannot reach the next place of change in its hours would always work overtime.
void check_duty(Fleet const& fleet, std::vector<Run> const& runs, Scenario const& scenario,
                Diagnostics& diagnostics) {
  if (!fleet.duty) return;
  network::Network const& network = scenario.network;
  std::set<std::pair<PlaceId, PlaceId>> told;
  for (Run const& run : runs) {
    PlaceId place = run.leg->from;
    PlaceId since = place;
    Duration time;
    for (network::Travel const& travel : run.leg->travels) {
      bool const theirs = std::binary_search(fleet.links.begin(), fleet.links.end(), travel.link);
      if (!theirs || time == Duration{} || may_change(fleet, place)) {
        since = place;
        time = Duration{};
      }
      place = network.other_end(travel.link, place);
      if (!theirs) continue;
      time += network.links()[travel.link].running_time;
      if (time <= *fleet.duty || !told.emplace(since, place).second) continue;
      diagnostics.warning("fleet-duty", fleet.mark,
                          "crews of `" + fleet.name + "` need " + figure(time.in_hours()) +
                              " h from " + network.places()[since].name + " to " +
                              network.places()[place].name + ", longer than their duty of " +
                              figure(fleet.duty->in_hours()) + " h",
                          "let them change on the way: split the line at a place, or name one in "
                          "`changes-at`");
    }
  }
}

}  // namespace

void check_fleets(Scenario const& scenario, Diagnostics& diagnostics) {
  if (scenario.fleets.empty()) return;
  for (Consist const& consist : scenario.consists) check_consist(consist, scenario, diagnostics);
  auto runs = runs_of(scenario);
  for (FleetId const id : fleets_in_order(scenario)) {
    Fleet const& fleet = scenario.fleets[id];
    auto const uses = uses_of(id, runs, scenario);
    check_stock(fleet, scenario, diagnostics);
    check_duty(fleet, runs, scenario, diagnostics);
    if (!uses.empty()) {
      check_balance(id, uses, scenario, diagnostics);
    } else {
      diagnostics.warning(
          "unused", fleet.mark,
          "fleet `" + fleet.name + "` is not used: no train " +
              (fleet.kind == FleetKind::wagons ? "is made up of it" : "runs on its lines"));
    }
    add_ways_back(id, uses, scenario, runs);
  }
  for (auto const kind : {FleetKind::locomotives, FleetKind::crews}) {
    check_links(kind, runs, scenario, diagnostics);
  }
}

}  // namespace caravan::scenario
