// When a server is not there to work: opening hours, breakdowns, wear, cuts of its capacity; and
// all of these at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/engine/server.hpp"

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kMinute = 60'000;

// D16: customs Monday to Friday 08:00 to 17:00, one officer, 90 minutes each, arrivals on Friday at
// 15:10, 15:40 and 16:50. Time 0 is Friday 00:00.
class CustomsOverTheWeekend : public testing::Test {
 protected:
  static constexpr std::int64_t kDay = std::int64_t{24} * 60;
  static constexpr std::int64_t clock(std::int64_t day, std::int64_t hour, std::int64_t minute) {
    return (day * kDay + hour * 60 + minute) * kMinute;
  }
  static std::vector<std::string> run(AtClosing at_closing) {
    World world;
    Calendar const hours{
        {{at(clock(0, 8, 0)), at(clock(0, 17, 0))}, {at(clock(3, 8, 0)), at(clock(3, 17, 0))}}};
    Server server{world.engine(), {.name = "customs", .hours = &hours, .at_closing = at_closing}};
    Claim const claim{.work = Duration::minutes(90)};
    std::vector<Job> const jobs{{"1", clock(0, 15, 10), 90 * kMinute, claim},
                                {"2", clock(0, 15, 40), 90 * kMinute, claim},
                                {"3", clock(0, 16, 50), 90 * kMinute, claim}};
    spawn_all(world, server, jobs);
    EXPECT_EQ(world.run(clock(4, 0, 0)), RunEnd::exhausted);
    auto const times = server.times();
    EXPECT_EQ(times.working, Duration::minutes(270));
    expect_closed_books(times);
    return world.diary();
  }
  static std::string line(std::int64_t when, std::string const& what) {
    return std::to_string(when) + " " + what;
  }
};

TEST_F(CustomsOverTheWeekend, finishes_the_job_in_hand) {
  EXPECT_THAT(run(AtClosing::finish),
              ElementsAre(line(clock(0, 15, 10), "1 starts"), line(clock(0, 16, 40), "1 ends"),
                          line(clock(0, 16, 40), "2 starts"), line(clock(0, 18, 10), "2 ends"),
                          line(clock(3, 8, 0), "3 starts"), line(clock(3, 9, 30), "3 ends")));
}

TEST_F(CustomsOverTheWeekend, suspends_the_job_in_hand) {
  EXPECT_THAT(run(AtClosing::suspend),
              ElementsAre(line(clock(0, 15, 10), "1 starts"), line(clock(0, 16, 40), "1 ends"),
                          line(clock(0, 16, 40), "2 starts"), line(clock(3, 9, 10), "2 ends"),
                          line(clock(3, 9, 10), "3 starts"), line(clock(3, 10, 40), "3 ends")));
}

TEST_F(CustomsOverTheWeekend, refuses_what_it_cannot_finish) {
  EXPECT_THAT(run(AtClosing::refuse),
              ElementsAre(line(clock(0, 15, 10), "1 starts"), line(clock(0, 16, 40), "1 ends"),
                          line(clock(3, 8, 0), "2 starts"), line(clock(3, 9, 30), "2 ends"),
                          line(clock(3, 9, 30), "3 starts"), line(clock(3, 11, 0), "3 ends")));
}

TEST(OpeningHours, count_from_the_opening_instant_whatever_the_rank) {
  World world;
  Calendar const hours{{{at(10), at(20)}}};
  Server server{world.engine(), {.name = "gate", .hours = &hours}};
  std::vector<std::string> const names{"at opening", "at closing"};
  world.engine().spawn(1, patient(world, server, names[0], 10, 0));
  world.engine().spawn(2, patient(world, server, names[1], 20, 0));
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("10 at opening got it", "20 at closing gave up"));
}

TEST(OpeningHours, wake_nobody_while_nobody_waits) {
  World world;
  Calendar const hours{{{at(10), at(20)}, {at(30), at(40)}}};
  Server server{world.engine(), {.name = "gate", .hours = &hours}};
  std::string const name = "x";
  world.engine().spawn(1, patient(world, server, name, 1, 3));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_EQ(world.engine().now(), at(4));
  EXPECT_EQ(server.times().closed, ms(4));
}

Process break_down(World& world, Server& server, int unit, std::int64_t from, std::int64_t until) {
  co_await world.engine().until(at(from), Rank::calendar);
  server.fail(unit);
  co_await world.engine().until(at(until), Rank::calendar);
  server.repair(unit);
}

TEST(Breakdown, stops_the_job_in_hand_which_resumes_after_repair) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 1, 10}};
  spawn_all(world, server, jobs);
  world.engine().spawn(8, break_down(world, server, 0, 4, 9));
  world.engine().spawn(9, break_down(world, server, 0, 12, 14));
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "17 a ends", "17 b starts", "27 b ends"));
  auto const times = server.times();
  EXPECT_EQ(times.down, ms(7));
  EXPECT_EQ(times.working, ms(20));
  expect_closed_books(times);
}

TEST(Breakdown, of_a_free_unit_leaves_the_others_and_is_passed_over) {
  World world;
  Server server{world.engine(), {.name = "cranes", .capacity = 2}};
  std::vector<Job> const jobs{{"a", 2, 10}, {"b", 3, 10}};
  spawn_all(world, server, jobs);
  world.engine().spawn(8, break_down(world, server, 0, 1, 6));
  world.run();
  EXPECT_THAT(world.diary(), ElementsAre("2 a starts", "6 b starts", "12 a ends", "16 b ends"));
  expect_closed_books(server.times());
  EXPECT_EQ(server.times().down, ms(5));
}

