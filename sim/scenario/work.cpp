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

bool comes_to(Way const& way, PlaceId place, Scenario const& scenario) {
  for (auto const& leg : way.legs) {
    auto at = leg.from;
    for (auto const& travel : leg.travels) {
      at = scenario.network.other_end(travel.link, at);
      if (at == place) return true;
    }
    if (!goes_on(leg, scenario)) return false;
  }
  return false;
}

ConsistId consist_for(network::Leg const& leg, std::string const& commodity,
                      Scenario const& scenario) {
  auto const& country = scenario.network.places()[leg.from].country;
  ConsistId best;
  int best_rank = -1;
  for (auto const id : scenario.consists.ids()) {
    Consist const& consist = scenario.consists[id];
    auto const& countries = consist.countries;
    bool const formed_here = countries.empty() || std::find(countries.begin(), countries.end(),
                                                            country) != countries.end();
    if (consist.gauge != leg.carrier.gauge || !formed_here || !consist.carries(commodity)) continue;
    int const rank = (consist.commodities.empty() ? 0 : 2) + (countries.empty() ? 0 : 1);
    if (rank > best_rank) {
      best = id;
      best_rank = rank;
    }
  }
  return best;
}

}  // namespace caravan::scenario
