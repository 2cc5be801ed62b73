// Empty boxes that come back: none is lost, and the share is that of the scenario.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"
#include "caravan/scenario/load.hpp"

namespace caravan::model {
namespace {

RunResult result_of(std::string const& share, std::string const& more) {
  auto const loaded = scenario::load_text("returns.yaml", R"(schema: caravan/1
clock: {start: 2026-03-02 00:00, zone: UTC, run: 100 d}
places: {a: {}, b: {}}
links: {ab: {between: [a, b], road: true, length: 60 km, speed: 60 km/h}}
flows:
  out: {from: a, to: b, by: truck, every: 1 h}
  back: {from: b, to: a, by: truck, returns: {flows: out, share: )" +
                                                              share + R"(, after: 2 d}}
)" + more);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto result = run(*loaded.scenario, {});
  EXPECT_TRUE(result.audit.ok()) << testing::PrintToString(result.audit.broken);
  return result;
}

RelationResult const& back_in(RunResult const& result) {
  return *std::find_if(result.relations.begin(), result.relations.end(),
                       [](auto const& one) { return one.from == scenario::PlaceId{1}; });
}

/// Of 2 399 trucks that set out, one an hour, 2 398 arrive in the run, and those of the last two
/// days have not begun their way back: 2 350 have.
TEST(Returns, AllComeBackAfterTheirTime) {
  auto const result = result_of("1", "");
  EXPECT_EQ(result.relations.size(), 2U);
  EXPECT_EQ(back_in(result).created, 2350);
  EXPECT_EQ(back_in(result).lead_times.front(), 3'600'000);
}

/// A share of 60 % of 2 350: 1 410, and the deviation of a binomial law is 24.
TEST(Returns, AShareOfThemComesBackAndOthersDoNotChangeIt) {
  auto const alone = result_of("60 %", "");
  EXPECT_NEAR(static_cast<double>(back_in(alone).created), 1410, 4 * 24);
  auto const with_others =
      result_of("60 %", "  others: {from: a, to: b, by: truck, every: 3 h, class: other}\n");
  EXPECT_EQ(back_in(with_others).created, back_in(alone).created);
}

TEST(Returns, NoneComesBackOfAShareOfNought) {
  EXPECT_EQ(result_of("0", "").relations.size(), 1U);
}

}  // namespace
}  // namespace caravan::model
