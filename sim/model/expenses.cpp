#include "model/expenses.hpp"

#include <algorithm>

namespace caravan::model {

namespace {

using scenario::Scenario;

constexpr double kMetresInKm = 1000;
constexpr double kMsInDay = 86'400'000;
constexpr std::int64_t kWholeTrain = 1'000'000;

/// The mean of both ends' rates on a link; the rate itself inside one country.
double rate_on(scenario::Rates const& rates, network::Link const& link, Scenario const& scenario) {
  auto const& places = scenario.network.places();
  auto const a = rates.of(places[link.a].country);
  auto const b = rates.of(places[link.b].country);
  return (a + b) / 2;
}

/// What the way costs and takes for each TEU and for each tonne on it.
struct OfWay {
  double money_per_teu = 0;
  double kwh_per_tonne = 0;
  double kg_per_tonne = 0;
};

void add_link(OfWay& sums, network::Link const& link, Scenario const& scenario) {
  auto const mode = link.carrier.mode;
  auto const km = link.length_m / kMetresInKm;
  if (scenario.costs) {
    sums.money_per_teu += km * rate_on(scenario.costs->carriage[mode], link, scenario);
  }
  if (!scenario.energy) return;
  // Each half of a link over a border has its own country's supply.
  auto const& energy = *scenario.energy;
  for (auto const end : {link.a, link.b}) {
    auto const& country = scenario.network.places()[end].country;
    auto const kwh = km / 2 * energy.carriage[mode].of(country);
    sums.kwh_per_tonne += kwh;
    sums.kg_per_tonne += kwh * energy.emissions[mode].of(country);
  }
}

OfWay of_way(scenario::Way const& way, Scenario const& scenario) {
  OfWay sums;
  for (auto const& leg : way.legs) {
    for (auto const& travel : leg.travels) {
      add_link(sums, scenario.network.links()[travel.link], scenario);
    }
  }
  return sums;
}

/// What a train costs over a leg.
double money_of_train(network::Leg const& leg, Scenario const& scenario) {
  double sum = 0;
  for (auto const& travel : leg.travels) {
    auto const& link = scenario.network.links()[travel.link];
    sum += link.length_m / kMetresInKm * rate_on(scenario.costs->train, link, scenario);
  }
  return sum;
}

Visit& visit_of(Load& load, scenario::TerminalId terminal) {
  if (load.visits.empty() || load.visits.back().terminal != terminal) {
    load.visits.push_back({terminal, 0, {}, {}});
  }
  return load.visits.back();
}

std::int64_t waited_ms(World& world, Load const& load) {
  std::int64_t waited = 0;
  world.books.ledger().for_each(load.account.row, [&](StageId stage, std::int64_t sum) {
    if (world.stages[stage].kind == Stage::Kind::waiting) waited += sum;
  });
  return waited;
}

}  // namespace

double carriage_per_teu(scenario::Way const& way, std::string const& commodity,
                        Scenario const& scenario) {
  auto sum = of_way(way, scenario).money_per_teu;
  for (auto const& leg : way.legs) {
    if (leg.carrier.mode != network::Mode::rail || way.by_truck) continue;
    auto const consist = scenario::consist_for(leg, commodity, scenario);
    if (!consist.valid()) continue;
    sum += money_of_train(leg, scenario) / scenario.consists[consist].capacity_teu;
  }
  return sum;
}

void share_train(World& world, Train& train) {
  if (!world.scenario.costs || !world.scenario.costs->train.given()) return;
  world.for_each(train.loads, [&](LoadRow, Load& load) {
    load.train_shares.resize(load.leg + 1);
    load.train_shares[load.leg] = load.teu * kWholeTrain / train.load_teu;
  });
}

double lift_costs(scenario::Way const& way, Scenario const& scenario) {
  double sum = 0;
  for (auto const& leg : way.legs) {
    if (leg.transfer_after.valid() && !scenario::goes_on(leg, scenario)) {
      sum += scenario.costs->lift.of(scenario.network.places()[leg.to].country);
    }
  }
  return sum;
}

Expenses& Expenses::operator+=(Expenses const& more) {
  loads += more.loads;
  carriage += more.carriage;
  lifts += more.lifts;
  storage += more.storage;
  waiting += more.waiting;
  energy_kwh += more.energy_kwh;
  co2e_kg += more.co2e_kg;
  return *this;
}

void lifted(Load& load, scenario::TerminalId terminal) {
  ++visit_of(load, terminal).lifts;
}

void set_down(Load& load, scenario::TerminalId terminal, SimTime now) {
  visit_of(load, terminal).set_down = now;
}

void picked_up(Load& load, Scenario const& scenario, SimTime now) {
  auto& visit = load.visits.back();
  auto const free = scenario.costs ? scenario.costs->free_storage : Duration{};
  visit.stored += std::max(Duration{}, now - visit.set_down - free);
}

void Bill::enter(World& world, Load const& load) {
  auto const& commodity = load.commodity != nullptr ? *load.commodity : std::string{};
  auto& amounts = amounts_[{load.way_number, commodity}];
  amounts.way = load.way;
  ++amounts.loads;
  amounts.teu += load.teu;
  amounts.waiting_teu_ms += load.teu * waited_ms(world, load);
  if (load.powered) {
    amounts.powered_teu_ms += load.teu * (world.engine.now() - load.account.created).count();
  }
  amounts.train_shares.resize(std::max(amounts.train_shares.size(), load.train_shares.size()));
  for (std::size_t leg = 0; leg < load.train_shares.size(); ++leg) {
    amounts.train_shares[leg] += load.train_shares[leg];
  }
  for (auto const& visit : load.visits) {
    auto& handled = amounts.terminals[visit.terminal];
    handled.lifts += visit.lifts;
    handled.stored_teu_ms += load.teu * visit.stored.count();
  }
}

Expenses Bill::priced(Scenario const& scenario) const {
  Expenses sums;
  for (auto const& [key, amounts] : amounts_) {
    price_way(sums, amounts, key.second, scenario);
    for (auto const& [id, handled] : amounts.terminals) {
      price_handling(sums, handled, scenario.terminals[id].place, scenario);
    }
  }
  return sums;
}

void Bill::price_way(Expenses& sums, Amounts const& amounts, std::string const& commodity,
                     Scenario const& scenario) {
  auto const of = of_way(*amounts.way, scenario);
  auto const teu = static_cast<double>(amounts.teu);
  sums.loads += amounts.loads;
  sums.carriage += teu * of.money_per_teu;
  if (scenario.costs) {
    auto const teu_days = static_cast<double>(amounts.waiting_teu_ms) / kMsInDay;
    sums.waiting += teu_days * scenario.costs->waiting.of(commodity);
    for (std::size_t leg = 0; leg < amounts.train_shares.size(); ++leg) {
      auto const trains = static_cast<double>(amounts.train_shares[leg]) / kWholeTrain;
      sums.carriage += trains * money_of_train(amounts.way->legs[leg], scenario);
    }
  }
  if (scenario.energy) {
    auto const tonnes = teu * scenario.energy->mass.of(commodity);
    sums.energy_kwh += tonnes * of.kwh_per_tonne;
    sums.co2e_kg += tonnes * of.kg_per_tonne;
    auto const& energy = *scenario.energy;
    auto const powered = static_cast<double>(amounts.powered_teu_ms) / kMsInDay;
    auto const kwh = powered * energy.plug.of(commodity);
    sums.energy_kwh += kwh;
    sums.co2e_kg += kwh * energy.plug_emissions.of(commodity);
  }
}

void Bill::price_handling(Expenses& sums, Handled const& handled, scenario::PlaceId place,
                          Scenario const& scenario) {
  auto const& country = scenario.network.places()[place].country;
  auto const lifts = static_cast<double>(handled.lifts);
  if (scenario.costs) {
    auto const teu_days = static_cast<double>(handled.stored_teu_ms) / kMsInDay;
    sums.lifts += lifts * scenario.costs->lift.of(country);
    sums.storage += teu_days * scenario.costs->storage.of(country);
  }
  if (scenario.energy) {
    auto const kwh = lifts * scenario.energy->lift.of(country);
    sums.energy_kwh += kwh;
    sums.co2e_kg += kwh * scenario.energy->lift_emissions.of(country);
  }
}

}  // namespace caravan::model
