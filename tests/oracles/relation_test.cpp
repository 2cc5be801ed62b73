// Relations that hold for every scenario, without an oracle: most of them exactly.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

#include "tests/oracles/lives.hpp"

namespace caravan::oracles {
namespace {

struct Outcome {
  model::RunResult result;
  std::vector<Life> lives;  // by flow and number
};

Outcome outcome_of(std::string const& yaml, std::uint32_t replication = 0,
                   bool shuffled_ties = false) {
  auto const loaded = scenario::load_text("relation.yaml", "schema: caravan/1\n" + yaml);
  EXPECT_TRUE(loaded.scenario) << render(loaded.diagnostics);
  auto const& scenario = *loaded.scenario;
  Lives lives{model::Stages{scenario}, SimTime::start(), scenario.clock.horizon};
  model::RunOptions options;
  options.replication = replication;
  options.shuffled_ties = shuffled_ties;
  options.observers = {&lives};
  auto answer = experiment::run(scenario, options);
  EXPECT_TRUE(answer.result.audit.ok()) << testing::PrintToString(answer.result.audit.broken);
  auto all = lives.ended();
  std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.who < b.who; });
  return {std::move(answer.result), std::move(all)};
}

std::string station(int servers, std::string const& time, std::string const& rest = "") {
  return "clock: {start: 2026-01-01 00:00, run: 2000 h}\n"
         "places: {border: {activities: [desk]}" +
         rest + "}\nactivities: {desk: {per: truck, servers: " + std::to_string(servers) +
         ", time: " + time + "}}\nflows: {trucks: {from: border, by: truck, rate: 2.7 /h}}\n";
}

/// With common random numbers nobody starts later: a theorem for FIFO G/G/c.
TEST(Relation, M7_one_server_more_lets_nobody_start_later) {
  auto const three = outcome_of(station(3, "{exponential: 1 h}")).lives;
  auto const four = outcome_of(station(4, "{exponential: 1 h}")).lives;
  ASSERT_LE(three.size(), four.size());
  double gain = 0;
  for (std::size_t i = 0; i < three.size() - 50; ++i) {
    ASSERT_EQ(three[i].who, four[i].who);
    EXPECT_LE(four[i].waited, three[i].waited) << i;
    gain += three[i].waited - four[i].waited;
  }
  EXPECT_GT(gain, 0);
}

TEST(Relation, M7_shorter_work_lets_nobody_start_later) {
  auto const slow = outcome_of(station(3, "{exponential: 1 h}")).lives;
  auto const fast = outcome_of(station(3, "{exponential: 59 min}")).lives;
  double gain = 0;
  for (std::size_t i = 0; i < slow.size() - 50; ++i) {
    ASSERT_EQ(slow[i].who, fast[i].who);
    EXPECT_LE(fast[i].waited, slow[i].waited) << i;
    gain += slow[i].waited - fast[i].waited;
  }
  EXPECT_GT(gain, 0);
}

TEST(Relation, M6_an_unused_place_moves_nobody) {
  auto const plain = outcome_of(station(3, "{exponential: 1 h}"));
  auto const more = outcome_of(station(3, "{exponential: 1 h}", ", abandoned: {}, zoo: {}"));
  EXPECT_EQ(plain.result.fingerprints.order, more.result.fingerprints.order);
  EXPECT_EQ(plain.result.fingerprints.time, more.result.fingerprints.time);
}

TEST(Relation, M5_the_order_of_keys_and_declarations_means_nothing) {
  auto const one = outcome_of(
      "clock: {start: 2026-01-01 00:00, run: 500 h}\n"
      "places: {a: {activities: [x]}, b: {activities: [y]}}\n"
      "activities: {x: {per: truck, time: {exponential: 1 h}}, y: {per: truck, time: 1 h}}\n"
      "flows: {p: {from: a, by: truck, rate: 0.9 /h}, q: {from: b, by: truck, rate: 0.9 /h}}\n");
  auto const other = outcome_of(
      "flows:\n  q: {rate: 0.9 /h, by: truck, from: b}\n  p: {by: truck, rate: 0.9 /h, from: a}\n"
      "activities: {y: {time: 1 h, per: truck}, x: {time: {exponential: 1 h}, per: truck}}\n"
      "places: {b: {activities: [y]}, a: {activities: [x]}}\n"
      "clock: {run: 500 h, start: 2026-01-01 00:00}\n");
  EXPECT_EQ(one.result.fingerprints.time, other.result.fingerprints.time);
  EXPECT_EQ(experiment::fingerprint_of(one.result), experiment::fingerprint_of(other.result));
}

