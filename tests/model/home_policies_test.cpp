// Which home idle units of a fleet go back to: the policies alone, on plain figures, and in runs.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan {
namespace {

std::size_t chosen(std::string const& name, std::vector<model::Home> homes) {
  engine::Stream stream{{1, 0}, 0, 0};
  model::HomeChoice const question{SimTime::start(), 2, std::move(homes)};
  return model::built_in_policies().home.at(name)(question, stream);
}

model::Home home(int hours_away, int wanted, int lacking, double share = 1, int sent = 0) {
  return {Duration::hours(hours_away), wanted, lacking, share, sent};
}

TEST(HomePolicies, NeededIsWhereMostIsLackingForWhatIsWanted) {
  EXPECT_EQ(chosen("needed", {home(1, 10, 5), home(2, 4, 3)}), 1U) << "half of it against 3 of 4";
  EXPECT_EQ(chosen("needed", {home(1, 10, 8), home(2, 4, 3)}), 0U);
  EXPECT_EQ(chosen("needed", {home(2, 10, 5), home(1, 4, 2)}), 1U) << "of equals the nearer";
  EXPECT_EQ(chosen("needed", {home(1, 0, 1), home(1, 4, 4)}), 0U) << "of equals the first";
}

TEST(HomePolicies, TheNearestLooksAtNothingElse) {
  EXPECT_EQ(chosen("nearest", {home(3, 4, 4), home(2, 4, -7)}), 1U);
}

TEST(HomePolicies, TheNearestThatLacksPassesThoseThatHaveEnough) {
  EXPECT_EQ(chosen("nearest-needed", {home(1, 4, 0), home(3, 4, 4), home(2, 4, 1)}), 2U);
  EXPECT_EQ(chosen("nearest-needed", {home(2, 4, 0), home(1, 4, -1)}), 1U) << "none lacks any";
}

TEST(HomePolicies, SharesAreKeptTrainByTrain) {
  EXPECT_EQ(chosen("share", {home(1, 0, 0, 0.75, 3), home(1, 0, 0, 0.25, 0)}), 1U);
  EXPECT_EQ(chosen("share", {home(1, 0, 0, 0.75, 1), home(1, 0, 0, 0.25, 0)}), 0U);
}

/// The railway of the case in which the nearest of two homes is chosen: n#1 and s#1 leave two
/// wagons each at the yard, and s#2 waits at south for two.
std::string two_homes(std::string const& choose, int south) {
  return "schema: caravan/1\n"
         "clock: {start: 2026-03-02 00:00, run: 18 h}\n"
         "places: {north: {}, south: {}, yard: {}}\n"
         "links:\n"
         "  n-line: {between: [north, yard], rail: 1435 mm, length: 60 km, speed: 60 km/h}\n"
         "  s-line: {between: [south, yard], rail: 1435 mm, length: 120 km, speed: 60 km/h}\n"
         "fleets:\n"
         "  flats: {wagons: 1435 mm, stock: {north: 2, south: " +
         std::to_string(south) +
         "},\n"
         "          return: {to: [south, north], choose: " +
         choose +
         ", when: 2}}\n"
         "consists: {short: {gauge: 1435 mm, capacity: 8 TEU, wagons: 2, fleet: flats}}\n"
         "services:\n"
         "  n: {from: north, to: yard, departs: daily at 06:30, units: 1}\n"
         "  s: {from: south, to: yard, departs: [daily at 06:00, daily at 06:10], units: 1}\n";
}

/// How many wagons stand at north, south and the yard at the end.
std::vector<std::int64_t> ends_at(std::string const& choose, model::HomePolicy const& mine = {},
                                  int south = 2) {
  scenario::LoadOptions load;
  model::RunOptions options;
  if (mine) {
    load.policies.home = {"mine"};
    options.policies.home["mine"] = mine;
  }
  auto const loaded = scenario::load_text("homes.yaml", two_homes(choose, south), load);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto const result = model::run(*loaded.scenario, options);
  EXPECT_TRUE(result.audit.ok());
  std::vector<std::int64_t> ready;
  for (auto const& stock : result.fleets.at(0).places) {
    ready.push_back(stock.at_end);
  }
  return ready;
}

TEST(HomePolicies, AProgramBringsItsOwn) {
  using Ends = std::vector<std::int64_t>;
  EXPECT_EQ(ends_at("nearest"), (Ends{4, 0, 0}));
  std::vector<model::Home> asked;
  auto const always_south = [&asked](model::HomeChoice const& choice, engine::Stream&) {
    asked = choice.homes;
    EXPECT_EQ(choice.units, 2);
    return std::size_t{0};  // as the scenario names them: south, north
  };
  // The wagons of n#1 are at south at 09:30: s#2 takes them to the yard, and they go back again.
  EXPECT_EQ(ends_at("mine", always_south), (Ends{0, 4, 0}));
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].away, Duration::hours(2));
  EXPECT_EQ(asked[0].wanted, 2);
  EXPECT_EQ(asked[0].sent, 2);
  EXPECT_EQ(asked[1].away, Duration::hours(1));
  EXPECT_EQ(asked[1].lacking, 2) << "north is empty, and nothing is on its way there";
  EXPECT_EQ(asked[1].sent, 0);
}

