/// Who may still help: locks that look closed and are not, and locks that close without a new wait.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

/// Takes `mine`, and at `when` as much as `claim` of `other` too.
Process wants(World& world, std::string const& name, Server& mine, Server& other, std::int64_t when,
              Claim claim = {}) {
  auto first = co_await mine.acquire();
  co_await world.engine().until(at(when));
  auto second = co_await other.acquire(claim);
  world.note(name + " got it");
}
Process gives_up(World& world, Server& server, std::int64_t when, int units, std::int64_t until) {
  co_await world.engine().until(at(when));
  auto lease = co_await server.acquire_within({.units = units}, ms(until - when));
  world.note(lease ? "the big one got it" : "the big one gave up");
}
Process ticks(World& world) {
  while (true) {
    co_await world.engine().delay(ms(1));
  }
}

/// tracks: [a] [ ]   queue: the big one (wants 2, until 20), b
/// gate:   [b]       queue: a
/// The free track would do for b. It is only the big one who bars him, and he leaves at 20.
TEST(Circle, is_none_while_one_ahead_in_line_may_give_up) {
  World world;
  Server tracks{world.engine(), {.name = "tracks", .capacity = 2}};
  Server gate{world.engine(), {.name = "gate"}};
  std::vector<std::string> const names{"a", "b"};
  world.engine().spawn(1, wants(world, names[0], tracks, gate, 3));
  world.engine().spawn(2, wants(world, names[1], gate, tracks, 5));
  world.engine().spawn(3, gives_up(world, tracks, 1, 2, 20));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("20 the big one gave up", "20 b got it", "20 a got it"));
}

/// The same with one track: his leaving would not help b, so the circle closes with b's wait.
TEST(Circle, is_closed_though_one_ahead_in_line_may_give_up_in_vain) {
  World world;
  Server tracks{world.engine(), {.name = "tracks"}};
  Server gate{world.engine(), {.name = "gate"}};
  std::vector<std::string> const names{"a", "b"};
  world.engine().spawn(1, wants(world, names[0], tracks, gate, 3));
  world.engine().spawn(2, wants(world, names[1], gate, tracks, 5));
  world.engine().spawn(3, gives_up(world, tracks, 1, 1, 20));
  EXPECT_EQ(world.run(), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(5));
}

/// tracks: [a] [ ]   queue: the big one (wants 2, until 20), c (wants 2), b
/// gate:   [b]       queue: a
/// When the big one has left, c bars b for ever. No wait begins then.
TEST(Circle, is_found_when_the_last_who_could_give_up_has_done_so) {
  World world;
  Server tracks{world.engine(), {.name = "tracks", .capacity = 2}};
  Server gate{world.engine(), {.name = "gate"}};
  Server hut{world.engine(), {.name = "hut"}};
  std::vector<std::string> const names{"a", "b", "c"};
  world.engine().spawn(1, wants(world, names[0], tracks, gate, 3));
  world.engine().spawn(2, wants(world, names[1], gate, tracks, 5));
  world.engine().spawn(3, gives_up(world, tracks, 1, 2, 20));
  world.engine().spawn(4, wants(world, names[2], hut, tracks, 4, {.units = 2}));
  world.engine().spawn(5, ticks(world));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(20));
  EXPECT_EQ(world.engine().stall().circle_members.size(), 2U);
}

Process breaks(World& world, Server& server, int unit, std::int64_t from, std::int64_t until) {
  co_await world.engine().until(at(from), Rank::calendar);
  server.fail(unit);
  co_await world.engine().until(at(until), Rank::calendar);
  server.repair(unit);
}

/// While a's track is down, its repair might help. Once it is repaired nothing does.
TEST(Circle, is_found_when_a_repair_of_what_is_in_use_has_not_helped) {
  World world;
  Server track{world.engine(), {.name = "track"}};
  Server gate{world.engine(), {.name = "gate"}};
  std::vector<std::string> const names{"a", "b"};
  world.engine().spawn(1, wants(world, names[0], track, gate, 3));
  world.engine().spawn(2, wants(world, names[1], gate, track, 5));
  world.engine().spawn(3, breaks(world, track, 0, 2, 30));
  world.engine().spawn(4, ticks(world));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(30));
}

/// Four tracks, three streams, of which the third holds none: a track stays free for it. Stream 0
/// is far below its quota, so stream 1 can help as well as its own.
TEST(Circle, is_none_where_another_stream_keeps_what_is_left_for_the_third) {
  World world;
  Server tracks{world.engine(),
                {.name = "tracks", .capacity = 4, .quotas = {4, 4, 4}, .streams = 3}};
  std::vector<std::string> const names{"a"};
  world.engine().spawn(1, wants(world, names[0], tracks, tracks, 5));
  auto one = tracks.try_acquire({.stream = 1});
  auto other = tracks.try_acquire({.stream = 1});
  EXPECT_EQ(world.run(50), RunEnd::stalled);  // nothing is left to do
  EXPECT_FALSE(world.engine().stall().circle);
  EXPECT_EQ(world.engine().stall().all.size(), 1U);
  other.release();
  EXPECT_EQ(world.run(90), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("5 a got it"));
}

TEST(Stall, tells_who_works_at_what_is_never_repaired) {
  World world;
  Server crane{world.engine(), {.name = "crane"}};
  Job const job{"a", 0, 10};
  world.engine().spawn(1, do_job(world, crane, job));
  EXPECT_EQ(world.run(3), RunEnd::horizon);
  world.engine().rest_until(at(3));
  crane.fail(0);
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  auto const report = world.engine().stall();
  ASSERT_EQ(report.all.size(), 1U);
  EXPECT_EQ(report.all[0].resource, "crane");
  EXPECT_EQ(report.all[0].since, at(0));
}

TEST(Stall, tells_who_holds_what_is_closed_for_good) {
  World world;
  Calendar const hours{{{at(0), at(10)}}};
  Server customs{world.engine(), {.name = "customs", .hours = &hours}};
  Server gate{world.engine(), {.name = "gate"}};
  std::vector<std::string> const names{"a", "b"};
  world.engine().spawn(1, wants(world, names[0], customs, gate, 20));
  world.engine().spawn(2, wants(world, names[1], gate, customs, 30));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  auto const report = world.engine().stall();
  EXPECT_FALSE(report.circle);
  ASSERT_EQ(report.all.size(), 2U);
  EXPECT_THAT(report.all[1].holders, ElementsAre(1U));
}

}  // namespace
}  // namespace caravan::engine::test
