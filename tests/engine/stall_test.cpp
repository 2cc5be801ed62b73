#include "caravan/engine/stall.hpp"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::vector<std::uint64_t> tags(std::vector<Blocked> const& list) {
  std::vector<std::uint64_t> tags;
  for (auto const& one : list) tags.push_back(one.tag);
  return tags;
}

/// Takes `mine`, and at `when` wants `other` too.
Process wants(World& world, Server& mine, Server& other, std::int64_t when) {
  auto first = co_await mine.acquire();
  co_await world.engine().until(at(when));
  auto second = co_await other.acquire();
  co_await world.engine().delay(ms(1));
}
Process clock_ticks(World& world) {
  while (true) {
    co_await world.engine().delay(ms(1));
  }
}

TEST(Circle, of_two_trains_is_found_the_moment_it_closes_though_the_clock_ticks_on) {
  World world;
  Server west{world.engine(), {.name = "west"}};
  Server east{world.engine(), {.name = "east"}};
  world.engine().spawn(10, wants(world, west, east, 100));
  world.engine().spawn(20, wants(world, east, west, 150));
  world.engine().spawn(30, clock_ticks(world));
  EXPECT_EQ(world.run(1000), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(150));
  auto const report = world.engine().stall();
  EXPECT_TRUE(report.circle);
  EXPECT_THAT(tags(report.circle_members), ElementsAre(20, 10));
  EXPECT_EQ(report.circle_members[0].resource, "west");
  EXPECT_THAT(report.circle_members[0].holders, ElementsAre(10));
  EXPECT_EQ(report.circle_members[0].since, at(150));
  EXPECT_EQ(report.circle_members[1].since, at(100));
  EXPECT_THAT(tags(report.all), UnorderedElementsAre(10, 20));
  // Who knows better may go on.
  EXPECT_EQ(world.run(2000), RunEnd::horizon);
  EXPECT_FALSE(world.engine().stall().circle);
}

TEST(Circle, of_one_who_waits_for_himself) {
  World world;
  Server track{world.engine(), {.name = "track"}};
  world.engine().spawn(10, wants(world, track, track, 5));
  EXPECT_EQ(world.run(), RunEnd::stalled);
  EXPECT_THAT(tags(world.engine().stall().circle_members), ElementsAre(10));
}

TEST(Circle, is_none_while_one_holder_of_a_pool_can_still_move) {
  World world;
  Server pool{world.engine(), {.name = "pool", .capacity = 2}};
  Server gate{world.engine(), {.name = "gate"}};
  world.engine().spawn(1, wants(world, pool, gate, 2));
  world.engine().spawn(2, wants(world, gate, pool, 3));
  world.engine().spawn(3, hold(world, pool, 1, 0, 50));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
}

TEST(Circle, is_none_while_patience_a_repair_or_an_opening_may_undo_it) {
  {
    World world;
    Calendar const hours{{{at(0), at(10)}, {at(50), at(200)}}};
    Server customs{world.engine(), {.name = "customs", .hours = &hours}};
    Server track{world.engine(), {.name = "track"}};
    world.engine().spawn(1, wants(world, customs, track, 20));
    world.engine().spawn(2, wants(world, track, customs, 30));
    EXPECT_EQ(world.run(45), RunEnd::horizon);
    // At the opening nobody can be served, and the circle is seen.
    EXPECT_EQ(world.run(300), RunEnd::stalled);
    EXPECT_EQ(world.engine().now(), at(50));
    EXPECT_TRUE(world.engine().stall().circle);
  }
  World world;
  Server crane{world.engine(), {.name = "crane", .capacity = 2}};
  world.engine().spawn(1, wants(world, crane, crane, 5));
  crane.fail(1);
  EXPECT_EQ(world.run(100), RunEnd::stalled);  // nothing else is left to do
  EXPECT_FALSE(world.engine().stall().circle);
  EXPECT_THAT(tags(world.engine().stall().all), ElementsAre(1));
  crane.repair(1);
  EXPECT_EQ(world.run(200), RunEnd::exhausted);
}

Process joins(World& world, Server& server, ProcessId& other) {
  auto lease = co_await server.acquire();
  co_await world.engine().delay(ms(1));
  co_await world.engine().join(other);
}

TEST(Circle, may_go_through_the_end_of_a_process) {
  World world;
  Server track{world.engine(), {.name = "track"}};
  ProcessId other;
  world.engine().spawn(1, joins(world, track, other));
  other = world.engine().spawn(2, hold(world, track, 1, 0, 10));
  EXPECT_EQ(world.run(), RunEnd::stalled);
  EXPECT_THAT(tags(world.engine().stall().circle_members), UnorderedElementsAre(1, 2));
}

Process takes(World&, Store& store) {
  co_await store.take(1);
}

TEST(Stall, is_an_empty_queue_while_somebody_waits) {
  World world;
  Store store{world.engine(), "wagons", 0};
  world.engine().spawn(5, takes(world, store));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  auto const report = world.engine().stall();
  EXPECT_FALSE(report.circle);
  ASSERT_EQ(report.all.size(), 1U);
  EXPECT_EQ(report.all[0].resource, "wagons");
  EXPECT_TRUE(report.all[0].holders.empty());
}

TEST(Stall, is_none_if_only_helpers_in_the_background_wait) {
  World world;
  Store store{world.engine(), "wagons", 0};
  world.engine().spawn_background(5, takes(world, store));
  EXPECT_EQ(world.run(100), RunEnd::exhausted);
  EXPECT_TRUE(world.engine().stall().all.empty());
}

/// A wait-for graph: who starts at a node holds it, and waits for the nodes that its arrows name.
/// Each node with arrows has one process; a node without arrows is held by somebody who can move.
struct Graph {
  std::vector<std::pair<int, int>> arrows;
  bool deadlock;
};

