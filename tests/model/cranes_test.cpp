// What is counted at the cranes of a terminal, against figures worked by hand.
//
//     port ==1435 mm, 1 h== hub ....30 km, 30 min.... city      one crane

#include "tests/model/cranes.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

scenario::Scenario hub(std::string const& run, std::string const& lift, std::string const& units,
                       std::string const& more = "") {
  auto found = scenario::load_text("cranes.yaml", R"(
schema: caravan/1
name: cranes
clock: {start: 2026-03-02 00:00, zone: UTC, run: )" + run +
                                                      R"(}
places: {port: {}, hub: {}, city: {}}
links:
  line: {between: [port, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  street: {between: [hub, city], road: true, length: 30 km, speed: 60 km/h}
terminals:
  yard: {at: hub, changes: 1435 mm to road, lift: )" + lift +
                                                      more + R"(}
services:
  t: {from: port, to: city, departs: daily at 06:00, units: )" +
                                                      units + R"(}
)");
  EXPECT_TRUE(found.scenario) << render(found.diagnostics);
  return std::move(found.scenario).value();
}

// Three units come at 07:00 and are lifted at 07:00, 07:10 and 07:20: two wait, for 10 and 20 min.
TEST(Cranes, count_the_units_beside_them_that_wait_for_their_lift) {
  auto const result = model::run(hub("1 d", "10 min", "3"), {});
  auto const cranes = cranes_of(result);
  EXPECT_EQ(cranes.served, 3);
  EXPECT_EQ(cranes.greatest_queue, 2);
  EXPECT_EQ(cranes.waits_ms, Duration::minutes(30).count());
  EXPECT_DOUBLE_EQ(cranes.mean_queue, 0.5 / 24);
  EXPECT_EQ(cranes.growth_per_week, 0);
  EXPECT_EQ(result.terminals.at(0).lifts, 3);
  EXPECT_EQ(result.terminals.at(0).units, 3) << "a unit that goes on by truck changes carriers too";
}

// The cranes begin at 08:00: all wait for an hour, none of them twice.
TEST(Cranes, count_the_lifts_and_not_how_often_they_were_ready_for_one) {
  auto const result =
      model::run(hub("1 d", "10 min", "3", ", cranes: 3, breakdowns: {up: 8 h, down: 30 min}"), {});
  auto const cranes = cranes_of(result);
  EXPECT_EQ(cranes.served, 3);
  EXPECT_EQ(cranes.waits_ms, 0);
  EXPECT_EQ(cranes.greatest_queue, 0);
}

// Ten units come a day, and one crane lifts eight: the queue grows by 14 units a week.
TEST(Cranes, name_a_queue_that_grows) {
  auto const result = model::run(hub("120 d", "3 h", "10"), {});
  auto const cranes = cranes_of(result);
  EXPECT_NEAR(cranes.growth_per_week, 14, 0.2);
  EXPECT_NEAR(cranes.utilisation, 1, 0.003);
}

// The train gathers loads for two hours, but it waits for nobody.
TEST(ATerminal, does_not_count_a_train_that_is_forming_as_waiting) {
  auto found = scenario::load_text("forming.yaml", R"(
schema: caravan/1
name: forming
clock: {start: 2026-03-02 00:00, zone: UTC, run: 1 d}
places: {cn: {country: CN}, hub: {country: KZ}, kz: {country: KZ}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 20 TEU}
terminals:
  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 5 min, form: {open-at: 20 %, oldest: 2 h}}
services:
  t: {from: cn, to: kz, departs: daily at 06:00, units: 3}
)");
  ASSERT_TRUE(found.scenario) << render(found.diagnostics);
  auto const result = model::run(*found.scenario, {});
  EXPECT_EQ(result.terminals.at(0).trains_out, 1);
  EXPECT_EQ(result.terminals.at(0).greatest_trains_waiting, 0);
  EXPECT_EQ(result.terminals.at(0).mean_trains_waiting, 0);
}

}  // namespace
}  // namespace caravan
