// Tasks: parts of a story, with leases handed into them, failures out of them, and ends from
// outside.
#include <stdexcept>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Task leg(World& world, std::int64_t time) {
  co_await world.engine().delay(ms(time));
  world.note("leg");
}
Task journey(World& world) {
  auto first = leg(world, 3);
  co_await first;
  auto second = leg(world, 4);
  co_await second;
  world.note("journey");
}
Process traveller(World& world) {
  auto trip = journey(world);
  co_await trip;
  world.note("home");
}

TEST(Tasks, run_inside_their_process) {
  World world;
  world.engine().spawn(1, traveller(world));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("3 leg", "7 leg", "7 journey", "7 home"));
}

Task nothing(World&) {
  co_return;
}
Process many_parts(World& world) {
  for (int i = 0; i < 100'000; ++i) {
    auto part = nothing(world);
    co_await part;
  }
  world.note("done");
}

TEST(Tasks, that_never_wait_do_not_deepen_the_stack) {
  World world;
  world.engine().spawn(1, many_parts(world));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 done"));
}

Task keeps(World& world, Lease /*given back at its end*/, std::int64_t time) {
  co_await world.engine().delay(ms(time));
  world.note("kept");
}
Process lends(World& world, Server& track) {
  auto lease = co_await track.acquire();
  auto part = keeps(world, std::move(lease), 5);
  co_await part;
  co_await world.engine().delay(ms(10));
  world.note("lender goes");
}

// track |--lender's task 0-5--|--next from 5--   the lender itself stays until 15
TEST(Tasks, give_back_what_they_were_given_when_they_end) {
  World world;
  Server track{world.engine(), {.name = "track"}};
  world.engine().spawn(1, lends(world, track));
  Job const next{.name = "next", .comes = 1, .works = 1};
  world.engine().spawn(2, do_job(world, track, next));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(),
              ElementsAre("5 kept", "5 next starts", "6 next ends", "15 lender goes"));
}

Task breaks_down(World& world, std::int64_t after) {
  if (after > 0) co_await world.engine().delay(ms(after));
  throw std::runtime_error{"axle broken"};
}
Task passes_on(World& world, std::int64_t after) {
  auto part = breaks_down(world, after);
  co_await part;
  world.note("missed");
}
Process is_told(World& world, std::int64_t after) {
  auto part = passes_on(world, after);
  try {
    co_await part;
    world.note("missed");
  } catch (std::runtime_error const&) {
    world.note("caught");
  }
  co_await world.engine().delay(ms(1));
  world.note("goes on");
}

TEST(Tasks, that_fail_at_once_or_later_tell_who_waits_for_them) {
  World world;
  world.engine().spawn(1, is_told(world, 0));
  world.engine().spawn(2, is_told(world, 2));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 caught", "1 goes on", "2 caught", "3 goes on"));
}

Process sets_out(World& world, Server& track) {
  auto lease = co_await track.acquire();
  auto part = keeps(world, std::move(lease), 100);
  co_await part;
  world.note("arrives");
}
Process stops(World& world, ProcessId other) {
  co_await world.engine().delay(ms(7));
  world.engine().stop(other);
  world.note("stopped");
}

TEST(Tasks, go_with_their_process_when_it_is_stopped) {
  World world;
  Server track{world.engine(), {.name = "track"}};
  auto const train = world.engine().spawn(1, sets_out(world, track));
  world.engine().spawn(2, stops(world, train));
  Job const next{.name = "next", .comes = 1, .works = 1};
  world.engine().spawn(3, do_job(world, track, next));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("7 stopped", "7 next starts", "8 next ends"));
}

/// Notes at its end whether the process that was given it is still alive.
class Ticket {
 public:
  Ticket(World& world, ProcessId const& holder) : world_{&world}, holder_{&holder} {}
  Ticket(Ticket&& other) noexcept
      : world_{std::exchange(other.world_, nullptr)}, holder_{other.holder_} {}
  Ticket& operator=(Ticket&&) = delete;
  ~Ticket() {
    if (world_ != nullptr) world_->note(world_->engine().alive(*holder_) ? "alive" : "dead");
  }

 private:
  World* world_;
  ProcessId const* holder_;
};

Process rides(World& world, Ticket /*goes with the frame*/) {
  co_await world.engine().delay(ms(3));
  world.note("arrives");
}

TEST(Processes, are_dead_for_everyone_before_their_frame_goes) {
  World world;
  ProcessId rider;
  rider = world.engine().spawn(1, rides(world, Ticket{world, rider}));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("3 arrives", "3 dead"));
}

}  // namespace
}  // namespace caravan::engine::test
