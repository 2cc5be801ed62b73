#include "caravan/experiment/ladder.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"

#include "experiment/race.hpp"
#include "tests/experiment/corridor.hpp"

namespace caravan::experiment {
namespace {

scenario::Loaded load_with(std::vector<std::string> const& before,
                           std::vector<std::string> const& changes) {
  scenario::LoadOptions options;
  options.set = before;
  options.set.insert(options.set.end(), changes.begin(), changes.end());
  return scenario::load_text("corridor.yaml", kCorridor, options);
}

/// The corridor with one crane, which is its bottleneck.
Loader one_crane() {
  return [](std::vector<std::string> const& changes) {
    return load_with({"terminals.dry-port.cranes=1"}, changes);
  };
}

LadderPlan quick(std::string const& measure) {
  LadderPlan plan;
  plan.replication.at_least = plan.replication.at_most = 6;
  plan.measure = measure;
  plan.threshold = 0.02;
  return plan;
}

TEST(Relaxations, begin_with_what_loads_wait_for_longest_and_name_its_next_value) {
  auto const loaded = one_crane()({});
  auto const found = relaxations(loaded, model::run(*loaded.scenario, {}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().path, "terminals.dry-port.cranes");
  EXPECT_EQ(found.front().before, "1");
  EXPECT_EQ(found.front().after, "2");
  EXPECT_EQ(found.front().cause, "crane");
  double sum = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0) {
      EXPECT_LE(found[i].share, found[i - 1].share);
    }
    sum += found[i].share;
  }
  EXPECT_LE(sum, 1);
}

// Three trains come to the line at once: the second and the third wait for nothing but the headway.
TEST(Relaxations, take_a_fifth_off_the_headway_of_a_line_without_loops_or_paths) {
  auto const loaded = scenario::load_text("line.yaml", R"(
schema: caravan/1
name: line
clock: {start: 2026-03-02 00:00, run: 2 d}
places: {west: {}, east: {}}
links:
  main: {between: [west, east], rail: 1520 mm, length: 60 km, speed: 60 km/h, headway: 30 min}
services:
  a: {from: west, to: east, departs: daily at 06:00, units: 1}
  b: {from: west, to: east, departs: daily at 06:00, units: 1}
  c: {from: west, to: east, departs: daily at 06:00, units: 1}
)",
                                          {});
  ASSERT_TRUE(loaded.scenario.has_value());
  auto const found = relaxations(loaded, model::run(*loaded.scenario, {}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().path, "links.main.headway");
  EXPECT_EQ(found.front().before, "30 min");
  EXPECT_EQ(found.front().after, "24 min");
}

// North and south are waited for alike: one train each, for half an hour. The first name is tried.
TEST(Relaxations, take_of_two_lines_that_are_waited_for_equally_the_first_by_name) {
  auto const loaded = scenario::load_text("lines.yaml", R"(
schema: caravan/1
name: lines
clock: {start: 2026-03-02 00:00, run: 1 d}
places: {hub: {}, north: {}, south: {}}
links:
  southern: {between: [hub, south], rail: 1520 mm, length: 60 km, speed: 60 km/h, headway: 30 min}
  northern: {between: [hub, north], rail: 1520 mm, length: 60 km, speed: 60 km/h, headway: 30 min}
services:
  n: {from: hub, to: north, departs: daily at 06:00, units: 1}
  n2: {from: hub, to: north, departs: daily at 06:00, units: 1}
  s: {from: hub, to: south, departs: daily at 06:00, units: 1}
  s2: {from: hub, to: south, departs: daily at 06:00, units: 1}
)",
                                          {});
  ASSERT_TRUE(loaded.scenario.has_value()) << render(loaded.diagnostics);
  auto const found = relaxations(loaded, model::run(*loaded.scenario, {}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().path, "links.northern.headway");
}

// The second train waits four hours for the wagons of the first.
TEST(Relaxations, add_the_wagons_of_one_train_where_trains_wait_for_them) {
  auto const loaded = scenario::load_text("line.yaml", R"(
schema: caravan/1
name: line
clock: {start: 2026-03-02 00:00, run: 1 d}
places: {west: {}, east: {}}
links: {main: {between: [west, east], rail: 1520 mm, length: 60 km, speed: 60 km/h}}
fleets: {flats: {wagons: 1520 mm, stock: {west: 2}}}
consists: {train: {gauge: 1520 mm, capacity: 4 TEU, wagons: 2, fleet: flats}}
services:
  out: {from: west, to: east, departs: [daily at 06:00, daily at 06:10], units: 1}
  back: {from: east, to: west, departs: daily at 09:00, units: 1}
)",
                                          {});
  ASSERT_TRUE(loaded.scenario.has_value()) << render(loaded.diagnostics);
  auto const found = relaxations(loaded, model::run(*loaded.scenario, {}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().path, "fleets.flats.stock.west");
  EXPECT_EQ(found.front().before, "2");
  EXPECT_EQ(found.front().after, "4");
}

TEST(Ladder, relaxes_the_bottleneck_first_and_ends_where_nothing_gains_enough) {
  auto const ladder = climb(one_crane(), quick("lead-time.mean"), {});
  ASSERT_GE(ladder.rungs.size(), 2U);
  auto const& first = ladder.rungs.front();
  ASSERT_TRUE(first.chosen);
  auto const& step = first.tried[*first.chosen];
  EXPECT_EQ(step.relaxation.path, "terminals.dry-port.cranes");
  EXPECT_LT(step.gain.mean, 0);
  // Two looks, at 5 and 6 replications, at each of the steps.
  for (auto const& each : first.tried) {
    auto const looks = 2 * static_cast<double>(first.tried.size());
    EXPECT_DOUBLE_EQ(each.p, std::min(1.0, looks * each.gain.p));
  }
  EXPECT_FALSE(ladder.rungs.back().chosen);
  // Each rung begins where the last one ended, on the same luck: the same bits.
  int compared = 0;
  for (std::size_t i = 1; i < ladder.rungs.size(); ++i) {
    auto const& below = ladder.rungs[i - 1];
    auto const& end = below.tried[*below.chosen].gain;
    for (auto const& begin : ladder.rungs[i].tried) {
      if (begin.gain.n != end.n) continue;
      EXPECT_EQ(begin.gain.base, end.other);
      ++compared;
    }
  }
  EXPECT_GT(compared, 0);
}

// Three desks one behind the other, exponential: each is an M/M/1 of its own (Burke 1956). The
// waits are 250, 135 and 30 minutes, and 10.5 at the first desk with two officers (Erlang C). So
// the order in which they bind is known, and what each step gains.
constexpr char const* kDesks = R"(
schema: caravan/1
name: desks
clock: {start: 2026-01-01 00:00, run: 300 d, warm-up: 20 d}
places: {border: {activities: [slow, slower-than-third, third]}}
activities:
  slow: {per: truck, servers: 1, time: {exponential: 50 min}}
  slower-than-third: {per: truck, servers: 1, time: {exponential: 45 min}}
  third: {per: truck, servers: 1, time: {exponential: 30 min}}
flows: {trucks: {from: border, by: truck, every: {exponential: 60 min}}}
)";

