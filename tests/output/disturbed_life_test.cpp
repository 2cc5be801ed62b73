// What `why` says of a load behind a closed border: the closure, behind whom its train stood, and
// the onward train that it missed.
//
//     cn ==1 h, headway 10 min== hub ==1 h== kz          closed from 06:30 to 09:30
//     x  =========1 h=========== hub
//
// One crane, 5 min a lift, 10 min to place a train; onward trains take 3 units, are placed for 2
// and leave when their oldest unit has waited an hour.
//
// Closed: t#1 (07:00) waits for the border until 09:30, t#2 (07:10) stands behind it and enters at
// 09:40. f#1 comes at 08:05; dry>kz#1 takes its two units and leaves at 09:20, an hour after the
// first was aboard. t#1 is placed by 10:40 and its unit is in the yard at 10:45; t#2 comes at
// 10:40, is placed by 10:50 with dry>kz#2; the crane lifts t#1/1 to 10:55 and t#2/1 to 11:00;
// dry>kz#2 leaves at 11:45, when t#1/1 has waited an hour, and arrives at 12:45.
//
// Open: t#1's unit and the two of f#1 fill dry>kz#1 by 08:30. t#2 comes at 08:10; its unit is in
// the yard at 08:35, after them. An hour later dry>kz#2 is placed, at 09:45 it is lifted, and it
// leaves at 09:50, to arrive at 10:50.

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/output/life.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::output {
namespace {

using ::testing::HasSubstr;

constexpr char const* kBorder = R"(
schema: caravan/1
name: border
clock: {start: 2026-03-02 00:00, zone: UTC, run: 1 d}
places: {cn: {country: CN}, x: {country: CN}, hub: {country: KZ}, kz: {country: KZ}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h, headway: 10 min}
  side: {between: [x, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 6 TEU}
terminals:
  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 5 min, positioning: 10 min, form: {open-at: 50 %, oldest: 1 h}}
services:
  t: {from: cn, to: kz, departs: [daily at 07:00, daily at 07:10], units: 1}
  f: {from: x, to: kz, departs: daily at 07:05, units: 2}
closures:
  border: {of: links.narrow, from: 2026-03-02 06:30, until: 2026-03-02 09:30}
)";

std::string why(scenario::Scenario const& scenario, std::string const& name) {
  auto const watched = [](scenario::Scenario const& one, LifeRecorder& recorder) {
    model::RunOptions options;
    options.observers = {&recorder};
    return model::run(one, options);
  };
  auto const running = model::Stages{scenario}.running;
  LifeRecorder recorder{name, running};
  auto const result = watched(scenario, recorder);
  auto const life = recorder.life(result);
  EXPECT_TRUE(life);
  EXPECT_TRUE(held_up_by_closures(scenario, result, life.value()));
  auto calm = scenario;
  calm.closures = {};
  LifeRecorder undisturbed{name, running};
  auto const calm_result = watched(calm, undisturbed);
  return life_text(scenario, result, *life, undisturbed.life(calm_result));
}

TEST(ADisturbedLife, names_the_closure_whom_it_stood_behind_and_the_train_it_missed) {
  auto const loaded = scenario::load_text("border.yaml", kBorder);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  EXPECT_EQ(why(*loaded.scenario, "t#2/1"),
            "t#2/1: load unit, cn → kz, 5 h 35 min, of which 3 h 20 min waiting; local times\n"
            "  2026-03-02 07:10  cn   set out\n"
            "  2026-03-02 07:10  cn   boarded t#2\n"
            "  2026-03-02 07:10  cn   waited 2 h 20 min on narrow for the line, held by t#1\n"
            "                           t#1 waited 2 h 20 min on narrow for a closure to end\n"
            "                           border, 2026-03-02 06:30 to 2026-03-02 09:30\n"
            "  2026-03-02 09:30  cn   waited 10 min on narrow for the line\n"
            "  2026-03-02 09:40  cn   ran 1 h 00 min over narrow\n"
            "  2026-03-02 10:40  hub  positioning 10 min\n"
            "  2026-03-02 10:50  hub  brought by t#2\n"
            "  2026-03-02 10:50  hub  waited 5 min for a crane\n"
            "  2026-03-02 10:55  hub  lift 5 min\n"
            "  2026-03-02 11:00  hub  waited 45 min for more loads\n"
            "  2026-03-02 11:45  hub  boarded dry>kz#2\n"
            "                           missed dry>kz#1, which left 2026-03-02 09:20: undisturbed "
            "it would have been ready 2026-03-02 08:35\n"
            "  2026-03-02 11:45  hub  ran 1 h 00 min over broad\n"
            "  2026-03-02 12:45  kz   brought by dry>kz#2\n"
            "  2026-03-02 12:45  kz   delivered\n"
            "                           undisturbed 2026-03-02 10:50, 1 h 55 min earlier\n"
            "waited  line 2 h 30 min · forming 45 min · crane 5 min · in all 3 h 20 min\n"
            "worked  positioning 10 min · lift 5 min · in all 15 min\n"
            "moved   running 2 h 00 min\n"
            "sum     5 h 35 min = lead time\n");
}

TEST(ADisturbedLife, tells_the_closure_itself_of_the_train_at_its_head) {
  auto const loaded = scenario::load_text("border.yaml", kBorder);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  EXPECT_THAT(why(*loaded.scenario, "t#1"),
              HasSubstr("  2026-03-02 07:00  cn   waited 2 h 30 min on narrow for a closure to "
                        "end\n                           border, 2026-03-02 06:30 to 2026-03-02 "
                        "09:30\n"));
}

// A line that takes a train every two hours, closed from 06:00 to 09:00. The three of the morning
// enter at 09:00, 11:00 and 13:00, and t#4, which comes when all is open again, at 15:00, after 5 h
// 30 min. Open, they enter at 06:10, 08:10, 10:10 and 12:10.
constexpr char const* kSlowLine = R"(
schema: caravan/1
name: slow
clock: {start: 2026-03-02 00:00, zone: UTC, run: 1 d}
places: {cn: {}, hub: {}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h, headway: 2 h}
services:
  t: {from: cn, to: hub, departs: [daily at 06:10, daily at 06:20, daily at 06:30, daily at 09:30], units: 1}
closures:
  border: {of: links.narrow, from: 2026-03-02 06:00, until: 2026-03-02 09:00}
)";

