// What terminals do in the long run, against figures worked by hand: cranes that break down, and
// the share of loads that are lifted straight from train to train.

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "tests/model/cranes.hpp"

namespace caravan {
namespace {

scenario::Scenario scenario_of(std::string const& text) {
  auto found = scenario::load_text("transfers.yaml", text);
  EXPECT_TRUE(found.scenario) << render(found.diagnostics);
  return std::move(found.scenario).value();
}

/// More units than cranes lift in the run stand beside them from 07:30 on the first day.
std::string always_busy(std::string const& run, std::string const& cranes) {
  return R"(
schema: caravan/1
name: busy
clock: {start: 2026-03-02 00:00, zone: UTC, run: )" +
         run + R"(}
places: {port: {}, hub: {}, city: {}}
links:
  line: {between: [port, hub], rail: 1435 mm, length: 90 km, speed: 60 km/h}
  street: {between: [hub, city], road: true, length: 30 km, speed: 60 km/h}
consists: {ore: {gauge: 1435 mm, capacity: 10000 TEU}}
terminals: {yard: {at: hub, changes: 1435 mm to road, )" +
         cranes + R"(}}
services: {t: {from: port, to: city, departs: daily at 06:00, units: 4000}}
)";
}

// Two hours in order, half an hour under repair. The train is in place at 07:30, when a repair
// ends; until 247.5 h there are 96 rounds of 2 h of lifting: 1152 lifts of 10 min. Of 247.5 h, 99 x
// 0.5 h are repairs.
TEST(ACraneThatBreaksDown, lifts_for_just_the_time_that_it_is_in_order) {
  auto const result = model::run(
      scenario_of(always_busy("14850 min", "lift: 10 min, breakdowns: {up: 2 h, down: 30 min}")),
      {});
  EXPECT_EQ(result.terminals.at(0).lifts, 1152);
  auto const cranes = cranes_of(result);
  EXPECT_DOUBLE_EQ(cranes.out_of_order, 49.5 / 247.5);
  EXPECT_DOUBLE_EQ(cranes.utilisation, 192.0 / 198.0)
      << "busy, of the time in which it was in order";
  EXPECT_TRUE(result.audit.ok());
}

// The same with a warm-up of ten rounds: of the 222.5 h that count, 89 x 0.5 h are repairs.
TEST(ACraneThatBreaksDown, is_out_of_order_for_a_share_of_the_time_after_the_warm_up) {
  auto const result =
      model::run(scenario_of(always_busy("14850 min, warm-up: 25 h",
                                         "lift: 10 min, breakdowns: {up: 2 h, down: 30 min}")),
                 {});
  EXPECT_DOUBLE_EQ(cranes_of(result).out_of_order, 44.5 / 222.5);
}

// Up for 8 h and down for 2 h on average, both exponential: in order for 8 of 10 hours. Over T the
// time in order of one crane has the variance 2 u^2 d^2 T / (u + d)^3 (renewal theory: Barlow and
// Proschan, Mathematical Theory of Reliability, 1965, chapter 3).
TEST(CranesThatBreakDown, lift_as_much_as_their_availability_says) {
  auto const result =
      model::run(scenario_of(always_busy("150 d",
                                         "cranes: 2, lift: 2 h, breakdowns: "
                                         "{up: {exponential: 8 h}, down: {exponential: 2 h}}")),
                 {});
  constexpr double kUp = 8;
  constexpr double kDown = 2;
  constexpr double kHours = 150 * 24;
  auto const share = kUp / (kUp + kDown);
  auto const variance = 2 * kUp * kUp * kDown * kDown * kHours / std::pow(kUp + kDown, 3);
  auto const lifts = 2 * share * (kHours - 7.5) / 2;
  auto const error = std::sqrt(2 * variance) / 2;
  EXPECT_NEAR(static_cast<double>(result.terminals.at(0).lifts), lifts, 4 * error);
  EXPECT_LT(4 * error, lifts / 15) << "the tolerance says something";
  EXPECT_NEAR(cranes_of(result).out_of_order, 1 - share, 4 * std::sqrt(variance / 2) / kHours);
}

std::string border(std::string const& terminal, std::string const& broad) {
  return R"(
schema: caravan/1
name: border
clock: {start: 2026-03-02 00:00, zone: UTC, run: 60 d}
places: {cn: {country: CN}, hub: {country: KZ}, kz: {country: KZ}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: )" +
         broad + R"(}
terminals:
  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 4 min, positioning: 20 min, )" +
         terminal + R"(}
services:
  west: {from: cn, to: kz, every: {gamma: {mean: 100 min, cv: 0.5}}, units: 10}
)";
}

double direct_share(std::string const& terminal, std::string const& broad) {
  auto const result = model::run(scenario_of(border(terminal, broad)), {});
  auto const& dry = result.terminals.at(0);
  EXPECT_GT(dry.units, 5000);
  EXPECT_TRUE(result.audit.ok());
  return static_cast<double>(dry.direct) / static_cast<double>(dry.units);
}

