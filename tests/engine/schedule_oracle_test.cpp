/// Hand-worked cases from the tests of other simulators, part two: several nodes, slots, shifts and
/// pre-emption.
#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

/// Minutes as exact milliseconds.
std::int64_t minutes(double count) {
  return Duration::rounded(count * 60'000).count();
}
std::vector<std::int64_t> minutes(std::vector<double> const& list) {
  std::vector<std::int64_t> times;
  for (double const one : list) times.push_back(minutes(one));
  return times;
}

/// Two nodes in a row, and how many are in each after every change.
struct TwoNodes {
  explicit TwoNodes(World& world) {
    for (auto const* const name : {"first", "second"}) {
      nodes.emplace_back(world.engine(), ServerOptions{.name = name});
    }
  }
  void change(std::size_t node, int by, std::int64_t now) {
    inside[node] += by;
    trace[now] = inside;
  }
  std::vector<Server> nodes;
  std::vector<int> inside{0, 0};
  std::map<std::int64_t, std::vector<int>> trace;
};

Process passes(World& world, TwoNodes& line, std::size_t node, std::int64_t comes) {
  co_await world.engine().until(at(comes), Rank::arrive);
  for (; node < 2; ++node) {
    line.change(node, +1, world.engine().now().count());
    auto lease = co_await line.nodes[node].acquire();
    co_await line.nodes[node].work(lease, ms(minutes(1)));
    line.change(node, -1, world.engine().now().count());
  }
}

/// D03, from the tests of Ciw.
TEST(ScheduleOracle, D03_two_nodes_with_arrivals_of_their_own) {
  World world;
  TwoNodes line{world};
  for (int i = 1; i <= 14; ++i) {
    world.engine().spawn(1, passes(world, line, 0, minutes(0.31 * i)));
  }
  for (int i = 1; i <= 6; ++i) {
    world.engine().spawn(2, passes(world, line, 1, minutes(0.71 * i)));
  }
  world.run(minutes(4.34) + 1);
  struct Row {
    double time;
    int first;
    int second;
  };
  std::vector<Row> const expected{
      {0.31, 1, 0},  {0.62, 2, 0}, {0.71, 2, 1}, {0.93, 3, 1}, {1.24, 4, 1}, {1.31, 3, 2},
      {1.42, 3, 3},  {1.55, 4, 3}, {1.71, 4, 2}, {1.86, 5, 2}, {2.13, 5, 3}, {2.17, 6, 3},
      {2.31, 5, 4},  {2.48, 6, 4}, {2.71, 6, 3}, {2.79, 7, 3}, {2.84, 7, 4}, {3.10, 8, 4},
      {3.31, 7, 5},  {3.41, 8, 5}, {3.55, 8, 6}, {3.71, 8, 5}, {3.72, 9, 5}, {4.03, 10, 5},
      {4.26, 10, 6}, {4.31, 9, 7}, {4.34, 10, 7}};
  ASSERT_EQ(line.trace.size(), expected.size());
  auto row = expected.begin();
  for (auto const& [time, inside] : line.trace) {
    EXPECT_EQ(time, minutes(row->time));
    EXPECT_THAT(inside, ElementsAre(row->first, row->second)) << row->time;
    ++row;
  }
}

struct Slot {
  double time;
  int size;
};

/// Work that begins at slots only.
struct Slots {
  explicit Slots(World& world) : call{world.engine(), "slot"} {}
  Signal call;
  int in_service = 0;
};

/// Each slot lets in as many as its size says; those still in service may count.
Process open_slots(World& world, Slots& slots, std::vector<Slot> const& list, bool all_count) {
  for (auto const& slot : list) {
    co_await world.engine().until(at(minutes(slot.time)), Rank::decide);
    auto const let_in = slot.size - (all_count ? slots.in_service : 0);
    for (int i = 0; i < let_in; ++i) slots.call.fire_one();
  }
}

Process served_at_a_slot(World& world, Slots& slots, std::int64_t comes, std::int64_t works,
                         std::int64_t& starts) {
  co_await world.engine().until(at(comes), Rank::arrive);
  co_await slots.call.wait();
  starts = world.engine().now().count();
  ++slots.in_service;
  co_await world.engine().delay(ms(works));
  --slots.in_service;
}

/// D04c, Ciw's slots of which the size is a limit, or not.
TEST(ScheduleOracle, D04c_slots_with_those_still_in_service) {
  for (bool const all_count : {false, true}) {
    World world;
    Slots slots{world};
    std::vector<Slot> const list{{2, 4}, {3, 1}, {5, 4}, {6, 1}};
    world.engine().spawn(99, open_slots(world, slots, list, all_count));
    auto const comes = minutes({0.5, 1.1, 1.5, 1.7, 2.5});
    auto const works = minutes({0.2, 0.2, 1.2, 0.2, 0.5});
    std::vector<std::int64_t> starts(5, -1);
    for (std::size_t i = 0; i < 5; ++i) {
      world.engine().spawn(i, served_at_a_slot(world, slots, comes[i], works[i], starts[i]));
    }
    world.run();
    EXPECT_THAT(starts, ElementsAreArray(minutes({2, 2, 2, 2, all_count ? 5.0 : 3.0})));
  }
}

/// A crew that goes home at the end of its shift, each when the job in hand is done.
struct Crew {
  Crew(World& world, int size, std::int64_t ends)
      : servers{world.engine(), {.name = "crew", .capacity = size}}, shift_ends{ends} {}
  Server servers;
  std::int64_t shift_ends;
  std::vector<std::int64_t> overtime;
};

Process works_in_shift(World& world, std::vector<Crew>& crews, std::int64_t comes,
                       std::int64_t works) {
  co_await world.engine().until(at(comes), Rank::arrive);
  auto const on_duty = std::find_if(crews.begin(), crews.end(),
                                    [&](Crew const& crew) { return comes < crew.shift_ends; });
  auto lease = co_await on_duty->servers.acquire();
  co_await on_duty->servers.work(lease, ms(works));
  on_duty->overtime.push_back(
      std::max<std::int64_t>(0, world.engine().now().count() - on_duty->shift_ends));
}

Process end_of_shift(World& world, Crew& crew) {
  co_await world.engine().until(at(crew.shift_ends), Rank::calendar);
  crew.servers.set_capacity(0);
}

/// D05, Ciw's shifts with overtime. An hour is a thousand ticks.
TEST(ScheduleOracle, D05_the_job_in_hand_is_finished_in_overtime) {
  constexpr std::int64_t kHour = 1000;
  World world;
  std::vector<Crew> crews;
  crews.emplace_back(world, 3, 7 * kHour);
  crews.emplace_back(world, 2, 11 * kHour);
  crews.emplace_back(world, 1, 20 * kHour);
  for (auto& crew : crews) world.engine().spawn(1, end_of_shift(world, crew));
  std::vector<std::int64_t> const comes{1, 1, 1, 9, 9, 12};
  std::vector<std::int64_t> const works{5, 7, 9, 4, 5, 5};
  for (std::size_t i = 0; i < comes.size(); ++i) {
    world.engine().spawn(2, works_in_shift(world, crews, comes[i] * kHour, works[i] * kHour));
  }
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(crews[0].overtime, ElementsAre(0, 1 * kHour, 3 * kHour));
  EXPECT_THAT(crews[1].overtime, ElementsAre(2 * kHour, 3 * kHour));
  EXPECT_THAT(crews[2].overtime, ElementsAre(0));
  // A crew exists for its shift and its overtime, and for nothing else.
  EXPECT_EQ(crews[0].servers.times().total, ms((3 * 7 + 1 + 3) * kHour));
  EXPECT_EQ(crews[0].servers.times().working, ms((5 + 7 + 9) * kHour));
  EXPECT_EQ(crews[1].servers.times().total, ms((2 * 11 + 2 + 3) * kHour));
}

struct Urgent {
  std::uint64_t number;
  std::int64_t comes;
  int grade;  // the lower goes first
  bool pre_empts;
};

/// Who is being served, and when each was done.
struct Desk {
  explicit Desk(World& world)
      : servers{world.engine(),
                {.name = "servers", .capacity = 2, .discipline = Discipline::priority}} {}
  struct Client {
    Urgent job;
    ProcessId process;
  };
  Server servers;
  std::vector<Client> served;
  std::map<std::uint64_t, std::int64_t> done;
};

/// The client to be sent away for `job`: of the lowest grade below it, the last who came.
std::vector<Desk::Client>::iterator victim_of(Desk& desk, Urgent const& job) {
  auto victim = desk.served.end();
  auto lowest = job.grade + 1;
  for (auto one = desk.served.begin(); one != desk.served.end(); ++one) {
    if (one->job.grade >= lowest) {
      lowest = one->job.grade;
      victim = one;
    }
  }
  return victim;
}

Process comes_urgently(World& world, Desk& desk, Urgent job) {
  auto& engine = world.engine();
  co_await engine.until(at(job.comes), Rank::arrive);
  if (job.pre_empts && desk.servers.free() == 0) {
    if (auto const victim = victim_of(desk, job); victim != desk.served.end()) {
      // He goes when this job stands in the queue, so that the server falls to it.
      engine.spawn(99, stop_at(world, victim->process, job.comes, Rank::decide));
      desk.served.erase(victim);
    }
  }
  auto lease =
      co_await desk.servers.acquire({.priority = -2 * job.grade + (job.pre_empts ? 1 : 0)});
  desk.served.push_back({job, engine.current()});
  co_await desk.servers.work(lease, ms(5));
  std::erase_if(desk.served, [&](auto const& client) { return client.job.number == job.number; });
  desk.done[job.number] = engine.now().count();
}

/// D08, from the tests of SimPy: a job that is pre-empted leaves.
TEST(ScheduleOracle, D08_only_some_jobs_pre_empt) {
  World world;
  Desk desk{world};
  for (auto const& job : {Urgent{0, 0, 1, true}, Urgent{1, 0, 1, true}, Urgent{2, 1, 0, false},
                          Urgent{3, 1, 0, true}, Urgent{4, 2, 2, true}}) {
    world.engine().spawn(job.number, comes_urgently(world, desk, job));
  }
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  std::map<std::uint64_t, std::int64_t> const expected{{0, 5}, {2, 10}, {3, 6}, {4, 11}};
  EXPECT_EQ(desk.done, expected);
}

}  // namespace
}  // namespace caravan::engine::test
