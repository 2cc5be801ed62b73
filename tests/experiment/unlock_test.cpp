/// What would free a run that has locked, worked by hand.
#include "caravan/experiment/unlock.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

namespace caravan::experiment {
namespace {

using testing::IsEmpty;

Loader loader_of(std::string const& text) {
  return [text](std::vector<std::string> const& changes) {
    scenario::LoadOptions options;
    options.set = changes;
    return scenario::load_text("lock.yaml", "schema: caravan/1\nname: lock\n" + text, options);
  };
}

std::string told(std::vector<Remedy> const& remedies) {
  std::string text;
  for (auto const& [path, before, after] : remedies) {
    text += (text.empty() ? "" : "; ") + path + ' ' + before + " > " + after;
  }
  return text;
}

/// Both trains are at the station behind their first section at 08:00, and want each other's track.
constexpr char const* kLock = R"(
clock: {start: 2024-06-01 00:00, zone: UTC, run: 2 d}
places: {a: {}, b: {tracks: {1520 mm: 1}}, c: {tracks: {1520 mm: 1}}, d: {}}
links:
  ab: {between: [a, b], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
  bc: {between: [b, c], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
  cd: {between: [c, d], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
consists: {train: {gauge: 1520 mm, capacity: 100 TEU}}
services:
  east: {from: a, to: d, departs: sat at 06:00, consist: train, units: 10}
  west: {from: d, to: a, departs: sat at 06:00, consist: train, units: 10}
)";

TEST(UnlockOfARun, tries_the_steps_of_the_circle_until_one_frees_it) {
  auto const unlocking = unlock(loader_of(kLock), {}, 10);
  EXPECT_EQ(unlocking.first.end, model::End::stalled);
  ASSERT_EQ(unlocking.trials.size(), 1U);
  EXPECT_EQ(told(unlocking.trials[0].remedies), "places.b.tracks.1520 mm 1 > 2");
  EXPECT_EQ(unlocking.trials[0].end, model::End::horizon);
  EXPECT_TRUE(unlocking.frees);
  EXPECT_FALSE(unlocking.more_to_try);
  EXPECT_EQ(told(remedies(loader_of(kLock)({}), unlocking.first)),
            "places.b.tracks.1520 mm 1 > 2; places.c.tracks.1520 mm 1 > 2; links.bc.loops 0 > 1");
}

TEST(UnlockOfARun, says_whether_steps_were_left) {
  auto const none = unlock(loader_of(kLock), {}, 0);
  EXPECT_THAT(none.trials, IsEmpty());
  EXPECT_TRUE(none.more_to_try);
  EXPECT_FALSE(none.frees);
}

TEST(UnlockOfARun, tries_nothing_where_nothing_locks) {
  auto const load = loader_of(kLock);
  auto const wide = [&](std::vector<std::string> changes) {
    changes.emplace_back("links.bc.loops=1");
    return load(changes);
  };
  auto const unlocking = unlock(wide, {}, 10);
  EXPECT_EQ(unlocking.first.end, model::End::horizon);
  EXPECT_THAT(unlocking.trials, IsEmpty());
  EXPECT_FALSE(unlocking.frees);
}

/// One of everything that can be waited for, by the words of a stall.
constexpr char const* kAll = R"(
clock: {start: 2024-06-01 00:00, zone: UTC, run: 2 d}
places: {a: {}, hub: {activities: [desk]}, z: {}}
links:
  narrow: {between: [a, hub], rail: 1435 mm, length: 60 km, speed: 60 km/h, room: 1}
  broad: {between: [hub, z], rail: 1520 mm, length: 60 km, speed: 60 km/h}
staff: {officers: {count: 2}}
activities: {desk: {per: train, time: 1 h, servers: 3}}
fleets:
  flats: {wagons: 1520 mm, stock: {hub: 40}}
  engines: {locomotives: broad, stock: {hub: 5}}
consists:
  n: {gauge: 1435 mm, capacity: 20 TEU}
  b: {gauge: 1520 mm, capacity: 40 TEU, wagons: 20, fleet: flats}
terminals: {dry: {at: hub, changes: 1435 mm to 1520 mm, lift: 5 min, cranes: 2}}
services: {t: {from: a, to: z, departs: sat at 06:00, units: 1}}
)";

std::string step_for(std::string const& resource) {
  auto const loaded = loader_of(kAll)({});
  if (!loaded.scenario) return render(loaded.diagnostics);
  model::RunResult result;
  result.stall.emplace_back().waits_for = resource;
  return told(remedies(loaded, result));
}

TEST(UnlockOfARun, knows_one_step_more_of_each_thing) {
  EXPECT_EQ(step_for("dry cranes"), "terminals.dry.cranes 2 > 3");
  EXPECT_EQ(step_for("desk"), "activities.desk.servers 3 > 4");
  EXPECT_EQ(step_for("officers"), "staff.officers.count 2 > 3");
  EXPECT_EQ(step_for("flats at hub"), "fleets.flats.stock.hub 40 > 60") << "those of one train";
  EXPECT_EQ(step_for("engines at hub"), "fleets.engines.stock.hub 5 > 6");
  EXPECT_EQ(step_for("narrow room to hub"), "links.narrow.room 1 > 2");
  EXPECT_EQ(step_for("something else"), "");
}

}  // namespace
}  // namespace caravan::experiment
