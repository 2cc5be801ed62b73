// How long loads and trains are at a place, against timelines worked by hand: by Little's law the
// mean number there, times the hours that count, is the sum of all stays.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/measure.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::experiment {
namespace {

constexpr double kHour = 60;

/// Minutes that all loads, or all trains, spend at each place, from what the measures say.
std::map<std::string, double> stays(std::string const& text, std::vector<std::string> const& set,
                                    double minutes_counted, std::string const& whose) {
  scenario::LoadOptions options;
  options.set = set;
  auto const loaded = scenario::load_text("stays.yaml", text, options);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  std::map<std::string, double> stays;
  std::string const family = "present.";
  for (auto const& [measure, value] :
       measures_of(*loaded.scenario, run(*loaded.scenario, {}).result)) {
    auto const& name = measure.name;
    if (!name.starts_with(family) || !name.ends_with(whose)) continue;
    stays[name.substr(family.size(), name.size() - family.size() - whose.size())] =
        value * minutes_counted;
  }
  return stays;
}

/// Two loads come to the hub at 07:00, are set down in the yard, and leave it at 10:35, when the
/// oldest has waited three hours there: the case of a transfer by the yard, whose timeline tells
/// each step. The train that brings them is there for its positioning and two lifts, 07:00 to
/// 07:20, and the one that takes them from 10:15 to 10:35.
constexpr char const* kYard = R"(schema: caravan/1
name: yard
clock: {start: 2026-03-02 00:00, zone: UTC, run: 18 h}
places: {cn: {country: CN}, hub: {country: KZ}, kz: {country: KZ}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 16 TEU}
terminals:
  dry:
    at: hub
    changes: 1435 mm to 1520 mm
    lift: 5 min
    positioning: 10 min
    form: {open-at: 100 %, oldest: 3 h}
services:
  t: {from: cn, to: kz, departs: daily at 06:00, units: 2}
)";

TEST(Presence, of_loads_in_a_yard_is_their_stay_from_train_to_train) {
  auto const loads = stays(kYard, {}, 18 * kHour, ".loads");
  EXPECT_NEAR(loads.at("hub"), 2 * (3 * kHour + 35), 1e-6);
  EXPECT_EQ(loads.at("cn"), 0) << "they leave as they are created";
  EXPECT_EQ(loads.at("kz"), 0) << "and are delivered as they come";
  auto const trains = stays(kYard, {}, 18 * kHour, ".trains");
  EXPECT_NEAR(trains.at("hub"), 20 + 20, 1e-6);
}

TEST(Presence, counts_of_a_stay_what_is_after_the_warm_up) {
  auto const loads = stays(kYard, {"clock.warm-up=9 h"}, 9 * kHour, ".loads");
  EXPECT_NEAR(loads.at("hub"), 2 * (kHour + 35), 1e-6) << "from 09:00 to 10:35";
  auto const trains = stays(kYard, {"clock.warm-up=9 h"}, 9 * kHour, ".trains");
  EXPECT_NEAR(trains.at("hub"), 20, 1e-6) << "of the second";
}

TEST(Presence, of_what_is_still_there_ends_with_the_run) {
  auto const loads = stays(kYard, {"clock.run=8 h"}, 8 * kHour, ".loads");
  EXPECT_NEAR(loads.at("hub"), 2 * kHour, 1e-6) << "from 07:00 to 08:00";
}

/// Two trains of four loads at a desk for one, of two hours a train: the first is there from 07:00
/// to 09:00, the second comes at 08:00, waits for an hour and is done at 11:00. The third passes
/// the desk without being looked at.
constexpr char const* kDesk = R"(schema: caravan/1
name: desk
clock: {start: 2026-03-02 00:00, zone: UTC, run: 24 h}
places: {west: {}, border: {activities: [customs]}, east: {}}
links:
  w: {between: [west, border], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  e: {between: [border, east], rail: 1435 mm, length: 60 km, speed: 60 km/h}
activities:
  customs: {time: 2 h, per: train, for: {services: t}}
consists: {c: {gauge: 1435 mm, capacity: 20 TEU}}
services:
  t: {from: west, to: east, departs: [daily at 06:00, daily at 07:00], consist: c, units: 4}
  other: {from: west, to: east, departs: daily at 15:00, consist: c, units: 7}
)";

TEST(Presence, of_trains_with_their_loads_at_a_desk_is_work_and_wait) {
  auto const loads = stays(kDesk, {}, 24 * kHour, ".loads");
  EXPECT_NEAR(loads.at("border"), 4 * 2 * kHour + 4 * 3 * kHour, 1e-6);
  EXPECT_EQ(loads.at("west"), 0);
  EXPECT_EQ(loads.at("east"), 0);
  auto const trains = stays(kDesk, {}, 24 * kHour, ".trains");
  EXPECT_NEAR(trains.at("border"), 2 * kHour + 3 * kHour, 1e-6);
}

}  // namespace
}  // namespace caravan::experiment
