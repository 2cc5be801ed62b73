#include "caravan/experiment/selection.hpp"

#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/engine/random.hpp"
#include "caravan/experiment/sensitivity.hpp"
#include "caravan/experiment/study.hpp"

namespace caravan::experiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Kn, has_the_constants_of_the_paper) {
  EXPECT_NEAR(kn_eta(10, 10, 0.95), 0.859083, 5e-7);
  EXPECT_NEAR(kn_eta(10, 20, 0.95), 0.302934, 5e-7);
  EXPECT_NEAR(kn_eta(10, 10, 0.90), 0.665066, 5e-7);
}

/// Means and standard deviations of ten normal variants; the greatest mean is the best.
struct Setup {
  char const* name;
  std::size_t first;
  double confidence;
  bool monotone;
  double sd_of_best;
  double observations;  ///< mean of the reference, 20 000 macro-replications
  int least_correct;    ///< of 1000
};

class KnReference : public testing::TestWithParam<Setup> {};

TEST_P(KnReference, is_met_in_correct_selections_and_in_observations) {
  auto const& setup = GetParam();
  constexpr std::size_t kVariants = 10;
  constexpr int kMacro = 1000;
  double const within = 1 / std::sqrt(static_cast<double>(setup.first));
  int correct = 0;
  double observations = 0;
  for (std::uint32_t macro = 0; macro < kMacro; ++macro) {
    std::vector<engine::Stream> streams;
    for (std::uint32_t i = 0; i < kVariants; ++i) {
      streams.emplace_back(engine::StreamKey{20261122, macro}, hash_of(setup.name), i);
    }
    auto const draw = [&](std::size_t i) {
      double const mean = setup.monotone ? -within * static_cast<double>(i) : i == 0 ? within : 0;
      double const sd = i == 0 ? setup.sd_of_best : 1;
      ++observations;
      return mean + sd * portable::normal_quantile(streams[i].uniform());
    };
    std::vector<std::vector<double>> first(kVariants);
    for (std::size_t i = 0; i < kVariants; ++i) {
      for (std::size_t r = 0; r < setup.first; ++r) first[i].push_back(draw(i));
    }
    KnSelection selection{first, {within, setup.confidence, true}};
    while (!selection.decided()) {
      std::vector<double> next;
      for (auto const i : selection.left()) next.push_back(draw(i));
      selection.add(next);
    }
    if (selection.left().front() == 0) ++correct;
  }
  EXPECT_GE(correct, setup.least_correct);
  EXPECT_NEAR(observations / kMacro, setup.observations, 0.05 * setup.observations);
  RecordProperty("correct", correct);
  RecordProperty("observations", std::to_string(observations / kMacro));
}

INSTANTIATE_TEST_SUITE_P(Each, KnReference,
                         testing::Values(Setup{"slippage_10", 10, 0.95, false, 1, 973, 927},
                                         Setup{"slippage_20", 20, 0.95, false, 1, 1502, 927},
                                         Setup{"slippage_at_90", 10, 0.90, false, 1, 746, 870},
                                         Setup{"monotone", 10, 0.95, true, 1, 427, 927},
                                         Setup{"best_varies_more", 10, 0.95, false, 2, 1575, 927}),
                         [](auto const& setup) { return std::string{setup.param.name}; });

TEST(Kn, drops_nobody_as_long_as_luck_explains_it_and_takes_less_for_better_too) {
  // Differences of equal size in each replication: no variance, so the first look decides.
  KnSelection const sure{{{3, 4, 5}, {1, 2, 3}, {2, 3, 4}}, {0.1, 0.95, false}};
  EXPECT_THAT(sure.left(), ElementsAre(1));
  KnSelection const doubtful{{{3, 4, 5}, {5, 2, 4.9}, {2, 6, 5}}, {0.1, 0.95, false}};
  EXPECT_THAT(doubtful.left(), ElementsAre(0, 1, 2));
}

TEST(Ocba, spreads_the_budget_of_the_reference) {
  auto const shares = ocba({{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}}, 1000, false);
  std::vector<double> const expected{421.82, 406.13, 101.53, 45.13, 25.38};
  for (std::size_t i = 0; i < shares.size(); ++i) EXPECT_NEAR(shares[i], expected[i], 0.005);
  auto const turned = ocba({{-1, 1}, {-2, 1}, {-3, 1}, {-4, 1}, {-5, 1}}, 1000, true);
  for (std::size_t i = 0; i < shares.size(); ++i) EXPECT_DOUBLE_EQ(turned[i], shares[i]);
}

TEST(Ocba, spreads_evenly_what_cannot_be_told_apart) {
  EXPECT_THAT(ocba({{1, 1}, {1, 2}}, 10, false), ElementsAre(5, 5));
  EXPECT_THAT(ocba({{1, 1}, {2, 0}}, 10, false), ElementsAre(5, 5));
}