TEST(ADisturbedLife, tells_the_closure_whose_queue_it_stood_in_when_all_was_open_again) {
  auto const loaded = scenario::load_text("slow.yaml", kSlowLine);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto const told = why(*loaded.scenario, "t#4/1");
  EXPECT_THAT(told, HasSubstr("border, 2026-03-02 06:00 to 2026-03-02 09:00: the queue for it "
                              "lasted until 2026-03-02 15:00\n"));
  EXPECT_THAT(told, HasSubstr("undisturbed 2026-03-02 13:10, 2 h 50 min earlier\n"));
}

TEST(ADisturbedLife, does_not_blame_a_closure_whose_queue_has_gone) {
  std::string text{kSlowLine};
  text.replace(text.find("daily at 09:30"), 14, "daily at 15:10");
  auto const loaded = scenario::load_text("slow.yaml", text);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  LifeRecorder recorder{"t#4/1", model::Stages{*loaded.scenario}.running};
  model::RunOptions options;
  options.observers = {&recorder};
  auto const result = model::run(*loaded.scenario, options);
  EXPECT_FALSE(held_up_by_closures(*loaded.scenario, result, recorder.life(result).value()));
}

// The change of a driver takes no time here; the strike is named all the same.
TEST(ADisturbedLife, names_the_strike_of_the_drivers_whom_it_waited_for) {
  auto const loaded = scenario::load_text(
      "strike.yaml",
      "schema: caravan/1\n"
      "clock: {start: 2026-03-02 00:00, zone: UTC, run: 1 d}\n"
      "places: {a: {}, b: {}}\n"
      "links: {main: {between: [a, b], rail: 1520 mm, length: 60 km, speed: 60 km/h}}\n"
      "fleets: {drivers: {crews: main, stock: {a: 1}}}\n"
      "services: {t: {from: a, to: b, departs: daily at 07:00, units: 1}}\n"
      "closures:\n"
      "  strike: {of: fleets.drivers, from: 2026-03-02 06:00, until: 2026-03-02 09:00}\n");
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  EXPECT_THAT(why(*loaded.scenario, "t#1"),
              HasSubstr("waited 2 h 00 min for drivers\n"
                        "                         strike, 2026-03-02 06:00 to 2026-03-02 09:00\n"));
}