/// How many are lacking at south and at north each time that wagons at the yard may go, which they
/// do to south. So many stand at south at first.
std::vector<std::pair<std::int64_t, std::int64_t>> lacking_with(int south) {
  std::vector<std::pair<std::int64_t, std::int64_t>> lacking;
  auto const always_south = [&lacking](model::HomeChoice const& choice, engine::Stream&) {
    lacking.emplace_back(choice.homes.at(0).lacking, choice.homes.at(1).lacking);
    return std::size_t{0};
  };
  static_cast<void>(ends_at("mine", always_south, south));
  return lacking;
}

// Of five at south s#1 and s#2 take two each, so one stands there as n#1, s#1 and s#2 come to the
// yard one after another; the wagons of each are two hours on their way.
TEST(HomePolicies, WhatStandsAtAHomeOrIsOnItsWayThereIsNotLacking) {
  EXPECT_THAT(lacking_with(5),
              testing::ElementsAre(std::pair{4, 2}, std::pair{2, 2}, std::pair{0, 2}));
}

// Of two at south s#1 takes both: two are wanted there, and s#2 waits for two more. What n#1 and
// s#1 bring are four; s#2 takes two of them to the yard at 09:30.
TEST(HomePolicies, WhatTrainsWaitForAtAHomeIsLackingThere) {
  EXPECT_THAT(lacking_with(2),
              testing::ElementsAre(std::pair{4, 2}, std::pair{2, 2}, std::pair{0, 2}));
}

// Wagons turn round for three hours. At 10:00 those that s left at the yard may go; those that x
// brought to south at 07:30 will be ready there at 10:30. At 18:00 they have long been: two stand
// at south.
TEST(HomePolicies, WhatTurnsRoundAtAHomeIsNotLackingThereAndCountsOnce) {
  scenario::LoadOptions load;
  load.policies.home = {"mine"};
  auto const loaded = scenario::load_text("homes.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, run: 20 h}
places: {north: {}, south: {}, yard: {}}
links:
  n-line: {between: [north, yard], rail: 1435 mm, length: 60 km, speed: 60 km/h}
  s-line: {between: [south, yard], rail: 1435 mm, length: 120 km, speed: 60 km/h}
  x-line: {between: [north, south], rail: 1435 mm, length: 60 km, speed: 60 km/h}
fleets:
  flats: {wagons: 1435 mm, stock: {north: 4, south: 2}, turn-round: 3 h,
          return: {to: [south, north], choose: mine, when: 2}}
consists: {short: {gauge: 1435 mm, capacity: 8 TEU, wagons: 2, fleet: flats}}
services:
  s: {from: south, to: yard, departs: daily at 05:00, units: 1}
  x: {from: north, to: south, departs: daily at 06:30, units: 1}
  n: {from: north, to: yard, departs: daily at 14:00, units: 1}
)",
                                          load);
  ASSERT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  std::vector<std::int64_t> lacking_at_south;
  model::RunOptions options;
  options.policies.home["mine"] = [&](model::HomeChoice const& choice, engine::Stream&) {
    lacking_at_south.push_back(choice.homes.at(0).lacking);
    return std::size_t{1};
  };
  static_cast<void>(model::run(*loaded.scenario, options));
  EXPECT_THAT(lacking_at_south, testing::ElementsAre(0, 0));
}

TEST(HomePolicies, TheUsualOneAskedForIsTheUsualOne) {
  EXPECT_EQ(ends_at("mine", model::built_in_policies().home.at("needed")), ends_at("needed"));
}

TEST(HomePolicies, WhatIsNoHomeIsAFault) {
  auto const third = [](model::HomeChoice const&, engine::Stream&) { return std::size_t{2}; };
  EXPECT_THROW(static_cast<void>(ends_at("mine", third)), Fault);
}

}  // namespace
}  // namespace caravan
