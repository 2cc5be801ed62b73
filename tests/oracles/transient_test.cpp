// Runs that start empty, and rates that change: exact values without any argument about warm-up.
// An hour is the unit of time.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

std::string yaml_of(int hours, std::string const& desk, std::string const& flow) {
  return "clock: {start: 2026-01-05 00:00, run: " + std::to_string(hours) +
         " h}\n"
         "places: {border: {activities: [desk]}}\n"
         "activities: {desk: {per: truck, " +
         desk + "}}\nflows: {trucks: {from: border, by: truck, " + flow + "}}\n";
}

/// Waits by number of arrival.
std::vector<double> waits_of(Replication const& run) {
  std::vector<Life> lives = run.lives.ended();
  std::sort(lives.begin(), lives.end(),
            [](auto const& a, auto const& b) { return a.who.number < b.who.number; });
  std::vector<double> waits;
  for (auto const& life : lives) {
    waits.push_back(life.waited);
  }
  return waits;
}

double mean_of_first(std::vector<double> const& waits, std::size_t count) {
  EXPECT_GE(waits.size(), count + 10) << "all of the first must have been served";
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += waits[i];
  }
  return sum / static_cast<double>(count);
}

TEST(FromEmpty, Q13_the_first_25_delays) {
  auto const yaml = yaml_of(120, "time: {exponential: 54 min}", "rate: 1 /h");
  auto const samples = replicate("Q13 8000", yaml, 8'000, [](auto const& run, auto& all) {
    auto const waits = waits_of(run);
    EXPECT_EQ(waits.at(0), known("Q13", "d1"));
    all["d2"].add(waits.at(1));
    all["d10"].add(waits.at(9));
    all["10"].add(mean_of_first(waits, 10));
    all["25"].add(mean_of_first(waits, 25));
  });
  expect_known("Q13", "d2", samples.at("d2"), 0.03);
  expect_known("Q13", "d10", samples.at("d10"), 0.02);
  expect_known("Q13", "mean_first_10", samples.at("10"), 0.0125);
  expect_known("Q13", "mean_first_25", samples.at("25"), 0.0105);
}

TEST(FromEmpty, Q13_the_first_500_delays) {
  auto const yaml = yaml_of(800, "time: {exponential: 54 min}", "rate: 1 /h");
  auto const samples = replicate("Q13 2500", yaml, 2'500, [](auto const& run, auto& all) {
    auto const waits = waits_of(run);
    all["100"].add(mean_of_first(waits, 100));
    all["500"].add(mean_of_first(waits, 500));
  });
  expect_known("Q13", "mean_first_100", samples.at("100"), 0.02);
  expect_known("Q13", "mean_first_500", samples.at("500"), 0.02);
}

TEST(FromEmpty, Q13_two_slower_servers) {
  auto const yaml = yaml_of(240, "servers: 2, time: {exponential: 108 min}", "rate: 1 /h");
  auto const samples = replicate("Q13 5000", yaml, 5'000, [](auto const& run, auto& all) {
    all["100"].add(mean_of_first(waits_of(run), 100));
  });
  expect_known("Q13", "mean_first_100_of_two_servers", samples.at("100"), 0.02);
}

TEST(BusyPeriod, Q14_lengths_numbers_and_idle_times) {
  auto const yaml = yaml_of(16'000, "time: {exponential: 1 h}", "rate: 0.8 /h");
  auto const samples = replicate("Q14", yaml, 100, [](auto const& run, auto& all) {
    double length = 0;
    double squares = 0;
    double idle = 0;
    double served = 0;
    auto const& periods = run.lives.busy_periods();
    auto const count = static_cast<double>(periods.size());
    for (auto const& period : periods) {
      length += period.length;
      squares += period.length * period.length;
      idle += period.idle_before;
      served += static_cast<double>(period.served);
    }
    all["length"].add(length / count);
    all["length squared"].add(squares / count);
    all["idle"].add(idle / count);
    all["served"].add(served / count);
  });
  expect_known("Q14", "mean", samples.at("length"), 0.01);
  expect_agreement("Q14", "length squared",
                   known("Q14", "var") + known("Q14", "mean") * known("Q14", "mean"),
                   samples.at("length squared"), 0.05);
  expect_known("Q14", "mean_served", samples.at("served"), 0.01);
  expect_known("Q14", "mean_idle", samples.at("idle"), 0.01);
}

/// Number present at `time`. Those who are inside at the end of the run do not count.
double present_at(Replication const& run, double time) {
  auto const& lives = run.lives.ended();
  return static_cast<double>(std::count_if(lives.begin(), lives.end(), [&](auto const& life) {
    return life.created <= time && time < life.ended;
  }));
}

TEST(FromEmpty, Q11_a_station_with_servers_for_all_fills_as_a_poisson_number) {
  auto const yaml = yaml_of(13, "servers: 100, time: {uniform: [2 h, 6 h]}", "rate: 2.5 /h");
  auto const samples = replicate("Q11", yaml, 6'000, [](auto const& run, auto& all) {
    EXPECT_EQ(run.resource("desk").waits_ms, 0);
    all["1"].add(present_at(run, 1));
    all["3"].add(present_at(run, 3));
    all["5"].add(present_at(run, 5));
    auto const six = present_at(run, 6);
    all["6"].add(six);
    all["variance"].add((six - 10) * (six - 10));
  });
  expect_known("Q11", "mean_t1", samples.at("1"), 0.01);
  expect_known("Q11", "mean_t3", samples.at("3"), 0.01);
  expect_known("Q11", "mean_t5", samples.at("5"), 0.01);
  expect_known("Q11", "mean_t6", samples.at("6"), 0.01);
  expect_known("Q11", "var_inf", samples.at("variance"), 0.02);
}

/// Q12 with the steps that the language has: a factor for each day of the week. Between two
/// midnights m' = λ − m/S, so m(24 h later) = m·e^(−24/S) + λS(1 − e^(−24/S)) (Eick, Massey & Whitt
/// 1993 with a constant rate by parts).
TEST(ChangingRate, Q12_the_number_present_follows_the_days_of_the_week) {
  constexpr double kService = 8;
  std::array<double, 7> const factors{1.5, 1, 1, 0.5, 2, 0.8, 0};
  std::array<double, 7> expected{};
  double present = 0;
  for (int week = 0; week < 10; ++week) {
    for (std::size_t day = 0; day < 7; ++day) {
      expected.at(day) = present;  // at the midnight with which it begins
      auto const left = std::exp(-24 / kService);
      present = present * left + 2 * factors.at(day) * kService * (1 - left);
    }
  }
  auto const yaml = yaml_of(
      24 * 7 * 12, "servers: 300, time: {exponential: 8 h}",
      "rate: 2 /h, weekdays: {mon: 1.5, tue: 1, wed: 1, thu: 0.5, fri: 2, sat: 0.8, sun: 0}");
  auto const samples = replicate("Q12", yaml, 200, [](auto const& run, auto& all) {
    for (int day = 0; day < 7; ++day) {
      double sum = 0;
      for (int week = 2; week < 10; ++week) {
        sum += present_at(run, 24.0 * (7 * week + day));
      }
      all[std::to_string(day)].add(sum / 8);
    }
  });
  for (std::size_t day = 0; day < 7; ++day) {
    expect_agreement("Q12", "present at midnight " + std::to_string(day + 1), expected.at(day),
                     samples.at(std::to_string(day)), 0.04);
  }
}

}  // namespace
}  // namespace caravan::oracles