// Trains of both gauges are as long, tracks are without limit, and a train is ordered as soon as
// loads are expected: each arriving train has its onward train beside it.
TEST(DirectLifts, are_all_where_each_train_finds_an_onward_train) {
  EXPECT_DOUBLE_EQ(direct_share("form: {open-at: 0 %}", "20 TEU"), 1);
}

// An onward train takes 30 trains' loads and is ordered only when they are there: the last train's
// units alone can be direct, one train in thirty.
TEST(DirectLifts, are_few_where_onward_trains_are_ordered_late) {
  auto const share = direct_share("form: {open-at: 100 %, oldest: 30 d}", "600 TEU");
  EXPECT_GT(share, 0);
  EXPECT_LE(share, 1.0 / 30 + 0.01);
}

// And none where an onward train is placed only after its oldest load has waited, while no other
// train is there.
TEST(DirectLifts, are_none_where_onward_trains_wait_for_the_oldest_load) {
  auto const text = border("form: {open-at: 100 %, oldest: 3 h}", "24 TEU");
  auto changed = text;
  auto const gap = changed.find("every: {gamma: {mean: 100 min, cv: 0.5}}");
  changed.replace(gap, std::string{"every: {gamma: {mean: 100 min, cv: 0.5}}"}.size(),
                  "every: 5 h");
  auto const result = model::run(scenario_of(changed), {});
  EXPECT_EQ(result.terminals.at(0).direct, 0);
  EXPECT_GT(result.terminals.at(0).units, 2000);
}

// The same trains come at the same times, whatever tracks there are.
TEST(DirectLifts, are_not_fewer_with_more_handling_tracks) {
  std::vector<double> shares;
  for (auto const* const tracks : {"1", "2", "3", "5", "8"}) {
    auto const count = std::string{tracks};
    shares.push_back(direct_share("form: {open-at: 50 %}, cranes: 2, tracks: {1435 mm: " + count +
                                      ", 1520 mm: " + count + "}",
                                  "24 TEU"));
  }
  constexpr double kTolerance = 0.01;
  for (std::size_t i = 1; i < shares.size(); ++i) {
    EXPECT_GE(shares[i], shares[i - 1] - kTolerance) << testing::PrintToString(shares);
  }
  EXPECT_GT(shares.back(), shares.front() + 0.05) << testing::PrintToString(shares);
}

// Five wagons over four bays are two cuts: the first train is under work from 07:00 to 09:00. The
// second comes at 07:20, and the run ends at 08:30.
TEST(BogieExchange, tells_who_waits_for_it_at_the_end) {
  auto const result = model::run(scenario_of(R"(
schema: caravan/1
name: bogies
clock: {start: 2026-03-02 00:00, zone: UTC, run: 510 min}
places: {cn: {}, hub: {}, kz: {}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU, wagons: 5}
  b: {gauge: 1520 mm, capacity: 20 TEU, wagons: 5}
terminals:
  shed: {at: hub, changes: 1435 mm and 1520 mm, by: bogies, bays: 4, time: 1 h}
services: {t: {from: cn, to: kz, departs: [daily at 06:00, daily at 06:20], units: 3}}
)"),
                                 {});
  EXPECT_EQ(result.terminals.at(0).units, 0) << "none has changed its carrier yet";
  EXPECT_EQ(result.terminals.at(0).trains_waiting_at_end, 1);
  EXPECT_EQ(result.terminals.at(0).greatest_trains_waiting, 1);
}

// A unit at a time is in the bonded yard: from 06:00, as its lift begins, until it is lifted onto
// its broad train after 5 min of that and an hour of inspection. Two units in 24 h.
TEST(BondedYard, tells_how_much_of_it_was_taken_on_average) {
  auto const result = model::run(scenario_of(R"(
schema: caravan/1
name: bonded
clock: {start: 2026-03-02 00:00, zone: UTC, run: 24 h}
places: {cn: {}, hub: {activities: [inspection]}, kz: {}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 2 TEU}
activities: {inspection: {time: 1 h, per: unit, holds: unit}}
terminals:
  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 5 min, bonded-yard: 2 TEU}
services: {t: {from: cn, to: kz, departs: [daily at 05:00, daily at 15:00], units: 1}}
)"),
                                 {});
  EXPECT_NEAR(result.terminals.at(0).mean_bonded_teu.value(), 2 * 2 * 70.0 / 1440, 1e-9);
}

// A box of fruit is lifted into the yard from 06:00 to 06:05; the next broad train is placed when
// it has waited two hours, and it is lifted aboard until 08:10. It has a plug all that time.
TEST(Plugs, tell_how_many_were_taken_on_average) {
  auto const result = model::run(scenario_of(R"(
schema: caravan/1
name: plugs
clock: {start: 2026-03-02 00:00, zone: UTC, run: 24 h}
places: {cn: {}, hub: {}, kz: {}}
links:
  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 8 TEU}
goods: {fruit: {powered: true}}
terminals:
  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 5 min, plugs: 4, form: {open-at: 100 %, oldest: 2 h}}
services: {t: {from: cn, to: kz, departs: daily at 05:00, units: 1, commodity: fruit}}
)"),
                                 {});
  EXPECT_NEAR(result.terminals.at(0).mean_plugged.value(), 130.0 / 1440, 1e-9);
}

}  // namespace
}  // namespace caravan
