/// Stores, signals and batches.
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Process takes(World& world, Store& store, std::string const& name, std::int64_t when,
              std::int64_t amount) {
  co_await world.engine().until(at(when), Rank::arrive);
  co_await store.take(amount);
  world.note(name + " took");
}
Process puts(World& world, Store& store, std::string const& name, std::int64_t when,
             std::int64_t amount) {
  co_await world.engine().until(at(when), Rank::arrive);
  co_await store.put(amount);
  world.note(name + " put");
}
Process takes_patiently(World& world, Store& store, std::string const& name, std::int64_t when,
                        std::int64_t amount, std::int64_t patience) {
  co_await world.engine().until(at(when), Rank::arrive);
  bool const got = co_await store.take_within(amount, ms(patience));
  world.note(name + (got ? " took" : " gave up"));
}

TEST(Store, serves_takers_in_order_of_coming_and_lets_a_big_one_block) {
  World world;
  Store wagons{world.engine(), "wagons", 1};
  std::vector<std::string> const names{"big", "small", "p1", "p2"};
  world.engine().spawn(1, takes(world, wagons, names[0], 1, 3));
  world.engine().spawn(2, takes(world, wagons, names[1], 2, 1));
  world.engine().spawn(3, puts(world, wagons, names[2], 5, 1));
  world.engine().spawn(4, puts(world, wagons, names[3], 6, 2));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("5 p1 put", "6 p2 put", "6 big took", "6 small took"));
  EXPECT_EQ(wagons.level(), 0);
  EXPECT_EQ(wagons.free_room(), std::numeric_limits<std::int64_t>::max());
}

TEST(Store, that_is_full_makes_putters_wait_until_a_take_makes_room) {
  World world;
  Store yard{world.engine(), "yard", 4, 5};
  std::vector<std::string> const names{"two", "one", "t"};
  world.engine().spawn(1, puts(world, yard, names[0], 1, 2));
  world.engine().spawn(2, puts(world, yard, names[1], 2, 1));
  world.engine().spawn(3, takes(world, yard, names[2], 8, 2));
  world.run(5);
  EXPECT_EQ(yard.waiting_putters(), 2);
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("8 t took", "8 two put", "8 one put"));
  EXPECT_EQ(yard.level(), 5);
}

TEST(Store, stalls_if_a_take_and_a_put_each_wait_for_the_other) {
  World world;
  Store yard{world.engine(), "yard", 2, 3};
  std::vector<std::string> const names{"three", "two"};
  world.engine().spawn(1, takes(world, yard, names[0], 1, 3));
  world.engine().spawn(2, puts(world, yard, names[1], 2, 2));
  EXPECT_EQ(world.run(5), RunEnd::stalled);  // neither fits alone
  EXPECT_FALSE(yard.try_take(0));            // nobody is overtaken, even for nothing
  EXPECT_FALSE(yard.try_put(1));
  EXPECT_EQ(yard.level(), 2);
}

TEST(Store, whose_head_gives_up_serves_the_next) {
  World world;
  Store wagons{world.engine(), "wagons", 1};
  std::vector<std::string> const names{"big", "small"};
  world.engine().spawn(1, takes_patiently(world, wagons, names[0], 1, 2, 5));
  world.engine().spawn(2, takes(world, wagons, names[1], 2, 1));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("6 big gave up", "6 small took"));
}

TEST(Store, begins_with_what_fits) {
  World world;
  EXPECT_THROW((Store{world.engine(), "yard", 6, 5}), Fault);
  EXPECT_THROW((Store{world.engine(), "yard", -1}), Fault);
}

Process listens(World& world, Signal& signal, std::string const& name, Rank rank) {
  co_await signal.wait(rank);
  world.note(name);
}
Process listens_within(World& world, Signal& signal, std::string const& name,
                       std::int64_t patience) {
  bool const called = co_await signal.wait_within(ms(patience));
  world.note(name + (called ? " called" : " gave up"));
}
Process calls(World& world, Signal& signal, std::int64_t when, bool all) {
  co_await world.engine().until(at(when));
  all ? signal.fire_all() : signal.fire_one();
}

TEST(Signal, calls_one_or_all_and_forgets_what_nobody_heard) {
  World world;
  Signal signal{world.engine(), "clear"};
  std::vector<std::string> const names{"a", "b", "c"};
  world.engine().spawn(9, calls(world, signal, 0, true), Rank::finish);
  for (auto const& name : names) {
    world.engine().spawn(1, listens(world, signal, name, Rank::decide));
  }
  world.engine().spawn(8, calls(world, signal, 3, false));
  world.engine().spawn(8, calls(world, signal, 7, true));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("3 a", "7 b", "7 c"));
}

TEST(Signal, wakes_by_the_rank_that_was_asked_for) {
  World world;
  Signal signal{world.engine(), "clear"};
  std::vector<std::string> const names{"observer", "decider"};
  world.engine().spawn(1, listens(world, signal, names[0], Rank::observe));
  world.engine().spawn(1, listens(world, signal, names[1], Rank::decide));
  world.engine().spawn(8, calls(world, signal, 3, true));
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("3 decider", "3 observer"));
}

TEST(Signal, that_comes_too_late_finds_nobody) {
  World world;
  Signal signal{world.engine(), "clear"};
  std::vector<std::string> const names{"short", "long"};
  world.engine().spawn(1, listens_within(world, signal, names[0], 3));
  world.engine().spawn(1, listens_within(world, signal, names[1], 4));
  world.engine().spawn(8, calls(world, signal, 4, true));
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("3 short gave up", "4 long called"));
}

Process member(World& world, Batch& batch, std::string const& name, std::int64_t when) {
  co_await world.engine().until(at(when), Rank::arrive);
  auto const place = co_await batch.join();
  world.note(name + " " + std::to_string(place.index) + "/" + std::to_string(place.size));
}

TEST(Batch, closes_when_it_is_full_or_its_first_member_has_waited_the_limit) {
  World world;
  Batch train{world.engine(), "train", 3, ms(10)};
  std::vector<std::string> const names{"a", "b", "c", "d", "e"};
  std::vector<std::int64_t> const when{1, 2, 3, 5, 14};
  for (std::size_t i = 0; i < names.size(); ++i) {
    world.engine().spawn(i, member(world, train, names[i], when[i]));
  }
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("3 a 0/3", "3 b 1/3", "3 c 2/3", "15 d 0/2", "15 e 1/2"));
}

TEST(Batch, that_loses_its_first_member_waits_for_the_limit_of_the_next) {
  World world;
  Batch train{world.engine(), "train", 3, ms(10)};
  std::vector<std::string> const names{"a", "b"};
  auto const first = world.engine().spawn(1, member(world, train, names[0], 1));
  world.engine().spawn(2, member(world, train, names[1], 4));
  world.engine().spawn(3, stop_at(world, first, 6, Rank::decide));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("14 b 0/1"));
}

TEST(Batch, without_a_limit_waits_until_it_is_closed) {
  World world;
  Batch train{world.engine(), "train", 3};
  std::string const name = "a";
  world.engine().spawn(1, member(world, train, name, 1));
  EXPECT_EQ(world.run(100), RunEnd::stalled);
  EXPECT_EQ(train.waiting(), 1);
  train.close();
  EXPECT_EQ(world.run(100), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("1 a 0/1"));
}

}  // namespace
}  // namespace caravan::engine::test
