// What a fleet tells at the end of a run, worked out by hand.

#include <string>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

/// Two of the five flats leave a on Monday at 20:00, are at b at 23:00 and ready on Tuesday at
/// 5:00.
model::RunResult three_days() {
  auto const loaded = scenario::load_text("fleets.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 3 d}
places: {a: {}, b: {}}
links: {line: {between: [a, b], rail: 1520 mm, length: 180 km, speed: 60 km/h}}
fleets:
  flats: {wagons: 1520 mm, stock: {a: 5}, turn-round: 6 h}
  hoppers: {wagons: 1520 mm, stock: {a: 0}}
consists: {train: {gauge: 1520 mm, capacity: 2 TEU, wagons: 2, fleet: flats}}
services: {s: {from: a, to: b, departs: mon at 20:00, consist: train, units: 1}}
)");
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return model::run(*loaded.scenario, {});
}

TEST(FleetResults, HaveTheMeanOfWhatStandsReadyAtEachPlace) {
  auto const result = three_days();
  auto const& flats = result.fleets.at(0);
  ASSERT_EQ(flats.places.size(), 2U);
  EXPECT_NEAR(flats.places[0].mean, (20 * 5 + 52 * 3) / 72.0, 1e-9);
  EXPECT_NEAR(flats.places[1].mean, 43 * 2 / 72.0, 1e-9);
}

TEST(FleetResults, OfAFleetWithoutUnitsAreNothing) {
  auto const result = three_days();
  for (auto const& row : result.resources) {
    if (row.name != "hoppers") continue;
    EXPECT_EQ(row.capacity, 0);
    EXPECT_EQ(row.utilisation, 0);
    EXPECT_EQ(row.mean_queue, 0);
    return;
  }
  FAIL() << "there is no row of the hoppers";
}

}  // namespace
}  // namespace caravan
