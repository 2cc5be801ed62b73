// Verdicts on samples that were worked by hand, and how often they are wrong on samples of known
// laws. Seeds are fixed, so no test fails by luck.

#include "caravan/experiment/gate.hpp"

#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/hash.hpp"
#include "caravan/core/portable_math.hpp"
#include "caravan/engine/random.hpp"

namespace caravan::experiment {
namespace {

using scenario::Amount;
using scenario::Gate;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

Gate gate_of(Gate::Kind kind, Amount low, Amount high = {}) {
  Gate gate;
  gate.kind = kind;
  gate.low = gate.high = gate.margin = low;
  if (kind == Gate::Kind::between) gate.high = high;
  return gate;
}
Gate at_most(double bound) {
  return gate_of(Gate::Kind::at_most, {bound, "d"});
}

/// Mean 3, standard deviation √2.5; half the 95 % interval is 2.776445 · √(2.5/5) = 1.96324.
Sample one_to_five() {
  return {{1, 2, 3, 4, 5}, {}};
}
constexpr double kHalf = 1.963243;
constexpr double kTail = 0.025;

Judgement judged(Gate const& gate, Sample const& sample, bool more_is_better = false) {
  return judge(edges_of(gate, "d", more_is_better).value(), sample, kTail);
}

TEST(Gate, PassesWhereTheWholeIntervalIsAllowed) {
  auto const found = judged(at_most(5), one_to_five());
  EXPECT_EQ(found.verdict, Verdict::pass);
  EXPECT_EQ(found.n, 5U);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_THAT(found.half_width.value(), DoubleNear(kHalf, 1e-6));
  EXPECT_DOUBLE_EQ(found.beyond, -2);
  EXPECT_FALSE(found.more);
}

TEST(Gate, TellsTheMeanOfOneValueThoughItIsNoVerdict) {
  auto const found = judged(at_most(5), {{7}, {}});
  EXPECT_EQ(found.verdict, Verdict::undecided);
  EXPECT_DOUBLE_EQ(found.mean, 7);
  EXPECT_DOUBLE_EQ(found.beyond, 2);
}

TEST(Gate, SaysWhetherItsSampleIsSkewed) {
  EXPECT_FALSE(judged(at_most(5), one_to_five()).skewed);
  EXPECT_TRUE(judged(at_most(5), {{1, 1, 1, 1, 1, 1, 1, 1, 1, 90}, {}}).skewed);
}

TEST(Gate, FailsWhereTheWholeIntervalIsBeyond) {
  auto const found = judged(at_most(1), one_to_five());
  EXPECT_EQ(found.verdict, Verdict::fail);
  EXPECT_DOUBLE_EQ(found.beyond, 2);
}

// 3 + 1.963 reaches beyond 4.5. The half-width must shrink to 1.5: n = 5 · (1.963/1.5)² = 8.57.
TEST(Gate, IsUndecidedInBetweenAndSaysHowManyMoreWouldDecide) {
  auto const found = judged(at_most(4.5), one_to_five());
  EXPECT_EQ(found.verdict, Verdict::undecided);
  EXPECT_EQ(found.more, 4U);
  EXPECT_EQ(judged(at_most(1.5), one_to_five()).verdict, Verdict::undecided);
  auto const on_the_bound = judged(at_most(3), one_to_five());
  EXPECT_EQ(on_the_bound.verdict, Verdict::undecided);
  EXPECT_FALSE(on_the_bound.more);
}

TEST(Gate, HoldsBothEndsOfBetween) {
  auto const between = [](double low, double high) {
    return judged(gate_of(Gate::Kind::between, {low, "d"}, {high, "d"}), one_to_five()).verdict;
  };
  EXPECT_EQ(between(1, 5), Verdict::pass);
  EXPECT_EQ(between(2, 5), Verdict::undecided);
  EXPECT_EQ(between(1, 4), Verdict::undecided);
  EXPECT_EQ(between(5, 9), Verdict::fail);
  EXPECT_EQ(between(-9, 1), Verdict::fail);
}

TEST(Gate, NeverDecidesOnFewerThanThree) {
  for (Sample const& sample : {Sample{{1, 1}, {}}, Sample{{1, {}, 1, {}}, {}}, Sample{}}) {
    EXPECT_EQ(judged(at_most(100), sample).verdict, Verdict::undecided);
  }
}

// Where chance has no part, three replications say all.
TEST(Gate, DecidesWithoutLuckAtOnce) {
  Sample const sample{{4, 4, 4}, {}};
  EXPECT_EQ(judged(at_most(4), sample).verdict, Verdict::pass);
  EXPECT_EQ(judged(at_most(3.9), sample).verdict, Verdict::fail);
}

// Pairs differ by 0.02, 0.01, 0.03 and 0.02 on a mean of 2: 1 %, ± 0.6 % (half-width 0.01299).
Sample pairs() {
  return {{1.02, 2.01, 2.03, 3.02}, {1, 2, 2, 3}};
}

TEST(Gate, ComparesInPairs) {
  auto const unchanged = [](double margin) {
    return judged(gate_of(Gate::Kind::unchanged_from, {margin, "d"}), pairs());
  };
  auto const found = unchanged(0.04);
  EXPECT_EQ(found.verdict, Verdict::pass);
  EXPECT_DOUBLE_EQ(found.base, 2);
  EXPECT_THAT(found.difference, DoubleNear(0.02, 1e-12));
  EXPECT_THAT(found.half_width.value(), DoubleNear(0.012992, 1e-6));
  EXPECT_EQ(unchanged(0.03).verdict, Verdict::undecided);
  EXPECT_EQ(unchanged(0.005).verdict, Verdict::fail);
}

// The pairs above turned round: the difference is as large and below 0.
TEST(Gate, TakesAFallForAChangeAsItTakesARise) {
  Sample const turned{pairs().base, pairs().values};
  auto const verdict = [&turned](double margin) {
    return judged(gate_of(Gate::Kind::unchanged_from, {margin, "d"}), turned).verdict;
  };
  EXPECT_EQ(verdict(0.04), Verdict::pass);
  EXPECT_EQ(verdict(0.03), Verdict::undecided);
  EXPECT_EQ(verdict(0.005), Verdict::fail);
}

TEST(Gate, KnowsWhatIsWorse) {
  auto const gate = gate_of(Gate::Kind::not_worse_than, {0.005, "d"});
  EXPECT_EQ(judged(gate, pairs(), false).verdict, Verdict::fail);
  EXPECT_EQ(judged(gate, pairs(), true).verdict, Verdict::pass);
}

// 2 % of pairs that differ by exactly 1 %: both conditions hold without doubt at each of them.
TEST(Gate, TakesAMarginInPercentOfWhatItIsComparedWith) {
  Sample const sample{{101, 202, 404}, {100, 200, 400}};
  auto const within = [&](Gate::Kind kind, double margin) {
    return judge(edges_of(gate_of(kind, {margin, "%"}), "h", false).value(), sample, 0.2).verdict;
  };
  EXPECT_EQ(within(Gate::Kind::unchanged_from, 2), Verdict::pass);
  EXPECT_EQ(within(Gate::Kind::unchanged_from, 0.5), Verdict::fail);
  EXPECT_EQ(within(Gate::Kind::not_worse_than, 2), Verdict::pass);
  EXPECT_EQ(within(Gate::Kind::not_worse_than, 0.5), Verdict::fail);
}

TEST(Gate, LeavesOutPairsThatAreNotWhole) {
  Sample const sample{{1, {}, 3, 4, 5}, {1, 2, {}, 4, 5}};
  auto const found = judged(gate_of(Gate::Kind::unchanged_from, {1, "d"}), sample);
  EXPECT_EQ(found.n, 3U);
  EXPECT_EQ(found.verdict, Verdict::pass);
}

TEST(Amount, IsPutIntoTheUnitOfTheMeasure) {
  EXPECT_EQ((Amount{18, "d"}.in("h")), 432);
  EXPECT_EQ((Amount{90, "min"}.in("h")), 1.5);
  EXPECT_EQ((Amount{90, "%"}.in("share")), 0.9);
  EXPECT_EQ((Amount{0.9, ""}.in("share")), 0.9);
  EXPECT_DOUBLE_EQ((Amount{14, "/wk"}.in("/d").value()), 2);
  EXPECT_EQ((Amount{2, "FEU"}.in("TEU")), 4);
  EXPECT_EQ((Amount{1200, "USD"}.in("USD")), 1200);
  EXPECT_EQ((Amount{1200, ""}.in("USD")), 1200);
  EXPECT_EQ((Amount{3, ""}.in("trains")), 3);
  EXPECT_EQ((Amount{18, ""}.in("h")), std::nullopt);
  EXPECT_EQ((Amount{18, "km"}.in("h")), std::nullopt);
  EXPECT_EQ((Amount{18, "EUR"}.in("USD")), std::nullopt);
}

TEST(Looks, GrowByHalf) {
  EXPECT_THAT(looks_of(10, 100), ElementsAre(10, 15, 23, 35, 53, 80, 100));
  EXPECT_THAT(looks_of(3, 3), ElementsAre(3));
  EXPECT_THAT(looks_of(10, 12), ElementsAre(10, 12));
}

// √(10/100) of it at the first look.
TEST(Looks, SpendAllOfAlphaTogether) {
  auto const looks = looks_of(10, 100);
  double sum = 0;
  for (std::size_t i = 0; i < looks.size(); ++i) sum += spent_at(looks, i, 0.05);
  EXPECT_NEAR(sum, 0.05, 1e-15);
  EXPECT_NEAR(spent_at(looks, 0, 0.05), 0.05 * std::sqrt(0.1), 1e-15);
}

/// The rule of `test`: looks at a growing sample until there is a verdict.
Judgement sequential(Gate const& gate, Sample const& all, double alpha) {
  auto const edges = edges_of(gate, "h", false).value();
  auto const looks = looks_of(10, all.values.size());
  Judgement found;
  for (std::size_t i = 0; i < looks.size() && found.verdict == Verdict::undecided; ++i) {
    auto sample = all;
    sample.values.resize(looks[i]);
    if (!sample.base.empty()) sample.base.resize(looks[i]);
    found = judge(edges, sample, spent_at(looks, i, alpha / static_cast<double>(edges.size())));
  }
  return found;
}

constexpr std::size_t kMost = 100;
constexpr int kTrials = 1000;

/// Pairs of normal values: the base has mean 100 and standard deviation `sd`, the other the same
/// times `factor`; they are correlated by `rho`.
Sample normal_pairs(std::string_view name, std::uint32_t trial, double factor, double sd,
                    double rho) {
  engine::Stream stream{{20261122, trial}, hash_of(name)};
  Sample sample;
  for (std::size_t i = 0; i < kMost; ++i) {
    double const common = portable::normal_quantile(stream.uniform());
    double const own = portable::normal_quantile(stream.uniform());
    sample.base.push_back(100 + sd * common);
    sample.values.push_back(factor * (100 + sd * (rho * common + std::sqrt(1 - rho * rho) * own)));
  }
  return sample;
}

struct Rates {
  int passed = 0;
  int failed = 0;
};

Rates rates(std::string_view name, Gate const& gate, double factor, double sd, double rho,
            double alpha, bool paired = true) {
  Rates rates;
  for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
    auto sample = normal_pairs(name, trial, factor, sd, rho);
    if (!paired) sample.base.clear();
    auto const found = sequential(gate, sample, alpha);
    if (found.verdict == Verdict::pass) ++rates.passed;
    if (found.verdict == Verdict::fail) ++rates.failed;
  }
  return rates;
}

Gate unchanged(double percent) {
  return gate_of(Gate::Kind::unchanged_from, {percent, "%"});
}
Gate not_worse(double percent) {
  return gate_of(Gate::Kind::not_worse_than, {percent, "%"});
}

/// So many of 1000 trials, each with this probability at most, fail with probability 0.001 or less.
int most_of_a_thousand(double alpha) {
  return alpha < 0.02 ? 21 : 71;
}

// The hardest case: what is true lies exactly on the bound.
TEST(FalseAlarms, AreNoMoreThanAlphaAllowsOnTheBoundItself) {
  for (double const alpha : {0.01, 0.05}) {
    auto const most = most_of_a_thousand(alpha);
    auto const bound = gate_of(Gate::Kind::at_most, {100, "h"});
    EXPECT_LE(rates("at most", bound, 1, 10, 0, alpha, false).failed, most);
    auto const between = gate_of(Gate::Kind::between, {90, "h"}, {100, "h"});
    EXPECT_LE(rates("between", between, 1, 10, 0, alpha, false).failed, most);
    EXPECT_LE(rates("not worse", not_worse(2), 1.02, 10, 0.9, alpha).failed, most);
    EXPECT_LE(rates("unchanged", unchanged(2), 1.02, 10, 0.9, alpha).failed, most);
    EXPECT_LE(rates("unchanged", unchanged(2), 0.98, 10, 0, alpha).failed, most);
  }
}

// Four gates of one file share alpha; what counts is a trial in which any of them fails.
TEST(FalseAlarms, OfAWholeFileAreNoMoreThanAlphaAllows) {
  constexpr double kAlpha = 0.05;
  constexpr int kGates = 4;
  int trials_with_alarm = 0;
  int passed_unchanged = 0;
  for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
    bool alarm = false;
    for (int gate = 0; gate < kGates; ++gate) {
      auto sample = normal_pairs("family " + std::to_string(gate), trial, 1.02, 10, 0.9);
      auto const found = sequential(not_worse(2), sample, kAlpha / kGates);
      alarm = alarm || found.verdict == Verdict::fail;
      if (found.verdict == Verdict::pass) ++passed_unchanged;
    }
    if (alarm) ++trials_with_alarm;
  }
  EXPECT_LE(trials_with_alarm, most_of_a_thousand(kAlpha));
  EXPECT_GT(trials_with_alarm, 0);
  EXPECT_LE(passed_unchanged, most_of_a_thousand(kAlpha));
}