Loader desks(std::vector<std::string> const& set = {}) {
  return [set](std::vector<std::string> const& changes) {
    scenario::LoadOptions options;
    options.set = set;
    options.set.insert(options.set.end(), changes.begin(), changes.end());
    return scenario::load_text("desks.yaml", kDesks, options);
  };
}

TEST(Ladder, relaxes_desks_in_the_order_in_which_they_bind_and_gains_what_is_known) {
  auto plan = quick("lead-time.mean");
  plan.replication.at_least = plan.replication.at_most = 20;
  plan.threshold = 0.12;
  auto const ladder = climb(desks(), plan, {});
  struct Known {
    char const* path;
    double minutes;
  };
  // With two officers: waits of 10.5, 7.4 and 2.0 minutes.
  std::vector<Known> const known{{"activities.slow.servers", 250 - 10.5},
                                 {"activities.slower-than-third.servers", 135 - 7.4},
                                 {"activities.third.servers", 30 - 2.0}};
  ASSERT_EQ(ladder.rungs.size(), known.size() + 1);
  for (std::size_t i = 0; i < known.size(); ++i) {
    auto const& rung = ladder.rungs[i];
    ASSERT_TRUE(rung.chosen) << i;
    auto const& step = rung.tried[*rung.chosen];
    EXPECT_EQ(step.relaxation.path, known[i].path);
    EXPECT_EQ(*rung.chosen, 0U) << "the ledger names it first";
    EXPECT_NEAR(-60 * step.gain.mean, known[i].minutes, 60 * 2 * *step.gain.half_width);
  }
  EXPECT_FALSE(ladder.rungs.back().chosen);
}