TEST(OcbaCounts, come_to_the_shares_of_the_reference_and_stop_at_the_most) {
  std::vector<Sampled> const five{{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}};
  EXPECT_THAT(ocba_counts(five, {10, 10, 10, 10, 10}, 950, 1000, false),
              ElementsAre(422, 406, 102, 45, 25));
  // Who has more than a share keeps it; the others have less.
  EXPECT_THAT(ocba_counts(five, {10, 10, 10, 10, 100}, 0, 1000, false),
              ElementsAre(10, 10, 10, 10, 100));
  EXPECT_THAT(ocba_counts(five, {10, 10, 10, 10, 10}, 950, 20, false),
              ElementsAre(20, 20, 20, 20, 20));
}

/// Runs until the stated probability is reached; stages of ten by OCBA, or equally many of each.
struct Spread {
  bool correct = false;
  std::size_t runs = 0;
};
Spread spread(bool by_ocba, std::uint32_t macro) {
  constexpr std::size_t kVariants = 10;
  constexpr std::size_t kFirst = 10;
  std::vector<engine::Stream> streams;
  for (std::uint32_t i = 0; i < kVariants; ++i) {
    streams.emplace_back(engine::StreamKey{20261122, macro}, hash_of("ocba"), i);
  }
  std::vector<std::vector<double>> values(kVariants);
  std::vector<std::size_t> counts(kVariants, kFirst);
  for (;;) {
    std::vector<Sampled> known;
    Spread result;
    for (std::size_t i = 0; i < kVariants; ++i) {
      // The least mean is the best; one rival is close, eight are far, and the later ones vary
      // more.
      auto const number = static_cast<double>(i);
      double const mean = i == 0 ? 0 : i == 1 ? 0.4 : 1 + number / 4;
      while (values[i].size() < counts[i]) {
        values[i].push_back(mean +
                            (1 + number / 10) * portable::normal_quantile(streams[i].uniform()));
      }
      known.push_back(sampled(values[i]));
      result.runs += values[i].size();
    }
    auto const choice = best_of(values, false);
    result.correct = choice.best == 0;
    if (choice.probability >= 0.95) return result;
    if (by_ocba) {
      counts = ocba_counts(known, counts, kVariants, 10'000, false);
    } else {
      for (auto& count : counts) ++count;
    }
  }
}

// At least 927 of 1000 are what 95 % give with an error of 1 in 1000.
TEST(Ocba, finds_the_best_as_surely_as_is_stated_with_fewer_runs_than_equal_shares) {
  int correct = 0;
  std::size_t runs = 0;
  std::size_t equal = 0;
  for (std::uint32_t macro = 0; macro < 1000; ++macro) {
    auto const found = spread(true, macro);
    if (found.correct) ++correct;
    runs += found.runs;
    if (macro < 100) equal += spread(false, macro).runs;
  }
  EXPECT_GE(correct, 927);
  EXPECT_LT(static_cast<double>(runs) / 1000, 0.75 * static_cast<double>(equal) / 100);
  RecordProperty("correct", correct);
  RecordProperty("runs", std::to_string(static_cast<double>(runs) / 1000));
  RecordProperty("runs_of_equal_shares", std::to_string(static_cast<double>(equal) / 100));
}

TEST(BestOf, compares_over_the_replications_that_both_have) {
  // The first three pairs differ by 1, 2 and 3; what the best has beyond them moves its mean alone.
  auto const choice = best_of({{2, 4, 6}, {1, 2, 3, -6}}, false);
  EXPECT_EQ(choice.best, 1U);
  EXPECT_NEAR(choice.probability, 0.962910, 1e-6);
  EXPECT_EQ(best_of({{2, 4}, {1, 2, 3}}, false).probability, 0);
}

TEST(BestOf, adds_up_the_doubts_of_all_others) {
  EXPECT_NEAR(best_of({{2, 4, 6}, {1, 2, 3}, {2, 4, 6}}, false).probability, 1 - 2 * 0.037090,
              2e-6);
}

TEST(BestOf, is_surer_within_a_margin) {
  // As below with a difference larger by 1: t = 3 √3 = 5.19615.
  EXPECT_NEAR(best_of({{2, 4, 6}, {1, 2, 3}}, false, 1).probability, 0.982451, 1e-6);
  EXPECT_EQ(best_of({{1, 2, 3}, {1, 2, 3}}, false, 0.1).probability, 1);
}

TEST(BestOf, states_the_probability_that_follows_from_paired_differences) {
  // Differences 1, 2, 3: mean 2, standard error 1/√3, t = 3.4641 with 2 degrees of freedom.
  auto const choice = best_of({{2, 4, 6}, {1, 2, 3}}, false);
  EXPECT_EQ(choice.best, 1U);
  EXPECT_NEAR(choice.probability, 0.962910, 1e-6);  // 1/2 + t / (2 √(2 + t²))
  EXPECT_EQ(best_of({{2, 4, 6}, {1, 2, 3}}, true).best, 0U);
  EXPECT_EQ(best_of({{2, 4}, {1, 2}}, false).probability, 0);
  EXPECT_NEAR(best_of({{1, 2, 3}, {1, 2, 3}}, false).probability, 0.5, 1e-12);
}

Point point(std::vector<std::string> const& values) {
  Point point;
  for (auto const& value : values) point.settings.push_back({"x", value, {}});
  return point;
}

TEST(EffectsOn, share_the_variance_of_a_sum_by_its_terms) {
  std::vector<Point> points;
  std::vector<std::optional<double>> measured;
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      points.push_back(point({std::to_string(a) + " h", b % 2 == 0 ? "even" : "odd"}));
      measured.emplace_back(-3.0 * a + (b % 2));
    }
  }
  auto const effects = effects_on(measured, points);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_EQ(effects[0].variable, 0U);
  // Variances 9 · 5/4 and 1/4 of independent terms; ε² takes off what chance would explain.
  double const whole = 11.25 + 0.25;
  EXPECT_NEAR(effects[0].share, 11.25 / whole - 3.0 / 12 * 0.25 / whole, 1e-12);
  EXPECT_EQ(effects[1].share, 0);
  EXPECT_NEAR(*effects[0].rank_correlation, -0.97, 0.03);
  EXPECT_FALSE(effects[1].rank_correlation);
  EXPECT_EQ(effects[0].low, "3 h");
  EXPECT_DOUBLE_EQ(effects[0].low_mean, -8.5);
  EXPECT_EQ(effects[0].high, "0 h");
  EXPECT_EQ(effects[1].high, "odd");
}

