// A run told over time: by how long parts, and what each part adds up to.
#include <gtest/gtest.h>

#include "caravan/model/result.hpp"

namespace caravan::model {
namespace {

Duration part_of(Duration run) {
  scenario::Clock clock;
  clock.horizon = SimTime::at(run);
  return part_of_run(clock);
}

TEST(PartsOfARun, AreTheShortestOfWhichThereAreAtMost1500) {
  EXPECT_EQ(part_of(Duration::minutes(1500)), Duration::minutes(1));
  EXPECT_EQ(part_of(Duration::minutes(1500) + Duration::milliseconds(1)), Duration::minutes(2));
  for (int const minutes : {2, 5, 10, 15, 30, 60, 120, 180, 360, 720}) {
    EXPECT_EQ(part_of(Duration::minutes(minutes * 1500)), Duration::minutes(minutes));
  }
  EXPECT_EQ(part_of(Duration::hours(12 * 1500 + 1)), Duration::days(1));
}

TEST(PartsOfARun, AreADayAtMost) {
  EXPECT_EQ(part_of(Duration::days(20 * 365)), Duration::days(1));
}

}  // namespace
}  // namespace caravan::model
