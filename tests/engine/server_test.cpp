#include "caravan/engine/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

TEST(Server, serves_first_come_first_served) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 1, 10}, {"c", 2, 10}};
  spawn_all(world, server, jobs);
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "10 a ends", "10 b starts", "20 b ends",
                                         "20 c starts", "30 c ends"));
  auto const times = server.times();
  EXPECT_EQ(times.working, ms(30));
  expect_closed_books(times);
}

// b and c wait together from 2 to 10; then c alone, and after 15 nothing longer counts than that.
TEST(Server, remembers_how_many_waited_at_once_until_it_is_told_to_forget) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 1, 10}, {"c", 2, 10}, {"d", 30, 10}};
  spawn_all(world, server, jobs);
  world.run(2);
  EXPECT_EQ(server.times().longest, 1);
  world.run(5);
  EXPECT_EQ(server.times().longest, 2);  // they wait still
  world.run(15);
  EXPECT_EQ(server.times().longest, 2);
  server.forget_waits();
  EXPECT_EQ(server.times().longest, 0);
  world.run();
  EXPECT_EQ(server.times().longest, 1);  // d came as c left: it waited for no time at all
}

TEST(Server, counts_none_who_waited_until_the_instant_at_which_it_forgets) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 1, 10}};
  spawn_all(world, server, jobs);
  world.run(10);
  server.forget_waits();  // b's turn comes at this instant
  world.run();
  EXPECT_EQ(server.times().longest, 0);
}

/// b waits 9 ms and c 18 ms; a comes to a free server.
TEST(Server, knows_how_long_those_waited_whom_it_served) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 1, 10}, {"c", 2, 10}};
  spawn_all(world, server, jobs);
  world.run(15);
  EXPECT_EQ(server.times().waited, ms(9 + 13));  // c waits still
  world.run();
  EXPECT_EQ(server.times().waited, ms(27));
  EXPECT_EQ(server.times().granted, 3);
  EXPECT_EQ(server.waits().count(), 2);
  EXPECT_EQ(server.waits().sum(), ms(27));
  EXPECT_EQ(server.waits().percentile(1), ms(18));
  EXPECT_EQ(server.times().gave_up, 0);
  server.forget_waits();
  EXPECT_EQ(server.waits().count(), 0);
}

Process opens(World& world, Server& server, std::int64_t when) {
  co_await world.engine().until(at(when), Rank::decide);
  server.set_capacity(1);
}

/// The crane is out of order until the very instant in which a comes, and is in order after that.
TEST(Server, counts_no_wait_of_whom_it_serves_in_the_instant_in_which_he_came) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  server.set_capacity(0);
  std::vector<Job> const jobs{{"a", 5, 10}};
  spawn_all(world, server, jobs);
  world.engine().spawn(9, opens(world, server, 5));
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("5 a starts", "15 a ends"));
  EXPECT_EQ(server.waits().count(), 0);
}

Process asks_within(World& world, Server& server, std::int64_t when, std::int64_t patience) {
  co_await world.engine().until(at(when));
  auto const lease = co_await server.acquire_within({}, ms(patience));
}

/// The crane is taken until 10: one gives up at 6, one at once, and one is served.
TEST(Server, counts_those_whose_patience_ended_after_a_wait) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}};
  spawn_all(world, server, jobs);
  world.engine().spawn(7, asks_within(world, server, 1, 5));
  world.engine().spawn(8, asks_within(world, server, 2, 0));
  world.engine().spawn(9, asks_within(world, server, 3, 9));
  world.run();
  EXPECT_EQ(server.times().gave_up, 1);
  EXPECT_EQ(server.times().granted, 2);
}

TEST(Server, serves_the_higher_priority_first_and_ties_in_order_of_coming) {
  World world;
  Server server{world.engine(), {.name = "crane", .discipline = Discipline::priority}};
  std::vector<Job> const jobs{{"a", 0, 10},
                              {"low", 1, 10, {.priority = 1}},
                              {"high", 2, 10, {.priority = 5}},
                              {"high too", 3, 10, {.priority = 5}}};
  spawn_all(world, server, jobs);
  world.run(35);
  EXPECT_THAT(world.diary(),
              ElementsAre("0 a starts", "10 a ends", "10 high starts", "20 high ends",
                          "20 high too starts", "30 high too ends", "30 low starts"));
}

