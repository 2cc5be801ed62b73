// Trains with capacity, and trains that wait for all their wagons.

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

/// Loads of one TEU each wait at `a` for trains to `b`.
std::string yaml_of(int hours, std::string const& rate, std::string const& trains, int capacity) {
  return "clock: {start: 2026-01-01 00:00, run: " + std::to_string(hours) +
         " h, warm-up: " + std::to_string(hours / 20) +
         " h}\n"
         "places: {a: {}, b: {}}\n"
         "links: {line: {between: [a, b], rail: 1520 mm, length: 1 km, speed: 60 km/h}}\n"
         "consists: {train: {gauge: 1520 mm, capacity: " +
         std::to_string(capacity) +
         " TEU}}\n"
         "services: {shuttle: {from: a, to: b, takes-waiting: true, " +
         trains + "}}\nflows: {boxes: {from: a, to: b, unit: 1 TEU, rate: " + rate + "}}\n";
}

constexpr double kRunning = 1.0 / 60;  // 1 km at 60 km/h, in hours

/// Mean wait until departure, in hours.
double mean_wait(Replication const& run) {
  double sum = 0;
  for (auto const& life : run.lives.ended()) {
    EXPECT_NEAR(life.sojourn(), life.waited + kRunning, 1e-6);
    sum += life.waited;
  }
  return sum / static_cast<double>(run.lives.ended().size());
}

TEST(TrainsWithCapacity, Q53_who_finds_no_room_waits_for_the_next_train) {
  auto const yaml = yaml_of(420, "1.8 /min", "every: 10 min", 20);
  auto const samples = replicate("Q53", yaml, kReplications, [](auto const& run, auto& all) {
    all["W"].add(mean_wait(run) * 60);
    all["arrivals"].add(run.lives.arrivals() / run.hours);
    std::set<std::int64_t> crowded;  // departures that left somebody behind
    double left = 0;
    for (auto const& life : run.lives.ended()) {
      // Departures from the first after its arrival to the one before its own, every 10 min.
      auto const own = std::llround((life.created + life.waited) * 6);
      for (auto train = static_cast<std::int64_t>(std::floor(life.created * 6)) + 1; train < own;
           ++train) {
        crowded.insert(train);
        ++left;
      }
    }
    auto const departures = run.hours * 6;
    all["left"].add(left / departures);
    all["crowded"].add(static_cast<double>(crowded.size()) / departures);
  });
  ASSERT_FALSE(samples.empty());
  auto const controlled = [&](std::string const& measured) {
    return samples.at(measured).adjusted({{&samples.at("arrivals"), 108}});
  };
  expect_known("Q53", "W", controlled("W"), 0.004);
  expect_known("Q53", "mean_left_behind", controlled("left"), 0.01);
  expect_known("Q53", "P_someone_left_behind", controlled("crowded"), 0.004);
}

TEST(TrainsWithCapacity, Q54_the_wait_for_irregular_trains_grows_with_their_spread) {
  struct Row {
    std::string quantity;
    std::string law;
  };
  for (auto const& [quantity, law] :
       {Row{"W_exp", "{exponential: 10 min}"}, Row{"W_uniform", "{uniform: [5 min, 15 min]}"},
        Row{"W_lognormal", "{lognormal: {mean: 10 min, cv: 1}}"}}) {
    auto const yaml = yaml_of(300, "1 /min", "every: " + law, 10'000);
    auto const samples =
        replicate("Q54 " + quantity, yaml, kReplications,
                  [](auto const& run, auto& all) { all["W"].add(mean_wait(run) * 60); });
    ASSERT_FALSE(samples.empty());
    expect_known("Q54", quantity, samples.at("W"), 0.01);
  }
}

TEST(TrainsWithCapacity, Q55_trains_at_random_times_take_at_most_eight) {
  auto const yaml = yaml_of(8'000, "3 /h", "rate: 0.5 /h", 8);
  auto const samples = replicate("Q55", yaml, kReplications, [](auto const& run, auto& all) {
    auto const wait = mean_wait(run);
    all["W"].add(wait);
    all["arrivals"].add(run.lives.arrivals() / run.hours);
    all["trains"].add(static_cast<double>(run.result.trains_started) / 8'000);
    all["L"].add(run.load_hours("waiting for an onward train") / run.hours);
  });
  ASSERT_FALSE(samples.empty());
  for (auto const* const quantity : {"W", "L"}) {
    auto const& sample = samples.at(quantity);
    auto const controlled =
        sample.adjusted({{&samples.at("arrivals"), 3}, {&samples.at("trains"), 0.5}});
    expect_known("Q55", quantity, controlled, 0.008);
  }
}

TEST(Assembling, N14_a_train_waits_for_the_slowest_of_its_units) {
  for (int const units : {2, 5, 10}) {
    auto const yaml =
        "clock: {start: 2026-01-01 00:00, run: 400 h}\n"
        "places: {a: {}, b: {activities: [ready]}}\n"
        "links: {line: {between: [a, b], rail: 1520 mm, length: 1 km, speed: 60 km/h}}\n"
        "activities: {ready: {servers: 1000, per: unit, time: {exponential: 1 h}}}\n"
        "consists: {train: {gauge: 1520 mm, capacity: 20 TEU}}\n"
        "services: {block: {from: a, to: b, every: 1 h, units: " +
        std::to_string(units) + "}}\n";
    auto const samples = replicate("N14 " + std::to_string(units), yaml, kReplications,
                                   [](auto const& run, auto& all) {
                                     double sum = 0;
                                     double trains = 0;
                                     for (auto const& life : run.lives.ended()) {
                                       if (life.who.part == 1 && life.created < 380) {
                                         sum += life.sojourn() - kRunning;
                                         ++trains;
                                       }
                                     }
                                     all["max"].add(sum / trains);
                                   });
    ASSERT_FALSE(samples.empty());
    expect_known("N14", "n=" + std::to_string(units), samples.at("max"), 0.005);
  }
}

}  // namespace
}  // namespace caravan::oracles
