// How much the means of long runs vary: what intervals rest on.

#include <string>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

constexpr std::size_t kDelays = 1'700;

/// V50, Daley 1968 and Whitt 1989: the limits of T·Var(mean number present over T) and of
/// n·Var(mean of n delays) at a utilisation of one half. Runs are long enough that what is missing
/// to the limit, about the time of memory over T, is below 1 %.
TEST(Variance, V50_of_the_means_of_long_runs) {
  std::string const yaml =
      "clock: {start: 2026-01-01 00:00, run: 4100 h, warm-up: 100 h}\n"
      "places: {border: {activities: [desk]}}\n"
      "activities: {desk: {per: truck, time: {exponential: 1 h}}}\n"
      "flows: {trucks: {from: border, by: truck, rate: 0.5 /h}}\n";
  auto const samples = replicate("V50", yaml, 1'500, [](auto const& run, auto& all) {
    auto const off = run.lives.mean_present() - 1;
    all["L"].add(run.hours * off * off);
    auto const& lives = run.lives.ended();
    ASSERT_GE(lives.size(), kDelays);
    double sum = 0;
    for (std::size_t i = 0; i < kDelays; ++i) {
      sum += lives[i].waited;
    }
    auto const delay_off = sum / kDelays - 1;
    all["delay"].add(kDelays * delay_off * delay_off);
  });
  ASSERT_FALSE(samples.empty());
  expect_known("V50", "var_L", samples.at("L"), 0.05);
  expect_known("V50", "var_delay", samples.at("delay"), 0.05);
}

}  // namespace
}  // namespace caravan::oracles
