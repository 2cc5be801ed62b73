#include "caravan/experiment/study.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/engine/random.hpp"

namespace caravan::experiment {
namespace {

using testing::ElementsAre;

/// A study of three variants that look for the least of `x`, with runs that are made up.
struct MadeUp {
  Study study;
  MadeRuns made;
  std::vector<double> means{5, 5.6, 9};

  MadeUp() {
    study.replications = 4;
    for (char const* const value : {"a", "b", "c"}) {
      study.points.emplace_back().settings.push_back({"x", value, {}});
    }
    study.sweep.best = scenario::Sweep::Best{"x", 0.2, 0.95, 2000};
  }
  void add(Job const& job) {
    engine::Stream stream{
        {5, job.replication}, hash_of("made up"), static_cast<std::uint32_t>(job.point)};
    Made run;
    run.job = job;
    run.record.replication = job.replication;
    run.record.measured = {{{"x", "h", Measure::Better::less, false},
                            means[job.point] + portable::normal_quantile(stream.uniform())}};
    made.emplace(job, run);
  }
};

TEST(Study, adds_replications_of_those_left_until_the_best_is_known) {
  MadeUp it;
  std::vector<std::size_t> stages;
  for (auto jobs = jobs_left(it.study, it.made); !jobs.empty();
       jobs = jobs_left(it.study, it.made)) {
    stages.push_back(jobs.size());
    for (auto const& job : jobs) it.add(job);
  }
  EXPECT_EQ(stages.front(), 12U);
  EXPECT_GT(stages.size(), 2U);
  auto const selection = selection_of(it.study, it.made);
  EXPECT_TRUE(selection->decided);
  EXPECT_THAT(selection->left, ElementsAre(0));
}

class EachProcedure : public testing::TestWithParam<scenario::Sweep::Procedure> {};
INSTANTIATE_TEST_SUITE_P(Study, EachProcedure,
                         testing::Values(scenario::Sweep::Procedure::kn,
                                         scenario::Sweep::Procedure::ocba));

// The three are so close that four replications drop none. KN then asks for five more of each, OCBA
// for five in all.
TEST_P(EachProcedure, asks_for_five_more_at_a_time) {
  MadeUp it;
  it.means = {5, 5, 5};
  it.study.sweep.best->by = GetParam();
  it.study.sweep.best->within = 0.01;
  for (auto const& job : jobs_left(it.study, it.made)) it.add(job);
  auto const jobs = jobs_left(it.study, it.made);
  auto const by_kn = GetParam() == scenario::Sweep::Procedure::kn;
  EXPECT_EQ(jobs.size(), by_kn ? 15U : 5U);
}

TEST_P(EachProcedure, that_was_stopped_in_the_middle_of_a_stage_comes_to_the_same_runs) {
  MadeUp whole;
  whole.study.sweep.best->by = GetParam();
  for (auto jobs = jobs_left(whole.study, whole.made); !jobs.empty();
       jobs = jobs_left(whole.study, whole.made)) {
    for (auto const& job : jobs) whole.add(job);
  }
  for (std::size_t step = 1; step < 8; ++step) {
    MadeUp parts;
    parts.study.sweep.best->by = GetParam();
    for (auto jobs = jobs_left(parts.study, parts.made); !jobs.empty();
         jobs = jobs_left(parts.study, parts.made)) {
      // The last first, as threads may have it, and no more than a few before the next stop.
      for (std::size_t i = 0; i < std::min(step, jobs.size()); ++i) {
        parts.add(jobs[jobs.size() - 1 - i]);
      }
    }
    ASSERT_EQ(parts.made.size(), whole.made.size()) << step;
    for (auto const& [job, run] : whole.made) EXPECT_TRUE(parts.made.contains(job));
  }
}

TEST(Study, by_ocba_runs_most_where_it_tells_most_until_it_is_sure) {
  MadeUp it;
  it.study.sweep.best->by = scenario::Sweep::Procedure::ocba;
  it.study.sweep.best->within.reset();
  for (auto jobs = jobs_left(it.study, it.made); !jobs.empty();
       jobs = jobs_left(it.study, it.made)) {
    for (auto const& job : jobs) it.add(job);
  }
  auto const selection = selection_of(it.study, it.made);
  EXPECT_TRUE(selection->decided);
  EXPECT_EQ(selection->choice.best, 0U);
  EXPECT_GE(selection->choice.probability, 0.95);
  auto const table = table_of(it.study, it.made);
  EXPECT_TRUE(table.complete);
  // The third lies far behind: four replications are enough of it.
  EXPECT_LT(table.points[2].records.size(), 7U);
  EXPECT_GT(table.points[1].records.size(), 12U);
}

TEST_P(EachProcedure, gives_up_at_the_most_replications_and_says_so) {
  MadeUp it;
  it.study.sweep.best->by = GetParam();
  it.study.sweep.best->at_most = 7;
  it.study.sweep.best->within = 0.001;
  it.means = {5.6, 5, 9};
  for (auto jobs = jobs_left(it.study, it.made); !jobs.empty();
       jobs = jobs_left(it.study, it.made)) {
    for (auto const& job : jobs) {
      EXPECT_LT(job.replication, 7U);
      it.add(job);
    }
  }
  auto const selection = selection_of(it.study, it.made);
  EXPECT_FALSE(selection->decided);
  EXPECT_GE(selection->left.size(), 2U);
  EXPECT_EQ(selection->choice.best, 1U);
}

TEST(Study, leaves_out_of_the_choice_what_has_no_value_in_some_replication) {
  MadeUp it;
  for (auto const& job : jobs_left(it.study, it.made)) it.add(job);
  it.made.at({0, 2}).record.measured.clear();
  auto const selection = selection_of(it.study, it.made);
  for (auto const left : selection->left) EXPECT_NE(left, 0U);
}

// Where a queue grows without end, only what slips past it is measured, and that looks well. Point
// 0 has the least mean of all.
TEST_P(EachProcedure, never_chooses_by_a_mean_that_does_not_exist) {
  MadeUp it;
  it.study.sweep.best->by = GetParam();
  it.study.points[0].steady = true;
  std::size_t growing = 2;  // of 4: half of the replications may be luck
  auto const made = [&](Job const& job) {
    it.add(job);
    auto& record = it.made.at(job).record;
    record.measured.front().measure.of_queue = true;
    if (job.point == 0 && job.replication < growing) record.growing = {{"desk", 1}};
  };
  auto const all = [&] {
    it.made.clear();
    for (auto jobs = jobs_left(it.study, it.made); !jobs.empty();
         jobs = jobs_left(it.study, it.made)) {
      for (auto const& job : jobs) made(job);
    }
    return selection_of(it.study, it.made)->choice.best;
  };
  EXPECT_EQ(all(), 0U);
  growing = 3;
  EXPECT_EQ(all(), 1U);
  auto const means = means_of(table_of(it.study, it.made), "x");
  EXPECT_FALSE(means[0]);
  EXPECT_TRUE(means[1]);
  it.study.points[0].steady = false;  // the run is the whole matter
  EXPECT_EQ(all(), 0U);
}

// The four runs that every point has say that point 0 has a mean; all that were added to find the
// best say otherwise. One judgement holds for the choice and for the table.
TEST_P(EachProcedure, calls_no_point_the_best_that_the_table_calls_unstable) {
  MadeUp it;
  it.study.sweep.best->by = GetParam();
  it.study.points[0].steady = true;
  for (auto jobs = jobs_left(it.study, it.made); !jobs.empty();
       jobs = jobs_left(it.study, it.made)) {
    for (auto const& job : jobs) {
      it.add(job);
      auto& record = it.made.at(job).record;
      record.measured.front().measure.of_queue = true;
      if (job.point == 0 && job.replication >= 2) record.growing = {{"desk", 1}};
    }
  }
  auto const table = table_of(it.study, it.made);
  ASSERT_EQ(unstable(table.points[0].records).size(), 1U);
  auto const best = selection_of(it.study, it.made)->choice.best;
  EXPECT_EQ(best, 0U);
  EXPECT_EQ(table.endless[best], "");
  EXPECT_TRUE(means_of(table, "x")[best]);
}

// Of point 1 a run of 100 was made that point 0 lacks: it does not count.
TEST(Study, chooses_by_the_replications_that_all_have) {
  MadeUp it;
  it.study.sweep.best->within.reset();
  for (auto const& job : jobs_left(it.study, it.made)) it.add(job);
  it.means = {5, 100, 9};
  it.add({1, 4});
  EXPECT_EQ(selection_of(it.study, it.made)->choice.best, 0U);
  it.means = {5.6, 5, 9};
  it.made.clear();
  for (auto const& job : jobs_left(it.study, it.made)) it.add(job);
  it.means = {5, 100, 9};
  it.add({1, 4});
  EXPECT_EQ(selection_of(it.study, it.made)->choice.best, 1U);
}

}  // namespace
}  // namespace caravan::experiment
