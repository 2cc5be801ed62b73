// The figures of a run, worked by hand: what the warm-up leaves out, who was on time, who is not
// counted, what a half of three servers is, and how full a yard was.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "caravan/experiment/run.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

constexpr std::int64_t kHour = 3'600'000;

/// From Monday midnight on, in UTC.
model::RunResult result_of(std::string const& clock, std::string const& rest) {
  auto const loaded = scenario::load_text("figures.yaml",
                                          "schema: caravan/1\nname: figures\n"
                                          "clock: {start: 2026-03-02 00:00, zone: UTC, " +
                                              clock + "}\n" + rest);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return experiment::run(*loaded.scenario, {}).result;
}

std::int64_t load_ms(model::RunResult const& result, std::string const& stage) {
  std::int64_t sum = 0;
  for (auto const& row : result.waits) {
    sum += result.stages[row.stage].name == stage ? row.load_ms : 0;
  }
  return sum;
}

/// Six trucks come on Monday, which is warm-up, and two on Tuesday at 06:00: one is served at once
/// and is out at the very hour at which it is due, the other waits an hour.
TEST(Figures, leave_out_what_happened_in_the_warm_up) {
  auto const result =
      result_of("run: 2 d, warm-up: 1 d",
                "places: {post: {activities: [desk]}}\n"
                "activities: {desk: {per: truck, time: 1 h}}\n"
                "flows:\n"
                "  six: {from: post, by: truck, departs: mon at 06:00, group: 6, due: 1 h}\n"
                "  two: {from: post, by: truck, departs: tue at 06:00, group: 2, due: 1 h}\n");
  auto const& relation = result.relations.at(0);
  EXPECT_EQ(relation.created, 8);
  EXPECT_EQ(relation.lead_times, (std::vector<std::int64_t>{kHour, 2 * kHour}));
  EXPECT_EQ(relation.with_due, 2);
  EXPECT_EQ(relation.on_time, 1);
  EXPECT_EQ(load_ms(result, "waiting for desk"), kHour);
  EXPECT_EQ(load_ms(result, "desk"), 2 * kHour);
  auto const& desk = result.resources.at(0);
  EXPECT_EQ(desk.name, "desk");
  EXPECT_EQ(desk.served, 2);
  EXPECT_EQ(desk.waits_ms, kHour);
  EXPECT_EQ(desk.greatest_queue, 1);
  EXPECT_DOUBLE_EQ(desk.utilisation, 2.0 / 24);
  EXPECT_DOUBLE_EQ(desk.mean_queue, 1.0 / 24);
}

/// Two trucks come two hours before the desk opens. What the second waits after that is queueing.
TEST(Figures, tell_a_closed_desk_from_a_queue) {
  auto const result =
      result_of("run: 1 d",
                "places: {post: {activities: [desk]}}\n"
                "activities: {desk: {per: truck, time: 1 h, hours: office}}\n"
                "calendars: {office: {mon-fri: 08:00-17:00}}\n"
                "flows: {two: {from: post, by: truck, departs: mon at 06:00, group: 2}}\n");
  EXPECT_EQ(load_ms(result, "waiting for desk to open"), 4 * kHour);
  EXPECT_EQ(load_ms(result, "waiting for desk"), kHour);
}

TEST(Figures, count_no_lead_time_of_those_turned_away) {
  auto const result = result_of(
      "run: 1 d",
      "places: {post: {activities: [desk]}}\n"
      "activities: {desk: {per: truck, time: 1 h, queue-limit: 0, when-full: turn-away}}\n"
      "flows: {three: {from: post, by: truck, departs: mon at 06:00, group: 3}}\n");
  auto const& relation = result.relations.at(0);
  EXPECT_EQ(relation.delivered, 1);
  EXPECT_EQ(relation.turned_away, 2);
  EXPECT_EQ(relation.lead_times.size(), 1U);
  EXPECT_EQ(result.loads_turned_away, 2);
}

/// A half of three servers is one: nobody works in half.
TEST(Figures, of_a_cut_are_rounded_down_to_whole_servers) {
  auto const result = result_of(
      "run: 1 d",
      "places: {post: {activities: [desk]}}\n"
      "activities: {desk: {per: truck, time: 1 h, servers: 3}}\n"
      "flows: {three: {from: post, by: truck, departs: mon at 06:00, group: 3}}\n"
      "closures: {half: {of: activities.desk, from: 2026-03-02 05:00, until: 2026-03-02 20:00, "
      "left: 50 %}}\n");
  EXPECT_EQ(result.relations.at(0).lead_times,
            (std::vector<std::int64_t>{kHour, 2 * kHour, 3 * kHour}));
}

/// A border hub with a train of `units` units a day, and what else its terminal has.
std::string hub(std::string const& units, std::string const& onward_capacity,
                std::string const& form) {
  return "places: {cn: {country: CN}, hub: {country: KZ}, kz: {country: KZ}}\n"
         "links:\n"
         "  narrow: {between: [cn, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h}\n"
         "  broad: {between: [hub, kz], rail: 1520 mm, length: 60 km, speed: 60 km/h}\n"
         "consists: {n: {gauge: 1435 mm, capacity: 20 TEU}, b: {gauge: 1520 mm, capacity: " +
         onward_capacity +
         "}}\n"
         "terminals:\n"
         "  dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 5 min, positioning: 10 min, form: " +
         form +
         "}\n"
         "services: {t: {from: cn, to: kz, departs: daily at 06:00, units: " +
         units + "}}\n";
}

/// Two units of 2 TEU are lifted into the yard at 07:15 and 07:20 and stay until the end at 12:00:
/// no onward train is due yet.
TEST(Figures, of_a_yard_count_what_stands_there_at_the_end) {
  auto const result = result_of("run: 12 h", hub("2", "40 TEU", "{open-at: 100 %, oldest: 2 d}"));
  auto const& dry = result.terminals.at(0);
  EXPECT_EQ(dry.lifts, 2);
  EXPECT_EQ(dry.direct, 0);
  EXPECT_DOUBLE_EQ(dry.mean_yard_teu, (2 * (4 + 45.0 / 60) + 2 * (4 + 40.0 / 60)) / 12);
  EXPECT_EQ(result.loads_inside, 2);
}

/// An onward train of 4 TEU stands beside the train as soon as its two units do.
TEST(Figures, count_a_direct_lift_once) {
  auto const result = result_of("run: 12 h", hub("2", "4 TEU", "{}"));
  auto const& dry = result.terminals.at(0);
  EXPECT_EQ(dry.lifts, 2);
  EXPECT_EQ(dry.direct, 2);
  EXPECT_EQ(dry.units, 2);
}

/// Each day none or 19 units of 2 TEU are at hand for a train of 20 TEU, which takes ten.
TEST(Figures, count_as_many_units_as_a_train_takes) {
  auto const result =
      result_of("run: 10 d", hub("{discrete: [[0.5, 0], [0.5, 19]]}", "40 TEU", "{}"));
  EXPECT_GT(result.loads_created, 0);
  EXPECT_LT(result.loads_created, 100);
  EXPECT_EQ(result.loads_created % 10, 0);
}

}  // namespace
}  // namespace caravan