/// Holds one unit of each pool named in `mine`, then waits for one of `pool`.
Process node(World& world, std::vector<Server*> const& mine, Server* wanted, std::int64_t when) {
  std::vector<Lease> held;
  for (auto* const server : mine) {
    auto lease = co_await server->acquire();
    held.push_back(std::move(lease));
  }
  co_await world.engine().until(at(when));
  if (wanted != nullptr) {
    auto lease = co_await wanted->acquire();
  }
  co_await world.engine().until(at(1000));
}

/// From the tests of Ciw (oracles: A B C D E as 0 to 4). An arrow from a to b: b holds a unit of
/// the pool for which a waits.
TEST(WaitForGraphs, are_deadlocked_exactly_when_they_hold_a_knot) {
  std::vector<Graph> const graphs{
      {{{0, 3}, {0, 1}, {1, 4}, {2, 1}, {4, 2}}, true},
      {{{0, 1}, {0, 2}, {1, 2}, {1, 3}}, false},
      {{{0, 0}}, true},
      {{}, false},
  };
  for (auto const& graph : graphs) {
    World world;
    std::vector<std::unique_ptr<Server>> pools;
    std::array<std::vector<Server*>, 5> mine;
    std::array<Server*, 5> wanted{};
    for (int a = 0; a < 5; ++a) {
      auto const from_a = [a](auto const& arrow) { return arrow.first == a; };
      auto const width = std::count_if(graph.arrows.begin(), graph.arrows.end(), from_a);
      if (width == 0) continue;
      pools.push_back(std::make_unique<Server>(
          world.engine(), ServerOptions{.name = "pool", .capacity = static_cast<int>(width)}));
      wanted[static_cast<std::size_t>(a)] = pools.back().get();
      for (auto const& arrow : graph.arrows) {
        if (arrow.first == a)
          mine[static_cast<std::size_t>(arrow.second)].push_back(pools.back().get());
      }
    }
    for (std::size_t i = 0; i < 5; ++i) {
      world.engine().spawn(i, node(world, mine[i], wanted[i], static_cast<std::int64_t>(10 + i)));
    }
    EXPECT_EQ(world.run(500) == RunEnd::stalled, graph.deadlock);
  }
}

/// X03: a ring of single tracks, each train holds its track until it has the next.
Process goes_round(World& world, std::vector<std::unique_ptr<Server>>& ring, std::size_t place,
                   int laps) {
  auto lease = co_await ring[place]->acquire();
  for (int hop = 0; hop < laps; ++hop) {
    co_await world.engine().delay(ms(static_cast<std::int64_t>(5 + place % 3)));
    place = (place + 1) % ring.size();
    auto next = co_await ring[place]->acquire();
    lease = std::move(next);
  }
}

RunEnd run_ring(std::size_t tracks, std::size_t trains) {
  World world;
  std::vector<std::unique_ptr<Server>> ring;
  for (std::size_t i = 0; i < tracks; ++i) {
    ring.push_back(std::make_unique<Server>(world.engine(), ServerOptions{.name = "track"}));
  }
  for (std::size_t i = 0; i < trains; ++i) {
    world.engine().spawn(i + 1, goes_round(world, ring, i, 1'000'000));
  }
  auto const end = world.run(20'000);
  if (end == RunEnd::stalled) {
    EXPECT_EQ(world.engine().stall().circle_members.size(), tracks);
  }
  return end;
}

TEST(ClosedRing, never_locks_with_one_train_less_than_tracks_and_always_with_as_many) {
  for (std::size_t tracks = 2; tracks < 9; ++tracks) {
    EXPECT_EQ(run_ring(tracks, tracks - 1), RunEnd::horizon) << tracks;
    EXPECT_EQ(run_ring(tracks, tracks), RunEnd::stalled) << tracks;
  }
}

/// D17: T1 runs Bx xy yy yz zE, T2 runs Gz yz yy xy, 10 m/s, one train a link, ties to the first.
Process runs(World& world, std::vector<std::pair<Server*, std::int64_t>> const& route) {
  Lease here;
  for (auto const& [link, seconds] : route) {
    auto next = co_await link->acquire();
    here = std::move(next);
    co_await world.engine().delay(Duration::seconds(seconds));
  }
}

TEST(OpposingTrains, lock_at_160_seconds) {
  World world;
  auto& engine = world.engine();
  Server bx{engine, {.name = "Bx"}};
  Server xy{engine, {.name = "xy"}};
  Server yy{engine, {.name = "yy"}};
  Server yz{engine, {.name = "yz"}};
  Server ze{engine, {.name = "zE"}};
  Server gz{engine, {.name = "Gz"}};
  std::vector<std::pair<Server*, std::int64_t>> const first{
      {&bx, 100}, {&xy, 50}, {&yy, 10}, {&yz, 50}, {&ze, 100}};
  std::vector<std::pair<Server*, std::int64_t>> const second{
      {&gz, 100}, {&yz, 50}, {&yy, 10}, {&xy, 50}};
  engine.spawn(1, runs(world, first));
  engine.spawn(2, runs(world, second));
  EXPECT_EQ(world.run(), RunEnd::stalled);
  EXPECT_EQ(engine.now(), at(160'000));
  auto const report = engine.stall();
  EXPECT_THAT(tags(report.circle_members), ElementsAre(1, 2));
  EXPECT_EQ(report.circle_members[0].resource, "yz");
  EXPECT_EQ(report.circle_members[1].resource, "yy");
  EXPECT_EQ(report.circle_members[1].since, at(150'000));
}

}  // namespace
}  // namespace caravan::engine::test
