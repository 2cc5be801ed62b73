/// The far ends of the engine: waits that fail to begin, waits that end before they begin, and what
/// frames do while their engine is being destroyed.
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Process waits_to_see(World& world, Signal& signal, Duration patience, Rank rank = Rank::decide) {
  co_await world.engine().until(at(5));
  bool const called = co_await signal.wait_within(patience, rank);
  world.note(called ? "called" : "not called");
}
Process fires(World& world, Signal& signal, std::int64_t when, Rank rank) {
  co_await world.engine().until(at(when), rank);
  signal.fire_one();
}

TEST(Patience, is_beaten_by_a_call_of_the_same_instant_whatever_its_rank) {
  for (auto const rank : {Rank::decide, Rank::timeout, Rank::observe}) {
    World world;
    Signal signal{world.engine(), "signal"};
    world.engine().spawn(1, waits_to_see(world, signal, ms(5), rank));
    world.engine().spawn(2, fires(world, signal, 10, Rank::decide));
    EXPECT_EQ(world.run(), RunEnd::exhausted);
    EXPECT_THAT(world.diary(), ElementsAre("10 called"));
  }
}

TEST(Patience, that_reaches_beyond_the_end_of_time_lasts_for_ever) {
  World world;
  Signal signal{world.engine(), "signal"};
  world.engine().spawn(1, waits_to_see(world, signal, Duration::max() - ms(1)));
  world.engine().spawn(2, fires(world, signal, 1000, Rank::decide));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("1000 called"));
}

/// Fails to begin to wait, bears it, and goes on with something else.
Process fails_to_wait(World& world, Signal& signal) {
  try {
    bool const called = co_await signal.wait_within(ms(-1));
    world.note(called ? "called" : "not called");
  } catch (Fault const&) {
    world.note("refused");
  }
  co_await world.engine().delay(ms(100));
}

TEST(Patience, below_zero_is_refused_and_leaves_nobody_in_line) {
  World world;
  Signal signal{world.engine(), "signal"};
  auto const process = world.engine().spawn(1, fails_to_wait(world, signal));
  EXPECT_EQ(world.run(50), RunEnd::horizon);
  EXPECT_THAT(world.diary(), ElementsAre("0 refused"));
  EXPECT_EQ(signal.waiting(), 0);
  world.engine().stop(process);
  EXPECT_EQ(world.run(), RunEnd::exhausted);
}

Process works_for_ever(World& world, Server& server) {
  co_await world.engine().delay(ms(1));
  auto lease = co_await server.acquire();
  co_await server.work(lease, Duration::max());
}

/// Units times milliseconds since the start do not fit into a word any more; the sums still do.
TEST(Server, counts_its_time_to_the_millisecond_at_the_far_end_of_time) {
  constexpr std::int64_t kFar = 9'000'000'000'000'000'000;
  World world;
  world.engine().rest_until(at(kFar));
  Server server{world.engine(), {.name = "cranes", .capacity = 3}};
  std::vector<Job> const jobs{{"1", kFar + 10, 40}, {"2", kFar + 20, 50}};
  spawn_all(world, server, jobs);
  world.run(kFar + 100);
  auto const times = server.times();
  EXPECT_EQ(times.working.count(), 90);
  EXPECT_EQ(times.total.count(), 3 * 70);
  expect_closed_books(times);
}

TEST(Work, beyond_the_end_of_time_is_refused_and_its_lease_comes_back) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  world.engine().spawn(1, works_for_ever(world, server));
  EXPECT_THROW(world.run(), Fault);
  EXPECT_EQ(server.free(), 1);
  EXPECT_EQ(server.times().working, ms(0));
}

Task nothing(World&) {
  co_return;
}
Process loops_over_nothing(World& world) {
  while (true) {
    auto part = nothing(world);
    co_await part;
  }
}
Process loops_over_the_dead(World& world) {
  while (true) {
    co_await world.engine().join(ProcessId{});
  }
}

TEST(Loop, that_never_waits_is_found) {
  {
    World world{{.most_steps_at_one_instant = 1000}};
    world.engine().spawn(1, loops_over_nothing(world));
    EXPECT_THROW(world.run(), Fault);
    EXPECT_FALSE(world.engine().current().valid());
  }
  World world{{.most_steps_at_one_instant = 1000}};
  world.engine().spawn(1, loops_over_the_dead(world));
  EXPECT_THROW(world.run(), Fault);
}

TEST(Rest, is_not_disturbed_by_events_that_will_be_dropped) {
  World world;
  Signal signal{world.engine(), "signal"};
  auto const process = world.engine().spawn(1, waits_to_see(world, signal, ms(20)));
  world.run(10);
  world.engine().stop(process);
  world.engine().rest_until(at(100));
  EXPECT_EQ(world.engine().now(), at(100));
}

/// Looks around when its frame is destroyed, and calls who waits.
struct Guard {
  Signal signal;  // handles of its own: those of others may be gone by then
  Store store;
  std::optional<int>& waiting;
  Guard(Signal const& s, Store const& t, std::optional<int>& w) : signal{s}, store{t}, waiting{w} {}
  Guard(Guard const&) = delete;
  Guard& operator=(Guard const&) = delete;
  ~Guard() {
    waiting = signal.waiting() + store.waiting_takers();
    signal.fire_all();
    static_cast<void>(store.try_put(1));
  }
};
Process guards(World& world, Signal& signal, Store& store, std::optional<int>& waiting) {
  Guard const guard{signal, store, waiting};
  co_await world.engine().delay(ms(100));
}
Process takes(World&, Store& store) {
  co_await store.take(1);
}

TEST(EndOfEngine, finds_nobody_in_line_when_frames_call_on_their_way_out) {
  std::optional<int> waiting;
  {
    World world;
    Signal signal{world.engine(), "signal"};
    Store store{world.engine(), "store", 0};
    world.engine().spawn(1, waits_to_see(world, signal, Duration::max()));
    world.engine().spawn(2, takes(world, store));
    world.engine().spawn(3, guards(world, signal, store, waiting));
    world.run(50);
    EXPECT_EQ(signal.waiting() + store.waiting_takers(), 2);
  }
  EXPECT_EQ(waiting, 0);
}

Process takes_two(World& world, Store& store) {
  co_await world.engine().until(at(1));
  co_await store.take(2);
}

/// yard of 2: the taker of 2 is granted at 5 and stopped before he goes on; somebody used the room
/// at once.
TEST(Store, takes_returned_goods_even_beyond_its_capacity) {
  World world;
  Store yard{world.engine(), "yard", 1, 2};
  auto const taker = world.engine().spawn(1, takes_two(world, yard));
  world.run(2);
  EXPECT_TRUE(yard.try_put(1));  // and the taker has them
  EXPECT_TRUE(yard.try_put(2));
  world.engine().stop(taker);
  EXPECT_EQ(yard.level(), 4);
  EXPECT_EQ(yard.free_room(), 0);
  EXPECT_FALSE(yard.try_put(1));
  EXPECT_TRUE(yard.try_take(3));
  EXPECT_EQ(yard.free_room(), 1);
}

}  // namespace
}  // namespace caravan::engine::test
