#include "caravan/engine/far_events.hpp"

#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::engine::test {
namespace {

using testing::ElementsAre;

Event event_at(std::int64_t time, std::uint64_t number) {
  return {SimTime::at(Duration::milliseconds(time)), number, number, 0, EventKind::wake};
}

std::vector<std::uint64_t> taken(FarEvents& events) {
  std::vector<Event> near;
  (void)events.take_earliest(1, 10, near);
  std::vector<std::uint64_t> tickets;
  for (auto const& event : near) tickets.push_back(event.ticket);
  return tickets;
}

TEST(FarEvents, one_of_two_that_is_taken_back_leaves_the_other) {
  FarEvents events;
  events.start_at(SimTime::at({}));
  events.put(event_at(5, 1));
  events.put(event_at(5, 2));
  events.take_back_one_like(event_at(5, 2));
  EXPECT_EQ(events.size(), 1U);
  EXPECT_THAT(taken(events), ElementsAre(1));
}

TEST(FarEvents, a_time_of_which_all_are_taken_back_is_passed_over) {
  FarEvents events;
  events.start_at(SimTime::at({}));
  events.put(event_at(5, 1));
  events.put(event_at(7, 2));
  events.take_back_one_like(event_at(5, 1));
  EXPECT_THAT(taken(events), ElementsAre(2));
  EXPECT_TRUE(events.empty());
}

}  // namespace
}  // namespace caravan::engine::test