TEST(Server, takes_who_has_no_priority_for_one_of_nought) {
  World world;
  Server server{world.engine(), {.name = "crane", .discipline = Discipline::priority}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"plain", 1, 10}, {"one", 2, 10, {.priority = 1}}};
  spawn_all(world, server, jobs);
  world.run(25);
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "10 a ends", "10 one starts", "20 one ends",
                                         "20 plain starts"));
}

TEST(Server, serves_the_earliest_due_first) {
  World world;
  Server server{world.engine(), {.name = "crane", .discipline = Discipline::earliest_due}};
  std::vector<Job> const jobs{{"a", 0, 10},
                              {"whenever", 1, 10},
                              {"soon", 2, 10, {.due = at(50)}},
                              {"now", 3, 10, {.due = at(40)}},
                              {"soon too", 4, 10, {.due = at(50)}}};
  spawn_all(world, server, jobs);
  world.run(45);
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "10 a ends", "10 now starts", "20 now ends",
                                         "20 soon starts", "30 soon ends", "30 soon too starts",
                                         "40 soon too ends", "40 whenever starts"));
}

TEST(Server, lets_a_big_claim_at_the_head_block_the_small_ones) {
  World world;
  Server server{world.engine(), {.name = "tracks", .capacity = 3}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"big", 1, 10, {.units = 3}}, {"small", 2, 10}};
  spawn_all(world, server, jobs);
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "10 a ends", "10 big starts", "20 big ends",
                                         "20 small starts", "30 small ends"));
}

TEST(Server, passes_over_claims_at_their_quota) {
  World world;
  Server server{world.engine(), {.name = "wagons", .capacity = 3, .quotas = {1, 3}}};
  std::vector<Job> const jobs{{"x1", 0, 10, {.stream = 0}},
                              {"x2", 1, 10, {.stream = 0}},
                              {"y1", 2, 10, {.stream = 1}},
                              {"y2", 3, 10, {.stream = 1}}};
  spawn_all(world, server, jobs);
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("0 x1 starts", "2 y1 starts", "3 y2 starts", "10 x1 ends",
                                         "10 x2 starts", "12 y1 ends", "13 y2 ends", "20 x2 ends"));
}

TEST(Server, keeps_a_unit_free_for_each_stream_that_has_none) {
  World world;
  Server server{world.engine(), {.name = "tracks", .capacity = 4, .streams = 3}};
  // x and y may take three tracks between them, never the fourth: that is z's. Once z has one, the
  // free tracks are anybody's.
  std::vector<Job> const jobs{{"x1", 0, 10, {.stream = 0}},
                              {"y1", 1, 20, {.stream = 1}},
                              {"x2", 2, 20, {.stream = 0}},
                              {"y2", 3, 20, {.stream = 1}},
                              {"z1", 4, 20, {.stream = 2}}};
  spawn_all(world, server, jobs);
  world.run();
  EXPECT_THAT(world.diary(),
              ElementsAre("0 x1 starts", "1 y1 starts", "2 x2 starts", "4 z1 starts", "10 x1 ends",
                          "10 y2 starts", "21 y1 ends", "22 x2 ends", "24 z1 ends", "30 y2 ends"));
}

Process try_once(World& world, Server& server, std::string const& name, std::int64_t when,
                 Claim claim) {
  co_await world.engine().until(at(when), Rank::arrive);
  auto lease = server.try_acquire(claim);
  world.note(name + (lease ? " got it" : " went away"));
  co_await world.engine().delay(ms(10));
}

TEST(TryAcquire, overtakes_nobody) {
  World world;
  Server server{world.engine(), {.name = "tracks", .capacity = 4}};
  std::vector<Job> const jobs{{"a", 0, 10, {.units = 2}}, {"big", 1, 10, {.units = 3}}};
  std::vector<std::string> const names{"first", "second"};
  spawn_all(world, server, jobs);
  world.engine().spawn(7, try_once(world, server, names[0], 0, {}));
  world.engine().spawn(8, try_once(world, server, names[1], 2, {}));
  world.run(9);
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "0 first got it", "2 second went away"));
}

// Of three tracks two are for the streams that have none yet.
TEST(TryAcquire, takes_no_two_units_where_others_need_one_of_them) {
  World world;
  Server server{world.engine(), {.name = "tracks", .capacity = 3, .streams = 3}};
  EXPECT_FALSE(server.try_acquire({.units = 2, .stream = 0}));
  EXPECT_TRUE(server.try_acquire({.units = 1, .stream = 0}));
}

