// What a single track carries when it is full, against the hand formula.
//
//   west ---(loop)--- … ---(loop)--- east      flooded from both sides
//
// A pair of trains needs its section for t1 + t2 + 2 tau: the running times of both directions, and
// the time lost at each of the two changes of direction. So N = 1440 min / (t1 + t2 + 2 tau) pairs
// a day pass the longest section, and no more pass the line (the period of a paired timetable in
// the Russian instruction on computing line capacity, 2010, no. 128). Here trains lose no time at a
// change: tau = 0. Since no two trains are ever in one section, N is also the most that can pass.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

#include "model/line_rules.hpp"

namespace caravan {
namespace {

constexpr int kDays = 40;
constexpr double kSection = 20;   // km
constexpr double kDay = 24 * 60;  // minutes

struct Line {
  int loops = 1;
  double longest = 1;  ///< of the middle section, in lengths of the others
  double east_kmh = 40;
  double west_kmh = 40;
  int tracks = 2;

  [[nodiscard]] std::string text() const {
    return std::to_string(loops) + " loops of " + std::to_string(tracks) + ", longest " +
           std::to_string(longest) + ", " + std::to_string(east_kmh) + " and " +
           std::to_string(west_kmh) + " km/h";
  }
  /// Minutes of a train in the longest section.
  [[nodiscard]] double time(double speed_kmh) const { return longest * kSection * 60 / speed_kmh; }
  /// Minutes of a pair of trains.
  [[nodiscard]] double pair() const { return time(east_kmh) + time(west_kmh); }
};

std::string minutes(double value) {
  return std::to_string(static_cast<int>(value * 60)) + " s";
}

std::string service(std::string const& name, bool east, double every, double speed_kmh,
                    int priority) {
  return "  " + name + ": {from: " + (east ? "west, to: east" : "east, to: west") +
         ", every: " + minutes(every) +
         ", units: 1, consist: any, speed: " + std::to_string(speed_kmh) +
         " km/h, priority: " + std::to_string(priority) + "}\n";
}

model::RunResult run(Line const& line, std::string const& services) {
  std::string loops;
  double at = 0;
  for (int loop = 0; loop < line.loops; ++loop) {
    at += kSection * (loop == line.loops / 2 ? line.longest : 1);
    loops += (loop == 0 ? "" : ", ") + std::to_string(at) + " km";
  }
  auto const text =
      "schema: caravan/1\nname: full\nclock: {start: 2026-03-02 00:00, zone: UTC, run: " +
      std::to_string(kDays) +
      " d}\nplaces: {west: {}, east: {}}\nconsists: {any: {gauge: 1520 mm, capacity: 2 TEU}}\n"
      "links:\n  line: {between: [west, east], rail: 1520 mm, track: single, speed: 200 km/h, "
      "length: " +
      std::to_string(at + kSection) + " km, loops: [" + loops +
      "], loop-tracks: " + std::to_string(line.tracks) + "}\nservices:\n" + services;
  auto const loaded = scenario::load_text("full.yaml", text);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  return model::run(*loaded.scenario, {});
}

/// Trains a day from each end.
std::vector<double> a_day(model::RunResult const& result) {
  std::vector<double> rates;
  for (auto const& relation : result.relations) {
    rates.push_back(static_cast<double>(relation.delivered) / kDays);
  }
  return rates;
}

std::vector<Line> lines() {
  std::vector<Line> all;
  for (int const loops : {1, 3, 7}) {
    for (double const longest : {1.0, 2.0}) {
      for (int const tracks : {2, 3}) {
        for (auto const& [east, west] : {std::pair{40.0, 40.0}, {40.0, 60.0}, {90.0, 30.0}}) {
          all.push_back({loops, longest, east, west, tracks});
        }
      }
    }
  }
  return all;
}

TEST(LineCapacity, AFullSingleTrackCarriesWhatTheHandFormulaSays) {
  constexpr double kBand = 0.04;  // of the formula: at first the line has to fill
  for (auto const& line : lines()) {
    SCOPED_TRACE(line.text());
    auto const formula = kDay / line.pair();
    auto const result = run(line, service("e", true, 0.8 * line.pair(), line.east_kmh, 0) +
                                      service("w", false, 0.8 * line.pair(), line.west_kmh, 0));
    EXPECT_EQ(result.end, model::End::horizon);
    EXPECT_TRUE(result.audit.ok());
    auto const rates = a_day(result);
    ASSERT_EQ(rates.size(), 2U);
    auto const west = rates[0];  // from east to west: relations are in order of their names
    auto const east = rates[1];
    auto const used = east * line.time(line.east_kmh) + west * line.time(line.west_kmh);
    EXPECT_LE(used, kDay * (1 + 1e-9)) << "two trains are never in one section";
    EXPECT_GE(used, kDay * (1 - kBand)) << "the longest section is never free for long";
    if (line.tracks == 2) {  // opposing trains take turns: pairs
      EXPECT_NEAR(east, formula, kBand * formula);
      EXPECT_NEAR(west, formula, kBand * formula);
    }
  }
}

TEST(LineCapacity, InMixedTrafficAPassengerTrainTakesTheRoomOfAboutOneFreightTrain) {
  // Six pairs of passenger trains a day, of 100 km/h and with priority, among freight that fills
  // the line. Each is in a section for 0.4 of the time of a freight train, but what counts is how
  // it breaks the turns of the others: the planner's removal coefficient, freight trains lost for
  // each passenger train, lies about 1 on single track.
  constexpr double kPassengers = 6;
  for (int const loops : {1, 3, 7}) {
    for (int const tracks : {2, 3}) {
      Line const line{loops, 1, 40, 40, tracks};
      SCOPED_TRACE(line.text());
      auto const result = run(line, service("freight-e", true, 0.8 * line.pair(), 40, 0) +
                                        service("freight-w", false, 0.8 * line.pair(), 40, 0) +
                                        service("passengers-e", true, 240, 100, 5) +
                                        service("passengers-w", false, 240, 100, 5));
      EXPECT_TRUE(result.audit.ok());
      auto const rates = a_day(result);
      auto const freight = (rates[0] + rates[1]) / 2 - kPassengers;
      auto const removal = (kDay / line.pair() - freight) / kPassengers;
      EXPECT_GE(removal, 0.4);
      EXPECT_LE(removal, 1.3);
    }
  }
}

TEST(LineCapacity, ACutToHalfLeavesHalfAsManyADay) {
  constexpr double kHalf = 0.5;
  scenario::LinkDetail line;
  line.speed_mps = 10;
  line.sections_m = {6'000, 12'000};
  line.headway = Duration::minutes(10);
  EXPECT_EQ(model::spacing(line, 1), Duration::minutes(10));
  EXPECT_EQ(model::spacing(line, kHalf), Duration::minutes(20));
  line.single_track = true;  // 20 min in the longest section, 40 min for a pair
  EXPECT_EQ(model::spacing(line, kHalf), Duration::minutes(80));
  line.headway = Duration::hours(1);  // the headway is what limits it
  EXPECT_EQ(model::spacing(line, kHalf), Duration::hours(2));
  scenario::LinkDetail road;  // 3 trucks in 30 min
  road.speed_mps = 10;
  road.sections_m = {18'000};
  road.room = 3;
  EXPECT_EQ(model::spacing(road, kHalf), Duration::minutes(20));
}

TEST(LineCapacity, ACutLeavesItsShareOfThePaths) {
  std::vector<SimTime> paths;
  for (int hour = 0; hour < 100; ++hour) {
    paths.push_back(SimTime::start() + Duration::hours(hour));
  }
  for (double const left : {0.1, 0.3, 0.5, 0.75}) {
    scenario::Closure closure{};
    closure.left = left;
    Table<scenario::ClosureId, scenario::Closure> closures;
    auto const id = closures.add(closure);
    std::vector<model::Spell> const spells{{id, {SimTime::start(), SimTime::never()}}};
    model::Regimes const cuts{spells, {0}, closures};
    int count = 0;
    for (auto at = model::path_from(paths, cuts, SimTime::start()); at < SimTime::never();
         at = model::path_from(paths, cuts, at + Duration::milliseconds(1))) {
      ++count;
    }
    EXPECT_EQ(count, static_cast<int>(100 * left));
  }
}

TEST(LineCapacity, ATrainIsOffTheLineBeforeAPossession) {
  auto const at = [](int minute) { return SimTime::start() + Duration::minutes(minute); };
  std::vector<Interval> const taken{{at(100), at(200)}, {at(220), at(300)}};
  auto const run = Duration::minutes(30);
  EXPECT_EQ(model::clear_from(taken, at(10), run), at(10));
  EXPECT_EQ(model::clear_from(taken, at(70), run), at(70)) << "off at the very minute";
  EXPECT_EQ(model::clear_from(taken, at(71), run), at(300)) << "the gap of 20 min is too short";
  EXPECT_EQ(model::clear_from(taken, at(200), Duration::minutes(20)), at(200));
  EXPECT_EQ(model::clear_from(taken, at(150), Duration{}), at(200));
}

}  // namespace
}  // namespace caravan
