// Powered loads: do trains and yards have plugs for them?

#include <algorithm>

#include "scenario/check.hpp"
#include "scenario/values_laws.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;

bool is_powered(GoodsId goods, Scenario const& scenario) {
  return goods.valid() && scenario.goods[goods].powered;
}

/// A train without a plug never takes a powered load.
void check_plugs_of_way(Demand const& demand, std::string const& what, Way const& way,
                        ConsistId first, Scenario const& scenario, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < way.legs.size(); ++i) {
    network::Leg const& leg = way.legs[i];
    if (leg.carrier.mode != Mode::rail) continue;
    ConsistId const id =
        i == 0 && first.valid() ? first : consist_for(leg, demand.commodity, scenario);
    if (!id.valid() || scenario.consists[id].plugs.value_or(1) > 0) continue;
    diagnostics
        .error("plugs", demand.mark,
               what + " sends powered loads, but its train `" + scenario.consists[id].name +
                   "` has no plugs",
               "give the consist `plugs`, or leave the key out: then there are always enough")
        .notes.push_back({"this consist", scenario.consists[id].mark});
    return;
  }
}

/// What is lifted into a yard without a plug never leaves its train.
void check_plugs_of_yards(Demand const& demand, std::string const& what, Way const& way,
                          Scenario const& scenario, Diagnostics& diagnostics) {
  for (Terminal const& terminal : scenario.terminals) {
    if (terminal.plugs.value_or(1) > 0) continue;
    auto const changes_here =
        std::any_of(way.legs.begin(), way.legs.end(), [&terminal](network::Leg const& leg) {
          auto const& transfers = terminal.transfers;
          return std::find(transfers.begin(), transfers.end(), leg.transfer_after) !=
                 transfers.end();
        });
    if (!changes_here) continue;
    diagnostics
        .error("plugs", terminal.mark,
               "terminal `" + terminal.name + "` has no plugs in its yard, but powered loads of " +
                   what + " change carriers there",
               "give it one plug at least")
        .notes.push_back({"these loads", demand.mark});
    return;
  }
}

void check_plugs(Demand const& demand, std::string const& what, ConsistId first,
                 Scenario const& scenario, Diagnostics& diagnostics) {
  for (Way const& way : demand.ways) {
    check_plugs_of_way(demand, what, way, first, scenario, diagnostics);
    check_plugs_of_yards(demand, what, way, scenario, diagnostics);
  }
}

/// A train takes as many powered units of its own as it has plugs; the others never set out.
void check_own_units(Service const& service, Scenario const& scenario, Diagnostics& diagnostics) {
  Consist const& consist = scenario.consists[service.consist];
  double const units = greatest_of(service.units).value_or(mean(service.units));
  if (!consist.plugs || units <= *consist.plugs) return;
  diagnostics
      .warning("plugs", service.mark,
               "service `" + service.name + "` sets out with up to " + figure(units) +
                   " powered units, but its train has " + std::to_string(*consist.plugs) +
                   " plugs: what finds none never sets out",
               "at most " + std::to_string(*consist.plugs) + " units find a plug")
      .notes.push_back({"its consist", consist.mark});
}

}  // namespace

void check_goods(Scenario const& scenario, Diagnostics& diagnostics) {
  for (Service const& service : scenario.services) {
    if (!is_powered(service.goods, scenario)) continue;
    check_plugs(service, "service `" + service.name + "`", service.consist, scenario, diagnostics);
    check_own_units(service, scenario, diagnostics);
  }
  for (Flow const& flow : scenario.flows) {
    if (!is_powered(flow.goods, scenario)) continue;
    check_plugs(flow, "flow `" + flow.name + "`", ConsistId::none(), scenario, diagnostics);
  }
}

}  // namespace caravan::scenario
