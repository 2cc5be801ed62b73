// Measured parts of the way.
//
//   yiwu ----60 min---- khorgos ==1435|1520== khorgos ----120 min---- almaty      by rail
//   khorgos ----60 min---- almaty                                                by road
//
// One crane, 30 min a lift, so that every clock can be worked out by hand.

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

constexpr std::int64_t kMinute = 60'000;

scenario::Scenario scenario_of(std::string const& demand, std::string const& clock) {
  auto const loaded = scenario::load_text("transits.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d)" + clock +
                                                               R"(}
places: {yiwu: {}, khorgos: {}, almaty: {}}
links:
  cn: {between: [yiwu, khorgos], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  kz: {between: [khorgos, almaty], rail: 1520 mm, length: 120 km, speed: 60 km/h}
  road: {between: [khorgos, almaty], road: true, length: 60 km, speed: 60 km/h}
terminals:
  dry-port: {at: khorgos, changes: [1435 mm to 1520 mm], cranes: 1, lift: 30 min, form: {open-at: 1}}
consists:
  cn: {gauge: 1435 mm, capacity: 4 TEU}
  kz: {gauge: 1520 mm, capacity: 4 TEU}
transits:
  all: {from: yiwu, to: almaty}
  kazakh: {from: khorgos, to: almaty}
  back: {from: almaty, to: [khorgos, yiwu]}
  either: {from: [yiwu, khorgos], to: almaty}
)" + demand);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return *loaded.scenario;
}

std::vector<std::int64_t> times_of(model::RunResult const& result, std::string const& name) {
  for (auto const& transit : result.transits) {
    if (transit.name == name) {
      return transit.times;
    }
  }
  ADD_FAILURE() << "no transit " << name;
  return {};
}

TEST(Transits, AClockRunsFromTheFirstPlaceToTheLastOverAChangeOfGauge) {
  auto const scenario = scenario_of(R"(services:
  t: {from: yiwu, to: almaty, via: khorgos, departs: mon at 06:00, units: 2, consist: cn}
)",
                                    "");
  auto const result = model::run(scenario, {});
  // 06:00 yiwu, 07:00 khorgos. The onward train stands beside it, so each unit is lifted once:
  // 08:00; 10:00 almaty.
  EXPECT_EQ(times_of(result, "all"), (std::vector<std::int64_t>{240 * kMinute, 240 * kMinute}));
  EXPECT_EQ(times_of(result, "kazakh"), (std::vector<std::int64_t>{180 * kMinute, 180 * kMinute}));
  // Of several first places the one that is passed first counts.
  EXPECT_EQ(times_of(result, "either"), times_of(result, "all"));
  EXPECT_TRUE(times_of(result, "back").empty());
}

TEST(Transits, TrucksAreMeasuredTooAndAPlaceOfSettingOutStartsTheClock) {
  auto const scenario = scenario_of(R"(flows:
  t: {from: khorgos, to: almaty, by: truck, departs: mon at 06:00}
  back: {from: almaty, to: khorgos, by: truck, departs: mon at 08:00}
)",
                                    "");
  auto const result = model::run(scenario, {});
  EXPECT_EQ(times_of(result, "kazakh"), (std::vector<std::int64_t>{60 * kMinute}));
  EXPECT_EQ(times_of(result, "back"), (std::vector<std::int64_t>{60 * kMinute}));
  EXPECT_TRUE(times_of(result, "all").empty());
}

TEST(Transits, WhatSetOutBeforeTheWarmUpEndedDoesNotCount) {
  auto const demand = R"(flows:
  t: {from: khorgos, to: almaty, by: truck, departs: daily at 06:00}
)";
  EXPECT_EQ(times_of(model::run(scenario_of(demand, ""), {}), "kazakh").size(), 2U);
  EXPECT_EQ(times_of(model::run(scenario_of(demand, ", warm-up: 1 d"), {}), "kazakh").size(), 1U);
}

TEST(Transits, MeasuringChangesNothingElse) {
  auto const demand = R"(services:
  t: {from: yiwu, to: almaty, via: khorgos, every: {exponential: 3 h}, units: 2, consist: cn}
)";
  auto measured = scenario_of(demand, "");
  auto plain = measured;
  plain.transits = {};
  auto const a = model::run(measured, {});
  auto const b = model::run(plain, {});
  EXPECT_EQ(a.fingerprints.time.text(), b.fingerprints.time.text());
  EXPECT_FALSE(times_of(a, "all").empty());
  EXPECT_TRUE(b.transits.empty());
}

TEST(Classes, LeadTimesAreToldApartByClassOfService) {
  auto const scenario = scenario_of(R"(flows:
  t: {from: khorgos, to: almaty, by: truck, departs: mon at 06:00, class: express}
  u: {from: khorgos, to: almaty, by: truck, departs: [mon at 07:00, tue at 07:00]}
)",
                                    "");
  auto const result = model::run(scenario, {});
  ASSERT_EQ(result.relations.size(), 2U);
  EXPECT_EQ(result.relations[0].service_class, "");
  EXPECT_EQ(result.relations[0].delivered, 2);
  EXPECT_EQ(result.relations[1].service_class, "express");
  EXPECT_EQ(result.relations[1].delivered, 1);
}

TEST(Seasons, ANamedSeasonIsTheSameAsItsFactorsWrittenOut) {
  auto const named = scenario_of(R"(seasons: {spring: {mar: 0.5}}
flows:
  t: {from: khorgos, to: almaty, by: truck, rate: 100 /d, season: spring}
)",
                                 "");
  auto const written = scenario_of(R"(flows:
  t: {from: khorgos, to: almaty, by: truck, rate: 100 /d, season: {mar: 0.5}}
)",
                                   "");
  auto const whole = scenario_of(R"(flows:
  t: {from: khorgos, to: almaty, by: truck, rate: 100 /d}
)",
                                 "");
  auto const time_of = [](scenario::Scenario const& scenario) {
    return model::run(scenario, {}).fingerprints.time.text();
  };
  EXPECT_EQ(time_of(named), time_of(written));
  EXPECT_NE(time_of(named), time_of(whole));
}

}  // namespace
}  // namespace caravan