Process break_for_good(World& world, Server& server, std::int64_t when, Rank rank) {
  co_await world.engine().until(at(when), rank);
  server.fail(0);
}

TEST(Breakdown, at_the_very_end_of_a_job_does_not_lengthen_it) {
  for (auto const rank : {Rank::finish, Rank::calendar}) {
    World world;
    Server server{world.engine(), {.name = "crane"}};
    std::vector<Job> const jobs{{"a", 0, 10}};
    world.engine().spawn(9, break_for_good(world, server, 10, rank), Rank::finish);
    spawn_all(world, server, jobs);
    EXPECT_EQ(world.run(), RunEnd::exhausted);
    EXPECT_EQ(world.diary().back(), "10 a ends");
    expect_closed_books(server.times());
  }
}

Process wears_out(World& world, Server& server, std::int64_t life, std::int64_t repair) {
  while (true) {
    co_await server.busy_for(0, ms(life));
    world.note("breaks");
    server.fail(0);
    co_await world.engine().delay(ms(repair), Rank::calendar);
    server.repair(0);
  }
}

TEST(Wear, counts_working_time_only) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 4}, {"b", 10, 10}, {"c", 30, 6}};
  spawn_all(world, server, jobs);
  world.engine().spawn_background(9, wears_out(world, server, 6, 5));
  // a ages it by 4; b by 2 until 12, then repair until 17, by 6 more until 23, repair until 28, and
  // by its last 2 until 30; c by 4 until 34, repair until 39, and by its last 2 until 41.
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(),
              ElementsAre("0 a starts", "4 a ends", "10 b starts", "12 breaks", "23 breaks",
                          "30 b ends", "30 c starts", "34 breaks", "41 c ends"));
  expect_closed_books(server.times());
}

Process change_capacity(World& world, Server& server, std::int64_t when, int capacity) {
  co_await world.engine().until(at(when), Rank::calendar);
  server.set_capacity(capacity);
}

TEST(Capacity, that_is_cut_lets_jobs_in_hand_finish) {
  World world;
  Server server{world.engine(), {.name = "cranes", .capacity = 3}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 0, 20}, {"c", 0, 30}, {"d", 1, 5}, {"e", 1, 5}};
  spawn_all(world, server, jobs);
  world.engine().spawn(8, change_capacity(world, server, 5, 1));
  world.engine().spawn(9, change_capacity(world, server, 32, 2));
  world.run(31);
  EXPECT_EQ(server.capacity(), 1);
  EXPECT_EQ(server.free(), 0);
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(),
              ElementsAre("0 a starts", "0 b starts", "0 c starts", "10 a ends", "20 b ends",
                          "30 c ends", "30 d starts", "32 e starts", "35 d ends", "37 e ends"));
  auto const times = server.times();
  expect_closed_books(times);
  EXPECT_EQ(times.working, ms(70));
  // 3 units until 10, 2 until 20, 1 until 32, 2 until 37.
  EXPECT_EQ(times.total, ms(30 + 20 + 12 + 10));
}

TEST(Capacity, that_is_raised_beyond_what_it_ever_was_serves_as_many_more) {
  World world;
  Server server{world.engine(), {.name = "cranes", .capacity = 1}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 1, 10}, {"c", 2, 10}};
  spawn_all(world, server, jobs);
  world.engine().spawn(9, change_capacity(world, server, 5, 3));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "5 b starts", "5 c starts", "10 a ends",
                                         "15 b ends", "15 c ends"));
  expect_closed_books(server.times());
}

/// Everything at once, by chance: the books close and no unit is lost.
TEST(Server, loses_nothing_in_a_stormy_day) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    std::uint64_t word = seed;
    auto const draw = [&word](std::uint64_t below) {
      word = scatter(word);
      return static_cast<std::int64_t>(word % below);
    };
    World world{{.ties = seed % 2 == 0 ? Ties::shuffled : Ties::fifo, .tie_seed = seed}};
    Calendar const hours{{{at(5), at(40)}, {at(60), at(200)}, {at(220), at(100'000)}}};
    auto const closing = static_cast<AtClosing>(draw(3));
    Server server{world.engine(),
                  {.name = "yard", .capacity = 3, .hours = &hours, .at_closing = closing}};
    std::vector<Job> jobs;
    for (int i = 0; i < 40; ++i) {
      auto const comes = draw(200);
      auto const works = draw(12);
      auto const units = 1 + static_cast<int>(draw(3));
      jobs.push_back({"j", comes, works, {.units = units, .work = ms(works)}});
    }
    std::vector<ProcessId> ids;
    for (auto const& job : jobs) ids.push_back(world.engine().spawn(1, do_job(world, server, job)));
    for (int i = 0; i < 10; ++i) {
      auto const victim = static_cast<std::size_t>(draw(40));
      auto const when = draw(300);
      auto const rank = static_cast<Rank>(draw(7));
      world.engine().spawn(2, stop_at(world, ids[victim], when, rank));
    }
    for (int unit = 0; unit < 3; ++unit) {
      auto const from = draw(150);
      auto const length = draw(60);
      world.engine().spawn(3, break_down(world, server, unit, from, from + length));
    }
    auto const cut = draw(200);
    world.engine().spawn(4, change_capacity(world, server, cut, 2));
    world.engine().spawn(4, change_capacity(world, server, cut + 50, 3));
    ASSERT_EQ(world.run(), RunEnd::exhausted) << seed;
    EXPECT_EQ(server.free(), 3) << seed;
    EXPECT_EQ(server.in_use(), 0);
    EXPECT_EQ(server.waiting(), 0);
    expect_closed_books(server.times());
  }
}

}  // namespace
}  // namespace caravan::engine::test
