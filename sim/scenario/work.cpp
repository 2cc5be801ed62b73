#include "caravan/scenario/work.hpp"

#include <algorithm>

#include "caravan/core/contract.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::scenario {

Activity::Traffic traffic_of(std::string const& from, std::string const& to,
                             std::string const& country) {
  using Traffic = Activity::Traffic;
  if (from == country) return to == country ? Traffic::domestic : Traffic::outbound;
  return to == country ? Traffic::inbound : Traffic::transit;
}

TerminalId terminal_of(network::TransferId transfer, Scenario const& scenario) {
  for (auto const id : scenario.terminals.ids()) {
    auto const& transfers = scenario.terminals[id].transfers;
    if (std::find(transfers.begin(), transfers.end(), transfer) != transfers.end()) return id;
  }
  throw Fault("every transfer belongs to a terminal");
}

bool goes_on(network::Leg const& leg, Scenario const& scenario) {
  return leg.transfer_after.valid() &&
         scenario.terminals[terminal_of(leg.transfer_after, scenario)].lets_trains_through();
}

ConsistId consist_for(network::Leg const& leg, Scenario const& scenario) {
  auto const& country = scenario.network.places()[leg.from].country;
  ConsistId anywhere;
  for (auto const id : scenario.consists.ids()) {
    Consist const& consist = scenario.consists[id];
    if (consist.gauge != leg.carrier.gauge) continue;
    auto const& countries = consist.countries;
    if (std::find(countries.begin(), countries.end(), country) != countries.end()) return id;
    if (countries.empty() && !anywhere.valid()) anywhere = id;
  }
  return anywhere;
}

}  // namespace caravan::scenario
