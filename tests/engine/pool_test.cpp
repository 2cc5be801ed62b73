/// Loans: the line, what comes back, and the circles of those who wait for one another.
#include "caravan/engine/pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Process borrows(World& world, Pool& pool, std::string const& name, std::int64_t when,
                std::int64_t units, std::int64_t keeps) {
  co_await world.engine().until(at(when), Rank::arrive);
  auto loan = co_await pool.borrow(units);
  world.note(name + " has " + std::to_string(loan.units()));
  co_await world.engine().delay(ms(keeps));
}
Process borrows_briefly(World& world, Pool& pool, std::int64_t when, std::int64_t units,
                        std::int64_t patience) {
  co_await world.engine().until(at(when), Rank::arrive);
  auto const loan = co_await pool.borrow_within(units, ms(patience));
  world.note(loan ? "the hasty has it" : "the hasty gave up");
}

TEST(Pool, serves_borrowers_in_order_of_coming_and_lets_a_big_one_block) {
  World world;
  Pool wagons{world.engine(), "wagons", 3};
  std::vector<std::string> const names{"first", "big", "small"};
  world.engine().spawn(1, borrows(world, wagons, names[0], 0, 2, 10));
  world.engine().spawn(2, borrows(world, wagons, names[1], 1, 3, 5));
  world.engine().spawn(3, borrows(world, wagons, names[2], 2, 1, 5));
  world.run(5);
  EXPECT_EQ(wagons.free(), 1);
  EXPECT_EQ(wagons.waiting(), 2);
  EXPECT_FALSE(wagons.try_borrow());  // nobody is overtaken
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 first has 2", "10 big has 3", "15 small has 1"));
  EXPECT_EQ(wagons.free(), 3);
}

TEST(Pool, goes_on_to_those_behind_when_a_big_one_gives_up_or_is_stopped) {
  World world;
  Pool wagons{world.engine(), "wagons", 3};
  std::vector<std::string> const names{"first", "big", "small"};
  world.engine().spawn(1, borrows(world, wagons, names[0], 0, 1, 100));
  world.engine().spawn(2, borrows_briefly(world, wagons, 1, 3, 6));
  auto const big = world.engine().spawn(3, borrows(world, wagons, names[1], 2, 3, 5));
  world.engine().spawn(4, borrows(world, wagons, names[2], 3, 2, 5));
  world.engine().spawn(5, stop_at(world, big, 9, Rank::decide));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 first has 1", "7 the hasty gave up", "9 small has 2"));
  EXPECT_EQ(wagons.free(), 3);
}

TEST(Pool, takes_back_in_parts) {
  World world;
  Pool wagons{world.engine(), "wagons", 5};
  auto loan = wagons.try_borrow(5);
  loan.give_back(2);
  EXPECT_EQ(loan.units(), 3);
  EXPECT_EQ(wagons.free(), 2);
  EXPECT_THROW(loan.give_back(4), Fault);
  auto other = wagons.try_borrow(2);
  loan = std::move(other);  // what it held goes back
  EXPECT_EQ(wagons.free(), 3);
  loan.give_back(2);
  EXPECT_FALSE(loan);
  EXPECT_EQ(wagons.free(), wagons.units());
  EXPECT_THROW(static_cast<void>(wagons.try_borrow(6)), Fault);
  EXPECT_THROW(static_cast<void>(wagons.try_borrow(0)), Fault);
}

/// Borrows `first` of `mine`, and at `when` `second` of `other` too.
Process wants(World& world, Pool& mine, std::int64_t first, Pool& other, std::int64_t second,
              std::int64_t when) {
  auto held = co_await mine.borrow(first);
  co_await world.engine().until(at(when));
  auto wanted = co_await other.borrow(second);
  co_await world.engine().delay(ms(1));
}
Process ticks(World& world) {
  while (true) {
    co_await world.engine().delay(ms(1));
  }
}

///   flats 4  [1 1 1 .]  <--- 2 wants 2
///   boxes 2  [2 2]      <--- 1 wants 1
TEST(CircleOfPools, is_found_the_moment_it_closes_though_the_clock_ticks_on) {
  World world;
  Pool flats{world.engine(), "flats", 4};
  Pool boxes{world.engine(), "boxes", 2};
  world.engine().spawn(1, wants(world, flats, 3, boxes, 1, 100));
  world.engine().spawn(2, wants(world, boxes, 2, flats, 2, 150));
  world.engine().spawn(3, ticks(world));
  EXPECT_EQ(world.run(1000), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(150));
  auto const report = world.engine().stall();
  ASSERT_EQ(report.circle_members.size(), 2U);
  EXPECT_EQ(report.circle_members[0].tag, 2U);
  EXPECT_EQ(report.circle_members[0].resource, "flats");
  EXPECT_THAT(report.circle_members[0].holders, ElementsAre(1U));
  EXPECT_EQ(report.circle_members[1].resource, "boxes");
}

