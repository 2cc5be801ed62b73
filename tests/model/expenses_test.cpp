// What a load costs, worked by hand.
//
//   cn (CN) ==1435 mm, 60 km, 1 h== hub (KZ) ==1520 mm, 60 km, 1 h== kz (KZ)
//
// One unit of 2 TEU leaves at 06:00. It is lifted into the yard from 07:10 to 07:15. When it has
// waited 35 h 45 min, at 19:00 of the next day, a train is ordered; it stands at 19:10 and is
// loaded until 19:15. So the unit is lifted twice, stands in the yard for 36 h, waits for an onward
// train for 35 h 55 min = 2155 min, and is at kz at 20:15.

#include <cstdint>
#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/support/paths.hpp"

namespace caravan {
namespace {

constexpr char const* kBroad =
    "  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}\n";

model::RunResult run(std::string const& rates, std::string const& broad = kBroad,
                     std::string const& further = {}, std::string const& clock = {},
                     std::string const& onward = "16 TEU") {
  auto const loaded = scenario::load_text("expenses.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 4 d)" + clock +
                                                               R"(}
places: {cn: {country: CN}, hub: {country: KZ}, mid: {country: KZ}, kz: {country: KZ}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  road: {between: [hub, mid], road: true, length: 30 km, speed: 60 km/h}
)" + broad + R"(consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: )" + onward + R"(}
terminals:
  dry:
    at: hub
    changes: 1435 mm to 1520 mm
    lift: 5 min
    positioning: 10 min
    form: {open-at: 100 %, oldest: 2145 min}
services:
  t: {from: cn, to: kz, departs: mon at 06:00, units: 1}
)" + further + rates);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return model::run(*loaded.scenario, {});
}

constexpr char const* kCosts = R"(costs:
  currency: USD
  rail: {CN: 0.4 USD/TEU-km, others: 0.2 USD/TEU-km}
  lift: 35 USD
  storage: 6 USD/TEU-d
  free-storage: 12 h
  waiting: 144 USD/TEU-d
)";

constexpr char const* kEnergy = R"(energy:
  mass: 10 t/TEU
  rail: 0.05 kWh/t-km
  lift: 5 kWh
  emissions:
    rail: {CN: 0.6 kg/kWh, others: 0.4 kg/kWh}
    lift: 0.4 kg/kWh
)";

TEST(Expenses, AUnitOverABreakOfGaugeCostsWhatAPencilSays) {
  auto const result = run(kCosts);
  ASSERT_TRUE(result.expenses);
  auto const& of = *result.expenses;
  EXPECT_EQ(of.loads, 1);
  // The first link lies half in each country: 60 km at 0.3, then 60 km at 0.2, for 2 TEU.
  EXPECT_NEAR(of.carriage, 2 * (60 * 0.3 + 60 * 0.2), 1e-9);
  EXPECT_NEAR(of.lifts, 2 * 35, 1e-9);
  EXPECT_NEAR(of.storage, 2 * 6 * 1.0, 1e-9);  // 1.5 days, of which half a day is free
  EXPECT_NEAR(of.waiting, 2 * 0.1 * 2155, 1e-9);
  EXPECT_NEAR(of.total(), 60 + 70 + 12 + 431, 1e-9);
  EXPECT_EQ(of.energy_kwh, 0);
}

TEST(Expenses, AUnitTakesEnergyAndEmitsByTheSupplyOfEachCountry) {
  auto const result = run(kEnergy);
  ASSERT_TRUE(result.expenses);
  // 20 t over 120 km: 30 kWh of them in China; two lifts take 10 kWh.
  EXPECT_NEAR(result.expenses->energy_kwh, 120 + 10, 1e-9);
  EXPECT_NEAR(result.expenses->co2e_kg, 30 * 0.6 + 90 * 0.4 + 10 * 0.4, 1e-9);
  EXPECT_EQ(result.expenses->total(), 0);
}

