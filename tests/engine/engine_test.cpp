#include "caravan/engine/engine.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Process say(World& world, std::string const& word, std::int64_t when, Rank rank) {
  co_await world.engine().until(at(when), rank);
  world.note(word);
}

TEST(Order, is_by_time_then_rank_then_first_scheduled) {
  World world;
  std::array<std::string, 5> const words{"a", "b", "c", "d", "e"};
  world.engine().spawn(1, say(world, words[0], 5, Rank::observe));
  world.engine().spawn(2, say(world, words[1], 5, Rank::finish));
  world.engine().spawn(3, say(world, words[2], 4, Rank::observe));
  world.engine().spawn(4, say(world, words[3], 5, Rank::grant));
  world.engine().spawn(5, say(world, words[4], 5, Rank::finish));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("4 c", "5 b", "5 e", "5 d", "5 a"));
}

TEST(Horizon, leaves_events_at_the_horizon_for_the_next_run) {
  World world;
  std::string const word = "late";
  world.engine().spawn(1, say(world, word, 10, Rank::finish));
  EXPECT_EQ(world.run(10), RunEnd::horizon);
  EXPECT_TRUE(world.diary().empty());
  EXPECT_EQ(world.engine().now(), at(10));
  EXPECT_EQ(world.run(11), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("10 late"));
}

Process tick(World& world, std::string const& name, std::int64_t step) {
  while (true) {
    world.note(name);
    co_await world.engine().delay(ms(step));
  }
}

TEST(Processes, two_clocks_tick_side_by_side) {
  World world;
  std::string const fast = "fast";
  std::string const slow = "slow";
  world.engine().spawn(1, tick(world, fast, 5));
  world.engine().spawn(2, tick(world, slow, 10));
  EXPECT_EQ(world.run(20), RunEnd::horizon);
  EXPECT_THAT(world.diary(),
              ElementsAre("0 fast", "0 slow", "5 fast", "10 slow", "10 fast", "15 fast"));
}

Task fails(World& world) {
  co_await world.engine().delay(ms(2));
  throw std::runtime_error{"axle broken"};
}
Process survives(World& world) {
  auto part = fails(world);
  bool failed = false;
  try {
    co_await part;
  } catch (std::runtime_error const&) {
    failed = true;
  }
  world.note(failed ? "caught" : "missed");
}
Process breaks(World& world, Server& server) {
  auto lease = co_await server.acquire();
  auto part = fails(world);
  co_await part;
}

TEST(Exceptions, of_a_task_reach_the_one_who_awaits_it) {
  World world;
  world.engine().spawn(1, survives(world));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("2 caught"));
}

TEST(Exceptions, of_a_process_leave_the_run_as_they_are_and_its_leases_return) {
  World world;
  Server server{world.engine(), {.name = "track"}};
  auto const id = world.engine().spawn(1, breaks(world, server));
  EXPECT_THROW(world.run(), std::runtime_error);
  EXPECT_FALSE(world.engine().alive(id));
  EXPECT_EQ(server.free(), 1);
  EXPECT_EQ(world.run(), RunEnd::exhausted);
}

Process wait_for(World& world, ProcessId other, std::string const& name) {
  co_await world.engine().join(other);
  world.note(name);
}

TEST(Join, goes_on_when_the_other_ends_is_stopped_or_is_dead_already) {
  World world;
  std::string const word = "said";
  std::array<std::string, 3> const names{"one", "two", "late"};
  auto const ends = world.engine().spawn(1, say(world, word, 5, Rank::finish));
  auto const stopped = world.engine().spawn(2, say(world, word, 50, Rank::finish));
  world.engine().spawn(3, wait_for(world, ends, names[0]));
  world.engine().spawn(4, wait_for(world, stopped, names[1]));
  world.engine().spawn(5, stop_at(world, stopped, 7, Rank::decide));
  EXPECT_EQ(world.run(20), RunEnd::exhausted);
  world.engine().spawn(6, wait_for(world, ends, names[2]));
  EXPECT_EQ(world.run(30), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("5 said", "5 one", "7 two", "7 late"));
}