///   flats 4  [1 1 1 .]  <--- 2 wants 2      4 had one until 50
///   boxes 2  [2 2]      <--- 1 wants 1
TEST(CircleOfPools, is_not_hidden_by_one_who_has_given_all_back) {
  World world;
  Pool flats{world.engine(), "flats", 4};
  Pool boxes{world.engine(), "boxes", 2};
  std::string const name = "4";
  world.engine().spawn(1, wants(world, flats, 3, boxes, 1, 100));
  world.engine().spawn(2, wants(world, boxes, 2, flats, 2, 150));
  world.engine().spawn(3, borrows(world, flats, name, 0, 1, 50));
  world.engine().spawn(4, ticks(world));
  EXPECT_EQ(world.run(1000), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(150));
}

///   flats 4  [1 1 1 4]  <--- 2 wants 1      4 lets go at 160: then 2 gets on
///   boxes 2  [2 2]      <--- 1 wants 1
TEST(CircleOfPools, is_none_while_one_holder_can_still_move) {
  World world;
  Pool flats{world.engine(), "flats", 4};
  Pool boxes{world.engine(), "boxes", 2};
  std::string const name = "4";
  world.engine().spawn(1, wants(world, flats, 3, boxes, 1, 100));
  world.engine().spawn(2, wants(world, boxes, 2, flats, 1, 150));
  world.engine().spawn(3, borrows(world, flats, name, 0, 1, 160));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
}

Process wants_track(World& world, Pool& mine, Server& track, std::int64_t when) {
  auto held = co_await mine.borrow();
  co_await world.engine().until(at(when));
  auto wanted = co_await track.acquire();
}
Process joins(World& world, Server& mine, ProcessId const& other, std::int64_t when) {
  auto held = co_await mine.acquire();
  co_await world.engine().until(at(when));
  co_await world.engine().join(other);
}
Process wants_wagon(World& world, Pool& pool, std::int64_t when) {
  co_await world.engine().until(at(when));
  auto wanted = co_await pool.borrow();
}

///   1 has the wagon, wants the track; 2 has the track, waits for the end of 3; 3 wants the wagon
TEST(CircleOfPools, goes_through_servers_and_ends_of_processes) {
  World world;
  Pool wagons{world.engine(), "wagons", 1};
  Server track{world.engine(), {.name = "track"}};
  ProcessId third;
  world.engine().spawn(1, wants_track(world, wagons, track, 10));
  world.engine().spawn(2, joins(world, track, third, 20));
  third = world.engine().spawn(3, wants_wagon(world, wagons, 30));
  world.engine().spawn(4, ticks(world));
  EXPECT_EQ(world.run(1000), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(30));
  EXPECT_EQ(world.engine().stall().circle_members.size(), 3U);
}

/// flats 3: [1 1 .], in line the hasty one (3, until 20) and 2 (1). The free one would do for 2.
TEST(CircleOfPools, is_none_while_one_ahead_in_line_may_give_up) {
  World world;
  Pool flats{world.engine(), "flats", 3};
  Pool boxes{world.engine(), "boxes", 1};
  world.engine().spawn(1, wants(world, flats, 2, boxes, 1, 3));
  world.engine().spawn(2, wants(world, boxes, 1, flats, 1, 5));
  world.engine().spawn(3, borrows_briefly(world, flats, 1, 3, 19));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("20 the hasty gave up"));
}

/// The same with one in line who never gives up: the free one is not for 2, ever.
TEST(CircleOfPools, is_closed_behind_one_in_line_who_waits_for_ever) {
  World world;
  Pool flats{world.engine(), "flats", 3};
  Pool boxes{world.engine(), "boxes", 1};
  std::string const name = "big";
  world.engine().spawn(1, wants(world, flats, 2, boxes, 1, 3));
  world.engine().spawn(2, wants(world, boxes, 1, flats, 1, 5));
  world.engine().spawn(3, borrows(world, flats, name, 1, 3, 1));
  world.engine().spawn(4, ticks(world));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(5));
}

/// Who answers for a loan may change: the wagon that 1 borrowed is now with 2.
TEST(CircleOfPools, follows_who_holds_the_loan_now) {
  World world;
  Pool wagons{world.engine(), "wagons", 2};
  Pool boxes{world.engine(), "boxes", 1};
  auto loan = wagons.try_borrow(1);
  auto const holder = world.engine().spawn(2, wants(world, boxes, 1, wagons, 2, 5));
  loan.held_by(holder);
  world.engine().spawn(3, ticks(world));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  EXPECT_EQ(world.engine().now(), at(5));
}

}  // namespace
}  // namespace caravan::engine::test