TEST(Expenses, ADirectLiftIsOneLiftWithoutStorageOrWaiting) {
  // The onward train is full with one unit, so it is ordered while the unit is being placed: both
  // trains stand beside the crane at 07:10.
  auto const result = run(kCosts, kBroad, {}, {}, "2 TEU");
  ASSERT_TRUE(result.expenses);
  EXPECT_NEAR(result.expenses->lifts, 35, 1e-9);
  EXPECT_EQ(result.expenses->storage, 0);
  EXPECT_EQ(result.expenses->waiting, 0);
}

constexpr char const* kTrains = R"(costs:
  currency: USD
  train: {CN: 10 USD/train-km, others: 20 USD/train-km}
)";

TEST(Expenses, AUnitThatRidesAlonePaysForItsTrains) {
  auto const result = run(kTrains);
  ASSERT_TRUE(result.expenses);
  EXPECT_NEAR(result.expenses->carriage, 60 * 15 + 60 * 20, 1e-9);
}

TEST(Expenses, LoadsThatRideTogetherShareTheTrainByTeu) {
  // Three units of 1 TEU come with a train of their own, and go on with the unit of 2 TEU.
  auto const result = run(kTrains, kBroad,
                          "  u: {from: cn, to: kz, departs: mon at 06:20, units: 3, unit: 1 TEU, "
                          "class: small}\n");
  ASSERT_EQ(result.relations.size(), 2U);
  for (auto const& relation : result.relations) {
    auto const share = relation.service_class.empty() ? 2.0 / 5 : 3.0 / 5;
    ASSERT_TRUE(relation.expenses);
    EXPECT_NEAR(relation.expenses->carriage, 60 * 15 + share * 60 * 20, 0.01);
  }
}

TEST(Expenses, TwiceTheRatesAreTwiceTheCosts) {
  auto const once = run(kCosts);
  auto const twice = run(R"(costs:
  currency: USD
  rail: {CN: 0.8 USD/TEU-km, others: 0.4 USD/TEU-km}
  lift: 70 USD
  storage: 12 USD/TEU-d
  free-storage: 12 h
  waiting: 288 USD/TEU-d
)");
  ASSERT_TRUE(once.expenses && twice.expenses);
  EXPECT_NEAR(twice.expenses->carriage, 2 * once.expenses->carriage, 1e-9);
  EXPECT_NEAR(twice.expenses->lifts, 2 * once.expenses->lifts, 1e-9);
  EXPECT_NEAR(twice.expenses->storage, 2 * once.expenses->storage, 1e-9);
  EXPECT_NEAR(twice.expenses->waiting, 2 * once.expenses->waiting, 1e-9);
}

TEST(Expenses, ALinkInTwoPartsCostsTheSame) {
  auto const rates = std::string{kCosts} + kEnergy;
  auto const whole = run(rates);
  auto const parts = run(rates,
                         "  east: {between: [hub, mid], rail: 1520 mm, length: 20 km, speed: 60 "
                         "km/h}\n"
                         "  west: {between: [mid, kz], rail: 1520 mm, length: 40 km, speed: 60 "
                         "km/h}\n");
  ASSERT_TRUE(whole.expenses && parts.expenses);
  EXPECT_NEAR(parts.expenses->total(), whole.expenses->total(), 1e-9);
  EXPECT_NEAR(parts.expenses->energy_kwh, whole.expenses->energy_kwh, 1e-9);
  EXPECT_NEAR(parts.expenses->co2e_kg, whole.expenses->co2e_kg, 1e-9);
}

constexpr char const* kTrucks =
    "flows: {trucks: {from: hub, to: mid, by: truck, departs: daily at 08:00, commodity: food}}\n";