// One set of wagons, of a. out#1 has it from 05:00 and keeps it at b to 07:00, when back#1 brings
// it home by 08:00: out#2 waits at a from 06:00 to 08:00 for wagons, storm or none. The storm stops
// the other line of a from 05:30 to 06:30; x#1 and x#2 stand in its queue, which lasts until x#2
// enters at 08:30, two hours after x#1.
constexpr char const* kStorm = R"(
schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 1 d}
places: {a: {}, b: {}, c: {}}
links:
  main: {between: [a, b], rail: 1520 mm, length: 60 km, speed: 60 km/h}
  side: {between: [a, c], rail: 1520 mm, length: 60 km, speed: 60 km/h, headway: 2 h}
fleets: {flats: {wagons: 1520 mm, stock: {a: 2}}}
consists:
  set: {gauge: 1520 mm, capacity: 8 TEU, wagons: 2, fleet: flats}
  free: {gauge: 1520 mm, capacity: 8 TEU}
services:
  out: {from: a, to: b, departs: [daily at 05:00, daily at 06:00], units: 1, consist: set}
  back: {from: b, to: a, departs: daily at 07:00, units: 1, consist: set}
  x: {from: a, to: c, departs: [daily at 05:40, daily at 05:50], units: 1, consist: free}
closures:
  storm: {of: links.side, from: 2026-03-02 05:30, until: 2026-03-02 06:30}
)";

model::RunResult life_in_a_storm(scenario::Scenario const& scenario, LifeRecorder& recorder) {
  model::RunOptions options;
  options.observers = {&recorder};
  return model::run(scenario, options);
}

TEST(ADisturbedLife, does_not_blame_a_storm_for_a_wait_for_wagons) {
  auto const loaded = scenario::load_text("storm.yaml", kStorm);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  LifeRecorder recorder{"out#2", model::Stages{*loaded.scenario}.running};
  auto const result = life_in_a_storm(*loaded.scenario, recorder);
  auto const life = recorder.life(result);
  ASSERT_TRUE(life);
  ASSERT_EQ(result.closures.size(), 1U);
  EXPECT_EQ(result.closures.front().recovered,
            SimTime::start() + Duration::hours(8) + Duration::minutes(30));
  EXPECT_FALSE(held_up_by_closures(*loaded.scenario, result, *life));
}

// out#3 comes at 06:40, when the wagons are free again, and stands behind out#2 in the queue that
// their closure made.
TEST(ADisturbedLife, tells_the_closure_of_the_wagons_in_whose_queue_it_stood) {
  std::string text{kStorm};
  text.replace(text.find("links.side"), 10, "fleets.flats");
  text.replace(text.find("daily at 06:00]"), 15, "daily at 06:00, daily at 06:40]");
  auto const loaded = scenario::load_text("claimed.yaml", text);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  LifeRecorder recorder{"out#3", model::Stages{*loaded.scenario}.running};
  auto const result = life_in_a_storm(*loaded.scenario, recorder);
  auto const life = recorder.life(result);
  ASSERT_TRUE(life);
  EXPECT_TRUE(held_up_by_closures(*loaded.scenario, result, *life));
}

}  // namespace
}  // namespace caravan::output
