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

// Before all that run until they are sure: they never are where the counts are wrong.
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

}  // namespace
}  // namespace caravan::experiment
