#include "caravan/experiment/replicate.hpp"

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/experiment/estimate.hpp"
#include "caravan/experiment/run.hpp"

#include "tests/experiment/corridor.hpp"

namespace caravan::experiment {
namespace {

void expect_equal(Replications const& a, Replications const& b) {
  ASSERT_EQ(a.measures.size(), b.measures.size());
  ASSERT_EQ(a.records.size(), b.records.size());
  for (std::size_t i = 0; i < a.measures.size(); ++i) {
    EXPECT_EQ(a.measures[i].name, b.measures[i].name);
    EXPECT_EQ(a.values[i], b.values[i]) << a.measures[i].name;
  }
  for (std::size_t i = 0; i < a.records.size(); ++i) {
    EXPECT_EQ(a.records[i].results, b.records[i].results);
    EXPECT_EQ(a.records[i].replication, b.records[i].replication);
  }
}

TEST(Replicate, gives_the_same_bits_by_1_2_or_16_threads) {
  auto const scenario = corridor();
  auto const one = replicate(scenario, times(8), by(1));
  ASSERT_EQ(one.records.size(), 8U);
  expect_equal(one, replicate(scenario, times(8), by(2)));
  expect_equal(one, replicate(scenario, times(8), by(16)));
}

TEST(Replicate, makes_the_runs_that_single_runs_make) {
  auto const scenario = corridor();
  auto options = by(2);
  options.seed = 7;
  options.first = 3;
  auto const table = replicate(scenario, times(2), options);
  for (std::uint32_t r : {3U, 4U}) {
    model::RunOptions one;
    one.seed = 7;
    one.replication = r;
    auto const answer = experiment::run(scenario, one);
    EXPECT_EQ(table.records[r - 3].results, answer.results);
    auto const p90 = table.find("lead-time.khorgos>almaty.p90");
    ASSERT_TRUE(p90);
    auto const ms = percentile(answer.result.relations.front().lead_times, 0.9);
    EXPECT_DOUBLE_EQ(*table.values[*p90][r - 3], static_cast<double>(ms) / 3.6e6);
  }
  EXPECT_NE(table.records[0].results, table.records[1].results);
}

TEST(Replicate, stops_at_the_least_number_that_is_precise_enough_whatever_the_threads) {
  auto const scenario = corridor();
  scenario::Replication plan;
  plan.at_least = 4;
  plan.at_most = 60;
  plan.until = {"lead-time.p90", 0.05};
  auto const table = replicate(scenario, plan, by(1));
  EXPECT_TRUE(table.precise_enough);
  auto const n = table.records.size();
  EXPECT_GT(n, 4U);
  EXPECT_LT(n, 60U);
  auto const width = [&](std::size_t count) {
    auto values = table.observed(*table.find("lead-time.p90"));
    values.resize(count);
    auto const result = estimate(values, 0.95);
    return *result.half_width / result.mean;
  };
  EXPECT_LE(width(n), 0.05);
  for (std::size_t fewer = 4; fewer < n; ++fewer) EXPECT_GT(width(fewer), 0.05);
  expect_equal(table, replicate(scenario, plan, by(2)));
  expect_equal(table, replicate(scenario, plan, by(16)));
}

TEST(Replicate, makes_the_least_number_even_where_fewer_are_precise_enough) {
  scenario::Replication plan;
  plan.at_least = 7;
  plan.at_most = 60;
  plan.until = {"lead-time.p90", 0.9};
  EXPECT_EQ(replicate(corridor(), plan, by(2)).records.size(), 7U);
}

TEST(Replicate, says_when_the_most_replications_were_not_enough) {
  scenario::Replication plan;
  plan.at_least = 3;
  plan.at_most = 5;
  plan.until = {"lead-time.p90", 1e-6};
  auto const table = replicate(corridor(), plan, by(2));
  EXPECT_EQ(table.records.size(), 5U);
  EXPECT_FALSE(table.precise_enough);
  EXPECT_FALSE(table.interrupted);
}

TEST(Replicate, keeps_whole_replications_alone_when_it_is_interrupted) {
  std::atomic<bool> interrupt = false;
  auto options = by(2);
  options.farm.interrupt = &interrupt;
  options.farm.progress = [&](FarmProgress progress) {
    if (progress.done >= 3) interrupt = true;
  };
  auto const scenario = corridor();
  auto const table = replicate(scenario, times(400), options);
  EXPECT_TRUE(table.interrupted);
  EXPECT_GE(table.records.size(), 1U);
  EXPECT_LT(table.records.size(), 400U);
  for (auto const& record : table.records) EXPECT_EQ(record.end, model::End::horizon);
}

TEST(Replicate, names_each_queue_that_grows_in_most_replications) {
  auto const scenario = corridor({"terminals.dry-port.lift=45 min", "clock.run=90 d"});
  auto const table = replicate(scenario, times(3), by(2));
  auto const queues = unstable(table);
  ASSERT_FALSE(queues.empty());
  for (std::size_t i = 1; i < queues.size(); ++i) {
    EXPECT_GE(queues[i - 1].per_week, queues[i].per_week);
  }
  EXPECT_TRUE(unstable(replicate(corridor({"clock.run=90 d"}), times(3), by(2))).empty());
}

TEST(Unstable, is_a_queue_that_grows_in_more_than_half_of_the_replications) {
  Replications table;
  table.records.resize(4);
  table.records[0].growing = {{"cranes", 3}, {"desk", 1}};
  table.records[2].growing = {{"cranes", 5}, {"desk", 1}};
  EXPECT_TRUE(unstable(table).empty());
  table.records[3].growing = {{"cranes", 7}};
  auto const queues = unstable(table);
  ASSERT_EQ(queues.size(), 1U);
  EXPECT_EQ(queues[0].resource, "cranes");
  EXPECT_EQ(queues[0].in, 3U);
  EXPECT_EQ(queues[0].per_week, 5);
}

Record record_with(std::vector<std::pair<std::string, double>> const& values) {
  Record record;
  for (auto const& [name, value] : values) record.measured.push_back({{name, "h"}, value});
  return record;
}

TEST(Tabulate, leaves_a_gap_where_a_replication_observed_nothing) {
  auto const table =
      tabulate({record_with({{"b", 1}, {"c", 2}}), record_with({{"a", 3}, {"c", 4}})});
  ASSERT_EQ(table.measures.size(), 3U);
  EXPECT_EQ(table.measures[0].name, "a");
  EXPECT_FALSE(table.values[0][0]);
  EXPECT_EQ(table.values[0][1], 3);
  EXPECT_EQ(table.observed(0), std::vector<double>{3});
  EXPECT_EQ(table.observed(2), (std::vector<double>{2, 4}));
  EXPECT_EQ(table.find("b"), 1U);
  EXPECT_FALSE(table.find("d"));
}

TEST(Measures, have_names_in_order_none_twice_and_a_unit_by_family) {
  auto const scenario = corridor();
  auto const measured = measures_of(scenario, experiment::run(scenario, {}).result);
  std::set<std::string> names;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(measured[i - 1].measure.name, measured[i].measure.name);
    }
    EXPECT_EQ(measured[i].measure.name.find(' '), std::string::npos);
    EXPECT_TRUE(std::isfinite(measured[i].value));
    names.insert(measured[i].measure.name);
  }
  for (char const* const name :
       {"lead-time.p90", "lead-time.khorgos>almaty.mean", "on-time", "on-time.khorgos>almaty",
        "throughput", "waits", "waits.crane", "waits.khorgos>almaty.onward_train", "moving",
        "work.lift", "present.altynkol.loads", "utilisation.dry-port_cranes",
        "queue.dry-port_cranes.mean", "terminal.dry-port.direct", "loads.inside"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(Measures, of_stages_add_up_to_the_mean_lead_time) {
  auto const scenario = corridor();
  double sum = 0;
  double lead_time = 0;
  for (auto const& [measure, value] : measures_of(scenario, experiment::run(scenario, {}).result)) {
    if (measure.name == "lead-time.mean") lead_time = value;
    if (measure.name == "waits" || measure.name == "moving") sum += value;
    // `work.lift`, not `work.khorgos>almaty.lift`
    if (measure.name.starts_with("work.") && measure.name.find('>') == std::string::npos) {
      sum += value;
    }
  }
  EXPECT_NEAR(sum, lead_time, 1e-6);
  EXPECT_GT(lead_time, 9);
}

// All loads are due after 24 hours, so each is as late as its lead time says.
TEST(Measures, of_lateness_are_lead_times_less_the_due_time) {
  auto const scenario = corridor();
  std::map<std::string, double> values;
  for (auto const& [measure, value] : measures_of(scenario, experiment::run(scenario, {}).result)) {
    values[measure.name] = value;
  }
  for (std::string const part : {"p50", "p90", "p95"}) {
    for (std::string const of : {".", ".khorgos>almaty."}) {
      EXPECT_NEAR(values.at("lateness" + of + part), values.at("lead-time" + of + part) - 24, 1e-9);
    }
  }
  EXPECT_LT(values.at("lateness.p50"), 0);
  auto const free = corridor({"services.block-train.due=remove"});
  for (auto const& [measure, value] : measures_of(free, experiment::run(free, {}).result)) {
    EXPECT_FALSE(measure.name.starts_with("lateness")) << measure.name;
  }
}

TEST(Measures, of_what_was_not_observed_are_absent) {
  auto const scenario = corridor({"clock.run=6 h", "clock.warm-up=0 s"});  // nothing arrives
  for (auto const& [measure, value] : measures_of(scenario, experiment::run(scenario, {}).result)) {
    EXPECT_FALSE(measure.name.starts_with("lead-time")) << measure.name;
    EXPECT_FALSE(measure.name.starts_with("waits")) << measure.name;
  }
}

TEST(Replicate, without_a_precision_makes_the_least_number) {
  scenario::Replication plan;
  plan.at_least = 3;
  plan.at_most = 5;
  auto const table = replicate(corridor(), plan, by(2));
  EXPECT_EQ(table.records.size(), 3U);
  EXPECT_TRUE(table.precise_enough);
}

TEST(Replicate, that_is_interrupted_before_the_first_run_says_so) {
  std::atomic<bool> interrupt = true;
  auto options = by(1);
  options.farm.interrupt = &interrupt;
  auto const table = replicate(corridor(), times(3), options);
  EXPECT_TRUE(table.interrupted);
  EXPECT_FALSE(table.precise_enough);
  EXPECT_TRUE(table.records.empty());
}

TEST(Replicate, is_precise_where_there_is_no_luck_at_all) {
  scenario::Replication plan;
  plan.at_least = 3;
  plan.at_most = 9;
  auto const table = replicate(corridor(), times(3), by(2));
  EXPECT_FALSE(tabulate({table.records.front()}).interrupted);
  for (std::size_t i = 0; i < table.measures.size(); ++i) {
    if (table.values[i] != std::vector<std::optional<double>>(3, 0.0)) continue;
    plan.until = {table.measures[i].name, 0.05};
    EXPECT_EQ(replicate(corridor(), plan, by(2)).records.size(), 3U) << plan.until->measure;
    return;
  }
  FAIL() << "there is no measure that is always 0";
}

}  // namespace
}  // namespace caravan::experiment