/// All times of a scenario in minutes, or sixty times as long in hours.
std::string scaled(std::string const& unit, std::string const& run) {
  return "clock: {start: 2026-01-01 00:00, run: " + run +
         "}\nplaces: {a: {activities: [x, y]}}\n"
         "activities: {x: {per: truck, time: 7 " +
         unit + ", servers: 2, queue-limit: 3}, y: {per: truck, time: 3 " + unit +
         ", queue-limit: 1}}\n"
         "flows: {p: {from: a, by: truck, every: 5 " +
         unit + ", delay: 1 " + unit + "}, q: {from: a, by: truck, every: 11 " + unit + "}}\n";
}

TEST(Relation, M4_sixty_times_longer_is_the_same_in_slow_motion) {
  auto const fast = outcome_of(scaled("min", "1000 min"));
  auto const slow = outcome_of(scaled("h", "1000 h"));
  EXPECT_EQ(fast.result.fingerprints.order, slow.result.fingerprints.order);
  ASSERT_EQ(fast.lives.size(), slow.lives.size());
  ASSERT_GT(fast.lives.size(), 100U);
  for (std::size_t i = 0; i < fast.lives.size(); ++i) {
    EXPECT_NEAR(slow.lives[i].ended, 60 * fast.lives[i].ended, 1e-9);
    EXPECT_NEAR(slow.lives[i].waited, 60 * fast.lives[i].waited, 1e-9);
  }
}

TEST(Relation, M15_the_order_of_ties_moves_nothing_where_there_are_none) {
  auto const given = outcome_of(station(3, "{exponential: 1 h}"));
  auto const shuffled = outcome_of(station(3, "{exponential: 1 h}"), 0, true);
  ASSERT_EQ(given.lives.size(), shuffled.lives.size());
  for (std::size_t i = 0; i < given.lives.size(); ++i) {
    EXPECT_EQ(given.lives[i].ended, shuffled.lives[i].ended);
  }
}

TEST(Relation, M14_a_replication_is_the_same_alone_and_after_others) {
  auto const yaml = station(3, "{exponential: 1 h}");
  auto const alone = outcome_of(yaml, 3);
  for (std::uint32_t r = 0; r < 3; ++r) {
    auto const other = outcome_of(yaml, r);
    EXPECT_NE(other.result.fingerprints.time, alone.result.fingerprints.time);
  }
  EXPECT_EQ(outcome_of(yaml, 3).result.fingerprints.time, alone.result.fingerprints.time);
}

/// Utilisation and mean queue, which come from the times of the server, against the lives.
TEST(Relation, M2_and_M3_the_books_of_the_server_and_of_the_trucks_are_the_same) {
  auto const run = outcome_of(station(3, "{exponential: 1 h}"));
  auto const& desk = run.result.resources.front();
  std::int64_t waited = 0;
  std::int64_t worked = 0;
  for (auto const& row : run.result.waits) {
    auto const& stage = run.result.stages[row.stage];
    waited += stage.name == "waiting for desk" ? row.load_ms : 0;
    worked += stage.name == "desk" ? row.load_ms : 0;
  }
  // What has not ended at the horizon is with the server, and not yet in the sums of the stages.
  EXPECT_GE(desk.waits_ms, waited);
  EXPECT_LE(desk.waits_ms - waited, 30 * 3'600'000);
  auto const busy = desk.utilisation * 3 * 2000 * 3.6e6;
  EXPECT_GE(busy + 1, static_cast<double>(worked));
  EXPECT_LE(busy - static_cast<double>(worked), 3 * 30 * 3.6e6);
}

Sample sample_around(double mean, double spread) {
  Sample sample;
  for (int i = 0; i < 100; ++i) {
    sample.add(mean + (i % 2 == 0 ? spread : -spread));
  }
  return sample;
}

TEST(Acceptance, refuses_what_is_off_and_what_is_vague) {
  expect_agreement("none", "right", 1, sample_around(1.0001, 0.01), 0.01);
  EXPECT_NONFATAL_FAILURE(expect_agreement("none", "off", 1, sample_around(1.006, 0.01), 0.01), "");
  EXPECT_NONFATAL_FAILURE(expect_agreement("none", "vague", 1, sample_around(1, 0.2), 0.01), "");
  EXPECT_FATAL_FAILURE(expect_agreement("none", "few", 1, Sample{}, 0.01), "");
}

}  // namespace
}  // namespace caravan::oracles