// The first desk is asked for 1.17 times what one officer can do. Nothing that is measured behind
// it speaks for a second one: its queue alone does.
TEST(Ladder, relaxes_the_thing_whose_queue_grows_without_end_whatever_it_gains) {
  auto plan = quick("lead-time.p90");
  plan.threshold = 0.12;
  auto const ladder = climb(desks({"activities.slow.time={exponential: 70 min}"}), plan, {});
  ASSERT_GE(ladder.rungs.size(), 2U);
  auto const& first = ladder.rungs.front();
  EXPECT_TRUE(first.endless);
  EXPECT_EQ(first.growing, "slow");
  ASSERT_EQ(first.tried.size(), 1U);
  EXPECT_EQ(first.chosen, 0U);
  EXPECT_EQ(first.tried.front().relaxation.path, "activities.slow.servers");
  EXPECT_EQ(first.tried.front().gain.n, 5U);
  auto const& second = ladder.rungs[1];
  EXPECT_FALSE(second.endless);
  EXPECT_EQ(second.tried.front().relaxation.path, "activities.slower-than-third.servers");
  // Throughput has a mean all the same.
  EXPECT_FALSE(climb(desks({"activities.slow.time={exponential: 70 min}"}), quick("throughput"), {})
                   .rungs.front()
                   .endless);
}

/// Five runs of the desks that are made up, some of them with a queue that grows.
Runner made_up(Measure const& measure, double mean, std::size_t growing) {
  Runner runner{desks()({})};
  for (std::uint32_t r = 0; r < 5; ++r) {
    auto& record = runner.records.emplace_back();
    record.replication = r;
    record.measured = {{measure, mean + 0.1 * r}};
    if (r < growing) record.growing = {{"third", 1}};
  }
  return runner;
}

// The step that seems to gain most moves the queue to the third desk, where it grows without end:
// what comes out behind it is quick, and no mean. Two of five runs may be luck.
TEST(Race, is_not_won_by_a_step_that_moves_the_queue_elsewhere) {
  auto plan = quick("lead-time.mean");
  plan.replication.at_least = plan.replication.at_most = 5;
  auto const winner = [&plan](bool of_queue, std::size_t growing) {
    Measure const measure{"lead-time.mean", "h", Measure::Better::less, of_queue};
    auto base = made_up(measure, 20, 0);
    std::vector<Runner> runners;
    runners.push_back(made_up(measure, 5, growing));
    runners.push_back(made_up(measure, 15, 0));
    Race race{plan, measure, base, std::move(runners)};
    EXPECT_TRUE(race.run({}));
    EXPECT_EQ(race.growing(0), of_queue && growing > 2 ? "third" : "");
    EXPECT_EQ(race.growing(1), "");
    EXPECT_EQ(race.difference_in("lead-time.mean", 1).value().n, 5U);
    return race.winner();
  };
  EXPECT_EQ(winner(true, 2), 0U);
  EXPECT_EQ(winner(true, 3), 1U);
  EXPECT_EQ(winner(false, 3), 0U);
}

// Neither of two steps that gain the same leads. What they gain is known without luck: that is
// precise enough where nothing but certainty is, and no run is added to the five.
TEST(Race, ends_where_what_is_left_is_just_as_precise_as_it_must_be) {
  auto plan = quick("lead-time.mean");
  plan.replication.at_least = 5;
  plan.replication.at_most = 10;
  plan.replication.until = {"lead-time.mean", 0};
  Measure const measure{"lead-time.mean", "h", Measure::Better::less, false};
  auto base = made_up(measure, 20, 0);
  std::vector<Runner> runners;
  runners.push_back(made_up(measure, 15, 0));
  runners.push_back(made_up(measure, 15, 0));
  Race race{plan, measure, base, std::move(runners)};
  EXPECT_TRUE(race.run({}));
  EXPECT_EQ(race.gain(0).n, 5U);
}

