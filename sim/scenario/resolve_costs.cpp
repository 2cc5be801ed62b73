// Rates of money and energy: whether they cover what they meet.

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "scenario/resolver.hpp"

namespace caravan::scenario {
namespace {

using network::Mode;
using Covered = std::set<std::string>;

constexpr auto kEachMode = {Mode::rail, Mode::road, Mode::sea, Mode::air};

void check_currency(Given<RateDraft> const& rate, std::string const& currency, Resolving& r) {
  if (rate.value.currency == currency) return;
  r.diagnostics.error("currency", rate.mark,
                      "this amount is in " + rate.value.currency + ", the costs are in " + currency,
                      "a scenario has one currency; convert the amount");
}

/// `names` are what the rate meets in this scenario; an empty one is a thing without that name.
Rates rates_of(GivenRates const& draft, std::string const& currency, Covered const& names,
               std::string const& noun, Resolving& r) {
  Rates rates;
  if (!draft) return rates;
  for (auto const& [name, rate, mark] : draft->value.named) {
    check_currency({rate, mark}, currency, r);
    rates.named.emplace(name, rate.value);
  }
  if (draft->value.others) {
    check_currency(*draft->value.others, currency, r);
    rates.others = draft->value.others->value.value;
  }
  for (std::string const& name : names) {
    if (rates.covers(name)) continue;
    r.diagnostics.error("tariff", draft->mark,
                        name.empty() ? "there is no rate for what has no " + noun
                                     : "there is no rate for " + noun + " `" + name + "`",
                        "give one, or a rate for `others`");
  }
  return rates;
}

GivenRates const& of_mode(CarriageDraft const& draft, Mode mode) {
  switch (mode) {
    case Mode::rail:
      return draft.rail;
    case Mode::road:
      return draft.road;
    case Mode::sea:
      return draft.sea;
    case Mode::air:
      break;
  }
  return draft.air;
}

/// Countries at the ends of the links of a mode; a link that is priced must have a length.
Covered countries_on(Mode mode, GivenRates const& rates, bool by_distance, Resolving& r) {
  Covered countries;
  auto const& network = r.scenario.network;
  for (network::Link const& link : network.links()) {
    if (link.carrier.mode != mode) continue;
    countries.insert(network.places()[link.a].country);
    countries.insert(network.places()[link.b].country);
    if (!rates || !by_distance || link.length_m > 0) continue;
    r.diagnostics
        .error("tariff", link.mark, "link `" + link.name + "` has a rate by distance and no length",
               "give its `length`")
        .notes.push_back({"the rate", rates->mark});
  }
  return countries;
}

RatesByMode carriage_of(CarriageDraft const& draft, std::string const& currency, bool by_distance,
                        Resolving& r) {
  RatesByMode carriage;
  for (Mode const mode : kEachMode) {
    auto const& rates = of_mode(draft, mode);
    carriage[mode] =
        rates_of(rates, currency, countries_on(mode, rates, by_distance, r), "country", r);
  }
  return carriage;
}

Covered countries_of_terminals(Resolving const& r) {
  Covered countries;
  for (Terminal const& terminal : r.scenario.terminals) {
    countries.insert(r.scenario.network.places()[terminal.place].country);
  }
  return countries;
}

Covered commodities(Resolving const& r) {
  Covered names;
  for (Service const& service : r.scenario.services) names.insert(service.commodity);
  for (Flow const& flow : r.scenario.flows) names.insert(flow.commodity);
  return names;
}

Covered powered_commodities(Resolving const& r) {
  Covered names;
  auto const add = [&](Demand const& demand) {
    if (demand.goods.valid() && r.scenario.goods[demand.goods].powered) {
      names.insert(demand.commodity);
    }
  };
  std::for_each(r.scenario.services.begin(), r.scenario.services.end(), add);
  std::for_each(r.scenario.flows.begin(), r.scenario.flows.end(), add);
  return names;
}

}  // namespace

void resolve_costs(Resolving& r) {
  auto const terminals = countries_of_terminals(r);
  auto const loads = commodities(r);
  if (r.draft.costs) {
    CostsDraft const& draft = *r.draft.costs;
    auto const& money = draft.currency;
    Costs& costs = r.scenario.costs.emplace();
    costs.currency = money;
    costs.carriage = carriage_of(draft, money, true, r);
    costs.train =
        rates_of(draft.train, money, countries_on(Mode::rail, draft.train, true, r), "country", r);
    costs.lift = rates_of(draft.lift, money, terminals, "country", r);
    costs.storage = rates_of(draft.storage, money, terminals, "country", r);
    costs.free_storage = draft.free_storage;
    costs.waiting = rates_of(draft.waiting, money, loads, "commodity", r);
    costs.value_of_time = draft.value_of_time
                              ? rates_of(draft.value_of_time, money, loads, "commodity", r)
                              : costs.waiting;
  }
  if (r.draft.energy) {
    EnergyDraft const& draft = *r.draft.energy;
    Energy& energy = r.scenario.energy.emplace();
    energy.mass = rates_of(draft.mass, {}, loads, "commodity", r);
    energy.carriage = carriage_of(draft, {}, true, r);
    energy.lift = rates_of(draft.lift, {}, terminals, "country", r);
    energy.emissions = carriage_of(draft.emissions, {}, false, r);
    energy.lift_emissions = rates_of(draft.emissions.lift, {}, terminals, "country", r);
    auto const powered = powered_commodities(r);
    energy.plug = rates_of(draft.plug, {}, powered, "commodity", r);
    energy.plug_emissions = rates_of(draft.emissions.plug, {}, powered, "commodity", r);
  }
}

}  // namespace caravan::scenario