// Pairs without any change: none fails, whatever alpha.
TEST(FalseAlarms, DoNotComeWhereNothingChanged) {
  auto const found = rates("same", unchanged(2), 1, 5, 0.9, 0.01);
  EXPECT_EQ(found.failed, 0);
  EXPECT_GE(found.passed, 999);
}

// A wrong pass is as seldom as a wrong alarm.
TEST(FalsePasses, AreNoMoreThanAlphaAllowsOnTheBoundItself) {
  auto const most = most_of_a_thousand(0.05);
  EXPECT_LE(rates("pass", unchanged(2), 1.02, 10, 0.9, 0.05).passed, most);
  auto const bound = gate_of(Gate::Kind::at_most, {100, "h"});
  EXPECT_LE(rates("pass", bound, 1, 10, 0, 0.05, false).passed, most);
}

// The table of docs/explanation/statistics.md, four standard errors of a thousand trials around it.
TEST(Power, ToSeeAChangeOfFivePercentIsAsDocumented) {
  struct Row {
    double sd;
    double rho;
    int least;
    int most;
  };
  for (auto const& row : {Row{5, 0.9, 999, 1000}, Row{10, 0.9, 990, 1000}, Row{30, 0.9, 110, 265},
                          Row{5, 0, 740, 915}, Row{10, 0, 95, 225}}) {
    for (double const factor : {1.05, 0.95}) {
      auto const found = rates("power", unchanged(2), factor, row.sd, row.rho, 0.01);
      EXPECT_GE(found.failed, row.least) << row.sd << ' ' << row.rho << ' ' << factor;
      EXPECT_LE(found.failed, row.most) << row.sd << ' ' << row.rho << ' ' << factor;
      EXPECT_EQ(found.passed, 0) << row.sd << ' ' << row.rho << ' ' << factor;
    }
  }
}

}  // namespace
}  // namespace caravan::experiment