TEST(EffectsOn, put_many_values_into_groups_and_leave_out_what_was_not_measured) {
  std::vector<Point> points;
  std::vector<std::optional<double>> measured;
  for (int i = 0; i < 64; ++i) {
    points.push_back(point({std::to_string(i), std::to_string((i * 37) % 64)}));
    measured.emplace_back(i == 5 ? std::nullopt : std::optional<double>{i * i});
  }
  auto const effects = effects_on(measured, points);
  EXPECT_EQ(effects[0].variable, 0U);
  EXPECT_GT(effects[0].share, 0.95);
  EXPECT_NEAR(*effects[0].rank_correlation, 1, 1e-12);
  EXPECT_LT(effects[1].share, 0.3);
  EXPECT_THAT(effects_on({1.0, std::nullopt}, {point({"1"}), point({"2"})}), IsEmpty());
}

/// 12 and 144 values make 3 groups, the root of 12, and 8, the most; a step at each group and
/// nowhere else is then explained in whole, by other groups it would not be.
TEST(EffectsOn, make_as_many_groups_as_the_root_of_the_values_and_eight_at_most) {
  for (auto const& [values, groups] : {std::pair{12, 3}, std::pair{144, 8}}) {
    std::vector<Point> points;
    std::vector<std::optional<double>> measured;
    for (int i = 0; i < values; ++i) {
      points.push_back(point({std::to_string(i)}));
      measured.emplace_back(i * groups / values);
    }
    auto const effect = effects_on(measured, points).front();
    EXPECT_DOUBLE_EQ(effect.share, 1) << values;
    EXPECT_EQ(effect.low, "0") << "the first of its group";
    EXPECT_EQ(effect.high, std::to_string(values - values / groups));
  }
}

TEST(EffectsOn, say_of_which_variables_they_cannot_be_told_apart) {
  std::vector<Point> const list{point({"1", "x", "a"}), point({"2", "y", "a"}),
                                point({"3", "z", "b"})};
  auto const found = effects_on({1.0, 2.0, 3.0}, list);
  ASSERT_EQ(found.size(), 3U);
  for (auto const& effect : found) {
    auto const other = effect.variable == 0   ? std::optional<std::size_t>{1}
                       : effect.variable == 1 ? std::optional<std::size_t>{0}
                                              : std::nullopt;
    EXPECT_EQ(effect.together_with, other) << effect.variable;
  }
  auto const grid = effects_on({1.0, 2.0, 3.0, 4.0}, {point({"1", "x"}), point({"1", "y"}),
                                                      point({"2", "x"}), point({"2", "y"})});
  for (auto const& effect : grid) EXPECT_FALSE(effect.together_with);
}

/// A study of three variants that look for the least of `x`, with runs that are made up.
struct MadeUp {
  Study study;
  MadeRuns made;
  std::vector<double> means{5, 5.6, 9};

  MadeUp() {
    study.replications = 4;
    study.points = {point({"a"}), point({"b"}), point({"c"})};
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