TEST(TryAcquire, works_outside_of_a_process) {
  World world;
  Server server{world.engine(), {.name = "track"}};
  auto lease = server.try_acquire();
  EXPECT_TRUE(lease);
  EXPECT_FALSE(server.first_holder().valid());
  EXPECT_FALSE(server.try_acquire());
}

// wagons 0 … 129: of those that came back the lowest number goes first
TEST(TryAcquire, gives_the_lowest_of_many_units) {
  World world;
  Server wagons{world.engine(), {.name = "wagons", .capacity = 130}};
  std::vector<Lease> out;
  for (int number = 0; number < 130; ++number) {
    out.push_back(wagons.try_acquire());
    EXPECT_EQ(out.back().unit(), number);
  }
  EXPECT_FALSE(wagons.try_acquire());
  for (std::size_t const number : {127U, 128U, 64U, 63U}) out[number].release();
  for (int const lowest : {63, 64, 127, 128}) {
    out.push_back(wagons.try_acquire());
    EXPECT_EQ(out.back().unit(), lowest);
  }
  wagons.set_capacity(64);  // 64 and more go as they come back
  for (std::size_t const number : {1U, 2U, 100U}) out[number].release();
  EXPECT_FALSE(wagons.try_acquire());
  for (std::size_t number = 64; number < out.size(); ++number) out[number].release();
  EXPECT_EQ(wagons.free(), 3);  // 1, 2 and 63
  wagons.set_capacity(130);
  EXPECT_EQ(wagons.free(), 69);
  out.clear();
  EXPECT_EQ(wagons.free(), 130);
}

TEST(AcquireWithin, gives_up_when_patience_ends_but_not_if_freed_at_that_instant) {
  World world;
  Server server{world.engine(), {.name = "track"}};
  std::vector<std::string> const names{"short", "exact", "long", "none"};
  world.engine().spawn(1, hold(world, server, 1, 0, 10));
  world.engine().spawn(2, patient(world, server, names[0], 1, 8));
  world.engine().spawn(3, patient(world, server, names[1], 1, 9));
  world.engine().spawn(4, patient(world, server, names[2], 1, 100));
  world.engine().spawn(5, patient(world, server, names[3], 1, 0));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("1 none gave up", "9 short gave up", "10 exact got it",
                                         "10 long got it"));
  EXPECT_EQ(server.free(), 1);
}

TEST(AcquireWithin, that_gives_up_at_the_head_lets_the_smaller_ones_pass) {
  World world;
  Server server{world.engine(), {.name = "tracks", .capacity = 2}};
  std::string const name = "small";
  world.engine().spawn(1, hold(world, server, 1, 0, 100));
  auto const big = world.engine().spawn(2, hold(world, server, 2, 1, 100));
  world.engine().spawn(3, patient(world, server, name, 2, 1000));
  world.engine().spawn(4, stop_at(world, big, 5, Rank::decide));
  world.run(50);
  EXPECT_THAT(world.diary(), ElementsAre("5 small got it"));
}

TEST(Accounts, call_a_lease_without_work_blocked) {
  World world;
  Server server{world.engine(), {.name = "track", .capacity = 2}};
  world.engine().spawn(1, hold(world, server, 1, 3, 10));
  world.run(20);
  auto const times = server.times();
  EXPECT_EQ(times.blocked, ms(7));
  EXPECT_EQ(times.working, ms(0));
  EXPECT_EQ(times.idle, ms(13));
  expect_closed_books(times);
}

Process hands_over(World& world, Server& server, std::vector<Lease>& table) {
  auto lease = co_await server.acquire();
  co_await world.engine().delay(ms(5));
  table.push_back(std::move(lease));
}

TEST(Lease, returns_once_wherever_it_is_destroyed) {
  World world;
  Server server{world.engine(), {.name = "track"}};
  std::vector<Lease> table;
  world.engine().spawn(1, hands_over(world, server, table));
  world.run();
  EXPECT_EQ(server.free(), 0);
  EXPECT_EQ(table[0].unit(), 0);
  Lease other = std::move(table[0]);
  EXPECT_FALSE(table[0]);
  table.clear();
  EXPECT_EQ(server.free(), 0);
  other.release();
  EXPECT_EQ(server.free(), 1);
  other.release();
  EXPECT_EQ(server.free(), 1);
}

}  // namespace
}  // namespace caravan::engine::test