TEST(Join, lets_all_go_on_in_order_of_coming_but_those_who_were_stopped) {
  std::array<std::string, 5> const names{"a", "b", "c", "d", "e"};
  std::string const word = "said";
  for (std::size_t first = 0; first < names.size(); ++first) {
    for (std::size_t second = 0; second < names.size(); ++second) {
      World world;
      auto const ends = world.engine().spawn(1, say(world, word, 5, Rank::finish));
      std::vector<ProcessId> waiting;
      for (auto const& name : names) {
        waiting.push_back(world.engine().spawn(2, wait_for(world, ends, name)));
      }
      world.engine().spawn(3, stop_at(world, waiting[first], 1, Rank::decide));
      world.engine().spawn(3, stop_at(world, waiting[second], 2, Rank::decide));
      EXPECT_EQ(world.run(), RunEnd::exhausted);
      std::vector<std::string> expected{"5 said"};
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (i != first && i != second) expected.push_back("5 " + names[i]);
      }
      EXPECT_EQ(world.diary(), expected);
    }
  }
}

Process stops_itself(World& world) {
  co_await world.engine().delay(ms(1));
  world.engine().stop(world.engine().current());
}

TEST(Stop, of_oneself_is_a_fault) {
  World world;
  world.engine().spawn(1, stops_itself(world));
  EXPECT_THROW(world.run(), Fault);
}

TEST(Stop, before_the_first_step_leaves_no_trace) {
  World world;
  std::string const word = "never";
  auto const id = world.engine().spawn(1, say(world, word, 5, Rank::finish));
  EXPECT_TRUE(world.engine().alive(id));
  world.engine().stop(id);
  world.engine().stop(id);
  EXPECT_FALSE(world.engine().alive(id));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_EQ(world.engine().events(), 0U);
  EXPECT_EQ(world.engine().now(), at(0));
}

TEST(ProcessIds, of_the_dead_never_name_the_living) {
  World world;
  std::string const word = "x";
  auto const first = world.engine().spawn(11, say(world, word, 1, Rank::finish));
  EXPECT_EQ(world.engine().tag_of(first), 11U);
  world.run();
  auto const second = world.engine().spawn(12, say(world, word, 2, Rank::finish));
  EXPECT_EQ(first.slot, second.slot);
  EXPECT_NE(first, second);
  EXPECT_FALSE(world.engine().alive(first));
  EXPECT_EQ(world.engine().tag_of(first), 0U);
  EXPECT_EQ(world.engine().tag_of(second), 12U);
}

Process spin(World& world) {
  while (true) {
    co_await world.engine().delay(ms(0));
  }
}
Process grab(World&, Server& server) {
  while (true) {
    auto lease = co_await server.acquire();
  }
}

TEST(StandingClock, is_a_fault_that_names_the_process) {
  World world{{.most_steps_at_one_instant = 1000}};
  world.engine().spawn(4711, spin(world));
  try {
    world.run();
    FAIL() << "the loop went on";
  } catch (Fault const& fault) {
    EXPECT_NE(std::string{fault.what()}.find("4711"), std::string::npos) << fault.what();
  }
}

TEST(StandingClock, is_found_also_where_no_wait_ever_waits) {
  World world{{.most_steps_at_one_instant = 1000}};
  Server server{world.engine(), {.name = "track"}};
  world.engine().spawn(1, grab(world, server));
  EXPECT_THROW(world.run(), Fault);
}

TEST(Interrupt, is_seen_within_1024_events) {
  std::atomic<bool> interrupt = false;
  World world{{.interrupt = &interrupt}};
  std::string const name = "tick";
  world.engine().spawn(1, tick(world, name, 1));
  EXPECT_EQ(world.run(100), RunEnd::horizon);
  interrupt = true;
  EXPECT_EQ(world.run(1'000'000), RunEnd::interrupted);
  EXPECT_LE(world.engine().events(), 1124U);
  interrupt = false;
  EXPECT_EQ(world.run(5000), RunEnd::horizon);
}

TEST(Time, that_leaves_the_range_is_a_fault) {
  World world;
  std::string const word = "x";
  world.engine().spawn(1, say(world, word, 10, Rank::finish));
  world.run();
  EXPECT_THROW((void)world.engine().delay(Duration::max()), Fault);
  EXPECT_THROW((void)world.engine().delay(ms(-1)), Fault);
}

/// Everyone who comes at one instant, in the order in which they were served.
std::string order_of(Engine::Options options) {
  World world{options};
  std::vector<std::string> names;
  for (char c = 'a'; c <= 'z'; ++c) names.emplace_back(1, c);
  for (auto const& name : names) world.engine().spawn(1, say(world, name, 5, Rank::finish));
  world.run();
  std::string order;
  for (auto const& line : world.diary()) order += line.back();
  return order;
}