// Four days after two show little: after five replications it is not clear yet what the third desk
// gains, and the step is neither taken nor dropped.
TEST(Ladder, goes_on_where_it_is_not_clear_yet) {
  auto plan = quick("lead-time.mean");
  plan.replication.at_least = plan.replication.at_most = 40;
  plan.threshold = 0.05;
  plan.most = 1;
  auto const ladder =
      climb(desks({"clock.run=6 d", "clock.warm-up=2 d", "activities.slow.servers=2",
                   "activities.slower-than-third.servers=2"}),
            plan, {});
  ASSERT_EQ(ladder.rungs.size(), 1U);
  auto const& rung = ladder.rungs.front();
  ASSERT_TRUE(rung.chosen);
  auto const& step = rung.tried[*rung.chosen];
  EXPECT_EQ(step.relaxation.path, "activities.third.servers");
  EXPECT_GT(step.gain.n, 5U);
  EXPECT_LT(step.gain.n, 40U);
}

TEST(Ladder, makes_no_more_runs_than_it_takes_to_see_what_gains_most) {
  auto plan = quick("lead-time.mean");
  plan.replication.at_least = plan.replication.at_most = 40;
  auto const ladder = climb(one_crane(), plan, {});
  // A second crane ends a queue that never ends: five replications say so.
  ASSERT_FALSE(ladder.rungs.empty());
  auto const& first = ladder.rungs.front();
  ASSERT_TRUE(first.chosen);
  EXPECT_EQ(first.tried[*first.chosen].gain.n, 5U);
  std::size_t full = 0;
  for (auto const& rung : ladder.rungs) full += 40 * (rung.tried.size() + 1);
  EXPECT_LT(ladder.runs, full / 2);
}

TEST(Ladder, looks_after_5_10_20_replications_and_at_the_last) {
  scenario::Replication plan;
  plan.at_least = plan.at_most = 30;
  EXPECT_EQ(looks_of(plan), (std::vector<std::size_t>{5, 10, 20, 30}));
  plan.at_least = plan.at_most = 4;
  EXPECT_EQ(looks_of(plan), (std::vector<std::size_t>{4}));
  plan.until = scenario::Replication::Until{};
  plan.at_most = 10;
  EXPECT_EQ(looks_of(plan), (std::vector<std::size_t>{5, 10}));
}

TEST(Ladder, that_is_interrupted_keeps_the_rungs_that_are_finished) {
  std::atomic<bool> interrupt = true;
  ReplicateOptions options;
  options.farm.interrupt = &interrupt;
  auto const ladder = climb(one_crane(), quick("lead-time.mean"), options);
  EXPECT_TRUE(ladder.interrupted);
  EXPECT_TRUE(ladder.rungs.empty());
  EXPECT_EQ(ladder.runs, 0U);
  EXPECT_EQ(ladder.measure.name, "lead-time.mean");
}

TEST(Ladder, that_is_interrupted_among_its_candidates_says_so) {
  std::atomic<bool> interrupt = false;
  ReplicateOptions options;
  options.farm.interrupt = &interrupt;
  auto const load = [&](std::vector<std::string> const& changes) {
    interrupt = !changes.empty();
    return one_crane()(changes);
  };
  auto const ladder = climb(load, quick("lead-time.mean"), options);
  EXPECT_TRUE(ladder.interrupted);
  EXPECT_TRUE(ladder.rungs.empty());
}

TEST(Ladder, is_the_same_by_any_number_of_threads) {
  ReplicateOptions one;
  one.farm.threads = 1;
  ReplicateOptions many;
  many.farm.threads = 16;
  auto const a = climb(one_crane(), quick("lead-time.p90"), one);
  auto const b = climb(one_crane(), quick("lead-time.p90"), many);
  ASSERT_EQ(a.rungs.size(), b.rungs.size());
  EXPECT_EQ(a.results.text(), b.results.text());
  EXPECT_EQ(a.runs, b.runs);
  for (std::size_t i = 0; i < a.rungs.size(); ++i) {
    ASSERT_EQ(a.rungs[i].tried.size(), b.rungs[i].tried.size());
    EXPECT_EQ(a.rungs[i].chosen, b.rungs[i].chosen);
    for (std::size_t j = 0; j < a.rungs[i].tried.size(); ++j) {
      EXPECT_EQ(a.rungs[i].tried[j].gain.mean, b.rungs[i].tried[j].gain.mean);
    }
  }
}

TEST(Ladder, refuses_a_measure_that_is_not_there) {
  EXPECT_THROW((void)climb(one_crane(), quick("lead-time.p9"), {}), UnknownMeasure);
}

}  // namespace
}  // namespace caravan::experiment
