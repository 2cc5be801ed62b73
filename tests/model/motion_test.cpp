#include "model/motion.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace caravan::model {

namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr Traction kHalf{0.5, 0.5};
constexpr Traction kUneven{0.3, 0.6};

double seconds(std::vector<Piece> const& pieces, Traction traction) {
  return quickest_run(pieces, 0, 0, traction).seconds;
}

// Oracles D14 and D15.
TEST(Motion, FromStopToStopTakesTheTimeOfTheClosedForm) {
  EXPECT_DOUBLE_EQ(seconds({{10'000, 20}}, kHalf), 540);
  EXPECT_DOUBLE_EQ(seconds({{200, 20}}, kHalf), 40);
  EXPECT_DOUBLE_EQ(seconds({{25'000, 25}}, kUneven), 1062.5);
  EXPECT_DOUBLE_EQ(seconds({{1000, 30}}, kHalf), std::sqrt(8000));
  EXPECT_DOUBLE_EQ(seconds({{6400, 44}}, kHalf), 6400.0 / 44 + 88);
}

TEST(Motion, RatesWithoutLimitMakeItLengthBySpeed) {
  EXPECT_DOUBLE_EQ(seconds({{10'000, 20}, {300, 10}}, {kNoLimit, kNoLimit}), 530);
}

TEST(Motion, AWayInPiecesTakesAsLongAsWhole) {
  auto const whole = seconds({{3000, 25}}, kUneven);
  for (auto const cut : {1.0, 200.0, 1100.0, 2500.0, 2999.0}) {
    EXPECT_NEAR(seconds({{cut, 25}, {3000 - cut, 25}}, kUneven), whole, 1e-9) << cut;
  }
}

TEST(Motion, RunThroughItIsTheSameWayInTwoRuns) {
  Piece const first{2000, 25};
  Piece const second{900, 25};
  auto const between = speed_before(second.length_m, 0, kUneven.braking);
  auto const one = quickest_run({first}, 0, between, kUneven);
  auto const other = quickest_run({second}, one.end_mps, 0, kUneven);
  EXPECT_NEAR(one.seconds + other.seconds, seconds({first, second}, kUneven), 1e-9);
  EXPECT_EQ(other.end_mps, 0);
}

TEST(Motion, BackwardsItIsGatheringForBraking) {
  EXPECT_NEAR(seconds({{500, 12}, {2000, 25}, {800, 8}}, kUneven),
              seconds({{800, 8}, {2000, 25}, {500, 12}}, {0.6, 0.3}), 1e-9);
}

// From 20 down to 10 m/s, 1 km at 10 m/s, up to 20 m/s again: each change costs 5 s.
TEST(Motion, ASlowPieceIsEnteredAtItsSpeed) {
  auto const run = quickest_run({{5000, 20}, {1000, 10}, {4000, 20}}, 20, 20, kHalf);
  EXPECT_DOUBLE_EQ(run.seconds, 250 + 5 + 100 + 5 + 200);
  EXPECT_DOUBLE_EQ(run.end_mps, 20);
}

TEST(Motion, WhoComesTooFastHasBrakedBefore) {
  auto const run = quickest_run({{100, 20}}, 30, 0, kHalf);
  EXPECT_DOUBLE_EQ(run.seconds, std::sqrt(2 * 100 / 0.5));
}

}  // namespace

}  // namespace caravan::model
