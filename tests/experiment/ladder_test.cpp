#include "caravan/experiment/ladder.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "caravan/model/model.hpp"

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

TEST(Ladder, relaxes_the_bottleneck_first_and_ends_where_nothing_gains_enough) {
  auto const ladder = climb(one_crane(), quick("lead-time.mean"), {});
  ASSERT_GE(ladder.rungs.size(), 2U);
  auto const& first = ladder.rungs.front();
  ASSERT_TRUE(first.chosen);
  auto const& step = first.tried[*first.chosen];
  EXPECT_EQ(step.relaxation.path, "terminals.dry-port.cranes");
  EXPECT_LT(step.gain.mean, 0);
  EXPECT_FALSE(ladder.rungs.back().chosen);
  // Each rung begins where the last one ended, on the same luck: the same bits.
  for (std::size_t i = 1; i < ladder.rungs.size(); ++i) {
    auto const& below = ladder.rungs[i - 1];
    if (ladder.rungs[i].tried.empty()) continue;
    EXPECT_EQ(ladder.rungs[i].tried.front().gain.base, below.tried[*below.chosen].gain.other);
  }
}

TEST(Ladder, is_the_same_by_any_number_of_threads) {
  ReplicateOptions one;
  one.farm.threads = 1;
  ReplicateOptions many;
  many.farm.threads = 16;
  auto const a = climb(one_crane(), quick("lead-time.p90"), one);
  auto const b = climb(one_crane(), quick("lead-time.p90"), many);
  ASSERT_EQ(a.rungs.size(), b.rungs.size());
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