TEST(Expenses, RelationsAddUpToAllAndEachHasItsOwn) {
  auto const result = run(R"(costs:
  currency: EUR
  rail: 0.2 EUR/TEU-km
  road: 1.5 EUR/TEU-km
  lift: {KZ: 35 EUR}
energy:
  mass: {food: 15 t/TEU, others: 10 t/TEU}
  road: 0.3 kWh/t-km
)",
                          kBroad, kTrucks);
  ASSERT_TRUE(result.expenses);
  ASSERT_EQ(result.relations.size(), 2U);
  model::Expenses sum;
  for (auto const& relation : result.relations) {
    ASSERT_TRUE(relation.expenses);
    EXPECT_EQ(relation.expenses->loads, static_cast<std::int64_t>(relation.lead_times.size()));
    sum += *relation.expenses;
    if (!relation.by_truck) continue;
    EXPECT_NEAR(relation.expenses->total(), 4 * 2 * 30 * 1.5, 1e-9);  // four days of one truck
    EXPECT_NEAR(relation.expenses->energy_kwh, 4 * 30 * 30 * 0.3, 1e-9);
  }
  EXPECT_NEAR(sum.total(), result.expenses->total(), 1e-9);
  EXPECT_NEAR(sum.total(), 360 + (2 * 120 * 0.2 + 2 * 35), 1e-9);
  EXPECT_EQ(sum.loads, 5);
}

/// 2 TEU for an hour at 72 kWh a TEU and day are 6 kWh; what needs no plug takes none.
TEST(Expenses, APoweredLoadTakesEnergyFromSettingOutToArrival) {
  auto const result =
      run("goods: {fruit: {powered: true}}\n"
          "energy:\n"
          "  mass: 0 t/TEU\n"
          "  plug: {fruit: 72 kWh/TEU-d}\n"
          "  emissions: {plug: 0.5 kg/kWh}\n",
          kBroad,
          "  u: {from: cn, to: hub, departs: mon at 06:00, units: 1, commodity: "
          "fruit}\n");
  ASSERT_TRUE(result.expenses);
  // Train u enters the line behind t, and leaves it a millisecond after it.
  EXPECT_NEAR(result.expenses->energy_kwh, 6, 2e-6);
  EXPECT_NEAR(result.expenses->co2e_kg, 3, 1e-6);
}

/// Adds up what each delivered load is said to have cost.
class Adder final : public model::Observer {
 public:
  void observe(model::Observation const& observation) override {
    auto const* const ended = std::get_if<model::observed::Ended>(&observation);
    if (ended == nullptr || ended->expenses == nullptr) return;
    EXPECT_EQ(ended->expenses->loads, 1);
    sum += *ended->expenses;
  }
  model::Expenses sum;
};

TEST(Expenses, WhatSingleLoadsAreSaidToCostAddsUpToAll) {
  scenario::LoadOptions options_of_load;
  options_of_load.set = {
      "clock.run=40 d", "clock.warm-up=0 s",
      "costs={currency: USD, rail: 0.3 USD/TEU-km, road: 1 USD/TEU-km, lift: 35 USD, "
      "storage: 6 USD/TEU-d, waiting: 10 USD/TEU-d}"};
  auto const loaded =
      scenario::load_scenario(source_folder() + "/scenarios/08-goods.yaml", options_of_load);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  Adder adder;
  model::RunOptions options;
  options.observers.push_back(&adder);
  auto const result = model::run(*loaded.scenario, options);
  ASSERT_TRUE(result.expenses);
  EXPECT_GT(result.expenses->loads, 1000);
  EXPECT_EQ(adder.sum.loads, result.expenses->loads);
  EXPECT_NEAR(adder.sum.total(), result.expenses->total(), 1e-9 * result.expenses->total());
  EXPECT_NEAR(adder.sum.waiting, result.expenses->waiting, 1e-9 * result.expenses->waiting);
}

TEST(Expenses, LoadsBeforeTheWarmUpAreNotPriced) {
  auto const result = run(kCosts, kBroad, {}, ", warm-up: 1 d");
  ASSERT_TRUE(result.expenses);
  EXPECT_EQ(result.expenses->loads, 0);
  EXPECT_EQ(result.expenses->total(), 0);
}

TEST(Expenses, RatesChangeNothingThatHappens) {
  auto const plain = run({});
  auto const priced = run(std::string{kCosts} + kEnergy);
  EXPECT_FALSE(plain.expenses);
  EXPECT_EQ(plain.fingerprints.time.text(), priced.fingerprints.time.text());
  EXPECT_EQ(plain.relations.front().lead_times, priced.relations.front().lead_times);
}

}  // namespace
}  // namespace caravan
