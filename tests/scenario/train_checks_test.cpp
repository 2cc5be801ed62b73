#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

namespace caravan::scenario {
namespace {

/// west ===1435=== yard ===1520=== east, with a terminal at the yard.
std::string two_gauges(std::string const& onward_capacity, std::string const& activities) {
  return R"(schema: caravan/1
name: two-gauges
clock: {start: 2026-03-02 00:00, zone: UTC, run: 10 d}
places:
  west: {}
  half-way: {activities: [)" +
         activities + R"(]}
  yard: {}
  east: {}
links:
  narrow: {between: [west, half-way], rail: 1435 mm, length: 100 km, speed: 50 km/h}
  narrow-on: {between: [half-way, yard], rail: 1435 mm, length: 100 km, speed: 50 km/h}
  wide: {between: [yard, east], rail: 1520 mm, length: 100 km, speed: 50 km/h}
terminals:
  yard-cranes: {at: yard, changes: [1435 mm to 1520 mm], cranes: 1}
consists:
  narrow: {gauge: 1435 mm, capacity: 100 TEU}
  wide: {gauge: 1520 mm, capacity: )" +
         onward_capacity + R"(}
services:
  through: {from: west, to: east, departs: [daily at 06:00], consist: narrow, units: 10}
)";
}

TEST(TrainChecks, AnOnwardTrainThatCannotCarryOneUnitIsRefused) {
  auto const loaded = load_text("case.yaml", two_gauges("1 TEU", ""));
  EXPECT_FALSE(loaded.scenario);
  EXPECT_THAT(render(loaded.diagnostics),
              testing::HasSubstr("service `through` sends units of 2 TEU, but its onward train "
                                 "`wide` takes 1 TEU in all [train-load]"));
}

TEST(TrainChecks, AnOnwardTrainThatCarriesOneUnitIsAccepted) {
  EXPECT_TRUE(load_text("case.yaml", two_gauges("2 TEU", "")).scenario);
}

TEST(TrainChecks, UnitsCannotBeHeldWhereNoneLeavesItsTrain) {
  auto const text = two_gauges("100 TEU", "inspection") +
                    "activities:\n  inspection: {per: unit, holds: unit, time: 1 h}\n";
  auto const loaded = load_text("case.yaml", text);
  EXPECT_FALSE(loaded.scenario);
  EXPECT_THAT(render(loaded.diagnostics),
              testing::HasSubstr("activity `inspection` holds units at half-way, where none leaves "
                                 "its train: there is no terminal, and none ends there [holds]"));
}

TEST(TrainChecks, AServiceCannotSetOutByShipOrOnAnotherGauge) {
  auto const loaded = load_text("case.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {}, c: {}}
links:
  sea: {between: [a, b], sea: true, time: 2 h, sailings: {a: {every: 9 h}, b: {every: 9 h}}}
  wide: {between: [a, c], rail: 1520 mm, length: 30 km, speed: 60 km/h}
consists: {narrow: {gauge: 1435 mm, capacity: 8 TEU}, broad: {gauge: 1520 mm, capacity: 8 TEU}}
terminals: {quay: {at: a, changes: [1520 mm and sea, 1435 mm to 1520 mm]}}
services:
  ship: {from: a, to: b, consist: broad, every: 4 h, units: 2}
  gauge: {from: a, to: c, consist: narrow, every: 4 h, units: 2}
)");
  EXPECT_FALSE(loaded.scenario);
  auto const said = render(loaded.diagnostics);
  EXPECT_THAT(said, testing::HasSubstr("the quickest way of `ship` to b leaves a by "
                                       "another carrier than its train [no-route]"));
  EXPECT_THAT(said, testing::HasSubstr("the quickest way of `gauge` to c leaves a by "
                                       "another carrier than its train [no-route]"));
}

TEST(TrainChecks, ALoadCannotChangeCarriersTwiceAtOnePlace) {
  auto const loaded = load_text("case.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {}, c: {}}
links:
  narrow: {between: [a, b], rail: 1435 mm, length: 30 km, speed: 60 km/h}
  iberian: {between: [b, c], rail: 1668 mm, length: 30 km, speed: 60 km/h}
terminals:
  one: {at: b, changes: 1435 mm to 1520 mm}
  two: {at: b, changes: 1520 mm to 1668 mm}
flows:
  boxes: {from: a, to: c, every: 4 h}
)");
  EXPECT_FALSE(loaded.scenario);
  EXPECT_THAT(render(loaded.diagnostics),
              testing::HasSubstr(
                  "the quickest way of `boxes` to c changes carriers twice at b [no-route]"));
}

/// west ===1520=== east and ===1520=== south; a service with `units` on trains of 20 TEU.
std::string service_of(std::string const& units, std::string const& more) {
  return R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 10 d}
places: {west: {}, east: {}, south: {}}
links:
  line: {between: [west, east], rail: 1520 mm, length: 100 km, speed: 50 km/h}
  branch: {between: [west, south], rail: 1520 mm, length: 100 km, speed: 50 km/h}
consists: {short: {gauge: 1520 mm, capacity: 20 TEU}}
services:
  train: {from: west, to: {east: 0.5, south: 0.5}, departs: daily at 06:00, takes-waiting: true, units: )" +
         units + "}\n" + more;
}
std::string said_of(std::string const& text) {
  return render(load_text("case.yaml", text).diagnostics);
}

TEST(TrainChecks, TheGreatestDrawOfABoundedLawFitsOrIsWarnedOf) {
  EXPECT_EQ(said_of(service_of("{uniform: [0, 10]}", "")), "");
  EXPECT_THAT(
      said_of(service_of("{uniform: [0, 12]}", "")),
      testing::HasSubstr("service `train` may draw 12 units of 2 TEU = 24 TEU, but its train "
                         "takes 20 TEU: what does not fit never sets out [train-load]"));
  EXPECT_THAT(said_of(service_of("{discrete: [[0.9, 1], [0.1, 11]]}", "")),
              testing::HasSubstr("help: let the distribution end at 10 units"));
  EXPECT_EQ(said_of(service_of("{normal: {mean: 5, sd: 1}}", "")), "");  // no end to compare
}

TEST(TrainChecks, RoomForWaitingLoadsIsThatOfTheTrainsThatGoTheirWay) {
  // One train every other day goes east, with 10 TEU beside its own: 5 TEU/d.
  auto const flow = [](std::string const& rate) {
    return "flows:\n  boxes: {from: west, to: east, rate: " + rate + "}\n";
  };
  EXPECT_EQ(said_of(service_of("5", flow("2.4 /d"))), "");
  EXPECT_THAT(said_of(service_of("5", flow("2.6 /d"))), testing::HasSubstr("[overload]"));
  EXPECT_THAT(said_of(service_of("10", flow("0.1 /d"))),
              testing::HasSubstr("loads wait for trains from west to east on 1520 mm that have no "
                                 "room for them [no-room]"));
}

}  // namespace
}  // namespace caravan::scenario
