#include "output/bars.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/output/summary.hpp"

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Bars, are_as_long_as_the_share_to_the_eighth) {
  EXPECT_EQ(bar(0, 4), "    ");
  EXPECT_EQ(bar(0.5, 4), "██  ");
  EXPECT_EQ(bar(0.6, 4), "██▍ ") << "2.4 characters: the nearest eighth is 3";
  EXPECT_EQ(bar(1, 4), "████");
  EXPECT_EQ(bar(2, 4), "████");
}

// From 0 to 8 in four parts, which hold 4, 2, 1 and 1 of the eight values.
TEST(Bars, draw_how_values_are_spread) {
  EXPECT_EQ(sparkline({0, 0, 1, 1, 2, 3, 4, 8}, 4), "█▄▂▂");
  EXPECT_EQ(sparkline({0, 0, 8, 8}, 3), "█ █");
  EXPECT_EQ(sparkline({5, 5, 5}, 4), "") << "there is nothing to draw";
  EXPECT_EQ(sparkline({}, 4), "");
}

TEST(Bars, stand_in_the_answer_on_a_terminal_alone) {
  auto const scenario = sample_scenario();
  auto const answer = sample_answer(scenario);
  EXPECT_THAT(summary_text(scenario, answer), Not(HasSubstr("█")));
  auto const drawn = summary_text(scenario, answer, {.pictures = true});
  EXPECT_THAT(drawn, HasSubstr("91 %  █████████▏"));
  EXPECT_THAT(drawn, HasSubstr("8.0 d    ▄  █"));
}

}  // namespace
}  // namespace caravan::output
