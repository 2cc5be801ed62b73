/// Wear and patience in the cases that go wrong last: when the job or the wait ends early.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/world.hpp"

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Process wears(World& world, Server& server, std::int64_t life) {
  co_await server.busy_for(0, ms(life));
  world.note("worn");
}

TEST(Wear, of_a_job_that_is_stopped_early_is_counted_and_no_more) {
  World world;
  Server server{world.engine(), {.name = "crane"}};
  std::vector<Job> const jobs{{"a", 0, 10}, {"b", 20, 10}};
  auto const first = world.engine().spawn(1, do_job(world, server, jobs[0]));
  world.engine().spawn(2, do_job(world, server, jobs[1]));
  world.engine().spawn_background(3, wears(world, server, 6));
  world.engine().spawn(4, stop_at(world, first, 3, Rank::decide));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("0 a starts", "20 b starts", "23 worn", "30 b ends"));
}

/// Takes `mine`, and at `when` wants `other` too, but not for long.
Process wants_briefly(World& world, Server& mine, Server& other, std::int64_t when) {
  auto first = co_await mine.acquire();
  co_await world.engine().until(at(when));
  auto second = co_await other.acquire_within({}, ms(10));
  world.note(second ? "got it" : "gave up");
}
Process wants_forever(World& world, Server& mine, Server& other, std::int64_t when) {
  auto first = co_await mine.acquire();
  co_await world.engine().until(at(when));
  auto second = co_await other.acquire();
  world.note("got it in the end");
}

TEST(Circle, is_none_while_someone_in_it_may_give_up) {
  World world;
  Server west{world.engine(), {.name = "west"}};
  Server east{world.engine(), {.name = "east"}};
  world.engine().spawn(1, wants_briefly(world, west, east, 5));
  world.engine().spawn(2, wants_forever(world, east, west, 7));
  EXPECT_EQ(world.run(), RunEnd::exhausted);
  EXPECT_THAT(world.diary(), ElementsAre("15 gave up", "15 got it in the end"));
}

}  // namespace
}  // namespace caravan::engine::test