TEST(Ties, are_served_first_come_first_served_or_by_a_seeded_draw) {
  std::string const alphabet = "abcdefghijklmnopqrstuvwxyz";
  EXPECT_EQ(order_of({}), alphabet);
  auto const one = order_of({.ties = Ties::shuffled, .tie_seed = 1});
  auto const two = order_of({.ties = Ties::shuffled, .tie_seed = 2});
  EXPECT_NE(one, alphabet);
  EXPECT_NE(one, two);
  EXPECT_EQ(one, order_of({.ties = Ties::shuffled, .tie_seed = 1}));
  auto sorted = one;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted, alphabet);
}

struct Hashes {
  Fingerprint order;
  Fingerprint time;
};
Hashes hashes(std::uint64_t tag, std::int64_t when, Rank rank) {
  World world;
  std::string const word = "x";
  world.engine().spawn(tag, say(world, word, when, rank));
  world.run();
  return {world.engine().order_hash(), world.engine().time_hash()};
}

TEST(Fingerprints, of_order_ignore_time_and_those_of_time_do_not) {
  auto const base = hashes(1, 5, Rank::finish);
  EXPECT_EQ(base.order, hashes(1, 5, Rank::finish).order);
  EXPECT_EQ(base.time, hashes(1, 5, Rank::finish).time);
  EXPECT_EQ(base.order, hashes(1, 6, Rank::finish).order);
  EXPECT_NE(base.time, hashes(1, 6, Rank::finish).time);
  EXPECT_NE(base.order, hashes(2, 5, Rank::finish).order);
  EXPECT_NE(base.order, hashes(1, 5, Rank::grant).order);
}

TEST(Teardown, destroys_waiting_frames_while_their_servers_still_live) {
  auto world = std::make_unique<World>();
  Server server{world->engine(), {.name = "track"}};
  Store store{world->engine(), "wagons", 0};
  for (int i = 0; i < 3; ++i) world->engine().spawn(1, hold(*world, server, 1, 0, 1000));
  EXPECT_EQ(world->run(10), RunEnd::horizon);
  EXPECT_EQ(server.in_use(), 1);
  EXPECT_EQ(server.waiting(), 2);
  world.reset();  // the sanitizers look at the rest
}

/// What stands in a table rather than in a frame.
Process puts_into(World& world, Server& server, Lease& kept, Pool& pool, Loan& lent) {
  kept = co_await server.acquire();
  lent = co_await pool.borrow();
  world.note("holds");
}
Process borrows(World& world, Pool& pool) {
  co_await world.engine().delay(ms(1));
  auto loan = co_await pool.borrow();
  world.note("never");
}

TEST(Teardown, hands_nothing_to_the_next_in_line_once_it_has_begun) {
  World world;
  Server server{world.engine(), {.name = "track"}};
  Pool pool{world.engine(), "wagons", 1};
  Lease kept;
  Loan lent;
  world.engine().spawn(1, puts_into(world, server, kept, pool, lent));
  world.engine().spawn(2, hold(world, server, 1, 1, 1000));
  world.engine().spawn(3, borrows(world, pool));
  EXPECT_EQ(world.run(10), RunEnd::stalled);
  EXPECT_EQ(server.waiting() + pool.waiting(), 2);
  auto const pending = world.engine().pending();
  world.engine().close_down();
  kept = Lease{};
  lent = Loan{};
  EXPECT_EQ(server.waiting() + pool.waiting(), 0);
  EXPECT_EQ(world.engine().pending(), pending);
  EXPECT_THROW(world.run(), Fault);
}

Process works_with(World& world, Server& server, Lease const& lease) {
  co_await world.engine().delay(ms(1));
  co_await server.work(lease, ms(100));
}
Process goes_too_early(World& world, Server& server) {
  auto lease = co_await server.acquire();
  world.engine().spawn(2, works_with(world, server, lease));
  co_await world.engine().delay(ms(5));
}

TEST(Destructors, of_leases_let_what_goes_wrong_in_them_leave_the_run) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  world.engine().spawn(1, goes_too_early(world, server));
  EXPECT_THROW(world.run(), Fault);
  EXPECT_EQ(world.engine().now(), at(5));
}

}  // namespace
}  // namespace caravan::engine::test
