#include "caravan/experiment/warm_up.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/experiment/estimate.hpp"

#include "tests/experiment/corridor.hpp"

namespace caravan::experiment {
namespace {

TEST(Mser5, leaves_out_a_hundred_values_of_ten_before_a_series_about_nought) {
  std::vector<double> series(1000, 10);
  for (std::size_t i = 100; i < series.size(); ++i) series[i] = i % 2 == 0 ? 1 : -1;
  auto const cut = mser5(series);
  EXPECT_EQ(cut.at, 100U);
  EXPECT_NEAR(cut.statistic, 2.2222e-4, 1e-8);
  EXPECT_FALSE(cut.too_short);
}

TEST(Mser5, cuts_five_of_a_settled_sawtooth_by_an_effect_of_its_end) {
  std::vector<double> series(700);
  for (std::size_t i = 0; i < series.size(); ++i) series[i] = static_cast<double>(i % 7) - 3;
  auto const cut = mser5(series);
  EXPECT_EQ(cut.at, 5U);
  EXPECT_NEAR(cut.statistic, 2.84627e-3, 1e-8);
}

TEST(Mser5, cuts_a_decay_with_noise_where_it_has_died) {
  std::vector<double> series(2000);
  std::uint64_t g = 12345;
  for (std::size_t i = 0; i < series.size(); ++i) {
    g = (1103515245 * g + 12345) % (std::uint64_t{1} << 31U);
    series[i] = 10 * portable::exp(-static_cast<double>(i) / 50) +
                static_cast<double>(g) / 2147483648.0 - 0.5;
  }
  auto const cut = mser5(series);
  EXPECT_EQ(cut.at, 205U);
  EXPECT_NEAR(cut.statistic, 4.27425e-5, 1e-10);
}

TEST(Mser5, says_that_a_series_which_grows_to_its_end_has_not_settled) {
  std::vector<double> series(500);
  for (std::size_t i = 0; i < series.size(); ++i) series[i] = static_cast<double>(i);
  EXPECT_TRUE(mser5(series).too_short);
  EXPECT_TRUE(mser5({1, 2, 3}).too_short);
  EXPECT_TRUE(mser5({}).too_short);
}

TEST(Mser5, takes_the_least_cut_of_equals) {
  EXPECT_EQ(mser5(std::vector<double>(100, 4)).at, 0U);
}

TEST(Mser5, leaves_less_than_half_a_standard_error_of_bias_in_a_queue_that_begins_long) {
  // M/M/1 at 0.9 that begins with 100 inside: delays by Lindley's recursion, steady mean 8.1.
  std::vector<double> means;
  for (std::uint32_t run = 0; run < 200; ++run) {
    engine::Stream stream{{13, run}, hash_of("queue")};
    double delay = 90;
    std::vector<double> delays(20'000);
    for (auto& each : delays) {
      each = delay;
      double const service = -0.9 * portable::log(stream.uniform());
      double const gap = -portable::log(stream.uniform());
      delay = std::max(0.0, delay + service - gap);
    }
    auto const cut = mser5(delays);
    double sum = 0;
    for (std::size_t i = cut.at; i < delays.size(); ++i) sum += delays[i];
    means.push_back(sum / static_cast<double>(delays.size() - cut.at));
  }
  auto const result = estimate(means, 0.95);
  EXPECT_LT(std::fabs(result.mean - 8.1), 0.5 * result.sd);
}

TEST(FindWarmUp, is_whole_days_and_the_same_by_any_number_of_threads) {
  auto const scenario = corridor({"clock.run=60 d", "clock.warm-up=0 s"});
  ReplicateOptions options;
  options.farm.threads = 1;
  auto const one = find_warm_up(scenario, options);
  options.farm.threads = 8;
  auto const eight = find_warm_up(scenario, options);
  EXPECT_FALSE(one.too_short);
  EXPECT_EQ(one.pilots, 5U);
  EXPECT_EQ(one.length, eight.length);
  EXPECT_GE(one.length, Duration::days(1));  // it takes half a day until the first load arrives
  EXPECT_LT(one.length, Duration::days(30));
  EXPECT_EQ(one.length.count() % Duration::days(1).count(), 0);
}

// A train an hour, the first at 01:00, with one load each, and 121 h on the way: from 122 h on
// there are always 121 loads inside. At the end of an hour counts who has come before it, not with
// it. So the first 121 values grow; batches of five cut 125 of them, which is the sixth day. Who
// counts those that come with the hour too sees 120 values grow, which is five days.
TEST(FindWarmUp, does_not_count_at_the_end_of_an_hour_who_comes_with_the_next) {
  auto const loaded = scenario::load_text("line.yaml", R"(
schema: caravan/1
name: line
clock: {start: 2026-03-02 00:00, run: 30 d}
places: {west: {}, east: {}}
links: {main: {between: [west, east], rail: 1520 mm, length: 1210 km, speed: 10 km/h}}
services:
  t: {from: west, to: east, every: 1 h, units: 1}
)",
                                          {});
  ASSERT_TRUE(loaded.scenario.has_value()) << render(loaded.diagnostics);
  auto const found = find_warm_up(*loaded.scenario, by(1));
  EXPECT_FALSE(found.too_short);
  EXPECT_EQ(found.length, Duration::days(6));
}

TEST(FindWarmUp, finds_none_where_a_queue_grows) {
  auto const scenario =
      corridor({"terminals.dry-port.lift=45 min", "clock.run=90 d", "clock.warm-up=0 s"});
  auto const found = find_warm_up(scenario, {});
  EXPECT_TRUE(found.too_short);
  EXPECT_EQ(found.length, Duration{});
}

TEST(WithWarmUp, counts_from_there_on) {
  auto const scenario = with_warm_up(corridor(), Duration::days(10));
  EXPECT_EQ(scenario.clock.warm_up, SimTime::at(Duration::days(10)));
}

}  // namespace
}  // namespace caravan::experiment
