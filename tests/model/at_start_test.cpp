// What is there when the run begins has its real age, keeps the books closed, and counts only if
// asked for.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::model {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = 3'600'000;

/// A line of two hours, with a table of trains and one of loads. From Monday midnight on.
RunResult result_of(std::string const& initial, std::string const& more, std::string const& trains,
                    std::string const& loads) {
  auto const* const test = testing::UnitTest::GetInstance()->current_test_info();
  auto const folder = fs::path{testing::TempDir()} / "caravan-at-start" / test->name();
  fs::create_directories(folder);
  std::ofstream{folder / "trains.csv"} << trains;
  std::ofstream{folder / "loads.csv"} << loads;
  std::ofstream{folder / "case.yaml"}
      << "schema: caravan/1\n"
         "clock: {start: 2026-03-02 00:00, zone: UTC, run: 2 d, warm-up: 1 d}\n"
         "places: {a: {}, b: {}}\n"
         "links: {ab: {between: [a, b], rail: 1520 mm, length: 120 km, speed: 60 km/h}}\n"
         "services: {s: {from: a, to: b, departs: tue at 12:00, units: 1, consist: c, due: 3 h}}\n"
         "initial: "
      << initial << '\n'
      << more;
  auto const loaded = scenario::load_scenario((folder / "case.yaml").string());
  fs::remove_all(folder);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto result = run(*loaded.scenario, {});
  EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
  return result;
}

constexpr auto kConsist = "consists: {c: {gauge: 1520 mm, capacity: 4 TEU}}\n";
constexpr auto kHalfWay = "service,link,from,km,units,since\ns,ab,a,60,2,2026-03-01 18:00\n";

std::int64_t sum_of(RunResult const& result, StageId stage) {
  return result.relations.at(0).stage_sums[stage.number()];
}

TEST(AtStart, WhatWasThereIsDeliveredButNotCountedInLeadTimes) {
  auto const result = result_of("{trains: trains.csv}", kConsist, kHalfWay, "");
  auto const& relation = result.relations.at(0);
  EXPECT_EQ(relation.created, 3);
  EXPECT_EQ(relation.delivered, 3);
  EXPECT_EQ(relation.lead_times, (std::vector<std::int64_t>{2 * kHour}));
  EXPECT_EQ(relation.on_time, 1);
}

TEST(AtStart, IfItCountsItHasItsRealAgeAndItsStagesAddUp) {
  auto const result = result_of("{trains: trains.csv, counted: true}", kConsist, kHalfWay, "");
  auto const& relation = result.relations.at(0);
  // Two units: six hours before the start and one hour of running; one of the second day.
  EXPECT_EQ(relation.lead_times, (std::vector<std::int64_t>{2 * kHour, 7 * kHour, 7 * kHour}));
  EXPECT_EQ(relation.on_time, 1);
  EXPECT_EQ(sum_of(result, result.stages.before), 12 * kHour);
  EXPECT_EQ(sum_of(result, result.stages.running), 4 * kHour);
}

TEST(AtStart, WagonsThatAreThereAtTheStartComeToTheStocksOfTheirFleet) {
  auto const result = result_of("{trains: trains.csv}",
                                "consists: {c: {gauge: 1520 mm, capacity: 4 TEU, wagons: 2, "
                                "fleet: f}}\n"
                                "fleets: {f: {wagons: 1520 mm, stock: {a: 2}}}\n",
                                kHalfWay, "");
  auto const& fleet = result.fleets.at(0);
  EXPECT_EQ(fleet.size, 4);
  auto const at_b = std::find_if(fleet.places.begin(), fleet.places.end(), [](auto const& stock) {
    return stock.place == scenario::PlaceId{1};
  });
  ASSERT_NE(at_b, fleet.places.end());
  EXPECT_EQ(at_b->at_start, 0);
  EXPECT_EQ(at_b->at_end, 4);
  // Two wagons for the hour that is left of the way, and two for two hours of the second day; two
  // days are told by parts of two minutes.
  EXPECT_EQ(fleet.in_use_ms.front(), 2 * kHour / 30);
  EXPECT_EQ(std::accumulate(fleet.in_use_ms.begin(), fleet.in_use_ms.end(), std::int64_t{0}),
            6 * kHour);
}

TEST(AtStart, LoadsThatWaitAtTheOriginWaitSinceTheirTime) {
  auto const result = result_of("{loads: loads.csv, counted: true}",
                                std::string{kConsist} +
                                    "flows: {w: {from: a, to: b, rate: 1 /wk}}\n"
                                    "seed: 3\n",
                                "", "flow,place,count,since\nw,a,1,2026-03-01 20:00\n");
  // Four hours before the start; its train leaves when it has waited for a day.
  EXPECT_EQ(sum_of(result, result.stages.before), 4 * kHour);
  auto const& times = result.relations.at(0).lead_times;
  EXPECT_TRUE(std::find(times.begin(), times.end(), 26 * kHour) != times.end());
}

}  // namespace
}  // namespace caravan::model
