#include "caravan/experiment/compare.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"

#include "tests/experiment/corridor.hpp"
#include "tests/support/paths.hpp"

namespace caravan::experiment {
namespace {

using Values = std::vector<std::optional<double>>;

TEST(Difference, of_three_pairs_is_that_worked_by_hand) {
  // Differences 1 2 3: sd 1, t(0.975, 2) = 4.30265, half-width 2.4842. Base 10 20 30, other 11 22
  // 33: variances 100 and 121, by 1 for the pairs. t = 2√3: p = 1 - t/√(2 + t²) = 0.0742.
  auto const found = difference({10, 20, 30}, {11, 22, 33}, 0.95);
  EXPECT_EQ(found.n, 3U);
  EXPECT_DOUBLE_EQ(found.base, 20);
  EXPECT_DOUBLE_EQ(found.other, 22);
  EXPECT_DOUBLE_EQ(found.mean, 2);
  EXPECT_DOUBLE_EQ(found.sd, 1);
  EXPECT_NEAR(*found.half_width, 2.4842, 1e-4);
  EXPECT_NEAR(*found.reduction, 221, 1e-9);
  EXPECT_NEAR(found.p, 1 - 2 * std::sqrt(3.0) / std::sqrt(14.0), 1e-12);
}

TEST(Difference, takes_the_pairs_in_which_both_were_observed) {
  auto const found = difference(Values{1, std::nullopt, 3, 4}, Values{2, 2, std::nullopt, 5}, 0.95);
  EXPECT_EQ(found.n, 2U);
  EXPECT_DOUBLE_EQ(found.mean, 1);
  EXPECT_FALSE(found.half_width);
  EXPECT_EQ(found.p, 1);
  EXPECT_EQ(difference(Values{std::nullopt}, Values{1}, 0.95).n, 0U);
  EXPECT_THROW((void)difference({1, 2}, {1}, 0.95), Fault);
}

TEST(Difference, without_any_luck_is_certain) {
  EXPECT_EQ(difference({1, 2, 3}, {2, 3, 4}, 0.95).p, 0);
  EXPECT_EQ(difference({1, 2, 3}, {1, 2, 3}, 0.95).p, 1);
  EXPECT_FALSE(difference({1, 2, 3}, {1, 2, 3}, 0.95).reduction);
}

TEST(Difference, of_rounding_alone_is_none) {
  // Ten tenths added up are not quite 1; in exact numbers the pairs differ by 0, then by 3.
  auto const tenths = 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1;
  ASSERT_NE(tenths, 1.0);
  auto const same = difference({1, 2, 4}, {tenths, 2, 4}, 0.95);
  EXPECT_EQ(same.mean, 0);
  EXPECT_EQ(same.p, 1);
  EXPECT_FALSE(same.reduction);
  auto const shifted = difference({1, 2, 4}, {3 + tenths, 5, 7}, 0.95);
  EXPECT_EQ(shifted.half_width, 0);
  EXPECT_EQ(shifted.p, 0);
  EXPECT_FALSE(shifted.reduction);
}

TEST(Holm, adjusts_as_worked_by_hand) {
  // 0.01·3, then max(0.03, 0.03·2), then max(0.06, 0.04·1).
  EXPECT_THAT(holm({0.01, 0.04, 0.03}),
              ::testing::ElementsAre(::testing::DoubleEq(0.03), ::testing::DoubleEq(0.06),
                                     ::testing::DoubleEq(0.06)));
  EXPECT_THAT(holm({0.6, 0.9}), ::testing::ElementsAre(1, 1));
  EXPECT_TRUE(holm({}).empty());
}

TEST(PairsToShow, grow_with_the_square_of_the_ratio) {
  // Half-width 2.4842 of a difference of 2, with 3 pairs: 3 · 1.2421² = 4.63.
  EXPECT_EQ(pairs_to_show(difference({10, 20, 30}, {11, 22, 33}, 0.95)), 5U);
  EXPECT_EQ(pairs_to_show(difference({1, 2, 3}, {1, 2, 3}, 0.95)), 0U);
}

TEST(Compare, of_a_scenario_with_itself_differs_in_nothing) {
  auto const scenario = corridor();
  auto const found = compare({&scenario, &scenario}, times(3), by(2));
  for (auto const& each : found.differences.front()) {
    EXPECT_EQ(each.mean, 0);
    EXPECT_EQ(each.sd, 0);
    EXPECT_EQ(each.p, 1);
  }
}

TEST(Compare, gives_the_same_by_1_2_or_16_threads) {
  auto const base = corridor();
  auto const other = corridor({"terminals.dry-port.cranes=3"});
  auto const one = compare({&base, &other}, times(6), by(1));
  for (unsigned const threads : {2U, 16U}) {
    auto const many = compare({&base, &other}, times(6), by(threads));
    ASSERT_EQ(many.measures.size(), one.measures.size());
    for (std::size_t i = 0; i < one.measures.size(); ++i) {
      EXPECT_EQ(many.differences[0][i].mean, one.differences[0][i].mean);
      EXPECT_EQ(many.differences[0][i].p, one.differences[0][i].p);
    }
  }
}

TEST(Compare, stops_when_every_difference_is_precise_enough) {
  auto const base = corridor();
  auto const other = corridor({"terminals.dry-port.cranes=3"});
  scenario::Replication plan;
  plan.at_least = 3;
  plan.at_most = 100;
  plan.until = {"lead-time.mean", 0.002};
  auto const found = compare({&base, &other}, plan, by(2));
  EXPECT_TRUE(found.precise_enough);
  auto const n = found.tables.front().records.size();
  EXPECT_GT(n, 3U);
  EXPECT_LT(n, 100U);
  EXPECT_EQ(found.tables.back().records.size(), n);
  auto const& difference = found.differences[0][*found.find("lead-time.mean")];
  EXPECT_LE(*difference.half_width, 0.002 * difference.base);
}

// Twenty years are not waited for, and half a run is none, though its partner is whole.
TEST(Compare, ends_in_the_middle_of_runs_that_are_interrupted) {
  std::atomic<bool> interrupt = false;
  auto options = by(2);
  options.farm.interrupt = &interrupt;
  auto const endless = corridor({"clock.run=7300 d"});
  std::thread hand{[&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    interrupt = true;
  }};
  auto const brief = corridor();
  auto const found = compare({&endless, &brief}, times(3), options);
  hand.join();
  EXPECT_TRUE(found.interrupted);
  EXPECT_TRUE(found.tables.front().records.empty());
}

TEST(Compare, saves_at_least_five_times_the_variance_for_one_more_crane) {
  auto const path = source_folder() + "/scenarios/03-gauge-transfer.yaml";
  scenario::LoadOptions change;
  change.set = {"terminals.dry-port.cranes=4"};
  auto const base = scenario::load_scenario(path);
  auto const other = scenario::load_scenario(path, change);
  auto const found = compare({&*base.scenario, &*other.scenario}, times(20), by(2));
  for (char const* const measure : {"lead-time.mean", "lead-time.p90", "waits"}) {
    auto const& difference = found.differences[0][*found.find(measure)];
    EXPECT_LT(difference.mean, 0) << measure;
    EXPECT_GE(*difference.reduction, 5) << measure;
  }
}

TEST(Compare, says_of_which_scenarios_the_queue_grows) {
  auto const base = corridor({"clock.run=90 d"});
  auto const other = corridor({"clock.run=90 d", "terminals.dry-port.lift=45 min"});
  auto const found = compare({&base, &other}, times(3), by(2));
  EXPECT_TRUE(unstable(found.tables[0]).empty());
  EXPECT_FALSE(unstable(found.tables[1]).empty());
}

}  // namespace
}  // namespace caravan::experiment
